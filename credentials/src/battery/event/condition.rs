//! Measured values in events, held against the attribute table.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::error::EventError;
use crate::battery::attributes::{Attribute, Change, Fraction, Kind, Point, Requirement, table};
use crate::battery::category::Category;
use crate::json::JsonPointer;
use crate::model::date_time;

/// Where measured values stand, in the passport's subject and in an event's.
pub(crate) const CONDITION: &str = "/performanceAndDurability/batteryCondition";

/// The row of a measured value, such as `stateOfCertifiedEnergy`.
pub(super) fn row(name: &str) -> Option<&'static Attribute> {
    table()
        .at(CONDITION)
        .and_then(|section| table().member(section, name))
        .filter(|row| row.change == Change::Dynamic)
}

/// The full form of a value that the file of `issue event` states short: `92.4`, or
/// `{"value": 92.4, "unit": "%"}`, or without `lastUpdate`; in lists element by element.
pub(super) fn expand(
    row: &'static Attribute,
    value: &Value,
    time: Timestamp,
    at: &JsonPointer,
) -> Result<Value, EventError> {
    match (row.kind, value) {
        (Kind::Array, Value::Array(elements)) => {
            let each = |(index, element)| expand_one(row, element, time, &at.child(index));
            elements.iter().enumerate().map(each).collect()
        }
        (Kind::Array, single) => Ok(Value::Array(vec![expand_one(row, single, time, at)?])),
        _ => expand_one(row, value, time, at),
    }
}

fn expand_one(
    row: &'static Attribute,
    value: &Value,
    time: Timestamp,
    at: &JsonPointer,
) -> Result<Value, EventError> {
    let Some(measured) = measured(row) else {
        return Ok(dated(value.clone(), time));
    };
    let short = match value {
        Value::Object(members) if members.contains_key("value") => {
            let known = ["value", "unit", "lastUpdate"];
            if let Some(name) = members.keys().find(|name| !known.contains(&name.as_str())) {
                return Err(EventError::UnknownAttribute {
                    at: at.child(name),
                    name: name.clone(),
                });
            }
            check_unit(measured, members.get("unit"), at)?;
            check(measured, &members["value"], &at.child("value"))?;
            &members["value"]
        }
        Value::Object(_) => return Ok(dated(value.clone(), time)),
        plain => {
            check(measured, plain, at)?;
            plain
        }
    };
    let mut full = Map::new();
    full.insert(measured.name().to_owned(), short.clone());
    if let Some(updated) = value.get("lastUpdate") {
        full.insert("lastUpdate".to_owned(), updated.clone());
    }
    Ok(dated(full.into(), time))
}

/// The one member that matters, where there is one: a short form has nowhere to put two.
fn measured(row: &'static Attribute) -> Option<&'static Attribute> {
    let mut members = table()
        .members(row)
        .filter(|member| member.required_member && member.name() != "lastUpdate");
    match (members.next(), members.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

fn dated(mut value: Value, time: Timestamp) -> Value {
    if let Value::Object(members) = &mut value
        && !members.contains_key("lastUpdate")
    {
        members.insert("lastUpdate".to_owned(), json!(time.to_string()));
    }
    value
}

fn check_unit(
    row: &'static Attribute,
    unit: Option<&Value>,
    at: &JsonPointer,
) -> Result<(), EventError> {
    let (Some(expected), Some(found)) = (row.unit, unit) else {
        return Ok(());
    };
    let at = at.child("unit");
    let Value::String(found) = found else {
        return Err(EventError::malformed(at, "a unit", found));
    };
    // UCUM writes kW.h where people write kWh.
    let plain = |unit: &str| unit.replace(['.', '{', '}', ' '], "").replace('Ω', "Ohm");
    if plain(expected) == plain(found) {
        return Ok(());
    }
    Err(EventError::Unit {
        at,
        expected,
        found: found.clone(),
    })
}

/// Refuses values that the attribute table does not know, or that they cannot be.
pub(super) fn check_all(
    condition: &Map<String, Value>,
    at: &JsonPointer,
) -> Result<(), EventError> {
    condition.iter().try_for_each(|(name, value)| {
        let at = at.child(name);
        match row(name) {
            Some(row) => check(row, value, &at),
            None => Err(EventError::UnknownAttribute {
                at,
                name: name.clone(),
            }),
        }
    })
}

fn check(row: &'static Attribute, value: &Value, at: &JsonPointer) -> Result<(), EventError> {
    let malformed = |expected: &str| Err(EventError::malformed(at.clone(), expected, value));
    match (row.kind, value) {
        (Kind::Object, Value::Object(members)) => check_members(row, members, at),
        (Kind::Object, _) => malformed("an object"),
        (Kind::Array, Value::Array(elements)) => {
            elements
                .iter()
                .enumerate()
                .try_for_each(|(index, element)| {
                    let at = at.child(index);
                    match (table().member(row, "*"), element) {
                        (Some(plain), element) => check(plain, element, &at),
                        (None, Value::Object(members)) => check_members(row, members, &at),
                        (None, _) => Err(EventError::malformed(at, "an object", element)),
                    }
                })
        }
        (Kind::Array, _) => malformed("a list"),
        (Kind::Number, Value::Number(number)) => {
            check_number(row, number.as_f64().unwrap_or(f64::NAN), at)
        }
        (Kind::Number, _) => malformed("a number"),
        (Kind::Integer, Value::Number(number)) if number.is_i64() || number.is_u64() => {
            check_number(row, number.as_f64().unwrap_or(f64::NAN), at)
        }
        (Kind::Integer, _) => malformed("a whole number"),
        (Kind::Enumeration(words), Value::String(word)) if words.contains(&word.as_str()) => Ok(()),
        (Kind::Enumeration(words), _) => malformed(&format!("one of {}", words.join(", "))),
        (Kind::DateTime, Value::String(time)) if date_time::parse(time).is_some() => Ok(()),
        (Kind::DateTime, _) => malformed("a date-time with time zone"),
        (Kind::Boolean, Value::Bool(_)) => Ok(()),
        (Kind::Boolean, _) => malformed("true or false"),
        (_, Value::String(text)) if !text.trim().is_empty() => Ok(()),
        _ => malformed("some words"),
    }
}

fn check_members(
    row: &'static Attribute,
    members: &Map<String, Value>,
    at: &JsonPointer,
) -> Result<(), EventError> {
    for (name, value) in members {
        let at = at.child(name);
        match table().member(row, name) {
            Some(member) => check(member, value, &at)?,
            None => {
                return Err(EventError::UnknownAttribute {
                    at,
                    name: name.clone(),
                });
            }
        }
    }
    // A reading is of a time, which a passport's content may leave open.
    let needed = |member: &Attribute| member.required_member || member.name() == "lastUpdate";
    match table()
        .members(row)
        .find(|member| needed(member) && !members.contains_key(member.name()))
    {
        Some(absent) => Err(EventError::Missing {
            at: at.child(absent.name()),
            expected: absent.title.to_lowercase(),
        }),
        None => Ok(()),
    }
}

fn check_number(row: &'static Attribute, found: f64, at: &JsonPointer) -> Result<(), EventError> {
    // One is 1 %, except where no battery ever had as little.
    let one_is_all = row.plausible.is_some_and(|usual| usual.min > 1.0) && found == 1.0;
    let fraction = (0.0 < found && found < 1.0) || one_is_all;
    if row.fraction == Fraction::Certain && fraction {
        return Err(EventError::Fraction {
            at: at.clone(),
            found,
        });
    }
    match row.range {
        Some(bounds) if !bounds.contains(found) => Err(EventError::OutOfRange {
            at: at.clone(),
            found,
            bounds,
            unit: row.unit.unwrap_or_default(),
        }),
        _ => Ok(()),
    }
}

/// Refuses values that mean nothing for the category, and a state of health that tells nothing of what
/// Annex VII part A calls so.
pub(super) fn check_category(
    condition: &Map<String, Value>,
    tells_health: bool,
    category: Category,
    at: &JsonPointer,
) -> Result<(), EventError> {
    for name in condition.keys() {
        if let Some(row) = row(name)
            && row.requirements.of(category) == Requirement::NotApplicable
        {
            return Err(EventError::NotOfCategory {
                at: at.child(name),
                name: row.name(),
                category,
            });
        }
    }
    let health: Vec<&str> = table()
        .at(CONDITION)
        .into_iter()
        .flat_map(|section| table().members(section))
        .filter(|row| row.point == Some(Point::Four('b')))
        .filter(|row| row.requirements.of(category) == Requirement::Mandatory)
        .map(Attribute::name)
        .collect();
    if tells_health
        && !health.is_empty()
        && !health.iter().any(|name| condition.contains_key(*name))
    {
        return Err(EventError::HealthParameter {
            at: at.clone(),
            expected: health.join(", "),
            category,
        });
    }
    Ok(())
}
