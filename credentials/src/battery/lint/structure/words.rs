//! What was expected, what was found and what to write instead, in words.

use serde_json::Value;

use super::super::plain;
use crate::battery::attributes::{Attribute, Kind};
use crate::battery::describe;

/// What is expected.
pub(super) fn name(kind: Kind, row: &Attribute) -> String {
    let number = |what: &str| match row.unit {
        Some(unit) => format!("{what} in {}", describe::unit(unit)),
        None => what.to_owned(),
    };
    match kind {
        Kind::Object => "an object".to_owned(),
        Kind::Array => "a list".to_owned(),
        Kind::Number => number("a number"),
        Kind::Integer => number("a whole number"),
        Kind::LanguageMap => "texts by language tag, such as {\"en\": \"…\"}".to_owned(),
        Kind::Boolean => "true or false".to_owned(),
        Kind::Enumeration(values) => format!("one of {}", values.join(", ")),
        Kind::Text
        | Kind::Date
        | Kind::DateTime
        | Kind::Url
        | Kind::Email
        | Kind::Cas
        | Kind::BatteryId => "a text".to_owned(),
    }
}

/// A value short enough for a message.
pub(super) fn shown(value: &Value) -> String {
    match value {
        Value::Object(_) => "an object".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::String(text) => {
            let short: String = text.chars().take(40).collect();
            let more = if short.len() < text.len() { "…" } else { "" };
            format!("the text {:?}", format!("{short}{more}"))
        }
        other => other.to_string(),
    }
}

/// What to write instead, where the value tells.
pub(super) struct Fix {
    pub(super) hint: String,
    pub(super) value: Value,
}

pub(super) fn fix(kind: Kind, value: &Value) -> Option<Fix> {
    match (kind, value) {
        (Kind::Number | Kind::Integer, Value::String(text)) => {
            let end = text
                .find(|c: char| !c.is_ascii_digit() && !".-+".contains(c))
                .unwrap_or(text.len());
            let number: f64 = text[..end].parse().ok()?;
            let unit = if end < text.trim_end().len() {
                " and without the unit"
            } else {
                ""
            };
            Some(Fix {
                hint: format!("write {number}, without quotes{unit}"),
                value: plain(number),
            })
        }
        (Kind::Array, value) => Some(Fix {
            hint: "put it in [ ], also when there is only one".to_owned(),
            value: Value::Array(vec![value.clone()]),
        }),
        (Kind::Enumeration(values), Value::String(text)) => {
            let meant = values
                .iter()
                .find(|known| known.eq_ignore_ascii_case(text.trim()))?;
            Some(Fix {
                hint: format!("write {meant}"),
                value: Value::from(*meant),
            })
        }
        _ => None,
    }
}
