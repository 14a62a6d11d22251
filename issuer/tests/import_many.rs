//! `dbp-issuer import` of many batteries, as a plant engineer or a script meets it.
#![allow(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn issuer(place: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dbp-issuer"))
        .args(arguments)
        .current_dir(place)
        .output()
        .unwrap()
}

fn lines(place: &Path, name: &str) -> Vec<Value> {
    std::fs::read_to_string(place.join(name))
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The sample tables in a folder.
fn samples() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    for (which, name) in [
        ("csv", "production.csv"),
        ("materials", "materials.csv"),
        ("mapping", "mapping.toml"),
    ] {
        let output = issuer(place.path(), &["sample", which, "-o", name]);
        assert_eq!(output.status.code(), Some(0));
    }
    place
}

#[test]
fn the_sample_tables_become_passports_that_are_fit_to_be_issued() {
    let place = samples();
    let output = issuer(
        place.path(),
        &[
            "import",
            "production.csv",
            "--mapping",
            "mapping.toml",
            "-o",
            "passports.ndjson",
            "--report",
            "report.ndjson",
        ],
    );
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(
        text(&output.stdout).starts_with("✓ 3 passports: "),
        "{}",
        text(&output.stdout)
    );
    let passports = lines(place.path(), "passports.ndjson");
    assert_eq!(passports.len(), 3);
    for (passport, report) in passports.iter().zip(lines(place.path(), "report.ndjson")) {
        assert_eq!(report["id"], passport["id"]);
        assert_eq!(report["report"]["missing"], serde_json::json!([]));
        std::fs::write(place.path().join("one.json"), passport.to_string()).unwrap();
        let lint = issuer(place.path(), &["lint", "one.json"]);
        assert_eq!(lint.status.code(), Some(0), "{}", text(&lint.stdout));
    }
}

#[test]
fn a_wrong_row_does_not_stop_the_rest_but_with_strict_it_does() {
    let place = samples();
    let table = std::fs::read_to_string(place.path().join("production.csv")).unwrap();
    std::fs::write(place.path().join("bad.csv"), table.replace("477,9", "much")).unwrap();
    let import = [
        "import",
        "bad.csv",
        "--mapping",
        "mapping.toml",
        "-o",
        "out.ndjson",
    ];
    let output = issuer(place.path(), &import);
    assert_eq!(output.status.code(), Some(2));
    let told = text(&output.stdout);
    assert!(
        told.contains("✗ 2 passports") && told.contains("1 row wrong"),
        "{told}"
    );
    assert!(
        told.contains("bad.csv:3:5 column \"Gewicht (kg)\": expected a number, found \"much\""),
        "{told}"
    );
    assert_eq!(lines(place.path(), "out.ndjson").len(), 2);
    std::fs::remove_file(place.path().join("out.ndjson")).unwrap();
    let output = issuer(
        place.path(),
        &[&import[..], &["--strict", "--json"]].concat(),
    );
    assert_eq!(output.status.code(), Some(2));
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&document["passports"], &document["wrong"]),
        (&0.into(), &1.into())
    );
    assert_eq!(document["faults"][0]["place"], "3:5");
    assert!(!place.path().join("out.ndjson").exists());
}

#[test]
fn lines_of_every_format_come_out_as_content() {
    let place = samples();
    let import = ["import", "production.csv", "--mapping", "mapping.toml"];
    let output = issuer(place.path(), &import);
    let mut fleet = text(&output.stdout);
    assert_eq!(
        fleet.lines().count(),
        3,
        "content alone is on standard output"
    );
    let theirs = serde_json::json!({"GeneralProductInformation": {"batteryMass": 2.5}, "PerformanceAndDurability":
        {"batteryTechicalProperties": {"ratedMaximumPower": 5}}});
    fleet.push_str(&format!(
        "\n{theirs}\n[1]\n{{\"colour\": 1}}\n{{\"id\": 1, \"id\": 2}}\n"
    ));
    std::fs::write(place.path().join("fleet.ndjson"), &fleet).unwrap();
    let output = issuer(
        place.path(),
        &[
            "import",
            "fleet.ndjson",
            "-o",
            "out.ndjson",
            "--report",
            "report.ndjson",
            "--json",
        ],
    );
    assert_eq!(output.status.code(), Some(2));
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&document["passports"], &document["wrong"]),
        (&4.into(), &3.into())
    );
    let out = lines(place.path(), "out.ndjson");
    // Our own content comes through as it is: no unit is converted twice.
    for (line, passport) in fleet.lines().zip(&out).take(3) {
        assert_eq!(*passport, serde_json::from_str::<Value>(line).unwrap());
    }
    assert_eq!(
        out[3]["performanceAndDurability"]["batteryTechnicalProperties"]["ratedMaximumPower"],
        5000
    );
    let report = lines(place.path(), "report.ndjson");
    let formats: Vec<&Value> = report
        .iter()
        .map(|line| &line["report"]["format"])
        .take(4)
        .collect();
    assert_eq!(
        formats,
        ["passport", "passport", "passport", "battery-pass"]
    );
    let codes: Vec<&Value> = report[4..]
        .iter()
        .map(|line| &line["faults"][0]["code"])
        .collect();
    assert_eq!(
        codes,
        [
            "import.not_an_object",
            "import.unknown_shape",
            "json.duplicate_key"
        ]
    );
    assert_eq!(report[4]["faults"][0]["place"], "6");
}

#[test]
fn a_table_without_a_mapping_is_refused_with_the_way_to_one() {
    let place = samples();
    let output = issuer(place.path(), &["import", "production.csv", "--json"]);
    assert_eq!(output.status.code(), Some(2));
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["error"]["code"], "import.mapping_missing");
    assert!(
        document["error"]["hint"]
            .as_str()
            .unwrap()
            .contains("--mapping-template")
    );
    let output = issuer(
        place.path(),
        &["import", "production.csv", "--mapping-template"],
    );
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).contains("\"Gewicht (kg)\" = { to = "));
    for arguments in [
        &[
            "import",
            "production.csv",
            "materials.csv",
            "--mapping",
            "mapping.toml",
        ][..],
        &["import", "mapping.toml", "--strict", "--format", "catena-x"],
        &[
            "import",
            "production.csv",
            "--mapping",
            "mapping.toml",
            "--json",
        ],
        &[
            "import",
            "production.csv",
            "--mapping",
            "mapping.toml",
            "--id",
            "https://id.voltcell.example/01/09506000134352/21/A1",
        ],
        &["import", "none.csv", "--mapping", "mapping.toml"],
        &["import", "production.csv", "--mapping", "none.toml"],
    ] {
        assert_eq!(
            issuer(place.path(), arguments).status.code(),
            Some(2),
            "{arguments:?}"
        );
    }
}

#[test]
fn what_was_assumed_of_a_file_is_said() {
    let place = samples();
    let table = std::fs::read_to_string(place.path().join("production.csv")).unwrap();
    let western: Vec<u8> = table
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    std::fs::write(place.path().join("western.csv"), western).unwrap();
    let output = issuer(
        place.path(),
        &[
            "import",
            "western.csv",
            "--mapping",
            "mapping.toml",
            "-o",
            "out.ndjson",
        ],
    );
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(
        text(&output.stdout).contains("read as Windows-1252"),
        "{}",
        text(&output.stdout)
    );
    assert_eq!(lines(place.path(), "out.ndjson").len(), 3);
}
