//! Whatever a source of a known format says, every value of it stands exactly once in the report.

use credentials::battery::attributes::table;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::{assert_accounted_for, file};
use crate::exchange::{Format, Options, battery_pass, catena_x, import};

/// Places of Catena-X content that are read in another way than one by one; `*` is an index.
const RESHAPED: &[&str] = &[
    "/identification/idDmc",
    "/identification/category",
    "/identification/chemistry",
    "/identification/identification/serial/*/key",
    "/identification/identification/serial/*/value",
    "/identification/identification/codes/*/key",
    "/identification/identification/codes/*/value",
    "/characteristics/physicalDimension/weight/value",
    "/characteristics/physicalDimension/weight/unit",
    "/characteristics/warranty/lifeValue",
    "/characteristics/warranty/lifeUnit",
    "/sustainability/status",
    "/operation/intoServiceDate",
    "/performance/rated/power/at80SoC",
    "/performance/rated/power/at20SoC",
    "/performance/rated/resistance/cell",
    "/performance/rated/resistance/pack",
    "/performance/dynamic/resistance/increase/cell/value",
    "/performance/dynamic/resistance/increase/cell/time",
    "/performance/dynamic/resistance/remaining/pack/value",
    "/performance/dynamic/stateOfCharge/value",
    "/performance/dynamic/stateOfCharge/time",
    "/sustainability/carbonFootprint/*/value",
    "/sustainability/carbonFootprint/*/unit",
    "/sustainability/carbonFootprint/*/type",
    "/sustainability/carbonFootprint/*/lifecycle",
    "/sustainability/carbonFootprint/*/declaration/*/content",
    "/materials/hazardous/lead/concentration",
    "/materials/hazardous/lead/materialUnit",
    "/materials/hazardous/lead/critical",
    "/materials/hazardous/other/*/concentration",
    "/materials/hazardous/other/*/materialUnit",
    "/materials/hazardous/other/*/critical",
    "/materials/hazardous/other/*/materialIdentification/*/type",
    "/materials/hazardous/other/*/materialIdentification/*/name",
    "/materials/hazardous/other/*/materialIdentification/*/id",
    "/materials/hazardous/other/*/impactOfSubstances/*/content",
    "/materials/composition/*/concentration",
    "/materials/composition/*/unit",
    "/materials/composition/*/critical",
    "/materials/composition/*/id/*/name",
    "/materials/composition/*/id/*/type",
    "/materials/active/nickel/critical",
    "/materials/active/other/*/critical",
    "/materials/active/other/*/materialIdentification/*/name",
    "/safety/dismantling/*/content",
    "/safety/dismantling/*/header",
    "/safety/removalFromAppliance/*/content",
    "/safety/usableExtinguishAgent/*/media",
    "/safety/usableExtinguishAgent/*/fireClass",
    "/handling/applicable",
    "/handling/content/sparePart/*/nameAtManufacturer",
    "/handling/content/sparePart/*/manufacturerPartId",
    "/handling/content/spareSupplier/*/nameOfSupplier",
    "/handling/content/producer/*/id",
    "/generalInformation/manufacturer/manufacturer/left/companyName/*",
    "/generalInformation/manufacturer/manufacturer/left/address/country/shortName",
    "/generalInformation/manufacturer/manufacturer/left/address/thoroughfare/value",
    "/generalInformation/manufacturer/manufacturer/left/address/thoroughfare/number",
    "/generalInformation/lifespan/*/key",
    "/generalInformation/lifespan/*/value",
    "/generalInformation/lifespan/*/unit",
    "/chemicalMaterial/criticalMaterial/*/criticalName",
    "/chemicalMaterial/criticalMaterial/*/substanceName/chemicalName",
    "/chemicalMaterial/hazardousSubstance/other/left/*/concentration/left/*/max",
    "/chemicalMaterial/hazardousSubstance/other/left/*/hazardClass",
    "/batteryIdentification/batteryIDDMCCode",
    "/stateOfBattery/statusBattery",
    "/manufacturer/name",
    "/manufacturer/contact/email",
    "/manufacturer/address/country/shortName",
    "/composition/criticalRawMaterials",
    "/composition/components/componentsSupplier/*/componentsSupplierName",
    "/composition/components/componentsPartNumber/*",
    "/0",
    "/identification",
    "/performance",
    "/materials/hazardous",
];

fn battery_pass_places() -> Vec<String> {
    let names = battery_pass::ASPECTS;
    let mut places: Vec<String> = table()
        .iter()
        .flat_map(|row| {
            let group = row.pointer.split('/').nth(1).unwrap_or_default();
            let aspect = names.iter().find(|(_, ours)| *ours == group);
            table()
                .battery_pass_pointers(row)
                .into_iter()
                .filter_map(move |inside| Some(format!("/{}{inside}", aspect?.0)))
        })
        .collect();
    places.push("/more".to_owned());
    places.push("/Labeling/labels/4294967295".to_owned());
    places
}

fn own_places() -> Vec<String> {
    let mut places: Vec<String> = table().iter().map(|row| row.pointer.to_owned()).collect();
    places.push("/labels/more".to_owned());
    places.push("/version".to_owned());
    places
}

fn catena_x_places() -> Vec<String> {
    let mut places: Vec<String> = catena_x::places().collect();
    places.extend(RESHAPED.iter().map(ToString::to_string));
    places
}

fn leaf() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(Value::from),
        (-1000i64..1000).prop_map(Value::from),
        (-1e6f64..1e6).prop_map(Value::from),
        Just(json!(1.25e308)),
        Just(json!([])),
        Just(json!({})),
        Just(json!([1, [{"deep": null}]])),
        Just(json!({"value": 4, "unit": "unit:percent"})),
        proptest::sample::select(vec![
            "",
            " ",
            "EV",
            "x",
            " spaced ",
            "unit:gram",
            "unit:percent",
            "unit:year",
            "CAS",
            "partInstanceId",
            "2026-05-07",
            "2026-05-07T08:30:00Z",
            "--06",
            "P8Y",
            "main product production",
            "kg CO2 / kWh",
            "https://id.voltcell.example/01/09506000134352/21/A1",
            "https://docs.voltcell.example/a.PDF",
            "Nickel (Ni)",
            "\u{0}integer:12345678901234567",
        ])
        .prop_map(Value::from),
    ]
}

/// Objects with values at some of the places.
fn content(places: Vec<String>) -> impl Strategy<Value = Value> {
    let put = (proptest::sample::select(places), 0usize..3, leaf());
    proptest::collection::vec(put, 1..60).prop_map(|puts| {
        let mut root = Value::Object(Map::new());
        for (place, index, value) in puts {
            let steps = place.split('/').skip(1);
            let slot = steps.fold(&mut root, |slot, step| inner(slot, step, index));
            *slot = value;
        }
        root
    })
}

fn inner<'v>(slot: &'v mut Value, step: &str, index: usize) -> &'v mut Value {
    if step == "*" {
        if !slot.is_array() {
            *slot = json!([]);
        }
        let items = slot.as_array_mut().unwrap();
        if items.len() <= index {
            items.resize(index + 1, Value::Null);
        }
        return &mut items[index];
    }
    if !slot.is_object() {
        *slot = json!({});
    }
    let members = slot.as_object_mut().unwrap();
    members.entry(step).or_insert(Value::Null)
}

fn accounted(content: &Value, format: Format, id: Option<&str>) {
    let files = [file("a.json", content.to_string())];
    let options = Options {
        format: Some(format),
        id: id.map(|id| id.parse().unwrap()),
        ..Options::default()
    };
    match import(&files, &options) {
        Ok(imported) => assert_accounted_for(&files, &imported),
        // An aspect twice under both its names, or too little to be of the format at all.
        Err(error) => assert!(
            !error.to_string().is_empty() && options.format.is_some(),
            "{error}"
        ),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn of_battery_pass_every_value_stands_once_in_the_report(
        content in content(battery_pass_places()),
        named in any::<bool>(),
    ) {
        accounted(&content, Format::BatteryPass, named.then_some(super::ID));
    }

    #[test]
    fn of_every_catena_x_version_every_value_stands_once_in_the_report(
        mut content in content(catena_x_places()),
        version in proptest::sample::select(vec!["3.0.0", "3.0.1", "4.0.0", "5.0.0", "6.0.0", "6.1.0"]),
        named in any::<bool>(),
    ) {
        content["specVersion"] = json!(format!("urn:samm:io.catenax.battery.battery_pass:{version}#BatteryPass"));
        accounted(&content, Format::CatenaX, named.then_some(super::ID));
    }

    #[test]
    fn of_our_own_content_every_value_stands_once_in_the_report(
        mut content in content(own_places()),
        named in any::<bool>(),
    ) {
        content["id"] = json!("https://id.voltcell.example/01/09506000134352/21/A1");
        accounted(&content, Format::Passport, named.then_some(super::ID));
    }
}
