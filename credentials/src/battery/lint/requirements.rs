//! What the law asks of this category: there, empty, missing, or out of place.

use serde_json::Value;

use super::finding::{Finding, Findings};
use crate::battery::attributes::{Attribute, Requirement, table};
use crate::battery::category::{CATEGORY, Category};
use crate::battery::describe;

pub(super) fn check(subject: &Value, category: Category, findings: &mut Findings) {
    for row in table().attributes() {
        let requirement = row.requirements.of(category);
        let value = subject.pointer(row.pointer);
        let told = findings
            .iter()
            .any(|finding| row.pointer == CATEGORY && finding.code == "battery.category_missing");
        let finding = match (requirement, value) {
            (Requirement::Mandatory, None) if !told => Some(missing(row, category)),
            (Requirement::Mandatory, Some(value)) if is_empty(row, value) => Some(empty(row)),
            (Requirement::Conditional(when), None) => Some(conditional(row, when)),
            (Requirement::NotApplicable, Some(_)) => Some(out_of_place(row, category)),
            _ => None,
        };
        if let Some(finding) = finding {
            findings.push(finding.by(row));
        }
    }
}

fn missing(row: &Attribute, category: Category) -> Finding {
    Finding::error(
        "requirement.missing",
        row.pointer,
        format!(
            "{} is missing: mandatory for {category} batteries",
            row.title
        ),
    )
    .hint(match row.unit {
        Some(unit) => format!("add it, in {}", describe::unit(unit)),
        None => "add it".to_owned(),
    })
}

fn empty(row: &Attribute) -> Finding {
    Finding::error(
        "requirement.empty",
        row.pointer,
        format!("{} is mandatory, and empty here", row.title),
    )
    .hint("state at least one entry")
}

fn conditional(row: &Attribute, when: &str) -> Finding {
    Finding::note(
        "requirement.conditional",
        row.pointer,
        format!("{} is not given: required {when}", row.title),
    )
}

fn out_of_place(row: &Attribute, category: Category) -> Finding {
    Finding::warning(
        "requirement.not_applicable",
        row.pointer,
        format!("{} does not apply to {category} batteries", row.title),
    )
    .hint("leave it out, or check the category")
}

fn is_empty(row: &Attribute, value: &Value) -> bool {
    match value {
        Value::Array(items) => items.is_empty() && !row.none_is_an_answer,
        Value::Object(members) => {
            // Where members are required, each is missed by name.
            members.is_empty() && !table().members(row).any(|member| member.required_member)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{codes_at, linted, with, without};
    use super::super::{Finding, Severity};
    use super::*;

    #[test]
    fn every_mandatory_attribute_of_every_category_is_missed_with_its_article() {
        for category in Category::ALL {
            for row in table().attributes() {
                if row.requirements.of(category) != Requirement::Mandatory {
                    continue;
                }
                let content = without(category, row.pointer);
                let findings = linted(&content, Some(category));
                let missed: Vec<&Finding> = findings
                    .errors()
                    .filter(|finding| finding.pointer.to_string() == row.pointer)
                    .collect();
                assert_eq!(missed.len(), 1, "{category} {}", row.pointer);
                assert_eq!(missed[0].code, "requirement.missing");
                assert!(missed[0].article.as_deref().unwrap().contains("Annex XIII"));
            }
        }
    }

    #[test]
    fn a_conditional_attribute_is_only_noted_with_its_condition() {
        let pointer = "/carbonFootprint/carbonFootprintPerformanceClass";
        let findings = linted(&without(Category::Ev, pointer), None);
        let note = findings
            .iter()
            .find(|finding| finding.pointer.to_string() == pointer)
            .unwrap();
        assert_eq!(note.severity, Severity::Note);
        assert!(note.message.contains("Art. 7(2)(a)"), "{}", note.message);
        assert!(findings.is_compliant());
    }

    #[test]
    fn what_does_not_apply_to_the_category_is_a_warning() {
        let pointer =
            "/performanceAndDurability/batteryTechnicalProperties/capacityThresholdForExhaustion";
        let findings = linted(&with(Category::Lmt, pointer, json!(70)), None);
        assert_eq!(codes_at(&findings, pointer), ["requirement.not_applicable"]);
        assert!(findings.is_compliant());
    }

    #[test]
    fn an_empty_list_is_missing_unless_none_is_an_answer() {
        let parts = "/circularity/sparePartSources";
        let findings = linted(&with(Category::Ev, parts, json!([])), None);
        assert_eq!(codes_at(&findings, parts), ["requirement.empty"]);
        let hazards = "/materialComposition/hazardousSubstances";
        let findings = linted(&with(Category::Ev, hazards, json!([])), None);
        assert_eq!(codes_at(&findings, hazards), [] as [&str; 0]);
    }

    #[test]
    fn content_of_one_category_does_not_do_for_another() {
        let capacity = "/performanceAndDurability/batteryCondition/remainingCapacity";
        let mut content = without(Category::Ev, capacity);
        assert!(linted(&content, None).is_compliant());
        *content.pointer_mut(CATEGORY).unwrap() = json!("lmt");
        let findings = linted(&content, None);
        assert_eq!(codes_at(&findings, capacity), ["requirement.missing"]);
    }
}
