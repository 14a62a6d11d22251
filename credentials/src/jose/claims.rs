//! Registered claims (RFC 7519 section 4.1): of the token, and of no credential.

use jiff::Timestamp;
use serde_json::Value;

/// RFC 7519 section 4.1, RFC 7800: what a credential of the data model 2.0 has no use for.
pub(crate) const OF_THE_TOKEN: [&str; 8] = ["cnf", "iss", "sub", "aud", "exp", "nbf", "iat", "jti"];

/// Why a token does not count now.
pub(crate) enum OutOfTime {
    /// This claim is no number.
    NoTime(&'static str),
    /// By this claim, it counts only from, or until, so many seconds since 1970.
    NotNow(&'static str, &'static str, i64),
}

/// Checks `nbf` and `exp`, where there are any.
pub(crate) fn check_time(
    nbf: Option<&Value>,
    exp: Option<&Value>,
    now: Timestamp,
) -> Result<(), OutOfTime> {
    let bound = |name: &'static str, claim: Option<&Value>| match claim {
        None => Ok(None),
        Some(bound) => bound.as_i64().map(Some).ok_or(OutOfTime::NoTime(name)),
    };
    match (bound("nbf", nbf)?, bound("exp", exp)?) {
        (Some(from), _) if now.as_second() < from => Err(OutOfTime::NotNow("nbf", "from", from)),
        // RFC 7519 section 4.1.4: on or after.
        (_, Some(until)) if now.as_second() >= until => {
            Err(OutOfTime::NotNow("exp", "until", until))
        }
        _ => Ok(()),
    }
}
