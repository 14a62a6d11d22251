//! What in an element is a value, and what only says what the element is.

use serde_json::{Map, Value};

/// The value of a property, or what stands for it in a list of values.
pub(super) fn own_value(members: &Map<String, Value>) -> Option<(&'static str, &Value)> {
    match members.get("value") {
        None | Some(Value::Null) => {
            let value = members.get("valueId")?.pointer("/keys/0/value")?;
            is_scalar(value).then_some(("valueId/keys/0/value", value))
        }
        Some(value) => is_scalar(value).then_some(("value", value)),
    }
}

type Own<'s> = (String, &'s Value, Option<&'s str>);

pub(super) fn texts<'s>(members: &'s Map<String, Value>, at: &str) -> Option<Vec<Own<'s>>> {
    let texts = members.get("value")?.as_array()?;
    texts
        .iter()
        .enumerate()
        .map(|(index, text)| {
            let value = text.get("text").filter(|value| is_scalar(value))?;
            let language = text.get("language").and_then(Value::as_str);
            Some((format!("{at}/value/{index}/text"), value, language))
        })
        .collect()
}

/// English, else the first.
pub(super) fn preferred_language(own: &[Own<'_>]) -> usize {
    own.iter()
        .position(|(_, _, language)| language.is_some_and(|language| language.starts_with("en")))
        .unwrap_or(0)
}

/// The language of a text that the template keeps without.
pub(super) fn language_qualifier(members: &Map<String, Value>) -> Option<&str> {
    let qualifiers = members.get("qualifiers")?.as_array()?;
    qualifiers
        .iter()
        .find(|qualifier| qualifier.get("type").and_then(Value::as_str) == Some("language"))?
        .get("value")?
        .as_str()
}

/// Whether anything in an element is a value.
pub(super) fn has_value(element: &Value) -> bool {
    match element {
        Value::Object(members) => members.iter().any(|(name, value)| {
            name == "valueId" && !members.contains_key("value")
                || !DESCRIBING.contains(&name.as_str()) && has_value(value)
        }),
        Value::Array(items) => items.iter().any(has_value),
        Value::Null => false,
        _ => true,
    }
}

pub(super) fn is_scalar(value: &Value) -> bool {
    !matches!(value, Value::Null | Value::Array(_) | Value::Object(_))
}

/// Members that say what an element is, and nothing about the battery.
pub(super) const DESCRIBING: &[&str] = &[
    "administration",
    "category",
    "contentType",
    "description",
    "direction",
    "displayName",
    "embeddedDataSpecifications",
    "entityType",
    "extensions",
    "externalSubjectId",
    "id",
    "idShort",
    "kind",
    "language",
    "lastUpdate",
    "maxInterval",
    "messageTopic",
    "minInterval",
    "modelType",
    "orderRelevant",
    "qualifiers",
    "semanticId",
    "semanticIdListElement",
    "state",
    "supplementalSemanticIds",
    "type",
    "typeValueListElement",
    "valueId",
    "valueType",
    "valueTypeListElement",
];
