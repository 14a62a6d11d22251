//! Values of the Data Integrity suites that sign one hash of a whole document.

use credentials::DidUrl;
use credentials::canon::jcs;
use credentials::canon::jsonld::to_rdf;
use credentials::canon::rdfc::{Effort, Hash, canonicalize_with};
use credentials::context::Contexts;
use credentials::json::Node;
use credentials::keys::{Algorithm, PublicKey};
use credentials::proof::Cryptosuite;
use serde_json::{Value, json};

use super::Extent;
use crate::vectors::hex;

/// Canonical document and proof configuration, their hashes, what is signed, and the signature.
pub(super) fn of(document: &Value, extent: Extent) -> Value {
    let proof = &document["proof"];
    let suite = Cryptosuite::named(proof["cryptosuite"].as_str().unwrap()).unwrap();
    let key = key_of(proof);
    let hash = match key.algorithm() {
        Algorithm::P384 => Hash::Sha384,
        _ => Hash::Sha256,
    };
    let mut unsecured = document.clone();
    unsecured.as_object_mut().unwrap().shift_remove("proof");
    let configuration = configuration(document, suite);
    let [document, configuration] =
        [&unsecured, &configuration].map(|of| canonical(of, suite, hash));
    let [document_hash, configuration_hash] =
        [&document, &configuration].map(|text| hash.of([text.as_bytes()]).to_string());
    let value = proof["proofValue"].as_str().unwrap();
    let signature = base58(value);
    let input = format!("{configuration_hash}{document_hash}");
    // What is told here is what was signed.
    assert_eq!(key.verify(&unhex(&input), &signature), Ok(()), "{suite}");
    let mut values = json!({
        "hash": match hash { Hash::Sha256 => "sha-256", Hash::Sha384 => "sha-384" },
        "proofConfigurationHash": configuration_hash,
        "documentHash": document_hash,
        "signed": input,
        "signature": hex(&signature),
    });
    if extent == Extent::Full {
        values["canonicalProofConfiguration"] = told(&configuration, suite);
        values["canonicalDocument"] = told(&document, suite);
    }
    values
}

/// The text that is hashed: canonical JSON, or canonical N-Quads.
pub(super) fn canonical(of: &Value, suite: Cryptosuite, hash: Hash) -> String {
    if !suite.reads_contexts() {
        return String::from_utf8(jcs::to_vec(of)).unwrap();
    }
    let dataset = to_rdf(&Node::from(of), Contexts::pinned()).unwrap();
    let canonical = canonicalize_with(&dataset, hash, Effort::default()).unwrap();
    canonical.as_str().to_owned()
}

/// The proof without its value, under the contexts of the document where it is read as statements.
pub(super) fn configuration(document: &Value, suite: Cryptosuite) -> Value {
    let mut configuration = document["proof"].clone();
    let members = configuration.as_object_mut().unwrap();
    members.shift_remove("proofValue");
    if suite.reads_contexts() {
        members.insert("@context".into(), document["@context"].clone());
    }
    configuration
}

/// N-Quads a line at a time, each without its line feed.
fn told(canonical: &str, suite: Cryptosuite) -> Value {
    match suite.reads_contexts() {
        true => canonical.lines().collect(),
        false => json!(canonical),
    }
}

/// The key behind the did:key of the proof.
pub(super) fn key_of(proof: &Value) -> PublicKey {
    let method: DidUrl = proof["verificationMethod"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    PublicKey::from_multikey(method.did().identifier()).unwrap()
}

fn base58(value: &str) -> Vec<u8> {
    bs58::decode(value.strip_prefix('z').unwrap())
        .into_vec()
        .unwrap()
}

fn unhex(text: &str) -> Vec<u8> {
    let byte = |at| u8::from_str_radix(&text[at..at + 2], 16).unwrap();
    (0..text.len()).step_by(2).map(byte).collect()
}
