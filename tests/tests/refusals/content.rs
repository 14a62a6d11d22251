//! Content that must not become a passport or an event.

use issuer::sample;
use serde_json::{Value, json};
use tests::Person;

use crate::reader::not_done;

#[test]
fn wrong_units_ranges_identifiers_and_batteries_are_not_issued_as_passports() {
    let person = Person::new();
    person.becomes_operator("Voltcell");
    let health = "/performanceAndDurability/batteryCondition/stateOfCertifiedEnergy/stateOfCertifiedEnergyValue";
    let energy = "/performanceAndDurability/batteryTechnicalProperties/ratedEnergy";
    let category = "/generalProductInformation/batteryCategory";
    for (case, place, value, code) in [
        ("0.8 for 80 %", health, json!(0.8), "unit.fraction"),
        ("180 %", health, json!(180), "range.impossible"),
        ("Ah for kWh", energy, json!(217), "unit.mismatch"),
        ("negative energy", energy, json!(-77), "range.impossible"),
        (
            "text for a number",
            energy,
            json!("77 kWh"),
            "structure.kind",
        ),
        (
            "a wrong check digit",
            "/id",
            json!("https://id.voltcell.example/01/09506000134353/21/VC77-0001234"),
            "identifier.gtin_check_digit",
        ),
        (
            "a portable battery",
            category,
            json!("portable"),
            "battery.passport_not_required",
        ),
        (
            "a starter battery",
            category,
            json!("sli"),
            "battery.passport_not_required",
        ),
        (
            "a category nobody knows",
            category,
            json!("ebike"),
            "battery.category_unknown",
        ),
    ] {
        let mut content = sample::ev_passport();
        *content
            .pointer_mut(place)
            .unwrap_or_else(|| panic!("{case}: no {place}")) = value;
        person.write("content.json", content.to_string());
        let linted = person
            .run("issuer", &["lint", "content.json", "--json"])
            .ends(1)
            .json();
        let findings = linted["findings"].as_array().unwrap();
        let finding = findings
            .iter()
            .find(|finding| finding["code"] == code && beside(&finding["pointer"], place));
        let finding = finding.unwrap_or_else(|| panic!("{case}: {findings:#?}"));
        assert_eq!(finding["severity"], "error", "{case}");
        assert!(
            finding["message"].is_string() && finding["hint"].is_string(),
            "{case}: {finding}"
        );

        let issue = [
            "issue",
            "passport",
            "content.json",
            "-o",
            "passport.vc",
            "--json",
        ];
        let run = person.run("issuer", &issue).ends(1);
        assert_eq!(run.error_code(), code, "{case}: {}", run.stdout);
        assert!(!person.file("passport.vc").exists(), "{case}");
    }
    let listed = person.run("issuer", &["list", "--json"]).ok().json();
    assert_eq!(listed, json!([]));
}

#[test]
fn a_battery_that_needs_no_passport_is_told_so() {
    let person = Person::new();
    for category in ["portable", "sli"] {
        let mut content = sample::ev_passport();
        content["generalProductInformation"]["batteryCategory"] = json!(category);
        person.write("content.json", content.to_string());
        let told = person
            .run("issuer", &["lint", "content.json"])
            .ends(1)
            .stdout;
        assert!(
            told.contains("no passport") || told.contains("need"),
            "{told}"
        );
    }
}

#[test]
fn events_with_wrong_units_and_ranges_are_not_issued() {
    let person = Person::new();
    person.becomes_operator("Voltcell");
    for (case, place, value, code) in [
        (
            "0.98 for 98 %",
            "/stateOfCertifiedEnergy/value",
            json!(0.98),
            "event.fraction_for_percent",
        ),
        (
            "180 %",
            "/stateOfCertifiedEnergy/value",
            json!(180),
            "event.out_of_range",
        ),
        (
            "Ah for kWh",
            "/remainingEnergy/unit",
            json!("Ah"),
            "event.unit",
        ),
        (
            "tomorrow",
            "/time",
            json!("2090-01-01T00:00:00Z"),
            "event.in_the_future",
        ),
        (
            "an unknown kind",
            "/type",
            json!("Exploded"),
            "event.kind_unknown",
        ),
        (
            "a wrong check digit",
            "/battery",
            json!("https://id.voltcell.example/01/09506000134353/21/VC77-0001234"),
            "identifier.gtin_check_digit",
        ),
    ] {
        let mut event = sample::soh_event();
        *event.pointer_mut(place).unwrap() = value;
        person.write("event.json", event.to_string());
        let run = person.run(
            "issuer",
            &["issue", "event", "event.json", "-o", "event.vc", "--json"],
        );
        let at = run.ends(1);
        let place = at.json()["error"]["pointer"].clone();
        not_done(case, at, 1, code, place.as_str());
        assert!(place.is_string(), "{case}");
        assert!(!person.file("event.vc").exists(), "{case}");
    }
}

#[test]
fn content_in_which_a_name_stands_twice_is_not_read() {
    let person = Person::new();
    person.becomes_operator("Voltcell");
    let twice = |text: &str| text.replacen('{', r#"{"id":"x","#, 1);
    person.write("content.json", twice(sample::EV_PASSPORT));
    for args in [
        ["lint", "content.json", "--json"].as_slice(),
        &["issue", "passport", "content.json", "--json"],
    ] {
        let run = person.run("issuer", args);
        not_done("content", run, 2, "json.duplicate_key", Some("/id"));
    }
}

/// Whether a finding is about this place or the one beside it: of two values that contradict each other it names one.
fn beside(pointer: &Value, place: &str) -> bool {
    let group = place.rsplit_once('/').unwrap().0;
    pointer.as_str().unwrap().starts_with(group)
}
