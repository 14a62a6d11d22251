//! What a proof is good for.

use super::*;

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
