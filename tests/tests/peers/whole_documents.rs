//! The suites that sign a document as a whole, over RDF or over JSON, against Digital Bazaar's cryptosuites: on a whole
//! passport and an event.

use credentials::Coded;
use credentials::context::Contexts;
use credentials::keys::{Algorithm, PublicKey, SecretKey};
use credentials::proof::{Cryptosuite, ProofOptions, proofs, sign};
use serde_json::{Value, json};

use super::documents::{contexts, event, passport};
use super::judge::{accepts, ask};
use super::{created, key, method};

const JUDGE: &str = "verifiable_credentials.js";

fn suites() -> [(Cryptosuite, SecretKey); 6] {
    use Cryptosuite::{EcdsaJcs2019, EcdsaRdfc2019, EddsaJcs2022, EddsaRdfc2022};
    [
        (EddsaJcs2022, key(Algorithm::Ed25519, 37)),
        (EcdsaJcs2019, key(Algorithm::P256, 38)),
        (EcdsaJcs2019, key(Algorithm::P384, 39)),
        (EddsaRdfc2022, key(Algorithm::Ed25519, 40)),
        (EcdsaRdfc2019, key(Algorithm::P256, 41)),
        (EcdsaRdfc2019, key(Algorithm::P384, 42)),
    ]
}

fn documents(key: &SecretKey) -> [Value; 2] {
    let issuer = method(key).did().to_string();
    let subject = issuer::sample::ev_passport();
    [passport(subject, &issuer), event(&issuer)]
}

#[test]
fn a_proof_made_here_verifies_there() {
    for (suite, key) in suites() {
        for document in documents(&key) {
            let signed = made_here(&document, suite, &key);
            let answer = accepts(JUDGE, &verify(&signed, suite));
            assert_eq!(answer["verified"], true, "{suite}, {}", key.algorithm());
        }
    }
}

#[test]
fn a_proof_made_there_verifies_here() {
    for (suite, key) in suites() {
        for document in documents(&key) {
            let signed = made_there(&document, suite, &key);
            assert_eq!(verified(&signed, key.public()), Ok(suite));
        }
    }
}

#[test]
fn both_make_the_same_eddsa_proof_of_the_same_document() {
    // vc-di-eddsa section 3.2: nothing is random, so one key, document and configuration have one proof value.
    let (suite, key) = (Cryptosuite::EddsaRdfc2022, key(Algorithm::Ed25519, 43));
    for document in documents(&key) {
        let (ours, theirs) = (
            made_here(&document, suite, &key),
            made_there(&document, suite, &key),
        );
        assert_eq!(ours["proof"], theirs["proof"]);
    }
}

#[test]
fn a_changed_document_and_a_stranger_as_issuer_are_refused_by_both() {
    for (suite, key) in suites() {
        let [passport, _] = documents(&key);
        let mut changed = made_here(&passport, suite, &key);
        changed["credentialSubject"]["generalProductInformation"]["batteryMass"] = json!(479);
        let answer = ask(JUDGE, &verify(&changed, suite));
        assert_ne!(answer["verified"], true, "{suite}: {answer}");
        let verdict = verified(&changed, key.public());
        assert_eq!(verdict, Err("proof.signature_invalid"), "{suite}");
    }
    // The signature holds; here that is for the verifier's check `issuer-key`, see refusals/keys.rs.
    let (suite, key) = (Cryptosuite::EddsaRdfc2022, key(Algorithm::Ed25519, 44));
    let forged = made_here(&event("did:web:voltcell.example"), suite, &key);
    assert_eq!(verified(&forged, key.public()), Ok(suite));
    let answer = ask(JUDGE, &verify(&forged, suite));
    assert_ne!(answer["verified"], true, "{answer}");
}

#[test]
fn a_claim_that_no_context_defines_is_refused_by_both_when_it_came_after_the_signature() {
    let (suite, key) = (Cryptosuite::EddsaRdfc2022, key(Algorithm::Ed25519, 45));
    let [passport, _] = documents(&key);
    let mut signed = made_here(&passport, suite, &key);
    signed["credentialSubject"]["unheardOf"] = json!("x");
    let answer = ask(JUDGE, &verify(&signed, suite));
    assert_ne!(answer["verified"], true, "{answer}");
    let verdict = verified(&signed, key.public());
    assert_eq!(verdict, Err("jsonld.undefined_term"));
}

fn made_here(document: &Value, suite: Cryptosuite, key: &SecretKey) -> Value {
    let options = ProofOptions::assertion(method(key), created());
    sign(document, suite, &options, key, &mut rand::rng()).unwrap()
}

fn made_there(document: &Value, suite: Cryptosuite, key: &SecretKey) -> Value {
    let request = json!({"do": "issue", "suite": suite.name(), "credential": document,
        "secret": key.to_multikey().as_str(), "public": key.public().to_multikey(), "created": created(),
        "contexts": contexts()});
    accepts(JUDGE, &request)["credential"].take()
}

fn verify(signed: &Value, suite: Cryptosuite) -> Value {
    json!({"do": "verify", "suite": suite.name(), "credential": signed, "now": "2026-11-20T13:00:00Z",
        "contexts": contexts()})
}

fn verified(signed: &Value, key: &PublicKey) -> Result<Cryptosuite, &'static str> {
    let proofs = proofs(signed).map_err(|error| error.code())?;
    let verdict = proofs[0].verify(signed, key, Contexts::pinned());
    verdict.map_err(|error| error.code())?;
    Ok(proofs[0].cryptosuite())
}
