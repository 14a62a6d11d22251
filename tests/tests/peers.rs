//! Independent libraries verify what is made here, and what they make verifies here.
//!
//! The judges are Node and Python packages under `tests/peers`, which `tests/run` installs. Where a judge and we disagree, the test
//! says which sentence of the specification decides.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test ends where it cannot go on"
)]

#[path = "peers/aas.rs"]
mod aas;
#[path = "peers/binding.rs"]
mod binding;
#[path = "peers/commitments.rs"]
mod commitments;
#[path = "peers/content_schema.rs"]
mod content_schema;
#[path = "peers/documents.rs"]
mod documents;
#[path = "peers/eddsa_jcs_2022.rs"]
mod eddsa_jcs_2022;
#[path = "peers/exchange.rs"]
mod exchange;
#[path = "peers/json_ld.rs"]
mod json_ld;
#[path = "peers/judge.rs"]
mod judge;
#[path = "peers/presentations.rs"]
mod presentations;
#[path = "peers/sd_jwt.rs"]
mod sd_jwt;
#[path = "peers/sd_jwt_python.rs"]
mod sd_jwt_python;
#[path = "peers/sd_jwt_vc.rs"]
mod sd_jwt_vc;
#[path = "peers/selective.rs"]
mod selective;
#[path = "peers/vc_jwt.rs"]
mod vc_jwt;
#[path = "peers/whole_documents.rs"]
mod whole_documents;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL;
use credentials::keys::{Algorithm, SecretKey};
use credentials::{DidUrl, JsonPointer};
use jiff::Timestamp;
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Value, json};

/// A secret key as JWK.
fn secret(key: &SecretKey) -> Value {
    let mut jwk = key.public().to_jwk();
    jwk["d"] = json!(BASE64URL.encode(key.to_bytes()));
    jwk
}

/// A key that is the same in every run.
fn key(algorithm: Algorithm, seed: u64) -> SecretKey {
    SecretKey::generate(algorithm, &mut StdRng::seed_from_u64(seed)).unwrap()
}

/// The one verification method of the key's did:key.
fn method(key: &SecretKey) -> DidUrl {
    let multikey = key.public().to_multikey();
    DidUrl::parse(&format!("did:key:{multikey}#{multikey}")).unwrap()
}

/// When proofs are made.
fn created() -> Timestamp {
    "2026-11-20T12:00:00Z".parse().unwrap()
}

fn pointers(texts: &[&str]) -> Vec<JsonPointer> {
    let parsed = texts.iter().map(|text| JsonPointer::parse(text).unwrap());
    parsed.collect()
}
