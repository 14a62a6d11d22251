//! What follows from what a source says: public names of flagged materials, kinds and schemes of links.

use serde_json::{Value, json};

use super::{field, file};
use crate::exchange::{Fate, Imported, Options, import};

fn imported(content: &Value) -> Imported {
    import(&[file("a.json", content.to_string())], &Options::default()).unwrap()
}

fn materials(materials: &Value) -> Imported {
    imported(&json!({
        "GeneralProductInformation": {"batteryMass": 400},
        "MaterialComposition": {"batteryMaterials": materials},
    }))
}

#[test]
fn a_material_that_is_flagged_is_named_on_the_public_list() {
    let told = materials(&json!([
        {"batteryMaterialName": "Lithium", "batteryMaterialMass": 8000, "isCriticalRawMaterial": true},
        {"batteryMaterialName": "Lithium", "batteryMaterialMass": 500, "isCriticalRawMaterial": true},
        {"batteryMaterialName": "Iron", "batteryMaterialMass": 9000, "isCriticalRawMaterial": false},
        {"batteryMaterialName": "Cobalt", "isCriticalRawMaterial": true},
        {"batteryMaterialName": "Magnesium", "batteryMaterialMass": 400, "isCriticalRawMaterial": true},
    ]));
    let listed = &told.passport["materialComposition"]["criticalRawMaterials"];
    // 400 g of magnesium are 0.1 % of 400 kg, and the label has what is above.
    assert_eq!(*listed, json!(["Lithium", "Cobalt"]));
    let flag = |index: usize| {
        let pointer =
            format!("/MaterialComposition/batteryMaterials/{index}/isCriticalRawMaterial");
        field(&told.report, &pointer).fate.clone()
    };
    let Fate::Converted { to, note, .. } = flag(0) else {
        panic!("{:?}", flag(0))
    };
    assert_eq!(to[1], "/materialComposition/criticalRawMaterials/0");
    assert!(note.unwrap().starts_with("2 % of the battery"));
    assert!(
        matches!(flag(3), Fate::Converted { note: Some(note), .. } if note.contains("not stated"))
    );
    for index in [2, 4] {
        assert!(matches!(flag(index), Fate::Mapped { .. }), "{index}");
    }
    assert!(
        !told
            .report
            .missing
            .iter()
            .any(|missing| missing.pointer.contains("critical"))
    );
}

#[test]
fn without_a_flag_that_is_set_there_is_no_list() {
    let told = materials(&json!([{"batteryMaterialName": "Iron", "isCriticalRawMaterial": false}]));
    assert_eq!(
        told.passport
            .pointer("/materialComposition/criticalRawMaterials"),
        None
    );
}

#[test]
fn a_document_is_what_its_ending_says_where_nothing_else_does() {
    let told = imported(
        &json!({"Circularity": {"dismantlingAndRemovalInformation": [
            {"documentType": "Drawing", "documentURL": "https://volt.example/pack.svg"},
            {"documentType": "Drawing", "documentURL": "https://volt.example/pack.svg", "mimeType": "text/html"},
            {"documentType": "Drawing", "documentURL": "https://volt.example/pack"},
        ]}}),
    );
    let list = &told.passport["circularity"]["dismantlingAndRemovalInformation"];
    let kinds = [0, 1, 2].map(|index| &list[index]["mimeType"]);
    assert_eq!(
        kinds,
        [&json!("image/svg+xml"), &json!("text/html"), &Value::Null]
    );
    let link = field(
        &told.report,
        "/Circularity/dismantlingAndRemovalInformation/0/documentURL",
    );
    let Fate::Guessed { to, why } = &link.fate else {
        panic!("{:?}", link.fate)
    };
    assert_eq!(to.len(), 2);
    assert_eq!(why, "by its ending it is image/svg+xml");
}

#[test]
fn an_address_without_scheme_is_guessed_to_be_https() {
    let told = imported(&json!({"Labeling": {
        "declarationOfConformity": "www.volt.example/doc.pdf", "resultOfTestReport": "see attachment"
    }}));
    let labels = &told.passport["labels"];
    assert_eq!(
        labels["declarationOfConformity"],
        "https://www.volt.example/doc.pdf"
    );
    assert_eq!(labels["resultOfTestReport"], "see attachment");
    let link = field(&told.report, "/Labeling/declarationOfConformity");
    assert!(matches!(&link.fate, Fate::Guessed { why, .. } if why.contains("https")));
}

#[test]
fn catena_x_numbers_the_declaration_of_conformity() {
    let told = imported(&json!({
        "specVersion": "urn:io.catenax.battery.battery_pass:6.1.0",
        "conformity": {"declarationOfConformityId": "0978234-01"},
        "performance": {"dynamic": {"selfDischargingRate": 0.25}},
    }));
    assert_eq!(
        told.passport["labels"]["declarationOfConformityIdentifier"],
        "0978234-01"
    );
    let rate = "/performanceAndDurability/batteryCondition/currentSelfDischargingRate/currentSelfDischargingRateValue";
    assert_eq!(told.passport.pointer(rate), Some(&json!(0.25)));
}
