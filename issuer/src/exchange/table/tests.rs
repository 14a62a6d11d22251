//! Tables, read by a mapping: every cell once in the report, and rows that are wrong told by line and column.

use serde_json::json;

use super::workbook_file::workbook;
use super::*;
use crate::exchange::{Fate, Field, Imported};

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
fn a_workbook_gives_its_types_and_its_second_sheet_the_materials() {
    let mapping = r#"
id = "https://id.voltcell.example/01/09506000134352/21/{Serial}"
header = 2
[columns]
"Mass" = { to = "/generalProductInformation/batteryMass", unit = "kg" }
"Made" = "/generalProductInformation/manufacturingDate"
[materials]
sheet = "Materials"
key = "Serial"
name = "Name"
mass = "g"
unit = "g"
"#;
    let book = workbook(&[
        (
            "Batteries",
            "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Export of May</t></is></c></row>\
             <row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>Serial</t></is></c><c r=\"B2\" t=\"inlineStr\"><is><t>Mass</t></is></c><c r=\"C2\" t=\"inlineStr\"><is><t>Made</t></is></c></row>\
             <row r=\"4\"><c r=\"A4\"><v>1234</v></c><c r=\"B4\"><v>478.5</v></c><c r=\"C4\" s=\"1\"><v>46149</v></c></row>\
             <row r=\"5\"><c r=\"A5\" t=\"inlineStr\"><is><t>A5</t></is></c><c r=\"B5\" t=\"b\"><v>1</v></c></row>",
        ),
        (
            "Materials",
            "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Serial</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>Name</t></is></c><c r=\"C1\" t=\"inlineStr\"><is><t>g</t></is></c></row>\
             <row r=\"2\"><c r=\"A2\"><v>1234</v></c><c r=\"B2\" t=\"inlineStr\"><is><t>Nickel</t></is></c><c r=\"C2\"><v>50000</v></c></row>",
        ),
    ]);
    let mapping = mapping.replace("sheet = \"Materials\"", "sheet = \"Materials\"\nheader = 1");
    let rows = outcomes(&mapping, book, None);
    let first = made(&rows[0]);
    assert_eq!(first.report.format, Format::Xlsx);
    assert_eq!(
        first.passport["generalProductInformation"]["batteryMass"],
        478.5
    );
    assert_eq!(
        first.passport["generalProductInformation"]["manufacturingDate"],
        "2026-05-07"
    );
    assert_eq!(
        first.passport["materialComposition"]["batteryMaterials"],
        json!([{"batteryMaterialName": "Nickel", "batteryMaterialMass": 50_000}])
    );
    assert_eq!(cell(first, "Batteries!B4").value, 478.5);
    assert_eq!(cell(first, "Materials!C2").value, 50_000);
    assert!(
        faults(&rows[1])[0].starts_with("a.csv:Batteries!B5: column \"Mass\": expected a number")
    );
}

#[test]
fn a_sheet_whose_last_cell_is_far_away_is_refused_or_stays_small() {
    let cell = |place: &str| {
        format!(
            "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"{place}1048576\"><v>1</v></c></row>"
        )
    };
    let open = |bytes: Vec<u8>| {
        let mut notes = Vec::new();
        let content = TableContent::Memory(bytes);
        rows(
            "a.xlsx",
            content,
            &Layout {
                header: 1,
                ..Layout::default()
            },
            &mut notes,
        )
    };
    // Far down is as good as near; far right is no table.
    let (mut far, ..) = open(workbook(&[("S", &cell("B"))])).unwrap();
    assert_eq!(far.next_row().unwrap().unwrap().place(1), "S!B1048576");
    let wide = open(workbook(&[("S", &cell("XFD"))])).err().unwrap();
    assert!(wide.to_string().contains("column 16384"), "{wide}");
}

#[test]
fn a_mapping_that_is_wrong_or_does_not_fit_says_where() {
    let table = "Serial;Mass;Mass2\nA1;1;1\n";
    for (mapping, words) in [
        ("", "at /columns: missing"),
        ("colums = 1", "at /colums: unknown, expected one of id"),
        (
            "[columns]\nMass = \"/generalProductInformation/colour\"",
            "at /columns/Mass: no attribute",
        ),
        (
            "[columns]\nMass = \"/generalProductInformation\"",
            "is an object: say which of",
        ),
        ("[columns]\nMass = \"/labels/labels\"", "is a list"),
        (
            "[columns]\nMass = { to = \"/generalProductInformation/batteryMass\", unit = \"furlong\" }",
            "/columns/Mass/unit: expected a unit",
        ),
        (
            "[columns]\nMass = { to = \"/generalProductInformation/batteryMass\", unit = \"kWh\" }",
            "does not lead to kg",
        ),
        (
            "[columns]\nMass = { to = \"/generalProductInformation/batteryMass\", date = \"TT.MM.JJJJ\" }",
            "/columns/Mass/date",
        ),
        (
            "[columns]\nMass = \"/generalProductInformation/batteryMass\"\nMass2 = \"/generalProductInformation/batteryMass\"",
            "gets the column \"Mass\" already",
        ),
        (
            "[columns]\nWeight = \"/generalProductInformation/batteryMass\"",
            "a.csv has no column \"Weight\": it has Serial, Mass, Mass2",
        ),
        (
            "id = \"https://id.example/{Nr}\"\n[columns]\nMass = \"/generalProductInformation/batteryMass\"",
            "at /id: a.csv has no column \"Nr\"",
        ),
        (
            "[columns]\nMass = \"/generalProductInformation/batteryMass\"\n[materials]\nfile = \"m.csv\"\nkey = \"Serial\"",
            "/materials/name: missing",
        ),
        (
            "[columns]\nMass = \"/generalProductInformation/batteryMass\"\n[materials]\nfile = \"m.csv\"\nkey = \"Serial\"\nname = \"N\"",
            "a list of materials, and none was found",
        ),
        ("[columns\n", "TOML parse error at line 1"),
        ("{\"columns\": 1}", "at /columns: expected a table"),
        (
            "[constants]\n\"/generalProductInformation/colour\" = 1",
            "no attribute is at",
        ),
    ] {
        let told = refused(mapping, table);
        assert!(told.contains(words), "{mapping:?}: {told}");
    }
}

#[test]
fn a_mapping_may_be_json_and_a_constant_a_whole_section() {
    let mapping = r#"{
        "columns": {"Mass": {"to": ["/generalProductInformation/batteryMass"], "unit": "kg"}},
        "constants": {"/labels": {"labels": [{"labelingSubject": "SeparateCollection"}], "declarationOfConformity": "https://a.example/doc"},
            "/performanceAndDurability/batteryCondition/negativeEvents": []}
    }"#;
    let rows = outcomes(mapping, "Mass\n478\n", None);
    let first = made(&rows[0]);
    assert_eq!(
        first.passport["labels"],
        json!({"labels": [{"labelingSubject": "SeparateCollection"}], "declarationOfConformity": "https://a.example/doc"})
    );
    assert_eq!(
        first.passport["performanceAndDurability"]["batteryCondition"]["negativeEvents"],
        json!([])
    );
    assert_eq!(first.report.fields.len(), 4);
}

#[test]
fn the_template_of_a_table_is_a_mapping_that_reads_it() {
    let text = "Serial number;Gewicht (kg);Manufacturing date;Kategorie;Rated energy [Wh];Warranty in years;Shift\nA1;478,5;07.05.2026;ev;77000;8;early\n";
    let template = template(memory("a.csv", text)).unwrap();
    for line in [
        "key = \"Serial number\"",
        "decimal = \",\"  # GUESS",
        "\"Gewicht (kg)\" = { to = \"/generalProductInformation/batteryMass\", unit = \"kg\" }  # GUESS",
        "\"Manufacturing date\" = { to = \"/generalProductInformation/manufacturingDate\", date = \"DD.MM.YYYY\" }  # GUESS",
        "\"Kategorie\" = \"/generalProductInformation/batteryCategory\"  # GUESS",
        "\"Rated energy [Wh]\" = { to = \"/performanceAndDurability/batteryTechnicalProperties/ratedEnergy\", unit = \"Wh\" }  # GUESS",
        "\"Warranty in years\" = { to = \"/generalProductInformation/warrantyPeriod\", unit = \"years\" }  # GUESS",
        "# \"Shift\" = \"\"",
    ] {
        assert!(template.contains(line), "{line}\n{template}");
    }
    let template = template.replace("YOUR-GTIN", "09506000134352");
    let rows = outcomes(&template, text, None);
    let passport = &made(&rows[0]).passport["generalProductInformation"];
    assert_eq!(passport["batteryMass"], 478.5);
    assert_eq!(passport["manufacturingDate"], "2026-05-07");
    assert_eq!(passport["warrantyPeriod"], 96);
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

mod any_table {
    use proptest::prelude::*;

    use super::*;

    fn row() -> impl Strategy<Value = Vec<String>> {
        let cell = proptest::sample::select(vec![
            "",
            "478",
            "4,5",
            "1.234",
            "x",
            " ev ",
            "07.05.2026",
            "2026-05",
            "150 kW",
            "ja",
            "\"q",
            "a;b",
            "line\nend",
            "\u{feff}",
            "-",
        ]);
        proptest::collection::vec(cell.prop_map(str::to_owned), 5)
    }

    proptest! {
        #[test]
        fn no_bytes_break_the_readers(bytes in proptest::collection::vec(any::<u8>(), 0..200), zip in any::<bool>()) {
            let mut bytes = bytes;
            if zip {
                bytes.splice(0..0, *b"PK\x03\x04");
            }
            let _ = template(memory("a.csv", bytes.clone()));
            let mapping = Mapping::parse("mapping.toml", MAPPING).unwrap();
            if let Ok(mut table) = Table::open(memory("a.csv", bytes), None, &mapping, &Options::default()) {
                while table.next_outcome().is_some() {}
            }
        }

        #[test]
        fn no_text_breaks_the_mapping(text in "\\PC{0,80}") {
            let _ = Mapping::parse("mapping.toml", &text);
            let _ = Mapping::parse("mapping.toml", &format!("[columns]\n\"A\" = {{ to = \"/generalProductInformation/batteryMass\", {text} }}"));
        }

        #[test]
        fn of_every_row_every_cell_stands_once_or_the_row_is_told(rows in proptest::collection::vec(row(), 1..12)) {
            let mut text = "Serial;Mass;Made;Kind;Note\n".to_owned();
            for (index, row) in rows.iter().enumerate() {
                let cells: Vec<String> = row.iter().enumerate()
                    .map(|(column, cell)| if column == 0 { format!("S{index}") } else { format!("\"{}\"", cell.replace('"', "\"\"")) })
                    .collect();
                text.push_str(&cells.join(";"));
                text.push('\n');
            }
            let outcomes = outcomes(MAPPING, text, None);
            prop_assert_eq!(outcomes.len(), rows.len());
            for outcome in &outcomes {
                match &outcome.result {
                    Ok(imported) => {
                        let mut places: Vec<String> = imported.report.fields.iter()
                            .map(|field| field.place.to_string()).collect();
                        prop_assert_eq!(places.len(), 6);
                        places.dedup();
                        prop_assert_eq!(places.len(), 6);
                    }
                    Err(faults) => prop_assert!(!faults.is_empty()),
                }
            }
        }
    }
}
