//! Shells of tools that do it otherwise, and of people who mean harm.

use super::*;

fn environment(elements: Value) -> Value {
    json!({"submodels": [{
        "modelType": "Submodel", "id": "urn:x", "idShort": "TechnicalData",
        "semanticId": reference("https://admin-shell.io/idta/digitalbatterypassport/TechnicalData/1/0"),
        "submodelElements": elements,
    }]})
}

fn reference(id: &str) -> Value {
    json!({"type": "ExternalReference", "keys": [{"type": "GlobalReference", "value": id}]})
}

fn property(id_short: &str, id: &str, value: Value) -> Value {
    json!({"modelType": "Property", "idShort": id_short, "semanticId": reference(id), "value": value})
}

const VOLTAGE: &str = "/performanceAndDurability/batteryTechnicalProperties/nominalVoltage";

#[test]
fn an_element_is_known_wherever_it_stands_and_however_its_id_is_spelled() {
    for id in [
        "0173-1#02-ABL588#001",
        "urn:irdi:0173-1#02-ABL588#001",
        "https://api.eclass-cdp.com/0173-1-02-ABL588-001",
        "urn:samm:io.admin-shell.idta.batterypass.technical_data:7.1.3#nominalVoltage",
    ] {
        let imported = import(&[file(&environment(json!([{
            "modelType": "SubmodelElementCollection", "idShort": "Mine",
            "value": [property("U", id, json!("355.2"))],
        }])))]);
        assert_eq!(
            imported.passport.pointer(VOLTAGE),
            Some(&json!(355.2)),
            "{id}"
        );
        let to = vec![VOLTAGE.to_owned()];
        let pointer = "/submodels/0/submodelElements/0/value/0/value";
        assert_eq!(fate(&imported.report, pointer), &Fate::Mapped { to });
    }
}

#[test]
fn a_name_without_an_id_is_a_guess_and_a_strange_id_is_left_over() {
    let imported = import(&[file(&environment(json!([{
        "modelType": "SubmodelElementCollection", "idShort": "TechnicalPropertyAreas", "value": [{
            "modelType": "SubmodelElementCollection", "idShort": "CapacityEnergyVoltage",
            "value": [{"modelType": "Property", "idShort": "NominalVoltage", "value": "355.2"}],
        }, property("Colour", "urn:colour", json!("green"))],
    }])))]);
    let areas = "/submodels/0/submodelElements/0/value";
    let why = reason(&imported.report, &format!("{areas}/0/value/0/value"));
    assert!(why.contains("by its name"), "{why}");
    let why = reason(&imported.report, &format!("{areas}/1/value"));
    assert!(why.contains("urn:colour"), "{why}");
}

#[test]
fn two_values_for_one_attribute_are_a_conflict_and_the_first_is_kept() {
    let id = "0173-1#02-ABL588#001";
    let imported = import(&[file(&environment(json!([
        property("NominalVoltage", id, json!("355.2")),
        property("NominalVoltage", id, json!("400")),
    ])))]);
    assert_eq!(imported.passport.pointer(VOLTAGE), Some(&json!(355.2)));
    let second = fate(&imported.report, "/submodels/0/submodelElements/1/value");
    assert!(matches!(second, Fate::Conflict { .. }), "{second:?}");
}

#[test]
fn a_submodel_that_is_there_twice_is_read_once() {
    let one = environment(json!([property(
        "NominalVoltage",
        "0173-1#02-ABL588#001",
        json!("355.2")
    )]));
    let mut two = one.clone();
    let again = two["submodels"][0].clone();
    two["submodels"].as_array_mut().unwrap().push(again);
    let imported = import(&[file(&two)]);
    let why = reason(&imported.report, "/submodels/1/submodelElements/0/value");
    assert!(why.contains("id"), "{why}");
    // Under another id it is still the same part.
    two["submodels"][1]["id"] = json!("urn:y");
    let imported = import(&[file(&two)]);
    let why = reason(&imported.report, "/submodels/1/submodelElements/0/value");
    assert!(why.contains("part 4"), "{why}");
}

#[test]
fn wrong_types_and_unknown_kinds_are_left_over_with_their_values() {
    let id = "0173-1#02-ABL588#001";
    let imported = import(&[file(&environment(json!([
        property("NominalVoltage", id, json!({"deep": [1, {"value": "2"}]})),
        property("NominalVoltage", id, json!("much")),
        property("NominalVoltage", id, json!("NaN")),
        {"modelType": "Range", "semanticId": reference(id), "min": "1", "max": "2"},
        {"modelType": "Operation", "inputVariables": [{"value": property("x", id, json!("3"))}]},
        {"modelType": "ReferenceElement", "value": reference("urn:z")},
        {"modelType": "Blob", "value": "AAAA", "contentType": "image/png"},
        {"modelType": "SubmodelElementCollection", "value": "no list"},
        {"modelType": 7, "value": true},
        "no element", 12, [[]], null,
    ])))]);
    assert_eq!(imported.passport, json!({}));
    let told = &imported.report.fields;
    assert!(
        told.iter()
            .all(|field| matches!(field.fate, Fate::LeftOver { .. }))
    );
    assert_eq!(told.len(), 13, "{told:#?}");
}

#[test]
fn numbers_that_tools_write_bare_are_read() {
    let id = "0173-1#02-ABL588#001";
    let imported = import(&[file(&environment(json!([property("U", id, json!(355.2))])))]);
    assert_eq!(imported.passport.pointer(VOLTAGE), Some(&json!(355.2)));
}

#[test]
fn elements_in_elements_in_elements_end() {
    let mut element = property("U", "0173-1#02-ABL588#001", json!("355.2"));
    for _ in 0..20 {
        element = json!({"modelType": "SubmodelElementCollection", "value": [element]});
    }
    let imported = import(&[file(&environment(json!([element])))]);
    assert_eq!(imported.passport.pointer(VOLTAGE), Some(&json!(355.2)));
    let deep = format!(
        r#"{{"submodels":[{{"submodelElements":{}{}}}]}}"#,
        r#"[{"modelType":"SubmodelElementCollection","value":"#.repeat(5_000),
        "}]".repeat(5_000)
    );
    let refused = exchange::import(
        &[SourceFile {
            name: "deep".to_owned(),
            bytes: deep.into_bytes(),
        }],
        &Options::default(),
    );
    assert_eq!(refused.unwrap_err().code(), "json.too_deep");
}

#[test]
fn a_form_that_nobody_filled_in_is_refused_as_one() {
    let empty = environment(json!([{"modelType": "Property", "idShort": "NominalVoltage"}]));
    let refused = exchange::import(&[file(&empty)], &Options::default()).unwrap_err();
    assert_eq!(refused.code(), "import.no_values");
    let named = json!({"submodels": []});
    let refused = exchange::import(&[file(&named)], &Options::default()).unwrap_err();
    assert_eq!(refused.code(), "import.no_values");
}

#[test]
fn content_without_an_identifier_is_not_exported() {
    let refused = super::super::export(&json!({"labels": {}})).unwrap_err();
    assert_eq!(refused.code(), "export.no_identifier");
}

#[test]
fn content_of_any_shape_is_exported_or_left_over() {
    for content in [
        json!({"id": "urn:uuid:1", "labels": {"labels": {"0": 1}, "declarationOfConformity": [1]}}),
        json!({"id": "urn:uuid:1", "carbonFootprint": {"carbonFootprintPerLifecycleStage": [{"lifecycleStage": "X"}, 1]}}),
        json!({"id": "urn:uuid:1", "materialComposition": {"batteryMaterials": [[], null, {"batteryMaterialMass": "x"}]}}),
        json!({"id": "urn:uuid:1", "performanceAndDurability": {"batteryTechnicalProperties": {
            "initialInternalResistance": [{"batteryComponent": "cell"}, {"batteryComponent": "cell", "ohmicResistance": 1}, 3],
            "powerCapabilityRatio": 0.03,
        }}}),
        json!({"id": "urn:uuid:1", "circularity": {"dismantlingAndRemovalInformation": [{"documentURL": "x"}, {"documentURL": null}]}}),
        json!({"id": 7}),
    ] {
        if let Ok(exported) = super::super::export(&content) {
            assert_export_accounted_for(&content, &exported);
        }
    }
}
