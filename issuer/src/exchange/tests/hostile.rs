//! Files that are no passport, and shapes that nobody expects.

use super::*;

#[test]
fn files_that_are_no_passport_are_refused_with_their_code() {
    let auto = Options::default();
    let catena_x = Options {
        format: Some(Format::CatenaX),
        ..Options::default()
    };
    let battery_pass = Options {
        format: Some(Format::BatteryPass),
        ..Options::default()
    };
    let one = r#"{"batteryMass": 1}"#;
    let other = r#"{"specVersion": "urn:io.catenax.battery.battery_pass:6.1.0"}"#;
    for (files, options, code) in [
        (&[][..], &auto, "import.nothing"),
        (&[("a", "{}")], &auto, "import.unknown_shape"),
        (
            &[("a", r#"{"colour": "green"}"#)],
            &auto,
            "import.unknown_shape",
        ),
        (
            &[(
                "a",
                r#"{"carbonFootprint": {"co2": 4}, "supplier": {"id": 1}}"#,
            )],
            &auto,
            "import.unknown_shape",
        ),
        (
            &[(
                "a",
                r#"{"metadata": {"specVersion": "urn:io.catenax.pcf:6.0.0"}}"#,
            )],
            &auto,
            "import.other_passport",
        ),
        (
            &[(
                "a",
                r#"{"$schema": "http://json-schema.org/draft-04/schema", "properties": {}}"#,
            )],
            &auto,
            "import.only_describes",
        ),
        (&[("a", "[]")], &auto, "import.not_an_object"),
        (&[("a", "no json")], &auto, "json.syntax"),
        (
            &[("a", r#"{"batteryMass": 1, "batteryMass": 2}"#)],
            &auto,
            "json.duplicate_key",
        ),
        (&[("a", one), ("b", one)], &auto, "import.aspect_repeated"),
        (&[("a", one), ("b", other)], &auto, "import.mixed_formats"),
        (&[("a", other), ("b", other)], &auto, "import.one_file"),
        (&[("a", one)], &catena_x, "import.not_of_format"),
        (&[("a", other)], &battery_pass, "import.not_of_format"),
    ] {
        assert_eq!(refused(files, options), code, "{files:?}");
    }
}

#[test]
fn a_wrong_identifier_is_kept_for_lint_to_refuse() {
    let imported = imported(
        &json!({"productIdentifier": "https://id.voltcell.example/01/09506000134353/21/1"}),
    );
    let findings = lint(
        &imported.passport,
        None,
        "2027-06-01T00:00:00Z".parse().unwrap(),
    );
    assert!(
        findings
            .of(Severity::Error)
            .any(|finding| finding.code == "identifier.gtin_check_digit")
    );
}

#[test]
fn hostile_shapes_lose_nothing_and_break_nothing() {
    for content in [
        json!({"labels": {"0": {"labelingMeaning": {"en": {"deep": [1]}}}}}),
        json!({"batteryMass": {"value": 1}, "manufacturerInformation": "x", "warrentyPeriod": true}),
        json!({"negativeEvents": 1, "batteryCondition": {"negativeEvents": {"negativeEvent": "x"}, "powerFade": [1, [2]]}}),
        json!({"batteryMaterials": [[[]], {"batteryMaterialName": null}, 7, {"batteryMaterialName": "Nickel"}]}),
        json!({"specVersion": "io.catenax.battery.battery_pass", "materials": {"hazardous": {"other": {"0": 1}}, "composition": [3, [], {"critical": true}]},
            "performance": {"rated": 1, "dynamic": []}, "safety": {"dismantling": [{"content": 4}, "x"]}}),
    ] {
        imported(&content);
    }
}

#[test]
fn long_names_around_many_values_are_refused_before_they_fill_the_memory() {
    let mut inside: Value = (0..2000).collect();
    for _ in 0..40 {
        inside = json!({ "n".repeat(1000): inside });
    }
    let mut file = json!({"specVersion": "urn:io.catenax.battery.battery_pass:6.1.0"});
    file["inside"] = inside;
    let text = file.to_string();
    let options = Options::default();
    assert!(text.len() < 100_000);
    assert_eq!(refused(&[("a", &text)], &options), "import.places");
}
