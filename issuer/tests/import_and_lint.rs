//! `dbp-issuer import` and `dbp-issuer lint` as a person or a script meets them.
#![allow(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};

fn issuer(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dbp-issuer"))
        .args(arguments)
        .output()
        .unwrap()
}

fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/sample/ev_passport.json")
}

fn document(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn the_sample_is_fit_to_be_issued() {
    let output = issuer(&["lint", sample().to_str().unwrap(), "--category", "ev"]);
    assert_eq!(output.status.code(), Some(0));
    let told = String::from_utf8(output.stdout).unwrap();
    for verdict in ["schema    pass", "law       pass"] {
        assert!(told.contains(verdict), "{told}");
    }
}

#[test]
fn every_sample_that_is_printed_is_fit_to_be_issued() {
    let place = tempfile::tempdir().unwrap();
    for (name, category) in [
        ("ev", "ev"),
        ("lmt", "lmt"),
        ("stationary", "stationary"),
        ("second-life", "stationary"),
    ] {
        let file = place.path().join(name);
        let file = file.to_str().unwrap();
        assert!(issuer(&["sample", name, "-o", file]).status.success());
        let output = issuer(&["lint", file, "--category", category]);
        assert_eq!(output.status.code(), Some(0), "{name}");
    }
}

#[test]
fn a_schema_is_printed_for_each_category_and_refused_for_batteries_without_passport() {
    let output = issuer(&["schema", "--category", "lmt"]);
    assert!(output.status.success() && output.stderr.is_empty());
    let id = document(&output)["$id"].to_string();
    assert!(id.contains("content-lmt.schema.json"), "{id}");
    assert_eq!(
        issuer(&["schema", "--category", "portable"]).status.code(),
        Some(2)
    );

    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("schema.json");
    let output = issuer(&["schema", "-o", file.to_str().unwrap(), "--json"]);
    let unsaid = document(&output)["unsaid"].as_array().unwrap().len();
    assert!(unsaid > 3, "{unsaid}");
    let schema: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    assert_eq!(schema["additionalProperties"], false);
}

#[test]
fn a_sample_goes_to_standard_output_alone() {
    let output = issuer(&["sample", "event"]);
    assert!(output.status.success() && output.stderr.is_empty());
    assert_eq!(document(&output)["type"], "StateOfHealth");
    assert_eq!(issuer(&["sample", "portable"]).status.code(), Some(2));
}

#[test]
fn content_with_an_error_ends_with_1_and_its_findings() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("passport.json");
    let text = std::fs::read_to_string(sample()).unwrap();
    let spoilt = text.replace(
        "\"roundTripEfficiency\": 96.2",
        "\"roundTripEfficiency\": 0.962",
    );
    assert_ne!(spoilt, text);
    std::fs::write(&path, spoilt).unwrap();
    let output = issuer(&["lint", path.to_str().unwrap(), "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let document = document(&output);
    assert_eq!(document["verdicts"]["schema"]["verdict"], "fail");
    assert_eq!(document["verdicts"]["law"]["verdict"], "pass");
    assert_eq!(document["findings"][0]["code"], "unit.fraction");
    assert_eq!(document["findings"][0]["hint"], "if it is, write 96.2");
}

#[test]
fn a_battery_that_needs_no_passport_is_told_so() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("portable.json");
    let content = json!({"generalProductInformation": {"batteryCategory": "portable"}});
    std::fs::write(&path, content.to_string()).unwrap();
    let output = issuer(&["lint", path.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(
        told.contains("a portable battery needs no battery passport"),
        "{told}"
    );
    let output = issuer(&["lint", path.to_str().unwrap(), "--category", "portable"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn an_event_is_judged_before_and_after_it_is_signed() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("event.json");
    let event = |change: fn(&mut Value)| {
        let mut event: Value = serde_json::from_str(issuer::sample::SOH_EVENT).unwrap();
        change(&mut event);
        std::fs::write(&path, event.to_string()).unwrap();
        issuer(&["lint", path.to_str().unwrap(), "--json"])
    };
    let sound = event(|_| ());
    assert_eq!(sound.status.code(), Some(0));
    assert_eq!(document(&sound)["event"], "StateOfHealth");
    assert_eq!(document(&sound)["findings"], json!([]));

    let of_people = document(&event(|event| {
        event["method"] = json!("in the car WVWZZZ1KZAW000001")
    }));
    assert_eq!(of_people["findings"][0]["code"], "privacy.vin");
    assert_eq!(of_people["verdicts"]["law"]["counts"]["warning"], 1);

    let wrong =
        event(|event| event["stateOfCertifiedEnergy"] = json!({"value": 0.8, "unit": "kWh"}));
    assert_eq!(wrong.status.code(), Some(1));

    let signed = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential", "LifecycleEvent", "StateOfHealth"],
        "credentialSubject": {"type": ["Battery"]}
    });
    std::fs::write(&path, signed.to_string()).unwrap();
    let not_whole = issuer(&["lint", path.to_str().unwrap(), "--json"]);
    assert_eq!(not_whole.status.code(), Some(1));
    assert!(document(&not_whole)["error"]["code"].is_string());
}

#[test]
fn a_folder_of_aspects_becomes_content_and_a_report_that_do_not_mix() {
    let place = tempfile::tempdir().unwrap();
    let aspects = place.path().join("aspects");
    std::fs::create_dir(&aspects).unwrap();
    let general = json!({"batteryCategory": "EV", "batteryMass": 478, "colour": "green"});
    let labels = json!({"declarationOfConformity": "https://docs.voltcell.example/doc.pdf"});
    std::fs::write(aspects.join("general.json"), general.to_string()).unwrap();
    std::fs::write(aspects.join("labels.json"), labels.to_string()).unwrap();
    let output = issuer(&["import", aspects.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(
        document(&output)["generalProductInformation"]["batteryCategory"],
        "ev"
    );
    let report = String::from_utf8(output.stderr).unwrap();
    assert!(
        report.contains("2 values mapped, 1 converted, 1 left over"),
        "{report}"
    );
    let output = issuer(&["import", aspects.to_str().unwrap(), "-o", "-", "--json"]);
    let document = document(&output);
    assert_eq!(document["counts"]["leftOver"], 1);
    assert_eq!(document["passport"]["labels"], labels);
}

#[test]
fn a_file_of_no_known_format_ends_with_2_and_a_hint() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("other.json");
    std::fs::write(&path, r#"{"colour": "green"}"#).unwrap();
    let output = issuer(&["import", path.to_str().unwrap(), "--json"]);
    assert_eq!(output.status.code(), Some(2));
    let error = &document(&output)["error"];
    assert_eq!(error["code"], "import.unknown_shape");
    assert!(error["hint"].as_str().unwrap().contains("Battery Pass 1.2"));
}

#[test]
fn what_the_file_lacks_is_said_beside_it_and_stands_in_the_report() {
    let place = tempfile::tempdir().unwrap();
    let [aspect, ours] = ["aspect.json", "ours.json"].map(|name| place.path().join(name));
    let general = json!({"batteryCategory": "EV", "batteryMass": 478});
    std::fs::write(&aspect, general.to_string()).unwrap();
    let mass = json!({"generalProductInformation": {"batteryMass": 450}});
    std::fs::write(&ours, mass.to_string()).unwrap();
    let import = |more: &[&str]| {
        let mut arguments = vec!["import", aspect.to_str().unwrap()];
        arguments.extend(more);
        issuer(&arguments)
    };
    let output = import(&[
        "--merge",
        ours.to_str().unwrap(),
        "--set",
        "/generalProductInformation/warrantyPeriod=8 years",
    ]);
    assert_eq!(output.status.code(), Some(0));
    let content = &document(&output)["generalProductInformation"];
    assert_eq!(
        (&content["batteryMass"], &content["warrantyPeriod"]),
        (&json!(450), &json!(96))
    );
    let report = String::from_utf8(output.stderr).unwrap();
    for told in [
        "1 in conflict, 0 left over, 2 set by the caller",
        "+ /generalProductInformation/batteryMass 450, set by the caller",
        "instead of 478",
        "+ /generalProductInformation/warrantyPeriod 8 years is 96, set by the caller (--set)",
    ] {
        assert!(report.contains(told), "{told}: {report}");
    }

    let refused = import(&[
        "--set",
        "/generalProductInformation/batteryMas=450",
        "--json",
    ]);
    assert_eq!(refused.status.code(), Some(2));
    let error = &document(&refused)["error"];
    assert_eq!(error["code"], "structure.unknown");
    assert_eq!(error["pointer"], "/generalProductInformation/batteryMas");
    assert_eq!(error["hint"], "did you mean batteryMass?");
}

#[test]
fn a_folder_is_read_in_one_form_and_the_others_are_named() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("battery");
    std::fs::create_dir(&folder).unwrap();
    let export = |format: &str, name: &str| {
        let out = folder.join(name);
        let arguments = [
            "export",
            sample().to_str().unwrap(),
            "--format",
            format,
            "-o",
        ]
        .map(str::to_owned);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let arguments = [&arguments[..], &[out.to_str().unwrap()]].concat();
        assert!(issuer(&arguments).status.success(), "{format}");
    };
    let import = || issuer(&["import", folder.to_str().unwrap(), "-o", "-", "--json"]);
    export("aasx", "battery.aasx");
    let package = import();
    assert_eq!(document(&package)["report"]["format"], "aas");
    assert_eq!(
        document(&package)["passport"]["generalProductInformation"]["batteryMass"],
        478
    );

    std::fs::write(folder.join("notes.txt"), "not content").unwrap();
    export("battery-pass", "merged.json");
    let both = document(&import());
    assert_eq!(both["report"]["format"], "battery-pass");
    let skipped = both["report"]["skipped"].as_array().unwrap();
    assert!(
        skipped.len() == 1 && skipped[0].as_str().unwrap().ends_with("battery.aasx"),
        "{skipped:?}"
    );
}

#[test]
fn a_shell_is_read_as_bare_xml_too() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("shell.xml");
    let xml = r#"<?xml version="1.0"?>
        <environment xmlns="https://admin-shell.io/aas/3/0"><submodels><submodel>
          <idShort>MaterialComposition</idShort>
          <id>https://volt.example/materials</id>
          <semanticId><type>ExternalReference</type><keys><key><type>GlobalReference</type>
            <value>urn:samm:io.admin-shell.idta.batterypass.material_composition:1.0.0#MaterialComposition</value></key></keys></semanticId>
          <submodelElements><submodelElementCollection><idShort>BatteryChemistry</idShort>
            <semanticId><type>ExternalReference</type><keys><key><type>GlobalReference</type>
              <value>urn:samm:io.admin-shell.idta.batterypass.material_composition:1.0.1#batteryChemistry</value></key></keys></semanticId>
            <value><property><idShort>ShortName</idShort>
              <semanticId><type>ExternalReference</type><keys><key><type>GlobalReference</type>
                <value>urn:samm:io.admin-shell.idta.batterypass.material_composition:1.0.1#shortName</value></key></keys></semanticId>
              <valueType>xs:string</valueType><value>NMC</value></property></value>
          </submodelElementCollection></submodelElements>
        </submodel></submodels></environment>"#;
    std::fs::write(&path, xml).unwrap();
    let output = issuer(&["import", path.to_str().unwrap(), "--json"]);
    let document = document(&output);
    assert_eq!(document["report"]["format"], "aas");
    assert_eq!(
        document["passport"]["materialComposition"]["batteryChemistry"]["shortName"],
        "NMC"
    );

    std::fs::write(&path, "<html><body>no shell</body></html>").unwrap();
    let refused = issuer(&["import", path.to_str().unwrap(), "--json"]);
    assert_eq!(refused.status.code(), Some(2));
}

#[test]
fn names_in_a_file_reach_no_terminal_as_they_are() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("content.json");
    let content = json!({"labels": {"\u{1b}[2J\u{202e}": 1}, "circularity": {"\u{7}": 2}});
    std::fs::write(&path, content.to_string()).unwrap();
    for command in ["lint", "import", "schema"] {
        let output = issuer(&[command, path.to_str().unwrap()]);
        let told = [output.stdout, output.stderr].concat();
        let told = String::from_utf8(told).unwrap();
        assert!(!told.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{told:?}");
    }
}
