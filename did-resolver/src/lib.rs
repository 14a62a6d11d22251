//! From a DID to verification keys, through one guarded client.
//!
//! - [`Resolve`] finds the [`DidDocument`] of a DID: [`key`] and [`jwk`] hold theirs
//! - a [`DidDocument`] says which [`VerificationMethod`] may be used for what

pub mod document;
mod error;
pub mod jwk;
pub mod key;
mod resolve;

pub use document::{DidDocument, DocumentError, Relationship, VerificationMethod};
pub use error::ResolveError;
pub use resolve::{Origin, Resolve, Resolved};
