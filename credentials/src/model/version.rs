//! Which data model a document follows: its first context tells.

use serde_json::Value;

use crate::context::{CREDENTIALS_V1, CREDENTIALS_V2};

/// A version of the data model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// 1.1 (W3C Recommendation, 3 March 2022): read where others still send it, never written.
    V1,
    /// 2.0 (W3C Recommendation, 15 May 2025).
    V2,
}

impl Version {
    /// The version of a document; none where its first context is of neither.
    pub fn of(document: &Value) -> Option<Self> {
        let first = match document.get("@context")? {
            Value::Array(several) => several.first()?,
            only => only,
        };
        match first.as_str()? {
            CREDENTIALS_V1 => Some(Self::V1),
            CREDENTIALS_V2 => Some(Self::V2),
            _ => None,
        }
    }

    /// The member that says from when a credential holds.
    pub fn valid_from(self) -> &'static str {
        match self {
            Self::V1 => "issuanceDate",
            Self::V2 => "validFrom",
        }
    }

    /// The member that says until when a credential holds.
    pub fn valid_until(self) -> &'static str {
        match self {
            Self::V1 => "expirationDate",
            Self::V2 => "validUntil",
        }
    }
}
