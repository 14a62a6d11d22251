//! Has this battery a passport at all, and as what is it judged (Art. 77(1))?

use serde_json::Value;

use super::finding::{Finding, Findings};
use crate::battery::category::{CATEGORY, Category, CategoryError};
use crate::problem::Coded;

const ARTICLE: &str = "Art. 77(1)";

/// The category to hold the rest against: the one asked for, else the stated one.
pub(super) fn check(
    subject: &Value,
    asked: Option<Category>,
    findings: &mut Findings,
) -> Option<Category> {
    let stated = Category::of(subject);
    if let Err(error) = &stated {
        // A missing category is told once, as a missing attribute, where the caller names one.
        let told_later = asked.is_some() && matches!(error, CategoryError::Missing);
        if !told_later {
            findings.push(refusal(error));
        }
    }
    let Some(asked) = asked else {
        return stated.ok().or_else(|| judged_as(subject));
    };
    if let Ok(stated) = stated
        && stated != asked
    {
        findings.push(
            Finding::error(
                "battery.category_contradicted",
                CATEGORY,
                format!("the passport states {stated}, but is to be judged as {asked}"),
            )
            .article(ARTICLE)
            .hint("correct batteryCategory, or leave out the category asked for"),
        );
    }
    Some(asked)
}

/// Too small a battery still has a category to be judged by.
fn judged_as(subject: &Value) -> Option<Category> {
    subject.pointer(CATEGORY)?.as_str()?.parse().ok()
}

fn refusal(error: &CategoryError) -> Finding {
    let pointer = error.pointer().unwrap_or_default();
    let mut finding = Finding::error(error.code(), &pointer, error.to_string()).article(ARTICLE);
    finding.hint = error.hint();
    finding
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{codes_at, complete, linted};
    use super::*;

    #[test]
    fn a_portable_or_sli_battery_is_told_that_it_needs_no_passport() {
        for name in ["portable", "SLI"] {
            let mut content = complete(Category::Ev);
            content["generalProductInformation"]["batteryCategory"] = json!(name);
            let findings = linted(&content, None);
            let finding = findings.errors().next().unwrap();
            assert_eq!(finding.code, "battery.passport_not_required", "{name}");
            assert_eq!(finding.article.as_deref(), Some("Art. 77(1)"));
        }
    }

    #[test]
    fn a_small_industrial_battery_is_told_the_same() {
        let mut content = complete(Category::Industrial);
        content["performanceAndDurability"]["batteryTechnicalProperties"]["ratedEnergy"] =
            json!(1.9);
        let findings = linted(&content, None);
        assert!(
            codes_at(&findings, super::super::places::ENERGY)
                .contains(&"battery.passport_not_required")
        );
    }

    #[test]
    fn another_category_than_the_stated_one_is_an_error() {
        let findings = linted(&complete(Category::Ev), Some(Category::Lmt));
        assert!(codes_at(&findings, CATEGORY).contains(&"battery.category_contradicted"));
    }

    #[test]
    fn a_missing_category_is_told_once() {
        let mut content = complete(Category::Ev);
        content["generalProductInformation"]
            .as_object_mut()
            .unwrap()
            .remove("batteryCategory");
        assert_eq!(
            codes_at(&linted(&content, None), CATEGORY),
            ["battery.category_missing"]
        );
        assert_eq!(
            codes_at(&linted(&content, Some(Category::Ev)), CATEGORY),
            ["requirement.missing"]
        );
    }
}
