//! `lifecycle`: the events that are shown with a passport make a life that the law allows.

use std::collections::BTreeMap;

use credentials::Problem;
use credentials::battery::event::{Event, LIFECYCLE_EVENT};
use credentials::battery::lifecycle::{Fold, LifecycleFault, State, fold};
use credentials::battery::passport::PASSPORT;
use credentials::json::JsonPointer;
use serde_json::Value;

use super::Case;
use crate::report::Outcome;
use crate::submission::within;

/// One credential tells no life.
pub(crate) fn check(case: &Case<'_>) -> Outcome {
    Outcome::not_asked(if case.view().has_type(LIFECYCLE_EVENT) {
        "one event tells no life: give the passport and the other events with it"
    } else {
        "no events were shown"
    })
}

/// Folds the events of a bundle over the newest passport of each battery in it.
pub(crate) fn of_bundle(cases: &[(JsonPointer, Case<'_>)], newest: usize) -> Outcome {
    let mut events = Vec::new();
    for (place, case) in cases {
        if case.view().has_type(LIFECYCLE_EVENT) {
            match Event::read(&case.credential) {
                Ok(event) => events.push(event),
                // What is wrong with it, `schema` says.
                Err(_) => {
                    return Outcome::NotRun(format!(
                        "means nothing until the event at {place} can be read"
                    ));
                }
            }
        }
    }
    if events.is_empty() {
        return Outcome::not_asked("no events were shown");
    }
    let passports = newest_passports(cases, newest);
    if passports.is_empty() {
        return Outcome::not_asked("events without the passport that they continue tell no life");
    }
    let main = cases.get(newest).and_then(|(_, case)| battery(case));
    let mut told = String::new();
    for (id, passport) in &passports {
        // Events of a battery without a passport here are held against the newest one, which refuses them.
        let is_main = Some(id.as_str()) == main.as_deref();
        let own: Vec<Event> = events
            .iter()
            .filter(|event| {
                let of = event.battery.to_string();
                of == *id || is_main && !passports.contains_key(&of)
            })
            .cloned()
            .collect();
        let Fold { state, faults } = fold(passport, &own);
        if let Some((first, more)) = faults.split_first() {
            return Outcome::Fail(placed(first, more.len(), cases));
        }
        if is_main || told.is_empty() {
            told = words(&state);
        }
    }
    Outcome::pass(told)
}

/// The passport of each battery that no other one here is newer than.
fn newest_passports<'c>(
    cases: &'c [(JsonPointer, Case<'_>)],
    newest: usize,
) -> BTreeMap<String, &'c Value> {
    let mut found: BTreeMap<String, &Case<'_>> = BTreeMap::new();
    for (_, case) in cases {
        let Some(id) = battery(case).filter(|_| case.view().has_type(PASSPORT)) else {
            continue;
        };
        let kept = found.entry(id).or_insert(case);
        if kept.view().valid_from() < case.view().valid_from() {
            *kept = case;
        }
    }
    if let Some((_, case)) = cases.get(newest)
        && case.view().has_type(PASSPORT)
        && let Some(id) = battery(case)
    {
        found.insert(id, case);
    }
    found
        .into_iter()
        .map(|(id, case)| (id, &case.credential))
        .collect()
}

fn battery(case: &Case<'_>) -> Option<String> {
    let id = case.credential.pointer("/credentialSubject/id")?;
    Some(id.as_str()?.to_owned())
}

fn placed(fault: &LifecycleFault, more: usize, cases: &[(JsonPointer, Case<'_>)]) -> Problem {
    let mut problem = Problem::from(fault.clone());
    if more > 0 {
        problem.message += &format!(" (and {more} more)");
    }
    let at_fault = |case: &Case<'_>| {
        let id = case.credential.get("id").and_then(Value::as_str);
        id.is_some() && id == fault.event()
    };
    match cases.iter().find(|(_, case)| at_fault(case)) {
        Some((place, _)) => within(problem, place),
        None => problem,
    }
}

fn words(state: &State) -> String {
    let events = match state.events {
        1 => "1 event".to_owned(),
        several => format!("{several} events"),
    };
    let mut words = format!("{}, {} after {events}", state.status, state.phase);
    match state.open_recalls.len() {
        0 => {}
        1 => words += "; a recall is open",
        several => words += &format!("; {several} recalls are open"),
    }
    words
}
