//! Status List Tokens, for credentials as SD-JWT VC: a group's lists in one (draft-ietf-oauth-status-list).

use credentials::battery::passport::token_value;
use credentials::status::{MIN_ENTRIES, TokenDescription, TokenStatusList, issue_list_token};
use credentials::{Problem, Suite};
use jiff::Timestamp;

use super::list::{LIST_TTL, VALID};
use crate::issuance::ListPurpose;
use crate::store::Lifecycle;
use crate::{Error, Issuer};

/// The token of the group with this number. Of several things that are to be said of one credential, what is final is
/// said, and not what may end. None by an issuer whose keys sign no JWT: it issues none that would point there.
pub(super) fn signed(issuer: &Issuer, group: u32, now: Timestamp) -> Result<Option<String>, Error> {
    let ring = issuer.ring()?;
    let Ok(key) = ring.for_suite(Suite::VcJwt) else {
        return Ok(None);
    };
    let mut list = TokenStatusList::new(MIN_ENTRIES, BITS).map_err(Problem::from)?;
    for purpose in [
        ListPurpose::Suspension,
        ListPurpose::Message,
        ListPurpose::Revocation,
    ] {
        for (index, raised) in issuer.store().raised(group, &purpose.purpose())? {
            let value = match purpose {
                ListPurpose::Revocation => INVALID,
                ListPurpose::Suspension => SUSPENDED,
                ListPurpose::Message => Lifecycle::from_value(raised)
                    .map_or(INVALID, |lifecycle| token_value(lifecycle.message())),
            };
            list.set(index.into(), value).map_err(Problem::from)?;
        }
    }
    let url = issuer.token_url(group)?;
    let about = TokenDescription {
        uri: url.as_str(),
        issued_at: now,
        expires: Some(now + VALID),
        ttl: Some(LIST_TTL),
    };
    let signed = issue_list_token(&list, &about, &key.method, &key.secret);
    signed
        .map(Some)
        .map_err(|error| Error::Refused(error.into()))
}

/// Enough for the values that are for applications.
const BITS: u64 = 4;

/// draft-ietf-oauth-status-list section 7.1.
const INVALID: u8 = 1;
const SUSPENDED: u8 = 2;
