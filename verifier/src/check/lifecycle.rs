//! `lifecycle`: the events that are shown with a passport make a life that the law allows.

use std::collections::BTreeMap;

use credentials::Problem;
use credentials::battery::event::{Event, EventKind, LIFECYCLE_EVENT};
use credentials::battery::lifecycle::{Fold, LifecycleFault, State, fold};
use credentials::battery::passport::PASSPORT;
use credentials::battery::provenance::Word;
use credentials::json::JsonPointer;
use platform::ui::counted;
use serde_json::Value;

use super::Case;
use crate::life::{Life, Recycling};
use crate::report::{Check, CheckName, CheckStatus, Outcome};
use crate::submission::within;
use crate::trust::Distrust;

/// One credential tells no life.
pub(crate) fn check(case: &Case<'_>) -> Outcome {
    Outcome::not_asked(if case.view().has_type(LIFECYCLE_EVENT) {
        "one event tells no life: give the passport and the other events with it"
    } else {
        "no events were shown"
    })
}

/// What the events of a bundle say.
pub(crate) struct Told {
    pub outcome: Outcome,
    /// Of the battery that the report is about.
    pub life: Option<Life>,
}

impl From<Outcome> for Told {
    fn from(outcome: Outcome) -> Self {
        Self {
            outcome,
            life: None,
        }
    }
}

/// An event that was shown, and its credential.
struct Shown<'c> {
    event: Event,
    case: &'c Case<'c>,
    place: &'c JsonPointer,
    /// Which check speaks against its counting: its issuer took it back, or may not report it.
    against: Option<CheckName>,
}

/// Folds the events of a bundle over the newest passport of each battery in it. What its issuer took back or may not report
/// does not count, as `status` and `trust` tell as well.
pub(crate) fn of_bundle<'c>(cases: &'c [(JsonPointer, Case<'c>)], newest: usize) -> Told {
    let mut events = Vec::new();
    for (place, case) in cases {
        if case.view().has_type(LIFECYCLE_EVENT) {
            match Event::read(&case.credential) {
                Ok(event) => events.push(Shown {
                    against: against(case),
                    event,
                    case,
                    place,
                }),
                // What is wrong with it, `schema` says.
                Err(_) => {
                    return Outcome::NotRun(format!(
                        "means nothing until the event at {place} can be read"
                    ))
                    .into();
                }
            }
        }
    }
    if events.is_empty() {
        return Outcome::not_asked("no events were shown").into();
    }
    let passports = newest_passports(cases, newest);
    let main = cases.get(newest).and_then(|(_, case)| battery(case));
    if passports.is_empty() {
        let reason = "events without the passport that they continue tell no life";
        return Told {
            outcome: Outcome::not_asked(reason),
            life: alone(&events),
        };
    }
    let mut told = String::new();
    let mut about = None;
    for (id, passport) in &passports {
        // Events of a battery without a passport here are held against the newest one, which refuses them.
        let is_main = Some(id.as_str()) == main.as_deref();
        let (own, left_out): (Vec<&Shown<'_>>, Vec<_>) = events
            .iter()
            .filter(|shown| {
                let of = shown.event.battery.to_string();
                of == *id || is_main && !passports.contains_key(&of)
            })
            .partition(|shown| shown.against.is_none());
        let events: Vec<Event> = own.iter().map(|shown| shown.event.clone()).collect();
        let Fold { state, faults } = fold(passport, &events);
        if let Some((first, more)) = faults.split_first() {
            return Outcome::Fail(placed(first, more.len(), cases)).into();
        }
        if is_main || about.is_none() {
            told = words(&state) + &without(&left_out);
            about = Some((state, *passport, own));
        }
    }
    let Some((state, passport, own)) = about else {
        return Outcome::pass(told).into();
    };
    let audience = cases.get(newest).and_then(|(_, case)| case.policy.audience);
    let mut life = Life::of(&state, passport, audience);
    let end = own
        .iter()
        .find(|shown| shown.event.kind == EventKind::Recycled);
    let Some((end, recycling)) = end.and_then(|end| Some((end, end.recycling(Some(passport))?)))
    else {
        return Told {
            outcome: Outcome::pass(told),
            life: Some(life),
        };
    };
    let outcome = Outcome::Fail(within(ceased(&recycling), end.place));
    life.recycling = Some(recycling);
    Told {
        outcome,
        life: Some(life),
    }
}

/// What a recycling certificate says that is shown alone, once it is known to be its issuer's.
pub(crate) fn of_one(case: &Case<'_>, done: &[Check]) -> Option<Life> {
    let holds = |check: &Check| matches!(check.status, CheckStatus::Pass | CheckStatus::Warning);
    let proven = |name| done.iter().any(|check| check.name == name && holds(check));
    if !case.view().has_type(LIFECYCLE_EVENT)
        || !proven(CheckName::Proof)
        || !proven(CheckName::IssuerKey)
    {
        return None;
    }
    let place = JsonPointer::root();
    let shown = Shown {
        event: Event::read(&case.credential).ok()?,
        case,
        place: &place,
        against: against(case),
    };
    alone(&[shown])
}

/// The certificate among events of which no passport is shown.
fn alone(events: &[Shown<'_>]) -> Option<Life> {
    let recycling = events.iter().find_map(|shown| shown.recycling(None))?;
    Some(Life {
        recycling: Some(recycling),
        ..Life::default()
    })
}

impl Shown<'_> {
    fn recycling(&self, passport: Option<&Value>) -> Option<Recycling> {
        let listed = self.case.policy.trust.as_ref();
        let trusted = listed.map(|_| distrust(self.case).is_none());
        Recycling::of(&self.event, &self.case.credential, passport, trusted)
    }
}

fn against(case: &Case<'_>) -> Option<CheckName> {
    match case.word.get() {
        Word::Revoked | Word::Suspended => Some(CheckName::Status),
        _ => distrust(case).map(|_| CheckName::Trust),
    }
}

/// Why the issuer of an event may not report it, where a trust list was given.
fn distrust(case: &Case<'_>) -> Option<Distrust> {
    let (Some(trust), Some(issuer)) = (&case.policy.trust, &case.issuer) else {
        return None;
    };
    let asked = case.beside.asked(case);
    case.beside.ground(trust, issuer, &asked, case).err()
}

/// What a passport is once its battery was recycled: authentic, and over.
fn ceased(recycling: &Recycling) -> Problem {
    let by = recycling.by();
    let vouched = match recycling.trusted {
        Some(_) => "",
        None => "; whether that is a recycler, no trust list was given to say",
    };
    Problem::new(
        "lifecycle.ceased",
        format!(
            "the passport ceased with the recycling of its battery on {} by {by}, as {} certifies{vouched}",
            recycling.at.strftime("%Y-%m-%d"),
            recycling.certificate,
        ),
    )
    .at("/credentialSubject/eventTime")
    .hint("authentic, but over (Art. 77(8)): a battery that still carries this label needs a closer look")
}

/// Events that were shown and do not count.
fn without(left_out: &[&Shown<'_>]) -> String {
    let mut words = String::new();
    for Shown { event, against, .. } in left_out {
        let see = against.unwrap_or(CheckName::Trust);
        let issuer = &event.statement.issuer;
        words += &format!("; {} by {issuer} does not count, see {see}", event.kind);
    }
    words
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
    let mut words = format!("{}, {}", state.status, state.phase);
    words += &match state.events {
        0 => "; no event of this battery is shown".to_owned(),
        events => format!(" after {}", counted(events, "event")),
    };
    match state.open_recalls.len() {
        0 => {}
        1 => words += "; a recall is open",
        several => words += &format!("; {several} recalls are open"),
    }
    words
}
