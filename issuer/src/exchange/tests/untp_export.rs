//! A passport in the words of the UN Transparency Protocol.

use std::collections::BTreeSet;

use credentials::problem::Coded;
use serde_json::{Value, json};

use super::ID;
use crate::exchange::untp::Envelope;
use crate::exchange::{ExportFormat, Exported, Fate, export};
use crate::sample;

fn untp(content: &Value) -> (Value, Exported) {
    let envelope = Envelope {
        id: "urn:uuid:6f1c7a52-9a3e-4d5c-8a44-0b6f5d0c1e2f".to_owned(),
        issuer: "did:web:voltcell.example".to_owned(),
        name: "Voltcell GmbH".to_owned(),
        valid_from: "2026-05-07T08:30:00Z".to_owned(),
        valid_until: None,
        history: Vec::new(),
    };
    let exported = export(content, ExportFormat::Untp, Some(&envelope)).unwrap();
    let passport = serde_json::from_slice(&exported.files[0].1).unwrap();
    (passport, exported)
}

#[test]
fn every_value_is_where_the_report_says_it_went() {
    for content in [
        sample::ev_passport(),
        sample::lmt_passport(),
        sample::stationary_passport(),
        sample::second_life_passport(),
    ] {
        let (passport, exported) = untp(&content);
        let mut leaves = Vec::new();
        super::leaves(String::new(), &content, &mut leaves);
        let fields = &exported.report.fields;
        let told: Vec<String> = fields.iter().map(|field| field.place.to_string()).collect();
        assert_eq!(told, leaves);
        for field in fields {
            match &field.fate {
                // A description gathers several.
                Fate::Mapped { to } if to[0].ends_with("/description") => {}
                Fate::Mapped { to } => {
                    let there = passport.pointer(&to[0]);
                    let same = there.is_some_and(|there| there == &field.value);
                    // Names of one material in other capitals.
                    let named = to[0].ends_with("/name") && there.is_some();
                    assert!(same || named, "{}: {there:?}", field.place);
                }
                Fate::Converted { to, .. } => assert!(passport.pointer(&to[0]).is_some()),
                Fate::LeftOver { reason } => assert!(!reason.is_empty()),
                other => panic!("{other:?}"),
            }
        }
    }
}

#[test]
fn materials_have_mass_share_hazard_and_recycled_content() {
    let (passport, exported) = untp(&sample::ev_passport());
    let subject = &passport["credentialSubject"];
    let material = |name: &str| {
        let list = subject["materialsProvenance"].as_array().unwrap();
        list.iter()
            .find(|material| material["name"] == name)
            .unwrap()
    };
    let cobalt = material("Cobalt");
    assert_eq!(
        cobalt["mass"],
        json!({"type": ["Measure"], "value": 6300, "unit": "GRM"})
    );
    // 6.3 kg of 478 kg.
    assert_eq!(cobalt["massFraction"], 0.013_179_916_317_99);
    assert_eq!(cobalt["recycledMassFraction"], 0.185);
    assert_eq!(cobalt["materialType"]["code"], "7440-48-4");
    assert_eq!(material("Ethylene carbonate")["hazardous"], true);
    assert_eq!(
        subject["product"]["registeredId"],
        "09506000134352.VC77-0001234"
    );
    assert_eq!(subject["product"]["dimensions"]["weight"]["unit"], "KGM");
    let claims = subject["conformityClaim"].as_array().unwrap();
    let topics: BTreeSet<&str> = claims
        .iter()
        .filter_map(|claim| claim["conformityTopic"].as_str())
        .collect();
    assert!(topics.contains("environment.emissions") && topics.contains("governance.compliance"));
    let metric = |name: &str| {
        let values = claims
            .iter()
            .filter_map(|claim| claim["declaredValue"].as_array())
            .flatten();
        let mut values = values.filter(|value| value["metricName"] == name);
        values.next().unwrap()["metricValue"].clone()
    };
    let capacity = json!({"type": ["Measure"], "value": 217, "unit": "AMH"});
    assert_eq!(metric("Rated capacity"), capacity);
    let cell = "/performanceAndDurability/batteryTechnicalProperties/initialInternalResistance/2";
    let said = exported
        .report
        .fields
        .iter()
        .find(|field| field.place.to_string() == format!("{cell}/batteryComponent"));
    let Fate::Converted { to, into, .. } = &said.unwrap().fate else {
        panic!("{said:?}");
    };
    assert_eq!(into, "Initial internal resistance, Resistance, cell");
    assert_eq!(passport.pointer(&to[0]), Some(&json!(into)));
    let now = json!({"type": ["Measure"], "value": 210_000, "unit": "WTT"});
    assert_eq!(
        metric("Original power capability, Power, at 80 % charge"),
        now
    );
}

#[test]
fn hostile_content_breaks_nothing_and_nobody_issues_it_unnamed() {
    for content in [
        json!({"id": ID, "carbonFootprint": 3, "materialComposition": {"batteryMaterials": {"0": 1}}}),
        json!({"id": "no identifier", "generalProductInformation": {"manufacturingDate": "2026-é4-01", "batteryMass": 0, "manufacturerInformation": {"contactName": "x"}}}),
        json!({"id": ID, "circularity": {"recycledContent": [{"recycledMaterial": "Lead", "preConsumerShare": 1}, null, [[]]]}, "colour": {"a": [1]}}),
    ] {
        let (_, exported) = untp(&content);
        let mut leaves = Vec::new();
        super::leaves(String::new(), &content, &mut leaves);
        assert_eq!(exported.report.fields.len(), leaves.len());
    }
    let refused = export(&sample::ev_passport(), ExportFormat::Untp, None).unwrap_err();
    assert_eq!(refused.code(), "export.no_issuer");
}
