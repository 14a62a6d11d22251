//! Ours, `ssi`'s, and the floor under both, in one run, on 6 kB of the sample traction pack's passport.
//!
//! One thread. The floor is what no implementation can go below: serialising, hashing and the raw signature. Both sides
//! get the credential as they hold it, and what is verified as text.

#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a benchmark ends where it cannot go on"
)]

mod sd_jwt;
mod selective;
mod whole;

use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use serde_json::Value;
use sha2::{Digest, Sha256};
use ssi_judge::documents::half_passport;

fn rows(c: &mut Criterion) {
    let passport = half_passport("did:web:voltcell.example");
    println!(
        "passport: {} bytes, {} leaves, {} nested nodes",
        passport.to_string().len(),
        leaves(&passport),
        nodes(&passport) - 1
    );
    whole::row_1(c);
    whole::row_2(c);
    selective::row_3(c);
    selective::row_4(c);
    sd_jwt::row_5(c);
}

/// Measures one operation: the floor, ours, and `ssi`'s, or why there is none.
fn compare(
    c: &mut Criterion,
    operation: &str,
    floor: &mut dyn FnMut(),
    ours: &mut dyn FnMut(),
    theirs: Result<&mut dyn FnMut(), &str>,
) {
    let mut group = c.benchmark_group(operation);
    group.throughput(Throughput::Elements(1));
    group.bench_function("floor", |b| b.iter(&mut *floor));
    group.bench_function("ours", |b| b.iter(&mut *ours));
    match theirs {
        Ok(theirs) => drop(group.bench_function("ssi", |b| b.iter(&mut *theirs))),
        Err(why) => println!("{operation}/ssi: {why}"),
    }
    group.finish();
}

/// Serialises and hashes.
fn hashed(document: &Value) -> [u8; 32] {
    Sha256::digest(serde_json::to_vec(document).unwrap()).into()
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

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(30)
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(2));
    targets = rows
}
criterion_main!(benches);
