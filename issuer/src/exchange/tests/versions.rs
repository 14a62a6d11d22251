//! Every version of the Catena-X aspect: known by its shape, and its values where they belong.

use serde_json::{Value, json};

use super::{ID, assert_accounted_for, field, file, left_over, named, published};
use crate::exchange::{Fate, Imported, Options, import};

fn read(content: &Value) -> Imported {
    let files = [file("a.json", content.to_string())];
    let imported = import(&files, &named()).unwrap();
    assert_accounted_for(&files, &imported);
    imported
}

fn at<'v>(imported: &'v Imported, pointer: &str) -> Option<&'v Value> {
    imported.passport.pointer(pointer)
}

/// The sections that 5.0.0 and later share.
fn sections() -> Value {
    json!({
        "identification": {"idDmc": ID, "category": "EV", "chemistry": "Lithium iron phosphate (LFP)",
            "identification": {"type": {"manufacturerPartId": "PX-9", "nameAtManufacturer": "Pack"}}},
        "characteristics": {"physicalDimension": {"weight": {"value": 0.4, "unit": "unit:tonneMetricTon"}}},
        "operation": {"manufacturer": {"manufacturingDate": "2026-02-03"}},
        "performance": {"rated": {"capacity": {"value": 120.0}, "voltage": {"nominal": 320}}}
    })
}

fn with(mut content: Value, more: &[(&str, Value)]) -> Value {
    for (section, value) in more {
        content[*section] = value.clone();
    }
    content
}

#[test]
fn later_versions_are_told_apart_by_what_the_earlier_ones_lack() {
    let spare_parts = json!({"producer": [{"id": "BPNL00000000AAAA"}],
        "sparePart": [{"manufacturerPartId": "M-1", "nameAtManufacturer": "Module"}]});
    for (more, version) in [
        (
            vec![(
                "specVersion",
                json!("urn:samm:io.catenax.battery.battery_pass:6.1.0#BatteryPass"),
            )],
            "6.1.0",
        ),
        (
            vec![("commercial", json!({"placedOnMarket": "2026-03-01"}))],
            "6.0.0",
        ),
        (
            vec![(
                "handling",
                json!({"applicable": true, "content": spare_parts}),
            )],
            "6.0.0",
        ),
        (
            vec![(
                "handling",
                json!({"applicable": true, "spareParts": spare_parts}),
            )],
            "5.0.0",
        ),
        (
            vec![(
                "conformity",
                json!({"declarationOfConformityId": [{"content": "https://docs.voltcell.example/id"}]}),
            )],
            "5.0.0",
        ),
        // Nothing tells them apart, for they are the same here.
        (vec![], "6.0.0"),
    ] {
        let imported = read(&with(sections(), &more));
        assert_eq!(imported.report.version, Some(version), "{more:?}");
        assert_eq!(
            at(&imported, "/generalProductInformation/batteryMass"),
            Some(&json!(400))
        );
        assert_eq!(
            at(&imported, "/generalProductInformation/modelIdentifier"),
            Some(&json!("PX-9"))
        );
    }
}

#[test]
fn spare_parts_and_names_of_substances_of_5_0_0_are_found() {
    let imported = read(&with(
        sections(),
        &[
            (
                "handling",
                json!({"applicable": true, "spareParts": {"sparePart": [{"manufacturerPartId": "M-1"}]}}),
            ),
            (
                "materials",
                json!({"hazardous": {"other": [{
                    "materialName": {"name": "Ethylene carbonate", "type": "IUPAC"},
                    "materialIdentification": [{"type": "EC", "id": "202-510-0"}, {"type": "CAS", "id": "96-49-1"}],
                    "concentration": 2.0, "materialUnit": "unit:percent", "critical": false
                }]}}),
            ),
        ],
    ));
    assert_eq!(
        at(
            &imported,
            "/circularity/sparePartSources/0/components/0/partNumber"
        ),
        Some(&json!("M-1"))
    );
    assert_eq!(
        at(&imported, "/materialComposition/hazardousSubstances/0"),
        Some(&json!({
            "hazardousSubstanceConcentration": 2,
            "hazardousSubstanceName": "Ethylene carbonate",
            "hazardousSubstanceIdentifier": "96-49-1"
        }))
    );
    // The report names the source's own places.
    let name = field(
        &imported.report,
        "/materials/hazardous/other/0/materialName/name",
    );
    assert!(matches!(&name.fate, Fate::Mapped { to } if to[0].ends_with("hazardousSubstanceName")));
}

#[test]
fn alternatives_of_4_0_0_are_taken_whichever_they_are() {
    let imported = read(&json!({
        "identification": {"idDmc": ID, "category": "LMT", "chemistry": "NCM", "typeId": "E36",
            "localIdentifier": [{"key": "PartInstanceId", "value": "SN12345678"}]},
        "physicalDimension": {"weight": {"value": 3500.0, "unit": "unit:gram"}},
        "generalInformation": {
            "lifespan": [{"key": "technical lifetime", "value": 9, "unit": "unit:year"},
                {"key": "guaranteed lifetime", "value": 24, "unit": "unit:month"}],
            "manufacturer": {
                "manufacturer": {"left": {"companyName": ["Voltcell GmbH", "Voltcell"],
                    "contactProperty": {"email": "passport@voltcell.example", "faxNumber": "1"},
                    "address": {"country": {"shortName": "DE-NI"}, "postCode": {"value": "38239", "technicalKey": "REGULAR"},
                        "thoroughfare": {"value": "Zellenring", "number": "12"}}}},
                "facility": {"right": "BPNA00000000AAAA"},
                "manufacturingDate": "2026-02-03"
            }
        },
        "metadata": {"passportIdentifier": {"left": "urn:uuid:7d0c7a0e-0000-4000-8000-000000000001"},
            "economicOperator": {"economicOperatorId": {"right": "BPNL00000000AAAA"}}},
        "chemicalMaterial": {
            "hazardousSubstance": {
                "lead": {"right": "Not applicable"},
                "other": {"left": [{"concentration": {"left": [{"min": 1.0, "max": 3.0}]}, "substanceUnit": "unit:percent",
                    "substanceName": {"chemicalName": "Ethylene carbonate", "type": "IUPAC"}, "location": "Electrolyte",
                    "hazardClass": "Acute toxicity", "substanceIdentification": [{"type": "CAS", "materialid": "96-49-1"}]}]}
            },
            "criticalMaterial": [{"criticalName": "Lithium"}, {"criticalName": "Cobalt"}]
        },
        "circularity": {"status": "original",
            "spareParts": {"left": {"sparePart": [{"partNumber": "M-1", "partName": "Module"}],
                "producer": [{"id": {"left": {"companyName": ["Voltcell Service"], "address": {"country": {"shortName": "DE"}}}}}]}},
            "carbonFootprint": [{"type": "Climate Change Total", "unit": "kg CO2 / kWh", "value": 0.09, "lifecycle": "main product production",
                "declaration": "https://docs.voltcell.example/cf.pdf"}]},
        "performance": {"rated": {"capacity": {"value": 17.5}}}
    }));
    assert_eq!(imported.report.version, Some("4.0.0"));
    for (pointer, value) in [
        ("/generalProductInformation/batteryMass", json!(3.5)),
        ("/generalProductInformation/warrantyPeriod", json!(24)),
        ("/generalProductInformation/modelIdentifier", json!("E36")),
        (
            "/generalProductInformation/batteryStatus",
            json!("Original"),
        ),
        (
            "/generalProductInformation/manufacturerInformation/contactName",
            json!("Voltcell GmbH"),
        ),
        (
            "/generalProductInformation/manufacturerInformation/postalAddress",
            json!({"addressCountry": "DE", "postalCode": "38239", "streetAddress": "Zellenring 12"}),
        ),
        (
            "/generalProductInformation/operatorInformation/identifier",
            json!("BPNL00000000AAAA"),
        ),
        (
            "/generalProductInformation/manufacturingPlace/facilityIdentifier",
            json!("BPNA00000000AAAA"),
        ),
        (
            "/carbonFootprint/carbonFootprintPerLifecycleStage/0/carbonFootprint",
            json!(0.09),
        ),
        (
            "/carbonFootprint/carbonFootprintStudy",
            json!("https://docs.voltcell.example/cf.pdf"),
        ),
        (
            "/circularity/sparePartSources/0/nameOfSupplier",
            json!("Voltcell Service"),
        ),
        (
            "/circularity/sparePartSources/0/components/0/partName",
            json!("Module"),
        ),
        (
            "/materialComposition/criticalRawMaterials",
            json!(["Lithium", "Cobalt"]),
        ),
        (
            "/materialComposition/hazardousSubstances/0/hazardousSubstanceClass",
            json!("AcuteToxicity"),
        ),
        (
            "/materialComposition/hazardousSubstances/0/hazardousSubstanceName",
            json!("Ethylene carbonate"),
        ),
        (
            "/materialComposition/hazardousSubstances/0/hazardousSubstanceIdentifier",
            json!("96-49-1"),
        ),
    ] {
        assert_eq!(at(&imported, pointer), Some(&value), "{pointer}");
    }
    let range = "/chemicalMaterial/hazardousSubstance/other/left/0/concentration/left/0";
    let Fate::Guessed { why, .. } = &field(&imported.report, &format!("{range}/max")).fate else {
        panic!("the end of a range is no plain value");
    };
    assert!(why.contains("upper end"), "{why}");
    assert!(left_over(&imported.report, &format!("{range}/min")).contains("upper end"));
    assert!(
        left_over(&imported.report, "/generalInformation/lifespan/0/value")
            .contains("another life")
    );
}

#[test]
fn figures_of_3_0_1_come_from_the_units_of_its_model() {
    let imported = read(&three("materialWeight"));
    assert_eq!(imported.report.version, Some("3.0.1"));
    let technical = at(
        &imported,
        "/performanceAndDurability/batteryTechnicalProperties",
    )
    .unwrap();
    assert_eq!(
        *technical,
        json!({
            "ratedCapacity": 210, "ratedEnergy": 75, "nominalVoltage": 355, "ratedMaximumPower": 150_000,
            "temperatureRangeIdleState": {"minimum": -20}, "expectedNumberOfCycles": 1500,
            "originalPowerCapability": [{"atSoC": 80, "powerCapabilityAt": 140_000}],
            "initialInternalResistance": [
                {"batteryComponent": "pack", "ohmicResistance": 0.06},
                {"batteryComponent": "cell", "ohmicResistance": 0.0007}
            ]
        })
    );
    assert_eq!(
        at(&imported, "/materialComposition/batteryMaterials"),
        Some(
            &json!([{"batteryMaterialName": "Nickel", "batteryMaterialMass": 50_000,
            "batteryMaterialLocation": {"componentName": "Cathode"}}])
        )
    );
    assert_eq!(
        at(&imported, "/materialComposition/criticalRawMaterials"),
        Some(&json!(["Nickel", "Cobalt"]))
    );
    assert_eq!(
        at(&imported, "/generalProductInformation/batteryStatus"),
        Some(&json!("Repurposed"))
    );
    let report = &imported.report;
    assert!(left_over(report, "/cO2FootprintTotal").contains("Art. 7"));
}

#[test]
fn the_misspelt_weights_of_3_0_0_give_it_away() {
    let imported = read(&three("matierialWeight"));
    assert_eq!(imported.report.version, Some("3.0.0"));
    assert_eq!(
        at(
            &imported,
            "/materialComposition/batteryMaterials/0/batteryMaterialMass"
        ),
        Some(&json!(50_000))
    );
}

fn three(weight: &str) -> Value {
    json!({
        "batteryIdentification": {"batteryIDDMCCode": "DMC-1", "batteryType": "NMC", "batteryModel": "PX-3"},
        "electrochemicalProperties": {
            "ratedCapacity": 210, "batteryVoltage": {"nominalVoltage": 355},
            "batteryEnergy": {"maximumAllowedBatteryEnergy": 75_000},
            "batteryPower": {"maximumAllowedBatteryPower": 150, "powerCapabilityAt80Charge": 140},
            "internalResistance": {"packInternalResistance": 0.06, "cellInternalResistance": 0.7}
        },
        "cellChemistry": {"cathodeActiveMaterials": [
            {"materialName": "Nickel", weight: 50_000, "materialPercentageMassFraction": 10}]},
        "composition": {"criticalRawMaterials": "Nickel, Cobalt"},
        "temperatureRangeIdleState": {"temperatureRangeIdleStateLowerLimit": -20},
        "batteryCycleLife": {"expectedLifetime": 1500},
        "stateOfBattery": {"statusBattery": "repurposed"},
        "cO2FootprintTotal": 6100.0
    })
}

#[test]
fn an_unknown_shape_is_refused_with_what_was_looked_for() {
    for content in [
        json!({"identification": {"a": 1}, "performance": {"b": 2}, "materials": {}, "safety": {}}),
        json!({"specVersion": "urn:samm:io.catenax.battery.battery_pass:9.0.0#BatteryPass"}),
        json!({"composition": {"components": {}}}),
    ] {
        use credentials::problem::Coded;
        let files = [file("a.json", content.to_string())];
        let error = import(&files, &Options::default()).unwrap_err();
        assert_eq!(error.code(), "import.unknown_shape", "{content}");
        let hint = error.hint().unwrap();
        for version in [
            "3.0.0",
            "4.0.0",
            "5.0.0",
            "6.0.0",
            "6.1.0",
            "Battery Pass 1.2",
        ] {
            assert!(hint.contains(version), "{hint}");
        }
    }
}

#[test]
fn the_published_payload_of_every_version_is_known_and_accounted_for() {
    for version in ["3.0.0", "3.0.1", "4.0.0", "5.0.0", "6.0.0", "6.1.0"] {
        let Some(path) = published(&format!("catena-x-battery-pass-{version}/BatteryPass.json"))
        else {
            continue;
        };
        let files = [file("BatteryPass.json", std::fs::read(path).unwrap())];
        let imported = import(&files, &named()).unwrap();
        assert_accounted_for(&files, &imported);
        assert_eq!(imported.report.version, Some(version));
        assert!(imported.report.counts().mapped > 40, "{version}");
    }
}

#[test]
fn part_numbers_of_3_0_1_are_those_of_the_only_supplier_and_else_of_nobody() {
    let content = |suppliers: Value| {
        let mut content = three("materialWeight");
        content["composition"]["components"] =
            json!({"componentsSupplier": suppliers, "componentsPartNumber": ["VC-1", "VC-2"]});
        content
    };
    let volt = json!({"componentsSupplierName": "Volt Parts"});
    let one = read(&content(json!([volt])));
    assert_eq!(
        at(&one, "/circularity/sparePartSources"),
        Some(
            &json!([{"nameOfSupplier": "Volt Parts", "components": [{"partNumber": "VC-1"}, {"partNumber": "VC-2"}]}])
        )
    );
    let part = "/composition/components/componentsPartNumber/1";
    assert!(
        matches!(&field(&one.report, part).fate, Fate::Guessed { why, .. } if why.contains("one supplier"))
    );
    let two = read(&content(json!([volt, volt])));
    assert!(left_over(&two.report, part).contains("which supplier"));
}

#[test]
fn a_power_of_3_0_1_that_no_number_holds_leaves_no_empty_element() {
    let mut content = three("materialWeight");
    content["electrochemicalProperties"]["batteryPower"] =
        json!({"powerCapabilityAt80Charge": 1.7e308});
    let imported = read(&content);
    let powers = "/performanceAndDurability/batteryTechnicalProperties/originalPowerCapability";
    assert_eq!(at(&imported, powers), None);
}
