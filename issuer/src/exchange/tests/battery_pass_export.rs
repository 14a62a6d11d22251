//! What is exported to Battery Pass 1.2 comes back as it was.

use std::collections::BTreeSet;

use credentials::battery::Audience;
use credentials::battery::attributes::{Attribute, Kind, Part, table};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::{ID, folder, named};
use crate::exchange::draft::Draft;
use crate::exchange::{
    ExportFormat, Exported, Fate, Format, Options, Place, SourceFile, export, import, seen_by,
};
use crate::sample;

fn battery_pass(content: &Value) -> Exported {
    export(content, ExportFormat::BatteryPass, None).unwrap()
}

/// The files of an export, imported.
fn back(exported: &Exported) -> Value {
    let files: Vec<SourceFile> = exported
        .files
        .iter()
        .map(|(name, bytes)| SourceFile {
            name: name.clone(),
            bytes: bytes.clone(),
        })
        .collect();
    let imported = import(&files, &Options::default()).unwrap();
    assert_eq!(imported.report.format, Format::BatteryPass);
    super::without_listed(imported.passport)
}

/// Pointers of what was left out, indices as `*`.
fn left_out(exported: &Exported) -> BTreeSet<String> {
    let fields = exported.report.fields.iter();
    fields
        .filter(|field| matches!(field.fate, Fate::LeftOver { .. }))
        .map(|field| {
            let pointer = field.place.to_string();
            let steps = pointer.split('/').map(|step| match step.parse::<usize>() {
                Ok(_) => "*",
                Err(_) => step,
            });
            steps.collect::<Vec<_>>().join("/")
        })
        .collect()
}

/// The content without what was left out.
fn held(exported: &Exported) -> Value {
    let mut draft = Draft::new(None);
    for field in &exported.report.fields {
        if !matches!(field.fate, Fate::LeftOver { .. }) {
            let Place::Pointer(pointer) = &field.place else {
                panic!("{}", field.place)
            };
            let mut value = field.value.clone();
            if let Fate::Converted {
                into,
                note: Some(note),
                ..
            } = &field.fate
                && note.ends_with("for the month")
            {
                value = json!(into[..10]);
            }
            assert!(draft.put(&pointer.to_string(), value));
        }
    }
    draft.finish()
}

/// 89 and 89.0 are one number.
fn plain(value: &Value) -> Value {
    match value {
        Value::Number(number) => json!(number.as_f64()),
        Value::Array(items) => items.iter().map(plain).collect(),
        Value::Object(members) => {
            let members = members
                .iter()
                .map(|(name, value)| (name.clone(), plain(value)));
            Value::Object(members.collect())
        }
        other => other.clone(),
    }
}

fn assert_comes_back(content: &Value) -> Exported {
    let exported = battery_pass(content);
    assert_eq!(plain(&back(&exported)), plain(&held(&exported)));
    exported
}

#[test]
fn the_published_aspects_come_back_but_for_the_time_that_the_schema_has_no_place_for() {
    let Some(files) = folder("batterypass-1.2") else {
        return;
    };
    let imported = import(&files, &named()).unwrap();
    let exported = assert_comes_back(&imported.passport);
    let throughput = "/performanceAndDurability/batteryCondition/energyThroughput/lastUpdate";
    let listed = "/materialComposition/criticalRawMaterials/*";
    assert_eq!(
        left_out(&exported),
        BTreeSet::from([throughput, listed].map(str::to_owned))
    );
    let names: Vec<&str> = exported
        .files
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "GeneralProductInformation.json",
            "Labeling.json",
            "CarbonFootprintForBatteries.json",
            "SupplyChainDueDiligence.json",
            "MaterialComposition.json",
            "Circularity.json",
            "PerformanceAndDurability.json"
        ]
    );
}

#[test]
fn samples_come_back_but_for_what_battery_pass_has_no_place_for() {
    let ev = left_out(&assert_comes_back(&sample::ev_passport()));
    let condition = "/performanceAndDurability/batteryCondition";
    let technical = "/performanceAndDurability/batteryTechnicalProperties";
    let expected = [
        "/generalProductInformation/manufacturingPlace/facilityIdentifier".to_owned(),
        "/generalProductInformation/modelIdentifier".to_owned(),
        "/materialComposition/criticalRawMaterials/*".to_owned(),
        format!("{condition}/currentInternalResistance/*/batteryComponent"),
        format!("{condition}/currentInternalResistance/*/lastUpdate"),
        format!("{condition}/currentInternalResistance/*/ohmicResistance"),
        format!("{condition}/energyThroughput/lastUpdate"),
        format!("{condition}/numberOfDeepDischarges/lastUpdate"),
        format!("{condition}/numberOfDeepDischarges/numberOfDeepDischargesValue"),
        format!("{condition}/numberOfOvercharges/lastUpdate"),
        format!("{condition}/numberOfOvercharges/numberOfOverchargesValue"),
        format!("{condition}/powerFade/lastUpdate"),
        format!("{condition}/roundTripEfficiencyFade/lastUpdate"),
        format!("{technical}/idleStateReferenceTest"),
        format!("{technical}/powerTemperatureRange/maximum"),
        format!("{technical}/powerTemperatureRange/minimum"),
        format!("{technical}/voltageTemperatureRange/maximum"),
        format!("{technical}/voltageTemperatureRange/minimum"),
    ];
    assert_eq!(ev, BTreeSet::from(expected));
    for content in [
        sample::lmt_passport(),
        sample::stationary_passport(),
        sample::second_life_passport(),
    ] {
        let mut more = left_out(&assert_comes_back(&content));
        more.retain(|pointer| !ev.contains(pointer));
        more.retain(|pointer| !pointer.starts_with(&format!("{condition}/stateOfHealth/")));
        assert_eq!(more, BTreeSet::new());
    }
}

#[test]
fn names_units_and_forms_are_those_of_the_published_schemas() {
    let exported = battery_pass(&sample::ev_passport());
    let aspect = |name: &str| -> Value {
        let (_, bytes) = exported
            .files
            .iter()
            .find(|(file, _)| file == name)
            .unwrap();
        serde_json::from_slice(bytes).unwrap()
    };
    let general = aspect("GeneralProductInformation.json");
    assert_eq!(general["warrentyPeriod"], "P96M");
    assert_eq!(general["manufacturingDate"], "2026-03-18T00:00:00Z");
    assert_eq!(general["productIdentifier"], sample::ev_passport()["id"]);
    let due_diligence = aspect("SupplyChainDueDiligence.json");
    assert_eq!(due_diligence["supplyChainIndicies"], 74);
    let performance = aspect("PerformanceAndDurability.json");
    let technical = &performance["batteryTechicalProperties"];
    assert_eq!(technical["ratedMaximumPower"], 230);
    assert_eq!(technical["powerCapabilityRatio"], 273);
    assert_eq!(
        technical["temperatureRangeIdleState"],
        json!({"minimum": -30, "maximum": 60})
    );
    let condition = &performance["batteryCondition"];
    assert_eq!(condition["remainingEnergy"]["remainingEnergyalue"], 77);
    // 217 Ah at 355.2 V.
    assert_eq!(
        condition["remainingCapacity"]["remainingCapacityValue"],
        77.0784
    );
    assert_eq!(
        (&condition["powerFade"], &condition["energyThroughput"]),
        (&json!(0), &json!(38.5))
    );
    assert_eq!(condition["roundTripEfficiencyat50PerCentCycleLife"], 94.1);
    let time = "2026-05-07T08:30:00Z";
    let share = &condition["remainingPowerCapability"][0]["remainingPowerCapabilityValue"];
    assert_eq!(
        (&share["atSoC"], &share["rPCLastUpdated"]),
        (&json!(80), &json!(time))
    );
    assert_eq!(condition["remainingPowerCapability"][0]["lastUpdate"], time);
}

#[test]
fn a_reader_gets_only_what_it_may_see() {
    let seen = seen_by(&sample::ev_passport(), Audience::Public);
    let exported = battery_pass(&seen);
    let text = exported
        .files
        .iter()
        .map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned());
    let text: String = text.collect();
    for hidden in [
        "batteryMaterials",
        "resultOfTestReport",
        "stateOfCharge",
        "sparePart",
    ] {
        assert!(!text.contains(hidden), "{hidden}");
    }
    assert!(text.contains("batteryChemistry") && text.contains("extinguishingAgent"));
    // What nobody knows the meaning of is shown to nobody.
    let mut odd = sample::ev_passport();
    odd["colour"] = json!("green");
    odd["labels"]["colour"] = json!("green");
    assert!(
        !seen_by(&odd, Audience::Authority)
            .to_string()
            .contains("green")
    );
}

#[test]
fn hostile_content_is_accounted_for_and_breaks_nothing() {
    for content in [
        json!({"id": ID}),
        json!({"id": ID, "colour": {"a~b": [1, {"c/d": null}]}, "labels": []}),
        json!({"id": ID, "generalProductInformation": {"warrantyPeriod": 1e300, "batteryMass": null, "manufacturerInformation": 3}}),
        json!({"id": ID, "performanceAndDurability": {"batteryCondition": {
            "energyThroughput": {"lastUpdate": "x", "energyThroughputValue": 1},
            "powerFade": 7,
            "remainingPowerCapability": {"atSoC": 1},
            "negativeEvents": {"4294967295": {"negativeEvent": "x"}}
        }}}),
        json!({"id": ID, "materialComposition": {"batteryMaterials": [[[]], 7, {"batteryMaterialName": "Nickel"}]}}),
    ] {
        let exported = battery_pass(&content);
        let mut leaves = Vec::new();
        super::leaves(String::new(), &content, &mut leaves);
        let told: Vec<String> = exported
            .report
            .fields
            .iter()
            .map(|field| field.place.to_string())
            .collect();
        assert_eq!(told, leaves);
    }
    let refused = export(&json!({"labels": {}}), ExportFormat::BatteryPass, None).unwrap_err();
    assert_eq!(
        credentials::problem::Coded::code(&refused),
        "export.no_identifier"
    );
}

/// Numbers drawn one after another from a seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        // xorshift64*, which is even enough to choose with.
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % sides
    }
}

/// A value of the row, as the table describes it.
fn drawn(row: &'static Attribute, dice: &mut Dice) -> Value {
    match row.kind {
        Kind::Object => members(row, dice),
        Kind::Array => {
            let plain = table().member(row, "*");
            let length = dice.roll(3);
            let elements = (0..length).map(|_| match plain {
                Some(plain) => drawn(plain, dice),
                None => members(row, dice),
            });
            elements.collect()
        }
        Kind::Number => {
            let range = row.range.unwrap();
            let share = dice.roll(10_001) as f64 / 10_000.0;
            let number = range.min + (range.max.min(1e6) - range.min) * share;
            json!((number * 100.0).round() / 100.0)
        }
        Kind::Integer => json!(dice.roll(5000)),
        Kind::Boolean => json!(dice.roll(2) == 0),
        Kind::LanguageMap => json!({"en": "meaning", "de": format!("Nummer {}", dice.roll(9))}),
        Kind::Date => json!(format!("2026-0{}-1{}", 1 + dice.roll(9), dice.roll(9))),
        Kind::DateTime => json!(format!("2026-05-07T08:3{}:00Z", dice.roll(9))),
        Kind::Url => json!(format!("https://docs.voltcell.example/{}", dice.roll(1000))),
        Kind::Email => json!("passport@voltcell.example"),
        Kind::Cas => json!("7440-02-0"),
        Kind::BatteryId => json!(ID),
        Kind::Enumeration(values) => json!(values[dice.roll(values.len() as u64) as usize]),
        Kind::Text => json!(format!("text {}", dice.roll(1000))),
    }
}

fn members(row: &'static Attribute, dice: &mut Dice) -> Value {
    let mut members = Map::new();
    for member in table().members(row) {
        if member.required_member || member.part == Part::Section || dice.roll(4) > 0 {
            members.insert(member.name().to_owned(), drawn(member, dice));
        }
    }
    members.into()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_table_describes_comes_back(seed in 1_u64..) {
        let mut dice = Dice(seed);
        let mut content = json!({"id": ID});
        for group in table().groups() {
            content[group.name()] = members(group, &mut dice);
        }
        content["generalProductInformation"]["productIdentifier"] = json!(ID);
        assert_comes_back(&content);
    }
}
