//! Rows 1 and 2: suites that sign a whole document.

use std::hint::black_box;

use credentials::context::Contexts;
use credentials::json::Node;
use credentials::keys::{Algorithm, Signer};
use credentials::proof::{Cryptosuite, ProofOptions, proofs, sign_in_place};
use criterion::Criterion;
use jiff::Timestamp;
use rand::SeedableRng;
use rand::rngs::StdRng;
use sha2::{Digest, Sha256};
use ssi::claims::data_integrity::AnySuite;
use ssi_judge::Judge;
use ssi_judge::documents::half_passport;
use ssi_judge::judge::{Hand, Secured};
use ssi_judge::keys::{did, key, method};

use crate::{compare, hashed};

pub fn row_1(c: &mut Criterion) {
    row(c, Cryptosuite::EddsaJcs2022, Algorithm::Ed25519, None);
}

pub fn row_2(c: &mut Criterion) {
    let (theirs, rdfc) = (AnySuite::EdDsaRdfc2022, Cryptosuite::EddsaRdfc2022);
    row(c, rdfc, Algorithm::Ed25519, Some(theirs));
    let (theirs, rdfc) = (AnySuite::EcdsaRdfc2019, Cryptosuite::EcdsaRdfc2019);
    row(c, rdfc, Algorithm::P256, Some(theirs));
}

/// Why there is nothing to measure.
const NONE: &str = "it has no such suite";

fn row(c: &mut Criterion, suite: Cryptosuite, algorithm: Algorithm, theirs: Option<AnySuite>) {
    let (judge, key) = (Judge::new(), key(algorithm, 1));
    let mut document = half_passport(&did(&key));
    let options = ProofOptions::assertion(method(&key), Timestamp::UNIX_EPOCH);
    let hand = Hand::of(&key);
    let read = serde_json::from_value(document.clone()).unwrap();
    let signature = key.sign(&[1; 64]).unwrap();
    let issued_there = theirs.clone().map(|theirs| {
        let signed = judge.sign_read(&read, theirs, &hand, &[]).unwrap();
        serde_json::to_vec(&signed).unwrap()
    });

    let (unsigned, mut rng) = (document.clone(), StdRng::seed_from_u64(1));
    let mut floor = || drop(key.sign(&hashed(black_box(&unsigned))).unwrap());
    let mut ours = || {
        // As warm as the floor's: the same document, its proof taken off again.
        sign_in_place(black_box(&mut document), suite, &options, &key, &mut rng).unwrap();
        document.as_object_mut().unwrap().shift_remove("proof");
    };
    let mut issue = theirs.map(|theirs| {
        let (judge, read, hand) = (&judge, &read, &hand);
        move || {
            drop(
                judge
                    .sign_read(black_box(read), theirs.clone(), hand, &[])
                    .unwrap(),
            )
        }
    });
    let theirs = issue
        .as_mut()
        .map(|issue| issue as &mut dyn FnMut())
        .ok_or(NONE);
    compare(c, &format!("{suite}: issue"), &mut floor, &mut ours, theirs);

    sign_in_place(
        &mut document,
        suite,
        &options,
        &key,
        &mut StdRng::seed_from_u64(2),
    )
    .unwrap();
    let text = serde_json::to_vec(&document).unwrap();
    let mut floor = || {
        black_box(Sha256::digest(black_box(&text)));
        key.public().verify(&[1; 64], &signature).unwrap();
    };
    let mut ours = || {
        let node = Node::parse(black_box(&text)).unwrap();
        for proof in proofs(&node).unwrap() {
            proof
                .verify(&node, key.public(), Contexts::pinned())
                .unwrap();
        }
    };
    let mut verify = issued_there.map(|text| {
        let judge = &judge;
        move || {
            let read: Secured = serde_json::from_slice(black_box(&text)).unwrap();
            judge.verify_read(&read).unwrap();
        }
    });
    let theirs = verify
        .as_mut()
        .map(|verify| verify as &mut dyn FnMut())
        .ok_or(NONE);
    let operation = format!("{suite}: parse and verify");
    compare(c, &operation, &mut floor, &mut ours, theirs);
}
