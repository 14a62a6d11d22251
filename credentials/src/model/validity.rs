//! Whether a credential's period includes a time (section 4.9).

use jiff::Timestamp;
use serde_json::Value;

use super::{Version, date_time};
use crate::problem::Coded;

/// A credential that does not hold at the time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ValidityError {
    /// Its period has ended.
    #[error("the credential expired at {until}")]
    Expired {
        /// The end of its period.
        until: Timestamp,
        /// `validUntil`, in data model 1.1 `expirationDate`
        member: &'static str,
    },
    /// Its period has not begun.
    #[error("the credential is not valid before {from}")]
    NotYetValid {
        /// The start of its period.
        from: Timestamp,
        /// `validFrom`, in data model 1.1 `issuanceDate`
        member: &'static str,
    },
    /// Its period cannot be read, so it may have ended.
    #[error("expected a dateTimeStamp such as 2026-02-18T00:00:00Z")]
    Malformed {
        /// Which end of the period.
        member: &'static str,
    },
}

/// Checks that the credential holds at this time: from `validFrom` on and before `validUntil`, where it has them, or
/// what data model 1.1 calls them.
pub fn check(document: &Value, at: Timestamp) -> Result<(), ValidityError> {
    let version = Version::of(document).unwrap_or(Version::V2);
    let member = version.valid_until();
    if let Some(until) = read(document, member)?
        && until <= at
    {
        return Err(ValidityError::Expired { until, member });
    }
    let member = version.valid_from();
    if let Some(from) = read(document, member)?
        && at < from
    {
        return Err(ValidityError::NotYetValid { from, member });
    }
    Ok(())
}

fn read(document: &Value, member: &'static str) -> Result<Option<Timestamp>, ValidityError> {
    let Some(found) = document.get(member) else {
        return Ok(None);
    };
    let time = found.as_str().and_then(date_time::parse);
    time.map(Some).ok_or(ValidityError::Malformed { member })
}

impl Coded for ValidityError {
    fn code(&self) -> &'static str {
        match self {
            Self::Expired { .. } => "validity.expired",
            Self::NotYetValid { .. } => "validity.not_yet_valid",
            Self::Malformed { .. } => "validity.malformed",
        }
    }

    fn pointer(&self) -> Option<String> {
        let (Self::Expired { member, .. }
        | Self::NotYetValid { member, .. }
        | Self::Malformed { member }) = self;
        Some(format!("/{member}"))
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Expired { .. } => "ask the issuer for a current one",
            Self::NotYetValid { .. } => "wait until then, or check this machine's clock",
            Self::Malformed { .. } => "write date, T, time with seconds, and Z or an offset",
        };
        Some(hint.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_credential_holds_from_its_first_moment_to_just_before_its_last() {
        let credential =
            json!({"validFrom": "2026-02-18T00:00:00Z", "validUntil": "2026-02-19T01:00:00+01:00"});
        for (at, code) in [
            (
                "2026-02-17T23:59:59.999Z",
                Some(("validity.not_yet_valid", "/validFrom")),
            ),
            ("2026-02-18T00:00:00Z", None),
            ("2026-02-18T23:59:59.999Z", None),
            (
                "2026-02-19T00:00:00Z",
                Some(("validity.expired", "/validUntil")),
            ),
        ] {
            let error = check(&credential, at.parse().unwrap()).err();
            let found = error.map(|error| (error.code(), error.pointer().unwrap()));
            let expected = code.map(|(code, pointer)| (code, pointer.to_owned()));
            assert_eq!(found, expected, "{at}");
        }
        assert_eq!(check(&json!({}), Timestamp::MAX), Ok(()));
    }

    #[test]
    fn the_period_of_data_model_1_1_has_other_names() {
        let credential = json!({
            "@context": ["https://www.w3.org/2018/credentials/v1"],
            "issuanceDate": "2026-02-18T00:00:00Z",
            "expirationDate": "2026-02-19T00:00:00Z",
            "validUntil": "2026-02-18T00:00:00Z"
        });
        for (at, expected) in [
            ("2026-02-17T00:00:00Z", Some("/issuanceDate")),
            ("2026-02-18T12:00:00Z", None),
            ("2026-02-19T00:00:00Z", Some("/expirationDate")),
        ] {
            let error = check(&credential, at.parse().unwrap()).err();
            let found = error.and_then(|error| error.pointer());
            assert_eq!(found.as_deref(), expected, "{at}");
        }
    }

    #[test]
    fn a_period_that_cannot_be_read_is_not_taken_for_none() {
        for document in [
            json!({"validUntil": "2099"}),
            json!({"validUntil": null}),
            json!({"validFrom": 0}),
        ] {
            let error = check(&document, Timestamp::UNIX_EPOCH).unwrap_err();
            assert_eq!(error.code(), "validity.malformed", "{document}");
        }
    }
}
