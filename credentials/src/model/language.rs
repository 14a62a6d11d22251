//! Text for people in one language or several (sections 4.6 and 11.1).

use serde_json::Value;

use super::Rule;
use super::shape::{Faults, Members};

/// Checks `name` and `description`, where they are.
pub(super) fn check(members: &Members<'_>, faults: &mut Faults) {
    for name in ["name", "description"] {
        let Some(found) = members.get(name) else {
            continue;
        };
        if found.value.is_string() {
            continue;
        }
        let each = found.each();
        if each.is_empty() {
            faults.add(Rule::Language, &found.at);
        }
        for place in each {
            if !is_language_value(place.value) {
                faults.add(Rule::Language, &place.at);
            }
        }
    }
}

fn is_language_value(value: &Value) -> bool {
    let Some(members) = value.as_object() else {
        return false;
    };
    members.contains_key("@value")
        && members.iter().all(|(name, value)| match name.as_str() {
            "@value" => value.is_string(),
            "@language" => value.as_str().is_some_and(is_language_tag),
            "@direction" => value == "ltr" || value == "rtl",
            _ => false,
        })
}

/// Well-formed as far as BCP 47 asks of every tag: subtags of one to eight letters and digits, letters first.
fn is_language_tag(tag: &str) -> bool {
    let fits = |subtag: &str| (1..=8).contains(&subtag.len());
    let first = tag.split('-').next().unwrap_or_default();
    first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && tag
            .split('-')
            .all(|subtag| fits(subtag) && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}
