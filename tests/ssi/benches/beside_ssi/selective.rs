//! Rows 3 and 4: suites that disclose selectively. Seven attributes are shown, and what is mandatory.

use std::hint::black_box;

use credentials::JsonPointer;
use credentials::bbs::{Proof, Signature, SigningKey};
use credentials::canon::jsonld::to_rdf;
use credentials::context::Contexts;
use credentials::json::Node;
use credentials::keys::{Algorithm, SecretKey, Signer};
use credentials::proof::{Cryptosuite, ProofOptions, derive, proofs, sign};
use criterion::Criterion;
use jiff::Timestamp;
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::Value;
use ssi::claims::data_integrity::AnySuite;
use ssi_judge::Judge;
use ssi_judge::documents::half_passport;
use ssi_judge::judge::{Hand, pointers};
use ssi_judge::keys::{did, key, method};

use crate::{compare, hashed};

const MANDATORY: [&str; 2] = ["/issuer", "/validFrom"];
const SHOWN: [&str; 7] = [
    "/credentialSubject/generalProductInformation/modelIdentifier",
    "/credentialSubject/generalProductInformation/batteryCategory",
    "/credentialSubject/generalProductInformation/manufacturingDate",
    "/credentialSubject/generalProductInformation/batteryMass",
    "/credentialSubject/generalProductInformation/batteryStatus",
    "/credentialSubject/carbonFootprint/carbonFootprintPerformanceClass",
    "/credentialSubject/performanceAndDurability/batteryTechnicalProperties/ratedCapacity",
];

/// What the raw signatures of an operation cost.
struct Floor<'f> {
    base: &'f mut dyn FnMut(),
    derive: &'f mut dyn FnMut(),
    verify: &'f mut dyn FnMut(),
}

pub fn row_3(c: &mut Criterion) {
    let key = key(Algorithm::P256, 1);
    let document = half_passport(&did(&key));
    let statements = statements(&document);
    let signed = shown_statements(&document, &key);
    println!("ecdsa-sd-2023: {statements} statements, {signed} of them shown and not mandatory");
    let signature = key.sign(&[1; 110]).unwrap();
    let floor = Floor {
        base: &mut || {
            for _ in 0..=statements {
                black_box(key.sign(black_box(&[1; 110])).unwrap());
            }
        },
        derive: &mut || {
            black_box(hashed(black_box(&document)));
        },
        verify: &mut || {
            for _ in 0..=signed {
                key.public().verify(&[1; 110], &signature).unwrap();
            }
        },
    };
    row(
        c,
        Cryptosuite::EcdsaSd2023,
        AnySuite::EcdsaSd2023,
        &key,
        floor,
    );
}

/// How many signatures a derived proof carries, but for the base's own.
fn shown_statements(document: &Value, key: &SecretKey) -> usize {
    let mut rng = StdRng::seed_from_u64(3);
    let suite = Cryptosuite::EcdsaSd2023;
    let issued = sign(document, suite, &options(key), key, &mut rng).unwrap();
    let mut shown = |places: &[JsonPointer]| {
        let mut derived = derive(&issued, places, Contexts::pinned(), &mut rng).unwrap();
        derived.as_object_mut().unwrap().shift_remove("proof");
        statements(&derived)
    };
    shown(&parsed(&SHOWN)) - shown(&[])
}

fn statements(document: &Value) -> usize {
    let dataset = to_rdf(&Node::from(document), Contexts::pinned()).unwrap();
    dataset.quads().len()
}

pub fn row_4(c: &mut Criterion) {
    let key = key(Algorithm::Bls12381G2, 1);
    let document = half_passport(&did(&key));
    let canonical = Judge::new().canonical(&document).unwrap();
    let messages: Vec<&str> = canonical.lines().collect();
    let raw = SigningKey::from_bytes(key.to_bytes().as_slice().try_into().unwrap()).unwrap();
    let (public, header) = (raw.public(), [7; 64]);
    let signature = raw.sign(&header, &messages).unwrap();
    let indexes: Vec<usize> = (0..SHOWN.len()).collect();
    let shown: Vec<(usize, &str)> = indexes.iter().map(|&at| (at, messages[at])).collect();
    let mut rng = StdRng::seed_from_u64(1);
    let mut derive = || -> Proof {
        let proof = signature.derive(public, &header, &messages, b"", &indexes, &mut rng);
        proof.unwrap()
    };
    let proof = derive();
    let floor = Floor {
        base: &mut || {
            let signature: Signature = raw.sign(black_box(&header), &messages).unwrap();
            black_box(signature);
        },
        derive: &mut || drop(derive()),
        verify: &mut || {
            proof
                .verify(public, &header, b"", black_box(&shown))
                .unwrap()
        },
    };
    row(c, Cryptosuite::Bbs2023, AnySuite::Bbs2023, &key, floor);
}

fn row(c: &mut Criterion, suite: Cryptosuite, theirs: AnySuite, key: &SecretKey, floor: Floor<'_>) {
    let judge = Judge::new();
    let document = half_passport(&did(key));
    let options = options(key);
    let shown = parsed(&SHOWN);
    let mut rng = StdRng::seed_from_u64(1);
    let mut base = || sign(black_box(&document), suite, &options, key, &mut rng).unwrap();
    let issued = base();

    let (hand, mandatory) = (Hand::of(key), pointers(&MANDATORY));
    let read = serde_json::from_value(document.clone()).unwrap();
    let their_base = || {
        judge
            .sign_read(&read, theirs.clone(), &hand, &mandatory)
            .unwrap()
    };
    let their_issued = their_base();
    let operation = format!("{suite}: base proof");
    let mut ours = || drop(base());
    let mut issue_there = || drop(their_base());
    compare(c, &operation, floor.base, &mut ours, Ok(&mut issue_there));

    let mut rng = StdRng::seed_from_u64(2);
    let mut derived = || derive(black_box(&issued), &shown, Contexts::pinned(), &mut rng).unwrap();
    let text = serde_json::to_vec(&derived()).unwrap();
    let their_shown = pointers(&SHOWN);
    let derived_there = || judge.derive_read(&their_issued, &their_shown).unwrap();
    let operation = format!("{suite}: derive");
    let mut ours = || drop::<Value>(derived());
    let mut derive_there = || drop::<Value>(derived_there());
    compare(
        c,
        &operation,
        floor.derive,
        &mut ours,
        Ok(&mut derive_there),
    );

    let mut ours = || {
        let node = Node::parse(black_box(&text)).unwrap();
        for proof in proofs(&node).unwrap() {
            proof
                .verify(&node, key.public(), Contexts::pinned())
                .unwrap();
        }
    };
    let why = judge.verify(&derived_there()).unwrap_err();
    let why = format!("does not verify what it derived: {why}");
    let operation = format!("{suite}: parse and verify derived");
    compare(c, &operation, floor.verify, &mut ours, Err(&why));
    println!(
        "{suite}: base {} bytes, derived {} bytes",
        issued.to_string().len(),
        text.len()
    );
}

fn options(key: &SecretKey) -> ProofOptions {
    let mut options = ProofOptions::assertion(method(key), Timestamp::UNIX_EPOCH);
    options.mandatory = parsed(&MANDATORY);
    options
}

fn parsed(texts: &[&str]) -> Vec<JsonPointer> {
    let parsed = texts.iter().map(|text| JsonPointer::parse(text).unwrap());
    parsed.collect()
}
