//! Our interop vectors: what is published is what the generator makes, and every case is judged as the index says.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test ends where it cannot go on"
)]

#[path = "../peers/judge.rs"]
mod peer;

mod driven;
mod judged;
mod published;

use std::path::PathBuf;

use tests::vectors::INDEX;
use tests::vectors::case::{Case, Index};

/// The published folder.
fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("vectors")
}

/// A published file.
fn read(path: &str) -> Vec<u8> {
    std::fs::read(folder().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The published cases.
fn cases() -> Vec<Case> {
    let index: Index = serde_json::from_slice(&read(INDEX)).unwrap();
    index.cases
}
