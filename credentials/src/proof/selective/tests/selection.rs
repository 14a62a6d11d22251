//! What a pointer selects of a document, and which statements that is.

use std::collections::BTreeSet;

use super::super::{Grouped, Labelling};
use super::*;
use crate::canon::jsonld::to_rdf;
use crate::canon::rdf::Dataset;
use crate::json::Node;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_group_is_what_the_selected_part_says_read_as_a_document_of_its_own(shown in some_places()) {
        let mut document = PASSPORT.clone();
        skolemized(&mut document, &mut 0);
        let contexts = Contexts::pinned();
        let grouped =
            Grouped::of(&document, &[], &shown, Labelling::Hmac, &[7; 32], contexts).unwrap();
        let lines: Vec<&str> = grouped.lines().collect();
        let found: BTreeSet<String> = grouped.shown().map(|at| lines[at].to_owned()).collect();

        let part = select(&document, &shown).unwrap();
        let mut read = lines_of(&to_rdf(&Node::from(&part), contexts).unwrap());
        if shown.is_empty() {
            // Of nothing the specification makes no document.
            read.clear();
        }
        prop_assert_eq!(found, read);
    }
}

#[test]
fn an_element_of_a_list_is_shown_without_the_others() {
    for suite in SUITES {
        let base = signed(&small(), suite, &["/issuer/id"]);
        let shown = pointers(&["/credentialSubject/materialComposition/batteryMaterials/1"]);
        let revealed = derived(&base, &shown).unwrap();
        assert_eq!(verdict(&revealed), Ok(()), "{suite}");
        assert_eq!(revealed["issuer"], json!({"id": "did:web:example.com"}));
        assert_eq!(
            revealed["credentialSubject"]["materialComposition"],
            json!({"batteryMaterials": [{"batteryMaterialName": "lithium", "batteryMaterialMass": 3}]})
        );
        assert!(revealed.get("validFrom").is_none());
    }
}

#[test]
fn part_of_a_list_or_of_a_typed_value_is_not_selected() {
    let context = json!({"@protected": true,
        "inOrder": {"@id": "urn:p:order", "@container": "@list"},
        "any": {"@id": "urn:p:json", "@type": "@json"}, "plain": "urn:p:plain"});
    let mut document = small();
    document["@context"].as_array_mut().unwrap().push(context);
    document["inOrder"] = json!(["a", "b"]);
    document["any"] = json!({"x": 1, "y": 2});
    document["plain"] = json!([{"@value": "c", "@language": "en"}, "d"]);
    for suite in SUITES {
        let base = signed(&document, suite, &["/issuer"]);
        for whole in ["/inOrder", "/any", "/plain/0", "/plain/1", "/plain"] {
            let revealed = derived(&base, &pointers(&[whole])).unwrap();
            assert_eq!(verdict(&revealed), Ok(()), "{whole}");
        }
        for part in ["/inOrder/0", "/any/x", "/plain/0/@value"] {
            let error = derived(&base, &pointers(&[part])).unwrap_err();
            assert_eq!(error.code(), "proof.selection_meaning", "{part}");
        }
    }
}

#[test]
fn pointers_that_lead_nowhere_or_to_nothing_are_refused() {
    for suite in SUITES {
        let base = signed(&small(), suite, &["/issuer"]);
        let error = derived(&base, &pointers(&["/issuer/logo"])).unwrap_err();
        assert_eq!(
            (error.code(), error.pointer().as_deref()),
            ("proof.pointer_missing", Some("/issuer/logo"))
        );
        let bare = signed(&small(), suite, &[]);
        assert_eq!(verdict(&bare), Ok(()));
        let error = derived(&bare, &[]).unwrap_err();
        assert_eq!(error.code(), "proof.nothing_shown");
        let revealed = derived(&bare, &pointers(&["/validFrom"])).unwrap();
        assert_eq!(verdict(&revealed), Ok(()));
    }
}

#[test]
fn what_is_said_again_and_again_is_said_once() {
    let mut document = small();
    let material =
        document["credentialSubject"]["materialComposition"]["batteryMaterials"][0].clone();
    let mut named = material;
    named["id"] = json!("urn:cobalt");
    document["credentialSubject"]["materialComposition"]["batteryMaterials"] =
        vec![named; 20_000].into();
    let shown = pointers(&["/credentialSubject/materialComposition/batteryMaterials/19999"]);
    let grouped = Grouped::of(
        &document,
        &pointers(&["/issuer"]),
        &shown,
        Labelling::Hmac,
        &[7; 32],
        Contexts::pinned(),
    )
    .unwrap();
    let lines: Vec<&str> = grouped.lines().collect();
    assert_eq!(lines.len(), 12, "{lines:?}");
    let found = grouped
        .shown()
        .filter(|at| lines[*at].starts_with("<urn:cobalt>"));
    assert_eq!(found.count(), 2);
}

/// Gives every node without an identifier one, as the specification does before it selects (vc-di-ecdsa section 3.4.9).
fn skolemized(value: &mut Value, count: &mut u32) {
    match value {
        Value::Object(members) => {
            let language_map = members.keys().all(|name| name.len() == 2 && name != "id");
            if !language_map && !members.contains_key("id") {
                *count += 1;
                members.insert("id".into(), format!("urn:bnid:{count}").into());
            }
            let inside = members.iter_mut().filter(|(name, _)| *name != "@context");
            inside.for_each(|(_, member)| skolemized(member, count));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| skolemized(item, count)),
        _ => {}
    }
}

fn lines_of(dataset: &Dataset) -> BTreeSet<String> {
    let mut lines = BTreeSet::new();
    for quad in dataset.quads() {
        let mut line = Vec::new();
        dataset.write_line(&mut line, quad, &|_, _, _| {});
        lines.insert(String::from_utf8(line).unwrap());
    }
    lines
}
