//! `@context` (section 4.3): ordered, the base context first.

use serde_json::Value;

use super::Rule;
use super::shape::{Faults, Members, is_url};
use crate::context::CREDENTIALS_V2;

/// Checks the context of a credential, presentation or envelope. False when the document is of another version, about
/// which nothing else can be said.
pub(super) fn check(document: &Members<'_>, faults: &mut Faults) -> bool {
    let Some(found) = document.get("@context") else {
        let expected = "an @context, a list that starts with https://www.w3.org/ns/credentials/v2";
        faults.add(Rule::Missing(expected), &document.at.child("@context"));
        return true;
    };
    let each = found.each();
    match each.first() {
        Some(first) if first.value == CREDENTIALS_V2 => {}
        _ if each.iter().any(|one| one.value == CREDENTIALS_V1)
            && !each.iter().any(|one| one.value == CREDENTIALS_V2) =>
        {
            faults.add(Rule::Version, &found.at);
            return false;
        }
        Some(first) => faults.add(Rule::BaseContext, &first.at),
        None => faults.add(Rule::BaseContext, &found.at),
    }
    for context in each.iter().skip(1) {
        let processable = match context.value {
            Value::String(url) => is_url(url),
            Value::Object(_) => true,
            _ => false,
        };
        if !processable {
            faults.add(Rule::Context, &context.at);
        }
    }
    true
}

/// The base context of data model 1.1.
const CREDENTIALS_V1: &str = "https://www.w3.org/2018/credentials/v1";
