//! The table held against the published Battery Pass 1.2 schemas.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::Value;

use super::table;

/// Aspect file and the group it becomes.
const ASPECTS: [(&str, &str); 7] = [
    (
        "GeneralProductInformation-schema.json",
        "generalProductInformation",
    ),
    ("Labeling-schema.json", "labels"),
    ("CarbonFootprintForBatteries-schema.json", "carbonFootprint"),
    (
        "SupplyChainDueDiligence-schema.json",
        "supplyChainDueDiligence",
    ),
    ("MaterialComposition-schema.json", "materialComposition"),
    ("Circularity-schema.json", "circularity"),
    (
        "PerformanceAndDurability-schema.json",
        "performanceAndDurability",
    ),
];

#[test]
fn every_value_of_the_published_schemas_has_a_row_and_every_claimed_row_exists_there() {
    let Some(folder) = data("batterypass-1.2") else {
        eprintln!("skipped: Battery Pass 1.2 schemas not found, set PASSPORT_DATA_DIR");
        return;
    };
    let mut unmapped = Vec::new();
    let mut invented = Vec::new();
    for (file, group) in ASPECTS {
        let schema = read(&folder.join(file));
        let mut leaves = BTreeSet::new();
        collect(&schema, &schema, String::new(), &mut leaves);
        assert!(!leaves.is_empty(), "{file}");
        for leaf in &leaves {
            match table().from_battery_pass(group, leaf) {
                Some(row) if row.pointer.starts_with(&format!("/{group}/")) => {}
                _ => unmapped.push(format!("{group}: {leaf}")),
            }
        }
        let group_row = table().group(group).unwrap();
        let prefix = format!("{}/", group_row.pointer);
        for row in table()
            .iter()
            .filter(|row| row.pointer.starts_with(&prefix))
        {
            let sources = table().battery_pass_pointers(row);
            let leaf = table().members(row).next().is_none();
            if leaf && !sources.is_empty() && !sources.iter().any(|source| leaves.contains(source))
            {
                invented.push(format!("{} <- {sources:?}", row.pointer));
            }
        }
    }
    assert!(
        unmapped.is_empty(),
        "in the schemas, not in the table: {unmapped:#?}"
    );
    // 1.2 has a bare number for the idle temperature range, and no time for the evolution of
    // self-discharge; its own example and 1.2.1 have what we have. A bare throughput has no time either.
    assert_eq!(
        invented
            .iter()
            .filter_map(|line| line.split(' ').next())
            .collect::<Vec<_>>(),
        [
            "/performanceAndDurability/batteryTechnicalProperties/temperatureRangeIdleState/minimum",
            "/performanceAndDurability/batteryTechnicalProperties/temperatureRangeIdleState/maximum",
            "/performanceAndDurability/batteryCondition/evolutionOfSelfDischarge/lastUpdate",
            "/performanceAndDurability/batteryCondition/energyThroughput/lastUpdate",
        ]
    );
}

#[test]
fn what_battery_pass_lacks_is_known_by_name() {
    let ours: Vec<&str> = table()
        .attributes()
        .filter(|row| {
            table().battery_pass_pointers(row).is_empty()
                && table()
                    .members(row)
                    .all(|member| table().battery_pass_pointers(member).is_empty())
        })
        .map(|row| row.name())
        .collect();
    assert_eq!(
        ours,
        [
            "modelIdentifier",
            "declarationOfConformityIdentifier",
            "resultOfTestReportDigest",
            "criticalRawMaterials",
            "numberOfCells",
            "cellLayout",
            "safetyInstructionsDigest",
            "voltageTemperatureRange",
            "powerTemperatureRange",
            "idleStateReferenceTest",
            "stateOfHealth",
            "currentInternalResistance",
            "numberOfDeepDischarges",
            "numberOfOvercharges",
            "operatingTemperature",
            "totals",
            "statements",
        ]
    );
}

#[test]
fn no_name_of_ours_repeats_a_published_misspelling() {
    for wrong in [
        "warrenty",
        "Techical",
        "Aussurance",
        "Indicies",
        "energyalue",
        "yat50Per",
        "rPC",
    ] {
        for row in table().iter() {
            assert!(!row.pointer.contains(wrong), "{}", row.pointer);
        }
    }
}

/// The folder of this name beside the repository, or where `PASSPORT_DATA_DIR` says.
pub(super) fn data(name: &str) -> Option<PathBuf> {
    let data = std::env::var_os("PASSPORT_DATA_DIR").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data"),
        PathBuf::from,
    );
    let folder = data.join(name);
    folder.is_dir().then_some(folder)
}

/// Some of the files are UTF-16 with a byte order mark, one has stray bytes in its descriptions.
pub(super) fn read(path: &std::path::Path) -> Value {
    let bytes = std::fs::read(path).unwrap();
    let text = match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => {
            let units: Vec<u16> = rest
                .chunks_exact(2)
                .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
                .collect();
            String::from_utf16_lossy(&units)
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        all => String::from_utf8_lossy(all).into_owned(),
    };
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Pointers of all leaves that the schema describes.
pub(super) fn collect(root: &Value, schema: &Value, at: String, leaves: &mut BTreeSet<String>) {
    if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
        let target = root.pointer(name.trim_start_matches('#')).unwrap();
        return collect(root, target, at, leaves);
    }
    let parts = schema.get("allOf").and_then(Value::as_array);
    for part in parts.into_iter().flatten() {
        collect(root, part, at.clone(), leaves);
    }
    if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
        for (name, property) in properties {
            collect(root, property, format!("{at}/{name}"), leaves);
        }
    } else if let Some(items) = schema.get("items") {
        collect(root, items, format!("{at}/*"), leaves);
    } else if parts.is_none() {
        leaves.insert(at);
    }
}
