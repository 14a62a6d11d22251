//! Signing with the key of a prefix, in its way.

use credentials::context::Contexts;
use credentials::json::JsonPointer;
use credentials::proof::{self, ProofOptions};
use credentials::secured::{Secured, Securing, secure};
use credentials::suite::Suite;
use credentials::{Coded, Problem};
use jiff::Timestamp;
use serde_json::Value;

use super::prefix::Prefix;
use super::request::{Request, expected};

/// What a caller may say about the signature.
#[derive(Debug, Default)]
pub(super) struct Wishes {
    created: Option<Timestamp>,
    expires: Option<Timestamp>,
    /// Where the suite discloses selectively, the places that a holder cannot withhold, when the caller says so.
    mandatory: Option<Vec<JsonPointer>>,
    /// Nothing may be withheld, and nobody derives a proof to present.
    whole: bool,
}

impl Wishes {
    /// The wishes of a request, where this way of signing can fulfil them.
    pub(super) fn of(request: &Request, prefix: &Prefix) -> Result<Self, Problem> {
        let wishes = Self {
            created: request.time("created")?,
            expires: request.time("expires")?,
            mandatory: request.pointers("mandatoryPointers")?,
            whole: false,
        };
        match prefix.suite {
            Suite::DataIntegrity(_) => Ok(wishes),
            _ if wishes.created.is_none() && wishes.expires.is_none() => Ok(wishes),
            _ => Err(expected(
                "no `created` or `expires`: an enveloping proof has neither",
                "/options",
            )),
        }
    }

    /// Of a credential that everybody reads whole.
    pub(super) fn whole() -> Self {
        Self {
            mandatory: Some(vec![JsonPointer::root()]),
            whole: true,
            ..Self::default()
        }
    }

    /// What cannot be withheld of this credential: what the caller says, or what none is read without, and always the
    /// place of its status.
    fn mandatory(&self, credential: &Value) -> Vec<JsonPointer> {
        let pointer = |name: &&str| JsonPointer::from_iter([*name]);
        let there = |name: &&&str| credential.get(**name).is_some();
        let status = ["credentialStatus"];
        match &self.mandatory {
            None => READ_WITH.iter().filter(there).map(pointer).collect(),
            Some(wanted) => {
                let status = status.iter().filter(there).map(pointer);
                wanted.iter().cloned().chain(status).collect()
            }
        }
    }
}

pub(super) fn sign(
    credential: &Value,
    prefix: &Prefix,
    wishes: &Wishes,
    now: Timestamp,
) -> Result<Secured, Problem> {
    let secured = match prefix.suite {
        Suite::DataIntegrity(suite) => {
            let options = ProofOptions {
                created: Some(wishes.created.unwrap_or(now)),
                expires: wishes.expires,
                mandatory: wishes.mandatory(credential),
                ..ProofOptions::assertion(prefix.method.clone(), now)
            };
            let rng = &mut rand::rng();
            let mut signed = proof::sign(credential, suite, &options, &prefix.key, rng)?;
            if suite.discloses_selectively() && wishes.whole {
                signed = proof::derive(&signed, &[], Contexts::pinned(), rng)?;
            }
            Secured::from_value(signed)
        }
        suite => {
            let by = Securing {
                method: &prefix.method,
                holder: None,
                created: now,
                contexts: Contexts::pinned(),
            };
            secure(credential, suite, &by, &prefix.key, &mut rand::rng())
        }
    };
    secured.map_err(|error| error.problem())
}

/// Who says it, of what kind it is, and whether it still holds.
const READ_WITH: [&str; 7] = [
    "type",
    "issuer",
    "validFrom",
    "validUntil",
    "issuanceDate",
    "expirationDate",
    "credentialStatus",
];
