//! The `ssi` library beside ours: a judge in the tests, a peer in the benchmark.
//!
//! - [`documents`] are what both work on, [`keys`] cross over as bytes, never as types
//! - a [`Judge`] signs, verifies and derives with `ssi`, under our pinned contexts and nothing else

#![allow(
    clippy::unwrap_used,
    reason = "tests and a benchmark end where they cannot go on"
)]

pub mod documents;
pub mod judge;
pub mod keys;

pub use judge::{Judge, ready};
