//! The Data Integrity suites that sign a whole document: eddsa-rdfc-2022 and ecdsa-rdfc-2019.

use credentials::Coded;
use credentials::context::Contexts;
use credentials::keys::{Algorithm, PublicKey, SecretKey};
use credentials::proof::{Cryptosuite, ProofOptions, proofs, sign};
use serde_json::{Value, json};
use ssi::claims::data_integrity::AnySuite;
use ssi_judge::Judge;
use ssi_judge::documents::{agreed, event, flat, passport};
use ssi_judge::keys::{did, key, method};

/// Ours, its name in `ssi`, and the key.
fn suites() -> [(Cryptosuite, AnySuite, SecretKey); 3] {
    use Algorithm::{Ed25519, P256, P384};
    use Cryptosuite::{EcdsaRdfc2019, EddsaRdfc2022};
    [
        (EddsaRdfc2022, AnySuite::EdDsaRdfc2022, key(Ed25519, 20)),
        (EcdsaRdfc2019, AnySuite::EcdsaRdfc2019, key(P256, 21)),
        (EcdsaRdfc2019, AnySuite::EcdsaRdfc2019, key(P384, 22)),
    ]
}

/// A passport and an event for the judge that reads blank nodes as we do, see the test on P-384.
fn documents(key: &SecretKey) -> Vec<Value> {
    let issuer = did(key);
    let nested = [agreed(passport(&issuer)), agreed(event(&issuer))];
    let nested = nested
        .into_iter()
        .filter(|_| key.algorithm() != Algorithm::P384);
    nested.chain([flat(&issuer)]).collect()
}

#[test]
fn what_is_signed_here_verifies_there() {
    let judge = Judge::new();
    for (suite, _, key) in suites() {
        for document in documents(&key) {
            let signed = signed(&document, suite, &key);
            let verdict = judge.verify(&signed);
            assert_eq!(verdict, Ok(()), "{suite}, {}: {signed}", key.algorithm());
        }
    }
}

#[test]
fn what_is_signed_there_verifies_here() {
    let judge = Judge::new();
    for (suite, theirs, key) in suites() {
        for document in documents(&key) {
            let signed = judge.sign(&document, theirs.clone(), &key, &[]).unwrap();
            let proof = proofs(&signed).unwrap().remove(0);
            assert_eq!(proof.cryptosuite(), suite);
            assert_eq!(*proof.verification_method(), method(&key));
            let verdict = verified(&signed, key.public());
            assert_eq!(verdict, Ok(()), "{suite}, {}: {signed}", key.algorithm());
        }
    }
}

#[test]
fn a_changed_value_a_claim_more_and_a_claim_less_are_refused_by_both() {
    let judge = Judge::new();
    for (suite, _, key) in suites() {
        let signed = signed(&flat(&did(&key)), suite, &key);
        let mut changed = signed.clone();
        changed["credentialSubject"]["version"] = json!(2);
        let mut more = signed.clone();
        more["credentialSubject"]["eventTime"] = json!("2026-05-07T08:30:00Z");
        let mut less = signed.clone();
        let subject = less["credentialSubject"].as_object_mut().unwrap();
        subject.remove("granularityLevel");
        for (name, document) in [("changed", changed), ("more", more), ("less", less)] {
            assert!(judge.verify(&document).is_err(), "{suite}: {name}");
            let code = verified(&document, key.public());
            assert_eq!(code, Err("proof.signature_invalid"), "{suite}: {name}");
        }
    }
}

#[test]
fn under_p384_blank_nodes_get_other_names_there() {
    // vc-di-ecdsa section 3: "For P-384 keys, SHA-2 with 384-bits of output MUST be used" inside RDFC-1.0 too. ssi names
    // blank nodes by SHA-256 whatever the key. The published P-384 vectors and Digital Bazaar's library have SHA-384.
    let key = key(Algorithm::P384, 23);
    let signed = signed(&agreed(event(&did(&key))), Cryptosuite::EcdsaRdfc2019, &key);
    verified(&signed, key.public()).unwrap();
    assert!(Judge::new().verify(&signed).is_err());
}

#[test]
fn a_proof_by_a_key_that_is_not_the_issuers_passes_there() {
    // VCDM 2.0 section 7.1 has the verification algorithm return the "controller of the verification method"; whether
    // that is who is named as the issuer (appendix A, "Issuer") ssi leaves to its caller. That our verifier refuses such a
    // credential, `issuer_key.not_assertion_method`, is in tests/tests/refusals/keys.rs.
    let (issuer, stranger) = (key(Algorithm::Ed25519, 24), key(Algorithm::Ed25519, 25));
    let forged = signed(&flat(&did(&issuer)), Cryptosuite::EddsaRdfc2022, &stranger);
    assert_eq!(verified(&forged, stranger.public()), Ok(()));
    assert_eq!(Judge::new().verify(&forged), Ok(()));
}

fn signed(document: &Value, suite: Cryptosuite, key: &SecretKey) -> Value {
    let created = "2026-11-20T12:00:00Z".parse().unwrap();
    let options = ProofOptions::assertion(method(key), created);
    sign(document, suite, &options, key, &mut rand::rng()).unwrap()
}

fn verified(document: &Value, key: &PublicKey) -> Result<(), &'static str> {
    let proofs = proofs(document).map_err(|error| error.code())?;
    assert_eq!(proofs.len(), 1);
    let verdict = proofs[0].verify(document, key, Contexts::pinned());
    verdict.map_err(|error| error.code())
}
