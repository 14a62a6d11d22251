//! What the label has to carry (Art. 13, Annex VI), held against what the passport says the battery contains.

use serde_json::Value;

use super::elements;
use super::finding::{Finding, Findings};
use super::places::{CRITICAL, HAZARDS, LABELS, MATERIALS};

pub(super) fn check(subject: &Value, findings: &mut Findings) {
    critical_materials(subject, findings);
    labels(subject, findings);
    restricted_substances(subject, findings);
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
                    "requirement.critical_raw_material",
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
                "requirement.separate_collection",
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
                        "requirement.mercury",
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
                    "requirement.symbol",
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

    use super::super::testing::{codes_at, linted, with};
    use super::*;
    use crate::battery::category::Category;

    fn codes(pointer: &str, place: &str, value: Value) -> Vec<&'static str> {
        codes_at(&linted(&with(Category::Ev, place, value), None), pointer)
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
            ["requirement.critical_raw_material"]
        );
    }

    #[test]
    fn a_battery_without_the_bin_symbol_is_refused() {
        let subject = format!("{LABELS}/0/labelingSubject");
        assert_eq!(
            codes(LABELS, &subject, json!("ExtinguishingAgent")),
            ["requirement.separate_collection"]
        );
    }

    #[test]
    fn lead_without_its_symbol_and_mercury_at_all_are_questioned() {
        let first = format!("{HAZARDS}/0");
        for (cas, unmarked, code) in [
            (LEAD, true, Some("requirement.symbol")),
            (LEAD, false, None),
            (MERCURY, false, Some("requirement.mercury")),
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
