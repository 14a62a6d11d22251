//! `eddsa-jcs-2022` on a passport of 5.8 kB, beside the floor: serialising, hashing and the raw signature.
//!
//! One thread. The passport has 150 leaves in 24 nested nodes.

#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a benchmark ends where it cannot go on"
)]

use std::hint::black_box;

use credentials::DidUrl;
use credentials::context::Contexts;
use credentials::json::Node;
use credentials::keys::{Algorithm, SecretKey, Signer};
use credentials::proof::{Cryptosuite, ProofOptions, proofs, sign, sign_in_place};
use credentials::{canon::jcs, json};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

fn eddsa_jcs(c: &mut Criterion) {
    let key = SecretKey::from_seed(Algorithm::Ed25519, &[7; 32]).unwrap();
    let method = DidUrl::parse("did:web:manufacturer.example#key-1").unwrap();
    let options = ProofOptions::assertion(method, Timestamp::UNIX_EPOCH);
    let suite = Cryptosuite::EddsaJcs2022;
    let contexts = Contexts::pinned();
    let unsigned = passport();
    let signed = sign(&unsigned, suite, &options, &key, &mut rand::rng()).unwrap();
    let text = serde_json::to_vec(&signed).unwrap();
    println!(
        "passport {} bytes, {} leaves, {} nested nodes; signed {} bytes",
        unsigned.to_string().len(),
        leaves(&unsigned),
        nodes(&unsigned) - 1,
        text.len()
    );

    let mut group = c.benchmark_group("floor");
    group.throughput(Throughput::Elements(1));
    group.bench_function("serialise, hash and sign", |b| {
        b.iter(|| {
            let text = serde_json::to_vec(black_box(&unsigned)).unwrap();
            key.sign(&Sha256::digest(&text)).unwrap()
        });
    });
    let signature = key.sign(&[1; 64]).unwrap();
    group.bench_function("hash and verify", |b| {
        b.iter(|| {
            black_box(Sha256::digest(black_box(&text)));
            key.public().verify(&[1; 64], &signature).unwrap();
        });
    });
    group.finish();

    let mut group = c.benchmark_group("eddsa-jcs-2022");
    group.throughput(Throughput::Elements(1));
    group.bench_function("issue", |b| {
        // As warm as the floor's: the same document, its proof taken off again.
        let mut document = unsigned.clone();
        b.iter(|| {
            sign_in_place(
                black_box(&mut document),
                suite,
                &options,
                &key,
                &mut rand::rng(),
            )
            .unwrap();
            document.as_object_mut().unwrap().shift_remove("proof")
        });
    });
    group.bench_function("issue a document just made", |b| {
        b.iter_batched_ref(
            || unsigned.clone(),
            |document| sign_in_place(document, suite, &options, &key, &mut rand::rng()).unwrap(),
            BatchSize::SmallInput,
        );
    });
    group.bench_function("issue from a copy", |b| {
        b.iter(|| {
            sign(
                black_box(&unsigned),
                suite,
                &options,
                &key,
                &mut rand::rng(),
            )
            .unwrap()
        });
    });
    group.bench_function("parse and verify", |b| {
        b.iter(|| {
            let node = Node::parse(black_box(&text)).unwrap();
            for proof in proofs(&node).unwrap() {
                proof.verify(&node, key.public(), contexts).unwrap();
            }
        });
    });
    group.bench_function("parse and verify, owned", |b| {
        b.iter(|| {
            let value = json::parse(black_box(&text)).unwrap();
            for proof in proofs(&value).unwrap() {
                proof.verify(&value, key.public(), contexts).unwrap();
            }
        });
    });
    group.finish();

    let mut group = c.benchmark_group("parts");
    group.bench_function("parse", |b| {
        b.iter(|| Node::parse(black_box(&text)).unwrap())
    });
    let node = Node::parse(&text).unwrap();
    group.bench_function("read the proof", |b| {
        b.iter(|| proofs(black_box(&node)).unwrap())
    });
    group.bench_function("canonical hash of the borrowed tree", |b| {
        b.iter(|| jcs::sha256_without(black_box(&node), "proof"));
    });
    group.bench_function("canonical hash of the value", |b| {
        b.iter(|| jcs::sha256(black_box(&unsigned)));
    });
    group.finish();
}

/// A passport-like credential: issuer, status, subject, and in it 6 groups of 15 sections together.
fn passport() -> Value {
    let mut subject = Map::new();
    subject.insert(
        "id".into(),
        json!("https://id.manufacturer.example/01/09506000134352/21/EV-2027-000001"),
    );
    subject.insert("type".into(), json!("Battery"));
    subject.insert("granularityLevel".into(), json!("item"));
    let groups = [
        ("generalProductInformation", 2),
        ("carbonFootprint", 2),
        ("supplyChainDueDiligence", 2),
        ("materialComposition", 3),
        ("circularity", 3),
        ("performanceAndDurability", 3),
    ];
    let mut count = 0;
    for (group, sections) in groups {
        let mut content = Map::new();
        for section in 0..sections {
            let mut attributes = Map::new();
            for attribute in 0..9 {
                count += 1;
                let value = match attribute % 3 {
                    0 => json!(f64::from(count) * 1.25),
                    1 => json!(count * 1000),
                    _ => json!(format!("statement {count} of the manufacturer")),
                };
                attributes.insert(
                    format!(
                        "{}Attribute{attribute}",
                        ["rated", "declared", "remaining"][attribute as usize % 3]
                    ),
                    value,
                );
            }
            content.insert(format!("section{section}"), attributes.into());
        }
        subject.insert(group.into(), content.into());
    }
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://w3id.org/voltproof/dbp/v1"],
        "id": "urn:uuid:6f1c7a52-9a3e-4d5c-8a44-0b6f5d0c1e2f",
        "type": ["VerifiableCredential", "DigitalBatteryPassport"],
        "issuer": {"id": "did:web:manufacturer.example", "name": "Manufacturer"},
        "validFrom": "2027-02-18T00:00:00Z",
        "credentialStatus": {
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "94567",
            "statusListCredential": "https://manufacturer.example/status/1"
        },
        "credentialSubject": subject
    })
}

fn leaves(value: &Value) -> usize {
    match value {
        Value::Object(members) => members.values().map(leaves).sum(),
        Value::Array(items) => items.iter().map(leaves).sum(),
        _ => 1,
    }
}

/// Objects, the value itself included.
fn nodes(value: &Value) -> usize {
    match value {
        Value::Object(members) => 1 + members.values().map(nodes).sum::<usize>(),
        Value::Array(items) => items.iter().map(nodes).sum(),
        _ => 0,
    }
}

criterion_group!(benches, eddsa_jcs);
criterion_main!(benches);
