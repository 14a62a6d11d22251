//! Status list credentials, signed when somebody asks for one that changed or grew old.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use credentials::Did;
use credentials::status::{ListDescription, StatusList, list_credential};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use url::Url;

use crate::issuance::ListPurpose;
use crate::{Error, Issuer};

/// The lists that were signed last.
#[derive(Debug, Default)]
pub struct Lists {
    signed: Mutex<HashMap<u32, Signed>>,
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
        let Some(group) = issuer.store().status_group(group)? else {
            return Ok(None);
        };
        let signed = self.signed.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = signed.get(&number).filter(|kept| {
            // A clock that was set back makes a list of the future: not given out either.
            let age = now.duration_since(kept.at);
            kept.changes == group.changes && (SignedDuration::ZERO..SIGN_AGAIN).contains(&age)
        });
        if let Some(kept) = kept {
            return Ok(Some(kept.text.clone()));
        }
        drop(signed);

        let url = issuer.list_url(number)?;
        let Some(credential) = unsigned_list(issuer, number, &url, issuer.did(), now)? else {
            return Ok(None);
        };
        let text = issuer.attest(&credential, now)?.to_text();
        let fresh = Signed {
            changes: group.changes,
            at: now,
            text: text.clone(),
        };
        let mut signed = self.signed.lock().unwrap_or_else(PoisonError::into_inner);
        signed.insert(number, fresh);
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
const VALID: SignedDuration = SignedDuration::from_hours(7 * 24);

/// An unchanged list is signed anew well before it ends.
const SIGN_AGAIN: SignedDuration = SignedDuration::from_hours(1);
