//! What the importers make of files.

mod amended;
mod any_json;
mod battery_pass_export;
mod derived;
mod first_battery_pass;
mod hostile;
mod published;
mod untp_events;
mod untp_export;
mod versions;

use std::path::PathBuf;

use credentials::battery::lint::{Severity, lint};
use credentials::problem::Coded;
use serde_json::{Value, json};

use super::*;

const ID: &str = "https://id.voltcell.example/01/09506000134352/21/SN12345678";

fn published(path: &str) -> Option<PathBuf> {
    let data = std::env::var_os("PASSPORT_DATA_DIR").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data"),
        PathBuf::from,
    );
    let path = data.join(path);
    if !path.exists() {
        eprintln!("skipped: {path:?} not found, set PASSPORT_DATA_DIR");
        return None;
    }
    Some(path)
}

fn file(name: &str, bytes: impl Into<Vec<u8>>) -> SourceFile {
    SourceFile {
        name: name.to_owned(),
        bytes: bytes.into(),
    }
}

fn folder(path: &str) -> Option<Vec<SourceFile>> {
    let mut files: Vec<SourceFile> = std::fs::read_dir(published(path)?)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "json"))
        .map(|path| {
            file(
                path.file_name().unwrap().to_str().unwrap(),
                std::fs::read(&path).unwrap(),
            )
        })
        .collect();
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Some(files)
}

fn catena_x() -> Option<SourceFile> {
    let path = published("catena-x-battery-pass-6.1.0/BatteryPass.json")?;
    Some(file("BatteryPass.json", std::fs::read(path).unwrap()))
}

fn named() -> Options {
    Options {
        id: Some(ID.parse().unwrap()),
        ..Options::default()
    }
}

/// Without the public list that an import makes of flags: where the content had one, the format had no place for it.
pub(super) fn without_listed(mut passport: Value) -> Value {
    let group = passport.get_mut("materialComposition");
    if let Some(members) = group.and_then(Value::as_object_mut) {
        members.shift_remove("criticalRawMaterials");
        if members.is_empty() {
            passport
                .as_object_mut()
                .unwrap()
                .shift_remove("materialComposition");
        }
    }
    passport
}

fn leaves(pointer: String, value: &Value, out: &mut Vec<String>) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            for (name, value) in members {
                let name = name.replace('~', "~0").replace('/', "~1");
                leaves(format!("{pointer}/{name}"), value, out);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for (index, value) in items.iter().enumerate() {
                leaves(format!("{pointer}/{index}"), value, out);
            }
        }
        _ => out.push(pointer),
    }
}

/// Every leaf of every file once in the report, and every target there in the passport.
fn assert_accounted_for(files: &[SourceFile], imported: &Imported) {
    let mut expected = Vec::new();
    for file in files {
        if imported.report.skipped.contains(&file.name) {
            continue;
        }
        let mut pointers = Vec::new();
        leaves(
            String::new(),
            source::read(file).unwrap().json().unwrap(),
            &mut pointers,
        );
        expected.extend(
            pointers
                .into_iter()
                .map(|pointer| (file.name.clone(), pointer)),
        );
    }
    let told: Vec<(String, String)> = imported
        .report
        .fields
        .iter()
        .map(|field| (field.file.clone(), field.place.to_string()))
        .collect();
    assert_eq!(told, expected);
    let counts = imported.report.counts();
    assert_eq!(
        counts.mapped + counts.converted + counts.guessed + counts.conflicts + counts.left_over,
        expected.len()
    );
    for field in &imported.report.fields {
        match &field.fate {
            Fate::Mapped { to } => {
                for to in to.iter().filter(|to| *to != "/id") {
                    assert_eq!(
                        imported.passport.pointer(to),
                        Some(&field.value),
                        "{}",
                        field.place
                    );
                }
            }
            Fate::Conflict { to, kept, reason } => {
                assert!(!reason.is_empty());
                for to in to {
                    assert_eq!(imported.passport.pointer(to), Some(kept), "{to}");
                }
            }
            Fate::Converted { to, .. } | Fate::Guessed { to, .. } => {
                assert!(!to.is_empty());
                for to in to {
                    assert!(imported.passport.pointer(to).is_some(), "{to}");
                }
            }
            Fate::LeftOver { reason } => assert!(!reason.is_empty(), "{}", field.place),
        }
    }
}

fn field<'r>(report: &'r Report, pointer: &str) -> &'r Field {
    report
        .fields
        .iter()
        .find(|field| field.place.to_string() == pointer)
        .unwrap_or_else(|| panic!("{pointer}"))
}

fn left_over<'r>(report: &'r Report, pointer: &str) -> &'r str {
    match &field(report, pointer).fate {
        Fate::LeftOver { reason } => reason,
        other => panic!("{pointer}: {other:?}"),
    }
}

fn imported(content: &Value) -> Imported {
    let files = [file("a.json", content.to_string())];
    let imported = import(&files, &Options::default()).unwrap();
    assert_accounted_for(&files, &imported);
    imported
}

fn refused(files: &[(&str, &str)], options: &Options) -> &'static str {
    let files: Vec<SourceFile> = files.iter().map(|(name, text)| file(name, *text)).collect();
    import(&files, options).unwrap_err().code()
}

#[test]
fn battery_pass_units_become_those_of_the_law_with_both_figures_told() {
    let imported = imported(&json!({
        "batteryTechicalProperties": {
            "originalPowerCapability": [{"atSoC": 80, "powerCapabilityAt": 90}],
            "ratedMaximumPower": 230, "nominalVoltage": 355.2, "powerCapabilityRatio": 273,
            "temperatureRangeIdleState": -30
        },
        "batteryCondition": {
            "powerFade": 1.5,
            "remainingCapacity": {"remainingCapacityValue": 71.04, "lastUpdate": "2026-05-07T08:30:00Z"},
            "remainingPowerCapability": {
                "remainingPowerCapabilityValue": {"atSoC": 80, "powerCapabilityAt": 85, "rPCLastUpdated": "2026-05-07T08:30:00Z"},
                "lastUpdate": "2026-05-08T08:30:00Z"
            }
        }
    }));
    let performance = &imported.passport["performanceAndDurability"];
    assert_eq!(
        performance["batteryTechnicalProperties"],
        json!({
            "ratedMaximumPower": 230_000, "nominalVoltage": 355.2, "powerCapabilityRatio": 2.73,
            "originalPowerCapability": [{"atSoC": 80, "powerCapabilityAt": 207_000}]
        })
    );
    let condition = &performance["batteryCondition"];
    assert_eq!(
        condition["remainingCapacity"]["remainingCapacityValue"],
        200
    );
    assert_eq!(condition["powerFade"]["powerFadeValue"], 1.5);
    assert_eq!(
        condition["remainingPowerCapability"],
        json!([{"atSoC": 80, "powerCapabilityAt": 195_500, "lastUpdate": "2026-05-07T08:30:00Z"}])
    );
    let report = &imported.report;
    assert_eq!(
        field(report, "/batteryCondition/remainingCapacity/remainingCapacityValue").fate,
        Fate::Converted {
            to: vec!["/performanceAndDurability/batteryCondition/remainingCapacity/remainingCapacityValue".to_owned()],
            from: "71.04 kWh".to_owned(),
            into: "200 Ah".to_owned(),
            note: Some("at the nominal voltage of 355.2 V".to_owned()),
        }
    );
    let late = "/batteryCondition/remainingPowerCapability/lastUpdate";
    assert_eq!(
        field(report, late).fate,
        Fate::Conflict {
            to: vec![
                "/performanceAndDurability/batteryCondition/remainingPowerCapability/0/lastUpdate"
                    .to_owned()
            ],
            kept: json!("2026-05-07T08:30:00Z"),
            reason: "it was there first".to_owned(),
        }
    );
    let range = left_over(
        report,
        "/batteryTechicalProperties/temperatureRangeIdleState",
    );
    assert!(range.contains("minimum and maximum"), "{range}");
    // 1.2 has no place for its time, and the law asks for none.
    assert!(
        !report
            .missing
            .iter()
            .any(|missing| missing.pointer.contains("/powerFade"))
    );
}

#[test]
fn aspects_merged_in_one_file_are_read_as_aspects_apart() {
    let imported = imported(&json!({
        "generalProductInformation": {"batteryCategory": "EV", "productIdentifier": ID},
        "Labeling": {"labels": [], "colour": "green"},
        "more": 1
    }));
    assert_eq!(imported.passport["id"], ID);
    assert_eq!(
        imported.passport["generalProductInformation"]["batteryCategory"],
        "ev"
    );
    assert_eq!(imported.passport["labels"], json!({"labels": []}));
    for pointer in ["/Labeling/colour", "/more"] {
        assert!(left_over(&imported.report, pointer).contains("no attribute"));
    }
}

#[test]
fn catena_x_names_the_battery_by_its_own_link_and_says_what_is_missing() {
    let imported = imported(&json!({
        "specVersion": "urn:io.catenax.battery.battery_pass:6.1.0",
        "identification": {
            "idDmc": ID, "category": "EV", "chemistry": "LFP",
            "identification": {
                "serial": [{"key": "partInstanceId", "value": "SN12345678"}, {"key": "van", "value": "X1"}],
                "codes": [{"key": "GTIN", "value": "9506000134352"}]
            }
        },
        "operation": {"intoServiceDate": "2026-05-07"},
        "characteristics": {
            "warranty": {"lifeValue": 8, "lifeUnit": "unit:year"},
            "physicalDimension": {"weight": {"value": 1, "unit": "unit:furlong"}}
        },
        "performance": {"rated": {"power": {"at20SoC": 150_000.0}, "resistance": {"cell": 0.001}}, "dynamic": {
            "fullCycles": {"value": 12, "time": "2026-06-01T00:00:00Z"}, "stateOfCharge": null
        }},
        "materials": {"hazardous": {"other": [{
            "concentration": 3, "materialUnit": "unit:percentVolume", "critical": false,
            "materialIdentification": [{"type": "EC", "id": "201-004-7"}, {"type": "CAS", "id": "96-49-1", "name": "Ethylene carbonate"}]
        }]}},
        "handling": {"applicable": false, "content": {"sparePart": [{"nameAtManufacturer": "dummy"}]}},
        "sources": []
    }));
    let (passport, report) = (&imported.passport, &imported.report);
    assert_eq!(passport["id"], ID);
    let general = &passport["generalProductInformation"];
    assert_eq!(general["batteryCategory"], "ev");
    assert_eq!(
        (&general["warrantyPeriod"], &general["puttingIntoService"]),
        (&json!(96), &json!("2026-05-07T00:00:00Z"))
    );
    let technical = &passport["performanceAndDurability"]["batteryTechnicalProperties"];
    assert_eq!(
        technical["originalPowerCapability"],
        json!([{"atSoC": 20, "powerCapabilityAt": 150_000.0}])
    );
    assert_eq!(
        technical["initialInternalResistance"],
        json!([{"batteryComponent": "cell", "ohmicResistance": 0.001}])
    );
    assert_eq!(
        passport["materialComposition"]["hazardousSubstances"],
        json!([{"hazardousSubstanceName": "Ethylene carbonate", "hazardousSubstanceIdentifier": "96-49-1"}])
    );
    for (pointer, words) in [
        ("/identification/identification/serial/1/value", "--id"),
        (
            "/characteristics/physicalDimension/weight/value",
            "Annex XIII",
        ),
        (
            "/materials/hazardous/other/0/concentration",
            "percentVolume",
        ),
        ("/handling/content/sparePart/0/nameAtManufacturer", "dummy"),
        ("/performance/dynamic/stateOfCharge", "null"),
        ("/sources", "further documents"),
    ] {
        assert!(
            left_over(report, pointer).contains(words),
            "{pointer}: {}",
            left_over(report, pointer)
        );
    }
    for pointer in [
        "/labels/declarationOfConformity",
        "/materialComposition/hazardousSubstances/0/hazardousSubstanceConcentration",
    ] {
        assert!(
            report
                .missing
                .iter()
                .any(|missing| missing.pointer == pointer),
            "{pointer}"
        );
    }
}
