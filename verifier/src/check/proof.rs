//! `proof`: the verification method that each proof names signed these bytes. Whose method that is, `issuer-key` says.

use super::Case;
use crate::report::Outcome;
use crate::signature::signers;

pub(crate) fn check(case: &Case<'_>) -> Outcome {
    let signed = signers(case.secured, &case.shared.keys, case.policy.at).map(|methods| {
        let methods: Vec<String> = methods.iter().map(ToString::to_string).collect();
        Outcome::pass(format!("signed by {}", methods.join(" and ")))
    });
    signed.into()
}
