//! Why a DID could not be resolved.

use std::fmt::Display;

use credentials::json::JsonError;
use credentials::{Coded, Did};

use crate::document::DocumentError;
use crate::guard::FetchError;

/// A DID that has no document here, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ResolveError {
    /// The method does not allow this identifier.
    #[error("{did}: {reason}")]
    InvalidDid {
        /// The DID.
        did: Did,
        /// What was expected and found.
        reason: String,
    },
    /// A DID method that is not spoken here.
    #[error("the DID method `{0}` is not supported")]
    MethodNotSupported(String),
    /// There is no document: the host says so.
    #[error("{0} has no document")]
    NotFound(Did),
    /// The document is not JSON.
    #[error("the document of {did} is not JSON: {source}")]
    Json {
        /// The DID.
        did: Did,
        /// Why not.
        source: JsonError,
    },
    /// The document says something that it must not.
    #[error("the document of {did} is refused: {source}")]
    Document {
        /// The DID.
        did: Did,
        /// Why.
        source: Box<DocumentError>,
    },
    /// The document could not be fetched.
    #[error("the document of {did} was not fetched: {source}")]
    Fetch {
        /// The DID.
        did: Did,
        /// Why.
        source: Box<FetchError>,
    },
}

impl ResolveError {
    pub(crate) fn fetch(did: &Did, source: FetchError) -> Self {
        Self::Fetch {
            did: did.clone(),
            source: Box::new(source),
        }
    }

    /// A document that was found for this DID and is refused.
    pub fn document(did: &Did, source: DocumentError) -> Self {
        Self::Document {
            did: did.clone(),
            source: Box::new(source),
        }
    }

    pub(crate) fn invalid(did: &Did, reason: impl Display) -> Self {
        Self::InvalidDid {
            did: did.clone(),
            reason: reason.to_string(),
        }
    }
}

impl Coded for ResolveError {
    fn code(&self) -> &'static str {
        match self {
            Self::InvalidDid { .. } => "resolve.invalid_did",
            Self::MethodNotSupported(_) => "resolve.method_not_supported",
            Self::NotFound(_) => "resolve.not_found",
            Self::Json { source, .. } => source.code(),
            Self::Document { source, .. } => source.code(),
            Self::Fetch { source, .. } => source.code(),
        }
    }

    fn pointer(&self) -> Option<String> {
        match self {
            Self::Json { source, .. } => source.pointer(),
            Self::Document { source, .. } => source.pointer(),
            _ => None,
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::MethodNotSupported(_) => {
                Some("did:key, did:jwk and did:web can be resolved".into())
            }
            Self::Document { source, .. } => source.hint(),
            Self::Fetch { source, .. } => source.hint(),
            _ => None,
        }
    }
}
