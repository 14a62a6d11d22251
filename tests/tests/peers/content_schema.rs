//! The schema of a passport's content, read by Ajv, against the linter.

use credentials::battery::Category;
use credentials::battery::lint::lint;
use credentials::battery::schema::schema;
use credentials::json::JsonPointer;
use issuer::sample;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::judge::ask;

const GENERAL: &str = "/generalProductInformation";
const TECHNICAL: &str = "/performanceAndDurability/batteryTechnicalProperties";
const CONDITION: &str = "/performanceAndDurability/batteryCondition";

fn samples() -> [(Category, Value); 4] {
    [
        (Category::Ev, sample::ev_passport()),
        (Category::Lmt, sample::lmt_passport()),
        (Category::Stationary, sample::stationary_passport()),
        (Category::Stationary, sample::second_life_passport()),
    ]
}

#[test]
fn every_sample_is_valid_as_what_it_is_and_as_nothing_else() {
    for (category, content) in samples() {
        assert_eq!(judged(None, &content), json!({"valid": true}), "{category}");
        for asked in Category::ALL {
            let valid = judged(Some(asked), &content)["valid"] == json!(true);
            assert_eq!(valid, asked == category, "{category} as {asked}");
        }
    }
}

/// One fault each; nothing for a member that is taken out.
fn faults() -> Vec<(String, Option<Value>)> {
    let at = |group: &str, place: &str, value: Value| (format!("{group}{place}"), Some(value));
    let materials = "/materialComposition";
    let mut faults = vec![
        // Another type.
        at(GENERAL, "/batteryMass", json!("430")),
        at(GENERAL, "/batteryMass", json!(null)),
        at(GENERAL, "/manufacturerInformation", json!("Voltcell")),
        at("", "/labels/labels", json!({})),
        at("", "/labels/labels/0/labelingMeaning", json!("Cadmium")),
        at(materials, "/batteryMaterials/0", json!("Nickel")),
        at(
            materials,
            "/batteryMaterials/0/isCriticalRawMaterial",
            json!("yes"),
        ),
        at("", "/circularity", json!([])),
        at(TECHNICAL, "/expectedNumberOfCycles", json!(1500.5)),
        // The right type, another form.
        at(GENERAL, "/batteryStatus", json!("original")),
        at(GENERAL, "/batteryCategory", json!("portable")),
        at(GENERAL, "/manufacturingDate", json!("2026-13")),
        at(GENERAL, "/manufacturingDate", json!("01.02.2026")),
        at(GENERAL, "/puttingIntoService", json!("2026-03-01")),
        at(
            GENERAL,
            "/manufacturerInformation/emailAddress",
            json!("nobody"),
        ),
        at(GENERAL, "/manufacturerInformation/contactName", json!(" ")),
        at(GENERAL, "/productIdentifier", json!("A1")),
        at(
            "",
            "/labels/declarationOfConformity",
            json!("see attachment"),
        ),
        at("", "/labels/labels/0/labelingMeaning", json!({"": "x"})),
        at(
            materials,
            "/batteryMaterials/0/batteryMaterialIdentifier",
            json!("7440"),
        ),
        at("", "/id", json!("A1")),
        at("", "/granularityLevel", json!("model")),
        at("", "/supersedes", json!({"id": "urn:uuid:1"})),
        // Out of range.
        at(GENERAL, "/warrantyPeriod", json!(-1)),
        at(TECHNICAL, "/ratedCapacity", json!(1e9)),
        at(TECHNICAL, "/roundTripEfficiency", json!(101)),
        at(TECHNICAL, "/roundTripEfficiency", json!(0.96)),
        at(CONDITION, "/stateOfCharge/stateOfChargeValue", json!(-0.1)),
        at("", "/circularity/numberOfCells", json!(0)),
        // A name that no reader knows.
        at("", "/materialComposit1on", json!({})),
        at(GENERAL, "/warrentyPeriod", json!(96)),
        at(GENERAL, "/manufacturerInformation/telephone", json!("1")),
        at(materials, "/batteryMaterials/0/colour", json!("grey")),
        at(CONDITION, "/stateOfCharge/driver", json!("N. N.")),
        // An empty list of what must be there.
        at("", "/circularity/sparePartSources", json!([])),
    ];
    for missing in [
        "/id",
        "/labels",
        "/generalProductInformation/batteryCategory",
        "/generalProductInformation/batteryMass",
        "/generalProductInformation/manufacturerInformation/contactName",
        "/performanceAndDurability/batteryTechnicalProperties",
        "/performanceAndDurability/batteryTechnicalProperties/ratedCapacity",
        "/performanceAndDurability/batteryCondition/capacityFade",
        "/performanceAndDurability/batteryCondition/capacityFade/capacityFadeValue",
        "/circularity/sparePartSources/0/components",
    ] {
        faults.push((missing.to_owned(), None));
    }
    faults
}

#[test]
fn a_single_fault_is_refused_by_the_linter_and_by_the_schema() {
    for (place, value) in faults() {
        let content = spoilt(&place, value.clone());
        assert!(refused_by_lint(&content), "lint: {place} {value:?}");
        for category in [None, Some(Category::Ev)] {
            let answer = judged(category, &content);
            assert_eq!(answer["valid"], json!(false), "schema: {place} {value:?}");
        }
    }
}

#[test]
fn what_both_take_is_no_fault() {
    for (place, value) in [
        (
            "/generalProductInformation/manufacturingDate",
            json!("2026-02"),
        ),
        ("/generalProductInformation/batteryMass", json!(430.0)),
        ("/materialComposition/hazardousSubstances", json!([])),
        ("/version", json!(2)),
        ("/circularity/numberOfCells", json!(192)),
        (
            "/performanceAndDurability/batteryCondition/operatingTemperature",
            json!([{"minimum": -10, "maximum": 45, "lastUpdate": "2026-11-01T00:00:00Z"}]),
        ),
    ] {
        let content = spoilt(place, Some(value));
        assert!(!refused_by_lint(&content), "{place}");
        assert_eq!(
            judged(Some(Category::Ev), &content),
            json!({"valid": true}),
            "{place}"
        );
    }
}

#[test]
fn what_a_schema_cannot_say_the_linter_says() {
    for (place, value) in [
        // Check digits.
        (
            "/id",
            json!("https://id.voltcell.example/01/09506000134353/21/VC77-0001234"),
        ),
        (
            "/materialComposition/batteryMaterials/0/batteryMaterialIdentifier",
            json!("7440-02-1"),
        ),
        // The same battery in both places.
        (
            "/generalProductInformation/productIdentifier",
            json!("urn:uuid:1"),
        ),
        // Time.
        (
            "/generalProductInformation/manufacturingDate",
            json!("2199-01"),
        ),
        // Figures that fit one another.
        (
            "/performanceAndDurability/batteryTechnicalProperties/minimumVoltage",
            json!(9_000),
        ),
    ] {
        let content = spoilt(place, Some(value));
        assert!(refused_by_lint(&content), "{place}");
        assert_eq!(
            judged(Some(Category::Ev), &content),
            json!({"valid": true}),
            "{place}"
        );
    }
}

#[test]
fn a_storage_battery_of_two_kilowatt_hours_is_refused_by_both() {
    let mut content = sample::stationary_passport();
    let energy = JsonPointer::parse(&format!("{TECHNICAL}/ratedEnergy")).unwrap();
    *energy.get_mut(&mut content).unwrap() = json!(2);
    assert!(refused_by_lint(&content));
    for category in [None, Some(Category::Stationary)] {
        assert_eq!(judged(category, &content)["valid"], json!(false));
    }
}

fn judged(category: Option<Category>, content: &Value) -> Value {
    ask(
        "schema.js",
        &json!({"do": "validate", "schema": schema(category), "value": content}),
    )
}

fn refused_by_lint(content: &Value) -> bool {
    let now: Timestamp = "2026-11-25T00:00:00Z".parse().unwrap();
    !lint(content, None, now).is_compliant()
}

/// The EV sample with another value, a new member, or one member less.
fn spoilt(place: &str, value: Option<Value>) -> Value {
    let mut content = sample::ev_passport();
    let pointer = JsonPointer::parse(place).unwrap();
    let name = pointer.tokens().last().unwrap().clone();
    match (
        pointer.parent().unwrap().get_mut(&mut content).unwrap(),
        value,
    ) {
        (Value::Object(members), Some(value)) => {
            members.insert(name, value);
        }
        (Value::Object(members), None) => {
            members.remove(&name).unwrap();
        }
        (Value::Array(items), Some(value)) => items[name.parse::<usize>().unwrap()] = value,
        (other, _) => panic!("{place}: {other}"),
    }
    content
}
