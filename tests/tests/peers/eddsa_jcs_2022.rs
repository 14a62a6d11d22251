//! eddsa-jcs-2022 proofs against Digital Bazaar's cryptosuite.

use credentials::Coded;
use credentials::context::Contexts;
use credentials::keys::{Algorithm, SecretKey};
use credentials::proof::{Cryptosuite, ProofOptions, proofs, sign};
use serde_json::{Value, json};

use super::judge::{accepts, ask};
use super::{created, key, method};

const JUDGE: &str = "data_integrity.js";

#[test]
fn a_proof_made_here_verifies_there() {
    let signed = made_here(&key(Algorithm::Ed25519, 30));
    let answer = accepts(JUDGE, &json!({"do": "verify", "document": signed}));
    assert_eq!(answer["verified"], true);
}

#[test]
fn a_proof_made_there_verifies_here() {
    let signer = key(Algorithm::Ed25519, 31);
    let signed = made_there(&signer);
    let proof = proofs(&signed).unwrap().remove(0);
    assert_eq!(*proof.verification_method(), method(&signer));
    assert_eq!(proof.cryptosuite(), Cryptosuite::EddsaJcs2022);
    proof
        .verify(&signed, signer.public(), Contexts::pinned())
        .unwrap();
}

#[test]
fn both_make_the_same_proof_of_the_same_document() {
    // vc-di-eddsa section 3.3: nothing is random, so one key, document and configuration have one proof value. The judge
    // appends its own context to the document first, so ours signs what it made, without the proof.
    let signer = key(Algorithm::Ed25519, 32);
    let theirs = made_there(&signer);
    let mut document = theirs.clone();
    document.as_object_mut().unwrap().remove("proof");
    let options = ProofOptions::assertion(method(&signer), created());
    let ours = sign(
        &document,
        Cryptosuite::EddsaJcs2022,
        &options,
        &signer,
        &mut rand::rng(),
    )
    .unwrap();
    assert_eq!(ours["proof"]["proofValue"], theirs["proof"]["proofValue"]);
}

#[test]
fn a_changed_document_is_refused_by_both() {
    let signer = key(Algorithm::Ed25519, 33);
    let mut signed = made_here(&signer);
    signed["credentialSubject"]["stateOfHealth"] = json!(99);
    let answer = ask(JUDGE, &json!({"do": "verify", "document": signed}));
    assert_ne!(answer["verified"], true, "{answer}");
    let proof = proofs(&signed).unwrap().remove(0);
    let error = proof
        .verify(&signed, signer.public(), Contexts::pinned())
        .unwrap_err();
    assert!(error.code().contains("signature"), "{}", error.code());
}

fn made_here(signer: &SecretKey) -> Value {
    let options = ProofOptions::assertion(method(signer), created());
    sign(
        &credential(signer),
        Cryptosuite::EddsaJcs2022,
        &options,
        signer,
        &mut rand::rng(),
    )
    .unwrap()
}

fn made_there(signer: &SecretKey) -> Value {
    let request = json!({"do": "sign", "document": credential(signer), "secret": signer.to_multikey().as_str(),
        "public": signer.public().to_multikey(), "created": created()});
    accepts(JUDGE, &request)["document"].take()
}

fn credential(signer: &SecretKey) -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
        "type": ["VerifiableCredential"],
        "issuer": method(signer).did(),
        "credentialSubject": {
            "id": "https://manufacturer.example/01/04012345678901/21/S1",
            "stateOfHealth": 98.5,
            "small": 1e-7,
            "note": "Zürich \u{20ac} \"quoted\" \\ \n"
        }
    })
}
