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
    use super::super::{Finding, Severity, Verdict};
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
                    .on(Verdict::Law)
                    .filter(|finding| finding.severity == Severity::Error)
                    .collect();
                let [missed] = missed.as_slice() else {
                    panic!("{category} {}: {missed:#?}", row.pointer);
                };
                assert_eq!(missed.code, "requirement.missing");
                assert_eq!(missed.pointer.to_string(), row.pointer, "{category}");
                let article = row.article();
                assert!(article.contains("Annex XIII"), "{}: {article}", row.pointer);
                assert_eq!(missed.article, Some(article), "{category} {}", row.pointer);
                assert_eq!(missed.attribute.unwrap().title, row.title);
            }
        }
    }

    /// What Annex XIII asks, letter by letter, and whom: M mandatory, C under a condition, - nothing. A letter that
    /// several attributes answer is mandatory when one of them is.
    const ANNEX_XIII: &[(&str, [char; 4])] = &[
        ("Annex XIII 1(a)", ['M', 'M', 'M', 'M']),
        ("Annex XIII 1(b)", ['M', 'M', 'M', 'M']),
        // Art. 7(1): it applies to EV batteries already, to the others later.
        ("Annex XIII 1(c)", ['M', 'C', 'C', 'C']),
        // Art. 47(1): operators with a small turnover are exempt.
        ("Annex XIII 1(d)", ['C', 'C', 'C', 'C']),
        ("Annex XIII 1(e)", ['C', 'C', 'C', 'C']),
        ("Annex XIII 1(f)", ['M', 'M', 'M', 'M']),
        ("Annex XIII 1(g)", ['M', 'M', 'M', 'M']),
        ("Annex XIII 1(h)", ['M', 'M', 'M', 'M']),
        ("Annex XIII 1(i)", ['M', 'M', 'M', 'M']),
        // Annex IV part A(5): not where the battery does not cycle, which industrial ones may not.
        ("Annex XIII 1(j)", ['M', 'M', 'C', 'C']),
        ("Annex XIII 1(k)", ['M', '-', '-', '-']),
        ("Annex XIII 1(l)", ['M', 'M', 'M', 'M']),
        ("Annex XIII 1(m)", ['M', 'M', 'M', 'M']),
        ("Annex XIII 1(n)", ['M', 'M', 'M', 'M']),
        ("Annex XIII 1(o)", ['M', 'M', 'M', 'M']),
        ("Annex XIII 1(p)", ['M', 'M', 'C', 'C']),
        ("Annex XIII 1(q)", ['M', 'M', 'M', 'M']),
        ("Annex XIII 1(r)", ['M', 'M', 'M', 'M']),
        ("Annex XIII 1(s)", ['M', 'M', 'M', 'M']),
        ("Annex XIII 2(a)", ['M', 'M', 'M', 'M']),
        ("Annex XIII 2(b)", ['M', 'M', 'M', 'M']),
        ("Annex XIII 2(c)", ['M', 'M', 'M', 'M']),
        ("Annex XIII 2(d)", ['M', 'M', 'M', 'M']),
        ("Annex XIII 3", ['M', 'M', 'M', 'M']),
        ("Annex XIII 4(a)", ['M', 'M', 'M', 'M']),
        // Art. 14(1) covers stationary storage, LMT and EV; Annex VII part A names what each tells.
        ("Annex XIII 4(b)", ['M', 'M', '-', 'M']),
        ("Annex XIII 4(c)", ['M', 'M', 'M', 'M']),
        ("Annex XIII 4(d)", ['M', 'M', 'M', 'M']),
    ];

    #[test]
    fn every_letter_of_annex_xiii_is_asked_of_the_categories_it_names() {
        let order = [
            Category::Ev,
            Category::Lmt,
            Category::Industrial,
            Category::Stationary,
        ];
        let mut asked: Vec<(String, [char; 4])> = Vec::new();
        for (letter, _) in ANNEX_XIII {
            let of_letter = |category| {
                let rows = table().attributes();
                let asked = rows
                    .filter(|row| row.point.is_some_and(|point| point.to_string() == *letter))
                    .map(|row| row.requirements.of(category));
                asked.fold('-', |most, requirement| match requirement {
                    Requirement::Mandatory => 'M',
                    Requirement::Conditional(_) if most == '-' => 'C',
                    _ => most,
                })
            };
            asked.push(((*letter).to_owned(), order.map(of_letter)));
        }
        let expected: Vec<_> = ANNEX_XIII
            .iter()
            .map(|(letter, asked)| ((*letter).to_owned(), *asked))
            .collect();
        assert_eq!(asked, expected);
        for row in table().attributes() {
            let letter = row.point.map(|point| point.to_string()).unwrap_or_default();
            assert!(
                ANNEX_XIII.iter().any(|(known, _)| *known == letter),
                "{} {letter}",
                row.pointer
            );
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
