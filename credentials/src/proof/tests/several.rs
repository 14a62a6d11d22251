//! More than one proof: sets, chains, and how many.

use super::*;

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
