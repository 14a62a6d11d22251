//! The hands a battery went through: every credential of a bundle is verified, then [`credentials::battery::provenance`]
//! says whether they join up; here is what the report tells of it.

mod history;

use std::collections::HashMap;

use credentials::battery::provenance::{self, LinkKind, Member, Provenance, ProvenanceFault};
use credentials::battery::{Reference, Role};
use credentials::json::JsonPointer;
use credentials::{Did, Problem};
use jiff::Timestamp;
use serde::Serialize;

pub(crate) use history::History;

use crate::check::Case;
use crate::report::{Check, CheckName, CheckStatus, Outcome};
use crate::submission::within;

/// One passport and the one it follows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Link {
    /// Why it follows: `version`, `reissue`, `hand-over`, `succession` or `renewal`.
    pub kind: &'static str,
    /// The later passport.
    pub newer: Reference,
    /// The earlier one.
    pub older: Reference,
    /// Start of the later one.
    pub at: Timestamp,
    /// Who answered for the battery before.
    pub from: Did,
    /// Who did afterwards.
    pub to: Did,
    /// The acceptance that carries the hand-over, where one is needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acceptance: Option<Reference>,
    /// The authority's order that took the place of an offer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<Reference>,
}

/// One thing that is wrong with the hands, at its place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fault {
    /// Dotted and stable.
    pub code: &'static str,
    /// What was expected, and what was found.
    pub detail: String,
    /// Id of the credential where it shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credential: Option<String>,
    /// JSON Pointer to the place, in what was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
}

/// The check `chain` of credentials that went through the other checks, which are `done`.
pub(crate) fn check(cases: &[(JsonPointer, &Case<'_>)], newest: usize, done: &[Check]) -> Check {
    // A proof of which nothing was withheld is good, with a warning.
    let holds = |check: &Check| matches!(check.status, CheckStatus::Pass | CheckStatus::Warning);
    let owed = done.iter().find(|check| {
        matches!(check.name, CheckName::Proof | CheckName::IssuerKey) && !holds(check)
    });
    if let Some(check) = owed {
        let reason = format!("means nothing until {} passes", check.name);
        return Check::new(CheckName::Chain, Outcome::NotRun(reason));
    }
    match walk(cases, newest) {
        Ok(walked) => told(&walked, cases),
        Err(problem) => Check::new(CheckName::Chain, Outcome::Fail(problem)),
    }
}

fn walk(cases: &[(JsonPointer, &Case<'_>)], newest: usize) -> Result<Provenance, Problem> {
    let references = cases
        .iter()
        .map(|(place, case)| {
            let reference = case.secured.reference();
            reference.map_err(|error| within(error.into(), place))
        })
        .collect::<Result<Vec<_>, Problem>>()?;
    let roles: Vec<Option<Vec<Role>>> = cases.iter().map(|(_, case)| roles(case)).collect();
    let members: Vec<Member<'_>> = cases
        .iter()
        .zip(references.iter().zip(&roles))
        .map(|((_, case), (reference, roles))| Member {
            credential: &case.credential,
            reference,
            status: case.word.get(),
            roles: roles.as_deref(),
        })
        .collect();
    let newest = references
        .get(newest)
        .map(|reference| reference.id.as_str());
    Ok(provenance::provenance(&members, newest))
}

/// What the issuer may act as at the time of the act; nothing without a trust list.
fn roles(case: &Case<'_>) -> Option<Vec<Role>> {
    let trust = case.policy.trust.as_ref()?;
    let asked = case.beside.asked(&case.credential, case.policy.at);
    Some(
        case.beside
            .roles(trust, case.issuer.as_ref()?, &asked, case),
    )
}

fn told(walked: &Provenance, cases: &[(JsonPointer, &Case<'_>)]) -> Check {
    let places: HashMap<&str, &JsonPointer> = cases
        .iter()
        .filter_map(|(place, case)| Some((case.credential.get("id")?.as_str()?, place)))
        .collect();
    let problems: Vec<Problem> = walked
        .faults
        .iter()
        .map(|fault| placed(fault, &places))
        .collect();
    let outcome = match problems.split_first() {
        Some((first, more)) => {
            let mut first = first.clone();
            if !more.is_empty() {
                first.message += &format!(" (and {} more)", more.len());
            }
            Outcome::Fail(first)
        }
        None => Outcome::pass(match walked.links.len() {
            0 => "the first passport of the battery: nobody had it before".to_owned(),
            1 => "1 step back to the first passport, without a gap".to_owned(),
            steps => format!("{steps} steps back to the first passport, without a gap"),
        }),
    };
    let mut check = Check::new(CheckName::Chain, outcome);
    check.links = walked.links.iter().map(Link::from).collect();
    check.faults = walked
        .faults
        .iter()
        .zip(problems)
        .map(|(fault, problem)| Fault {
            code: problem.code,
            detail: problem.message,
            credential: fault.credential().map(str::to_owned),
            pointer: problem.pointer,
        })
        .collect();
    check
}

fn placed(fault: &ProvenanceFault, places: &HashMap<&str, &JsonPointer>) -> Problem {
    let mut problem = Problem::from(fault.clone());
    problem.hint.get_or_insert_with(|| {
        "ask the operators named for a history that fits together, and do not rely on this one"
            .into()
    });
    match fault.credential().and_then(|id| places.get(id)) {
        Some(place) => within(problem, place),
        None => problem,
    }
}

impl From<&provenance::Link> for Link {
    fn from(link: &provenance::Link) -> Self {
        Self {
            kind: match link.kind {
                LinkKind::Version => "version",
                LinkKind::Reissue => "reissue",
                LinkKind::HandOver => "hand-over",
                LinkKind::Succession => "succession",
                LinkKind::Renewal => "renewal",
            },
            newer: link.newer.clone(),
            older: link.older.clone(),
            at: link.at,
            from: link.from.clone(),
            to: link.to.clone(),
            acceptance: link.acceptance.clone(),
            order: link.order.clone(),
        }
    }
}
