//! What a value that is neither object nor list looks like, by its kind.

use serde_json::{Map, Value, json};

use crate::battery::attributes::{Attribute, Fraction, Kind};

/// RFC 3339 with its offset.
const INSTANT: &str = r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})";
const DAY: &str = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])";
const MONTH: &str = r"\d{4}-(0[1-9]|1[0-2])";
const LANGUAGE_TAG: &str = "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$";
/// A domain with a dot that neither begins nor ends it.
const EMAIL: &str = r"^\S+@[^\s@.][^\s@]*\.([^\s@]*[^\s@.])$";

pub(super) fn of(row: &Attribute) -> Map<String, Value> {
    let said = match row.kind {
        Kind::Number => return number("number", row),
        Kind::Integer => return number("integer", row),
        Kind::Text => json!({"type": "string", "pattern": r"\S"}),
        Kind::LanguageMap => json!({
            "type": "object",
            "minProperties": 1,
            "propertyNames": {"pattern": LANGUAGE_TAG},
            "additionalProperties": {"type": "string", "minLength": 1},
        }),
        Kind::Boolean => json!({"type": "boolean"}),
        Kind::Date => json!({
            "type": "string",
            "anyOf": [
                {"pattern": format!("^{MONTH}$")},
                {"pattern": format!("^{DAY}$"), "format": "date"},
                {"pattern": format!("^{INSTANT}$"), "format": "date-time"},
            ],
        }),
        Kind::DateTime => {
            json!({"type": "string", "pattern": format!("^{INSTANT}$"), "format": "date-time"})
        }
        Kind::Url => json!({
            "type": "string",
            "pattern": "^[A-Za-z][A-Za-z0-9+.-]*:",
            "format": "uri",
        }),
        Kind::Email => json!({"type": "string", "pattern": EMAIL}),
        Kind::Cas => json!({"type": "string", "pattern": "^[0-9]{2,7}-[0-9]{2}-[0-9]$"}),
        Kind::BatteryId => return fields(battery_id(&row.article())),
        Kind::Enumeration(values) => json!({"enum": values}),
        // Told with their members, one file up.
        Kind::Object | Kind::Array => Value::Null,
    };
    fields(said)
}

/// A link over https or a URN.
pub(super) fn battery_id(description: &str) -> Value {
    json!({
        "type": "string",
        "description": description,
        "pattern": "^([Hh][Tt][Tt][Pp][Ss]://|[Uu][Rr][Nn]:)",
        "format": "uri",
    })
}

fn number(kind: &str, row: &Attribute) -> Map<String, Value> {
    let mut said = fields(json!({"type": kind}));
    if let Some(range) = row.range {
        said.insert("minimum".into(), json!(range.min));
        said.insert("maximum".into(), json!(range.max));
    }
    if row.fraction == Fraction::Certain {
        // 0.8 where 80 % was meant.
        said.insert(
            "not".into(),
            json!({"exclusiveMinimum": 0, "exclusiveMaximum": 1}),
        );
    }
    said
}

fn fields(said: Value) -> Map<String, Value> {
    match said {
        Value::Object(said) => said,
        _ => Map::new(),
    }
}
