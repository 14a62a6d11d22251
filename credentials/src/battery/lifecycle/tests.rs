use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::battery::event::EventDraft;
use crate::battery::reference::Reference;
use crate::battery::statement::Statement;
use crate::problem::Coded;

const BATTERY: &str = "https://id.acme.example/01/09506000134352/21/EV-000417";

pub(in crate::battery::lifecycle) fn passport() -> Value {
    json!({
        "id": "urn:uuid:7f3c0e0a-5a53-4d9e-8a54-0f7b0d0c5a01",
        "issuer": "did:web:acme.example",
        "validFrom": "2027-02-18T00:00:00Z",
        "credentialSubject": {"id": BATTERY, "generalProductInformation": {"batteryCategory": "ev"}},
    })
}

/// An event with an id of its own; `more` goes into the file of `issue event`.
pub(in crate::battery::lifecycle) fn event(kind: &str, time: &str, more: Value) -> Event {
    let mut file = json!({"type": kind, "battery": BATTERY, "time": time});
    file.as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    let draft = EventDraft::from_file(&file).unwrap();
    let statement = Statement::new(
        format!("urn:example:{kind}:{time}"),
        "did:web:acme.example".parse().unwrap(),
        draft.time,
    );
    Event::read(&draft.build(&statement).unwrap()).unwrap()
}

pub(in crate::battery::lifecycle) fn plain(kind: &str, time: &str) -> Event {
    event(kind, time, json!({}))
}

pub(in crate::battery::lifecycle) fn soh(time: &str, energy: f64, cycles: u32) -> Event {
    let more = json!({"stateOfCertifiedEnergy": energy, "numberOfFullCycles": cycles});
    event("StateOfHealth", time, more)
}

/// Two lives: a car, then a house, then the recycler.
pub(in crate::battery::lifecycle) fn whole_life() -> Vec<Event> {
    vec![
        plain("Manufactured", "2027-01-11T06:00:00Z"),
        plain("PlacedOnMarket", "2027-02-18T00:00:00Z"),
        plain("PutIntoService", "2027-03-02T09:00:00Z"),
        soh("2029-03-01T08:00:00Z", 94.1, 310),
        event(
            "Recall",
            "2029-04-01T08:00:00Z",
            json!({"reason": "coolant seal"}),
        ),
        event(
            "Maintenance",
            "2029-05-01T08:00:00Z",
            json!({"work": "coolant seal replaced", "remedies": ["urn:example:Recall:2029-04-01T08:00:00Z"]}),
        ),
        event(
            "Incident",
            "2030-01-09T17:20:00Z",
            json!({"negativeEvent": "kerb strike"}),
        ),
        soh("2034-06-01T08:00:00Z", 78.2, 1204),
        plain("BecameWaste", "2034-06-02T08:00:00Z"),
        event(
            "Repurposed",
            "2034-09-01T08:00:00Z",
            json!({"application": "home storage"}),
        ),
        plain("PlacedOnMarket", "2034-10-01T08:00:00Z"),
        plain("PutIntoService", "2034-10-15T08:00:00Z"),
        plain("BecameWaste", "2044-01-01T08:00:00Z"),
        plain("Recycled", "2044-02-01T08:00:00Z"),
    ]
}

pub(in crate::battery::lifecycle) fn state(events: &[Event]) -> State {
    fold(&passport(), events).into_result().unwrap()
}

fn only_fault(events: &[Event]) -> LifecycleFault {
    let fold = fold(&passport(), events);
    assert_eq!(fold.faults.len(), 1, "{:?}", fold.faults);
    fold.faults[0].clone()
}

#[test]
fn a_passport_alone_tells_of_a_battery_on_the_market() {
    let state = state(&[]);
    assert_eq!(
        (state.phase, state.status),
        (Phase::OnMarket, BatteryStatus::Original)
    );
}

#[test]
fn a_whole_life_ends_with_the_passport() {
    let life = whole_life();
    let second_life = state(&life[..12]);
    assert_eq!(second_life.phase, Phase::InService);
    assert_eq!(second_life.status, BatteryStatus::Repurposed);
    assert_eq!(second_life.number("stateOfCertifiedEnergy"), Some(78.2));
    assert_eq!(
        second_life.readings["negativeEvents"].value[0]["negativeEvent"],
        "kerb strike"
    );
    assert!(second_life.open_recalls.is_empty() && second_life.incidents.len() == 1);

    let end = state(&life);
    assert_eq!((end.phase, end.events), (Phase::Ceased, life.len()));
    assert_eq!(end.ceased, Some("2044-02-01T08:00:00Z".parse().unwrap()));
}

#[test]
fn what_the_law_forbids_is_refused_by_its_article() {
    for (before, forbidden, code, law) in [
        (
            &[][..],
            plain("Recycled", "2030-01-01T00:00:00Z"),
            "lifecycle.not_waste",
            "Art. 77(8)",
        ),
        (
            &[],
            plain("PreparedForReuse", "2030-01-01T00:00:00Z"),
            "lifecycle.not_waste",
            "Art. 73",
        ),
        (
            &["PutIntoService"],
            plain("PutIntoService", "2030-01-01T00:00:00Z"),
            "lifecycle.cannot_enter_service",
            "Art. 3(1)(18)",
        ),
        (
            &["PlacedOnMarket"],
            plain("PlacedOnMarket", "2030-01-01T00:00:00Z"),
            "lifecycle.already_on_market",
            "Art. 3(1)(16)",
        ),
        (
            &["BecameWaste"],
            plain("PutIntoService", "2030-01-01T00:00:00Z"),
            "lifecycle.cannot_enter_service",
            "Art. 77(7)",
        ),
        (
            &["BecameWaste"],
            event(
                "Maintenance",
                "2030-01-01T00:00:00Z",
                json!({"work": "new cover"}),
            ),
            "lifecycle.not_maintainable",
            "Art. 3(1)(29)",
        ),
        (
            &["Manufactured"],
            plain("Repurposed", "2030-01-01T00:00:00Z"),
            "lifecycle.not_renewable",
            "Art. 3(1)(30)",
        ),
        (
            &["Manufactured"],
            plain("Manufactured", "2030-01-01T00:00:00Z"),
            "lifecycle.made_twice",
            "Art. 77(1)",
        ),
    ] {
        let mut events: Vec<Event> = before
            .iter()
            .map(|kind| plain(kind, "2028-01-01T00:00:00Z"))
            .collect();
        let lawful = state(&events);
        events.insert(0, forbidden);
        let refused = fold(&passport(), &events);
        assert_eq!(
            refused.state, lawful,
            "a refused event changes nothing: {code}"
        );
        let fault = only_fault(&events);
        assert_eq!(fault.code(), code);
        assert!(fault.to_string().contains(law), "{fault}");
        assert_eq!(fault.pointer().unwrap(), "/credentialSubject/eventTime");
        assert!(fault.hint().is_some() && fault.event().is_some(), "{fault}");
    }
}

#[test]
fn nothing_happens_to_a_recycled_battery_but_late_reports_are_heard() {
    let mut events = whole_life();
    events.push(soh("2044-03-01T08:00:00Z", 50.0, 2000));
    assert_eq!(only_fault(&events).code(), "lifecycle.after_recycling");
    *events.last_mut().unwrap() = soh("2043-03-01T08:00:00Z", 50.0, 2000);
    assert_eq!(state(&events).number("stateOfCertifiedEnergy"), Some(50.0));
}

#[test]
fn a_counter_that_was_set_back_is_noticed_but_not_after_maintenance() {
    let mut events = vec![
        soh("2029-01-01T00:00:00Z", 90.0, 900),
        soh("2029-06-01T00:00:00Z", 92.0, 200),
    ];
    let fault = only_fault(&events);
    assert_eq!(fault.code(), "lifecycle.counter_fell");
    assert!(fault.pointer().unwrap().ends_with("/numberOfFullCycles"));
    assert_eq!(
        fold(&passport(), &events)
            .state
            .number("numberOfFullCycles"),
        Some(900.0)
    );
    events.push(event(
        "Maintenance",
        "2029-03-01T00:00:00Z",
        json!({"work": "battery management system replaced"}),
    ));
    assert_eq!(state(&events).number("numberOfFullCycles"), Some(200.0));
}

#[test]
fn an_event_of_another_battery_and_a_passport_of_none_are_refused() {
    let mut stray = plain("PutIntoService", "2028-01-01T00:00:00Z");
    stray.battery = "https://id.acme.example/01/09506000134352/21/EV-000418"
        .parse()
        .unwrap();
    assert_eq!(only_fault(&[stray]).code(), "lifecycle.other_battery");
    let nothing = fold(&json!({}), &[]);
    assert_eq!(nothing.faults, [LifecycleFault::NoPassport]);
}

#[test]
fn two_events_under_one_id_are_a_fault_and_the_same_twice_is_not() {
    let one = soh("2029-01-01T00:00:00Z", 90.0, 900);
    assert_eq!(state(&[one.clone(), one.clone()]).events, 1);
    let mut other = soh("2029-02-01T00:00:00Z", 99.0, 900);
    other.statement.id = one.statement.id.clone();
    let forth = fold(&passport(), &[one.clone(), other.clone()]);
    assert_eq!(forth.faults[0].code(), "lifecycle.conflicting_events");
    assert_eq!(forth, fold(&passport(), &[other, one]));
}

#[test]
fn an_event_issued_again_counts_once_and_a_stranger_replaces_nothing() {
    let first = plain("PutIntoService", "2028-01-01T00:00:00Z");
    let mut again = first.clone();
    again.statement.id = "urn:example:again".to_owned();
    again.supersedes = Some(Reference {
        id: first.statement.id.clone(),
        digest_multibase: "uEiA".to_owned(),
    });
    assert_eq!(state(&[again.clone(), first.clone()]).events, 1);
    again.statement.issuer = "did:web:stranger.example".parse().unwrap();
    let fault = only_fault(&[again, first]);
    assert_eq!(fault.code(), "lifecycle.cannot_enter_service");
}

#[test]
fn what_no_event_tells_the_passport_does() {
    let mut second = passport();
    second["credentialSubject"]["generalProductInformation"] = json!({
        "batteryStatus": "Repurposed", "puttingIntoService": "2027-03-02T09:00:00Z"});
    second["validFrom"] = json!("2034-09-01T00:00:00Z");
    let fresh = fold(&second, &[]).into_result().unwrap();
    assert_eq!(
        (fresh.phase, fresh.status),
        (Phase::Renewed, BatteryStatus::Repurposed)
    );
    // The history of the first life folds as well, and the events know better than the passport.
    let life = fold(&second, &whole_life()).into_result().unwrap();
    assert_eq!(life, state(&whole_life()));

    let mut waste = passport();
    waste["credentialSubject"]["generalProductInformation"] = json!({"batteryStatus": "Waste"});
    let recycled = fold(&waste, &[plain("Recycled", "2044-02-01T08:00:00Z")]);
    assert_eq!(recycled.into_result().unwrap().phase, Phase::Ceased);
}

#[test]
fn events_of_one_day_fall_into_their_natural_order() {
    let day = "2027-02-18T00:00:00Z";
    let events = [
        plain("PutIntoService", day),
        plain("PlacedOnMarket", day),
        plain("Manufactured", day),
    ];
    assert_eq!(state(&events).phase, Phase::InService);
}

#[test]
fn thousands_of_events_fold_at_once() {
    let minute = jiff::SignedDuration::from_mins(1);
    let first = soh("2028-01-01T00:00:00Z", 99.0, 0);
    let mut events: Vec<Event> = (0..20_000_u32)
        .map(|n| {
            let mut event = first.clone();
            event.statement.id = format!("urn:example:{n}");
            event.time += minute * i32::try_from(n).unwrap();
            event
        })
        .collect();
    events.reverse();
    assert_eq!(state(&events).events, 20_000);
}

proptest! {
    #[test]
    fn every_order_of_arrival_gives_the_same_fold(
        order in Just((0..14_usize).collect::<Vec<_>>()).prop_shuffle(),
        lost in proptest::collection::vec(0..14_usize, 0..5),
        twice in 0..14_usize,
    ) {
        let life = whole_life();
        let some = |indices: Vec<usize>| -> Vec<Event> {
            let kept = indices.into_iter().filter(|index| !lost.contains(index));
            kept.map(|index| life[index].clone()).collect()
        };
        let in_order = some((0..14).collect());
        let mut arrived = some(order);
        arrived.push(life[twice].clone());
        let mut expected = in_order;
        if lost.contains(&twice) {
            expected.push(life[twice].clone());
        }
        prop_assert_eq!(fold(&passport(), &arrived), fold(&passport(), &expected));
    }
}
