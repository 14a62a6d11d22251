//! Battery Pass 1.0.0: other names, other nesting, a warranty in years.

use serde_json::{Value, json};

use super::{assert_accounted_for, field, file, left_over};
use crate::exchange::{Fate, Options, import};

/// Aspects as 1.0.0 has them, a file each.
fn aspects() -> Vec<(&'static str, Value)> {
    vec![
        (
            "general.json",
            json!({"batteryCategory": "ev", "batteryWeight": 478, "manufacturerIdentification": "V-1",
                "economicOperator": "O-1", "productPassportIdentifier": "urn:a:1"}),
        ),
        (
            "labels.json",
            json!({"euDeclarationOfConformityId": "D-9", "separateCollection": {
                "separateCollectionSymbol": "https://volt.example/bin.svg",
                "separateCollectionDescription": {"en": "Hand it in"}
            }}),
        ),
        (
            "materials.json",
            json!({"productChemistry": {"shortName": "NMC", "clearName": "Lithium NMC"},
                "criticalRawMaterials": ["Lithium"],
                "batteryMaterials": [{"materialIdentifier": "7439-93-2", "batteryMaterialWeight": 7900}]}),
        ),
        (
            "circularity.json",
            json!({"safetyRequirements": {"extinguishingAgent": ["Water"]},
                "sourceForSpareParts": [{"nameOfSupplier": "Parts", "components": [{"partName": "Cell"}]}]}),
        ),
        (
            "performance.json",
            json!({
                "technicalSpecification": {"nominalVoltage": 360, "ubeCertified": 77,
                    "remainingCapacity": {"remainingCapacityValue": 36, "lastUpdate": "2026-05-01T00:00:00Z",
                        "@type": "RemainingCapacityEntity"}},
                "powerCapability": {"maximumPermittedBatteryPower": 200,
                    "originalPowerCapability": [{"atSoC": 80, "powerCapabilityAt": 90}]},
                "internalResistance": {"initialInternalResistancePack": 0.06},
                "temperatureConditions": {"temperatureRangeIdleState": 55},
                "batteryLifetime": {"warrantyPeriod": 8, "putIntoService": "2026-05-07T08:30:00Z",
                    "numberOfFullCycles": 12},
                "dynamicAttribute": {"lastUpdate": "2026-05-01T00:00:00Z"}
            }),
        ),
    ]
}

#[test]
fn aspects_of_1_0_0_are_told_by_their_names_and_every_value_is_accounted_for() {
    let files: Vec<_> = aspects()
        .iter()
        .map(|(name, content)| file(name, content.to_string()))
        .collect();
    let imported = import(&files, &Options::default()).unwrap();
    assert_accounted_for(&files, &imported);
    assert_eq!(imported.report.version, Some("1.0.0"));
    for (pointer, value) in [
        ("/generalProductInformation/batteryMass", json!(478)),
        (
            "/generalProductInformation/manufacturerInformation/identifier",
            json!("V-1"),
        ),
        ("/generalProductInformation/warrantyPeriod", json!(96)),
        (
            "/generalProductInformation/puttingIntoService",
            json!("2026-05-07T08:30:00Z"),
        ),
        ("/labels/declarationOfConformityIdentifier", json!("D-9")),
        (
            "/labels/labels",
            json!([{"labelingSymbol": "https://volt.example/bin.svg", "labelingSubject": "SeparateCollection",
                "labelingMeaning": {"en": "Hand it in"}}]),
        ),
        (
            "/materialComposition/criticalRawMaterials",
            json!(["Lithium"]),
        ),
        (
            "/materialComposition/batteryMaterials/0/batteryMaterialMass",
            json!(7900),
        ),
        (
            "/circularity/safetyMeasures/extinguishingAgent",
            json!(["Water"]),
        ),
        (
            "/circularity/sparePartSources/0/components/0/partName",
            json!("Cell"),
        ),
        (
            "/performanceAndDurability/batteryTechnicalProperties/ratedMaximumPower",
            json!(200_000),
        ),
        (
            "/performanceAndDurability/batteryTechnicalProperties/originalPowerCapability/0/powerCapabilityAt",
            json!(180_000),
        ),
        (
            "/performanceAndDurability/batteryTechnicalProperties/initialInternalResistance",
            json!([{"ohmicResistance": 0.06, "batteryComponent": "pack"}]),
        ),
        (
            "/performanceAndDurability/batteryCondition/remainingCapacity/remainingCapacityValue",
            json!(100),
        ),
        (
            "/performanceAndDurability/batteryCondition/numberOfFullCycles/numberOfFullCyclesValue",
            json!(12),
        ),
    ] {
        assert_eq!(
            imported.passport.pointer(pointer),
            Some(&value),
            "{pointer}"
        );
    }
    let warranty = field(&imported.report, "/batteryLifetime/warrantyPeriod");
    assert!(matches!(&warranty.fate, Fate::Converted { from, .. } if from == "8 years"));
    for pointer in [
        "/temperatureConditions/temperatureRangeIdleState",
        "/dynamicAttribute/lastUpdate",
    ] {
        assert!(!left_over(&imported.report, pointer).is_empty());
    }
}

#[test]
fn content_of_1_2_is_told_as_such() {
    let content = json!({"GeneralProductInformation": {"batteryMass": 478}});
    let imported = import(&[file("a.json", content.to_string())], &Options::default()).unwrap();
    assert_eq!(imported.report.version, Some("1.2"));
}
