//! Events arrive late, twice and out of order: the same ones always fold to the same state.

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::json;

use super::fold::tests::{event, passport, plain, soh, state, whole_life};
use super::sequences::least;
use super::{Fold, LifecycleFault, Phase, fold};
use crate::battery::event::{Event, EventKind};
use crate::problem::Coded;

fn folded(events: &[Event]) -> Fold {
    fold(&passport(), events)
}

#[test]
fn a_late_event_goes_where_it_happened_and_not_where_it_arrived() {
    let mut life = whole_life();
    let on_time = folded(&life);
    // The first reading arrives after the battery was recycled.
    let late = life.remove(3);
    let without = folded(&life);
    assert_eq!(without.state.health["stateOfCertifiedEnergy"].len(), 1);
    life.push(late);
    assert_eq!(folded(&life), on_time);
    assert_eq!(on_time.state.health["stateOfCertifiedEnergy"].len(), 2);
}

#[test]
fn a_late_event_can_make_sense_of_those_that_were_counted_before_it() {
    let waste = plain("BecameWaste", "2034-06-02T08:00:00Z");
    let reuse = plain("PreparedForReuse", "2034-07-01T08:00:00Z");
    let early = folded(std::slice::from_ref(&reuse));
    assert_eq!(early.faults[0].code(), "lifecycle.not_waste");
    assert_eq!(early.state.phase, Phase::OnMarket);
    assert_eq!(state(&[reuse, waste]).phase, Phase::Renewed);
}

#[test]
fn a_late_event_can_show_that_one_counted_before_it_cannot_have_happened() {
    let service = plain("PutIntoService", "2035-01-01T00:00:00Z");
    assert_eq!(
        state(std::slice::from_ref(&service)).phase,
        Phase::InService
    );
    let late = folded(&[service, plain("BecameWaste", "2034-06-02T08:00:00Z")]);
    assert_eq!(late.state.phase, Phase::Waste);
    assert_eq!(late.faults[0].code(), "lifecycle.cannot_enter_service");
}

#[test]
fn a_repair_on_the_day_a_battery_became_waste_came_before_that() {
    let day = "2034-06-02T00:00:00Z";
    let repair = event("Maintenance", day, json!({"work": "new cover"}));
    let end = state(&[plain("BecameWaste", day), repair.clone()]);
    assert_eq!((end.phase, end.events), (Phase::Waste, 2));
    // One of a battery that was waste the day before is of the renewed one.
    let renewed = state(&[
        plain("BecameWaste", "2034-06-01T00:00:00Z"),
        plain("PreparedForReuse", day),
        repair,
    ]);
    assert_eq!((renewed.phase, renewed.events), (Phase::Renewed, 3));
}

#[test]
fn one_id_with_two_contents_is_told_and_neither_order_wins() {
    let one = soh("2029-01-01T00:00:00Z", 90.0, 900);
    let mut other = soh("2029-01-01T00:00:00Z", 60.0, 901);
    other.statement.id.clone_from(&one.statement.id);
    let forth = folded(&[one.clone(), other.clone(), one.clone()]);
    let [LifecycleFault::Conflicting { event }] = forth.faults.as_slice() else {
        panic!("{:?}", forth.faults)
    };
    assert_eq!(*event, one.statement.id);
    assert_eq!(forth.faults[0].pointer().unwrap(), "/id");
    assert_eq!(folded(&[other.clone(), one.clone(), other]), forth);
    assert_eq!(forth.state.health["stateOfCertifiedEnergy"].len(), 1);
}

#[test]
fn ten_thousand_incidents_are_all_remembered_at_once() {
    let first = least(EventKind::Incident, "2028-01-01T00:00:00Z");
    let events: Vec<Event> = (0..10_000)
        .map(|n| {
            let mut event = first.clone();
            event.statement.id = format!("urn:example:{n}");
            event.time += SignedDuration::from_mins(n);
            event.condition["negativeEvents"][0]["negativeEvent"] = json!(format!("hit {n}"));
            event
        })
        .collect();
    let begun = std::time::Instant::now();
    let told = &state(&events).readings["negativeEvents"].value;
    assert_eq!(told.as_array().unwrap().len(), 10_000);
    // Comparing each with each takes minutes without optimisation.
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
}

/// Any events, lawful or not, of few days and few ids: many at one time, many under one id.
fn events() -> impl Strategy<Value = Vec<Event>> {
    let one = (select(EventKind::ALL.as_slice()), 0..12_u8, 0..18_u8);
    proptest::collection::vec(one, 1..24).prop_map(|several| {
        let made = several.into_iter().map(|(kind, month, id)| {
            let time = format!("2030-{:02}-01T00:00:00Z", month + 1);
            let mut event = least(kind, &time);
            event.statement.id = format!("urn:example:{id}");
            event
        });
        made.collect()
    })
}

proptest! {
    #[test]
    fn any_events_in_any_order_and_any_of_them_twice_fold_the_same(
        events in events(),
        keys in proptest::collection::vec(any::<u32>(), 48),
        twice in proptest::collection::vec(any::<Index>(), 0..12),
    ) {
        let expected = folded(&events);
        let again = twice.iter().map(|index| index.get(&events).clone());
        let mut arrived: Vec<(u32, Event)> = keys.into_iter().zip(events.iter().cloned().chain(again)).collect();
        arrived.sort_by_key(|(key, _)| *key);
        let arrived: Vec<Event> = arrived.into_iter().map(|(_, event)| event).collect();
        prop_assert_eq!(folded(&arrived), expected);
    }

    #[test]
    fn what_a_fold_refuses_it_does_not_count(events in events()) {
        let fold = folded(&events);
        prop_assert!(fold.state.events <= events.len());
        let ids: std::collections::HashSet<_> = events.iter().map(|event| &event.statement.id).collect();
        let refused = fold.faults.iter().filter(|fault| !matches!(fault, LifecycleFault::Conflicting { .. }));
        prop_assert_eq!(fold.state.events + refused.count(), ids.len());
        // Nothing that happened is later than its end.
        if let Some(ceased) = fold.state.ceased {
            let last: Option<Timestamp> = fold.state.last_event;
            prop_assert_eq!(last, Some(ceased));
        }
    }
}
