//! Every kind of event at every place of a life: what the table allows happens, what it does not is refused by its rule.

use serde_json::json;

use super::fold::tests::{event, passport, plain};
use super::{Phase, RULES, Rule, fold};
use crate::battery::event::{Event, EventKind};
use crate::problem::Coded;

const THEN: &str = "2040-01-01T00:00:00Z";

/// The shortest life that leads there before [`THEN`].
fn life(to: Phase) -> Vec<Event> {
    let year = |n: usize| format!("20{}-01-01T00:00:00Z", 27 + n);
    let path: &[&str] = match to {
        // Made later than what is said to have happened.
        Phase::Unmade => return vec![plain("Manufactured", "2041-01-01T00:00:00Z")],
        Phase::Made => &["Manufactured"],
        Phase::OnMarket => &["Manufactured", "PlacedOnMarket"],
        Phase::InService => &["Manufactured", "PlacedOnMarket", "PutIntoService"],
        Phase::Renewed => &["Manufactured", "PlacedOnMarket", "Repurposed"],
        Phase::Waste => &["Manufactured", "PlacedOnMarket", "BecameWaste"],
        Phase::Ceased => &["Manufactured", "PlacedOnMarket", "BecameWaste", "Recycled"],
    };
    let steps = path.iter().enumerate();
    steps.map(|(n, kind)| plain(kind, &year(n))).collect()
}

/// The least that an event of this kind says.
pub(super) fn least(kind: EventKind, time: &str) -> Event {
    let more = match kind {
        EventKind::StateOfHealth => json!({"stateOfCertifiedEnergy": 91}),
        EventKind::Maintenance => json!({"work": "new cover"}),
        EventKind::Incident => json!({"negativeEvent": "kerb strike"}),
        EventKind::Recall => json!({"reason": "coolant seal"}),
        EventKind::Remanufactured => {
            json!({"restoredCapacity": 96, "cellStateOfHealthSpread": 2})
        }
        _ => json!({}),
    };
    event(kind.name(), time, more)
}

#[test]
fn every_event_in_every_phase_happens_or_is_refused_by_its_rule() {
    for phase in Phase::ALL {
        for kind in EventKind::ALL {
            // Before it is made nothing but its making can be told, and that is one event.
            if phase == Phase::Unmade && kind == EventKind::Manufactured {
                continue;
            }
            let case = format!("{kind} to a battery that is {phase}");
            let rule = Rule::of(kind);
            let mut events = life(phase);
            let before = fold(&passport(), &events);
            assert!(before.faults.is_empty(), "{case}: {before:?}");
            events.push(least(kind, THEN));
            let after = fold(&passport(), &events);
            if rule.from.contains(&phase) {
                assert_eq!(after.faults, [], "{case}");
                let expected = (rule.to.unwrap_or(phase), rule.status);
                assert_eq!(after.state.phase, expected.0, "{case}");
                let status = expected.1.unwrap_or(before.state.status);
                assert_eq!(after.state.status, status, "{case}");
                continue;
            }
            assert_eq!(
                after.state, before.state,
                "{case}: refused, and changes nothing"
            );
            let [fault] = after.faults.as_slice() else {
                panic!("{case}: {:?}", after.faults)
            };
            let code = match phase {
                Phase::Ceased => "lifecycle.after_recycling",
                _ => rule.code,
            };
            assert_eq!(fault.code(), code, "{case}");
            assert_eq!(
                fault.pointer().unwrap(),
                "/credentialSubject/eventTime",
                "{case}"
            );
            let told = fault.to_string();
            assert!(
                told.contains(rule.law) && told.contains(rule.otherwise),
                "{case}: {told}"
            );
            assert!(!fault.hint().unwrap().is_empty(), "{case}");
        }
    }
}

#[test]
fn every_phase_can_be_reached_and_every_rule_be_used() {
    for phase in Phase::ALL {
        let led = RULES.iter().any(|rule| rule.to == Some(phase));
        assert_eq!(led, phase != Phase::Unmade, "{phase}");
    }
    for rule in &RULES {
        assert!(!rule.from.contains(&Phase::Ceased), "{}", rule.event);
    }
}
