//! A passport from JSON to the hash of its canonical statements, beside the floor: reading it and hashing as many
//! bytes.
//!
//! One thread. The passport has about the size of a real one: some 170 statements, with 20 nested objects.

#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a benchmark ends where it cannot go on"
)]

use std::hint::black_box;

use credentials::battery::attributes::{Attribute, Kind, table};
use credentials::canon::jsonld::to_rdf;
use credentials::canon::rdfc::canonicalize;
use credentials::context::{BATTERY_PASSPORT_V1, CREDENTIALS_V2, Contexts};
use credentials::json::Node;
use criterion::{Criterion, criterion_group, criterion_main};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

fn filled(row: &Attribute) -> Value {
    let members = || -> Map<String, Value> {
        let members = table().members(row);
        members
            .map(|member| (member.name().to_owned(), filled(member)))
            .collect()
    };
    match row.kind {
        Kind::Object => members().into(),
        Kind::Array => match table().member(row, "*") {
            Some(plain) => json!([filled(plain)]),
            None => json!([members()]),
        },
        Kind::Number => json!(92.4),
        Kind::Integer => json!(7),
        Kind::Boolean => json!(true),
        Kind::LanguageMap => json!({"en": "Harmful if swallowed"}),
        Kind::DateTime => json!("2027-02-18T00:00:00Z"),
        Kind::Url | Kind::BatteryId => json!("https://acme.example/documents/17"),
        _ => json!(row.title),
    }
}

fn passport() -> Vec<u8> {
    let mut subject = json!({"id": "https://id.acme.example/01/09506000134352/21/A1", "type": ["Battery"],
        "granularityLevel": "item", "version": 1});
    for group in table()
        .groups()
        .filter(|group| !["circularity", "labels"].contains(&group.name()))
    {
        subject[group.name()] = filled(group);
    }
    let passport = json!({"@context": [CREDENTIALS_V2, BATTERY_PASSPORT_V1],
        "id": "urn:uuid:30000000-0000-4000-8000-000000000000",
        "type": ["VerifiableCredential", "DigitalBatteryPassport"],
        "issuer": {"id": "did:web:acme.example", "name": "Acme"}, "validFrom": "2027-02-18T00:00:00Z",
        "credentialSubject": subject});
    serde_json::to_vec(&passport).unwrap()
}

fn rdfc(criterion: &mut Criterion) {
    let text = passport();
    let contexts = Contexts::pinned();
    let node = Node::parse(&text).unwrap();
    let dataset = to_rdf(&node, contexts).unwrap();
    let canonical = canonicalize(&dataset).unwrap();
    println!(
        "{} bytes of JSON, {} statements, {} blank nodes, {} bytes of N-Quads",
        text.len(),
        dataset.quads().len(),
        dataset.blanks(),
        canonical.as_bytes().len()
    );
    let mut group = criterion.benchmark_group("rdfc");
    group.bench_function("floor: parse, hash as many bytes", |bench| {
        bench.iter(|| {
            let node = Node::parse(black_box(&text)).unwrap();
            (node, Sha256::digest(canonical.as_bytes()))
        });
    });
    group.bench_function("parse", |bench| {
        bench.iter(|| Node::parse(black_box(&text)).unwrap());
    });
    group.bench_function("to RDF", |bench| {
        bench.iter(|| to_rdf(black_box(&node), contexts).unwrap());
    });
    group.bench_function("canonicalize", |bench| {
        bench.iter(|| canonicalize(black_box(&dataset)).unwrap());
    });
    group.bench_function("JSON to hash of canonical N-Quads", |bench| {
        bench.iter(|| {
            let node = Node::parse(black_box(&text)).unwrap();
            let dataset = to_rdf(&node, contexts).unwrap();
            Sha256::digest(canonicalize(&dataset).unwrap().as_bytes())
        });
    });
    group.finish();
}

criterion_group!(benches, rdfc);
criterion_main!(benches);
