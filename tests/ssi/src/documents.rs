//! The credentials that both libraries work on.

use std::collections::HashSet;

use credentials::Did;
use credentials::battery::{EventDraft, PassportDraft, Statement};
use credentials::context::{BATTERY_PASSPORT_V1, CREDENTIALS_V2};
use credentials::json;
use serde_json::{Value, json};

/// The sample traction pack as the unsigned passport of this issuer: nested objects in nested objects.
pub fn passport(issuer: &str) -> Value {
    let draft = PassportDraft {
        id: "urn:uuid:6f1c7a52-9a3e-4d5c-8a44-0b6f5d0c1e2f".into(),
        issuer: issuer.into(),
        issuer_name: Some("Voltcell GmbH".into()),
        valid_from: "2026-05-07T08:30:00Z".parse().unwrap(),
        valid_until: None,
        subject: json::parse(EV_PASSPORT.as_bytes()).unwrap(),
        version: 1,
        supersedes: None,
        predecessor: Vec::new(),
        status: Vec::new(),
    };
    draft.build().unwrap()
}

/// About half of that passport: the size that the budgets are stated for.
pub fn half_passport(issuer: &str) -> Value {
    let mut passport = passport(issuer);
    let subject = passport["credentialSubject"].as_object_mut().unwrap();
    for group in ["materialComposition", "circularity"] {
        subject.shift_remove(group);
    }
    passport
}

/// Half a year later: the traction pack's state of health, said by this issuer.
pub fn event(issuer: &str) -> Value {
    let draft = EventDraft::from_file(&json::parse(SOH_EVENT.as_bytes()).unwrap()).unwrap();
    let statement = Statement::new(
        "urn:uuid:0b6f5d0c-8a44-4d5c-9a3e-6f1c7a521e2f",
        Did::parse(issuer).unwrap(),
        "2026-11-02T06:30:00Z".parse().unwrap(),
    );
    draft.build(&statement).unwrap()
}

/// A small credential in which every object has an `id`, so that no statement is about a blank node.
pub fn flat(issuer: &str) -> Value {
    json!({
        "@context": [CREDENTIALS_V2, BATTERY_PASSPORT_V1],
        "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
        "type": ["VerifiableCredential", "DigitalBatteryPassport"],
        "issuer": issuer,
        "validFrom": "2026-05-07T08:30:00Z",
        "credentialSubject": {
            "id": "https://id.voltcell.example/01/09506000134352/21/VC77-0001234",
            "type": ["Battery"],
            "granularityLevel": "item",
            "version": 1
        }
    })
}

/// The same document without what `ssi` reads otherwise than the specification (its tests in `rdf` tell which clauses):
/// numbers are rounded to what 16 digits tell exactly, and of nested objects that say the same the first stays.
pub fn agreed(mut document: Value) -> Value {
    round(&mut document);
    keep_first(&mut document, &mut HashSet::new());
    document
}

/// Rounds every number to eighths.
pub fn round(value: &mut Value) {
    match value {
        Value::Object(members) => members.values_mut().for_each(round),
        Value::Array(items) => items.iter_mut().for_each(round),
        Value::Number(number) if number.is_f64() => {
            // Plus zero, lest there be a negative one.
            *value = json!((number.as_f64().unwrap() * 8.0).round() / 8.0 + 0.0);
        }
        _ => {}
    }
}

fn keep_first(value: &mut Value, seen: &mut HashSet<String>) {
    // What it says itself, and which members lead on.
    let own = |value: &Value| {
        let members = value.as_object()?.iter();
        let own = members.map(|(name, value)| match value {
            Value::Object(_) => (name.as_str(), &Value::Null),
            value => (name.as_str(), value),
        });
        Some(format!("{:?}", own.collect::<Vec<_>>()))
    };
    let mut stays = |value: &mut Value| {
        let first = own(value).is_none_or(|own| seen.insert(own));
        if first {
            keep_first(value, seen);
        }
        first
    };
    match value {
        Value::Object(members) => members.retain(|_, value| stays(value)),
        Value::Array(items) => items.retain_mut(stays),
        _ => {}
    }
}

const SOH_EVENT: &str = include_str!("../../../issuer/src/sample/soh_event.json");
const EV_PASSPORT: &str = include_str!("../../../issuer/src/sample/ev_passport.json");
