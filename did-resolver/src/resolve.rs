//! From any DID to its document.

use credentials::Did;
use jiff::Timestamp;

use crate::document::DidDocument;
use crate::error::ResolveError;

/// Whatever finds the documents of DIDs: the network, a cache, a bundle that travelled with a credential.
///
/// It may block.
pub trait Resolve: Send + Sync {
    /// Finds the document of a DID.
    fn resolve(&self, did: &Did) -> Result<Resolved, ResolveError>;
}

/// A document, and how it came here.
#[derive(Debug, Clone, PartialEq)]
pub struct Resolved {
    /// The document.
    pub document: DidDocument,
    /// Where it is from.
    pub origin: Origin,
}

/// Where a document is from; says how old its word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The DID itself holds it: it is never out of date.
    Did,
    /// Its host gave it just now.
    Network,
    /// Its host gave it at this time.
    Cache(Timestamp),
}
