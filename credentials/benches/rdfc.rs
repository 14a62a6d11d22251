//! A passport from JSON to the hash of its canonical statements, and signed and verified so, beside the floors: reading
//! it and hashing as many bytes, and the raw signature.
//!
//! One thread. The passport has about the size of a real one: some 170 statements, with 20 nested objects.

#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a benchmark ends where it cannot go on"
)]

mod shared;

use std::hint::black_box;

use credentials::DidUrl;
use credentials::canon::jsonld::to_rdf;
use credentials::canon::rdfc::canonicalize;
use credentials::context::Contexts;
use credentials::json::Node;
use credentials::keys::{Algorithm, SecretKey, Signer};
use credentials::proof::{Cryptosuite, ProofOptions, proofs, sign, sign_in_place};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

fn rdfc(criterion: &mut Criterion) {
    let text = serde_json::to_vec(&shared::passport()).unwrap();
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
    for (suite, algorithm) in [
        (Cryptosuite::EddsaRdfc2022, Algorithm::Ed25519),
        (Cryptosuite::EcdsaRdfc2019, Algorithm::P256),
    ] {
        signed(criterion, suite, algorithm);
    }
}

fn signed(criterion: &mut Criterion, suite: Cryptosuite, algorithm: Algorithm) {
    let contexts = Contexts::pinned();
    let key = SecretKey::from_seed(algorithm, &[7; 32]).unwrap();
    let method = DidUrl::parse("did:web:manufacturer.example#key-1").unwrap();
    let options = ProofOptions::assertion(method, Timestamp::UNIX_EPOCH);
    let unsigned = shared::passport();
    let text = sign(&unsigned, suite, &options, &key, &mut rand::rng())
        .unwrap()
        .to_string();
    let mut group = criterion.benchmark_group(suite.name());
    group.throughput(Throughput::Elements(1));
    group.bench_function("floor: serialise, hash and sign", |bench| {
        bench.iter(|| {
            let text = serde_json::to_vec(black_box(&unsigned)).unwrap();
            key.sign(&Sha256::digest(&text)).unwrap()
        });
    });
    group.bench_function("issue", |bench| {
        let mut document = unsigned.clone();
        bench.iter(|| {
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
    let signature = key.sign(&[1; 64]).unwrap();
    group.bench_function("floor: hash and verify", |bench| {
        bench.iter(|| {
            black_box(Sha256::digest(black_box(&text)));
            key.public().verify(&[1; 64], &signature).unwrap();
        });
    });
    group.bench_function("parse and verify", |bench| {
        bench.iter(|| {
            let node = Node::parse(black_box(text.as_bytes())).unwrap();
            for proof in proofs(&node).unwrap() {
                proof.verify(&node, key.public(), contexts).unwrap();
            }
        });
    });
    group.finish();
}

criterion_group!(benches, rdfc);
criterion_main!(benches);
