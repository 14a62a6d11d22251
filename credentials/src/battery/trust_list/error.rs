//! Why a trust list cannot be used.

use crate::battery::statement::StatementError;
use crate::json::{JsonError, JsonPointer};
use crate::problem::Coded;

/// Why a trust list cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TrustListError {
    /// Not JSON.
    #[error("the trust list is not JSON: {0}")]
    Json(#[from] JsonError),
    /// A member is missing or wrong.
    #[error("expected {expected} in the trust list")]
    Malformed {
        /// Where.
        at: JsonPointer,
        /// What should be there.
        expected: &'static str,
    },
    /// The frame of a signed list has the wrong shape.
    #[error(transparent)]
    Statement(#[from] StatementError),
    /// A signed list without an end.
    #[error("a signed trust list says until when it holds, found no `validUntil`")]
    NoEnd,
}

impl TrustListError {
    pub(super) fn malformed(at: &JsonPointer, expected: &'static str) -> Self {
        Self::Malformed {
            at: at.clone(),
            expected,
        }
    }
}

impl Coded for TrustListError {
    fn code(&self) -> &'static str {
        match self {
            Self::Json(error) => error.code(),
            Self::Malformed { .. } => "trust.file_malformed",
            Self::Statement(error) => error.code(),
            Self::NoEnd => "trust.list_endless",
        }
    }

    fn pointer(&self) -> Option<String> {
        match self {
            Self::Json(error) => error.pointer(),
            Self::Malformed { at, .. } => Some(at.to_string()),
            Self::Statement(error) => error.pointer(),
            Self::NoEnd => Some("/validUntil".to_owned()),
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::Json(_) | Self::Malformed { .. } => Some(
                r#"a trust list looks like {"issuers":[{"did":"did:web:...","roles":["manufacturer"]}]}"#
                    .to_owned(),
            ),
            Self::Statement(error) => error.hint(),
            Self::NoEnd => Some("it is the day by which its keeper renews it".to_owned()),
        }
    }
}
