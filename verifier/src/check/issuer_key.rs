//! `issuer-key`: a method that signed is an assertion method of the DID that the credential names as its issuer.

use credentials::Problem;

use super::Case;
use crate::report::Outcome;
use crate::signature::{assertions, speak_for};

pub(crate) fn check(case: &Case<'_>) -> Outcome {
    spoken(case).into()
}

fn spoken(case: &Case<'_>) -> Result<Outcome, Problem> {
    let methods = case.secured.verification_methods()?;
    let Some(issuer) = &case.issuer else {
        let reason = "expected an issuer that is a DID, so that its keys can be found";
        if case.policy.bare {
            assertions(case.secured, &methods, &case.shared.keys)?;
            return Ok(Outcome::not_asked(reason));
        }
        return Err(Problem::new("issuer_key.no_did", reason)
            .at("/issuer")
            .hint("ask the issuer for a credential in the name of its DID"));
    };
    let methods = speak_for(issuer, case.secured, &methods, &case.shared.keys)?;
    // A key that was replaced since still vouches for what it signed before (Controlled Identifiers 1.0 section 2.2).
    // Not what it signed later: whoever has the old key can date a credential back, and forget the proof.
    let issued = case.view().valid_from().max(case.secured.signed_at());
    let issued = issued.unwrap_or(case.policy.at);
    for method in methods {
        if case.shared.keys.is_expired(method, issued)? {
            return Err(Problem::new(
                "issuer_key.expired",
                format!("the key {method} had expired when the credential was issued, {issued}"),
            )
            .hint("an old key may be in other hands by now: ask the issuer"));
        }
    }
    Ok(Outcome::pass(format!("a key of {issuer}")))
}
