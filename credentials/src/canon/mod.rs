//! Canonical forms: the bytes that are hashed and signed.
//!
//! - [`jcs`] for suites that sign JSON
//! - [`rdf`] holds statements, [`rdfc`] names their blank nodes: for suites that sign meaning

pub mod jcs;
pub(crate) mod number;
pub mod rdf;
pub mod rdfc;
