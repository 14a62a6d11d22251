//! `validity`: neither expired nor from the future, the credential and its proofs.

use credentials::Problem;
use credentials::model::validity;
use credentials::secured::Secured;

use super::{Case, Tense};
use crate::report::Outcome;

pub(crate) fn check(case: &Case<'_>) -> Outcome {
    if case.tense == Tense::Past {
        return Outcome::not_asked("a later credential took its place");
    }
    valid(case).into()
}

fn valid(case: &Case<'_>) -> Result<Outcome, Problem> {
    let at = case.policy.at;
    validity::check(&case.credential, at)?;
    if let Secured::SdJwt(sd_jwt) = case.secured {
        sd_jwt.check_time(at)?;
    }
    if let Secured::Jwt(jwt) = case.secured {
        jwt.check_time(at)?;
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
