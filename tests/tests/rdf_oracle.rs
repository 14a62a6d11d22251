//! Another JSON-LD processor and another RDFC-1.0, `oxjsonld` and `oxrdf`, over documents that chance makes.
//!
//! Both have to give the same bytes as ours. Left out is what they read otherwise for a reason: base directions (they
//! drop them), numbers of more than 15 digits (they keep digits that the JSON-LD API rounds away), and a `@vocab` in a
//! type-scoped context. That context ends where the next node begins, before the context of the property that leads
//! there is added (JSON-LD 1.1 API section 5.1.2 steps 7 and 8); they let it go on inside such a property. Graphs that a blank node names
//! are left out because RDFC-1.0 itself can give two readings of one such dataset other names: `rdf-canonize` does so
//! too, and returns the form of either reading unchanged.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test ends where it cannot go on"
)]

use std::collections::HashSet;

use credentials::canon::jsonld::to_rdf;
use credentials::canon::rdfc::{Effort, Hash, canonicalize_with};
use credentials::context::{BATTERY_PASSPORT_V1, CREDENTIALS_V2, Contexts, pinned};
use credentials::json::Node;
use oxjsonld::{JsonLdParser, JsonLdRemoteDocument};
use oxrdf::Dataset;
use oxrdf::dataset::{CanonicalizationAlgorithm, CanonicalizationHashAlgorithm};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

fn ours(document: &Value) -> String {
    let dataset = to_rdf(&Node::from(document), Contexts::pinned())
        .unwrap_or_else(|error| panic!("{error} at {}: {document}", error.at()));
    let canonical = canonicalize_with(&dataset, Hash::Sha256, Effort(5_000_000)).unwrap();
    canonical.as_str().to_owned()
}

fn theirs(document: &Value) -> String {
    let text = serde_json::to_vec(document).unwrap();
    let quads = JsonLdParser::new()
        .for_slice(&text)
        .with_load_document_callback(|url, _| {
            let pinned = pinned().iter().find(|pinned| pinned.url == url);
            Ok(JsonLdRemoteDocument {
                document: pinned.ok_or("unknown context")?.text.into(),
                document_url: url.into(),
            })
        });
    let mut dataset: Dataset = quads
        .map(|quad| quad.unwrap_or_else(|error| panic!("{error}: {document}")))
        .collect();
    dataset.canonicalize(CanonicalizationAlgorithm::Rdfc10 {
        hash_algorithm: CanonicalizationHashAlgorithm::Sha256,
    });
    let mut lines: Vec<String> = dataset.iter().map(|quad| format!("{quad} .\n")).collect();
    lines.sort();
    lines.concat()
}

fn context() -> Value {
    json!([CREDENTIALS_V2, {
        "@vocab": "https://example.org/v#", "ex": "https://example.org/x/",
        "list": {"@container": "@list"}, "set": {"@container": "@set"}, "words": {"@container": "@language"},
        "ref": {"@type": "@id"}, "refs": {"@type": "@id", "@container": "@list"}, "kind": {"@type": "@vocab"},
        "when": {"@type": "ex:time"}, "size": {"@type": "http://www.w3.org/2001/XMLSchema#double"},
        "raw": {"@type": "@json"}, "back": {"@reverse": "ex:forth"},
        "byIndex": {"@container": "@index"}, "byId": {"@container": "@id"}, "byType": {"@container": "@type"},
        "de": {"@language": "de"},
        "deep": {"@context": {"inner": {"@id": "ex:deep-inner", "@language": "fr"}, "plain": "ex:deep-plain"}},
        "Local": {"@id": "ex:Local", "@context": {"plain": "ex:local-plain"}}
    }])
}

fn word() -> impl Strategy<Value = Value> {
    prop_oneof![
        "[a-c]{1,2}".prop_map(Value::from),
        "[ -~é€\u{1f50b}\n\t\\\\\"]{0,6}".prop_map(Value::from),
    ]
}

fn reference() -> impl Strategy<Value = Value> {
    prop_oneof![
        "urn:[a-c]".prop_map(Value::from),
        "ex:[a-c]".prop_map(Value::from),
        "_:[a-c]".prop_map(Value::from),
    ]
}

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => word(),
        1 => any::<bool>().prop_map(Value::from),
        1 => (-1000i64..1000).prop_map(Value::from),
        // Quarters below eight have at most 16 digits in every form.
        1 => (-31i32..31).prop_map(|quarters| Value::from(f64::from(quarters) / 4.0)),
        1 => Just(Value::Null),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        3 => scalar(),
        1 => (word(), "(de|en-gb)").prop_map(|(text, tag)| json!({"@value": text, "@language": tag})),
        1 => (scalar(), "ex:[a-c]").prop_map(|(value, kind)| json!({"@value": value, "@type": kind})),
    ]
}

fn one_or_more<S: Strategy<Value = Value>>(of: S) -> impl Strategy<Value = Value> {
    prop::collection::vec(of, 0..4).prop_map(|mut several| match several.len() {
        1 => several.remove(0),
        _ => Value::Array(several),
    })
}

fn object() -> impl Strategy<Value = Value> {
    let leaf = Just(json!({})).boxed();
    leaf.prop_recursive(4, 24, 4, |inner| {
        let nested = || one_or_more(inner.clone());
        let keyed = |keys: &'static str| {
            prop::collection::btree_map(keys, inner.clone(), 0..3)
                .prop_map(|map| Value::Object(map.into_iter().collect()))
        };
        let member = prop_oneof![
            3 => ("(plain|other|set|de|inner)", one_or_more(value())),
            4 => ("(plain|other|set|deep|inner)", nested()),
            2 => (Just("list".to_owned()), prop_oneof![one_or_more(value()), nested()]),
            1 => (Just("other".to_owned()), prop::collection::vec(inner.clone(), 0..3).prop_map(|items| json!({"@list": items}))),
            1 => ("(ref|refs)", one_or_more(reference())),
            1 => (Just("kind".to_owned()), one_or_more("[a-c]".prop_map(Value::from))),
            1 => ("(when|size)", one_or_more(scalar())),
            1 => (Just("words".to_owned()), prop::collection::btree_map("(de|en)", word(), 0..3)
                .prop_map(|map| Value::Object(map.into_iter().collect()))),
            1 => (Just("raw".to_owned()), nested()),
            1 => ("(back|@included)", nested()),
            1 => (Just("byIndex".to_owned()), "[a-c]".prop_map(|key| json!({key: ["x", "y"]}))),
            1 => (Just("byId".to_owned()), keyed("urn:[a-c]")),
            1 => (Just("id".to_owned()), reference()),
            2 => (Just("type".to_owned()), one_or_more("(Local|Other)".prop_map(Value::from))),
        ];
        // The other processor reads a stream, and wants types first.
        prop::collection::vec(member, 0..5).prop_map(|mut members: Vec<(String, Value)>| {
            members.sort_by_key(|(name, _)| (name != "type", name != "id"));
            Value::Object(members.into_iter().collect::<Map<_, _>>())
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn another_processor_reads_the_same_statements(object in object()) {
        let mut document = json!({"@context": context(), "id": "urn:root", "plain": "x"});
        document["deep"] = object;
        prop_assert_eq!(ours(&document), theirs(&document), "{}", document);
    }
}

#[test]
fn another_processor_reads_the_same_statements_in_the_sample_passports() {
    for (name, subject) in [
        ("ev", issuer::sample::ev_passport()),
        ("lmt", issuer::sample::lmt_passport()),
        ("stationary", issuer::sample::stationary_passport()),
    ] {
        let mut subject = subject;
        subject["type"] = json!(["Battery"]);
        let mut document = json!({"@context": [CREDENTIALS_V2, BATTERY_PASSPORT_V1], "id": "urn:uuid:1",
            "type": ["VerifiableCredential", "DigitalBatteryPassport"], "issuer": "did:example:i",
            "validFrom": "2027-02-18T00:00:00Z", "credentialSubject": subject});
        rounded(&mut document);
        compare(name, &ours(&document), &theirs(&document));
    }
}

fn compare(name: &str, ours: &str, theirs: &str) {
    let only = |one: &str, other: &str| -> Vec<String> {
        let other: HashSet<String> = other.lines().map(unnamed).collect();
        one.lines()
            .map(unnamed)
            .filter(|line| !other.contains(line))
            .collect()
    };
    assert!(
        ours == theirs,
        "{name}, blank nodes without names: only ours {:#?}, only theirs {:#?}",
        only(ours, theirs),
        only(theirs, ours)
    );
}

fn unnamed(line: &str) -> String {
    let words = line
        .split(' ')
        .map(|word| if word.starts_with("_:") { "_:" } else { word });
    words.collect::<Vec<_>>().join(" ")
}

/// Numbers that 16 digits tell exactly. Where they do not, as 94.1 does not, the JSON-LD API asks for
/// `9.409999999999999E1` (section 8.6, as in jsonld.js), and the other processor writes the shortest form.
fn rounded(value: &mut Value) {
    match value {
        Value::Object(members) => members.values_mut().for_each(rounded),
        Value::Array(items) => items.iter_mut().for_each(rounded),
        Value::Number(number) if number.is_f64() => {
            *value = json!((number.as_f64().unwrap() * 8.0).round() / 8.0);
        }
        _ => {}
    }
}
