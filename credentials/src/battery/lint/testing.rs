//! Content that is complete and free of faults, to be spoilt by one test at a time.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Findings, lint};
use crate::battery::category::{CATEGORY, Category};
use crate::json::JsonPointer;

const EV: &str = include_str!("../../../../issuer/src/sample/ev_passport.json");
const LMT: &str = include_str!("../../../../issuer/src/sample/lmt_passport.json");
const STATIONARY: &str = include_str!("../../../../issuer/src/sample/stationary_passport.json");

pub(super) fn complete(category: Category) -> Value {
    let text = match category {
        Category::Ev => EV,
        Category::Lmt => LMT,
        Category::Industrial | Category::Stationary => STATIONARY,
    };
    let mut content = crate::json::parse(text.as_bytes()).unwrap();
    *content.pointer_mut(CATEGORY).unwrap() = json!(category.name());
    content
}

/// Complete content with another value at one place, or a new member there.
pub(super) fn with(category: Category, pointer: &str, value: Value) -> Value {
    let mut content = complete(category);
    let place = JsonPointer::parse(pointer).unwrap();
    if let Some(there) = place.get_mut(&mut content) {
        *there = value;
    } else {
        let parent = place.parent().unwrap();
        let members = parent
            .get_mut(&mut content)
            .unwrap()
            .as_object_mut()
            .unwrap();
        members.insert(place.tokens().last().unwrap().clone(), value);
    }
    content
}

pub(super) fn without(category: Category, pointer: &str) -> Value {
    let mut content = complete(category);
    let place = JsonPointer::parse(pointer).unwrap();
    let parent = place.parent().unwrap();
    let members = parent
        .get_mut(&mut content)
        .unwrap()
        .as_object_mut()
        .unwrap();
    members.remove(place.tokens().last().unwrap()).unwrap();
    content
}

pub(super) fn now() -> Timestamp {
    "2027-06-01T12:00:00Z".parse().unwrap()
}

pub(super) fn linted(content: &Value, category: Option<Category>) -> Findings {
    lint(content, category, now())
}

/// The codes of errors and warnings at exactly this place.
pub(super) fn codes_at(findings: &Findings, pointer: &str) -> Vec<&'static str> {
    findings
        .iter()
        .filter(|finding| finding.pointer.to_string() == pointer)
        .map(|finding| finding.code)
        .collect()
}
