//! Proofs of ecdsa-sd-2023 and bbs-2023 that a holder derived, or pretends to have.

use credentials::proof::Cryptosuite;
use serde_json::{Value, json};

use super::Bad;
use super::proof::INVALID;
use crate::vectors::case::Set;
use crate::vectors::cbor::Item;
use crate::vectors::settle::{read, write};

pub(super) fn add(set: &mut Set) {
    for suite in [Cryptosuite::EcdsaSd2023, Cryptosuite::Bbs2023] {
        document(set, suite);
        value(set, suite);
    }
    of_one_suite(set);
}

/// The document was changed after derivation.
fn document(set: &mut Set, suite: Cryptosuite) {
    let mut bad = Bad::of(set, &format!("edge/derived-{suite}"));
    let name = |fault: &str| format!("derived/{fault}-{suite}");
    let general = |document: &mut Value| {
        let subject = &mut document["credentialSubject"];
        subject["generalProductInformation"]
            .as_object_mut()
            .unwrap()
            .clone()
    };
    let mut changed =
        |fault: &str, about: &str, code: super::Fault, member: &str, to: Option<Value>| {
            bad.change(&name(fault), about, code, |document| {
                let mut members = general(document);
                match to {
                    Some(value) => drop(members.insert(member.into(), value)),
                    None => drop(members.shift_remove(member)),
                }
                document["credentialSubject"]["generalProductInformation"] = members.into();
            });
        };
    let about = "A value that is always shown was changed";
    changed(
        "mandatory-changed",
        about,
        INVALID,
        "batteryMass",
        Some(json!(479)),
    );
    let about = "A value that the holder chose to show was changed";
    let later = Some(json!("2026-05-08T08:30:00Z"));
    changed(
        "selective-changed",
        about,
        INVALID,
        "puttingIntoService",
        later,
    );
    let index = ("proof", "proof.value_index", AT);
    let about = "A value that the proof covers was taken away";
    changed("member-removed", about, index, "puttingIntoService", None);
    let about = "A value that the proof does not cover was added";
    changed(
        "member-added",
        about,
        COUNT,
        "description",
        Some(json!("as good as new")),
    );
}

/// The proof value was changed.
fn value(set: &mut Set, suite: Cryptosuite) {
    let mut bad = Bad::of(set, &format!("edge/derived-{suite}"));
    let proof = bad.document()["proof"]["proofValue"].clone();
    let text = proof.as_str().unwrap();
    let (header, content) = read(text);
    let mut is = |fault: &str, about: &str, code: super::Fault, value: String| {
        let name = format!("derived/{fault}-{suite}");
        bad.change(&name, about, code, |document| {
            document["proof"]["proofValue"] = json!(value)
        });
    };
    let malformed = ("parse", "proof.value_malformed", AT);
    let other = [header[0], header[1], header[2] ^ 2];
    is(
        "header-of-another-suite",
        "The proof value begins as one of another suite does",
        malformed,
        write(other, &content),
    );
    let parts = content.items().to_vec();
    let mut four = parts.clone();
    four.pop();
    is(
        "part-missing",
        "One of the five parts of the proof value is missing",
        malformed,
        write(header, &Item::Array(four)),
    );
    let encoding = ("parse", "proof.value_encoding", AT);
    is(
        "in-base58",
        "The proof value says that it is in base58btc",
        encoding,
        format!("z{}", &text[1..]),
    );
    let (labels, mandatory) = match suite {
        Cryptosuite::EcdsaSd2023 => (3, 4),
        _ => (1, 2),
    };
    let with = |at: usize, part: Item| {
        let mut parts = parts.clone();
        parts[at] = part;
        write(header, &Item::Array(parts))
    };
    let Item::Map(pairs) = &parts[labels] else {
        unreachable!("the label map is a map");
    };
    let mut swapped = pairs.clone();
    let last = swapped.len() - 1;
    let first = swapped[0].1.clone();
    swapped[0].1 = std::mem::replace(&mut swapped[last].1, first);
    is(
        "labels-swapped",
        "Two blank nodes have each other's names",
        INVALID,
        with(labels, Item::Map(swapped)),
    );
    let mut fewer = pairs.clone();
    fewer.pop();
    let fault = ("proof", "proof.label_map", "/proof");
    is(
        "label-missing",
        "A blank node has no name",
        fault,
        with(labels, Item::Map(fewer)),
    );
    let mut indexes = parts[mandatory].items().to_vec();
    *indexes.last_mut().unwrap() = Item::Number(1000);
    let fault = ("proof", "proof.value_index", AT);
    is(
        "index-beyond",
        "A mandatory statement is one that there is not",
        fault,
        with(mandatory, Item::Array(indexes)),
    );
    let mut indexes = parts[mandatory].items().to_vec();
    indexes.pop();
    is(
        "mandatory-index-missing",
        "One mandatory statement is said to be chosen",
        COUNT,
        with(mandatory, Item::Array(indexes)),
    );
}

fn of_one_suite(set: &mut Set) {
    let mut bad = Bad::of(set, "edge/derived-ecdsa-sd-2023");
    let value = bad.document()["proof"]["proofValue"].clone();
    let (header, content) = read(value.as_str().unwrap());
    let mut is = |fault: &str, about: &str, code, change: &dyn Fn(&mut Vec<Item>)| {
        let mut parts = content.items().to_vec();
        change(&mut parts);
        bad.change(&format!("derived/{fault}"), about, code, |document| {
            document["proof"]["proofValue"] = json!(write(header, &Item::Array(parts)));
        });
    };
    let about = "One bit of the issuer's signature was changed";
    is("base-signature-changed", about, INVALID, &|parts| {
        flip(&mut parts[0])
    });
    let about = "One bit of the signature of a chosen statement was changed";
    is("statement-signature-changed", about, INVALID, &|parts| {
        let mut signatures = parts[2].items().to_vec();
        flip(&mut signatures[0]);
        parts[2] = Item::Array(signatures);
    });
    let about = "The key that is used once was replaced by another";
    is("once-key-replaced", about, INVALID, &|parts| {
        let other =
            crate::vectors::settle::once(&mut crate::vectors::stream::Stream::of("another"));
        let key = [&[0x80, 0x24], other.public().as_bytes()].concat();
        parts[1] = Item::Bytes(key);
    });
    let mut bad = Bad::of(set, "edge/derived-bbs-2023");
    let value = bad.document()["proof"]["proofValue"].clone();
    let (header, content) = read(value.as_str().unwrap());
    let mut is = |fault: &str, about: &str, code, change: &dyn Fn(&mut Vec<Item>)| {
        let mut parts = content.items().to_vec();
        change(&mut parts);
        bad.change(&format!("derived/{fault}"), about, code, |document| {
            document["proof"]["proofValue"] = json!(write(header, &Item::Array(parts)));
        });
    };
    let about = "A presentation header was added to a proof that was made without one";
    is("presentation-header-added", about, INVALID, &|parts| {
        parts[4] = Item::Bytes(b"n-7f3a".to_vec())
    });
    let about = "A chosen statement is said to be one that there is not";
    is(
        "selective-index-beyond",
        about,
        ("proof", "bbs.index", AT),
        &|parts| {
            let mut indexes = parts[3].items().to_vec();
            let last = indexes.last_mut().unwrap();
            *last = Item::Number(last.number() + 1);
            parts[3] = Item::Array(indexes);
        },
    );
    let about = "The last bit of the BBS proof, which is of a challenge, was changed";
    is("bbs-proof-changed", about, INVALID, &|parts| {
        flip(&mut parts[0])
    });
}

fn flip(part: &mut Item) {
    let mut bytes = part.bytes().to_vec();
    *bytes.last_mut().unwrap() ^= 1;
    *part = Item::Bytes(bytes);
}

const COUNT: super::Fault = ("proof", "proof.signature_count", AT);
const AT: &str = "/proof/proofValue";
