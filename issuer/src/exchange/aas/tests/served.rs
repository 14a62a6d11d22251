//! What servers give of shells: one submodel, lists and pages of them, values alone.

use super::*;

/// The submodel that our export makes of the sample's part 5.
fn submodel() -> Value {
    let content = sample::ev_passport();
    let exported = super::super::export(&content).unwrap();
    let environment: Value = serde_json::from_slice(&exported.files[0].1).unwrap();
    let submodels = environment["submodels"].as_array().unwrap();
    let condition = submodels
        .iter()
        .find(|submodel| submodel["idShort"] == "ProductCondition");
    condition.unwrap().clone()
}

/// The files below a folder.
fn below(folder: &std::path::Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => below(&path, found),
            false => found.push(path),
        }
    }
}

#[test]
fn every_published_file_of_the_parts_is_accounted_for_or_only_describes() {
    let Some(parts) = published_folder("idta-02035") else {
        return;
    };
    let mut paths = Vec::new();
    below(&parts, &mut paths);
    let mut read = 0;
    for path in paths {
        let name = path.display().to_string();
        let bytes = std::fs::read(&path).unwrap();
        let files = [SourceFile { name, bytes }];
        match exchange::import(&files, &Options::default()) {
            Ok(imported) => {
                assert_accounted_for(&files, &imported);
                read += 1;
            }
            Err(error) => assert!(
                ["import.no_values", "import.only_describes"].contains(&error.code()),
                "{error}"
            ),
        }
    }
    assert!(read > 0);
}

/// The report's places are those of the file, and its values what stands there.
fn assert_told_by_the_files_places(content: &Value, report: &Report) {
    assert!(!report.fields.is_empty());
    for field in &report.fields {
        let place = field.place.to_string();
        assert_eq!(content.pointer(&place), Some(&field.value), "{place}");
    }
}

#[test]
fn one_submodel_a_list_and_a_page_are_read_as_an_environment_is() {
    let submodel = submodel();
    let whole = import(&[file(&json!({"submodels": [submodel]}))]);
    for (served, at) in [
        (submodel.clone(), "/submodelElements/0"),
        (json!([submodel]), "/0/submodelElements/0"),
        (
            json!({"paging_metadata": {"cursor": "n"}, "result": [submodel]}),
            "/result/0/submodelElements/0",
        ),
    ] {
        let read = exchange::import(&[file(&served)], &Options::default()).unwrap();
        assert_eq!(read.passport, whole.passport, "{at}");
        assert_told_by_the_files_places(&served, &read.report);
        let first = read.report.fields[0].place.to_string();
        assert!(first.starts_with(at), "{first}");
    }
}

#[test]
fn values_alone_are_read_by_their_names_and_told_as_guesses() {
    let values = json!({
        "StateOfCharge": {"StateOfChargeValue": 54, "LastUpdate": "2026-01-01T00:00:00Z"},
        "NumberOfFullCycles": {"NumberOfFullCyclesValue": "12", "LastUpdate": "2026-01-01T00:00:00Z"},
        "NegativeEvents": [{"NegativeEventValue": "overcharged"}],
        "InformationOnAccidents": [],
        "Colour": [{"en": "blue"}, {"de": "blau"}],
        "Drawing": {"contentType": "image/png", "value": "/drawing.png"},
    });
    let read = exchange::import(&[file(&values)], &Options::default()).unwrap();
    let condition = "/performanceAndDurability/batteryCondition";
    let charge = format!("{condition}/stateOfCharge/stateOfChargeValue");
    let cycles = format!("{condition}/numberOfFullCycles/numberOfFullCyclesValue");
    assert_eq!(read.passport.pointer(&charge), Some(&json!(54)));
    assert_eq!(read.passport.pointer(&cycles), Some(&json!(12)));
    assert_told_by_the_files_places(&values, &read.report);
    assert!(reason(&read.report, "/StateOfCharge/StateOfChargeValue").contains("name"));
    for left in [
        "/Colour/0/en",
        "/Colour/1/de",
        "/Drawing/contentType",
        "/Drawing/value",
    ] {
        assert!(
            matches!(fate(&read.report, left), Fate::LeftOver { .. }),
            "{left}"
        );
    }

    // Under the name of the submodel, as some servers put it.
    let named = json!({ "ProductCondition": values });
    let again = exchange::import(&[file(&named)], &Options::default()).unwrap();
    assert_eq!(again.passport, read.passport);
    assert_told_by_the_files_places(&named, &again.report);
}

#[test]
fn payloads_of_the_aspect_models_are_read_with_their_texts_and_their_names() {
    let suppliers = json!({"SparePartSources": [{
        "NameOfSupplier": {"en": "Voltcell Service GmbH"},
        "AddressOfSupplier": {"NationalCode": {"en": "DE"}, "Street": {"de": "Zellenring 12"}},
    }]});
    let read = exchange::import(&[file(&suppliers)], &Options::default()).unwrap();
    let supplier = "/circularity/sparePartSources/0";
    let name = read.passport.pointer(&format!("{supplier}/nameOfSupplier"));
    assert_eq!(name, Some(&json!("Voltcell Service GmbH")));
    assert_told_by_the_files_places(&suppliers, &read.report);

    let technical = json!({"TechnicalPropertyAreas": {
        "Resistance": {"InitialInternalResistanceAtBatteryPackLevel": 0.06},
        "PowerCapability": {"RatioNominalBatteryPowerAndBatteryEnergy": 273},
    }});
    let read = exchange::import(&[file(&technical)], &Options::default()).unwrap();
    let resistance =
        "/performanceAndDurability/batteryTechnicalProperties/initialInternalResistance/0";
    let whole = read.passport.pointer(resistance).unwrap();
    assert_eq!(
        whole,
        &json!({"batteryComponent": "pack", "ohmicResistance": 0.06})
    );
    assert_told_by_the_files_places(&technical, &read.report);

    let condition = json!({"RemainingPowerCapability": {
        "RemainingPowerCapabilityValue": {"AtSoC": 80, "PowerCapabilityAt": 95, "RPCLastUpdated": "2026-01-01T00:00:00Z"},
    }});
    let read = exchange::import(&[file(&condition)], &Options::default()).unwrap();
    let power = "/performanceAndDurability/batteryCondition/remainingPowerCapability/0/atSoC";
    assert_eq!(read.passport.pointer(power), Some(&json!(80)));
}

#[test]
fn one_value_for_a_list_of_one_is_told_where_it_stands() {
    let footprint = json!({"ProductCarbonFootprints": [{
        "PcfCO2eq": 61,
        "PcfCalculationMethods": "ISO 14067",
        "LifeCyclePhases": "A1 - raw material supply (and upstream production)",
    }]});
    let read = exchange::import(&[file(&footprint)], &Options::default()).unwrap();
    assert_told_by_the_files_places(&footprint, &read.report);
}

#[test]
fn the_shell_of_something_else_is_refused_with_what_it_has() {
    let pump = json!({"submodels": [{"modelType": "Submodel", "id": "urn:p", "idShort": "PumpData", "submodelElements": [
        {"modelType": "Property", "idShort": "Head", "valueType": "xs:double", "value": "32"},
    ]}]});
    let error = exchange::import(&[file(&pump)], &Options::default()).unwrap_err();
    assert_eq!(error.code(), "import.no_part");
    assert!(error.to_string().contains("PumpData"), "{error}");

    // Beside a part of the passport it is left over, and an element that means one thing everywhere is taken.
    let both = json!({"submodels": [pump["submodels"][0], submodel()]});
    let read = import(&[file(&both)]);
    let head = "/submodels/0/submodelElements/0/value";
    assert!(matches!(fate(&read.report, head), Fate::LeftOver { .. }));
}

#[test]
fn version_2_and_lists_of_other_things_are_refused() {
    let code = |content: &Value| {
        let error = exchange::import(&[file(content)], &Options::default()).unwrap_err();
        error.code()
    };
    let earlier = json!({
        "identification": {"id": "urn:a", "idType": "IRI"},
        "modelType": {"name": "Submodel"},
        "submodelElements": [{"idShort": "RatedCapacity", "value": "94", "modelType": {"name": "Property"}}],
    });
    assert_eq!(code(&json!({"submodels": [earlier]})), "aasx.version");
    assert_eq!(code(&json!([1, 2])), "import.not_an_object");
    assert_eq!(code(&json!([])), "import.not_an_object");
    assert_eq!(
        code(&json!({"result": [{"id": 1}]})),
        "import.unknown_shape"
    );
    assert_eq!(code(&json!({"StateOfCharge": 54})), "import.unknown_shape");
}
