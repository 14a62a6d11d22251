//! Our context against what our credentials say.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{BATTERY_PASSPORT_V1, CREDENTIALS_V2, Contexts};
use crate::battery::attributes::{Attribute, Kind, table};
use crate::battery::composite::GROUPS;
use crate::battery::event::{Detail, EventKind, Shape};
use crate::canon::jsonld::to_rdf;
use crate::json::Node;

pub(crate) fn credential(types: &[&str], subject: Value) -> Value {
    let mut all = vec!["VerifiableCredential"];
    all.extend(types);
    json!({"@context": [CREDENTIALS_V2, BATTERY_PASSPORT_V1], "id": "urn:uuid:1", "type": all,
        "issuer": {"id": "did:example:i", "name": "n"}, "validFrom": "2027-02-18T00:00:00Z",
        "credentialStatus": [{"type": "BitstringStatusListEntry", "statusPurpose": "message", "statusSize": 2,
            "statusMessage": [{"status": "0x0", "message": "active"}],
            "statusListIndex": "1", "statusListCredential": "https://issuer.example/status/1"}],
        "credentialSubject": subject})
}

/// The predicates of its statements, `<` and `>` included.
fn predicates(document: &Value) -> Vec<String> {
    let dataset = to_rdf(&Node::from(document), Contexts::pinned())
        .unwrap_or_else(|error| panic!("{error} at {}", error.at()));
    let text = |span| String::from_utf8(dataset.text(span).to_vec()).unwrap();
    dataset
        .quads()
        .iter()
        .map(|quad| text(quad.predicate))
        .collect()
}

/// A value of every row.
pub(crate) fn filled(row: &Attribute) -> Value {
    let members = || -> Map<String, Value> {
        table()
            .members(row)
            .map(|member| (member.name().to_owned(), filled(member)))
            .collect()
    };
    match row.kind {
        Kind::Object => members().into(),
        Kind::Array => match table().member(row, "*") {
            Some(plain) => json!([filled(plain)]),
            None => json!([members()]),
        },
        Kind::Number => json!(1.5),
        Kind::Integer => json!(7),
        Kind::Boolean => json!(true),
        Kind::LanguageMap => json!({"en": row.pointer, "de": row.pointer}),
        Kind::DateTime => json!("2027-02-18T00:00:00Z"),
        Kind::Url | Kind::BatteryId => json!("https://acme.example/x"),
        Kind::Text | Kind::Date | Kind::Email | Kind::Cas | Kind::Enumeration(_) => {
            json!(row.pointer)
        }
    }
}

/// Values that are no objects, and objects, that a credential has.
fn leaves(value: &Value) -> usize {
    match value {
        Value::Object(members) => members.values().map(leaves).sum::<usize>() + 1,
        Value::Array(items) => items.iter().map(leaves).sum(),
        _ => 1,
    }
}

#[test]
fn every_attribute_of_the_table_is_a_statement() {
    let mut subject = json!({"type": ["Battery"], "granularityLevel": "item", "version": 1,
        "supersedes": {"id": "urn:uuid:0", "digestMultibase": "u"},
        "parts": ["M1"], "partsRemoved": ["M2"],
        "predecessor": [{"id": "urn:uuid:2", "digestMultibase": "u", "parts": ["M1"]}]});
    for group in table().groups() {
        subject[group.name()] = filled(group);
    }
    let document = credential(&["DigitalBatteryPassport"], subject.clone());
    let found = predicates(&document);
    let names: BTreeSet<String> = found
        .iter()
        .filter_map(|iri| iri.strip_prefix("<https://w3id.org/voltproof/dbp#"))
        .filter_map(|name| name.trim_end_matches('>').rsplit('.').next())
        .map(str::to_owned)
        .collect();
    for row in table().iter().filter(|row| row.name() != "*") {
        assert!(names.contains(row.name()), "{}", row.pointer);
    }
    // Each value and each object below the subject is the object of one statement.
    let frame = predicates(&credential(
        &["DigitalBatteryPassport"],
        json!({"type": ["Battery"]}),
    ));
    // No statement of their own: the ids of the two references, maps by language, and the subject and its type, which
    // are in the frame.
    let maps = table()
        .iter()
        .filter(|row| row.kind == Kind::LanguageMap)
        .count();
    assert_eq!(found.len() - frame.len(), leaves(&subject) - 2 - maps - 2);
}

#[test]
fn every_event_and_every_step_of_a_transfer_is_told_completely() {
    for kind in EventKind::ALL {
        let mut subject =
            json!({"id": "urn:b", "type": ["Battery"], "eventTime": "2027-02-18T00:00:00Z"});
        for Detail { name, shape, .. } in kind.details() {
            subject[name] = match shape {
                Shape::Texts => json!(["a", "b"]),
                Shape::Percent(_) | Shape::Mass => json!(95),
                Shape::Masses => json!([{"material": "cobalt", "mass": 2.5}]),
                Shape::Text | Shape::Country | Shape::OneOf(_) => json!("DE"),
            };
        }
        predicates(&credential(&["LifecycleEvent", kind.name()], subject));
    }
    let reference = json!({"id": "urn:uuid:2", "digestMultibase": "u"});
    for (name, subject) in [
        (
            "TransferOffer",
            json!({"newOperator": "did:example:n", "passport": reference, "events": [reference], "terms": "t"}),
        ),
        (
            "TransferAcceptance",
            json!({"offer": reference, "operator": "did:example:n"}),
        ),
        (
            "TransferRejection",
            json!({"offer": reference, "reason": "r"}),
        ),
        (
            "TransferWithdrawal",
            json!({"offer": reference, "reason": "r"}),
        ),
        (
            "SuccessionOrder",
            json!({"formerOperator": "did:example:o", "newOperator": "did:example:n", "passport": reference,
                "ground": "insolvency", "reason": "r"}),
        ),
    ] {
        let mut subject = subject;
        subject["type"] = json!(["Battery"]);
        predicates(&credential(&[name], subject));
    }
    let operator = json!({"id": "did:example:o", "type": ["EconomicOperator"], "name": "n", "role": "recycler", "scope": ["ev"]});
    predicates(&credential(&["AccreditedOperator"], operator));
    let entry = json!({"did": "did:example:o", "name": "n", "roles": ["recycler"], "scope": ["ev"],
        "from": "2027-02-18T00:00:00Z", "until": "2029-02-18T00:00:00Z",
        "suspendedSince": "2028-02-18T00:00:00Z", "withdrawnSince": "2028-03-18T00:00:00Z"});
    let list = json!({"id": "did:example:k#operators", "type": ["TrustedOperators"], "sequence": 7, "issuers": [entry]});
    predicates(&credential(&["TrustList"], list));
    let mut part = json!({"id": "urn:lot:7", "type": ["BatteryComponent"], "name": "n", "batch": "7", "mass": 2.5,
        "suppliedMasses": [{"material": "Cobalt", "mass": 1.5}],
        "origins": [{"material": "Cobalt", "country": "FI", "smelter": "s"}]});
    for group in GROUPS.into_iter().filter_map(|name| table().group(name)) {
        part[group.name()] = filled(group);
    }
    predicates(&credential(&["SupplierDeclaration"], part));
    for bundle in ["TransferBundle", "BatteryHistory"] {
        predicates(&json!({"@context": [CREDENTIALS_V2, BATTERY_PASSPORT_V1],
            "type": ["VerifiablePresentation", bundle],
            "verifiableCredential": [credential(&[], json!({"id": "urn:b"}))]}));
    }
}

#[test]
fn a_term_is_known_where_it_belongs_and_nowhere_else() {
    for (document, at) in [
        (
            credential(&[], json!({"type": "Battery", "batteryMass": 1})),
            "/credentialSubject/batteryMass",
        ),
        (
            credential(&[], json!({"version": 1})),
            "/credentialSubject/version",
        ),
        (
            credential(
                &[],
                json!({"type": "Battery", "generalProductInformation": {"batteryMas": 1}}),
            ),
            "/credentialSubject/generalProductInformation/batteryMas",
        ),
    ] {
        let error = to_rdf(&Node::from(&document), Contexts::pinned()).unwrap_err();
        assert_eq!(error.at().to_string(), at);
    }
}
