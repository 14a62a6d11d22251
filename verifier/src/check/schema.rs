//! `schema`: what is disclosed has the shapes, units and ranges that the attribute table and the kind of event set, and
//! the documents at hand are those that it binds, and what suppliers declare makes what it says.

use credentials::Problem;
use credentials::battery::composite::{Declaration, SUPPLIER_DECLARATION};
use credentials::battery::event::{Event, LIFECYCLE_EVENT};
use credentials::battery::kind::kind_of;
use credentials::battery::lint::{Finding, Findings, lint};
use credentials::battery::passport::PASSPORT;
use platform::ui::counted;
use serde_json::Value;

use super::Case;
use crate::report::{DocumentStatus, Outcome, SourceState, SourceStatus};

pub(crate) fn check(case: &Case<'_>) -> Outcome {
    let credential = case.view();
    if let Err(error) = kind_of(&case.credential) {
        return Outcome::Fail(advised(error.into()));
    }
    if credential.has_type(PASSPORT) {
        return passport(case);
    }
    if credential.has_type(LIFECYCLE_EVENT) {
        return match Event::read(&case.credential) {
            Ok(event) => Outcome::pass(format!("{} on {}", event.kind, event.time)),
            Err(error) => Outcome::Fail(advised(error.into())),
        };
    }
    if credential.has_type(SUPPLIER_DECLARATION) {
        return declaration(case);
    }
    match case.credential.get("credentialSchema") {
        None => Outcome::not_asked("the credential names no schema"),
        Some(_) => Outcome::not_asked("the credential names a schema, which is not fetched"),
    }
}

fn passport(case: &Case<'_>) -> Outcome {
    let nothing = Value::Null;
    let subject = case.credential.get("credentialSubject").unwrap_or(&nothing);
    match wrong(&lint(subject, None, case.policy.at)) {
        Some(problem) => Outcome::Fail(problem),
        None => documents(case),
    }
}

/// What a supplier says of a part: every value, and whether it can be counted.
fn declaration(case: &Case<'_>) -> Outcome {
    let declaration = match Declaration::read(&case.credential) {
        Ok(declaration) => declaration,
        Err(error) => return Outcome::Fail(advised(error.into())),
    };
    match wrong(&declaration.lint()) {
        Some(problem) => Outcome::Fail(problem),
        None => Outcome::pass("every value has a fitting type, unit and range"),
    }
}

/// The first finding that is about one value.
fn wrong(findings: &Findings) -> Option<Problem> {
    let mut wrong = findings.errors().filter(|finding| stands_alone(finding));
    let first = wrong.next()?;
    let mut problem = Problem::new(first.code, first.message.clone())
        .at(format!("/credentialSubject{}", first.pointer));
    problem.hint = first.hint.clone();
    match wrong.count() {
        0 => {}
        more => problem.message += &format!(" (and {more} more)"),
    }
    Some(advised(problem))
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
    composition(case, detail)
}

/// Do the shares of suppliers make their totals, and are their declarations those that were bound?
fn composition(case: &Case<'_>, mut detail: String) -> Outcome {
    let found = case.composition();
    if let Some(fault) = &found.fault {
        return Outcome::Fail(fault.clone());
    }
    if let Some(doubt) = &found.doubt {
        return Outcome::Warn(doubt.clone());
    }
    let Some(sources) = &found.report else {
        return Outcome::pass(detail);
    };
    match sources.totals.len() {
        0 => {}
        1 => detail += "; the shares of 1 total add up",
        totals => detail += &format!("; the shares of {totals} totals add up"),
    }
    let unchecked = |source: &&SourceState| source.status == SourceStatus::Bound;
    match sources.statements.iter().filter(unchecked).count() {
        0 => {}
        bound => {
            detail += &format!(
                "; {} bound and not compared (--supplier)",
                counted(bound, "supplier's statement")
            );
        }
    }
    Outcome::pass(detail)
}

/// Whether a finding is about one value. What is missing or does not add up may be withheld rather than wrong.
fn stands_alone(finding: &Finding) -> bool {
    // A category that there is not is said by its own name.
    let about_one = [
        "structure.",
        "range.",
        "unit.",
        "identifier.",
        "battery.category_unknown",
    ];
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
