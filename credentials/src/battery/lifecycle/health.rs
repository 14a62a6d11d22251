//! The state of health in time (Art. 14, Annex VII part A): what passport and events told of it, one series an attribute.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::{Span, Timestamp, tz::Offset};
use serde_json::Value;

use super::fold::Word;
use super::history::State;
use crate::battery::attributes::{Attribute, Change, Kind, Point, table};
use crate::battery::audience::{Audience, may_see};
use crate::battery::event::CONDITION;

/// One value of an attribute, and where it is from.
#[derive(Debug, Clone, PartialEq)]
pub struct Measurement {
    /// When it was measured.
    pub at: Timestamp,
    /// In the unit of the attribute table.
    pub value: f64,
    /// Id of the event's credential; nothing for what the passport itself states.
    pub event: Option<String>,
}

/// One attribute in time.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// The attribute's row.
    pub attribute: &'static Attribute,
    /// UCUM unit of the values.
    pub unit: &'static str,
    /// Its values, in the order of time.
    pub points: Vec<Measurement>,
    /// What the values are a share of where they have another unit than per cent: the rated capacity or energy.
    pub rated: Option<f64>,
    /// At how many per cent of its rated capacity the battery counts as exhausted (Annex XIII 1(k)).
    pub exhausted_at: Option<f64>,
    /// When the commercial warranty ends (Annex XIII 1(m)), counted from putting into service.
    pub warranty_until: Option<Timestamp>,
}

impl Series {
    /// A value as per cent: of what the unit says, or of what the battery was rated for.
    pub fn percent(&self, value: f64) -> Option<f64> {
        match self.rated {
            _ if self.unit == "%" => Some(value),
            Some(rated) => Some(100.0 * value / rated),
            None => None,
        }
    }
}

/// The state of health in time as far as this audience may see it; nobody in particular sees all that is disclosed.
/// Attributes without a value are left out.
pub fn series(state: &State, passport: &Value, audience: Option<Audience>) -> Vec<Series> {
    let subject = &passport["credentialSubject"];
    let technical = &subject["performanceAndDurability"]["batteryTechnicalProperties"];
    let general = &subject["generalProductInformation"];
    let positive = |value: &Value| value.as_f64().filter(|number| *number > 0.0);
    let warranty_until = positive(&general["warrantyPeriod"])
        .zip(state.put_into_service)
        .and_then(|(months, start)| {
            // Whole months: half of one is nobody's warranty.
            let months = Span::new().try_months(months as i64).ok()?;
            let end = Offset::UTC.to_datetime(start).checked_add(months).ok()?;
            Offset::UTC.to_timestamp(end).ok()
        });
    let seen = rows().filter(|(row, _)| audience.is_none_or(|audience| may_see(row, audience)));
    seen.filter_map(|(row, member)| {
        let points = state.health.get(row.name())?.clone();
        let of = match row.name() {
            "remainingCapacity" => &technical["ratedCapacity"],
            "remainingEnergy" => &technical["ratedEnergy"],
            _ => &Value::Null,
        };
        let is_capacity = matches!(row.name(), "remainingCapacity" | "stateOfHealth");
        let threshold = positive(&technical["capacityThresholdForExhaustion"]);
        Some(Series {
            attribute: row,
            unit: member.unit.unwrap_or_default(),
            points,
            rated: positive(of),
            exhausted_at: threshold.filter(|_| is_capacity),
            warranty_until,
        })
    })
    .collect()
}

/// Attributes of the state of health that are one number, each with the member that holds it.
fn rows() -> impl Iterator<Item = (&'static Attribute, &'static Attribute)> {
    static ROWS: LazyLock<Vec<(&Attribute, &Attribute)>> = LazyLock::new(|| {
        let section = table().at(CONDITION);
        let rows = section.into_iter().flat_map(|row| table().members(row));
        rows.filter_map(|row| Some((row, number_of(row)?)))
            .collect()
    });
    ROWS.iter().copied()
}

fn number_of(row: &'static Attribute) -> Option<&'static Attribute> {
    let is_health = row.point == Some(Point::Four('b'))
        && row.change == Change::Dynamic
        && row.kind == Kind::Object;
    let number = |member: &&Attribute| member.required_member && member.kind == Kind::Number;
    table().members(row).find(number).filter(|_| is_health)
}

/// Takes down a reading, where it is of the state of health.
pub(super) fn note(
    health: &mut BTreeMap<&'static str, Vec<Measurement>>,
    name: &str,
    word: Word<'_>,
) {
    let Some((row, member)) = rows().find(|(row, _)| row.name() == name) else {
        return;
    };
    let Some(value) = word.value.get(member.name()).and_then(Value::as_f64) else {
        return;
    };
    let updated = word.value.get("lastUpdate").and_then(Value::as_str);
    let measured = updated.and_then(|time| time.parse().ok());
    health.entry(row.name()).or_default().push(Measurement {
        at: measured.unwrap_or(word.at),
        value,
        event: word.event.map(str::to_owned),
    });
}

/// In the order of time; what several tell alike counts once, an event's word before the passport's.
pub(super) fn settle(health: &mut BTreeMap<&'static str, Vec<Measurement>>) {
    for points in health.values_mut() {
        points.sort_by(|one, other| {
            let key = |point: &Measurement| (point.at, point.event.is_none());
            key(one)
                .cmp(&key(other))
                .then(one.value.total_cmp(&other.value))
                .then_with(|| one.event.cmp(&other.event))
        });
        points.dedup_by(|later, kept| later.at == kept.at && later.value == kept.value);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::fold::tests::{event, passport, plain, soh};
    use super::super::{Fold, fold};
    use super::*;
    use crate::battery::audience::Purpose;

    /// The EV battery with what it was rated for, and a reading in the passport itself.
    fn rated() -> Value {
        let mut rated = passport();
        rated["credentialSubject"]["performanceAndDurability"] = json!({
            "batteryTechnicalProperties": {
                "ratedCapacity": 200, "capacityThresholdForExhaustion": 70
            },
            "batteryCondition": {"stateOfCertifiedEnergy": {
                "stateOfCertifiedEnergyValue": 100, "lastUpdate": "2027-02-17T00:00:00Z"
            }},
        });
        rated["credentialSubject"]["generalProductInformation"]["warrantyPeriod"] = json!(96);
        rated
    }

    fn told(events: &[crate::battery::Event], audience: Option<Audience>) -> Vec<Series> {
        let Fold { state, faults } = fold(&rated(), events);
        assert_eq!(faults, []);
        series(&state, &rated(), audience)
    }

    #[test]
    fn the_passports_value_and_those_of_events_stand_in_the_order_of_time() {
        let events = [
            soh("2030-01-01T00:00:00Z", 92.5, 500),
            soh("2029-01-01T00:00:00Z", 95.0, 300),
            plain("PutIntoService", "2027-03-02T09:00:00Z"),
        ];
        let told = told(&events, None);
        let [energy] = told.as_slice() else {
            panic!("{told:?}")
        };
        assert_eq!(energy.attribute.name(), "stateOfCertifiedEnergy");
        let values: Vec<f64> = energy.points.iter().map(|point| point.value).collect();
        assert_eq!(
            (values.as_slice(), energy.unit),
            (&[100.0, 95.0, 92.5][..], "%")
        );
        assert_eq!(energy.points[0].event, None);
        assert_eq!(
            energy.points[2].event.as_ref(),
            Some(&events[0].statement.id)
        );
        assert_eq!(
            energy.warranty_until,
            Some("2035-03-02T09:00:00Z".parse().unwrap())
        );
        // The threshold is one of capacity.
        assert_eq!(energy.exhausted_at, None);
    }

    #[test]
    fn capacity_is_a_share_of_what_the_battery_was_rated_for() {
        let reading = json!({"stateOfCertifiedEnergy": 91, "remainingCapacity": 190});
        let told = told(
            &[event("StateOfHealth", "2029-01-01T00:00:00Z", reading)],
            None,
        );
        let capacity = &told[1];
        assert_eq!(capacity.attribute.name(), "remainingCapacity");
        assert_eq!((capacity.unit, capacity.rated), ("A.h", Some(200.0)));
        assert_eq!(capacity.percent(190.0), Some(95.0));
        assert_eq!(capacity.exhausted_at, Some(70.0));
        // Nobody said when it was put into service, and so not when its warranty ends.
        assert_eq!(capacity.warranty_until, None);
    }

    #[test]
    fn a_reading_that_does_not_fit_and_one_told_again_are_no_points() {
        let events = [
            soh("2029-01-01T00:00:00Z", 95.0, 300),
            soh("2030-01-01T00:00:00Z", 99.0, 100),
        ];
        let Fold { state, faults } = fold(&rated(), &events);
        assert_eq!(faults.len(), 1);
        assert_eq!(state.health["stateOfCertifiedEnergy"].len(), 2);
        let again = [events[0].clone(), events[0].clone()];
        assert_eq!(told(&again, None)[0].points.len(), 2);
    }

    #[test]
    fn everyone_sees_no_health_and_the_owner_all_of_it() {
        let events = [soh("2029-01-01T00:00:00Z", 95.0, 300)];
        assert_eq!(told(&events, Some(Audience::Public)), []);
        let owner = Audience::LegitimateInterest(Purpose::Owner);
        assert_eq!(told(&events, Some(owner)), told(&events, None));
    }
}
