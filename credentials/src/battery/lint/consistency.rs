//! Do values fit one another: orders, sums and shares?

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::finding::{Finding, Findings};
use super::places::{
    EFFICIENCY, EFFICIENCY_HALFWAY, FOOTPRINT, FOOTPRINT_STAGES, HAZARDS, MAX_VOLTAGE, MIN_VOLTAGE,
    NOMINAL_VOLTAGE, RECYCLED, TEMPERATURE_RANGES,
};
use super::{elements, figure, number};

pub(super) fn check(subject: &Value, findings: &mut Findings) {
    voltages(subject, findings);
    temperatures(subject, findings);
    efficiencies(subject, findings);
    recycled_shares(subject, findings);
    concentrations(subject, findings);
    footprint(subject, findings);
}

/// Minimum, nominal, maximum.
fn voltages(subject: &Value, findings: &mut Findings) {
    let [min, nominal, max] =
        [MIN_VOLTAGE, NOMINAL_VOLTAGE, MAX_VOLTAGE].map(|pointer| number(subject, pointer));
    let mut ordered = |low: Option<f64>, high: Option<f64>, pointer, low_name, high_name| {
        if let (Some(low), Some(high)) = (low, high)
            && low > high
        {
            findings.push(
                Finding::error(
                    "consistency.voltages",
                    pointer,
                    format!(
                        "the {high_name} voltage {} V is below the {low_name} voltage {} V",
                        figure(high),
                        figure(low)
                    ),
                )
                .article("Annex XIII 1(h)"),
            );
        }
    };
    ordered(min, nominal, NOMINAL_VOLTAGE, "minimum", "nominal");
    ordered(nominal, max, MAX_VOLTAGE, "nominal", "maximum");
    if nominal.is_none() {
        ordered(min, max, MAX_VOLTAGE, "minimum", "maximum");
    }
}

fn temperatures(subject: &Value, findings: &mut Findings) {
    for pointer in TEMPERATURE_RANGES {
        let at = |end| subject.pointer(pointer)?.get(end)?.as_f64();
        if let (Some(from), Some(to)) = (at("minimum"), at("maximum"))
            && from > to
        {
            findings.push(Finding::error(
                "consistency.temperature_range",
                pointer,
                format!("the range begins at {from} Cel and ends below, at {to} Cel"),
            ));
        }
    }
}

fn efficiencies(subject: &Value, findings: &mut Findings) {
    if let (Some(initial), Some(halfway)) = (
        number(subject, EFFICIENCY),
        number(subject, EFFICIENCY_HALFWAY),
    ) && halfway > initial
    {
        findings.push(
            Finding::warning(
                "consistency.efficiency",
                EFFICIENCY_HALFWAY,
                format!("at half of its cycle life the battery is more efficient ({halfway} %) than new ({initial} %)"),
            )
            .article("Annex XIII 1(n)"),
        );
    }
}

/// Shares of one material come from one whole, and each material is told once.
fn recycled_shares(subject: &Value, findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    for (pointer, entry) in elements(subject, RECYCLED) {
        let share = |name: &str| entry.get(name).and_then(Value::as_f64).unwrap_or(0.0);
        let sum = share("preConsumerShare") + share("postConsumerShare");
        if sum > 100.0 {
            findings.push(
                Finding::error(
                    "consistency.recycled_share",
                    &pointer,
                    format!("the recycled shares add up to {} %", figure(sum)),
                )
                .article("Art. 8(1)")
                .hint("both are shares of all of this material in the active materials"),
            );
        }
        if let Some(material) = entry.get("recycledMaterial").and_then(Value::as_str)
            && !seen.insert(material)
        {
            findings.push(
                Finding::error(
                    "consistency.repeated",
                    &pointer,
                    format!("the recycled content of {material} is stated twice"),
                )
                .article("Art. 8(1)"),
            );
        }
    }
}

/// In one component there is no more than 100 % of anything.
fn concentrations(subject: &Value, findings: &mut Findings) {
    let mut sums: BTreeMap<&str, (f64, String)> = BTreeMap::new();
    for (pointer, entry) in elements(subject, HAZARDS) {
        let component = entry
            .pointer("/hazardousSubstanceLocation/componentName")
            .and_then(Value::as_str);
        let share = entry
            .get("hazardousSubstanceConcentration")
            .and_then(Value::as_f64);
        if let (Some(component), Some(share)) = (component, share) {
            let (sum, last) = sums.entry(component).or_default();
            *sum += share;
            *last = pointer;
        }
    }
    for (component, (sum, pointer)) in sums.into_iter().filter(|(_, (sum, _))| *sum > 100.001) {
        findings.push(
            Finding::error(
                "consistency.concentrations",
                &pointer,
                format!(
                    "the concentrations in {component:?} add up to {} %",
                    figure(sum)
                ),
            )
            .article("Annex XIII 1(b)"),
        );
    }
}

/// The total is that of all stages (Annex II(4)).
fn footprint(subject: &Value, findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    let mut sum = 0.0;
    for (pointer, stage) in elements(subject, FOOTPRINT_STAGES) {
        sum += stage
            .get("carbonFootprint")
            .and_then(Value::as_f64)
            .unwrap_or(0.0);
        if let Some(name) = stage.get("lifecycleStage").and_then(Value::as_str)
            && !seen.insert(name)
        {
            findings.push(
                Finding::error(
                    "consistency.repeated",
                    &pointer,
                    format!("the life-cycle stage {name} is stated twice"),
                )
                .article("Art. 7(1)(e)"),
            );
        }
    }
    if let Some(total) = number(subject, FOOTPRINT)
        && !seen.is_empty()
        && (total - sum).abs() > 0.01 * total.abs().max(0.1)
    {
        findings.push(
            Finding::warning(
                "consistency.carbon_footprint",
                FOOTPRINT,
                format!(
                    "the stages add up to {} kg/kWh, the total is {} kg/kWh",
                    figure(sum),
                    figure(total)
                ),
            )
            .article("Art. 7(1)(e), Annex II(4)"),
        );
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{codes_at, complete, linted, with};
    use super::*;
    use crate::battery::category::Category;

    fn codes(pointer: &str, place: &str, value: Value) -> Vec<&'static str> {
        codes_at(&linted(&with(Category::Ev, place, value), None), pointer)
    }

    #[test]
    fn voltages_out_of_order_are_refused() {
        assert!(codes(NOMINAL_VOLTAGE, MIN_VOLTAGE, json!(400)).contains(&"consistency.voltages"));
        assert!(codes(MAX_VOLTAGE, MAX_VOLTAGE, json!(300)).contains(&"consistency.voltages"));
    }

    #[test]
    fn a_temperature_range_that_ends_before_it_begins_is_refused() {
        let range = TEMPERATURE_RANGES[2];
        let found = codes(range, &format!("{range}/minimum"), json!(70));
        assert_eq!(found, ["consistency.temperature_range"]);
    }

    #[test]
    fn recycled_shares_beyond_the_whole_are_refused() {
        let entry = |material: &str, pre: f64, post: f64| json!({"recycledMaterial": material, "preConsumerShare": pre, "postConsumerShare": post});
        let first = format!("{RECYCLED}/0");
        // The published Battery Pass 1.2 example.
        let over = json!([entry("Cobalt", 54.426_945, 56.890_068)]);
        assert_eq!(
            codes(&first, RECYCLED, over),
            ["consistency.recycled_share"]
        );
        let whole = json!([entry("Cobalt", 40.0, 60.0)]);
        assert_eq!(codes(&first, RECYCLED, whole), [] as [&str; 0]);
        let twice = json!([entry("Cobalt", 4.0, 6.0), entry("Cobalt", 4.0, 6.0)]);
        assert_eq!(
            codes(&format!("{RECYCLED}/1"), RECYCLED, twice),
            ["consistency.repeated"]
        );
    }

    #[test]
    fn more_than_all_of_a_component_is_refused() {
        let mut content = complete(Category::Ev);
        let hazard = content.pointer(&format!("{HAZARDS}/0")).unwrap().clone();
        let mut list = vec![hazard.clone(), hazard];
        for entry in &mut list {
            entry["hazardousSubstanceConcentration"] = json!(60);
        }
        *content.pointer_mut(HAZARDS).unwrap() = json!(list);
        let findings = linted(&content, None);
        assert_eq!(
            codes_at(&findings, &format!("{HAZARDS}/1")),
            ["consistency.concentrations"]
        );
    }

    #[test]
    fn stages_that_do_not_add_up_are_a_warning_and_a_stage_told_twice_an_error() {
        assert_eq!(
            codes(FOOTPRINT, FOOTPRINT, json!(80)),
            ["consistency.carbon_footprint"]
        );
        let stage = json!({"lifecycleStage": "MainProduction", "carbonFootprint": 20});
        let stages = json!([stage, stage]);
        let second = format!("{FOOTPRINT_STAGES}/1");
        assert_eq!(
            codes(&second, FOOTPRINT_STAGES, stages),
            ["consistency.repeated"]
        );
    }
}
