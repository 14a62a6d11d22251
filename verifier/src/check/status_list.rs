//! A status list that may be believed: fetched, signed by the issuer of the credential that names it, and in force.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use credentials::battery::passport::token_message;
use credentials::jose::JoseError;
use credentials::model::Credential;
use credentials::secured::{Secured, SecuredError};
use credentials::status::{
    AnyStatusEntry, ListToken, StatusError, StatusListCredential, StatusPurpose, TokenStatus,
};
use credentials::{Did, Problem};
use did_resolver::Relationship;
use jiff::{SignedDuration, Timestamp};
use url::Url;

use crate::environment::{FetchedList, StatusLists};
use crate::keys::{Keys, MOST_FETCHED, too_many};
use crate::signature::{signers, speak_for};

type Found = Result<Rc<Believed>, Problem>;

/// A list in the form in which it was published.
enum Published {
    Credential(StatusListCredential),
    Token(ListToken),
}

/// The form in which a credential expects its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Form {
    Credential,
    Token,
}

/// The status lists of one verification, each fetched and verified once.
pub(crate) struct Lists<'e> {
    source: &'e dyn StatusLists,
    known: RefCell<HashMap<(Url, Form), Found>>,
}

/// A list that its issuer signed.
pub(crate) struct Believed {
    list: Published,
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

    /// The list that this entry names, if `issuer` signed it and it holds at that time.
    pub fn get(
        &self,
        entry: &AnyStatusEntry,
        issuer: &Did,
        at: Timestamp,
        keys: &Keys<'_>,
    ) -> Result<Rc<Believed>, Problem> {
        let (url, form) = match entry {
            AnyStatusEntry::Bitstring(entry) => (&entry.list, Form::Credential),
            AnyStatusEntry::Token(entry) => (&entry.uri, Form::Token),
        };
        let key = (url.clone(), form);
        let known = self.known.borrow().get(&key).cloned();
        let mut found = None;
        let list = match known {
            Some(known) => known,
            None if self.known.borrow().len() >= MOST_FETCHED => Err(too_many("status lists")),
            None => {
                let list = self.fetch(url).and_then(|fetched| {
                    let list = believe(url, &fetched, form, at, keys)?;
                    found = Some(fetched);
                    Ok(Rc::new(list))
                });
                self.known.borrow_mut().insert(key, list.clone());
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
        if list.valid_until().is_some_and(|until| until <= at) {
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
    form: Form,
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
    if form == Form::Token {
        let text = String::from_utf8_lossy(fetched.bytes.trim_ascii());
        let token = ListToken::parse(&text).map_err(|error| {
            let code = match error {
                StatusError::Jose(JoseError::Unsigned(_)) => "status.list_unsigned",
                _ => "status.list_unreadable",
            };
            untrusted(code, error.into())
        })?;
        let issuer = token_signer(&token, at, keys)
            .map_err(|problem| untrusted("status.list_proof", problem))?;
        return Ok(Believed {
            list: Published::Token(token),
            issuer,
            fetched_at: fetched.fetched_at,
        });
    }
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
        list: Published::Credential(StatusListCredential::parse(&document)?),
        issuer,
        fetched_at: fetched.fetched_at,
    })
}

/// The issuer whose assertion method signed this token.
fn token_signer(token: &ListToken, at: Timestamp, keys: &Keys<'_>) -> Result<Did, Problem> {
    let method = token.verification_method()?;
    token.verify(&keys.key(&method, at)?)?;
    let issuer = method.did().clone();
    if !keys.allows(&issuer, Relationship::AssertionMethod, &method)? {
        return Err(Problem::new(
            "issuer_key.not_assertion_method",
            format!("{method} is no assertion method of {issuer}"),
        ));
    }
    Ok(issuer)
}

/// How far apart the clocks of two machines are that nobody calls wrong.
const CLOCKS: SignedDuration = SignedDuration::from_mins(1);

impl Believed {
    /// From when this state of the list holds.
    pub fn valid_from(&self) -> Option<Timestamp> {
        match &self.list {
            Published::Credential(list) => list.valid_from,
            Published::Token(list) => Some(list.issued_at),
        }
    }

    /// What the list says against the credential with this entry; none where it says nothing.
    pub fn against(
        &self,
        entry: &AnyStatusEntry,
    ) -> Result<Option<(StatusPurpose, String)>, StatusError> {
        Ok(match (&self.list, entry) {
            (Published::Credential(list), AnyStatusEntry::Bitstring(entry)) => {
                let status = list.status_of(entry)?;
                (!status.is_clear()).then_some((status.purpose, status.message))
            }
            (Published::Token(list), AnyStatusEntry::Token(entry)) => {
                match list.status_of(entry)? {
                    TokenStatus::Valid => None,
                    TokenStatus::Invalid => Some((StatusPurpose::Revocation, String::new())),
                    TokenStatus::Suspended => Some((StatusPurpose::Suspension, String::new())),
                    TokenStatus::Other(value) => Some((StatusPurpose::Message, message_of(value))),
                }
            }
            // Lists are kept by the form that the entry expects.
            _ => Some((StatusPurpose::Message, "unreadable".to_owned())),
        })
    }

    fn valid_until(&self) -> Option<Timestamp> {
        match &self.list {
            Published::Credential(list) => list.valid_until,
            Published::Token(list) => list.expires,
        }
    }

    fn ttl(&self) -> Option<SignedDuration> {
        match &self.list {
            Published::Credential(list) => list.ttl,
            Published::Token(list) => list.ttl,
        }
    }

    /// Why the list may not tell how things stood at that time, though it is in force.
    pub fn doubt(&self, at: Timestamp) -> Option<Problem> {
        // Revocation is for good: what is clear in a newer list was clear before. A suspension may have been lifted.
        let newer = |from: &Timestamp| from.duration_since(at) > CLOCKS;
        if let Some(from) = self.valid_from().filter(newer) {
            return Some(
                Problem::new(
                    "status.list_newer",
                    format!("the status list is of {from}, after the time asked about"),
                )
                .hint("nothing is revoked today; a suspension may have been lifted in between"),
            );
        }
        let due = self.fetched_at?.checked_add(self.ttl()?).ok()?;
        (due < at).then(|| {
            Problem::new(
                "status.list_old",
                format!("the status list should have been fetched again since {due}"),
            )
            .hint("go online, or renew the bundle, to know the status of today")
        })
    }
}

/// What a value beyond valid, invalid and suspended means; of a value that nobody assigned, the value itself.
fn message_of(value: u8) -> String {
    token_message(value).map_or_else(|| format!("value {value}"), str::to_owned)
}
