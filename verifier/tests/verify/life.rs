//! A passport and its events, together.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use credentials::Did;
use credentials::battery::EventDraft;
use credentials::suite::Suite;
use did_resolver::{Resolve, ResolveError, Resolved};
use serde_json::{Value, json};
use verifier::{CheckName, CheckStatus, Report, verify_all};

use crate::world::{World, policy, refused, verified};

fn event(world: &World, n: u8, kind: &str, time: &str, more: &[(&str, Value)]) -> String {
    let mut file = json!({"type": kind, "battery": crate::world::BATTERY, "time": time});
    for (name, value) in more {
        file[*name] = value.clone();
    }
    let id = format!("urn:uuid:2f1f1d9e-6a0d-4c56-8d43-3a8f0d7f1b{n:02}");
    let event = EventDraft::from_file(&file)
        .unwrap()
        .build(&world.statement(&id, time))
        .unwrap();
    world
        .issuer
        .secure(&event, Suite::EDDSA_JCS_2022, None)
        .to_text()
}

fn together(world: &World, events: Vec<String>) -> Report {
    let files: Vec<String> = [vec![world.sd_jwt().to_string()], events].concat();
    verify_all(&files, &policy(), &world.bundle.clone().environment())
}

fn health(world: &World, n: u8, time: &str, cycles: u32) -> String {
    let more = [
        ("stateOfCertifiedEnergy", json!(92.4)),
        ("numberOfFullCycles", json!(cycles)),
    ];
    event(world, n, "StateOfHealth", time, &more)
}

#[test]
fn events_that_fit_a_passport_make_a_life() {
    let world = World::new();
    let report = together(
        &world,
        vec![
            health(&world, 1, "2026-07-01T08:00:00Z", 40),
            health(&world, 2, "2026-10-01T08:00:00Z", 90),
        ],
    );
    verified(&report);
    let check = report.check(CheckName::Lifecycle).unwrap();
    assert_eq!(check.status, CheckStatus::Pass);
    assert!(
        check.detail.as_deref().unwrap().ends_with("after 2 events"),
        "{check:?}"
    );
}

#[test]
fn an_event_that_cannot_have_happened_is_pointed_at() {
    let world = World::new();
    let fallen = [
        health(&world, 1, "2026-07-01T08:00:00Z", 90),
        health(&world, 2, "2026-10-01T08:00:00Z", 40),
    ];
    refused(
        &together(&world, fallen.to_vec()),
        CheckName::Lifecycle,
        "lifecycle.counter_fell",
        Some(
            "/verifiableCredential/2/credentialSubject/performanceAndDurability/batteryCondition/numberOfFullCycles",
        ),
    );
    let recycled = event(&world, 3, "Recycled", "2026-10-01T08:00:00Z", &[]);
    refused(
        &together(&world, vec![recycled]),
        CheckName::Lifecycle,
        "lifecycle.not_waste",
        Some("/verifiableCredential/1/credentialSubject/eventTime"),
    );
}

#[test]
fn an_event_of_another_battery_does_not_belong_to_the_passport() {
    let world = World::new();
    let mut other =
        serde_json::from_str::<Value>(&health(&world, 1, "2026-07-01T08:00:00Z", 4)).unwrap();
    other.as_object_mut().unwrap().shift_remove("proof");
    other["credentialSubject"]["id"] = json!("https://id.cells.example/01/09506000134352/21/B2");
    let other = world
        .issuer
        .secure(&other, Suite::EDDSA_JCS_2022, None)
        .to_text();
    refused(
        &together(&world, vec![other]),
        CheckName::Lifecycle,
        "lifecycle.other_battery",
        Some("/verifiableCredential/1/credentialSubject/id"),
    );
}

#[test]
fn a_history_of_more_events_than_anyone_reads_is_verified_whole() {
    let world = World::new();
    let begin: jiff::Timestamp = "2026-06-01T00:00:00Z".parse().unwrap();
    let events: Vec<String> = (0..700_u32)
        .map(|hour| {
            let time = begin + jiff::SignedDuration::from_hours(i64::from(hour));
            let file = json!({"type": "StateOfHealth", "battery": crate::world::BATTERY, "time": time.to_string(),
                "stateOfCertifiedEnergy": 92.4, "numberOfFullCycles": 40 + hour});
            let statement = world.statement(&format!("urn:example:{hour}"), &time.to_string());
            let event = EventDraft::from_file(&file).unwrap().build(&statement);
            let suite = Suite::EDDSA_JCS_2022;
            world.issuer.secure(&event.unwrap(), suite, None).to_text()
        })
        .collect();
    let report = together(&world, events.into_iter().rev().collect());
    verified(&report);
    let life = report.life.unwrap();
    assert_eq!(life.events, 700);
    let energy = &life.health[0];
    assert_eq!(energy.attribute, "stateOfCertifiedEnergy");
    assert!(energy.points.is_sorted_by_key(|point| point.at));
    assert!(energy.points.len() >= 700);
}

#[test]
fn no_more_than_some_hundred_issuers_are_looked_up_for_one_verification() {
    let world = World::new();
    let reading: Value =
        serde_json::from_str(&health(&world, 1, "2026-07-01T08:00:00Z", 40)).unwrap();
    let events = (0..600).map(|n| {
        let mut event = reading.clone();
        event["id"] = json!(format!("urn:example:{n}"));
        // Nobody is behind these, and nobody is asked more often than once.
        event["proof"]["verificationMethod"] = json!(format!("did:web:h{n}.example#key-1"));
        event.to_string()
    });
    let mut environment = world.bundle.clone().environment();
    let asked = Arc::new(AtomicUsize::new(0));
    environment.resolver = Box::new(Counting {
        inner: environment.resolver,
        asked: Arc::clone(&asked),
    });
    let files: Vec<String> = events.collect();
    let report = verify_all(&files, &policy(), &environment);
    assert!(!report.verified);
    assert_eq!(asked.load(Ordering::Relaxed), 512);
}

/// Counts how often somebody is asked for a DID document.
struct Counting {
    inner: Box<dyn Resolve>,
    asked: Arc<AtomicUsize>,
}

impl Resolve for Counting {
    fn resolve(&self, did: &Did) -> Result<Resolved, ResolveError> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        self.inner.resolve(did)
    }
}
