use std::sync::LazyLock;

use proptest::prelude::*;
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Value, json};

use super::select::select;
use crate::battery::attributes::table;
use crate::battery::audit::audit;
use crate::battery::{Audience, passport};
use crate::context::Contexts;
use crate::context::ours::{credential, filled};
use crate::did::DidUrl;
use crate::json::JsonPointer;
use crate::keys::SecretKey;
use crate::problem::Coded;
use crate::proof::{Cryptosuite, ProofError, ProofOptions, derive, proofs, sign};

mod selection;
mod value;

const SUITES: [Cryptosuite; 2] = [Cryptosuite::EcdsaSd2023, Cryptosuite::Bbs2023];

fn rng() -> StdRng {
    StdRng::seed_from_u64(5)
}

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
