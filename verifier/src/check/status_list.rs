//! A status list that may be believed: fetched, signed by the issuer of the credential that names it, and in force.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use credentials::model::Credential;
use credentials::secured::{Secured, SecuredError};
use credentials::status::StatusListCredential;
use credentials::{Did, Problem};
use jiff::{SignedDuration, Timestamp};
use url::Url;

use crate::environment::{FetchedList, StatusLists};
use crate::keys::Keys;
use crate::signature::{signers, speak_for};

/// The status lists of one verification, each fetched and verified once.
pub(crate) struct Lists<'e> {
    source: &'e dyn StatusLists,
    known: RefCell<HashMap<Url, Result<Rc<Believed>, Problem>>>,
}

/// A list that its issuer signed.
pub(crate) struct Believed {
    pub credential: StatusListCredential,
    issuer: Did,
    fetched_at: Option<Timestamp>,
}

impl<'e> Lists<'e> {
    pub fn new(source: &'e dyn StatusLists) -> Self {
        Self {
            source,
            known: RefCell::default(),
        }
    }

    /// The list at this address, if `issuer` signed it and it holds at that time.
    pub fn get(
        &self,
        url: &Url,
        issuer: &Did,
        at: Timestamp,
        keys: &Keys<'_>,
    ) -> Result<Rc<Believed>, Problem> {
        let known = self.known.borrow().get(url).cloned();
        let mut found = None;
        let list = match known {
            Some(known) => known,
            None => {
                let list = self.fetch(url).and_then(|fetched| {
                    let list = believe(url, &fetched, at, keys)?;
                    found = Some(fetched);
                    Ok(Rc::new(list))
                });
                self.known.borrow_mut().insert(url.clone(), list.clone());
                list
            }
        }?;
        if list.issuer != *issuer {
            return Err(Problem::new(
                "status.list_issuer",
                format!(
                    "the status list {url} is signed by {}, expected {issuer}",
                    list.issuer
                ),
            )
            .hint("only the issuer can say what became of its credential: ask it"));
        }
        if list.credential.valid_until.is_some_and(|until| until <= at) {
            return Err(Problem::new(
                "status.list_expired",
                format!("the status list {url} has expired"),
            )
            .hint("fetch a fresh one: go online, or renew the bundle"));
        }
        if let Some(found) = found {
            self.source.believed(url, &found);
        }
        Ok(list)
    }

    fn fetch(&self, url: &Url) -> Result<FetchedList, Problem> {
        self.source.fetch(url).map_err(|problem| {
            let hint = problem.hint.unwrap_or_else(|| {
                "the credential may have been revoked: go online and try again, or verify with a bundle".into()
            });
            Problem::new(
                "status.list_unavailable",
                format!("the status list {url} is not to be had: {}", problem.message),
            )
            .hint(hint)
        })
    }
}

/// The list that its issuer signed, whoever that is.
fn believe(
    url: &Url,
    fetched: &FetchedList,
    at: Timestamp,
    keys: &Keys<'_>,
) -> Result<Believed, Problem> {
    let untrusted = |code: &'static str, problem: Problem| {
        Problem::new(
            code,
            format!(
                "the status list {url} cannot be believed: {}",
                problem.message
            ),
        )
        .hint("somebody may have changed it on the way: ask the issuer")
    };
    let secured = Secured::parse(&fetched.bytes).map_err(|error| {
        let code = match error {
            SecuredError::Unsecured => "status.list_unsigned",
            _ => "status.list_unreadable",
        };
        untrusted(code, error.into())
    })?;
    let document = secured.credential();
    let issuer = Credential::new(&document).issuer().ok_or_else(|| {
        untrusted(
            "status.list_unreadable",
            Problem::new("status.list_unreadable", "its issuer is not a DID"),
        )
    })?;
    let methods =
        signers(&secured, keys, at).map_err(|problem| untrusted("status.list_proof", problem))?;
    speak_for(&issuer, &secured, &methods, keys)
        .map_err(|problem| untrusted("status.list_proof", problem))?;
    Ok(Believed {
        credential: StatusListCredential::parse(&document)?,
        issuer,
        fetched_at: fetched.fetched_at,
    })
}

/// How far apart the clocks of two machines are that nobody calls wrong.
const CLOCKS: SignedDuration = SignedDuration::from_mins(1);

impl Believed {
    /// From when this state of the list holds.
    pub fn valid_from(&self) -> Option<Timestamp> {
        self.credential.valid_from
    }

    /// Why the list may not tell how things stood at that time, though it is in force.
    pub fn doubt(&self, at: Timestamp) -> Option<Problem> {
        // Revocation is for good: what is clear in a newer list was clear before. A suspension may have been lifted.
        let newer = |from: &Timestamp| from.duration_since(at) > CLOCKS;
        if let Some(from) = self.credential.valid_from.filter(newer) {
            return Some(
                Problem::new(
                    "status.list_newer",
                    format!("the status list is of {from}, after the time asked about"),
                )
                .hint("nothing is revoked today; a suspension may have been lifted in between"),
            );
        }
        let due = self.fetched_at?.checked_add(self.credential.ttl?).ok()?;
        (due < at).then(|| {
            Problem::new(
                "status.list_old",
                format!("the status list should have been fetched again since {due}"),
            )
            .hint("go online, or renew the bundle, to know the status of today")
        })
    }
}
