//! What the judges are shown: whole passports of our sample batteries, and an event.

use credentials::Did;
use credentials::battery::{EventDraft, PassportDraft, Statement};
use credentials::context::pinned;
use serde_json::{Map, Value};

/// The unsigned passport of a sample battery.
pub fn passport(subject: Value, issuer: &str) -> Value {
    let draft = PassportDraft {
        id: "urn:uuid:6f1c7a52-9a3e-4d5c-8a44-0b6f5d0c1e2f".into(),
        issuer: issuer.into(),
        issuer_name: Some("Voltcell GmbH".into()),
        valid_from: "2026-05-07T08:30:00Z".parse().unwrap(),
        valid_until: None,
        subject,
        version: 1,
        supersedes: None,
        predecessor: Vec::new(),
        status: Vec::new(),
    };
    draft.build().unwrap()
}

/// The traction pack's state of health.
pub fn event(issuer: &str) -> Value {
    let draft = EventDraft::from_file(&issuer::sample::soh_event()).unwrap();
    let statement = Statement::new(
        "urn:uuid:0b6f5d0c-8a44-4d5c-9a3e-6f1c7a521e2f",
        Did::parse(issuer).unwrap(),
        "2026-11-02T06:30:00Z".parse().unwrap(),
    );
    draft.build(&statement).unwrap()
}

/// Our pinned contexts: URL and document.
pub fn contexts() -> Map<String, Value> {
    let contexts = pinned().iter().map(|pinned| {
        let document = serde_json::from_str(pinned.text).unwrap();
        (pinned.url.to_owned(), document)
    });
    contexts.collect()
}
