//! Selective disclosure: ecdsa-sd-2023 and bbs-2023.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL;
use credentials::context::Contexts;
use credentials::keys::{Algorithm, PublicKey, SecretKey};
use credentials::proof::{Cryptosuite, ProofOptions, derive, proofs, sign};
use credentials::{Coded, JsonPointer};
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Value, json};
use ssi::claims::data_integrity::AnySuite;
use ssi_judge::Judge;
use ssi_judge::documents::{agreed, event, flat, passport};
use ssi_judge::keys::{did, key, method};

const MANDATORY: [&str; 2] = ["/issuer", "/validFrom"];
const SHOWN: &str = "/credentialSubject/version";

/// A nested value, of an event and of a passport.
const NESTED: [&str; 2] = [
    "/credentialSubject/performanceAndDurability/batteryCondition/stateOfCertifiedEnergy",
    "/credentialSubject/performanceAndDurability/batteryTechnicalProperties/ratedCapacity",
];

fn p256() -> SecretKey {
    key(Algorithm::P256, 60)
}

fn bls() -> SecretKey {
    key(Algorithm::Bls12381G2, 61)
}

fn nested(key: &SecretKey) -> [(Value, &'static str); 2] {
    let issuer = did(key);
    [
        (agreed(event(&issuer)), NESTED[0]),
        (agreed(passport(&issuer)), NESTED[1]),
    ]
}

#[test]
fn an_ecdsa_proof_verifies_on_both_sides_whoever_issues_and_whoever_derives() {
    let (judge, key) = (Judge::new(), p256());
    let document = flat(&did(&key));
    for issued in [
        issued_here(&document, Cryptosuite::EcdsaSd2023, &key),
        judge
            .sign(&document, AnySuite::EcdsaSd2023, &key, &MANDATORY)
            .unwrap(),
    ] {
        assert_eq!(verified_here(&issued, key.public()), Ok(()));
        let (ours, theirs) = (
            derived_here(&issued, SHOWN),
            judge.derive(&issued, &[SHOWN]).unwrap(),
        );
        // vc-di-ecdsa, `createDisclosureData`: nothing in a derived proof is random.
        assert_eq!(ours["proof"]["proofValue"], theirs["proof"]["proofValue"]);
        for derived in [ours, theirs] {
            assert_eq!(derived["credentialSubject"].get("granularityLevel"), None);
            assert_eq!(verified_here(&derived, key.public()), Ok(()));
            assert_eq!(judge.verify(&derived), Ok(()));

            let mut changed = derived;
            changed["credentialSubject"]["version"] = json!(2);
            assert_eq!(
                verified_here(&changed, key.public()),
                Err("proof.signature_invalid")
            );
            assert!(judge.verify(&changed).is_err());
        }
    }
}

#[test]
fn an_ecdsa_proof_over_nested_objects_verifies_there_when_it_is_issued_and_derived_here() {
    let (judge, key) = (Judge::new(), p256());
    for (document, shown) in nested(&key) {
        let issued = issued_here(&document, Cryptosuite::EcdsaSd2023, &key);
        let derived = derived_here(&issued, shown);
        assert_eq!(verified_here(&derived, key.public()), Ok(()));
        assert_eq!(judge.verify(&derived), Ok(()));
    }
}

#[test]
fn an_ecdsa_proof_over_nested_objects_that_is_derived_there_verifies_nowhere() {
    // vc-di-ecdsa, `canonicalizeAndGroup`, counts statements in their canonical order. ssi 0.16 sorts
    // statements of blank nodes otherwise, and picks signatures of others; its pull request 709 mends that.
    let (judge, key) = (Judge::new(), p256());
    for (document, shown) in nested(&key) {
        let issued = issued_here(&document, Cryptosuite::EcdsaSd2023, &key);
        let derived = judge.derive(&issued, &[shown]).unwrap();
        assert_eq!(
            verified_here(&derived, key.public()),
            Err("proof.signature_invalid")
        );
        assert!(judge.verify(&derived).is_err());
    }
}

#[test]
fn a_bbs_signature_made_there_holds_here_and_proofs_are_derived_from_it() {
    let (judge, key) = (Judge::new(), bls());
    let document = flat(&did(&key));
    let issued = judge
        .sign(&document, AnySuite::Bbs2023, &key, &MANDATORY)
        .unwrap();
    assert_eq!(verified_here(&issued, key.public()), Ok(()));
    let derived = derived_here(&issued, SHOWN);
    assert_eq!(verified_here(&derived, key.public()), Ok(()));
}

#[test]
fn a_bbs_proof_derived_there_is_of_an_older_draft() {
    // draft-irtf-cfrg-bbs-signatures-06 put what the challenge hashes in another order; ssi follows draft 05. vc-di-bbs
    // section 3.3.3 has the presentation header a byte array, "an empty byte array if not present"; ssi writes null.
    // Digital Bazaar's library and the published vectors are as we are.
    let (judge, key) = (Judge::new(), bls());
    let issued = issued_here(&flat(&did(&key)), Cryptosuite::Bbs2023, &key);
    let theirs = judge.derive(&issued, &[SHOWN]).unwrap();
    assert_eq!(judge.verify(&theirs), Ok(()));
    assert_eq!(
        verified_here(&theirs, key.public()),
        Err("proof.value_malformed")
    );

    let mut bytes = BASE64URL
        .decode(&theirs["proof"]["proofValue"].as_str().unwrap()[1..])
        .unwrap();
    let header = bytes.last_mut().unwrap();
    assert_eq!(*header, CBOR_NULL);
    *header = CBOR_EMPTY_BYTES;
    let mut theirs = theirs;
    theirs["proof"]["proofValue"] = format!("u{}", BASE64URL.encode(bytes)).into();
    assert_eq!(
        verified_here(&theirs, key.public()),
        Err("proof.signature_invalid")
    );

    let ours = derived_here(&issued, SHOWN);
    assert_eq!(verified_here(&ours, key.public()), Ok(()));
    assert!(judge.verify(&ours).is_err());
}

fn issued_here(document: &Value, suite: Cryptosuite, key: &SecretKey) -> Value {
    let mut options = ProofOptions::assertion(method(key), "2026-11-20T12:00:00Z".parse().unwrap());
    options.mandatory = pointers(&MANDATORY);
    sign(
        document,
        suite,
        &options,
        key,
        &mut StdRng::seed_from_u64(62),
    )
    .unwrap()
}

fn derived_here(issued: &Value, shown: &str) -> Value {
    let mut rng = StdRng::seed_from_u64(63);
    derive(issued, &pointers(&[shown]), Contexts::pinned(), &mut rng).unwrap()
}

fn verified_here(document: &Value, key: &PublicKey) -> Result<(), &'static str> {
    let proofs = proofs(document).map_err(|error| error.code())?;
    let verdict = proofs[0].verify(document, key, Contexts::pinned());
    verdict.map_err(|error| error.code())
}

fn pointers(texts: &[&str]) -> Vec<JsonPointer> {
    let parsed = texts.iter().map(|text| JsonPointer::parse(text).unwrap());
    parsed.collect()
}

const CBOR_NULL: u8 = 0xF6;
const CBOR_EMPTY_BYTES: u8 = 0x40;
