//! Presentations: every credential in it is checked, and what the holder signed over all of them.

mod holder;

use std::collections::HashSet;

use credentials::Did;
use credentials::battery::Accreditation;
use credentials::battery::accreditation::ACCREDITED_OPERATOR;
use credentials::battery::naming;
use credentials::json::JsonPointer;
use credentials::model::{Credential, has_type, validate_presentation};
use serde_json::Value;

use crate::check::{self, Case, Shared, Tense};
use crate::policy::Policy;
use crate::provenance;
use crate::report::{Check, CheckName, CheckStatus, Outcome, Report};
use crate::submission::{Member, Presentation};
use crate::trust::beside::Beside;
use crate::verify::{chain_not_asked, conclude, concluded};

/// Verifies a presentation: a check passes when it passes for every credential.
pub(crate) fn verify(presentation: &Presentation, policy: &Policy, shared: &Shared<'_>) -> Report {
    if presentation.members.is_empty() {
        return of_nothing(presentation, policy, shared);
    }
    // A presentation that its holder signed answers nonce and audience as a whole.
    let inner = match presentation.is_signed() {
        true => Policy {
            nonce: None,
            aud: None,
            ..policy.clone()
        },
        false => policy.clone(),
    };
    let history = provenance::History::of(presentation);
    let members = presentation.members.iter().map(|member| &member.secured);
    let beside = Beside::of(policy.accreditations.iter().chain(members));
    let vouching = vouching(presentation);
    let cases: Vec<(JsonPointer, Case<'_>)> = presentation
        .members
        .iter()
        .enumerate()
        .map(|(n, member)| {
            let tense = match () {
                () if policy.chain && history.is_past(n) => Tense::Past,
                () if policy.trust.is_some() && vouching.contains(&n) => Tense::Then,
                () => Tense::Present,
            };
            let case = Case::new(&member.secured, tense, &inner, shared, &beside);
            (member.at.clone(), case)
        })
        .collect();
    let members: Vec<Vec<Check>> = cases.iter().map(|(_, case)| check::run(case)).collect();
    let mut checks: Vec<Check> = CheckName::ALL
        .into_iter()
        .filter(|name| *name != CheckName::Chain)
        .map(|name| merge(name, presentation, &members, history.newest()))
        .collect();
    let mut life = None;
    if let Some(check) = checks
        .iter_mut()
        .find(|check| check.name == CheckName::Lifecycle && !check.owed)
    {
        let told = check::lifecycle::of_bundle(&cases, history.newest());
        *check = Check::new(CheckName::Lifecycle, told.outcome);
        life = told.life;
    }
    by_which_list(&mut checks, policy);
    whole(&mut checks, presentation, policy, shared);
    checks.push(match policy.chain {
        true => {
            let cases: Vec<_> = cases
                .iter()
                .map(|(place, case)| (place.clone(), case))
                .collect();
            provenance::check(&cases, history.newest(), &checks)
        }
        false => chain_not_asked(),
    });
    let mut report = conclude(&cases[history.newest()].1, checks);
    report.life = life;
    report
}

/// The accreditations whose operator issued something else here.
fn vouching(presentation: &Presentation) -> HashSet<usize> {
    let documents: Vec<Value> = presentation
        .members
        .iter()
        .map(|member| member.secured.credential())
        .collect();
    let accredits = |document: &Value| Accreditation::read(document).ok();
    let issuers: HashSet<Did> = documents
        .iter()
        .filter(|document| !has_type(document, ACCREDITED_OPERATOR))
        .filter_map(|document| Credential::new(document).issuer())
        .collect();
    let vouches =
        |n: &usize| accredits(&documents[*n]).is_some_and(|says| issuers.contains(&says.operator));
    (0..documents.len()).filter(vouches).collect()
}

/// A presentation in which a holder shows that it holds its key, and nothing else.
fn of_nothing(presentation: &Presentation, policy: &Policy, shared: &Shared<'_>) -> Report {
    let mut checks: Vec<Check> = CheckName::ALL
        .into_iter()
        .map(|name| {
            let outcome = match name {
                CheckName::Parse => Outcome::pass("a presentation of nothing"),
                CheckName::Model => Outcome::pass("by the Verifiable Credentials Data Model"),
                CheckName::Proof if presentation.is_signed() => Outcome::pass("signed"),
                CheckName::Proof => Outcome::NotRun("nothing secures the presentation".into()),
                _ => Outcome::not_asked("nothing was presented"),
            };
            Check::new(name, outcome)
        })
        .collect();
    whole(&mut checks, presentation, policy, shared);
    concluded(checks, policy)
}

/// One check of all members: the first failure, else the first that is owed, else the first warning.
fn merge(
    name: CheckName,
    presentation: &Presentation,
    members: &[Vec<Check>],
    newest: usize,
) -> Check {
    let found = || {
        let of_name =
            |checks: &'_ Vec<Check>| checks.iter().find(|check| check.name == name).cloned();
        let checks = members.iter().filter_map(of_name);
        checks.zip(&presentation.members)
    };
    let rank = |check: &Check| match check.status {
        CheckStatus::Fail => 0,
        CheckStatus::Skipped if check.owed => 1,
        CheckStatus::Warning => 2,
        CheckStatus::Pass => 3,
        CheckStatus::Skipped => 4,
    };
    let Some((mut check, member)) = found().min_by_key(|(check, _)| rank(check)) else {
        return Check::new(name, Outcome::NotRun("nothing was presented".into()));
    };
    check.about = about(member, &presentation.members[newest]);
    match check.status {
        CheckStatus::Fail | CheckStatus::Warning => {
            let pointer = check.pointer.unwrap_or_default();
            check.pointer = Some(format!("{}{pointer}", member.at));
        }
        CheckStatus::Pass if members.len() > 1 => {
            let passed = found()
                .filter(|(check, _)| check.status == CheckStatus::Pass)
                .count();
            check.detail = Some(match passed == members.len() {
                true => format!("all {passed} credentials"),
                false => format!("all {passed} credentials that it is asked of"),
            });
        }
        _ => {}
    }
    check
}

/// What people call `member`, where that is not the one that the report is of.
fn about(member: &Member, newest: &Member) -> Option<String> {
    if member.at == newest.at {
        return None;
    }
    let [one, main] = [member, newest].map(|one| naming::credential(&one.secured.credential()));
    Some(match one == main {
        true => format!("another {one}"),
        false => format!("the {one}"),
    })
}

/// What was said of each credential was said by one list.
fn by_which_list(checks: &mut [Check], policy: &Policy) {
    let trusted =
        |check: &&mut Check| check.name == CheckName::Trust && check.status == CheckStatus::Pass;
    if let (Some(trust), Some(check)) = (&policy.trust, checks.iter_mut().find(trusted))
        && let Some(told) = check
            .detail
            .as_mut()
            .filter(|told| told.ends_with("credentials"))
    {
        *told += &format!(", by {}", trust.title());
    }
}

/// What the presentation itself adds to `model`, `proof` and `holder-binding`.
fn whole(checks: &mut [Check], presentation: &Presentation, policy: &Policy, shared: &Shared<'_>) {
    let mut worse = |name: CheckName, outcome: Outcome| {
        let found = Check::new(name, outcome);
        if let Some(check) = checks.iter_mut().find(|check| check.name == name)
            && check.status != CheckStatus::Fail
        {
            *check = found;
        }
    };
    if let failed @ Outcome::Fail(_) =
        check::model::told(&validate_presentation(&presentation.document))
    {
        worse(CheckName::Model, failed);
    }
    if !presentation.is_signed() {
        return;
    }
    match holder::proofs(presentation, policy, shared) {
        Ok(methods) => {
            let bound = holder::bound(presentation, policy, shared, &methods);
            worse(CheckName::HolderBinding, bound.into());
        }
        Err(problem) => {
            worse(
                CheckName::HolderBinding,
                Outcome::NotRun(format!("means nothing until {} passes", CheckName::Proof)),
            );
            worse(CheckName::Proof, Outcome::Fail(problem));
        }
    }
}
