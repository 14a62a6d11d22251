//! What a supplier's share needs beside it, to be worth anything to whom it is shown.

use serde_json::Value;

use super::places::{STATEMENTS, TOTALS};
use crate::battery::audience::Audience;
use crate::battery::passport;
use crate::json::JsonPointer;

/// The public places of a passport without which the shares among `shown` prove nothing: the totals that they are
/// committed to, and the numbers that these make. All are places of the credential, as those of `shown` are.
pub fn beside(credential: &Value, shown: &[JsonPointer]) -> Vec<JsonPointer> {
    let is_shown = |place: &JsonPointer| {
        let mut shown = shown.iter();
        shown.any(|one| one.starts_with(place) || place.starts_with(one))
    };
    let mut statements = elements(credential, STATEMENTS);
    if !statements.any(|(place, one)| one.get("share").is_some() && is_shown(&place)) {
        return Vec::new();
    }
    let numbers = elements(credential, TOTALS).filter_map(|(_, total)| total["attribute"].as_str());
    let mut asked: Vec<JsonPointer> = numbers.map(in_credential).collect();
    asked.push(in_credential(TOTALS));
    let mut public = passport::attributes_for(credential, Audience::Public);
    public.retain(|attribute| asked.iter().any(|place| place.starts_with(attribute)));
    public
}

fn elements<'c>(
    credential: &'c Value,
    list: &str,
) -> impl Iterator<Item = (JsonPointer, &'c Value)> + use<'c> {
    let place = in_credential(list);
    let items = place.get(credential).and_then(Value::as_array);
    let numbered = items.into_iter().flatten().enumerate();
    numbered.map(move |(at, item)| (place.child(at), item))
}

fn in_credential(place: &str) -> JsonPointer {
    let relative = JsonPointer::parse(place).unwrap_or_default();
    JsonPointer::from_iter(["credentialSubject"]).join(&relative)
}
