//! From a DID to verification keys, through one guarded client.
//!
//! - [`Resolver`] finds the [`DidDocument`] of a DID: [`key`] and [`jwk`] hold theirs, [`web`] asks the domain's server
//! - a [`DidDocument`] says which [`VerificationMethod`] may be used for what
//! - [`service`] and [`commands`] answer others
//! - [`guard`] is the one way out to the network, also for status lists and offers; [`cache`] keeps what it brought

pub mod cache;
pub mod commands;
pub mod document;
mod error;
pub mod guard;
pub mod jwk;
pub mod key;
mod resolve;
pub mod result;
pub mod service;
pub mod web;

pub use cache::Cache;
pub use document::{DidDocument, DocumentError, Relationship, VerificationMethod};
pub use error::ResolveError;
pub use guard::{Client, FetchError};
pub use resolve::{Origin, Resolve, Resolved, Resolver};
