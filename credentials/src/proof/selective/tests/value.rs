//! What a proof value is made of, each part changed.

use rand::Rng;

use super::super::cbor::{Reader, Writer};
use super::super::value::encode;
use super::*;
use crate::proof::derive_for;

#[test]
fn no_byte_of_a_proof_value_can_be_changed() {
    for suite in SUITES {
        let base = signed(&small(), suite, &["/issuer", "/validFrom"]);
        let names = "/credentialSubject/materialComposition/batteryMaterials/0";
        let revealed = derive_for(
            &base,
            &pointers(&[names]),
            b"for you",
            Contexts::pinned(),
            &mut rng(),
        );
        for document in [base, revealed.unwrap()] {
            assert_eq!(verdict(&document), Ok(()));
            let value = bytes_of(&document);
            // A key that puts the HMACs of the blank nodes in the same order says the same in bbs-2023.
            let key = value.windows(32).position(|window| window == *HMAC_KEY);
            let same = key.filter(|_| suite == Cryptosuite::Bbs2023);
            let same = same.map_or(0..0, |start| start..start + 32);
            for at in (0..value.len()).filter(|at| !same.contains(at)) {
                let mut changed = value.clone();
                changed[at] ^= 1 << (at % 8);
                let changed = with_value(&document, &changed);
                assert!(verdict(&changed).is_err(), "{suite}, byte {at}");
            }
            for short in 0..value.len() {
                let error = verdict(&with_value(&document, &value[..short])).unwrap_err();
                assert_eq!(error.code(), "proof.value_malformed", "{suite} {short}");
            }
            let longer = [value.as_slice(), &[0]].concat();
            let error = verdict(&with_value(&document, &longer)).unwrap_err();
            assert_eq!(error.code(), "proof.value_malformed", "{suite}");
        }
    }
}

#[test]
fn each_part_of_a_derived_value_has_to_be_as_it_was_made() {
    let list = "/credentialSubject/materialComposition/batteryMaterials";
    let small = small();
    let shown = pointers(&[&format!("{list}/0"), &format!("{list}/2")]);
    let of = |suite| derived(&signed(&small, suite, &["/issuer"]), &shown).unwrap();
    let [ecdsa, bbs] = SUITES.map(of);
    let refused = |document: &Value, case: &str, code: &str, change: fn(&mut Vec<Item>)| {
        let error = verdict(&with_parts(document, change)).expect_err(case);
        assert_eq!(error.code(), code, "{case}: {error}");
    };
    let (signature, count) = ("proof.signature_invalid", "proof.signature_count");
    let (labels, malformed) = ("proof.label_map", "proof.value_malformed");
    let index = "proof.value_index";

    // Signatures, one for each statement that is shown.
    let of_ecdsa = |case, code, change| refused(&ecdsa, case, code, change);
    of_ecdsa("two signatures swapped", signature, |parts| {
        parts[2].items().swap(0, 1);
    });
    of_ecdsa("a signature too few", count, |parts| {
        parts[2].items().pop();
    });
    of_ecdsa("a signature twice", count, |parts| {
        let first = parts[2].items()[0].clone();
        parts[2].items().push(first);
    });
    // Names of blank nodes: node, name, node, name.
    of_ecdsa("two names swapped", signature, |parts| {
        parts[3].items().swap(1, 3);
    });
    of_ecdsa("a name twice", labels, |parts| {
        let names = parts[3].items();
        names[1] = names[3].clone();
    });
    of_ecdsa("a name too few", labels, |parts| {
        let names = parts[3].items();
        names.truncate(names.len() - 2);
    });
    of_ecdsa("a node named twice", malformed, |parts| {
        let names = parts[3].items();
        names[2] = names[0].clone();
    });
    of_ecdsa("a node that is none", malformed, |parts| {
        parts[3].items()[0] = Item::Integer(99);
    });
    // Indexes of what is mandatory.
    of_ecdsa("an index that is too large", index, |parts| {
        *parts[4].items().last_mut().unwrap() = Item::Integer(1000);
    });
    of_ecdsa("an index twice", malformed, |parts| {
        let first = parts[4].items()[0].clone();
        parts[4].items().insert(0, first);
    });
    of_ecdsa("an index too few", count, |parts| {
        parts[4].items().pop();
    });
    of_ecdsa("a key that is none", signature, |parts| {
        parts[1] = Item::Bytes(vec![0; 35]);
    });
    of_ecdsa("a part too many", malformed, |parts| {
        parts.push(Item::Integer(0));
    });

    let of_bbs = |case, code, change| refused(&bbs, case, code, change);
    of_bbs("two names swapped", signature, |parts| {
        parts[1].items().swap(1, 3);
    });
    of_bbs("a mandatory index that is too large", index, |parts| {
        *parts[2].items().last_mut().unwrap() = Item::Integer(1000);
    });
    of_bbs("an index that no message has", "bbs.index", |parts| {
        *parts[3].items().last_mut().unwrap() = Item::Integer(1 << 40);
    });
    of_bbs("an index too few", count, |parts| {
        parts[3].items().pop();
    });
}

#[test]
fn a_value_of_another_suite_or_another_feature_is_refused() {
    let document = |suite| derived(&signed(&small(), suite, &["/issuer"]), &[]).unwrap();
    let ecdsa = document(Cryptosuite::EcdsaSd2023);
    let bbs = document(Cryptosuite::Bbs2023);
    let refused = |document: &Value, header: [u8; 3]| {
        let mut value = bytes_of(document);
        value[..3].copy_from_slice(&header);
        verdict(&with_value(document, &value)).unwrap_err().code()
    };
    for header in [
        [0xD9, 0x5D, 0x02],
        [0xD9, 0x5D, 0x03],
        [0; 3],
        [0xD9, 0x5D, 0x00],
    ] {
        assert_eq!(refused(&ecdsa, header), "proof.value_malformed");
    }
    for header in [[0xD9, 0x5D, 0x00], [0xD9, 0x5D, 0x01], [0xD9, 0x5D, 0x02]] {
        assert_eq!(refused(&bbs, header), "proof.value_malformed");
    }
    for feature in 4..=9 {
        assert_eq!(
            refused(&bbs, [0xD9, 0x5D, feature]),
            "proof.feature_unsupported"
        );
    }
    for text in ["z2", "u", "u=", "m2V0B", "u2V0B!", ""] {
        let mut changed = ecdsa.clone();
        changed["proof"]["proofValue"] = text.into();
        let code = verdict(&changed).unwrap_err().code();
        assert!(
            code == "proof.value_encoding" || text == "u" && code == "proof.value_malformed",
            "{text}: {code}"
        );
    }
}

#[test]
fn a_pointer_deeper_than_any_document_ends_nothing_but_itself() {
    let base = signed(&small(), Cryptosuite::EcdsaSd2023, &["/issuer"]);
    let deep = "/x".repeat(500_000);
    let error = derived(&base, &pointers(&[&deep])).unwrap_err();
    assert_eq!(error.code(), "proof.pointer_missing");

    let deeper = with_parts(&base, |parts| {
        parts[4].items()[0] = Item::Text(deep);
    });
    let error = verdict(&deeper).unwrap_err();
    assert_eq!(error.code(), "proof.pointer_missing");
}

fn bytes_of(document: &Value) -> Vec<u8> {
    let text = document["proof"]["proofValue"].as_str().unwrap();
    let suite = Cryptosuite::named(document["proof"]["cryptosuite"].as_str().unwrap());
    suite
        .unwrap()
        .read_value(text, &JsonPointer::root())
        .unwrap()
}

fn with_value(document: &Value, value: &[u8]) -> Value {
    let mut document = document.clone();
    document["proof"]["proofValue"] = encode(value).into();
    document
}

/// The document with parts of its proof value changed.
fn with_parts(document: &Value, change: impl FnOnce(&mut Vec<Item>)) -> Value {
    let value = bytes_of(document);
    let (header, rest) = value.split_at(3);
    let mut parts = Item::read(&mut Reader::new(rest)).unwrap();
    change(parts.items());
    let mut writer = Writer::after(header);
    parts.write(&mut writer);
    with_value(document, &writer.finish())
}

/// What a base proof draws first.
static HMAC_KEY: LazyLock<[u8; 32]> = LazyLock::new(|| {
    let mut key = [0; 32];
    rng().fill_bytes(&mut key);
    key
});

/// A part of a proof value, to be changed; a map as its keys and values in turn.
#[derive(Debug, Clone)]
enum Item {
    Integer(u64),
    Bytes(Vec<u8>),
    Text(String),
    Array(Vec<Item>),
    Map(Vec<Item>),
}

impl Item {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let before = *reader;
        if let Some(integer) = reader.integer() {
            return Some(Self::Integer(integer));
        }
        *reader = before;
        if let Some(bytes) = reader.bytes() {
            return Some(Self::Bytes(bytes.to_vec()));
        }
        *reader = before;
        if let Some(text) = reader.text() {
            return Some(Self::Text(text.to_owned()));
        }
        *reader = before;
        if let Some(length) = reader.array() {
            let items = (0..length).map(|_| Self::read(reader));
            return items.collect::<Option<_>>().map(Self::Array);
        }
        *reader = before;
        let items = (0..2 * reader.map()?).map(|_| Self::read(reader));
        items.collect::<Option<_>>().map(Self::Map)
    }

    fn write(&self, writer: &mut Writer) {
        match self {
            Self::Integer(value) => writer.integer(*value),
            Self::Bytes(bytes) => writer.bytes(bytes),
            Self::Text(text) => writer.text(text),
            Self::Array(items) => {
                writer.array(items.len());
                items.iter().for_each(|item| item.write(writer));
            }
            Self::Map(items) => {
                writer.map(items.len() / 2);
                items.iter().for_each(|item| item.write(writer));
            }
        }
    }

    fn items(&mut self) -> &mut Vec<Item> {
        match self {
            Self::Array(items) | Self::Map(items) => items,
            _ => panic!("an array or a map"),
        }
    }
}
