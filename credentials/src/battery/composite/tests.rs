//! Declarations, bound to a passport: what adds up, what does not, and what is seen of it.

use proptest::prelude::*;
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Value, json};

use super::*;
use crate::battery::attributes::table;
use crate::battery::audience::{Audience, may_see};
use crate::battery::reference::{Reference, digest_multibase};
use crate::battery::statement::Statement;
use crate::problem::Coded;

mod declarations;
mod tampered;
mod weights;

const ID: &str = "https://id.voltcell.example/01/09506000134352/21/VC77-0001234";
const RAW: &str = "/carbonFootprint/carbonFootprintPerLifecycleStage/0/carbonFootprint";
const COBALT: &str = "/circularity/recycledContent/0/postConsumerShare";

fn passport() -> Value {
    json!({
        "id": ID,
        "carbonFootprint": {
            "batteryCarbonFootprint": 0.085,
            "carbonFootprintPerLifecycleStage": [
                {"lifecycleStage": "RawMaterialExtraction", "carbonFootprint": 0.061},
                {"lifecycleStage": "MainProduction", "carbonFootprint": 0.024}
            ]
        },
        "circularity": {"recycledContent": [
            {"recycledMaterial": "Cobalt", "preConsumerShare": 4, "postConsumerShare": 16.7}
        ]},
        "materialComposition": {"criticalRawMaterials": ["Cobalt", "Lithium"]},
        "supplyChainDueDiligence": {"supplyChainDueDiligenceReport": "https://voltcell.example/dd.pdf"}
    })
}

fn own(rest: bool) -> Own {
    Own {
        did: "did:web:voltcell.example".parse().unwrap(),
        name: Some("Voltcell GmbH".to_owned()),
        rest,
    }
}

fn supplier(host: &str, content: &Value) -> Supplier {
    let mut content = content.clone();
    if content.get("id").is_none() {
        content["id"] = json!(format!("urn:lot:{host}"));
    }
    let mut statement = Statement::new(
        format!("urn:example:{host}"),
        format!("did:web:{host}").parse().unwrap(),
        "2026-01-01T00:00:00Z".parse().unwrap(),
    );
    statement.issuer_name = Some(format!("{host} Oy"));
    Supplier {
        reference: Reference {
            id: statement.id.clone(),
            digest_multibase: digest_multibase(format!("{host}{content}").as_bytes()),
        },
        declaration: Declaration::new(statement, &content).unwrap(),
    }
}

fn raw(footprint: f64) -> Value {
    json!({"carbonFootprint": {"carbonFootprintPerLifecycleStage": [
        {"lifecycleStage": "RawMaterialExtraction", "carbonFootprint": footprint}
    ]}})
}

fn cobalt(pre: f64, post: f64, mass: f64) -> Value {
    json!({
        "circularity": {"recycledContent": [
            {"recycledMaterial": "Cobalt", "preConsumerShare": pre, "postConsumerShare": post}
        ]},
        "suppliedMasses": [{"material": "Cobalt", "mass": mass}]
    })
}

/// Two refiners of one metal, one of which mines too, and somebody who examined the supply chain.
fn suppliers() -> Vec<Supplier> {
    let mut mine = cobalt(6.0, 10.0, 4.0);
    mine["carbonFootprint"] = raw(0.041)["carbonFootprint"].clone();
    mine["origins"] = json!([{"material": "Cobalt", "country": "FI", "smelter": "Kokkola"}]);
    let mut other = cobalt(0.0, 30.0, 2.0);
    other["carbonFootprint"] = raw(0.020)["carbonFootprint"].clone();
    vec![
        supplier("mine.example", &mine),
        supplier("smelter.example", &other),
        supplier(
            "verifier.example",
            &json!({"supplyChainDueDiligence": {"thirdPartyAssurances": "https://verifier.example/7.pdf"},
                "materialComposition": {"criticalRawMaterials": ["Lithium"]}}),
        ),
    ]
}

fn bound() -> (Value, Sources) {
    let mut subject = passport();
    let mut rng = StdRng::seed_from_u64(7);
    let sources = bind(&mut subject, &suppliers(), &own(false), &mut rng).unwrap();
    (subject, sources)
}

fn refused(
    subject: &mut Value,
    suppliers: &[Supplier],
    rest: bool,
) -> (&'static str, Option<String>) {
    let mut rng = StdRng::seed_from_u64(7);
    let error = bind(subject, suppliers, &own(rest), &mut rng).unwrap_err();
    (error.code(), error.pointer())
}

fn statements(subject: &mut Value) -> &mut Vec<Value> {
    subject["sources"]["statements"].as_array_mut().unwrap()
}

#[test]
fn what_suppliers_declare_adds_up_to_what_the_passport_says() {
    let (_, sources) = bound();
    let totals: Vec<_> = sources
        .totals
        .iter()
        .map(|total| {
            (
                total.attribute.to_string(),
                total.sum.to_string(),
                total.shares,
                total.shown,
            )
        })
        .collect();
    assert_eq!(
        totals,
        [
            (RAW.to_owned(), "0.061".to_owned(), 2, 2),
            (COBALT.to_owned(), "16.666667".to_owned(), 2, 2),
            (COBALT.replace("post", "pre"), "4".to_owned(), 2, 2),
        ]
    );
    let told: Vec<_> = sources
        .statements
        .iter()
        .map(|one| {
            (
                one.attribute.tokens().last().unwrap().as_str(),
                one.by.as_str(),
            )
        })
        .collect();
    assert!(
        told.contains(&("criticalRawMaterials", "did:web:mine.example")),
        "{told:?}"
    );
    assert!(
        told.contains(&("criticalRawMaterials", "did:web:verifier.example")),
        "{told:?}"
    );
    assert_eq!(told.len(), 8);
    // An assurance of which the passport says nothing has no place in it.
    let assured = sources
        .statements
        .iter()
        .filter(|one| one.attribute.to_string().ends_with("Assurances"));
    assert_eq!(assured.count(), 0);
}

#[test]
fn the_totals_hold_with_any_share_withheld_and_with_all_of_them() {
    let (whole, _) = bound();
    let all = whole["sources"]["statements"].as_array().unwrap().len();
    for left_out in 0..all {
        let mut subject = whole.clone();
        statements(&mut subject).remove(left_out);
        Sources::read(&subject).unwrap();
    }
    let mut public = whole;
    public["sources"]
        .as_object_mut()
        .unwrap()
        .remove("statements");
    let sources = Sources::read(&public).unwrap();
    assert_eq!(sources.totals.len(), 3);
    assert!(
        sources
            .totals
            .iter()
            .all(|total| total.shares == 2 && total.shown == 0)
    );
    // What is left says nothing of who they are.
    let text = public["sources"].to_string();
    assert!(
        !text.contains("did:") && !text.contains("0.041") && !text.contains("Kokkola"),
        "{text}"
    );
}

#[test]
fn what_is_public_hides_the_shares_and_what_tells_them_is_for_authorities() {
    let seen_by = |pointer: &str| {
        let row = table().at(pointer).unwrap();
        Audience::ALL
            .into_iter()
            .filter(|audience| may_see(row, *audience))
            .count()
    };
    assert_eq!(seen_by("/sources/totals"), Audience::ALL.len());
    assert_eq!(seen_by("/sources/statements"), 1);
    assert!(may_see(
        table().at("/sources/statements").unwrap(),
        Audience::Authority
    ));
}

#[test]
fn the_rest_is_the_issuer_s_own_only_if_it_says_so() {
    let part = [supplier("mine.example", &raw(0.041))];
    let open = ("composition.open", Some(RAW.to_owned()));
    assert_eq!(refused(&mut passport(), &part, false), open);
    let mut subject = passport();
    let sources = bind(
        &mut subject,
        &part,
        &own(true),
        &mut StdRng::seed_from_u64(1),
    )
    .unwrap();
    let rest = sources
        .statements
        .iter()
        .find(|one| one.declaration.is_none())
        .unwrap();
    assert_eq!(
        (rest.by.as_str(), rest.share),
        ("did:web:voltcell.example", "0.02".parse().ok())
    );
    // More than the total is nobody's rest.
    let more = [supplier("mine.example", &raw(0.0616))];
    let total = ("composition.total", Some(RAW.to_owned()));
    assert_eq!(refused(&mut passport(), &more, true), total);
    // Neither is a percentage that does not come out.
    let metal = [supplier("mine.example", &cobalt(4.0, 10.0, 1.0))];
    assert_eq!(
        refused(&mut passport(), &metal, true).0,
        "composition.total"
    );
}

#[test]
fn a_total_that_is_off_by_one_is_refused_when_it_is_made_and_when_it_is_read() {
    for (place, off) in [
        (RAW, json!(0.062)),
        (RAW, json!(0.061001)),
        (COBALT, json!(16.6)),
        (COBALT, json!(17.7)),
    ] {
        let mut subject = passport();
        *subject.pointer_mut(place).unwrap() = off.clone();
        let (code, pointer) = refused(&mut subject, &suppliers(), false);
        assert!(
            ["composition.total", "composition.open"].contains(&code),
            "{off}"
        );
        assert_eq!(pointer.as_deref(), Some(place), "{off}");
        let (mut subject, _) = bound();
        *subject.pointer_mut(place).unwrap() = off.clone();
        assert_eq!(
            Sources::read(&subject).unwrap_err().code(),
            "composition.total",
            "{off}"
        );
    }
}

#[test]
fn what_is_declared_otherwise_twice_or_of_nothing_is_not_bound() {
    let other = json!({"materialComposition": {"criticalRawMaterials": ["Cobalt", "Gallium"]}});
    let place = "/materialComposition/criticalRawMaterials".to_owned();
    let differs = ("composition.differs", Some(place));
    assert_eq!(
        refused(&mut passport(), &[supplier("a.example", &other)], false),
        differs
    );

    let mut twice = suppliers();
    let mut again = supplier("mine.example", &raw(0.041));
    again.reference.id = "urn:example:again".to_owned();
    twice.push(again);
    assert_eq!(
        refused(&mut passport(), &twice, false).0,
        "composition.counted_twice"
    );
    let mut same = suppliers();
    same.push(same[2].clone());
    assert_eq!(
        refused(&mut passport(), &same, false).0,
        "composition.counted_twice"
    );

    let nothing = json!({"labels": {"declarationOfConformity": "https://a.example/d.pdf"}});
    assert_eq!(
        refused(&mut passport(), &[supplier("a.example", &nothing)], false).0,
        "composition.unused"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_shares_make_a_total_that_holds_with_any_of_them_shown(
        shares in prop::collection::vec(1i64..100_000_000, 1..7), shown in any::<u8>(), seed in any::<u64>()
    ) {
        let suppliers: Vec<Supplier> = shares.iter().enumerate().map(|(at, share)| {
            let footprint = Amount::of_millionths(*share).to_string().parse().unwrap();
            supplier(&format!("s{at}.example"), &raw(footprint))
        }).collect();
        let sum = Amount::of_millionths(shares.iter().sum());
        let mut subject = passport();
        *subject.pointer_mut(RAW).unwrap() = json!(sum.to_string().parse::<f64>().unwrap());
        bind(&mut subject, &suppliers, &own(false), &mut StdRng::seed_from_u64(seed)).unwrap();
        let mut at = 0u32;
        statements(&mut subject).retain(|_| { at += 1; shown >> (at - 1) & 1 == 1 });
        let read = Sources::read(&subject).unwrap();
        prop_assert_eq!(read.totals[0].sum, sum);
        prop_assert_eq!(read.totals[0].shares, shares.len());
        prop_assert_eq!(read.totals[0].shown, read.statements.len());
    }

    #[test]
    fn any_value_at_any_place_of_the_sources_is_read_without_a_fall(
        value in crate::json::arbitrary::value(), place in 0usize..12
    ) {
        let (mut subject, _) = bound();
        let places = ["/sources", "/sources/totals", "/sources/totals/0", "/sources/totals/0/attribute",
            "/sources/totals/0/sum", "/sources/totals/0/commitments", "/sources/totals/0/commitments/0",
            "/sources/totals/0/opening", "/sources/statements", "/sources/statements/0",
            "/sources/statements/0/attribute", "/sources/statements/0/declarationDigest"];
        *subject.pointer_mut(places[place]).unwrap() = value;
        let _ = Sources::read(&subject);
    }
}

#[test]
fn a_share_is_shown_with_the_total_that_it_is_part_of_and_a_bare_word_by_itself() {
    let (subject, sources) = bound();
    let credential = json!({"type": ["VerifiableCredential", crate::battery::passport::PASSPORT],
        "credentialSubject": subject});
    let beside = |place: &str| {
        let shown = crate::json::JsonPointer::parse(place).unwrap();
        let mut found: Vec<_> = super::beside(&credential, &[shown])
            .iter()
            .map(ToString::to_string)
            .collect();
        found.sort_unstable();
        found
    };
    let of = |attribute: &str| {
        let statements = sources.statements.iter();
        let found = statements
            .clone()
            .find(|one| one.attribute.to_string() == attribute);
        format!("/credentialSubject{}", found.unwrap().at)
    };
    let stages = "/credentialSubject/carbonFootprint/carbonFootprintPerLifecycleStage";
    let totals = "/credentialSubject/sources/totals";
    let all = [
        stages,
        "/credentialSubject/circularity/recycledContent",
        totals,
    ];
    assert_eq!(beside(&of(RAW)), all);
    assert_eq!(beside("/credentialSubject/sources/statements"), all);
    let report = of("/materialComposition/criticalRawMaterials");
    assert!(beside(&report).is_empty());
    assert!(beside(stages).is_empty());
}
