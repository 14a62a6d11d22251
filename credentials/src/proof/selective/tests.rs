use std::collections::BTreeSet;
use std::sync::LazyLock;

use proptest::prelude::*;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};

use super::cbor::{Reader, Writer};
use super::select::select;
use super::value::encode;
use super::{Grouped, Labelling};
use crate::battery::attributes::table;
use crate::battery::audit::audit;
use crate::battery::{Audience, passport};
use crate::canon::jsonld::to_rdf;
use crate::canon::rdf::Dataset;
use crate::context::Contexts;
use crate::context::ours::{credential, filled};
use crate::did::DidUrl;
use crate::json::{JsonPointer, Node};
use crate::keys::SecretKey;
use crate::problem::Coded;
use crate::proof::{Cryptosuite, ProofError, ProofOptions, derive, derive_for, proofs, sign};

const SUITES: [Cryptosuite; 2] = [Cryptosuite::EcdsaSd2023, Cryptosuite::Bbs2023];

fn rng() -> StdRng {
    StdRng::seed_from_u64(5)
}

/// What a base proof draws first.
static HMAC_KEY: LazyLock<[u8; 32]> = LazyLock::new(|| {
    let mut key = [0; 32];
    rng().fill_bytes(&mut key);
    key
});

fn key(suite: Cryptosuite) -> SecretKey {
    SecretKey::generate(suite.algorithms()[0], &mut StdRng::seed_from_u64(1)).unwrap()
}

fn pointers(texts: &[&str]) -> Vec<JsonPointer> {
    texts.iter().map(|text| text.parse().unwrap()).collect()
}

/// A passport with a value of every row of the attribute table, and lists of two.
fn passport() -> Value {
    let mut subject = json!({"id": "https://id.acme.example/01/09506000134352/21/A1", "type": ["Battery"],
        "granularityLevel": "item", "version": 1});
    for group in table().groups() {
        subject[group.name()] = filled(group);
    }
    lengthen(&mut subject, &mut 0);
    credential(&["DigitalBatteryPassport"], subject)
}

/// Gives every list of objects a second element that is not the first.
fn lengthen(value: &mut Value, count: &mut u64) {
    match value {
        Value::Object(members) => members
            .values_mut()
            .for_each(|member| lengthen(member, count)),
        Value::Array(items) => {
            items.iter_mut().for_each(|item| lengthen(item, count));
            if let Some(Value::Object(first)) = items.first() {
                let mut second = first.clone();
                for member in second.values_mut() {
                    if let Value::Number(number) = member {
                        *count += 1;
                        *number = (*count).into();
                    }
                }
                items.push(second.into());
            }
        }
        _ => {}
    }
}

fn small() -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", crate::context::BATTERY_PASSPORT_V1],
        "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
        "type": ["VerifiableCredential", "DigitalBatteryPassport"],
        "issuer": {"id": "did:web:example.com", "name": "Acme"},
        "validFrom": "2027-02-18T00:00:00Z",
        "credentialSubject": {"id": "https://example.com/01/1", "type": ["Battery"], "version": 1,
            "materialComposition": {"batteryMaterials": [
                {"batteryMaterialName": "cobalt", "batteryMaterialMass": 7},
                {"batteryMaterialName": "lithium", "batteryMaterialMass": 3},
                {"batteryMaterialName": "nickel", "batteryMaterialMass": 5},
            ]}}
    })
}

fn signed(document: &Value, suite: Cryptosuite, mandatory: &[&str]) -> Value {
    let key = key(suite);
    let multikey = key.public().to_multikey();
    let method = DidUrl::parse(&format!("did:key:{multikey}#{multikey}")).unwrap();
    let options = ProofOptions {
        mandatory: pointers(mandatory),
        ..ProofOptions::assertion(method, "2026-02-18T00:00:00Z".parse().unwrap())
    };
    sign(document, suite, &options, &key, &mut rng()).unwrap()
}

fn verdict(document: &Value) -> Result<(), ProofError> {
    let proof = proofs(document)?.remove(0);
    let key = key(proof.cryptosuite());
    proof.verify(document, key.public(), Contexts::pinned())
}

fn derived(base: &Value, shown: &[JsonPointer]) -> Result<Value, ProofError> {
    derive(base, shown, Contexts::pinned(), &mut rng())
}

fn without_proof(document: &Value) -> Value {
    let mut document = document.clone();
    document.as_object_mut().unwrap().shift_remove("proof");
    document
}

/// Every place of a document.
fn places(value: &Value, at: &JsonPointer, found: &mut Vec<JsonPointer>) {
    if !at.is_root() {
        found.push(at.clone());
    }
    match value {
        Value::Object(members) => members
            .iter()
            .for_each(|(name, value)| places(value, &at.child(name), found)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(index, value)| places(value, &at.child(index), found)),
        _ => {}
    }
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

static PASSPORT: LazyLock<Value> = LazyLock::new(passport);
static PLACES: LazyLock<Vec<JsonPointer>> = LazyLock::new(|| {
    let mut found = Vec::new();
    places(&PASSPORT, &JsonPointer::root(), &mut found);
    found
});
static SIGNED: LazyLock<[Value; 2]> = LazyLock::new(|| {
    let mandatory = ["/issuer", "/validFrom", "/credentialSubject/version"];
    SUITES.map(|suite| signed(&PASSPORT, suite, &mandatory))
});

/// A few places of the passport.
fn some_places() -> impl Strategy<Value = Vec<JsonPointer>> {
    proptest::collection::vec(0..PLACES.len(), 0..12)
        .prop_map(|chosen| chosen.into_iter().map(|at| PLACES[at].clone()).collect())
}

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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_is_derived_verifies_and_shows_what_was_asked_for_and_no_more(shown in some_places()) {
        for base in &*SIGNED {
            let revealed = derived(base, &shown).unwrap();
            prop_assert_eq!(verdict(&revealed), Ok(()));

            let mut always = pointers(&["/issuer", "/validFrom", "/credentialSubject/version"]);
            always.extend(shown.iter().cloned());
            let part = select(&PASSPORT, &always).unwrap();
            prop_assert_eq!(without_proof(&revealed), part);
        }
    }
}

#[test]
fn a_base_proof_is_checked_whole_and_derived_from_again_and_again() {
    for base in &*SIGNED {
        assert_eq!(verdict(base), Ok(()));
        assert!(proofs(base).unwrap()[0].is_base());
        for shown in [
            vec![],
            pointers(&["/credentialSubject/materialComposition"]),
            pointers(&["/credentialSubject"]),
            pointers(&[""]),
        ] {
            let revealed = derived(base, &shown).unwrap();
            assert_eq!(verdict(&revealed), Ok(()), "{shown:?}");
            assert!(!proofs(&revealed).unwrap()[0].is_base());
        }
        let all = derived(base, &pointers(&[""])).unwrap();
        assert_eq!(without_proof(&all), *PASSPORT);
        let error = derived(&all, &[]).unwrap_err();
        assert_eq!(
            (error.code(), error.pointer().as_deref()),
            ("proof.already_derived", Some("/proof"))
        );
    }
}

#[test]
fn each_audience_is_shown_its_part_of_a_whole_passport_from_one_base_proof() {
    let mandatory = passport::mandatory(&PASSPORT);
    assert!(mandatory.iter().all(|place| {
        // Other readers fold a list of one into its element.
        place
            .tokens()
            .iter()
            .all(|token| token.parse::<usize>().is_err())
    }));
    let mandatory: Vec<String> = mandatory.iter().map(ToString::to_string).collect();
    let mandatory: Vec<&str> = mandatory.iter().map(String::as_str).collect();
    let attributes = passport::attributes_of(&PASSPORT);
    assert!(places_of(&PASSPORT) > 200, "a whole passport, not a toy");
    for suite in SUITES {
        let base = signed(&PASSPORT, suite, &mandatory);
        for audience in Audience::ALL {
            let shown = passport::attributes_for(&PASSPORT, audience);
            let revealed = derived(&base, &shown).unwrap();
            assert_eq!(verdict(&revealed), Ok(()), "{suite} {audience}");
            let subject = &revealed["credentialSubject"];
            let audited = audit(subject, audience, None);
            assert_eq!(audited.beyond, [], "{suite} {audience}");
            for attribute in &attributes {
                let found = attribute.get(&revealed).is_some();
                assert_eq!(found, shown.contains(attribute), "{audience} {attribute}");
            }
        }
        // The public part is what is mandatory, with nothing else shown.
        let public = derived(
            &base,
            &passport::attributes_for(&PASSPORT, Audience::Public),
        );
        assert_eq!(
            without_proof(&public.unwrap()),
            without_proof(&derived(&base, &[]).unwrap())
        );
    }
}

fn places_of(document: &Value) -> usize {
    let mut found = Vec::new();
    places(document, &JsonPointer::root(), &mut found);
    found.len()
}

#[test]
fn what_is_mandatory_altogether_is_shown_altogether() {
    for suite in SUITES {
        let base = signed(&small(), suite, &[""]);
        assert_eq!(verdict(&base), Ok(()), "{suite}");
        let revealed = derived(&base, &[]).unwrap();
        assert_eq!(without_proof(&revealed), small());
        assert_eq!(verdict(&revealed), Ok(()), "{suite}");
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
fn what_was_signed_can_neither_be_changed_nor_lost_nor_joined() {
    let name = "/credentialSubject/materialComposition/batteryMaterials/1/batteryMaterialName";
    for suite in SUITES {
        let base = signed(&small(), suite, &["/issuer", "/validFrom"]);
        let revealed = derived(&base, &pointers(&[name])).unwrap();
        for document in [&base, &revealed] {
            for (place, value) in [
                ("/issuer/name", Some(json!("Acne"))),
                ("/issuer/name", None),
                ("/validFrom", None),
                ("/validFrom", Some(json!("2027-02-18T00:00:01Z"))),
                ("/validUntil", Some(json!("2037-02-18T00:00:00Z"))),
                ("/credentialSubject/granularityLevel", Some(json!("item"))),
                ("/credentialSubject/id", None),
                ("/credentialSubject/materialComposition", None),
                (
                    "/credentialSubject/materialComposition/batteryMaterials/0/batteryMaterialName",
                    Some(json!("gold")),
                ),
                ("/proof/created", Some(json!("2026-02-18T00:00:01Z"))),
                ("/proof/expires", Some(json!("2096-02-18T00:00:01Z"))),
            ] {
                let mut changed = document.clone();
                let place: JsonPointer = place.parse().unwrap();
                let (parent, name) = (place.parent().unwrap(), place.tokens().last().unwrap());
                let members = parent.get_mut(&mut changed).unwrap();
                let members = members.as_object_mut().unwrap();
                match value {
                    Some(value) => drop(members.insert(name.clone(), value)),
                    None => drop(members.shift_remove(name)),
                }
                assert!(verdict(&changed).is_err(), "{suite} {place}");
            }
        }
    }
}

#[test]
fn each_part_of_a_derived_value_has_to_be_as_it_was_made() {
    let list = "/credentialSubject/materialComposition/batteryMaterials";
    let small = small();
    let shown = pointers(&[&format!("{list}/0"), &format!("{list}/2")]);
    let of = |suite| derived(&signed(&small, suite, &["/issuer"]), &shown).unwrap();
    let ecdsa = of(Cryptosuite::EcdsaSd2023);
    let bbs = of(Cryptosuite::Bbs2023);
    type Change = fn(&mut Vec<Item>);
    let cases: [(&str, &Value, &str, Change); 17] = [
        (
            "two signatures swapped",
            &ecdsa,
            "proof.signature_invalid",
            |parts| {
                parts[2].items().swap(0, 1);
            },
        ),
        (
            "a signature too few",
            &ecdsa,
            "proof.signature_count",
            |parts| {
                parts[2].items().pop();
            },
        ),
        (
            "a signature twice",
            &ecdsa,
            "proof.signature_count",
            |parts| {
                let first = parts[2].items()[0].clone();
                parts[2].items().push(first);
            },
        ),
        (
            "two names swapped",
            &ecdsa,
            "proof.signature_invalid",
            |parts| {
                let names = parts[3].items();
                names.swap(1, 3);
            },
        ),
        ("a name twice", &ecdsa, "proof.label_map", |parts| {
            let names = parts[3].items();
            names[1] = names[3].clone();
        }),
        ("a name too few", &ecdsa, "proof.label_map", |parts| {
            let names = parts[3].items();
            names.truncate(names.len() - 2);
        }),
        (
            "a node named twice",
            &ecdsa,
            "proof.value_malformed",
            |parts| {
                let names = parts[3].items();
                names[2] = names[0].clone();
            },
        ),
        (
            "a node that is none",
            &ecdsa,
            "proof.value_malformed",
            |parts| {
                let names = parts[3].items();
                names[0] = Item::Integer(99);
            },
        ),
        (
            "an index that is too large",
            &ecdsa,
            "proof.value_index",
            |parts| {
                parts[4].items().pop();
                parts[4].items().push(Item::Integer(1000));
            },
        ),
        ("an index twice", &ecdsa, "proof.value_malformed", |parts| {
            let first = parts[4].items()[0].clone();
            parts[4].items().insert(0, first);
        }),
        (
            "an index too few",
            &ecdsa,
            "proof.signature_count",
            |parts| {
                parts[4].items().pop();
            },
        ),
        (
            "a key that is none",
            &ecdsa,
            "proof.signature_invalid",
            |parts| {
                parts[1] = Item::Bytes(vec![0; 35]);
            },
        ),
        (
            "a part too many",
            &ecdsa,
            "proof.value_malformed",
            |parts| {
                parts.push(Item::Integer(0));
            },
        ),
        (
            "two names swapped",
            &bbs,
            "proof.signature_invalid",
            |parts| {
                let names = parts[1].items();
                names.swap(1, 3);
            },
        ),
        (
            "a mandatory index that is too large",
            &bbs,
            "proof.value_index",
            |parts| {
                parts[2].items().pop();
                parts[2].items().push(Item::Integer(1000));
            },
        ),
        ("an index that no message has", &bbs, "bbs.index", |parts| {
            parts[3].items().pop();
            parts[3].items().push(Item::Integer(1 << 40));
        }),
        ("an index too few", &bbs, "proof.signature_count", |parts| {
            parts[3].items().pop();
        }),
    ];
    for (case, document, code, change) in cases {
        let value = bytes_of(document);
        let (header, rest) = value.split_at(3);
        let mut parts = Item::read(&mut Reader::new(rest)).unwrap();
        change(parts.items());
        let mut writer = Writer::after(header);
        parts.write(&mut writer);
        let changed = with_value(document, &writer.finish());
        let error = verdict(&changed).expect_err(case);
        assert_eq!(error.code(), code, "{case}: {error}");
    }
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
fn a_pointer_deeper_than_any_document_ends_nothing_but_itself() {
    let base = signed(&small(), Cryptosuite::EcdsaSd2023, &["/issuer"]);
    let deep = "/x".repeat(500_000);
    let error = derived(&base, &pointers(&[&deep])).unwrap_err();
    assert_eq!(error.code(), "proof.pointer_missing");

    let value = bytes_of(&base);
    let (header, rest) = value.split_at(3);
    let mut parts = Item::read(&mut Reader::new(rest)).unwrap();
    parts.items()[4].items()[0] = Item::Text(deep);
    let mut writer = Writer::after(header);
    parts.write(&mut writer);
    let error = verdict(&with_value(&base, &writer.finish())).unwrap_err();
    assert_eq!(error.code(), "proof.pointer_missing");
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
fn only_one_base_proof_is_derived_from_and_it_follows_no_other() {
    let suite = Cryptosuite::EcdsaSd2023;
    let base = signed(&small(), suite, &["/issuer"]);
    let twice = {
        let mut twice = base.clone();
        twice["proof"] = json!([base["proof"], base["proof"]]);
        twice
    };
    for document in [small(), twice] {
        let error = derived(&document, &[]).unwrap_err();
        assert_eq!(error.code(), "proof.no_base_proof");
    }
    let mut named = base;
    named["proof"]["id"] = json!("urn:uuid:1");
    let key = key(suite);
    let following = ProofOptions {
        previous: vec!["urn:uuid:1".into()],
        ..ProofOptions::assertion(
            "did:web:example.com#key-1".parse().unwrap(),
            "2026-02-18T00:00:00Z".parse().unwrap(),
        )
    };
    let error = sign(&named, suite, &following, &key, &mut rng()).unwrap_err();
    assert_eq!(error.code(), "proof.chain_unsupported");
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
