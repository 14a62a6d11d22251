//! `holder-binding`: whoever holds the key that the issuer bound the credential to presents it, now and to this reader.

use std::time::Duration;

use credentials::Problem;
use credentials::sd_jwt::{ExpectedBinding, SdJwt};
use credentials::secured::Secured;

use super::Case;
use crate::report::Outcome;

pub(crate) fn check(case: &Case<'_>) -> Outcome {
    match case.secured {
        Secured::SdJwt(sd_jwt) if sd_jwt.key_binding().is_some() => bound(case, sd_jwt).into(),
        _ if case.policy.wants_binding() => Outcome::Fail(unbound()),
        _ => Outcome::not_asked("no nonce was given to a holder: anyone may show what is public"),
    }
}

fn bound(case: &Case<'_>, sd_jwt: &SdJwt) -> Result<Outcome, Problem> {
    let policy = case.policy;
    let asked = policy.wants_binding();
    sd_jwt.verify_key_binding(&ExpectedBinding {
        nonce: policy.nonce.as_deref(),
        audience: policy.aud.as_deref(),
        now: policy.at,
        // What was made for nobody in particular does not age.
        max_age: if asked { policy.max_age } else { Duration::MAX },
        skew: policy.skew,
    })?;
    if asked {
        return Ok(Outcome::pass("the holder's key signed, for this reader"));
    }
    let replayed = Problem::new(
        "holder_binding.not_asked",
        "the holder's key signed, but for a nonce and a reader that were not told here",
    )
    .hint("it may have been made for somebody else: pass --nonce and --aud if it was made for you");
    Ok(Outcome::Warn(replayed))
}

/// A presentation without any binding, to a reader that asked for one.
pub(crate) fn unbound() -> Problem {
    Problem::new(
        "holder_binding.missing",
        "a nonce or an audience was asked for, but no holder's key signed the presentation",
    )
    .hint("ask the holder to present with your --nonce and --aud; a copied credential has no such signature")
}
