//! Mappings: where they are wrong, and what they may say.

use super::*;

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
