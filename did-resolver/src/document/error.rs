//! Why a DID document, or a verification method in it, is not accepted.

use credentials::keys::{Algorithm, KeyError};
use credentials::{Coded, Did, DidUrl, JsonPointer};

/// A DID document that is refused, or a verification method that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DocumentError {
    /// Somebody else's document was served for this DID.
    #[error("expected the document of {expected}, found the one of `{found}`")]
    ForeignId {
        /// The DID that was resolved.
        expected: Did,
        /// The `id` of the document.
        found: String,
    },
    /// A member is absent or of another shape.
    #[error("expected {expected}")]
    Shape {
        /// What should be there.
        expected: &'static str,
        /// The member.
        at: JsonPointer,
    },
    /// One id names two verification methods.
    #[error("the verification method {id} appears twice")]
    MethodTwice {
        /// The id.
        id: DidUrl,
        /// The second of them.
        at: JsonPointer,
    },
    /// A verification method of a type we do not read.
    #[error(
        "expected a verification method of type Multikey, JsonWebKey, JsonWebKey2020 or Ed25519VerificationKey2020, found `{found}`"
    )]
    MethodType {
        /// The type.
        found: String,
        /// The method's type.
        at: JsonPointer,
    },
    /// The key of a verification method is not one.
    #[error("{source}")]
    Key {
        /// What is wrong with it.
        source: KeyError,
        /// The key.
        at: JsonPointer,
    },
    /// A key of another algorithm than the type of the method promises.
    #[error("expected a key of Ed25519, found one of {found}")]
    KeyOfType {
        /// The algorithm of the key.
        found: Algorithm,
        /// The key.
        at: JsonPointer,
    },
    /// A verification method that belongs to someone who does not control the document.
    #[error(
        "expected a controller that is {document} or a controller of its document, found {found}"
    )]
    Controller {
        /// The DID of the document.
        document: Did,
        /// The controller of the method.
        found: Did,
        /// The controller of the method.
        at: JsonPointer,
    },
}

impl DocumentError {
    pub(super) fn shape(at: &JsonPointer, expected: &'static str) -> Self {
        Self::Shape {
            expected,
            at: at.clone(),
        }
    }
}

impl Coded for DocumentError {
    fn code(&self) -> &'static str {
        match self {
            Self::ForeignId { .. } => "did_document.foreign_id",
            Self::Shape { .. } => "did_document.shape",
            Self::MethodTwice { .. } => "did_document.method_twice",
            Self::MethodType { .. } => "did_document.method_type",
            Self::Key { source, .. } => source.code(),
            Self::KeyOfType { .. } => "did_document.key_of_type",
            Self::Controller { .. } => "did_document.controller",
        }
    }

    fn pointer(&self) -> Option<String> {
        Some(match self {
            Self::ForeignId { .. } => "/id".into(),
            Self::Shape { at, .. }
            | Self::MethodTwice { at, .. }
            | Self::MethodType { at, .. }
            | Self::Key { at, .. }
            | Self::KeyOfType { at, .. }
            | Self::Controller { at, .. } => at.to_string(),
        })
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::ForeignId { .. } => {
                Some("the host serves a document that is not its own: ask its operator".into())
            }
            Self::Key { source, .. } => source.hint(),
            _ => None,
        }
    }
}
