//! Selective disclosure of a whole passport: base proof, derived proof, verification, beside the raw signatures.
//!
//! One thread. The passport has about the size of a real one: 5.8 kB, some 170 statements. What is mandatory is what is
//! public; beside it only the frame is, so that nearly every statement is signed by itself.

#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a benchmark ends where it cannot go on"
)]

mod shared;

use std::hint::black_box;

use credentials::DidUrl;
use credentials::battery::{Audience, passport};
use credentials::bbs;
use credentials::context::Contexts;
use credentials::json::JsonPointer;
use credentials::keys::{SecretKey, Signer};
use credentials::proof::selective::{Grouped, Labelling};
use credentials::proof::{Cryptosuite, ProofOptions, derive, proofs, sign};
use criterion::{Criterion, criterion_group, criterion_main};
use serde_json::Value;

fn selective(criterion: &mut Criterion) {
    let credential = shared::passport();
    let frame: Vec<JsonPointer> = ["/issuer", "/validFrom"]
        .map(|text| text.parse().unwrap())
        .to_vec();
    let public = passport::mandatory(&credential);
    for suite in [Cryptosuite::EcdsaSd2023, Cryptosuite::Bbs2023] {
        for (name, mandatory) in [("the frame", &frame), ("what is public", &public)] {
            measure(criterion, suite, &credential, name, mandatory);
        }
    }
}

/// All steps of one suite where these places are mandatory.
fn measure(
    criterion: &mut Criterion,
    suite: Cryptosuite,
    credential: &Value,
    name: &str,
    mandatory: &[JsonPointer],
) {
    let mut rng = rand::rng();
    let contexts = Contexts::pinned();
    let key = SecretKey::generate(suite.algorithms()[0], &mut rng).unwrap();
    let options = ProofOptions {
        mandatory: mandatory.to_vec(),
        ..ProofOptions::assertion(
            DidUrl::of_key(key.public()),
            "2027-02-18T00:00:00Z".parse().unwrap(),
        )
    };
    let audience = "recycler".parse::<Audience>().unwrap();
    let shown = passport::attributes_for(credential, audience);
    let base = sign(credential, suite, &options, &key, &mut rng).unwrap();
    let derived = derive(&base, &shown, contexts, &mut rng).unwrap();
    let labelling = match suite {
        Cryptosuite::Bbs2023 => Labelling::Shuffled,
        _ => Labelling::Hmac,
    };
    let grouped =
        Grouped::of(credential, mandatory, &shown, labelling, &[7; 32], contexts).unwrap();
    let signed: Vec<usize> = grouped.withholdable().collect();
    let selected: Vec<usize> = grouped.shown_among_withholdable().collect();
    println!(
        "{suite}, mandatory is {name}: {} statements, {} signed one by one, {} of them shown to a {audience}; base \
         proof of {} characters, derived of {}",
        grouped.lines().count(),
        signed.len(),
        selected.len(),
        value(&base).len(),
        value(&derived).len(),
    );
    let lines: Vec<&str> = grouped.lines().collect();
    let messages: Vec<&[u8]> = signed.iter().map(|at| lines[*at].as_bytes()).collect();

    let mut group = criterion.benchmark_group(format!("{suite}, mandatory is {name}"));
    floors(&mut group, suite, &key, &messages, &selected);
    group.bench_function("statements, names and groups", |bench| {
        bench.iter(|| {
            Grouped::of(
                black_box(credential),
                mandatory,
                &shown,
                labelling,
                &[7; 32],
                contexts,
            )
            .unwrap()
        });
    });
    group.bench_function("base", |bench| {
        bench.iter(|| sign(black_box(credential), suite, &options, &key, &mut rng).unwrap());
    });
    group.bench_function("derive", |bench| {
        bench.iter(|| derive(black_box(&base), &shown, contexts, &mut rng).unwrap());
    });
    let least = derive(&base, &[], contexts, &mut rng).unwrap();
    let few = derive(
        &base,
        &few_claims(credential, &shown, mandatory),
        contexts,
        &mut rng,
    )
    .unwrap();
    for (step, document) in [
        ("verify base", &base),
        ("verify derived", &derived),
        ("verify derived, seven claims", &few),
        ("verify derived, only what is mandatory", &least),
    ] {
        let text = document.to_string();
        group.bench_function(step, |bench| {
            bench.iter(|| {
                let read = credentials::json::Node::parse(black_box(text.as_bytes())).unwrap();
                let proof = proofs(&read).unwrap().remove(0);
                proof.verify(&read, key.public(), contexts).unwrap();
            });
        });
    }
    group.finish();
}

/// Seven plain values that may be withheld: what others' figures for derived proofs were measured with.
fn few_claims(
    credential: &Value,
    shown: &[JsonPointer],
    mandatory: &[JsonPointer],
) -> Vec<JsonPointer> {
    let is_plain = |place: &JsonPointer| {
        let value = place.get(credential);
        value.is_some_and(|value| !value.is_object() && !value.is_array())
    };
    let few = shown
        .iter()
        .filter(|place| is_plain(place) && !mandatory.contains(place));
    few.take(7).cloned().collect()
}

/// The signatures alone.
fn floors(
    group: &mut criterion::BenchmarkGroup<'_, criterion::measurement::WallTime>,
    suite: Cryptosuite,
    key: &SecretKey,
    messages: &[&[u8]],
    selected: &[usize],
) {
    let public = key.public();
    if suite == Cryptosuite::Bbs2023 {
        let signature = key.sign_messages(&[0; 64], messages).unwrap();
        let parsed = bbs::Signature::from_bytes(&signature).unwrap();
        let verifying = public.bbs().unwrap();
        let mut rng = rand::rng();
        let mut prove = || {
            let derived = parsed.derive(verifying, &[0; 64], messages, &[], selected, &mut rng);
            derived.unwrap()
        };
        let proof = prove();
        let disclosed: Vec<(usize, &[u8])> =
            selected.iter().map(|at| (*at, messages[*at])).collect();
        group.bench_function("floor of base: the signature", |bench| {
            bench.iter(|| key.sign_messages(&[0; 64], black_box(messages)).unwrap());
        });
        group.bench_function("floor of derive: the proof", |bench| bench.iter(&mut prove));
        group.bench_function("floor of verify derived: the proof", |bench| {
            bench.iter(|| proof.verify(verifying, &[0; 64], &[], &disclosed).unwrap());
        });
        return;
    }
    group.bench_function("floor of base: as many signatures, and one", |bench| {
        bench.iter(|| {
            for message in messages.iter().chain([&[0; 99].as_slice()]) {
                black_box(key.sign(message).unwrap());
            }
        });
    });
    let signatures: Vec<Vec<u8>> = messages
        .iter()
        .map(|message| key.sign(message).unwrap())
        .collect();
    group.bench_function(
        "floor of verify derived: as many signatures, and one",
        |bench| {
            bench.iter(|| {
                for at in selected.iter().chain([&0]) {
                    public.verify(messages[*at], &signatures[*at]).unwrap();
                }
            });
        },
    );
}

fn value(document: &Value) -> &str {
    document["proof"]["proofValue"].as_str().unwrap()
}

criterion_group!(benches, selective);
criterion_main!(benches);
