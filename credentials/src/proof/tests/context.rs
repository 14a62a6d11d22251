//! The context that a proof covers, and what it defines.

use super::super::covered::Covered;
use super::*;

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
    let mut proof = super::super::configuration(&document, SUITE, &options(&key));
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
