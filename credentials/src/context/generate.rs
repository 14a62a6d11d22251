//! Writes the context of our own credentials, from the tables that the rest of the program reads.
//!
//! What the context says is what is signed: the file beside is pinned by its digest like the others, and this test
//! fails when the tables have moved away from it. A term that credentials in the world use must not change its
//! meaning; new terms may come.

use serde_json::{Map, Value, json};

use crate::battery::attributes::{Attribute, Kind, table};
use crate::battery::composite::{COMPONENT, GROUPS};
use crate::battery::event::{Detail, EventKind, Shape};
use crate::battery::kind::KINDS;
use crate::battery::passport::{HOLDER, PASSPORT};

const VOCABULARY: &str = "https://w3id.org/voltproof/dbp#";
const XSD: &str = "http://www.w3.org/2001/XMLSchema#";

/// The whole document, as text.
fn document() -> String {
    let mut context = scope();
    put(
        &mut context,
        PASSPORT,
        json!({"@id": iri(PASSPORT), "@context": passport()}),
    );
    status_list(&mut context);
    let plain = KINDS.into_iter().filter(|kind| *kind != PASSPORT);
    for name in plain.chain(["TransferBundle", "BatteryHistory"]) {
        put(&mut context, name, json!(iri(name)));
    }
    for kind in EventKind::ALL {
        put(&mut context, kind.name(), json!(iri(kind.name())));
    }
    put(
        &mut context,
        "Battery",
        json!({"@id": iri("Battery"), "@context": battery()}),
    );
    put(
        &mut context,
        COMPONENT,
        json!({"@id": iri(COMPONENT), "@context": component()}),
    );
    put(
        &mut context,
        "EconomicOperator",
        json!({"@id": iri("EconomicOperator"), "@context": operator()}),
    );
    put(
        &mut context,
        "TrustedOperators",
        json!({"@id": iri("TrustedOperators"), "@context": trust_list()}),
    );
    let mut text = serde_json::to_string_pretty(&json!({"@context": context})).unwrap();
    text.push('\n');
    text
}

/// What is said of a passport and not of its battery.
fn passport() -> Map<String, Value> {
    let mut context = scope();
    put(
        &mut context,
        HOLDER,
        defined(HOLDER, json!({"@type": "@id"})),
    );
    context
}

/// What a list of messages says of itself. The credentials context has the first for entries alone, and protects it
/// there.
fn status_list(context: &mut Map<String, Value>) {
    const STATUS: &str = "https://www.w3.org/ns/credentials/status#";
    let size = json!({"@id": format!("{STATUS}statusSize"), "@type": format!("{XSD}integer"), "@protected": false});
    put(context, "statusSize", size);
    let mut message = scope();
    for name in ["status", "message"] {
        put(&mut message, name, json!(format!("{STATUS}{name}")));
    }
    put(
        context,
        "statusMessages",
        defined(
            "statusMessages",
            json!({"@container": "@set", "@context": message}),
        ),
    );
}

/// What is said of a battery: by its passport, by its events, when it changes hands.
///
/// It holds in nested objects too, where the scope of a type ends otherwise. jsonld.js, having ended it, takes the scope of
/// `labels` from the list `labels` in it, and finds nothing else of the group defined.
fn battery() -> Map<String, Value> {
    let mut context = scope();
    put(&mut context, "@propagate", json!(true));
    for (name, more) in [
        ("granularityLevel", json!({})),
        ("version", json!({})),
        ("supersedes", json!({"@type": "@id"})),
        ("predecessor", json!({"@type": "@id", "@container": "@set"})),
        ("parts", json!({"@container": "@set"})),
        ("partsRemoved", json!({"@container": "@set"})),
        ("eventTime", json!({"@type": format!("{XSD}dateTime")})),
        ("newOperator", json!({"@type": "@id"})),
        ("formerOperator", json!({"@type": "@id"})),
        ("operator", json!({"@type": "@id"})),
        ("passport", json!({"@type": "@id"})),
        ("events", json!({"@type": "@id", "@container": "@set"})),
        ("offer", json!({"@type": "@id"})),
        ("terms", json!({})),
        ("reason", json!({})),
        ("ground", json!({})),
    ] {
        put(&mut context, name, defined(name, more));
    }
    for detail in EventKind::ALL.iter().flat_map(|kind| kind.details()) {
        put(
            &mut context,
            detail.name,
            defined(detail.name, of_detail(detail)),
        );
    }
    for group in table().groups() {
        put(&mut context, group.name(), of_row(group));
    }
    context
}

/// What is said of a part, in the groups of a passport and beside them.
fn component() -> Map<String, Value> {
    let double = || json!({"@type": format!("{XSD}double")});
    let list = |terms: Map<String, Value>| json!({"@container": "@set", "@context": terms});
    let mut masses = scope();
    put(&mut masses, "material", defined("material", json!({})));
    put(&mut masses, "mass", defined("mass", double()));
    let mut origins = scope();
    for name in ["material", "country", "smelter"] {
        put(&mut origins, name, defined(name, json!({})));
    }
    let mut context = scope();
    put(&mut context, "@propagate", json!(true));
    for (name, more) in [
        ("batch", json!({})),
        ("mass", double()),
        ("suppliedMasses", list(masses)),
        ("origins", list(origins)),
    ] {
        put(&mut context, name, defined(name, more));
    }
    for group in GROUPS.into_iter().filter_map(|name| table().group(name)) {
        put(&mut context, group.name(), of_row(group));
    }
    context
}

fn operator() -> Map<String, Value> {
    let mut context = scope();
    put(&mut context, "role", defined("role", json!({})));
    put(
        &mut context,
        "scope",
        defined("scope", json!({"@container": "@set"})),
    );
    context
}

/// What a trust list says, of itself and of those whom it names.
fn trust_list() -> Map<String, Value> {
    let mut entry = scope();
    put(&mut entry, "did", defined("did", json!({"@type": "@id"})));
    for name in ["roles", "scope"] {
        put(
            &mut entry,
            name,
            defined(name, json!({"@container": "@set"})),
        );
    }
    for name in ["from", "until", "suspendedSince", "withdrawnSince"] {
        let time = json!({"@type": format!("{XSD}dateTime")});
        put(&mut entry, name, defined(name, time));
    }
    let mut context = scope();
    put(&mut context, "sequence", defined("sequence", json!({})));
    put(
        &mut context,
        "issuers",
        defined("issuers", json!({"@container": "@set", "@context": entry})),
    );
    context
}

fn of_detail(detail: &Detail) -> Value {
    match detail.shape {
        Shape::Text | Shape::Country | Shape::OneOf(_) => json!({}),
        Shape::Texts => json!({"@container": "@set"}),
        Shape::Percent(_) | Shape::Mass => json!({"@type": format!("{XSD}double")}),
        Shape::Masses => {
            let mut context = scope();
            put(&mut context, "material", defined("material", json!({})));
            put(
                &mut context,
                "mass",
                defined("mass", json!({"@type": format!("{XSD}double")})),
            );
            json!({"@container": "@set", "@context": context})
        }
    }
}

/// A row of the attribute table with what is in it.
fn of_row(row: &Attribute) -> Value {
    let mut definition = Map::new();
    definition.insert("@id".into(), json!(iri_of(row)));
    let mut element = row;
    if row.kind == Kind::Array {
        definition.insert("@container".into(), json!("@set"));
        element = table().member(row, "*").unwrap_or(row);
    }
    let datatype = match element.kind {
        Kind::Number => Some("double"),
        Kind::DateTime => Some("dateTime"),
        Kind::Url | Kind::BatteryId => Some("anyURI"),
        // A date may be a month or a time, a whole number is one in JSON already.
        Kind::Object
        | Kind::Array
        | Kind::Integer
        | Kind::Text
        | Kind::LanguageMap
        | Kind::Boolean
        | Kind::Date
        | Kind::Email
        | Kind::Cas
        | Kind::Enumeration(_) => None,
    };
    if let Some(datatype) = datatype {
        definition.insert("@type".into(), json!(format!("{XSD}{datatype}")));
    }
    if element.kind == Kind::LanguageMap {
        definition.insert("@container".into(), json!("@language"));
    }
    let mut context = scope();
    for member in table()
        .members(element)
        .filter(|member| member.name() != "*")
    {
        put(&mut context, member.name(), of_row(member));
    }
    if context.len() > 1 {
        definition.insert("@context".into(), json!(context));
    }
    match definition.len() {
        1 => json!(iri_of(row)),
        _ => definition.into(),
    }
}

/// A name that means different things in different places takes the name of what it is in before it.
fn iri_of(row: &Attribute) -> String {
    let name = row.name();
    let ambiguous = table()
        .iter()
        .any(|other| other.name() == name && meaning(other) != meaning(row));
    match table().parent(row) {
        Some(parent) if ambiguous => iri(&format!("{}.{name}", parent.name())),
        _ => iri(name),
    }
}

fn meaning(row: &Attribute) -> (std::mem::Discriminant<Kind>, Option<&'static str>) {
    (std::mem::discriminant(&row.kind), row.unit)
}

fn iri(name: &str) -> String {
    format!("{VOCABULARY}{name}")
}

fn defined(name: &str, more: Value) -> Value {
    let mut definition = Map::from_iter([("@id".to_owned(), json!(iri(name)))]);
    definition.extend(more.as_object().cloned().unwrap_or_default());
    match definition.len() {
        1 => json!(iri(name)),
        _ => definition.into(),
    }
}

fn scope() -> Map<String, Value> {
    Map::from_iter([("@protected".to_owned(), json!(true))])
}

/// The same term may come twice if it means the same.
fn put(context: &mut Map<String, Value>, name: &str, definition: Value) {
    let before = context.insert(name.to_owned(), definition.clone());
    assert!(before.is_none_or(|before| before == definition), "{name}");
}

#[test]
fn our_context_is_the_one_that_the_tables_give() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/src/context/documents/voltproof-dbp-v1.jsonld"
    );
    if std::env::var_os("WRITE_CONTEXT").is_some() {
        std::fs::write(path, document()).unwrap();
    }
    let pinned = std::fs::read_to_string(path).unwrap();
    assert_eq!(
        pinned,
        document(),
        "terms were added or moved: run this test with WRITE_CONTEXT=1 and pin the new digest"
    );
}

#[test]
fn one_iri_has_one_meaning() {
    let mut meanings = std::collections::HashMap::new();
    for row in table().iter().filter(|row| row.name() != "*") {
        let known = meanings.entry(iri_of(row)).or_insert(row);
        assert_eq!(
            meaning(known),
            meaning(row),
            "{} and {}",
            known.pointer,
            row.pointer
        );
    }
}
