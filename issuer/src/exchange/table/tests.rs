//! Tables, read by a mapping: every cell once in the report, and rows that are wrong told by line and column.

use serde_json::json;

use super::*;
use crate::exchange::{Fate, Field, Imported};

mod any_table;
mod mappings;
mod workbooks;

const MAPPING: &str = r#"
id = "https://id.voltcell.example/01/09506000134352/21/{Serial}"
key = "Serial"
[columns]
"Mass" = { to = "/generalProductInformation/batteryMass", unit = "kg" }
"Made" = { to = "/generalProductInformation/manufacturingDate", date = "DD.MM.YYYY" }
"Kind" = "/generalProductInformation/batteryCategory"
[constants]
"/generalProductInformation/warrantyPeriod" = 96
"#;

fn memory(name: &str, bytes: impl Into<Vec<u8>>) -> TableFile {
    TableFile {
        name: name.to_owned(),
        content: TableContent::Memory(bytes.into()),
    }
}

fn outcomes(mapping: &str, table: impl Into<Vec<u8>>, materials: Option<&str>) -> Vec<Outcome> {
    let mapping = Mapping::parse("mapping.toml", mapping).unwrap();
    let materials = materials.map(|text| memory("materials.csv", text));
    let mut table = Table::open(
        memory("a.csv", table),
        materials,
        &mapping,
        &Options::default(),
    )
    .unwrap();
    std::iter::from_fn(|| table.next_outcome()).collect()
}

fn made(outcome: &Outcome) -> &Imported {
    outcome.result.as_ref().unwrap()
}

fn faults(outcome: &Outcome) -> Vec<String> {
    let faults = outcome.result.as_ref().unwrap_err();
    faults.iter().map(ToString::to_string).collect()
}

fn cell<'i>(imported: &'i Imported, place: &str) -> &'i Field {
    let mut fields = imported.report.fields.iter();
    fields
        .find(|field| field.place.to_string() == place)
        .unwrap_or_else(|| panic!("{place}"))
}

fn refused(mapping: &str, table: &str) -> String {
    let mapping = match Mapping::parse("mapping.toml", mapping) {
        Ok(mapping) => mapping,
        Err(fault) => return fault.to_string(),
    };
    let table = Table::open(memory("a.csv", table), None, &mapping, &Options::default());
    table.err().unwrap().to_string()
}

#[test]
fn a_row_is_a_passport_and_every_cell_of_it_stands_once_in_the_report() {
    let rows = outcomes(
        MAPPING,
        "Serial;Mass;Made;Kind;Note\nA1;478;07.05.2026;EV;x\nA2;480;08.05.2026;ev;\n",
        None,
    );
    assert_eq!(rows.len(), 2);
    let first = made(&rows[0]);
    assert_eq!(
        first.passport["id"],
        "https://id.voltcell.example/01/09506000134352/21/A1"
    );
    assert_eq!(
        first.passport["generalProductInformation"],
        json!({
            "productIdentifier": "https://id.voltcell.example/01/09506000134352/21/A1",
            "batteryMass": 478, "manufacturingDate": "2026-05-07", "batteryCategory": "ev", "warrantyPeriod": 96
        })
    );
    let places: Vec<String> = first
        .report
        .fields
        .iter()
        .map(|field| format!("{}:{}", field.file, field.place))
        .collect();
    assert_eq!(
        places,
        [
            "a.csv:2:1",
            "a.csv:2:2",
            "a.csv:2:3",
            "a.csv:2:4",
            "a.csv:2:5",
            "mapping.toml:/constants/~1generalProductInformation~1warrantyPeriod"
        ]
    );
    assert_eq!(
        cell(first, "2:2").fate,
        Fate::Mapped {
            to: vec!["/generalProductInformation/batteryMass".to_owned()]
        }
    );
    assert!(matches!(&cell(first, "2:4").fate, Fate::Converted { from, .. } if from == "\"EV\""));
    assert!(
        matches!(&cell(first, "2:5").fate, Fate::LeftOver { reason } if reason.contains("does not name"))
    );
    assert!(
        matches!(&cell(made(&rows[1]), "3:5").fate, Fate::LeftOver { reason } if reason.contains("empty"))
    );
}

#[test]
fn rows_that_are_wrong_are_told_by_line_and_column_and_the_others_are_made() {
    let rows = outcomes(
        MAPPING,
        "Serial,Mass,Made,Kind\nA1,heavy,07.05.2026,ev\n,478,07.05.2026,ev\nA3,478,32.05.2026,boat\nA4,478,07.05.2026,ev,more\nA5,478,07.05.2026,ev\nA5,478,07.05.2026,ev\n\"A\nB\",478,07.05.2026,ev\nA7,1e999,07.05.2026,ev\n",
        None,
    );
    let told: Vec<Vec<String>> = rows
        .iter()
        .filter(|row| row.result.is_err())
        .map(faults)
        .collect();
    assert_eq!(rows.iter().filter(|row| row.result.is_ok()).count(), 1);
    for (row, start, words) in [
        (0, "a.csv:2:2: column \"Mass\"", "expected a number"),
        (1, "a.csv:3:1: column \"Serial\"", "identifier"),
        (2, "a.csv:4:3: column \"Made\"", "DD.MM.YYYY"),
        (3, "a.csv:5:5: ", "4 columns"),
        (4, "a.csv:7:1: ", "same battery"),
        (5, "a.csv:8:1: column \"Serial\"", ""),
        // The quoted line end above counts.
        (6, "a.csv:10:2: column \"Mass\"", "number"),
    ] {
        let fault = &told[row][0];
        assert!(fault.starts_with(start) && fault.contains(words), "{fault}");
    }
    // All that is wrong with a row, not only the first.
    assert_eq!(told[2].len(), 2);
    assert!(told[2][1].contains("industrial"), "{:?}", told[2]);
}

#[test]
fn a_unit_stands_in_the_mapping_in_a_column_or_in_the_cell() {
    let mapping = r#"
[columns]
"Energy" = { to = "/performanceAndDurability/batteryTechnicalProperties/ratedEnergy", unit_column = "Unit" }
"Power" = "/performanceAndDurability/batteryTechnicalProperties/ratedMaximumPower"
"Life" = { to = "/generalProductInformation/warrantyPeriod", unit = "years" }
"Mass" = "/generalProductInformation/batteryMass"
"#;
    let rows = outcomes(
        mapping,
        "Energy;Unit;Power;Life;Mass\n77000;Wh;150 kW;8;478\n77;furlong;150;8;478\n;kWh;1 kg;8;478\n",
        None,
    );
    let first = made(&rows[0]);
    let at = |pointer: &str| first.passport.pointer(pointer).unwrap().clone();
    let technical = "/performanceAndDurability/batteryTechnicalProperties";
    assert_eq!(at(&format!("{technical}/ratedEnergy")), 77);
    assert_eq!(at(&format!("{technical}/ratedMaximumPower")), 150_000);
    assert_eq!(at("/generalProductInformation/warrantyPeriod"), 96);
    // The unit went into the same value, and an assumption is told as one.
    assert_eq!(cell(first, "2:1").fate, cell(first, "2:2").fate);
    assert!(
        matches!(&cell(first, "2:5").fate, Fate::Guessed { why, .. } if why.contains("taken for kg"))
    );
    assert!(faults(&rows[1])[0].contains("furlong"));
    assert!(faults(&rows[2])[0].contains("does not lead"));
}

#[test]
fn a_list_of_materials_gives_masses_shares_flags_and_the_names_on_the_label() {
    let mapping = r#"
[columns]
"Part" = "/generalProductInformation/modelIdentifier"
"Mass" = { to = "/generalProductInformation/batteryMass", unit = "kg" }
[materials]
file = "materials.csv"
key = "Part"
name = "Substance"
cas = "CAS"
mass = "Weight"
unit = "kg"
component = "Where"
critical = "CRM"
hazardous = "Hazard"
"#;
    let materials = "Part;Substance;CAS;Weight;Where;CRM;Hazard\n\
        P1;Cobalt;7440-48-4;6;Cathode;x;\n\
        P1;Cobalt foil;7440-48-4;0.3;Cathode;x;\n\
        P1;Gallium;7440-55-3;0.2;BMS;yes;no\n\
        P1;Ethylene carbonate;96-49-1;5;Electrolyte;no;yes\n\
        P2;Nickel;7440-02-1;5;Cathode;no;no\n\
        P9;Nickel;7440-02-0;5;Cathode;no;no\n";
    let parsed = Mapping::parse("mapping.toml", mapping).unwrap();
    let mut table = Table::open(
        memory("a.csv", "Part;Mass\nP1;500\nP2;500\nP3;500\n"),
        Some(memory("materials.csv", materials)),
        &parsed,
        &Options::default(),
    )
    .unwrap();
    let rows: Vec<Outcome> = std::iter::from_fn(|| table.next_outcome()).collect();
    let first = made(&rows[0]);
    let composition = &first.passport["materialComposition"];
    assert_eq!(composition["batteryMaterials"].as_array().unwrap().len(), 4);
    assert_eq!(
        composition["batteryMaterials"][0],
        json!({"batteryMaterialName": "Cobalt", "batteryMaterialIdentifier": "7440-48-4", "batteryMaterialMass": 6000,
            "batteryMaterialLocation": {"componentName": "Cathode"}, "isCriticalRawMaterial": true})
    );
    // 0.04 % of the battery is below what the label names; the cobalt of both rows counts together.
    assert_eq!(
        composition["criticalRawMaterials"],
        json!(["Cobalt", "Cobalt foil"])
    );
    assert_eq!(
        composition["hazardousSubstances"],
        json!([{"hazardousSubstanceName": "Ethylene carbonate", "hazardousSubstanceIdentifier": "96-49-1",
            "hazardousSubstanceLocation": {"componentName": "Electrolyte"}, "hazardousSubstanceConcentration": 1.0}])
    );
    let told = |place: &str| {
        let mut fields = first.report.fields.iter();
        let field =
            fields.find(|field| field.file == "materials.csv" && field.place.to_string() == place);
        serde_json::to_string(&field.unwrap().fate).unwrap()
    };
    assert!(
        told("2:6").contains("1.26 % of the battery"),
        "{}",
        told("2:6")
    );
    assert!(
        told("4:6").contains("below what Annex VI"),
        "{}",
        told("4:6")
    );
    assert!(told("5:4").contains("1 % of 500 kg"), "{}", told("5:4"));
    let cells = first
        .report
        .fields
        .iter()
        .filter(|field| field.file == "materials.csv");
    assert_eq!(cells.count(), 4 * 7);
    assert!(faults(&rows[1])[0].starts_with("materials.csv:6:3: column \"CAS\""));
    assert!(faults(&rows[1])[0].contains("check digit"));
    assert!(made(&rows[2]).passport.get("materialComposition").is_none());
    assert_eq!(
        table.notes(),
        ["1 material rows belong to no battery of the table"]
    );
}

#[test]
fn a_serial_number_with_signs_is_a_step_of_the_link() {
    let rows = outcomes(
        "id = \"https://id.voltcell.example/01/09506000134352/21/{S}\"\n[constants]\n\"/generalProductInformation/warrantyPeriod\" = 1",
        "S\nA/1\n",
        None,
    );
    assert_eq!(
        made(&rows[0]).passport["id"],
        "https://id.voltcell.example/01/09506000134352/21/A%2F1"
    );
}
