//! What `issue event FILE` reads, and the credential it becomes.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::condition::{self, CONDITION};
use super::details;
use super::error::EventError;
use super::kind::{EventKind, LIFECYCLE_EVENT};
use crate::battery::category::Category;
use crate::battery::identifier::BatteryId;
use crate::battery::reference::Reference;
use crate::battery::statement::Statement;
use crate::json::JsonPointer;
use crate::model::date_time;

/// An event that nobody has signed yet.
#[derive(Debug, Clone, PartialEq)]
pub struct EventDraft {
    /// What happened.
    pub kind: EventKind,
    /// To which battery.
    pub battery: BatteryId,
    /// When.
    pub time: Timestamp,
    /// The credential that this one replaces: the same event, issued again in a transfer or corrected.
    pub supersedes: Option<Reference>,
    /// What the event says beside measured values, see [`EventKind::details`].
    pub details: Map<String, Value>,
    /// Measured values: members of `performanceAndDurability.batteryCondition`.
    pub condition: Map<String, Value>,
}

impl EventDraft {
    /// An event that says no more than that it happened.
    pub fn new(kind: EventKind, battery: BatteryId, time: Timestamp) -> Self {
        Self {
            kind,
            battery,
            time,
            supersedes: None,
            details: Map::new(),
            condition: Map::new(),
        }
    }

    /// Whether this is meant as such a file, and not as the content of a passport.
    pub fn is_one(file: &Value) -> bool {
        file["type"].is_string() && file.get("battery").is_some()
    }

    /// Reads the short form people write:
    ///
    /// ```json
    /// {"type": "StateOfHealth", "battery": "https://id.example.com/01/09506000134352/21/A1",
    ///  "time": "2029-03-01T08:00:00Z", "stateOfCertifiedEnergy": 92.4}
    /// ```
    ///
    /// A measured value is a number, `{"value", "unit"}` (the unit is checked), or the full form of the
    /// passport; it may also stand in `performanceAndDurability.batteryCondition`.
    pub fn from_file(file: &Value) -> Result<Self, EventError> {
        let Value::Object(members) = file else {
            return Err(EventError::NotAnObject);
        };
        let root = JsonPointer::root();
        let text = |name: &str, expected: &str| match members.get(name) {
            Some(Value::String(text)) => Ok(text.as_str()),
            Some(other) => Err(EventError::malformed(root.child(name), expected, other)),
            None => Err(EventError::Missing {
                at: root.child(name),
                expected: expected.to_owned(),
            }),
        };
        let kind: EventKind = text("type", "the kind of event")?.parse()?;
        let battery = text("battery", "the battery's identifier")?;
        let battery = battery.parse().map_err(EventError::Battery)?;
        let when = text("time", A_TIME)?;
        let time = date_time::parse(when)
            .ok_or_else(|| EventError::malformed(root.child("time"), A_TIME, &json!(when)))?;
        let mut draft = Self::new(kind, battery, time);
        for (name, value) in members {
            let at = root.child(name);
            match name.as_str() {
                "type" | "battery" | "time" => {}
                "performanceAndDurability" => {
                    for (name, value) in in_passport_form(value, &at)? {
                        let at = at.child("batteryCondition").child(name);
                        draft.measure(name, value, &at)?;
                    }
                }
                // An incident's one word for what the passport lists.
                "negativeEvent" if kind == EventKind::Incident => {
                    draft.measure("negativeEvents", &json!([value]), &at)?;
                }
                name if kind.detail(name).is_some() => {
                    draft.details.insert(name.to_owned(), value.clone());
                }
                name if condition::row(name).is_some() => draft.measure(name, value, &at)?,
                name => {
                    return Err(EventError::Unknown {
                        at,
                        kind,
                        name: name.to_owned(),
                    });
                }
            }
        }
        details::check(kind, &draft.details, &root)?;
        draft.check_content(&root)?;
        Ok(draft)
    }

    /// Refuses what means nothing for batteries of this category, and a state of health without any of the
    /// parameters that Annex VII part A names for it.
    pub fn check_category(&self, category: Category) -> Result<(), EventError> {
        let tells_health = self.kind == EventKind::StateOfHealth;
        let at = &in_subject();
        condition::check_category(&self.condition, tells_health, category, at)
    }

    /// The unsigned credential. Refuses what [`Event::read`](super::Event::read) would refuse.
    pub fn build(&self, statement: &Statement) -> Result<Value, EventError> {
        self.check(statement)?;
        Ok(statement.build(&[LIFECYCLE_EVENT, self.kind.name()], self.subject()))
    }

    /// What will be `credentialSubject`.
    pub fn subject(&self) -> Map<String, Value> {
        let mut subject = Map::new();
        let mut put = |name: &str, value: Value| subject.insert(name.to_owned(), value);
        put("id", json!(self.battery.to_string()));
        put("type", json!(["Battery"]));
        put("eventTime", json!(self.time.to_string()));
        if let Some(old) = &self.supersedes {
            put("supersedes", old.to_value());
        }
        for (name, value) in &self.details {
            put(name, value.clone());
        }
        if !self.condition.is_empty() {
            put(
                "performanceAndDurability",
                json!({"batteryCondition": self.condition}),
            );
        }
        subject
    }

    /// Everything that can be checked of an event with the frame it is reported in.
    pub(super) fn check(&self, statement: &Statement) -> Result<(), EventError> {
        let subject = JsonPointer::from_iter(["credentialSubject"]);
        if self.time > statement.valid_from {
            return Err(EventError::InTheFuture {
                at: subject.child("eventTime"),
                happened: self.time.to_string(),
                reported: statement.valid_from.to_string(),
            });
        }
        if let Some(name) = self
            .details
            .keys()
            .find(|name| self.kind.detail(name).is_none())
        {
            return Err(EventError::Unknown {
                at: subject.child(name),
                kind: self.kind,
                name: name.clone(),
            });
        }
        details::check(self.kind, &self.details, &subject)?;
        condition::check_all(&self.condition, &in_subject())?;
        self.check_content(&subject)
    }

    fn measure(&mut self, name: &str, value: &Value, at: &JsonPointer) -> Result<(), EventError> {
        let Some(row) = condition::row(name) else {
            return Err(EventError::UnknownAttribute {
                at: at.clone(),
                name: name.to_owned(),
            });
        };
        let full = condition::expand(row, value, self.time, at)?;
        let one = Map::from_iter([(name.to_owned(), full)]);
        // The pointer of a fault is that of the member in the file.
        condition::check_all(&one, &at.parent().unwrap_or_default())?;
        self.condition.extend(one);
        Ok(())
    }

    /// Some kinds say nothing without measured values.
    fn check_content(&self, at: &JsonPointer) -> Result<(), EventError> {
        let at = at.clone();
        match self.kind {
            EventKind::StateOfHealth if self.condition.is_empty() => {
                Err(EventError::NothingMeasured { at })
            }
            EventKind::Incident if !self.condition.contains_key("negativeEvents") => {
                Err(EventError::NothingHappened { at })
            }
            _ => Ok(()),
        }
    }
}

/// The members of `batteryCondition` in a `performanceAndDurability` that holds nothing else.
pub(super) fn in_passport_form<'v>(
    group: &'v Value,
    at: &JsonPointer,
) -> Result<&'v Map<String, Value>, EventError> {
    let members = group
        .as_object()
        .ok_or_else(|| EventError::malformed(at.clone(), "an object", group))?;
    if let Some(name) = members.keys().find(|name| *name != "batteryCondition") {
        return Err(EventError::UnknownAttribute {
            at: at.child(name),
            name: name.clone(),
        });
    }
    let at = at.child("batteryCondition");
    match members.get("batteryCondition") {
        Some(Value::Object(condition)) => Ok(condition),
        Some(other) => Err(EventError::malformed(at, "an object", other)),
        None => Err(EventError::Missing {
            at,
            expected: "measured values".to_owned(),
        }),
    }
}

fn in_subject() -> JsonPointer {
    let tokens = CONDITION.split('/').skip(1);
    std::iter::once("credentialSubject").chain(tokens).collect()
}

const A_TIME: &str = "a date-time with time zone, such as 2029-03-01T08:00:00Z";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Coded;

    const BATTERY: &str = "https://id.acme.example/01/09506000134352/21/EV-000417";

    fn state_of_health(more: Value) -> Value {
        let mut file =
            json!({"type": "StateOfHealth", "battery": BATTERY, "time": "2029-03-01T08:00:00Z"});
        let members = file.as_object_mut().unwrap();
        members.extend(more.as_object().unwrap().clone());
        file
    }

    #[test]
    fn every_way_to_write_a_measured_value_means_the_same() {
        let full =
            json!({"stateOfCertifiedEnergyValue": 92.4, "lastUpdate": "2029-03-01T08:00:00Z"});
        for more in [
            json!({"stateOfCertifiedEnergy": 92.4}),
            json!({"stateOfCertifiedEnergy": {"value": 92.4, "unit": "%"}}),
            json!({"stateOfCertifiedEnergy": {"stateOfCertifiedEnergyValue": 92.4}}),
            json!({"stateOfCertifiedEnergy": full}),
            json!({"performanceAndDurability": {"batteryCondition": {"stateOfCertifiedEnergy": 92.4}}}),
        ] {
            let draft = EventDraft::from_file(&state_of_health(more.clone())).unwrap();
            assert_eq!(draft.condition["stateOfCertifiedEnergy"], full, "{more}");
        }
    }

    #[test]
    fn lists_are_written_short_too() {
        let draft = EventDraft::from_file(&state_of_health(json!({
            "remainingPowerCapability": {"atSoC": 80, "powerCapabilityAt": 110_000},
            "numberOfDeepDischarges": 3,
        })))
        .unwrap();
        assert_eq!(
            draft.condition["remainingPowerCapability"],
            json!([{"atSoC": 80, "powerCapabilityAt": 110_000, "lastUpdate": "2029-03-01T08:00:00Z"}])
        );
        let incident = json!({"type": "Incident", "battery": BATTERY, "time": "2029-03-01T08:00:00Z",
            "negativeEvent": "rear impact, pack housing dented", "severity": "serious"});
        let draft = EventDraft::from_file(&incident).unwrap();
        assert_eq!(
            draft.condition["negativeEvents"][0]["negativeEvent"],
            "rear impact, pack housing dented"
        );
    }

    #[test]
    fn a_value_with_a_wrong_unit_or_range_is_refused_where_it_stands() {
        let at = "/performanceAndDurability/batteryCondition/stateOfCertifiedEnergy";
        for (more, code, pointer) in [
            (
                json!({"stateOfCertifiedEnergy": 0.8}),
                "event.fraction_for_percent",
                "/stateOfCertifiedEnergy",
            ),
            (
                json!({"stateOfCertifiedEnergy": 1}),
                "event.fraction_for_percent",
                "/stateOfCertifiedEnergy",
            ),
            (
                json!({"stateOfCertifiedEnergy": 108}),
                "event.out_of_range",
                "/stateOfCertifiedEnergy",
            ),
            (
                json!({"stateOfCertifiedEnergy": -4}),
                "event.out_of_range",
                "/stateOfCertifiedEnergy",
            ),
            (
                json!({"stateOfCertifiedEnergy": "92.4 %"}),
                "event.member_malformed",
                "/stateOfCertifiedEnergy",
            ),
            (
                json!({"remainingEnergy": {"value": 61, "unit": "Ah"}}),
                "event.unit",
                "/remainingEnergy/unit",
            ),
            (
                json!({"remainingEnergy": {"value": 61, "unit": 3}}),
                "event.member_malformed",
                "/remainingEnergy/unit",
            ),
            (
                json!({"remainingCapacity": {"value": -1, "unit": "Ah"}}),
                "event.out_of_range",
                "/remainingCapacity/value",
            ),
            (
                json!({"remainingCapacity": {"value": 1, "site": "Graz"}}),
                "event.attribute_unknown",
                "/remainingCapacity/site",
            ),
            (
                json!({"numberOfDeepDischarges": 2.5}),
                "event.member_malformed",
                "/numberOfDeepDischarges",
            ),
            (
                json!({"remainingPowerCapability": [{"atSoC": 80}]}),
                "event.member_missing",
                "/remainingPowerCapability/0/powerCapabilityAt",
            ),
            (
                json!({"performanceAndDurability": {"batteryCondition": {"stateOfCertifiedEnergy": 0.8}}}),
                "event.fraction_for_percent",
                at,
            ),
            (
                json!({"performanceAndDurability": {"batteryTechnicalProperties": {}}}),
                "event.attribute_unknown",
                "/performanceAndDurability/batteryTechnicalProperties",
            ),
            (
                json!({"ratedCapacity": 200}),
                "event.member_unknown",
                "/ratedCapacity",
            ),
            (
                json!({"driver": "J. Doe"}),
                "event.member_unknown",
                "/driver",
            ),
            (json!({}), "event.nothing_measured", ""),
        ] {
            let error = EventDraft::from_file(&state_of_health(more.clone())).unwrap_err();
            assert_eq!(error.code(), code, "{more}");
            assert_eq!(error.pointer().as_deref(), Some(pointer), "{more}");
        }
        let error = EventDraft::from_file(&state_of_health(json!({"stateOfCertifiedEnergy": 0.8})))
            .unwrap_err();
        assert_eq!(error.hint().unwrap(), "write 80 for 80 %");
    }

    #[test]
    fn a_file_that_is_no_event_is_refused_where_it_is_not() {
        for (place, value, code) in [
            ("/type", json!("Stolen"), "event.kind_unknown"),
            ("/type", json!(7), "event.member_malformed"),
            ("/battery", json!("EV-000417"), "identifier.not_a_link"),
            (
                "/battery",
                json!("https://id.acme.example/01/09506000134353/21/A"),
                "identifier.gtin_check_digit",
            ),
            ("/time", json!("yesterday"), "event.member_malformed"),
            ("/time", json!("2029-03-01"), "event.member_malformed"),
        ] {
            let mut file = state_of_health(json!({"stateOfCertifiedEnergy": 92.4}));
            *file.pointer_mut(place).unwrap() = value.clone();
            let error = EventDraft::from_file(&file).unwrap_err();
            assert_eq!(error.code(), code, "{place} {value}");
            assert_eq!(error.pointer().as_deref(), Some(place), "{value}");
        }
        assert_eq!(
            EventDraft::from_file(&json!([])),
            Err(EventError::NotAnObject)
        );
        let incident =
            json!({"type": "Incident", "battery": BATTERY, "time": "2029-03-01T08:00:00Z"});
        assert_eq!(
            EventDraft::from_file(&incident).unwrap_err().code(),
            "event.nothing_happened"
        );
    }

    #[test]
    fn a_state_of_health_tells_what_annex_vii_asks_of_the_category() {
        let draft = |more| EventDraft::from_file(&state_of_health(more)).unwrap();
        let ev = draft(json!({"stateOfCertifiedEnergy": 92.4}));
        assert_eq!(ev.check_category(Category::Ev), Ok(()));
        let error = ev.check_category(Category::Lmt).unwrap_err();
        assert_eq!(error.code(), "event.not_of_category");
        assert_eq!(
            error.pointer().unwrap(),
            "/credentialSubject/performanceAndDurability/batteryCondition/stateOfCertifiedEnergy"
        );
        let storage = draft(json!({"remainingCapacity": 96.5}));
        for category in [Category::Lmt, Category::Stationary, Category::Industrial] {
            assert_eq!(storage.check_category(category), Ok(()), "{category}");
        }
        assert_eq!(
            storage.check_category(Category::Ev).unwrap_err().code(),
            "event.health_parameter_missing"
        );
    }
}
