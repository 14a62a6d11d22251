//! Values of ecdsa-sd-2023 and bbs-2023: statements under their names, in groups, and what the proof value holds.

use credentials::battery::{Audience, passport};
use credentials::canon::rdfc::Hash;
use credentials::json::JsonPointer;
use credentials::proof::Cryptosuite;
use credentials::proof::selective::{Grouped, Labelling};
use credentials::secured::Secured;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::whole::{canonical, configuration, key_of};
use crate::vectors::cbor::Item;
use crate::vectors::hex;
use crate::vectors::settle::{grouped, read};

/// The values of a proof: an issuer's own, or one that was derived at once since all of it is mandatory.
pub(super) fn of(document: &Value, suite: Cryptosuite) -> Value {
    let (header, content) = read(document["proof"]["proofValue"].as_str().unwrap());
    let configuration = canonical(&configuration(document, suite), suite, Hash::Sha256);
    let proof_hash = Sha256::digest(&configuration);
    let mut values = Map::new();
    let mut put = |name: &str, value: Value| drop(values.insert(name.into(), value));
    put("header", json!(hex(&header)));
    put(
        "canonicalProofConfiguration",
        configuration.lines().collect(),
    );
    put("proofConfigurationHash", json!(hex(&proof_hash)));
    let parts = content.items();
    if is_derived(header) {
        put("derived", derived(suite, parts));
        return values.into();
    }
    let (hmac_key, pointers) = match suite {
        Cryptosuite::EcdsaSd2023 => (&parts[2], &parts[4]),
        _ => (&parts[3], &parts[4]),
    };
    let groups = grouped(document, hmac_key, pointers, labelling(suite), &[]);
    let mandatory_hash = groups.mandatory_hash();
    put("hmacKey", json!(hex(hmac_key.bytes())));
    put(
        "mandatoryPointers",
        pointers.items().iter().map(Item::text).collect(),
    );
    put("labelMap", labels(hmac_key.bytes(), &groups, suite));
    put("statements", groups.lines().map(str::trim_end).collect());
    put("mandatory", groups.mandatory().collect());
    put("mandatoryHash", json!(hex(&mandatory_hash)));
    match suite {
        Cryptosuite::EcdsaSd2023 => {
            let signed = [&proof_hash[..], parts[1].bytes(), &mandatory_hash].concat();
            let held = key_of(&document["proof"]).verify(&signed, parts[0].bytes());
            assert_eq!(held, Ok(()), "what is told here is what was signed");
            put("publicKey", json!(hex(parts[1].bytes())));
            put("signed", json!(hex(&signed)));
            put("baseSignature", json!(hex(parts[0].bytes())));
            put(
                "signatures",
                parts[3]
                    .items()
                    .iter()
                    .map(|one| hex(one.bytes()))
                    .collect(),
            );
        }
        _ => {
            let bbs_header = [&proof_hash[..], &mandatory_hash].concat();
            assert_eq!(
                parts[1].bytes(),
                bbs_header,
                "what is told here is what was signed"
            );
            put("bbsHeader", json!(hex(&bbs_header)));
            put("bbsSignature", json!(hex(parts[0].bytes())));
        }
    }
    values.into()
}

/// The values of what a holder shows to an audience: groups by line of the whole document, and the proof's own parts.
pub fn of_derived(passport: &Secured, shown: &Secured, audience: Audience) -> Value {
    let [whole, part] = [passport, shown].map(|one| match one {
        Secured::DataIntegrity(embedded) => embedded.document(),
        _ => panic!("only documents are derived"),
    });
    let suite = whole["proof"]["cryptosuite"]
        .as_str()
        .and_then(Cryptosuite::named)
        .unwrap();
    let (_, base) = read(whole["proof"]["proofValue"].as_str().unwrap());
    let (_, content) = read(part["proof"]["proofValue"].as_str().unwrap());
    let parts = base.items();
    let hmac_key = match suite {
        Cryptosuite::EcdsaSd2023 => &parts[2],
        _ => &parts[3],
    };
    let pointers: Vec<JsonPointer> = passport::attributes_for(&passport.credential(), audience);
    let groups = grouped(whole, hmac_key, &parts[4], labelling(suite), &pointers);
    let selective: Vec<String> = pointers.iter().map(ToString::to_string).collect();
    json!({
        "selectivePointers": selective,
        "mandatoryIndexes": groups.mandatory_among_combined().collect::<Value>(),
        "selectiveIndexes": groups.shown_among_withholdable().collect::<Value>(),
        "derived": derived(suite, content.items()),
    })
}

/// What only the derived proof value says: names of blank nodes, and of BBS the proof.
fn derived(suite: Cryptosuite, parts: &[Item]) -> Value {
    let labels = match suite {
        Cryptosuite::EcdsaSd2023 => &parts[3],
        _ => &parts[1],
    };
    let Item::Map(pairs) = labels else {
        panic!("the label map is {labels:?}");
    };
    let named: Map<String, Value> = pairs
        .iter()
        .map(|(number, label)| {
            let label = match label {
                Item::Number(place) => format!("b{place}"),
                label => hmac_label(label.bytes()),
            };
            (format!("c14n{}", number.number()), json!(label))
        })
        .collect();
    let mut told = json!({"labelMap": named});
    if suite == Cryptosuite::Bbs2023 {
        told["bbsProof"] = json!(hex(parts[0].bytes()));
        told["presentationHeader"] = json!(hex(parts[4].bytes()));
    }
    told
}

/// From canonical names to the names in the statements, computed anew.
fn labels(key: &[u8], groups: &Grouped, suite: Cryptosuite) -> Value {
    let names = || groups.lines().flat_map(|line| line.split(' '));
    let count = {
        let blank = names().filter_map(|term| term.strip_prefix("_:"));
        blank.collect::<std::collections::BTreeSet<_>>().len()
    };
    let canonical: Vec<String> = (0..count).map(|number| format!("c14n{number}")).collect();
    let hmacs: Vec<String> = canonical
        .iter()
        .map(|name| hmac_label(&hmac(key, name.as_bytes())))
        .collect();
    let mut sorted = hmacs.clone();
    sorted.sort_unstable();
    let label = |hmac: &String| match suite {
        Cryptosuite::EcdsaSd2023 => hmac.clone(),
        // vc-di-bbs section 3.2.1: the place of the HMAC among all.
        _ => format!("b{}", sorted.binary_search(hmac).unwrap()),
    };
    let named = hmacs.iter().map(label);
    let map: Map<String, Value> = canonical.into_iter().zip(named.map(Value::from)).collect();
    for name in map.values().filter_map(Value::as_str) {
        let there = names().any(|term| term.strip_prefix("_:") == Some(name));
        assert!(there, "no statement says {name}");
    }
    map.into()
}

fn hmac_label(hmac: &[u8]) -> String {
    use base64::Engine;
    format!("u{}", base64::prelude::BASE64_URL_SAFE_NO_PAD.encode(hmac))
}

/// HMAC-SHA-256 (RFC 2104) with a key of 32 bytes.
fn hmac(key: &[u8], message: &[u8]) -> [u8; 32] {
    let pad = |byte: u8| {
        let mut block = [byte; 64];
        block
            .iter_mut()
            .zip(key)
            .for_each(|(padded, key)| *padded ^= key);
        block
    };
    let inner = Sha256::new()
        .chain_update(pad(0x36))
        .chain_update(message)
        .finalize();
    Sha256::new()
        .chain_update(pad(0x5C))
        .chain_update(inner)
        .finalize()
        .into()
}

fn labelling(suite: Cryptosuite) -> Labelling {
    match suite {
        Cryptosuite::EcdsaSd2023 => Labelling::Hmac,
        _ => Labelling::Shuffled,
    }
}

/// vc-di-ecdsa section 3.5.6, vc-di-bbs section 3.3.6.
fn is_derived(header: [u8; 3]) -> bool {
    matches!(header, [0xD9, 0x5D, 0x01 | 0x03])
}
