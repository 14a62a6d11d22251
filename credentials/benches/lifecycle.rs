//! Folding a passport and ten thousand events, beside the floor: going over the events once and sorting their times.
//!
//! One thread. Events arrive in the reverse order: a reading of the state of health every hour, each with three
//! attributes, and one incident in a hundred.

#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a benchmark ends where it cannot go on"
)]

use std::hint::black_box;

use credentials::battery::lifecycle::{fold, series};
use credentials::battery::{Event, EventDraft, Statement};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use jiff::SignedDuration;
use serde_json::{Value, json};

const BATTERY: &str = "https://id.acme.example/01/09506000134352/21/EV-000417";
const EVENTS: u32 = 10_000;

fn lifecycle(c: &mut Criterion) {
    let passport = json!({
        "id": "urn:uuid:7f3c0e0a-5a53-4d9e-8a54-0f7b0d0c5a01",
        "issuer": "did:web:acme.example",
        "validFrom": "2027-02-18T00:00:00Z",
        "credentialSubject": {"id": BATTERY, "generalProductInformation": {"batteryCategory": "ev"}},
    });
    let events: Vec<Event> = (0..EVENTS).rev().map(event).collect();
    assert!(fold(&passport, &events).faults.is_empty());

    let mut group = c.benchmark_group("10 000 events");
    group.throughput(Throughput::Elements(u64::from(EVENTS)));
    group.bench_function("floor: sort their times", |b| {
        b.iter(|| {
            let mut times: Vec<_> = black_box(&events).iter().map(|event| event.time).collect();
            times.sort();
            times
        });
    });
    group.bench_function("fold", |b| {
        b.iter(|| fold(black_box(&passport), black_box(&events)));
    });
    let state = fold(&passport, &events).state;
    group.bench_function("state of health in time", |b| {
        b.iter(|| series(black_box(&state), &passport, None));
    });
    group.finish();
}

fn event(n: u32) -> Event {
    let incident = n.is_multiple_of(100);
    let mut file =
        json!({"type": "StateOfHealth", "battery": BATTERY, "time": "2028-01-01T00:00:00Z"});
    let more = match incident {
        true => json!({"type": "Incident", "negativeEvent": format!("deep discharge {n}")}),
        false => json!({
            "stateOfCertifiedEnergy": 100.0 - f64::from(n) / 500.0,
            "numberOfFullCycles": n / 24,
            "energyThroughput": n * 3,
        }),
    };
    file.as_object_mut()
        .unwrap()
        .extend(Value::as_object(&more).unwrap().clone());
    let mut draft = EventDraft::from_file(&file).unwrap();
    draft.time += SignedDuration::from_hours(i64::from(n));
    let issuer = "did:web:acme.example".parse().unwrap();
    let statement = Statement::new(format!("urn:example:{n}"), issuer, draft.time);
    Event::read(&draft.build(&statement).unwrap()).unwrap()
}

criterion_group!(benches, lifecycle);
criterion_main!(benches);
