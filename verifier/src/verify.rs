//! The one way in: bytes, what the reader asks, what may be asked of the world; out comes the report.

use credentials::json::JsonPointer;
use credentials::secured::Secured;
use credentials::{Did, Problem};
use serde_json::Value;

use crate::check::{self, Case, Shared, Tense};
use crate::environment::Environment;
use crate::policy::Policy;
use crate::presentation;
use crate::provenance;
use crate::report::{Check, CheckName, CheckStatus, Outcome, Report};
use crate::submission::{Presentation, Submission};
use crate::trust::beside::Beside;

/// Verifies a credential in any envelope, or a presentation of several.
pub fn verify(secured: &[u8], policy: &Policy, environment: &Environment) -> Report {
    report(Submission::parse(secured), policy, environment)
}

/// Verifies several files as one: what they hold has to fit together.
pub fn verify_all(
    files: &[impl AsRef<[u8]>],
    policy: &Policy,
    environment: &Environment,
) -> Report {
    report(Submission::parse_all(files), policy, environment)
}

/// Verifies one credential and hands it over only if it is good.
pub fn accept(
    secured: &[u8],
    policy: &Policy,
    environment: &Environment,
) -> Result<Verified<Secured>, Box<Report>> {
    let submission = Submission::parse(secured);
    let Ok(Submission::Credential(secured)) = submission else {
        let report = match submission {
            Err(problem) => unreadable(problem, policy),
            Ok(_) => unreadable(not_one(), policy),
        };
        return Err(Box::new(report));
    };
    let report = single(&secured, policy, &Shared::new(environment));
    if report.verified {
        Ok(Verified {
            value: secured,
            report,
        })
    } else {
        Err(Box::new(report))
    }
}

/// Something that was verified: there is no other way to come by one than through [`accept`].
#[derive(Debug)]
pub struct Verified<T> {
    value: T,
    report: Report,
}

impl<T> Verified<T> {
    /// What was verified.
    pub fn get(&self) -> &T {
        &self.value
    }

    /// How it was verified.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// What was verified, and how.
    pub fn into_parts(self) -> (T, Report) {
        (self.value, self.report)
    }
}

impl Verified<Secured> {
    /// What the credential discloses, without its proof.
    pub fn credential(&self) -> Value {
        self.value.credential()
    }

    /// Its issuer, whose key signed it.
    pub fn issuer(&self) -> Option<&Did> {
        self.report.issuer.as_ref()
    }
}

fn report(
    submission: Result<Submission, Problem>,
    policy: &Policy,
    environment: &Environment,
) -> Report {
    let shared = Shared::new(environment);
    match submission {
        Ok(Submission::Credential(secured)) => single(&secured, policy, &shared),
        Ok(Submission::Presentation(presentation))
            if presentation.members.is_empty() && !policy.bare =>
        {
            unreadable(Presentation::nothing(), policy)
        }
        Ok(Submission::Presentation(presentation)) => {
            presentation::verify(&presentation, policy, &shared)
        }
        Err(problem) => unreadable(problem, policy),
    }
}

fn single(secured: &Secured, policy: &Policy, shared: &Shared<'_>) -> Report {
    let beside = Beside::of(policy.accreditations.iter().chain([secured]));
    let case = Case::new(secured, Tense::Present, policy, shared, &beside);
    let mut checks = check::run(&case);
    checks.push(match policy.chain {
        true => provenance::check(&[(JsonPointer::root(), &case)], 0, &checks),
        false => chain_not_asked(),
    });
    let mut report = conclude(&case, checks);
    report.life = check::lifecycle::of_one(&case, &report.checks);
    report
}

/// The check `chain` when nobody asked for it.
pub(crate) fn chain_not_asked() -> Check {
    let reason = "the hands the battery went through were not asked for";
    Check::new(CheckName::Chain, Outcome::not_asked(reason))
}

/// The report on a case, from all its checks.
pub(crate) fn conclude(case: &Case<'_>, checks: Vec<Check>) -> Report {
    Report {
        verified: verdict(&checks),
        issuer: case.issuer.clone(),
        suite: Some(case.secured.suite()),
        audience: case.policy.audience,
        checks,
        documents: case.documents().states.clone(),
        life: None,
        sources: case.composition().report.clone(),
        as_of: case.policy.at,
        credential: Some(case.credential.clone()),
    }
}

/// The report on no credential at all, from all its checks.
pub(crate) fn concluded(checks: Vec<Check>, policy: &Policy) -> Report {
    Report {
        verified: verdict(&checks),
        credential: None,
        issuer: None,
        suite: None,
        audience: policy.audience,
        checks,
        documents: Vec::new(),
        life: None,
        sources: None,
        as_of: policy.at,
    }
}

/// Nothing failed, and nothing that the verdict depends on was left out.
fn verdict(checks: &[Check]) -> bool {
    let good = |check: &Check| check.status != CheckStatus::Fail && !check.owed;
    checks.len() == CheckName::ALL.len() && checks.iter().all(good)
}

fn unreadable(problem: Problem, policy: &Policy) -> Report {
    concluded(check::unreadable(problem), policy)
}

fn not_one() -> Problem {
    Problem::new(
        "parse.presentation",
        "expected one credential, found a presentation",
    )
    .at("/type")
}
