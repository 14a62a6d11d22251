//! The hands a battery went through: every credential of a bundle is verified, then [`credentials::battery::provenance`]
//! says whether they join up; here is what the report tells of it.

mod chain;
pub(crate) mod drawing;
mod history;
mod operators;

use std::collections::{BTreeSet, HashMap};

use credentials::battery::provenance::{self, Member, Provenance, ProvenanceFault};
use credentials::battery::{Reference, Role};
use credentials::json::JsonPointer;
use credentials::{Did, Problem};
use platform::ui::counted;

pub use chain::{Chain, Fault, Hand, Link, Operator};
pub(crate) use history::History;

use crate::check::Case;
use crate::report::{Check, CheckName, CheckStatus, Outcome};
use crate::submission::within;

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
    let asked = case.beside.asked(case);
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
        None if !walked.withheld.is_empty() => Outcome::Warn(withheld(&walked.withheld, &places)),
        None => Outcome::pass(match walked.links.len() {
            0 => "the first passport of the battery: nobody had it before".to_owned(),
            1 => "1 step back to the first passport, without a gap".to_owned(),
            steps => format!("{steps} steps back to the first passport, without a gap"),
        }),
    };
    let mut check = Check::new(CheckName::Chain, outcome);
    let hands = walked.hands.iter().map(|hand| &hand.issuer);
    let links = walked.links.iter().flat_map(|link| [&link.from, &link.to]);
    let operators: BTreeSet<&Did> = hands.chain(links).collect();
    check.chain = Chain {
        hands: walked.hands.iter().map(Hand::from).collect(),
        links: walked.links.iter().map(Link::from).collect(),
        operators: operators::named(cases, &operators),
        faults: walked
            .faults
            .iter()
            .zip(problems)
            .map(|(fault, problem)| Fault::new(fault.credential(), problem))
            .collect(),
    };
    check
}

/// A history in which everything joins up, and of whose events some were not shown.
fn withheld(events: &[(String, Reference)], places: &HashMap<&str, &JsonPointer>) -> Problem {
    let count = counted(events.len(), "event");
    let first = events.first();
    let id = first.map_or("", |(_, event)| event.id.as_str());
    let message = format!(
        "{count} that went over with the battery {} not shown, such as {id}",
        if events.len() == 1 { "is" } else { "are" }
    );
    let problem = Problem::new("chain.events_withheld", message)
        .at("/credentialSubject/events")
        .hint("ask for the whole history, if you are entitled to the battery's events");
    match first.and_then(|(offer, _)| places.get(offer.as_str())) {
        Some(place) => within(problem, place),
        None => problem,
    }
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
