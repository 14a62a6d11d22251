//! `trust`: the reader's own list names the issuer, in a role that issues such credentials, at the time of issue.

use credentials::battery::accreditation::{ACCREDITED_OPERATOR, Role};
use credentials::battery::event::EventKind;
use credentials::battery::passport::PASSPORT;

use super::Case;
use crate::report::Outcome;

pub(crate) fn check(case: &Case<'_>) -> Outcome {
    let Some(list) = &case.policy.trust else {
        return Outcome::not_asked(
            "no trust list was given: whether to trust the issuer is up to you",
        );
    };
    let Some(issuer) = &case.issuer else {
        return Outcome::NotRun("the issuer is not known".into());
    };
    let issued = case.view().valid_from().unwrap_or(case.policy.at);
    match list.find(issuer, &roles(case), issued) {
        Ok(trusted) => {
            let name = trusted.name.as_deref().unwrap_or(issuer.as_str());
            let roles: Vec<&str> = trusted.roles.iter().map(|role| role.name()).collect();
            Outcome::pass(match roles.as_slice() {
                [] => format!("{name}, in any role"),
                roles => format!("{name}, as {}", roles.join(" or ")),
            })
        }
        Err(distrust) => Outcome::Fail(distrust.into()),
    }
}

/// The roles that may issue such a credential; none where it takes no role, as in a transfer between two operators.
fn roles(case: &Case<'_>) -> Vec<Role> {
    let credential = case.view();
    if credential.has_type(PASSPORT) {
        let may = |role: &Role| role.may_issue_passports();
        return Role::ALL.into_iter().filter(may).collect();
    }
    if credential.has_type(ACCREDITED_OPERATOR) {
        return vec![Role::Authority];
    }
    EventKind::ALL
        .into_iter()
        .find(|kind| credential.has_type(kind.name()))
        .map(|kind| kind.issuers().to_vec())
        .unwrap_or_default()
}
