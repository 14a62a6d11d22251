//! Independent libraries verify what is made here, and what they make verifies here.
//!
//! The judges are Node packages under `tests/peers`, which `tests/run` installs. Where a judge and we disagree, the test
//! says which sentence of the specification decides.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test ends where it cannot go on"
)]

#[path = "peers/documents.rs"]
mod documents;
#[path = "peers/eddsa_jcs_2022.rs"]
mod eddsa_jcs_2022;
#[path = "peers/json_ld.rs"]
mod json_ld;
#[path = "peers/judge.rs"]
mod judge;
#[path = "peers/sd_jwt.rs"]
mod sd_jwt;
#[path = "peers/selective.rs"]
mod selective;
#[path = "peers/whole_documents.rs"]
mod whole_documents;

use credentials::DidUrl;
use credentials::keys::{Algorithm, SecretKey};
use jiff::Timestamp;
use rand::SeedableRng;
use rand::rngs::StdRng;

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
