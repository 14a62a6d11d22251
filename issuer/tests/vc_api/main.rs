//! The VC-API over HTTP, statement by statement of the specifications that the W3C's suites test, and some that they do
//! not. Each test's name is the statement; its comment says where it stands.
#![allow(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

mod access;
mod api;
mod data_model;
mod data_model_1_1;
mod enveloped;
mod presentations;
mod proofs;
mod selective;
mod status_list;
