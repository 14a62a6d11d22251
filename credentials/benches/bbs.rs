//! BBS on 80 and on 169 messages, 10 of them shown, beside what it is made of: a sum over all generators as blst
//! does it on bare points, and two pairings in one.
//!
//! One thread, generators and tables made. A signature is one sum and one multiplication; its verification the sum and
//! the pairings; a proof two sums and seven multiplications; its verification as much as that of a signature. Tables
//! bring our sums below the bare one.

#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a benchmark ends where it cannot go on"
)]

use blst::{MultiPoint, blst_p1_affine};
use blstrs::{Bls12, G1Affine, G1Projective, G2Affine, G2Prepared, Gt};
use credentials::bbs::{Proof, Signature, SigningKey};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use pairing::group::prime::PrimeCurveAffine;
use pairing::{MillerLoopResult, MultiMillerLoop};
use rand::SeedableRng;
use rand::rngs::StdRng;

const HEADER: [u8; 64] = [7; 64];
const PRESENTATION: &[u8] = b"bUtJdJESdWp4qkDH";
/// The mean length of a statement of a passport.
const MESSAGE_LENGTH: usize = 110;
const SHOWN: usize = 10;

fn bbs(c: &mut Criterion) {
    for count in [80, 169] {
        ours(c, count);
        floor(c, count);
    }
}

fn ours(c: &mut Criterion, count: usize) {
    let key = SigningKey::derive(&[1; 32], b"").unwrap();
    let public = key.public();
    let messages: Vec<String> = (0..count)
        .map(|number| format!("{number:MESSAGE_LENGTH$}"))
        .collect();
    let indexes: Vec<usize> = (0..SHOWN).map(|number| number * count / SHOWN).collect();
    let shown: Vec<(usize, &String)> = indexes.iter().map(|&at| (at, &messages[at])).collect();
    let mut rng = StdRng::seed_from_u64(1);
    let signature = key.sign(&HEADER, &messages).unwrap();
    let mut derive = || {
        signature
            .derive(public, &HEADER, &messages, PRESENTATION, &indexes, &mut rng)
            .unwrap()
    };
    let proof = derive().to_bytes();
    let octets = signature.to_bytes();

    let mut group = c.benchmark_group(format!("bbs, {count} messages"));
    group.throughput(Throughput::Elements(1));
    group.bench_function("sign", |b| b.iter(|| key.sign(&HEADER, &messages).unwrap()));
    group.bench_function("verify", |b| {
        b.iter(|| {
            let signature = Signature::from_bytes(&octets).unwrap();
            signature.verify(public, &HEADER, &messages).unwrap();
        });
    });
    group.bench_function("derive", |b| b.iter(&mut derive));
    group.bench_function("verify derived", |b| {
        b.iter(|| {
            let proof = Proof::from_bytes(&proof).unwrap();
            proof.verify(public, &HEADER, PRESENTATION, &shown).unwrap();
        });
    });
    group.finish();
}

fn floor(c: &mut Criterion, count: usize) {
    let points: Vec<blst_p1_affine> = (0..count + 2)
        .map(|number| G1Projective::hash_to_curve(&number.to_be_bytes(), b"floor", &[]))
        .map(|point| *G1Affine::from(point).as_ref())
        .collect();
    let scalars: Vec<u8> = (0..points.len() * 32)
        .map(|at| (at * 167 + 13) as u8 & if at % 32 == 31 { 0x3F } else { 0xFF })
        .collect();
    let (one, other) = (G1Affine::generator(), G2Affine::generator());
    let prepared = [G2Prepared::from(other), G2Prepared::from(other)];

    let mut group = c.benchmark_group(format!("floor, {count} messages"));
    group.throughput(Throughput::Elements(1));
    group.bench_function("one sum", |b| {
        b.iter(|| points.as_slice().mult(&scalars, 255))
    });
    group.bench_function("two pairings in one", |b| {
        b.iter(|| -> Gt {
            let terms = [(&one, &prepared[0]), (&one, &prepared[1])];
            Bls12::multi_miller_loop(&terms).final_exponentiation()
        });
    });
    group.finish();
}

criterion_group!(benches, bbs);
criterion_main!(benches);
