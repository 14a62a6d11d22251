//! Whether a proof is meant for the use at hand, before any signature is checked (Data Integrity section 4.4).

use jiff::Timestamp;

use super::{Proof, ProofError, ProofPurpose};

/// The use that a proof has to be meant for.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'e> {
    /// What the proof has to be for.
    pub purpose: ProofPurpose,
    /// When it has to be acceptable.
    pub at: Timestamp,
    /// The one domain that it has to be made for, where the verifier named one.
    pub domain: Option<&'e str>,
    /// The challenge that it has to answer, where the verifier gave one.
    pub challenge: Option<&'e str>,
}

impl Expected<'_> {
    /// A proof of claims that is acceptable at this time.
    pub fn assertion(at: Timestamp) -> Self {
        Self {
            purpose: ProofPurpose::AssertionMethod,
            at,
            domain: None,
            challenge: None,
        }
    }
}

impl Proof {
    /// Checks purpose, expiry, domain and challenge.
    pub fn check(&self, expected: &Expected<'_>) -> Result<(), ProofError> {
        let at = |member| self.pointer().child(member);
        if self.purpose() != expected.purpose {
            return Err(ProofError::PurposeMismatch {
                at: at("proofPurpose"),
                expected: expected.purpose,
                found: self.purpose(),
            });
        }
        if let Some(expires) = self.expires()
            && expires <= expected.at
        {
            return Err(ProofError::Expired {
                at: at("expires"),
                expires,
            });
        }
        // Section 4.4 step 8: the same strings as a set, so a proof for several domains is not for one of them.
        if let Some(domain) = expected.domain
            && (self.domain().is_empty() || self.domain().iter().any(|found| found != domain))
        {
            let found = match self.domain() {
                [] => "one for no domain".to_owned(),
                domains => format!("one for `{}`", domains.join("`, `")),
            };
            return Err(ProofError::DomainMismatch {
                at: at("domain"),
                expected: domain.to_owned(),
                found,
            });
        }
        if expected.challenge.is_some() && self.challenge() != expected.challenge {
            return Err(ProofError::ChallengeMismatch {
                at: at("challenge"),
            });
        }
        Ok(())
    }
}
