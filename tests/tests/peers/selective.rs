//! ecdsa-sd-2023 and bbs-2023 against Digital Bazaar's cryptosuites: issuer, holder and verifier, each here or there.

use credentials::Coded;
use credentials::canon::jcs;
use credentials::context::Contexts;
use credentials::keys::{Algorithm, PublicKey, SecretKey};
use credentials::proof::{Cryptosuite, ProofOptions, derive, proofs, sign};
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Value, json};

use super::documents::{contexts, event, passport};
use super::judge::{accepts, ask};
use super::{created, key, method, pointers};

const JUDGE: &str = "verifiable_credentials.js";

/// What every holder has to show.
const MANDATORY: [&str; 3] = ["/issuer", "/validFrom", "/credentialSubject/type"];
/// A text, a number, an object with a map of languages from the middle of a list, and a whole group.
const OF_THE_PASSPORT: [&str; 5] = [
    "/credentialSubject/generalProductInformation/manufacturerInformation/contactName",
    "/credentialSubject/generalProductInformation/batteryMass",
    "/credentialSubject/labels/labels/1",
    "/credentialSubject/carbonFootprint",
    "/credentialSubject/circularity",
];
const OF_THE_EVENT: [&str; 2] = [
    "/credentialSubject/eventTime",
    "/credentialSubject/performanceAndDurability/batteryCondition/stateOfCertifiedEnergy",
];

fn suites() -> [(Cryptosuite, SecretKey); 2] {
    use Cryptosuite::{Bbs2023, EcdsaSd2023};
    [
        (EcdsaSd2023, key(Algorithm::P256, 50)),
        (Bbs2023, key(Algorithm::Bls12381G2, 51)),
    ]
}

/// A document, and what of it is shown.
fn documents(key: &SecretKey) -> [(Value, &'static [&'static str]); 2] {
    let issuer = method(key).did().to_string();
    let subject = issuer::sample::ev_passport();
    [
        (passport(subject, &issuer), &OF_THE_PASSPORT),
        (event(&issuer), &OF_THE_EVENT),
    ]
}

#[test]
fn whoever_issues_and_whoever_derives_both_verify_an_ecdsa_proof() {
    both_verify(Cryptosuite::EcdsaSd2023, &key(Algorithm::P256, 50));
}

#[test]
fn whoever_issues_and_whoever_derives_both_verify_a_bbs_proof() {
    both_verify(Cryptosuite::Bbs2023, &key(Algorithm::Bls12381G2, 51));
}

fn both_verify(suite: Cryptosuite, key: &SecretKey) {
    for (document, shown) in documents(key) {
        for issued in [
            issued_here(&document, suite, key),
            issued_there(&document, suite, key),
        ] {
            let ours = derived_here(&issued, shown);
            let theirs = derived_there(&issued, suite, shown);
            for derived in [&ours, &theirs] {
                assert_eq!(verified_here(derived, key.public()), Ok(()));
                let answer = accepts(JUDGE, &verify(derived, suite));
                assert_eq!(answer["verified"], true, "{answer}");
            }
            assert_eq!(revealed(&ours), revealed(&theirs));
        }
    }
}

#[test]
fn both_derive_the_same_ecdsa_proof() {
    // vc-di-ecdsa, `createDisclosureData`: nothing in a derived proof is random.
    let (suite, key) = (Cryptosuite::EcdsaSd2023, key(Algorithm::P256, 52));
    for (document, shown) in documents(&key) {
        let issued = issued_here(&document, suite, &key);
        let (ours, theirs) = (
            derived_here(&issued, shown),
            derived_there(&issued, suite, shown),
        );
        assert_eq!(ours["proof"], theirs["proof"]);
    }
}

#[test]
fn the_holder_here_sees_that_what_was_issued_there_is_good() {
    for (suite, key) in suites() {
        let [(passport, _), _] = documents(&key);
        let issued = issued_there(&passport, suite, &key);
        let proof = proofs(&issued).unwrap().remove(0);
        assert!(proof.is_base());
        assert_eq!(*proof.verification_method(), method(&key));
        assert_eq!(verified_here(&issued, key.public()), Ok(()), "{suite}");
    }
}

#[test]
fn a_changed_value_one_more_and_one_less_are_refused_by_both() {
    for (suite, key) in suites() {
        let [(passport, shown), _] = documents(&key);
        let derived = derived_here(&issued_here(&passport, suite, &key), shown);
        let general = "/credentialSubject/generalProductInformation";
        let mut changed = derived.clone();
        changed.pointer_mut(general).unwrap()["batteryMass"] = json!(479);
        let mut more = derived.clone();
        more.pointer_mut(general).unwrap()["batteryCategory"] = json!("ev");
        let mut less = derived.clone();
        let members = less.pointer_mut(general).unwrap().as_object_mut().unwrap();
        members.remove("batteryMass").unwrap();
        for (name, document) in [("changed", changed), ("more", more), ("less", less)] {
            assert!(
                verified_here(&document, key.public()).is_err(),
                "{suite}: {name}"
            );
            let answer = ask(JUDGE, &verify(&document, suite));
            assert_ne!(answer["verified"], true, "{suite}: {name}: {answer}");
        }
    }
}

fn issued_here(document: &Value, suite: Cryptosuite, key: &SecretKey) -> Value {
    let mut options = ProofOptions::assertion(method(key), created());
    options.mandatory = pointers(&MANDATORY);
    sign(
        document,
        suite,
        &options,
        key,
        &mut StdRng::seed_from_u64(53),
    )
    .unwrap()
}

fn issued_there(document: &Value, suite: Cryptosuite, key: &SecretKey) -> Value {
    let request = json!({"do": "issue", "suite": suite.name(), "credential": document,
        "secret": key.to_multikey().as_str(), "public": key.public().to_multikey(), "created": created(),
        "mandatory": MANDATORY, "contexts": contexts()});
    accepts(JUDGE, &request)["credential"].take()
}

fn derived_here(issued: &Value, shown: &[&str]) -> Value {
    let mut rng = StdRng::seed_from_u64(54);
    derive(issued, &pointers(shown), Contexts::pinned(), &mut rng).unwrap()
}

fn derived_there(issued: &Value, suite: Cryptosuite, shown: &[&str]) -> Value {
    let request = json!({"do": "derive", "suite": suite.name(), "credential": issued, "shown": shown,
        "contexts": contexts()});
    accepts(JUDGE, &request)["credential"].take()
}

fn verify(derived: &Value, suite: Cryptosuite) -> Value {
    json!({"do": "verify", "suite": suite.name(), "credential": derived, "now": "2026-11-20T13:00:00Z",
        "contexts": contexts()})
}

fn verified_here(document: &Value, key: &PublicKey) -> Result<(), &'static str> {
    let proofs = proofs(document).map_err(|error| error.code())?;
    let verdict = proofs[0].verify(document, key, Contexts::pinned());
    verdict.map_err(|error| error.code())
}

/// What it shows, as canonical JSON: JavaScript writes 2.0 as 2.
fn revealed(derived: &Value) -> String {
    let mut document = derived.clone();
    document.as_object_mut().unwrap().shift_remove("proof");
    String::from_utf8(jcs::to_vec(&document)).unwrap()
}
