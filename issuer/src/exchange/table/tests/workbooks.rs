//! Workbooks: cells with types, and sheets beside each other.

use super::*;
use crate::exchange::table::workbook_file::workbook;

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
