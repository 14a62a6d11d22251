//! What the credentials say: the sample battery of the issuer's crate, whole or cut to what one audience may see.

use credentials::battery::passport::{disclosable, disclosed_to};
use credentials::battery::{Audience, PassportDraft};
use credentials::json::JsonPointer;
use jiff::Timestamp;
use rand::Rng;
use serde_json::{Value, json};

use super::stream::Stream;

/// The traction pack with every attribute that is known of it, of longer lists the beginning.
pub fn whole() -> Value {
    let mut content = issuer::sample::ev_passport();
    shorten(&mut content);
    content
}

/// Of the traction pack, what this audience may see: how an issuer makes passports in suites that withhold nothing.
pub fn cut_to(audience: Audience) -> Value {
    let mut credential = PassportDraft {
        id: String::new(),
        issuer: String::new(),
        issuer_name: None,
        valid_from: Timestamp::UNIX_EPOCH,
        valid_until: None,
        subject: whole(),
        version: 1,
        supersedes: None,
        predecessor: Vec::new(),
        status: Vec::new(),
    }
    .build()
    .unwrap();
    let shown = disclosed_to(&credential, audience);
    // From the end, so that what is left of a list keeps its places.
    for place in disclosable(&credential).iter().rev() {
        if !shown.contains(place) {
            remove(&mut credential, place);
        }
    }
    let mut subject = credential["credentialSubject"].take();
    for framed in ["type", "granularityLevel", "version"] {
        subject.as_object_mut().unwrap().shift_remove(framed);
    }
    subject
}

/// Of such content, which battery it is and no more.
pub fn brief(content: &Value) -> Value {
    json!({"id": content["id"], GENERAL: content[GENERAL]})
}

/// A `urn:uuid` that comes from a label.
pub fn urn(label: &str) -> String {
    let mut bytes = [0; 16];
    Stream::of(&format!("id {label}")).fill_bytes(&mut bytes);
    // RFC 9562 section 5.4: version 4, variant 10.
    bytes[6] = bytes[6] & 0x0F | 0x40;
    bytes[8] = bytes[8] & 0x3F | 0x80;
    let hex = super::hex(&bytes);
    let parts = [
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..],
    ];
    format!("urn:uuid:{}", parts.join("-"))
}

/// Removes what stands at a place.
pub fn remove(document: &mut Value, place: &JsonPointer) {
    let last = place.tokens().last().unwrap();
    match place.parent().unwrap().get_mut(document) {
        Some(Value::Object(members)) => drop(members.shift_remove(last)),
        Some(Value::Array(items)) => drop(items.remove(last.parse().unwrap())),
        _ => panic!("nothing to remove at {place}"),
    }
}

/// Leaves of every list one element, of materials two: so much alike that only their values tell them apart.
fn shorten(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                if let Value::Array(items) = value {
                    items.truncate(if name == "batteryMaterials" { 2 } else { 1 });
                }
                shorten(value);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(shorten),
        _ => {}
    }
}

const GENERAL: &str = "generalProductInformation";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vectors::time;
    use credentials::battery::attributes::table;
    use credentials::battery::lint::lint;

    #[test]
    fn the_shortened_sample_may_be_issued_and_has_every_attribute_that_the_sample_has() {
        let content = whole();
        assert!(lint(&content, None, time::ISSUED).is_compliant());
        let sample = issuer::sample::ev_passport();
        for row in table().attributes() {
            let (there, kept) = (sample.pointer(row.pointer), content.pointer(row.pointer));
            assert_eq!(there.is_some(), kept.is_some(), "{}", row.pointer);
        }
    }
}
