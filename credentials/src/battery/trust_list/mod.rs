//! Whom a reader trusts, as what, for which batteries and when: the plain file of a reader's own list, and the same
//! list as a credential that its keeper signs, numbers and renews.
//!
//! ```json
//! {"issuers": [{"did": "did:web:cells.example", "name": "Cells SE", "roles": ["manufacturer"], "scope": ["ev"],
//!               "from": "2026-01-01T00:00:00Z", "until": "2031-01-01T00:00:00Z"}]}
//! ```

mod entry;
mod error;
mod signed;

use serde_json::{Value, json};

use crate::json::{self, JsonPointer};

pub use entry::TrustedIssuer;
pub use error::TrustListError;
pub use signed::{SignedTrustList, TRUST_LIST};

/// The operators that somebody trusts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrustList {
    /// One operator may stand in several entries.
    pub issuers: Vec<TrustedIssuer>,
}

impl TrustList {
    /// Reads the plain file: an object with `issuers`, unsigned, so that whoever passes it answers for it.
    pub fn parse(text: &[u8]) -> Result<Self, TrustListError> {
        Self::read(&json::parse(text)?, &JsonPointer::root())
    }

    /// Reads the `issuers` of an object that stands at this place.
    pub fn read(object: &Value, at: &JsonPointer) -> Result<Self, TrustListError> {
        let at = at.child(ISSUERS);
        let issuers = object
            .get(ISSUERS)
            .and_then(Value::as_array)
            .ok_or_else(|| TrustListError::malformed(&at, "a list of issuers"))?;
        let issuers: Result<_, _> = (0..)
            .zip(issuers)
            .map(|(n, entry): (usize, _)| TrustedIssuer::read(entry, &at.child(n)))
            .collect();
        Ok(Self { issuers: issuers? })
    }

    /// Whether every issuer of the list, which stands at this place, has a role: one that is signed must say it.
    pub fn require_roles(&self, at: &JsonPointer) -> Result<(), TrustListError> {
        let Some(n) = self.issuers.iter().position(|one| one.roles.is_empty()) else {
            return Ok(());
        };
        let at = at.child(ISSUERS).child(n).child("roles");
        Err(TrustListError::malformed(&at, "at least one role"))
    }

    /// The value of `issuers`, in order.
    pub fn to_value(&self) -> Value {
        let entries = self.issuers.iter().map(TrustedIssuer::to_value);
        json!(entries.collect::<Vec<_>>())
    }
}

const ISSUERS: &str = "issuers";

#[cfg(test)]
mod tests;
