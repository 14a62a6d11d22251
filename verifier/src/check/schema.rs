//! `schema`: what is disclosed has the shapes, units and ranges that the attribute table and the kind of event set, and
//! the documents at hand are those that it binds.

use credentials::Problem;
use credentials::battery::event::{Event, LIFECYCLE_EVENT};
use credentials::battery::lint::{Finding, lint};
use credentials::battery::passport::PASSPORT;
use platform::ui::counted;
use serde_json::Value;

use super::Case;
use crate::report::{DocumentStatus, Outcome};

pub(crate) fn check(case: &Case<'_>) -> Outcome {
    let credential = case.view();
    if credential.has_type(PASSPORT) {
        return passport(case);
    }
    if credential.has_type(LIFECYCLE_EVENT) {
        return match Event::read(&case.credential) {
            Ok(event) => Outcome::pass(format!("{} on {}", event.kind, event.time)),
            Err(error) => Outcome::Fail(advised(error.into())),
        };
    }
    match case.credential.get("credentialSchema") {
        None => Outcome::not_asked("the credential names no schema"),
        Some(_) => Outcome::not_asked("the credential names a schema, which is not fetched"),
    }
}

fn passport(case: &Case<'_>) -> Outcome {
    let nothing = Value::Null;
    let subject = case.credential.get("credentialSubject").unwrap_or(&nothing);
    let findings = lint(subject, None, case.policy.at);
    let mut wrong = findings.errors().filter(|finding| stands_alone(finding));
    let Some(first) = wrong.next() else {
        return documents(case);
    };
    let mut problem = Problem::new(first.code, first.message.clone())
        .at(format!("/credentialSubject{}", first.pointer));
    problem.hint = first.hint.clone();
    match wrong.count() {
        0 => {}
        more => problem.message += &format!(" (and {more} more)"),
    }
    Outcome::Fail(advised(problem))
}

/// The values are as they should be: are the documents that they name?
fn documents(case: &Case<'_>) -> Outcome {
    let found = case.documents();
    if let Some(fault) = &found.fault {
        return Outcome::Fail(fault.clone());
    }
    let mut detail = "every value that is shown has a fitting type, unit and range".to_owned();
    let count = |status| {
        let states = found.states.iter();
        states.filter(|document| document.status == status).count()
    };
    match count(DocumentStatus::Match) {
        0 => {}
        matching => {
            detail += &format!("; {} as bound", counted(matching, "document"));
        }
    }
    match count(DocumentStatus::Unchecked) {
        0 => {}
        unchecked => {
            detail += &format!(
                "; {} bound and not compared (--document)",
                counted(unchecked, "document")
            );
        }
    }
    Outcome::pass(detail)
}

/// Whether a finding is about one value. What is missing or does not add up may be withheld rather than wrong.
fn stands_alone(finding: &Finding) -> bool {
    let about_one = ["structure.", "range.", "unit.", "identifier."];
    finding.code != "identifier.missing"
        && about_one
            .iter()
            .any(|family| finding.code.starts_with(family))
}

fn advised(mut problem: Problem) -> Problem {
    problem
        .hint
        .get_or_insert_with(|| "ask the issuer for a correct credential".into());
    problem
}
