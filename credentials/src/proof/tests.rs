use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::{Value, json};

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

mod context;
mod expected;
mod malformed;
mod several;

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
fn only_an_object_is_signed() {
    let key = ed25519();
    for document in [json!([]), json!("x"), json!({"proof": 1})] {
        let error = sign(&document, SUITE, &options(&key), &key, &mut rand::rng()).unwrap_err();
        assert_eq!(error.code(), "proof.malformed", "{document}");
    }
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
