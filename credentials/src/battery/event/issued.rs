//! An event that was issued.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::draft::{EventDraft, in_passport_form};
use super::error::EventError;
use super::kind::{EventKind, LIFECYCLE_EVENT};
use crate::battery::identifier::BatteryId;
use crate::battery::reference::Reference;
use crate::battery::statement::{Statement, expect_type};
use crate::model::has_type;

/// An event as its credential tells it. Whoever reads one has verified its proof and status before.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Id, issuer, times and status.
    pub statement: Statement,
    /// What happened.
    pub kind: EventKind,
    /// To which battery.
    pub battery: BatteryId,
    /// When.
    pub time: Timestamp,
    /// The credential that this one replaces.
    pub supersedes: Option<Reference>,
    /// What the event says beside measured values.
    pub details: Map<String, Value>,
    /// Measured values: members of `performanceAndDurability.batteryCondition`.
    pub condition: Map<String, Value>,
}

impl Event {
    /// Reads a credential as an event of exactly one kind; its proof is another matter.
    pub fn read(credential: &Value) -> Result<Self, EventError> {
        expect_type(credential, LIFECYCLE_EVENT)?;
        let mut kinds = EventKind::ALL
            .into_iter()
            .filter(|kind| has_type(credential, kind.name()));
        let (Some(kind), None) = (kinds.next(), kinds.next()) else {
            let found = EventKind::ALL
                .into_iter()
                .filter(|kind| has_type(credential, kind.name()));
            return Err(EventError::KindCount(found.count()));
        };
        let (statement, subject) = Statement::read(credential)?;
        let mut draft = EventDraft {
            supersedes: subject.optional_reference("supersedes")?,
            ..EventDraft::new(kind, subject.battery()?, subject.time("eventTime")?)
        };
        for (name, value) in subject.object {
            match name.as_str() {
                "id" | "type" | "eventTime" | "supersedes" => {}
                "performanceAndDurability" => {
                    draft.condition = in_passport_form(value, &subject.at.child(name))?.clone();
                }
                _ => drop(draft.details.insert(name.clone(), value.clone())),
            }
        }
        draft.check(&statement)?;
        let EventDraft {
            kind,
            battery,
            time,
            supersedes,
            details,
            condition,
        } = draft;
        Ok(Self {
            statement,
            kind,
            battery,
            time,
            supersedes,
            details,
            condition,
        })
    }

    /// The same event, to be issued again.
    pub fn draft(&self) -> EventDraft {
        EventDraft {
            kind: self.kind,
            battery: self.battery.clone(),
            time: self.time,
            supersedes: self.supersedes.clone(),
            details: self.details.clone(),
            condition: self.condition.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::problem::Coded;

    fn statement() -> Statement {
        Statement::new(
            "urn:uuid:2f1f1d9e-6a0d-4c56-8d43-3a8f0d7f1b55",
            "did:web:fleet.example".parse().unwrap(),
            "2029-03-01T08:05:00Z".parse().unwrap(),
        )
    }

    fn draft() -> EventDraft {
        EventDraft::from_file(&json!({
            "type": "StateOfHealth",
            "battery": "https://id.acme.example/01/09506000134352/21/EV-000417",
            "time": "2029-03-01T08:00:00Z",
            "stateOfCertifiedEnergy": 92.4,
            "numberOfFullCycles": 311,
            "method": "BMS reading over diagnostic port",
        }))
        .unwrap()
    }

    #[test]
    fn a_state_of_health_credential_carries_the_passports_own_names() {
        let credential = draft().build(&statement()).unwrap();
        assert_eq!(
            credential["type"],
            json!(["VerifiableCredential", "LifecycleEvent", "StateOfHealth"])
        );
        assert_eq!(
            credential["credentialSubject"],
            json!({
                "id": "https://id.acme.example/01/09506000134352/21/EV-000417",
                "type": ["Battery"],
                "eventTime": "2029-03-01T08:00:00Z",
                "method": "BMS reading over diagnostic port",
                "performanceAndDurability": {"batteryCondition": {
                    "stateOfCertifiedEnergy": {
                        "stateOfCertifiedEnergyValue": 92.4, "lastUpdate": "2029-03-01T08:00:00Z"
                    },
                    "numberOfFullCycles": {
                        "numberOfFullCyclesValue": 311, "lastUpdate": "2029-03-01T08:00:00Z"
                    },
                }},
            })
        );
        let read = Event::read(&credential).unwrap();
        assert_eq!((read.draft(), read.statement), (draft(), statement()));
    }

    #[test]
    fn an_event_cannot_be_reported_before_it_happens() {
        let mut early = statement();
        early.valid_from = "2029-03-01T07:59:59Z".parse().unwrap();
        let error = draft().build(&early).unwrap_err();
        assert_eq!(error.code(), "event.in_the_future");
        assert_eq!(error.pointer().unwrap(), "/credentialSubject/eventTime");
    }

    #[test]
    fn an_event_that_was_built_elsewhere_is_held_to_the_same_rules() {
        let soce =
            "/credentialSubject/performanceAndDurability/batteryCondition/stateOfCertifiedEnergy";
        let value = format!("{soce}/stateOfCertifiedEnergyValue");
        for (place, wrong, code) in [
            ("/type", json!(["VerifiableCredential"]), "statement.type"),
            (
                "/type",
                json!(["VerifiableCredential", "LifecycleEvent"]),
                "event.kind_count",
            ),
            (
                "/type",
                json!(["LifecycleEvent", "Recycled", "Recall"]),
                "event.kind_count",
            ),
            (
                "/credentialSubject/id",
                json!("https://id.acme.example/01/09506000134353/21/A"),
                "identifier.gtin_check_digit",
            ),
            (
                "/credentialSubject/eventTime",
                json!("soon"),
                "statement.member_malformed",
            ),
            (
                "/credentialSubject/method",
                json!(4),
                "event.member_malformed",
            ),
            (&value, json!(0.924), "event.fraction_for_percent"),
            (&value, json!(924), "event.out_of_range"),
            (
                soce,
                json!({"stateOfCertifiedEnergyValue": 92.4}),
                "event.member_missing",
            ),
            (soce, json!(92.4), "event.member_malformed"),
        ] {
            let mut credential = draft().build(&statement()).unwrap();
            *credential.pointer_mut(place).unwrap() = wrong.clone();
            let error = Event::read(&credential).unwrap_err();
            assert_eq!(error.code(), code, "{place} {wrong}");
            assert!(
                error.pointer().unwrap().starts_with(place),
                "{place} {wrong}"
            );
        }
        let mut credential = draft().build(&statement()).unwrap();
        credential["credentialSubject"]["driver"] = json!("J. Doe");
        let error = Event::read(&credential).unwrap_err();
        assert_eq!(error.code(), "event.member_unknown");
        assert_eq!(error.pointer().unwrap(), "/credentialSubject/driver");
    }
}
