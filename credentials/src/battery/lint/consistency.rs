//! Do values fit one another: orders, sums, shares, and lists that speak of the same thing?

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::finding::{Finding, Findings};
use super::places::{
    CRITICAL, EFFICIENCY, EFFICIENCY_HALFWAY, FOOTPRINT, FOOTPRINT_STAGES, HAZARDS, LABELS,
    MATERIALS, MAX_VOLTAGE, MIN_VOLTAGE, NOMINAL_VOLTAGE, RECYCLED, TEMPERATURE_RANGES,
};
use super::{elements, figure, number};

pub(super) fn check(subject: &Value, findings: &mut Findings) {
    voltages(subject, findings);
    temperatures(subject, findings);
    efficiencies(subject, findings);
    recycled_shares(subject, findings);
    concentrations(subject, findings);
    footprint(subject, findings);
    critical_materials(subject, findings);
    labels(subject, findings);
    restricted_substances(subject, findings);
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

/// What the restricted detail calls critical, the public list must name (Annex VI part A(10)).
fn critical_materials(subject: &Value, findings: &mut Findings) {
    let Some(Value::Array(public)) = subject.pointer(CRITICAL) else {
        return;
    };
    let listed: Vec<String> = public
        .iter()
        .filter_map(Value::as_str)
        .map(str::to_lowercase)
        .collect();
    for (pointer, material) in elements(subject, MATERIALS) {
        let critical = material.get("isCriticalRawMaterial") == Some(&Value::Bool(true));
        let Some(name) = material.get("batteryMaterialName").and_then(Value::as_str) else {
            continue;
        };
        let lower = name.to_lowercase();
        // "lithium hexafluorophosphate" is covered by "Lithium", as the list names elements.
        let named = listed
            .iter()
            .any(|known| lower.contains(known.as_str()) || known.contains(&lower));
        if critical && !named {
            findings.push(
                Finding::warning(
                    "consistency.critical_raw_material",
                    &pointer,
                    format!(
                        "{name} is called critical here, but criticalRawMaterials does not name it"
                    ),
                )
                .article("Annex VI part A(10)")
                .hint("add it to the public list when it is above 0.1 % by weight"),
            );
        }
    }
}

/// Art. 13(4): every battery carries the separate-collection symbol.
fn labels(subject: &Value, findings: &mut Findings) {
    let Some(Value::Array(labels)) = subject.pointer(LABELS) else {
        return;
    };
    let collected = labels.iter().any(|label| {
        label
            .get("labelingSubject")
            .is_some_and(|is| is == "SeparateCollection")
    });
    if !labels.is_empty() && !collected {
        findings.push(
            Finding::error(
                "consistency.separate_collection",
                LABELS,
                "the separate-collection symbol is not among the labels",
            )
            .article("Art. 13(4), Annex VI part B"),
        );
    }
}

const MERCURY: &str = "7439-97-6";
const CADMIUM: &str = "7440-43-9";
const LEAD: &str = "7439-92-1";

/// Art. 6 with Annex I, and the chemical symbols of Art. 13(5). The limits are shares of the battery's
/// weight, the passport's concentration may be of a component: so these are questions, not verdicts.
fn restricted_substances(subject: &Value, findings: &mut Findings) {
    let marked = elements(subject, LABELS).any(|(_, label)| {
        label
            .get("labelingSubject")
            .is_some_and(|is| is == "HazardousMaterial")
    });
    for (pointer, entry) in elements(subject, HAZARDS) {
        let cas = entry
            .get("hazardousSubstanceIdentifier")
            .and_then(Value::as_str);
        let share = entry
            .get("hazardousSubstanceConcentration")
            .and_then(Value::as_f64)
            .unwrap_or(0.0);
        let symbol = match cas {
            Some(MERCURY) if share > 0.0005 => {
                findings.push(
                    Finding::warning(
                        "consistency.mercury",
                        &pointer,
                        format!(
                            "{share} % mercury: no battery may contain more than 0.0005 % by weight"
                        ),
                    )
                    .article("Art. 6, Annex I(1)"),
                );
                continue;
            }
            Some(CADMIUM) if share > 0.002 => "Cd",
            Some(LEAD) if share > 0.004 => "Pb",
            _ => continue,
        };
        if !marked {
            findings.push(
                Finding::warning(
                    "consistency.symbol",
                    &pointer,
                    format!(
                        "{share} % by weight asks for the symbol {symbol}, and no label carries one"
                    ),
                )
                .article("Art. 13(5)")
                .hint("add a label with labelingSubject HazardousMaterial"),
            );
        }
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

    #[test]
    fn a_critical_material_that_the_public_list_hides_is_noticed() {
        let mut content = with(Category::Ev, CRITICAL, json!(["Cobalt"]));
        let list = content
            .pointer_mut(MATERIALS)
            .unwrap()
            .as_array_mut()
            .unwrap();
        list[0]["batteryMaterialName"] = json!("Natural graphite");
        list[0]["isCriticalRawMaterial"] = json!(true);
        let findings = linted(&content, None);
        assert_eq!(
            codes_at(&findings, &format!("{MATERIALS}/0")),
            ["consistency.critical_raw_material"]
        );
    }

    #[test]
    fn a_battery_without_the_bin_symbol_is_refused() {
        let subject = format!("{LABELS}/0/labelingSubject");
        assert_eq!(
            codes(LABELS, &subject, json!("ExtinguishingAgent")),
            ["consistency.separate_collection"]
        );
    }

    #[test]
    fn lead_without_its_symbol_and_mercury_at_all_are_questioned() {
        let first = format!("{HAZARDS}/0");
        for (cas, unmarked, code) in [
            (LEAD, true, Some("consistency.symbol")),
            (LEAD, false, None),
            (MERCURY, false, Some("consistency.mercury")),
        ] {
            let place = format!("{first}/hazardousSubstanceIdentifier");
            let mut content = with(Category::Ev, &place, json!(cas));
            if unmarked {
                let labels = content.pointer_mut(LABELS).unwrap().as_array_mut().unwrap();
                labels.retain(|label| label["labelingSubject"] != "HazardousMaterial");
            }
            let found = codes_at(&linted(&content, None), &first);
            assert_eq!(found, code.into_iter().collect::<Vec<_>>(), "{cas}");
        }
    }
}
