//! Status list credentials, signed when somebody asks for one that changed or grew old.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use credentials::Did;
use credentials::status::{ListDescription, StatusList, list_credential};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use url::Url;

use super::token;
use crate::issuance::ListPurpose;
use crate::{Error, Issuer};

/// The lists that were signed last.
#[derive(Debug, Default)]
pub struct Lists {
    signed: Mutex<HashMap<Which, Signed>>,
}

/// A list, by the number in its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Which {
    /// A status list credential.
    Credential(u32),
    /// The Status List Token of a group.
    Token(u32),
}

#[derive(Debug, Clone)]
struct Signed {
    /// The state of the group that it tells.
    changes: u64,
    at: Timestamp,
    text: String,
}

impl Lists {
    /// The signed list with this number; none when no credential has a place in it.
    pub fn get(
        &self,
        issuer: &Issuer,
        number: u32,
        now: Timestamp,
    ) -> Result<Option<String>, Error> {
        let (group, _) = ListPurpose::of_list(number);
        self.kept_or(Which::Credential(number), issuer, group, now, || {
            let url = issuer.list_url(number)?;
            let credential = unsigned_list(issuer, number, &url, issuer.did(), now)?;
            let signed = credential.map(|credential| issuer.attest(&credential, now));
            Ok(signed.transpose()?.map(|signed| signed.to_text()))
        })
    }

    /// The Status List Token of the group with this number; none when no credential has a place in it.
    pub fn token(
        &self,
        issuer: &Issuer,
        group: u32,
        now: Timestamp,
    ) -> Result<Option<String>, Error> {
        self.kept_or(Which::Token(group), issuer, group, now, || {
            token::signed(issuer, group, now)
        })
    }

    fn kept_or(
        &self,
        which: Which,
        issuer: &Issuer,
        group: u32,
        now: Timestamp,
        sign: impl FnOnce() -> Result<Option<String>, Error>,
    ) -> Result<Option<String>, Error> {
        let Some(group) = issuer.store().status_group(group)? else {
            return Ok(None);
        };
        let signed = self.signed.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = signed.get(&which).filter(|kept| {
            // A clock that was set back makes a list of the future: not given out either.
            let age = now.duration_since(kept.at);
            kept.changes == group.changes && (SignedDuration::ZERO..SIGN_AGAIN).contains(&age)
        });
        if let Some(kept) = kept {
            return Ok(Some(kept.text.clone()));
        }
        drop(signed);
        let Some(text) = sign()? else {
            return Ok(None);
        };
        let fresh = Signed {
            changes: group.changes,
            at: now,
            text: text.clone(),
        };
        let mut signed = self.signed.lock().unwrap_or_else(PoisonError::into_inner);
        signed.insert(which, fresh);
        Ok(Some(text))
    }
}

/// The list with this number as of now, published at this address in this name and not yet signed; none when no
/// credential has a place in it.
pub(crate) fn unsigned_list(
    issuer: &Issuer,
    number: u32,
    url: &Url,
    by: &Did,
    now: Timestamp,
) -> Result<Option<Value>, Error> {
    let (group, purpose) = ListPurpose::of_list(number);
    let Some(group) = issuer.store().status_group(group)? else {
        return Ok(None);
    };
    let mut list = StatusList::new(0, purpose.size()).map_err(credentials::Problem::from)?;
    for (index, value) in issuer.store().raised(group.number, &purpose.purpose())? {
        list.set(index.into(), value)
            .map_err(credentials::Problem::from)?;
    }
    Ok(Some(list_credential(
        &list,
        &ListDescription {
            id: url.as_str(),
            issuer: by.as_str(),
            purpose: &purpose.purpose(),
            valid_from: now,
            valid_until: Some(now + VALID),
            ttl: Some(LIST_TTL),
            messages: &purpose.messages(),
        },
    )))
}

/// After how long a verifier should look again.
pub const LIST_TTL: SignedDuration = SignedDuration::from_mins(5);

/// How long a verifier without network may rely on a list: a working week in the field, and a weekend.
pub(super) const VALID: SignedDuration = SignedDuration::from_hours(7 * 24);

/// An unchanged list is signed anew well before it ends.
const SIGN_AGAIN: SignedDuration = SignedDuration::from_hours(1);
