//! Reading a trust list: a plain file is the reader's own word, a signed one its keeper's.

use credentials::battery::reference::digest_json;
use credentials::battery::trust_list::{SignedTrustList, TrustList, TrustListError};
use credentials::secured::{Secured, SecuredError};
use credentials::{Coded, Did, Problem, Suite, json};
use jiff::Timestamp;
use serde_json::Value;

use super::beside::Beside;
use super::{Keeper, Trust};
use crate::check::{Case, Shared, Tense, broken};
use crate::environment::Environment;
use crate::policy::Policy;

/// Why a trust list cannot be used.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum TrustFileError {
    /// It has the wrong shape.
    #[error(transparent)]
    List(#[from] TrustListError),
    /// It is in no envelope that we know.
    #[error("the trust list cannot be read: {0}")]
    Envelope(SecuredError),
    /// Some of it may be withheld, such as that an operator was withdrawn.
    #[error("the trust list is secured with {0}, expected a suite that signs it as a whole")]
    Selective(Suite),
    /// It is not signed, though a keeper was named.
    #[error("the trust list is not signed, expected one signed by {0}")]
    Unsigned(Did),
    /// It is signed, and nobody said by whom it should be.
    #[error("the trust list is signed by {0}: whether to believe that keeper is up to you")]
    NoAnchor(Did),
    /// Somebody else signed it.
    #[error("the trust list is issued by {found}, expected {expected}")]
    OtherKeeper {
        /// The keeper that the reader trusts.
        expected: Did,
        /// Whom the list names.
        found: Did,
    },
    /// The keeper's keys are not to be had.
    #[error("the keys of the trust list's keeper are not to be had: {}", .0.message)]
    Unresolved(Problem),
    /// The signature or what else makes a credential good is not.
    #[error("the trust list cannot be believed: {}", .0.message)]
    Bad(Problem),
    /// Its keeper should have renewed it.
    #[error("the trust list held until {0}")]
    Expired(Timestamp),
    /// It does not hold yet.
    #[error("the trust list holds from {0} on")]
    NotYet(Timestamp),
    /// A later one was seen before.
    #[error(
        "the trust list has the number {found}, but {newest} was seen before, which holds since {since}"
    )]
    RolledBack {
        /// Its number.
        found: u64,
        /// The highest that was seen.
        newest: u64,
        /// From when on that one holds.
        since: Timestamp,
    },
    /// It is another list of its keeper than the reader wants.
    #[error("the trust list is {found}, expected {expected}")]
    OtherList {
        /// The one that the reader wants.
        expected: String,
        /// What this one is called.
        found: String,
    },
    /// Its keeper has another list, which is newer and was seen before.
    #[error(
        "the trust list is {found} of {from}, but another one of its keeper was seen before: {newest}, which holds since {since}"
    )]
    OlderList {
        /// What it is called.
        found: String,
        /// From when on it holds.
        from: Timestamp,
        /// What the newest one that was seen is called.
        newest: String,
        /// From when on that one holds.
        since: Timestamp,
    },
    /// Another one of the same number was seen before.
    #[error("another trust list with the number {0} was seen before")]
    Forked(u64),
}

/// Reads a trust list as of that time. A signed one is believed when `anchor` signed it, and holds.
pub fn open(
    file: &[u8],
    anchor: Option<&Did>,
    at: Timestamp,
    environment: &Environment,
) -> Result<Trust, TrustFileError> {
    let secured = match plain(file)? {
        Some(value) => {
            let list = TrustList::read(&value, &json::JsonPointer::root())?;
            return match anchor {
                Some(keeper) => Err(TrustFileError::Unsigned(keeper.clone())),
                None => Ok(list.into()),
            };
        }
        None => Secured::parse(file).map_err(|error| match (error, anchor) {
            (SecuredError::Unsecured, Some(keeper)) => TrustFileError::Unsigned(keeper.clone()),
            (error, _) => TrustFileError::Envelope(error),
        })?,
    };
    if secured.suite().discloses_selectively() {
        return Err(TrustFileError::Selective(secured.suite()));
    }
    let credential = secured.credential();
    let signed = SignedTrustList::read(&credential)?;
    let found = signed.statement.issuer.clone();
    match anchor {
        None => return Err(TrustFileError::NoAnchor(found)),
        Some(expected) if *expected != found => {
            return Err(TrustFileError::OtherKeeper {
                expected: expected.clone(),
                found,
            });
        }
        Some(_) => {}
    }
    let (from, until) = (signed.statement.valid_from, signed.next_due());
    if at < from {
        return Err(TrustFileError::NotYet(from));
    }
    let until = until.ok_or(TrustListError::NoEnd)?;
    if until <= at {
        return Err(TrustFileError::Expired(until));
    }
    believe(&secured, &found, at, environment)?;
    Ok(Trust {
        list: signed.operators,
        keeper: Some(Keeper {
            did: found,
            list: signed.list,
            sequence: signed.sequence,
            digest: digest_json(&credential["credentialSubject"]),
            from,
            until,
        }),
    })
}

impl Trust {
    /// Refuses another list of its keeper than this one.
    pub fn expect_list(&self, wanted: &str) -> Result<(), TrustFileError> {
        match &self.keeper {
            Some(keeper) if keeper.list != wanted => Err(TrustFileError::OtherList {
                expected: wanted.to_owned(),
                found: keeper.list.clone(),
            }),
            _ => Ok(()),
        }
    }
}

/// The plain file, where it is one.
fn plain(file: &[u8]) -> Result<Option<Value>, TrustListError> {
    if !matches!(file.trim_ascii_start().first(), Some(b'{' | b'[')) {
        return Ok(None);
    }
    let value = json::parse(file)?;
    let is_credential = ["proof", "credentialSubject", "@context"]
        .iter()
        .any(|member| value.get(member).is_some());
    Ok((!is_credential).then_some(value))
}

/// Whether its keeper signed it and has not revoked it.
fn believe(
    secured: &Secured,
    keeper: &Did,
    at: Timestamp,
    environment: &Environment,
) -> Result<(), TrustFileError> {
    let shared = Shared::new(environment);
    let document = shared.keys.document(keeper);
    document.map_err(TrustFileError::Unresolved)?;
    let policy = Policy::at(at);
    let beside = Beside::default();
    let case = Case::new(secured, Tense::Present, &policy, &shared, &beside);
    broken(&case).map_or(Ok(()), |problem| Err(TrustFileError::Bad(problem)))
}

impl Coded for TrustFileError {
    fn code(&self) -> &'static str {
        match self {
            Self::List(error) => error.code(),
            Self::Envelope(error) => error.code(),
            Self::Selective(_) => "trust.list_selective",
            Self::Unsigned(_) => "trust.list_unsigned",
            Self::NoAnchor(_) => "trust.list_without_anchor",
            Self::OtherKeeper { .. } => "trust.list_keeper",
            Self::Unresolved(problem) => problem.code,
            Self::Bad(_) => "trust.list_proof",
            Self::Expired(_) => "trust.list_expired",
            Self::NotYet(_) => "trust.list_not_yet_valid",
            Self::RolledBack { .. } => "trust.list_rolled_back",
            Self::OtherList { .. } | Self::OlderList { .. } => "trust.list_other",
            Self::Forked(_) => "trust.list_forked",
        }
    }

    fn pointer(&self) -> Option<String> {
        match self {
            Self::List(error) => error.pointer(),
            Self::Envelope(error) => error.pointer(),
            Self::Unresolved(_) | Self::Unsigned(_) | Self::Selective(_) => None,
            Self::Bad(problem) => problem.pointer.clone(),
            Self::NoAnchor(_) | Self::OtherKeeper { .. } => Some("/issuer".to_owned()),
            Self::Expired(_) => Some("/validUntil".to_owned()),
            Self::NotYet(_) => Some("/validFrom".to_owned()),
            Self::OtherList { .. } | Self::OlderList { .. } => {
                Some("/credentialSubject/id".to_owned())
            }
            Self::RolledBack { .. } | Self::Forked(_) => {
                Some("/credentialSubject/sequence".to_owned())
            }
        }
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::List(error) => return error.hint(),
            Self::Envelope(error) => return error.hint(),
            Self::Unresolved(problem) => return problem.hint.clone(),
            Self::Bad(_) | Self::OtherKeeper { .. } => {
                "somebody may have changed or exchanged it on the way: fetch it from its keeper again"
            }
            Self::Unsigned(_) => "leave --trust-anchor out if the list is your own",
            Self::NoAnchor(did) => {
                return Some(format!(
                    "if you have reason to, say so with --trust-anchor {did}"
                ));
            }
            Self::Selective(_) => "ask its keeper for one in eddsa-jcs-2022 or another such suite",
            Self::Expired(_) | Self::RolledBack { .. } => "fetch the current list from its keeper",
            Self::NotYet(_) => {
                "give the list that held at that time; to judge by this one, leave --at out"
            }
            Self::OtherList { .. } => "fetch the one you want from its keeper",
            Self::OlderList { found, .. } => {
                return Some(format!(
                    "it may have been given up for the other one: fetch the current list from its keeper; if you want this one, say so with --trust-list-id {found}"
                ));
            }
            Self::Forked(_) => {
                "its keeper signed two lists with one number, or somebody in its name: ask it"
            }
        };
        Some(hint.to_owned())
    }
}
