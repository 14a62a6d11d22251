//! What a supplier's share needs beside it, to be worth anything to whom it is shown.

use serde_json::Value;

use super::places::{STATEMENTS, TOTALS};
use crate::battery::audience::Audience;
use crate::battery::passport;
use crate::json::JsonPointer;

/// The public places of a passport without which the shares among `shown` prove nothing: the totals that they are
/// committed to, and the numbers that these make. All are places of the credential, as those of `shown` are.
pub fn beside(credential: &Value, shown: &[JsonPointer]) -> Vec<JsonPointer> {
    let list = in_credential(STATEMENTS);
    let statements = list.get(credential).and_then(Value::as_array);
    let mut asked = Vec::new();
    for (at, statement) in statements.into_iter().flatten().enumerate() {
        let place = list.child(at);
        let is_shown = |one: &JsonPointer| one.starts_with(&place) || place.starts_with(one);
        if statement.get("share").is_some() && shown.iter().any(is_shown) {
            asked.extend(statement["attribute"].as_str().map(in_credential));
        }
    }
    if asked.is_empty() {
        return asked;
    }
    asked.push(in_credential(TOTALS));
    let mut public = passport::attributes_for(credential, Audience::Public);
    public.retain(|attribute| asked.iter().any(|place| place.starts_with(attribute)));
    public
}

fn in_credential(place: &str) -> JsonPointer {
    let relative = JsonPointer::parse(place).unwrap_or_default();
    JsonPointer::from_iter(["credentialSubject"]).join(&relative)
}
