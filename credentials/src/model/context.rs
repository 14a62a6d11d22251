//! `@context` (section 4.3): ordered, the base context first.

use serde_json::Value;

use super::shape::{Faults, Members, is_url};
use super::{Rule, Version};
use crate::context::{CREDENTIALS_V1, CREDENTIALS_V2};

/// Checks the context of a credential, presentation or envelope, and tells by whose rules the rest is to be judged.
pub(super) fn check(document: &Members<'_>, faults: &mut Faults) -> Version {
    let Some(found) = document.get("@context") else {
        let expected = "an @context, a list that starts with https://www.w3.org/ns/credentials/v2";
        faults.add(Rule::Missing(expected), &document.at.child("@context"));
        return Version::V2;
    };
    let each = found.each();
    let version = match each.first() {
        Some(first) if first.value == CREDENTIALS_V2 => Version::V2,
        Some(first) if first.value == CREDENTIALS_V1 => Version::V1,
        first => {
            let at = first.map_or(&found.at, |first| &first.at);
            faults.add(Rule::BaseContext, at);
            Version::V2
        }
    };
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
    version
}
