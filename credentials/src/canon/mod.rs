//! Canonical forms: the bytes that are hashed and signed.
//!
//! - [`jcs`] for suites that sign JSON
//! - [`jsonld`] reads a credential as RDF, [`rdf`] holds the statements, [`rdfc`] names their blank nodes: for suites
//!   that sign meaning

pub mod jcs;
pub mod jsonld;
pub(crate) mod number;
pub mod rdf;
pub mod rdfc;
