//! What is made here verifies with `ssi`, and what `ssi` makes verifies here, in every way that it has.
//!
//! Where the two disagree, the test says which sentence of the specification decides.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test ends where it cannot go on"
)]

mod data_integrity;
mod did_key;
mod rdf;
mod sd_jwt;
mod selective;
mod vc_jwt;
