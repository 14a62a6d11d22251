//! `validity`: neither expired nor from the future nor for another reader, the credential and its proofs.

use credentials::Problem;
use credentials::model::validity;
use credentials::secured::Secured;
use serde_json::Value;

use super::{Case, Tense};
use crate::report::Outcome;

pub(crate) fn check(case: &Case<'_>) -> Outcome {
    match case.tense {
        Tense::Present => valid(case).into(),
        Tense::Past => Outcome::not_asked("a later credential took its place"),
        Tense::Then => Outcome::not_asked("what counts is whether it held when its operator acted"),
    }
}

fn valid(case: &Case<'_>) -> Result<Outcome, Problem> {
    let at = case.policy.at;
    validity::check(&case.credential, at)?;
    if let Secured::SdJwt(sd_jwt) = case.secured {
        sd_jwt.check_time(at)?;
        for_reader(sd_jwt.claim("aud").as_ref(), case)?;
    }
    if let Secured::Jwt(jwt) = case.secured {
        jwt.check_time(at)?;
        for_reader(jwt.claim("aud"), case)?;
    }
    if let Secured::DataIntegrity(embedded) = case.secured {
        for proof in embedded.proofs() {
            if proof.expires().is_some_and(|expires| expires <= at) {
                return Err(
                    Problem::new("validity.proof_expired", "the proof has expired")
                        .at(format!("{}/expires", proof.pointer()))
                        .hint("ask the issuer for a credential with a fresh proof"),
                );
            }
        }
    }
    Ok(match case.view().valid_until() {
        Some(until) => Outcome::pass(format!("until {until}")),
        None => Outcome::pass("no end was set"),
    })
}

/// RFC 7519 section 4.1.3: a token that names its readers is for nobody else.
fn for_reader(aud: Option<&Value>, case: &Case<'_>) -> Result<(), Problem> {
    let Some(aud) = aud else {
        return Ok(());
    };
    let readers = aud
        .as_array()
        .map_or(std::slice::from_ref(aud), Vec::as_slice);
    let me = case.policy.aud.as_deref();
    if me.is_some() && readers.iter().any(|reader| reader.as_str() == me) {
        return Ok(());
    }
    Err(Problem::new(
        "validity.other_reader",
        format!("the issuer made this credential for {aud} alone"),
    )
    .at("/aud")
    .hint("if that is you, say so with --aud; otherwise ask the issuer for one that everybody may read"))
}
