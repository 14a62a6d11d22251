//! Values with their time, and values that become lists: resistances by component, powers by state of charge.

use serde_json::json;

use super::{Change, Taking};

const TECHNICAL: &str = "/performanceAndDurability/batteryTechnicalProperties";
const CONDITION: &str = "/performanceAndDurability/batteryCondition";

/// `value` and `time` become the attribute's value and `lastUpdate`.
const TIMED: &[(&str, &str)] = &[
    (
        "roundTripEfficiency/remaining",
        "remainingRoundTripEnergyEfficiency",
    ),
    ("roundTripEfficiency/fade", "roundTripEfficiencyFade"),
    ("stateOfCharge", "stateOfCharge"),
    ("fullCycles", "numberOfFullCycles"),
    ("power/fade", "powerFade"),
    ("capacity/fade", "capacityFade"),
    ("capacity/throughput", "capacityThroughput"),
    ("capacity/capacity", "remainingCapacity"),
    ("energy/remaining", "remainingEnergy"),
    ("energy/soce", "stateOfCertifiedEnergy"),
    ("energy/throughput", "energyThroughput"),
];

const COMPONENTS: [&str; 3] = ["pack", "module", "cell"];

pub(super) fn take(taking: &mut Taking<'_, '_>) {
    for (from, name) in TIMED {
        let from = format!("/performance/dynamic/{from}");
        taking.same(
            &format!("{from}/value"),
            &format!("{CONDITION}/{name}/{name}Value"),
        );
        taking.same(
            &format!("{from}/time"),
            &format!("{CONDITION}/{name}/lastUpdate"),
        );
    }
    powers(taking);
    rated_resistances(taking);
    for (from, to, value) in [
        (
            "increase",
            "internalResistanceIncrease",
            "internalResistanceIncreaseValue",
        ),
        ("remaining", "currentInternalResistance", "ohmicResistance"),
    ] {
        let mut index = 0;
        for component in COMPONENTS {
            let from = format!("/performance/dynamic/resistance/{from}/{component}");
            if taking.ledger.number(&format!("{from}/value")).is_none() {
                continue;
            }
            let to = format!("{CONDITION}/{to}/{index}");
            taking
                .draft
                .put(&format!("{to}/batteryComponent"), json!(component));
            taking.same(&format!("{from}/value"), &format!("{to}/{value}"));
            taking.same(&format!("{from}/time"), &format!("{to}/lastUpdate"));
            index += 1;
        }
    }
    footprint(taking);
}

fn powers(taking: &mut Taking<'_, '_>) {
    let mut index = 0;
    for (name, charge) in [("at80SoC", 80), ("at20SoC", 20)] {
        let from = format!("/performance/rated/power/{name}");
        if taking.ledger.number(&from).is_none() {
            continue;
        }
        let to = format!("{TECHNICAL}/originalPowerCapability/{index}");
        taking.draft.put(&format!("{to}/atSoC"), json!(charge));
        taking.same(&from, &format!("{to}/powerCapabilityAt"));
        index += 1;
    }
}

fn rated_resistances(taking: &mut Taking<'_, '_>) {
    let mut index = 0;
    for component in COMPONENTS {
        let from = format!("/performance/rated/resistance/{component}");
        if taking.ledger.number(&from).is_none() {
            continue;
        }
        let to = format!("{TECHNICAL}/initialInternalResistance/{index}");
        taking
            .draft
            .put(&format!("{to}/batteryComponent"), json!(component));
        taking.same(&from, &format!("{to}/ohmicResistance"));
        index += 1;
    }
}

/// One entry a life-cycle stage; other impacts than the climate are not asked for.
fn footprint(taking: &mut Taking<'_, '_>) {
    let list = "/sustainability/carbonFootprint";
    let mut stages = 0;
    for index in 0..taking.ledger.length(list) {
        let at = |part: &str| format!("{list}/{index}/{part}");
        let kind = taking
            .ledger
            .text(&at("type"))
            .unwrap_or("Climate Change Total");
        let unit = taking.ledger.text(&at("unit")).unwrap_or("kg CO2 / kWh");
        if kind != "Climate Change Total" {
            taking.ledger.leave_inside(
                &format!("{list}/{index}"),
                "not the total climate impact, which Art. 7 asks for",
            );
            continue;
        }
        if !is_per_kilowatt_hour(unit) {
            let reason = format!("expected kg CO2 for each kWh delivered, found {unit:?}");
            taking.ledger.leave(&at("value"), reason);
        } else if let Some(life) = taking.ledger.text(&at("lifecycle"))
            && let Some(stage) = stage(life)
        {
            let to = format!("/carbonFootprint/carbonFootprintPerLifecycleStage/{stages}");
            let name = format!("{to}/lifecycleStage");
            taking.changed(&at("lifecycle"), &[], &[&name], Change::text(stage, life));
            taking.same(&at("value"), &format!("{to}/carbonFootprint"));
            stages += 1;
        } else if taking
            .ledger
            .text(&at("lifecycle"))
            .is_none_or(|life| life.contains("total"))
        {
            taking.same(&at("value"), "/carbonFootprint/batteryCarbonFootprint");
        } else {
            taking
                .ledger
                .leave(&at("value"), "its life-cycle stage is none of Annex II(4)");
        }
        taking.same(
            &at("performanceClass"),
            "/carbonFootprint/carbonFootprintPerformanceClass",
        );
        taking.link(&at("declaration"), "/carbonFootprint/carbonFootprintStudy");
        taking
            .ledger
            .leave_inside(&at("rulebook"), "the study names its rules");
        taking.ledger.leave_inside(
            &at("manufacturingPlant"),
            "the place of manufacture says it",
        );
        taking.ledger.leave(
            &at("type"),
            "every figure of the passport is the total climate impact",
        );
        taking.ledger.leave(
            &at("unit"),
            "every figure of the passport is in kg CO2e for each kWh",
        );
        taking
            .ledger
            .leave(&at("lifecycle"), "none of the stages of Annex II(4)");
    }
}

fn is_per_kilowatt_hour(unit: &str) -> bool {
    let unit: String = unit.to_lowercase().split_whitespace().collect();
    unit.starts_with("kgco2") && unit.ends_with("/kwh")
}

/// Annex II(4) has four stages.
fn stage(text: &str) -> Option<&'static str> {
    let text = text.to_lowercase();
    [
        ("raw material", "RawMaterialExtraction"),
        ("main product", "MainProduction"),
        ("distribution", "Distribution"),
        ("end of life", "Recycling"),
        ("end-of-life", "Recycling"),
        ("recycling", "Recycling"),
    ]
    .into_iter()
    .find(|(words, _)| text.contains(words))
    .map(|(_, stage)| stage)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_and_units_are_known_as_the_field_writes_them() {
        for (text, expected) in [
            (
                "raw material acquisition and pre-processing",
                Some("RawMaterialExtraction"),
            ),
            ("main product production", Some("MainProduction")),
            ("End of life and recycling", Some("Recycling")),
            ("use", None),
        ] {
            assert_eq!(stage(text), expected, "{text}");
        }
        assert!(is_per_kilowatt_hour("kg CO2 / kWh") && is_per_kilowatt_hour("kgCO2e/kWh"));
        assert!(!is_per_kilowatt_hour("kg CO2") && !is_per_kilowatt_hour("t CO2 / kWh"));
    }
}
