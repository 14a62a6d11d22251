//! Whether a value has the form of its kind.

use serde_json::Value;
use url::Url;

use super::super::when::When;
use crate::battery::attributes::Kind;

/// How a value does not fit.
pub(super) enum Fault {
    /// Another JSON type.
    Kind,
    /// The right JSON type, the wrong form.
    Malformed(&'static str, String),
    /// Acceptable, and hardly meant.
    Doubtful(&'static str, &'static str),
}

pub(super) fn fits(kind: Kind, value: &Value) -> Result<(), Fault> {
    let malformed = |code, what: &str| Err(Fault::Malformed(code, what.to_owned()));
    match (kind, value) {
        (Kind::Object, Value::Object(_))
        | (Kind::Array, Value::Array(_))
        | (Kind::Number, Value::Number(_))
        | (Kind::Boolean, Value::Bool(_))
        // Their own families look closer.
        | (Kind::Cas | Kind::BatteryId, Value::String(_)) => Ok(()),
        (Kind::Integer, Value::Number(number)) => {
            match number.as_f64().is_some_and(|number| number.fract() == 0.0) {
                true => Ok(()),
                false => malformed("structure.not_whole", "a whole number"),
            }
        }
        (Kind::Text, Value::String(text)) => match text.trim().is_empty() {
            true => malformed("structure.empty", "a text that is not empty"),
            false => Ok(()),
        },
        (Kind::LanguageMap, Value::Object(texts)) => {
            let good = !texts.is_empty()
                && texts.iter().all(|(tag, text)| {
                    is_language_tag(tag) && text.as_str().is_some_and(|text| !text.is_empty())
                });
            match good {
                true => Ok(()),
                false => malformed("structure.language_map", "texts by language tag"),
            }
        }
        (Kind::Date, Value::String(text)) => match When::date(text) {
            Some(_) => Ok(()),
            None => malformed("date.malformed", "YYYY-MM, YYYY-MM-DD or an RFC 3339 date-time"),
        },
        (Kind::DateTime, Value::String(text)) => match When::instant(text) {
            Some(_) => Ok(()),
            None => malformed("date.malformed", "an RFC 3339 date-time with its offset"),
        },
        (Kind::Url, Value::String(text)) => match Url::parse(text) {
            Err(_) => malformed("structure.url", "an absolute URL"),
            Ok(url) if matches!(url.scheme(), "https" | "http" | "urn") => Ok(()),
            Ok(_) => Err(Fault::Doubtful("structure.url_scheme", "an https link that readers can follow")),
        },
        (Kind::Email, Value::String(text)) => match is_email(text) {
            true => Ok(()),
            false => malformed("structure.email", "an e-mail address"),
        },
        (Kind::Enumeration(values), Value::String(text)) => match values.contains(&text.as_str()) {
            true => Ok(()),
            false => Err(Fault::Malformed(
                "structure.enumeration",
                format!("one of {}", values.join(", ")),
            )),
        },
        _ => Err(Fault::Kind),
    }
}

/// RFC 5646, as far as its form goes: a language of two to eight letters, then subtags.
fn is_language_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let language = parts.next().is_some_and(|part| {
        (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic())
    });
    language
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    !local.is_empty()
        && domain.contains('.')
        && !domain.starts_with('.')
        && !domain.ends_with('.')
        && !text.contains(char::is_whitespace)
}
