//! What the caller says beside the files goes before what the files say, and the report tells of both.

use credentials::problem::Coded;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{assert_accounted_for, file};
use crate::exchange::{AmendError, Amendments, Fate, ImportError, Imported, Options, import};

const MASS: &str = "/generalProductInformation/batteryMass";
const CONDITION: &str = "/performanceAndDurability/batteryCondition";
const TECHNICAL: &str = "/performanceAndDurability/batteryTechnicalProperties";

fn now() -> Timestamp {
    "2026-06-01T12:00:00Z".parse().unwrap()
}

fn set(texts: &[&str]) -> Amendments {
    let mut amendments = Amendments::default();
    for text in texts {
        amendments.set(text, now()).unwrap();
    }
    amendments
}

fn refused(text: &str) -> AmendError {
    Amendments::default().set(text, now()).unwrap_err()
}

/// Battery Pass content with these aspects.
fn imported(content: &Value, amendments: Amendments) -> Result<Imported, ImportError> {
    let options = Options {
        amendments,
        ..Options::default()
    };
    import(&[file("a.json", content.to_string())], &options)
}

fn content() -> Value {
    json!({
        "GeneralProductInformation": {"batteryMass": 699, "batteryCategory": "lmt"},
        "MaterialComposition": {"hazardousSubstances": [
            {"hazardousSubstanceName": "Lead", "hazardousSubstanceIdentifier": "7439-92-1"}
        ]},
        "PerformanceAndDurability": {"batteryCondition": {"remainingCapacity": {"remainingCapacityValue": 36}}},
    })
}

#[test]
fn a_value_that_is_set_is_kept_and_the_report_tells_what_it_replaced() {
    let imported = imported(&content(), set(&[&format!("{MASS}=450 kg")])).unwrap();
    assert_eq!(imported.passport.pointer(MASS), Some(&json!(450)));
    let [told] = imported.report.set.as_slice() else {
        panic!("{:?}", imported.report.set)
    };
    assert_eq!((told.pointer.as_str(), &told.value), (MASS, &json!(450)));
    assert_eq!(told.replaced, Some(json!(699)));
    let of_the_file = imported
        .report
        .fields
        .iter()
        .find(|field| field.value == json!(699))
        .unwrap();
    let Fate::Conflict { kept, reason, .. } = &of_the_file.fate else {
        panic!("{:?}", of_the_file.fate)
    };
    assert_eq!(
        (kept, reason.as_str()),
        (&json!(450), "it was set by the caller")
    );
    assert_accounted_for(&[file("a.json", content().to_string())], &imported);
}

#[test]
fn a_nominal_voltage_that_is_set_converts_what_the_file_gives_in_kilowatt_hours() {
    let place = format!("{CONDITION}/remainingCapacity/remainingCapacityValue");
    let bare = imported(&content(), Amendments::default()).unwrap();
    assert_eq!(bare.passport.pointer(&place), None);
    let told = imported(
        &content(),
        set(&[&format!("{TECHNICAL}/nominalVoltage=360")]),
    )
    .unwrap();
    assert_eq!(told.passport.pointer(&place), Some(&json!(100)));
}

#[test]
fn members_of_elements_are_set_where_the_file_has_the_element() {
    let class = "/materialComposition/hazardousSubstances/0/hazardousSubstanceClass";
    let told = imported(&content(), set(&[&format!("{class}=AcuteToxicity")])).unwrap();
    let list = &told.passport["materialComposition"]["hazardousSubstances"];
    assert_eq!(list.as_array().unwrap().len(), 1);
    assert_eq!(list[0]["hazardousSubstanceName"], "Lead");
    assert_eq!(list[0]["hazardousSubstanceClass"], "AcuteToxicity");

    let beyond = class.replace("/0/", "/2/");
    let error = imported(&content(), set(&[&format!("{beyond}=AcuteToxicity")])).unwrap_err();
    assert_eq!(error.code(), "import.set_element");
    assert!(error.to_string().contains("has 1 elements"), "{error}");
}

#[test]
fn a_file_is_merged_as_rfc_7396_says() {
    let mut amendments = Amendments::default();
    let document = json!({
        "generalProductInformation": {"batteryMass": null, "batteryStatus": "Original"},
        "materialComposition": {"hazardousSubstances": []},
    });
    amendments.merge("ours.json", &document, now()).unwrap();
    let told = imported(&content(), amendments).unwrap();
    assert_eq!(told.passport.pointer(MASS), None);
    assert_eq!(
        told.passport["generalProductInformation"]["batteryStatus"],
        "Original"
    );
    assert_eq!(
        told.passport["materialComposition"]["hazardousSubstances"],
        json!([])
    );
    for (value, fate) in [
        (json!(699), "took its place away"),
        (json!("Lead"), "took its place away"),
    ] {
        let field = told
            .report
            .fields
            .iter()
            .find(|field| field.value == value)
            .unwrap();
        assert!(
            format!("{:?}", field.fate).contains(fate),
            "{:?}",
            field.fate
        );
    }
    let status = told
        .report
        .set
        .iter()
        .find(|set| set.value == json!("Original"))
        .unwrap();
    assert_eq!((status.by.as_str(), &status.replaced), ("ours.json", &None));
    let groups: Vec<&String> = told.passport.as_object().unwrap().keys().collect();
    assert_eq!(groups[0], "generalProductInformation");
}

#[test]
fn what_a_value_is_follows_from_its_attribute() {
    for (text, value) in [
        (
            "/generalProductInformation/manufacturingPlace/postalCode=10719",
            json!("10719"),
        ),
        (
            "/generalProductInformation/manufacturingPlace/postalCode=\"10719\"",
            json!("10719"),
        ),
        (
            "/generalProductInformation/batteryMass=478000 g",
            json!(478),
        ),
        (
            "/materialComposition/criticalRawMaterials=[\"Lithium\"]",
            json!(["Lithium"]),
        ),
        (
            "/labels/labels/0/labelingMeaning={\"en\": \"a=b\"}",
            json!({"en": "a=b"}),
        ),
        (
            "/labels/declarationOfConformity=https://a.example/?x=1",
            json!("https://a.example/?x=1"),
        ),
        (
            "/generalProductInformation/warrantyPeriod=8 years",
            json!(96),
        ),
    ] {
        let told = imported(&content(), set(&[text])).unwrap();
        let pointer = text.split('=').next().unwrap();
        assert_eq!(told.passport.pointer(pointer), Some(&value), "{text}");
    }
}

#[test]
fn what_cannot_stand_there_is_refused_with_what_to_write_instead() {
    for (text, code, hint) in [
        (
            "/generalProductInformation/batteryMas=1",
            "structure.unknown",
            "batteryMass",
        ),
        (
            "/generalProductInfo/batteryMass=1",
            "structure.unknown",
            "generalProductInformation",
        ),
        (
            "/generalProductInformation/batteryMass=much",
            "structure.kind",
            "",
        ),
        (
            "/generalProductInformation/batteryMass=450 kWh",
            "import.unit",
            "in kg",
        ),
        (
            "/generalProductInformation/batteryMass=-1",
            "range.impossible",
            "kg",
        ),
        (
            "/generalProductInformation/batteryStatus=original",
            "structure.enumeration",
            "Original",
        ),
        (
            "/generalProductInformation/batteryMas=null",
            "structure.unknown",
            "batteryMass",
        ),
        (
            "/materialComposition/criticalRawMaterials=Lithium",
            "structure.kind",
            "[ ]",
        ),
        (
            "/materialComposition/criticalRawMaterials/0=null",
            "import.set_element",
            "as a whole",
        ),
        (
            "/materialComposition/criticalRawMaterials/99999999999999999999=a",
            "import.set_element",
            "",
        ),
        (
            "/id=https://id.voltcell.example/01/09506000134352/21/A",
            "import.set_frame",
            "--id",
        ),
        ("/version=2", "import.set_frame", ""),
        (
            "batteryMass=1",
            "import.set_form",
            "/generalProductInformation/",
        ),
        (
            "/generalProductInformation/batteryMass",
            "import.set_form",
            "",
        ),
        ("=1", "import.set_form", ""),
    ] {
        let error = refused(text);
        assert_eq!(error.code(), code, "{text}: {error}");
        let told = error.hint().unwrap_or_default();
        assert!(told.contains(hint), "{text}: {told}");
    }
    let list = Amendments::default().merge("a.json", &json!([1]), now());
    assert_eq!(list.unwrap_err().code(), "import.not_an_object");
}
