//! The chain of hands: from the newest passport of a battery back to its first.
//!
//! Input are credentials whose proofs have been verified, with their status words and, where there is a trust list,
//! the roles of their issuers at the time. [`provenance()`] says how they hang together and what is wrong: digests
//! that do not match, consents that are missing or do not fit, order in time, gaps, forks, roles. The result is data;
//! nothing here decides whether to trust it.

mod ceased;
mod circle;
mod fault;
mod fork;
mod hands;
mod lines;
mod proposed;
mod walk;

use std::fmt;

use serde_json::Value;

use super::accreditation::Role;
use super::reference::Reference;

pub use fault::ProvenanceFault;
pub use hands::Hand;
pub use walk::{Link, LinkKind, Provenance, provenance};

/// A verified credential of the chain.
#[derive(Debug, Clone, Copy)]
pub struct Member<'c> {
    /// The credential, without its proof.
    pub credential: &'c Value,
    /// Its id and the digest of its secured bytes.
    pub reference: &'c Reference,
    /// What its status lists say.
    pub status: Word,
    /// Its issuer's roles at the time of issue; nothing without a trust list.
    pub roles: Option<&'c [Role]>,
}

/// What the status lists say of a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// Nothing against it.
    Active,
    /// Another operator has taken over.
    Transferred,
    /// Its battery was recycled.
    Ceased,
    /// Its issuer corrected it with a later version.
    Superseded,
    /// Cancelled.
    Revoked,
    /// Not to be accepted for the time being.
    Suspended,
    /// It has no status, or nobody looked.
    Unknown,
}

impl Word {
    /// As reports write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Transferred => "transferred",
            Self::Ceased => "ceased",
            Self::Superseded => "superseded",
            Self::Revoked => "revoked",
            Self::Suspended => "suspended",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests;
