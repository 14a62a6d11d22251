use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::covered::Covered;
use super::{
    Cryptosuite, Expected, MAX_PROOFS, ProofError, ProofOptions, ProofPurpose, proofs, sign,
    unsecured,
};
use crate::canon::jcs;
use crate::context::{BATTERY_PASSPORT_V1, Contexts};
use crate::did::DidUrl;
use crate::json::{Node, arbitrary};
use crate::keys::{Algorithm, PublicKey, SecretKey};
use crate::problem::Coded;

const SUITE: Cryptosuite = Cryptosuite::EddsaJcs2022;

fn key(algorithm: Algorithm, seed: u8) -> SecretKey {
    let seed = vec![seed; algorithm.secret_key_length()];
    SecretKey::from_seed(algorithm, &seed).unwrap()
}

fn ed25519() -> SecretKey {
    key(Algorithm::Ed25519, 7)
}

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn options(key: &SecretKey) -> ProofOptions {
    let multikey = key.public().to_multikey();
    let method = DidUrl::parse(&format!("did:key:{multikey}#{multikey}")).unwrap();
    ProofOptions::assertion(method, time("2026-02-18T00:00:00Z"))
}

fn credential() -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://example.com/battery/v1"],
        "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
        "type": ["VerifiableCredential", "StateOfHealth"],
        "issuer": "did:web:example.com",
        "credentialSubject": {"id": "https://example.com/01/1", "stateOfHealth": 87.5, "cycles": [1, 2], "é": "ö\n"}
    })
}

/// One whose terms the pinned contexts define.
fn statement() -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", BATTERY_PASSPORT_V1],
        "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
        "type": ["VerifiableCredential"],
        "issuer": "did:web:example.com",
        "credentialSubject": {"id": "https://example.com/01/1", "description": "as good as new"}
    })
}

fn told(error: ProofError) -> (&'static str, String) {
    (error.code(), error.pointer().unwrap_or_default())
}

/// The first fault of reading and verifying all proofs of a document.
fn verdict(document: &Value, key: &PublicKey) -> Result<usize, (&'static str, String)> {
    let all = proofs(document).map_err(told)?;
    for proof in &all {
        proof
            .verify(document, key, Contexts::pinned())
            .map_err(told)?;
    }
    Ok(all.len())
}

fn signed() -> (SecretKey, Value) {
    let key = ed25519();
    let document = sign(&credential(), SUITE, &options(&key), &key, &mut rand::rng()).unwrap();
    (key, document)
}

#[test]
fn a_signed_document_verifies_as_a_value_and_as_the_borrowed_tree() {
    let (key, document) = signed();
    assert_eq!(verdict(&document, key.public()), Ok(1));
    let text = serde_json::to_vec_pretty(&document).unwrap();
    let node = Node::parse(&text).unwrap();
    let read = proofs(&node).unwrap();
    assert_eq!(
        read[0].verify(&node, key.public(), Contexts::pinned()),
        Ok(())
    );
    assert_eq!(read[0].pointer().to_string(), "/proof");
    assert_eq!(read[0].purpose(), ProofPurpose::AssertionMethod);
    assert_eq!(read[0].cryptosuite(), SUITE);
    assert_eq!(read[0].created(), Some(time("2026-02-18T00:00:00Z")));
    assert_eq!(
        *read[0].verification_method(),
        options(&key).verification_method
    );
    assert_eq!(unsecured(&document, &read), credential());
}

#[test]
fn a_document_without_a_proof_has_no_proofs() {
    assert_eq!(verdict(&credential(), ed25519().public()), Ok(0));
    assert_eq!(verdict(&json!("text"), ed25519().public()), Ok(0));
}

#[test]
fn every_change_after_signing_is_noticed() {
    let (key, document) = signed();
    let signature = ("proof.signature_invalid", "/proof/proofValue".to_owned());
    let changes: [(&str, Value); 8] = [
        (
            "/id",
            json!("urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc34"),
        ),
        ("/type/1", json!("stateOfHealth")),
        ("/credentialSubject/stateOfHealth", json!(87.6)),
        ("/credentialSubject/cycles", json!([2, 1])),
        ("/credentialSubject/é", json!("ö\n\n")),
        ("/proof/created", json!("2026-02-18T00:00:01Z")),
        ("/proof/proofPurpose", json!("authentication")),
        ("/proof/verificationMethod", json!("did:key:z6Mk#z6Mk")),
    ];
    for (place, value) in changes {
        let mut changed = document.clone();
        *changed.pointer_mut(place).unwrap() = value;
        assert_eq!(
            verdict(&changed, key.public()),
            Err(signature.clone()),
            "{place}"
        );
    }
    for (place, name) in [
        ("", "added"),
        ("/credentialSubject", "added"),
        ("/proof", "nonce"),
    ] {
        let mut changed = document.clone();
        let members = changed.pointer_mut(place).unwrap().as_object_mut().unwrap();
        members.insert(name.into(), json!("x"));
        assert_eq!(
            verdict(&changed, key.public()),
            Err(signature.clone()),
            "{place}"
        );
    }
    for (place, name) in [
        ("", "id"),
        ("/credentialSubject", "cycles"),
        ("/proof", "created"),
    ] {
        let mut changed = document.clone();
        let members = changed.pointer_mut(place).unwrap().as_object_mut().unwrap();
        members.shift_remove(name);
        assert_eq!(
            verdict(&changed, key.public()),
            Err(signature.clone()),
            "{place}"
        );
    }
}

#[test]
fn a_key_that_did_not_sign_does_not_verify() {
    let (_, document) = signed();
    let other = key(Algorithm::Ed25519, 8);
    assert_eq!(
        verdict(&document, other.public()),
        Err(("proof.signature_invalid", "/proof/proofValue".into()))
    );
    let p256 = key(Algorithm::P256, 7);
    assert_eq!(
        verdict(&document, p256.public()),
        Err(("proof.key_algorithm", "/proof".into()))
    );
}

#[test]
fn a_key_of_another_algorithm_does_not_sign() {
    let p256 = key(Algorithm::P256, 7);
    let error = sign(
        &credential(),
        SUITE,
        &options(&p256),
        &p256,
        &mut rand::rng(),
    )
    .unwrap_err();
    assert_eq!(error.code(), "proof.key_algorithm");
}

#[test]
fn the_context_that_was_signed_is_the_one_that_counts() {
    let (key, document) = signed();
    let mismatch = ("proof.context_mismatch", "/proof/@context".to_owned());
    let (v2, ours) = (
        "https://www.w3.org/ns/credentials/v2",
        "https://example.com/battery/v1",
    );
    for context in [
        json!([ours, v2]),
        json!([v2]),
        json!(v2),
        json!([v2, "https://example.com/x"]),
        json!({}),
    ] {
        let mut changed = document.clone();
        changed["@context"] = context.clone();
        assert_eq!(
            verdict(&changed, key.public()),
            Err(mismatch.clone()),
            "{context}"
        );
    }
    let mut without = document.clone();
    without.as_object_mut().unwrap().shift_remove("@context");
    assert_eq!(verdict(&without, key.public()), Err(mismatch));

    // A proof whose own context is changed with the document's is another proof.
    let mut both = document.clone();
    both["@context"] = json!([v2]);
    both["proof"]["@context"] = json!([v2]);
    assert_eq!(
        verdict(&both, key.public()),
        Err(("proof.signature_invalid", "/proof/proofValue".into()))
    );

    // vc-di-eddsa section 3.3.2 step 4: one may be appended, and is not part of what was signed.
    let mut appended = document;
    appended["@context"]
        .as_array_mut()
        .unwrap()
        .push(json!("https://example.com/later"));
    assert_eq!(verdict(&appended, key.public()), Ok(1));
    let read = proofs(&appended).unwrap();
    assert_eq!(unsecured(&appended, &read), credential());
}

#[test]
fn a_single_context_may_stand_alone_or_in_a_list() {
    let key = ed25519();
    for (signed_as, sent_as) in [
        (
            json!("https://a.example"),
            json!(["https://a.example", "https://b.example"]),
        ),
        (json!(["https://a.example"]), json!("https://a.example")),
    ] {
        let mut document = sign(
            &json!({"@context": signed_as, "x": 1}),
            SUITE,
            &options(&key),
            &key,
            &mut rand::rng(),
        )
        .unwrap();
        document["@context"] = sent_as;
        assert_eq!(verdict(&document, key.public()), Ok(1), "{document}");
    }
}

#[test]
fn a_proof_may_come_without_a_context_of_its_own() {
    let key = ed25519();
    let mut document = credential();
    let mut proof = super::configuration(&document, SUITE, &options(&key));
    proof.as_object_mut().unwrap().shift_remove("@context");
    let covered = Covered::AllButProofs((&document).into());
    let value = SUITE.sign(
        &covered,
        &proof,
        &[],
        &key,
        Contexts::pinned(),
        &mut rand::rng(),
    );
    proof["proofValue"] = value.unwrap().into();
    document["proof"] = proof;
    assert_eq!(verdict(&document, key.public()), Ok(1));
    document["@context"][1] = json!("https://example.com/other");
    assert_eq!(
        verdict(&document, key.public()),
        Err(("proof.signature_invalid", "/proof/proofValue".into()))
    );
}

#[test]
fn a_proof_that_breaks_the_recommendation_is_refused_where_it_does() {
    let (key, document) = signed();
    let wrong_values: [(&str, Value, &str); 34] = [
        ("type", json!("Ed25519Signature2020"), "proof.type_unknown"),
        ("type", json!(["DataIntegrityProof"]), "proof.malformed"),
        ("type", Value::Null, "proof.malformed"),
        (
            "cryptosuite",
            json!("eddsa-jcs-2023"),
            "proof.cryptosuite_unknown",
        ),
        (
            "cryptosuite",
            json!("EDDSA-JCS-2022"),
            "proof.cryptosuite_unknown",
        ),
        ("cryptosuite", json!(2022), "proof.malformed"),
        (
            "proofPurpose",
            json!("keyAgreement"),
            "proof.purpose_unknown",
        ),
        (
            "proofPurpose",
            json!(["assertionMethod"]),
            "proof.malformed",
        ),
        ("verificationMethod", json!("#key-1"), "proof.malformed"),
        (
            "verificationMethod",
            json!("https://example.com/key"),
            "proof.malformed",
        ),
        (
            "verificationMethod",
            json!({"id": "did:key:z6Mk#z6Mk"}),
            "proof.malformed",
        ),
        ("created", json!("2026-02-18"), "proof.malformed"),
        ("created", json!("2026-02-18T00:00:00"), "proof.malformed"),
        ("created", json!(1_700_000_000), "proof.malformed"),
        ("created", Value::Null, "proof.malformed"),
        ("expires", json!("tomorrow"), "proof.malformed"),
        ("domain", json!(7), "proof.malformed"),
        ("domain", json!(["a", 7]), "proof.malformed"),
        ("challenge", json!(["a"]), "proof.malformed"),
        ("nonce", json!(1), "proof.malformed"),
        ("id", json!("not a url"), "proof.malformed"),
        ("id", Value::Null, "proof.malformed"),
        ("previousProof", json!(1), "proof.malformed"),
        (
            "previousProof",
            json!("urn:uuid:0"),
            "proof.previous_proof_unknown",
        ),
        (
            "previousProof",
            json!(["urn:uuid:0"]),
            "proof.previous_proof_unknown",
        ),
        (
            "previousProof",
            json!(vec!["urn:uuid:0"; MAX_PROOFS + 1]),
            "proof.too_many_previous",
        ),
        ("proofValue", Value::Null, "proof.malformed"),
        ("proofValue", json!(""), "proof.value_encoding"),
        ("proofValue", json!("z"), "proof.value_length"),
        ("proofValue", json!("zabc"), "proof.value_length"),
        ("proofValue", json!("z0OIl"), "proof.value_encoding"),
        ("proofValue", json!("uAAAA"), "proof.value_encoding"),
        (
            "proofValue",
            json!(format!("z{}", "1".repeat(65))),
            "proof.value_length",
        ),
        (
            "proofValue",
            json!(format!("z{}", "2".repeat(100_000))),
            "proof.value_length",
        ),
    ];
    for (member, value, code) in wrong_values {
        let mut broken = document.clone();
        broken["proof"][member] = value.clone();
        let place = format!("/proof/{member}");
        assert_eq!(
            verdict(&broken, key.public()),
            Err((code, place)),
            "{member}: {value}"
        );
    }
    for member in [
        "type",
        "cryptosuite",
        "proofPurpose",
        "verificationMethod",
        "proofValue",
    ] {
        let mut broken = document.clone();
        broken["proof"]
            .as_object_mut()
            .unwrap()
            .shift_remove(member);
        let place = format!("/proof/{member}");
        assert_eq!(
            verdict(&broken, key.public()),
            Err(("proof.malformed", place)),
            "{member}"
        );
    }
    for proof in [json!(null), json!("z2Hn"), json!([])] {
        let mut broken = document.clone();
        broken["proof"] = proof.clone();
        assert_eq!(
            verdict(&broken, key.public()),
            Err(("proof.malformed", "/proof".into())),
            "{proof}"
        );
    }
}

#[test]
fn in_a_proof_set_every_proof_has_to_hold() {
    let (first, second) = (ed25519(), key(Algorithm::Ed25519, 9));
    let one = sign(
        &credential(),
        SUITE,
        &options(&first),
        &first,
        &mut rand::rng(),
    )
    .unwrap();
    let mut both = sign(&one, SUITE, &options(&second), &second, &mut rand::rng()).unwrap();
    let read = proofs(&both).unwrap();
    assert_eq!(read.len(), 2);
    assert_eq!(
        read[0].verify(&both, first.public(), Contexts::pinned()),
        Ok(())
    );
    assert_eq!(
        read[1].verify(&both, second.public(), Contexts::pinned()),
        Ok(())
    );
    assert_eq!(read[1].pointer().to_string(), "/proof/1");
    let error = read[1]
        .verify(&both, first.public(), Contexts::pinned())
        .unwrap_err();
    assert_eq!(
        (error.code(), error.pointer().unwrap()),
        ("proof.signature_invalid", "/proof/1/proofValue".into())
    );

    both["proof"][1]["cryptosuite"] = json!("unheard-of");
    let error = proofs(&both).unwrap_err();
    assert_eq!(
        (error.code(), error.pointer().unwrap()),
        ("proof.cryptosuite_unknown", "/proof/1/cryptosuite".into())
    );
}

#[test]
fn a_proof_that_follows_another_covers_it() {
    let (first, second) = (ed25519(), key(Algorithm::Ed25519, 9));
    for suite in [SUITE, Cryptosuite::EddsaRdfc2022] {
        let named = ProofOptions {
            id: Some("urn:uuid:1".into()),
            ..options(&first)
        };
        let following = ProofOptions {
            previous: vec!["urn:uuid:1".into()],
            ..options(&second)
        };
        let one = sign(&statement(), suite, &named, &first, &mut rand::rng()).unwrap();
        let chain = sign(&one, suite, &following, &second, &mut rand::rng()).unwrap();
        let verify = |document: &Value| {
            let read = proofs(document).map_err(told)?;
            read[1]
                .verify(document, second.public(), Contexts::pinned())
                .map_err(told)
        };
        assert_eq!(verify(&chain), Ok(()), "{suite}");

        let mut changed = chain.clone();
        changed["proof"][0]["created"] = json!("2026-02-18T00:00:01Z");
        let fault = ("proof.signature_invalid", "/proof/1/proofValue".to_owned());
        assert_eq!(verify(&changed), Err(fault.clone()), "{suite}");

        // The same two proofs as a set are other proofs.
        let mut set = chain.clone();
        let members = set["proof"][1].as_object_mut().unwrap();
        members.shift_remove("previousProof");
        assert_eq!(verify(&set), Err(fault), "{suite}");

        let mut without = chain;
        without["proof"] = json!([without["proof"][1]]);
        assert_eq!(
            proofs(&without).map_err(told).unwrap_err(),
            (
                "proof.previous_proof_unknown",
                "/proof/0/previousProof".into()
            ),
        );
        let error = sign(&statement(), suite, &following, &second, &mut rand::rng()).unwrap_err();
        assert_eq!(error.code(), "proof.previous_proof_unknown");
    }
}

#[test]
fn a_proof_that_names_itself_time_and_again_costs_no_more_than_its_text() {
    let (key, mut document) = signed();
    document["proof"]["id"] = json!("a:");
    document["proof"]["previousProof"] = json!(vec!["a:"; 200_000]);
    assert_eq!(
        verdict(&document, key.public()),
        Err(("proof.too_many_previous", "/proof/previousProof".to_owned()))
    );
}

#[test]
fn each_suite_signs_and_notices_a_change() {
    for suite in Cryptosuite::ALL {
        for algorithm in suite.algorithms() {
            let key = key(*algorithm, 7);
            let document =
                sign(&statement(), suite, &options(&key), &key, &mut rand::rng()).unwrap();
            assert_eq!(document["proof"]["cryptosuite"], suite.name());
            assert_eq!(verdict(&document, key.public()), Ok(1), "{suite}");
            let text = serde_json::to_vec_pretty(&document).unwrap();
            let node = Node::parse(&text).unwrap();
            let read = &proofs(&node).unwrap()[0];
            let verified = read.verify(&node, key.public(), Contexts::pinned());
            assert_eq!(verified, Ok(()), "{suite}");

            for (place, value) in [
                ("/credentialSubject/description", json!("as bad as old")),
                ("/issuer", json!("did:web:example.org")),
                ("/proof/created", json!("2026-02-18T00:00:01Z")),
                ("/proof/proofPurpose", json!("authentication")),
            ] {
                let mut changed = document.clone();
                *changed.pointer_mut(place).unwrap() = value;
                let fault = ("proof.signature_invalid", "/proof/proofValue".to_owned());
                assert_eq!(
                    verdict(&changed, key.public()),
                    Err(fault),
                    "{suite} {place}"
                );
            }
        }
    }
}

#[test]
fn what_no_context_defines_is_neither_signed_nor_verified_as_statements() {
    let key = ed25519();
    let suite = Cryptosuite::EddsaRdfc2022;
    let undefined = |place: &str| Err(("jsonld.undefined_term", place.to_owned()));
    let mut extra = statement();
    extra["credentialSubject"]["madeUp"] = json!(1);
    let error = sign(&extra, suite, &options(&key), &key, &mut rand::rng()).unwrap_err();
    assert_eq!(
        Err(told(error)),
        undefined("/credentialSubject/madeUp").map(|()| 0)
    );

    let mut added = sign(&statement(), suite, &options(&key), &key, &mut rand::rng()).unwrap();
    added["credentialSubject"]["madeUp"] = json!(1);
    assert_eq!(
        verdict(&added, key.public()).map(drop),
        undefined("/credentialSubject/madeUp")
    );
    let mut in_proof = sign(&statement(), suite, &options(&key), &key, &mut rand::rng()).unwrap();
    in_proof["proof"]["madeUp"] = json!(1);
    assert_eq!(
        verdict(&in_proof, key.public()).map(drop),
        undefined("/proof/madeUp")
    );
}

#[test]
fn a_context_that_is_not_known_is_named() {
    let key = ed25519();
    let error = sign(
        &credential(),
        Cryptosuite::EddsaRdfc2022,
        &options(&key),
        &key,
        &mut rand::rng(),
    )
    .unwrap_err();
    assert_eq!(error.code(), "jsonld.unknown_context");
    assert!(error.to_string().contains("https://example.com/battery/v1"));
    assert_eq!(error.pointer().as_deref(), Some("/@context/1"));
    assert!(error.hint().unwrap().contains("--contexts DIR"));
}

#[test]
fn the_number_of_proofs_is_bounded_in_both_directions() {
    let (key, mut document) = signed();
    let proof = document["proof"].clone();
    document["proof"] = vec![proof.clone(); MAX_PROOFS].into();
    assert_eq!(verdict(&document, key.public()), Ok(MAX_PROOFS));
    let error = sign(&document, SUITE, &options(&key), &key, &mut rand::rng()).unwrap_err();
    assert_eq!(error.code(), "proof.too_many");
    document["proof"].as_array_mut().unwrap().push(proof);
    assert_eq!(
        verdict(&document, key.public()),
        Err(("proof.too_many", "/proof".into()))
    );
}

#[test]
fn only_an_object_is_signed() {
    let key = ed25519();
    for document in [json!([]), json!("x"), json!({"proof": 1})] {
        let error = sign(&document, SUITE, &options(&key), &key, &mut rand::rng()).unwrap_err();
        assert_eq!(error.code(), "proof.malformed", "{document}");
    }
}

#[test]
fn a_proof_is_good_only_for_the_use_it_was_made_for() {
    let key = ed25519();
    let mut presenting = options(&key);
    presenting.purpose = ProofPurpose::Authentication;
    presenting.expires = Some(time("2026-02-18T01:00:00Z"));
    presenting.domain = vec!["recycler.example".into()];
    presenting.challenge = Some("n-0S6".into());
    let document = sign(&credential(), SUITE, &presenting, &key, &mut rand::rng()).unwrap();
    let proof = &proofs(&document).unwrap()[0];
    assert_eq!(
        proof.verify(&document, key.public(), Contexts::pinned()),
        Ok(())
    );

    let right = Expected {
        purpose: ProofPurpose::Authentication,
        at: time("2026-02-18T00:59:59Z"),
        domain: Some("recycler.example"),
        challenge: Some("n-0S6"),
    };
    assert_eq!(proof.check(&right), Ok(()));
    assert_eq!(
        proof.check(&Expected {
            domain: None,
            challenge: None,
            ..right
        }),
        Ok(())
    );
    let late = time("2026-02-18T01:00:00Z");
    let cases = [
        (
            Expected {
                purpose: ProofPurpose::AssertionMethod,
                ..right
            },
            "proof.purpose_mismatch",
            "/proof/proofPurpose",
        ),
        (
            Expected { at: late, ..right },
            "proof.expired",
            "/proof/expires",
        ),
        (
            Expected {
                domain: Some("other.example"),
                ..right
            },
            "proof.domain_mismatch",
            "/proof/domain",
        ),
        (
            Expected {
                challenge: Some("n-0S7"),
                ..right
            },
            "proof.challenge_mismatch",
            "/proof/challenge",
        ),
    ];
    for (expected, code, place) in cases {
        let error = proof.check(&expected).unwrap_err();
        assert_eq!(
            (error.code(), error.pointer().unwrap().as_str()),
            (code, place)
        );
    }

    presenting.domain.push("other.example".into());
    presenting.challenge = None;
    let document = sign(&credential(), SUITE, &presenting, &key, &mut rand::rng()).unwrap();
    let proof = &proofs(&document).unwrap()[0];
    assert_eq!(
        proof.check(&right).unwrap_err().code(),
        "proof.domain_mismatch"
    );
    let any_domain = Expected {
        domain: None,
        ..right
    };
    assert_eq!(
        proof.check(&any_domain).unwrap_err().code(),
        "proof.challenge_mismatch"
    );
    presenting.domain.clear();
    let document = sign(&credential(), SUITE, &presenting, &key, &mut rand::rng()).unwrap();
    let proof = &proofs(&document).unwrap()[0];
    assert_eq!(
        proof.check(&right).unwrap_err().code(),
        "proof.domain_mismatch"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_signed_verifies_in_any_member_order(content in arbitrary::value(), context in arbitrary::value()) {
        let key = ed25519();
        let document = json!({"@context": context, "content": content});
        let secured = sign(&document, SUITE, &options(&key), &key, &mut rand::rng()).unwrap();
        prop_assert_eq!(verdict(&secured, key.public()), Ok(1));
        let sorted = jcs::to_vec(&secured);
        let node = Node::parse(&sorted).unwrap();
        prop_assert_eq!(proofs(&node).unwrap()[0].verify(&node, key.public(), Contexts::pinned()), Ok(()));
    }

    #[test]
    fn a_flipped_bit_anywhere_fails_or_leaves_the_json_value_as_it_was(at: prop::sample::Index, bit in 0..8_u8) {
        let (key, document) = signed();
        let mut text = serde_json::to_vec(&document).unwrap();
        let at = at.index(text.len());
        text[at] ^= 1 << bit;
        let Ok(node) = Node::parse(&text) else { return Ok(()) };
        let good = proofs(&node).is_ok_and(|all| !all.is_empty() && all.iter().all(|proof| proof.verify(&node, key.public(), Contexts::pinned()).is_ok()));
        prop_assert!(!good || node == Node::from(&document), "{}", String::from_utf8_lossy(&text));
    }

    #[test]
    fn arbitrary_proofs_never_panic(proof in arbitrary::value()) {
        let _ = verdict(&json!({"proof": proof}), ed25519().public());
    }
}
