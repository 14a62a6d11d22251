//! Can each number be what its unit says? Units and ranges come from the attribute table.

use serde_json::Value;

use super::finding::{Finding, Findings};
use super::{figure, plain};
use crate::battery::attributes::{Attribute, Fraction, Kind};
use crate::battery::content::visit;
use crate::battery::describe;
use crate::json::JsonPointer;

pub(super) fn check(subject: &Value, findings: &mut Findings) {
    visit(subject, &mut |place| {
        let Some(row) = place.row else { return };
        if !matches!(row.kind, Kind::Number | Kind::Integer) {
            return;
        }
        if let Some(value) = place.value.as_f64()
            && let Some(finding) = judge(row, place.pointer, value)
        {
            findings.push(finding.by(row));
        }
    });
}

fn judge(row: &Attribute, pointer: &JsonPointer, value: f64) -> Option<Finding> {
    let shown = figure(value);
    let unit = row.unit.map(describe::unit).unwrap_or_default();
    if let Some(range) = row.range
        && !range.contains(value)
    {
        let (min, max) = (range.min, range.max);
        let finding = Finding::error(
            "range.impossible",
            pointer,
            format!(
                "{}: {shown} {unit} is not between {min} and {max} {unit}",
                row.title
            ),
        );
        return Some(finding.hint(format!("check the value, and that it is in {unit}")));
    }
    fraction(row, pointer, value).or_else(|| {
        let plausible = row.plausible.filter(|usual| !usual.contains(value))?;
        let (min, max) = (plausible.min, plausible.max);
        let finding = Finding::warning(
            "range.implausible",
            pointer,
            format!(
                "{}: {shown} {unit} is unusual: most lie between {min} and {max} {unit}",
                row.title
            ),
        );
        Some(finding.hint(format!("check that the value is in {unit}")))
    })
}

/// 0.8 where 80 % was meant.
fn fraction(row: &Attribute, pointer: &JsonPointer, value: f64) -> Option<Finding> {
    if !(value > 0.0 && value <= 1.0) {
        return None;
    }
    let meant = percent(value);
    let message = |certainty: &str| {
        format!(
            "{}: {value} % {certainty} the fraction of {meant} %",
            row.title
        )
    };
    // 1 % may be just that, 0.9 % of a round-trip efficiency may not.
    let finding = match row.fraction {
        Fraction::Certain if value < 1.0 => Finding::error("unit.fraction", pointer, message("is")),
        Fraction::Doubtful if value < 1.0 => {
            Finding::warning("unit.fraction", pointer, message("may be"))
        }
        Fraction::Certain => Finding::warning("unit.fraction", pointer, message("may be")),
        Fraction::Doubtful | Fraction::Ordinary => return None,
    };
    let hinted = finding.hint(format!("if it is, write {meant}"));
    Some(hinted.replace(plain(meant)))
}

/// Rounded, so that 0.07 reads as 7 and not 7.000000000000001.
fn percent(fraction: f64) -> f64 {
    (fraction * 1e8).round() / 1e6
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::Severity;
    use super::super::testing::{linted, with};
    use super::*;
    use crate::battery::attributes::{Part, table};
    use crate::battery::category::Category;

    const EFFICIENCY: &str =
        "/performanceAndDurability/batteryTechnicalProperties/roundTripEfficiency";
    const RENEWABLE: &str = "/circularity/renewableContent";
    const FADE: &str = "/performanceAndDurability/batteryCondition/capacityFade/capacityFadeValue";

    fn found(pointer: &str, value: f64) -> Vec<(&'static str, Severity)> {
        linted(&with(Category::Ev, pointer, json!(value)), None)
            .iter()
            .filter(|finding| finding.pointer.to_string() == pointer)
            .map(|finding| (finding.code, finding.severity))
            .collect()
    }

    #[test]
    fn a_fraction_is_an_error_where_no_such_percentage_exists_and_a_question_where_it_may() {
        assert_eq!(
            found(EFFICIENCY, 0.96),
            [("unit.fraction", Severity::Error)]
        );
        assert_eq!(
            found(EFFICIENCY, 1.0),
            [("unit.fraction", Severity::Warning)]
        );
        assert_eq!(found(EFFICIENCY, 96.0), []);
        assert_eq!(
            found(RENEWABLE, 0.07),
            [("unit.fraction", Severity::Warning)]
        );
        assert_eq!(found(RENEWABLE, 1.0), []);
        assert_eq!(found(RENEWABLE, 1.0), []);
        assert_eq!(found(RENEWABLE, 0.0), []);
        assert_eq!(found(FADE, 0.8), []);
    }

    #[test]
    fn the_hint_tells_the_percentage() {
        let findings = linted(&with(Category::Ev, EFFICIENCY, json!(0.07)), None);
        let finding = findings.errors().next().unwrap();
        assert_eq!(finding.hint.as_deref(), Some("if it is, write 7"));
    }

    #[test]
    fn an_impossible_value_is_an_error_and_an_unusual_one_a_warning() {
        assert_eq!(
            found(EFFICIENCY, 101.0),
            [("range.impossible", Severity::Error)]
        );
        assert_eq!(
            found(EFFICIENCY, -1.0),
            [("range.impossible", Severity::Error)]
        );
        assert_eq!(
            found(EFFICIENCY, -1.797_693_134_862_315_7e308),
            [("range.impossible", Severity::Error)]
        );
        let warranty = "/generalProductInformation/warrantyPeriod";
        assert_eq!(
            found(warranty, 3.0),
            [("range.implausible", Severity::Warning)]
        );
        assert_eq!(found(warranty, 96.0), []);
    }

    #[test]
    fn every_number_of_the_table_is_refused_beyond_its_range() {
        for row in table().iter() {
            let Some(range) = row.range else { continue };
            let pointer = JsonPointer::root();
            for value in [range.min - 1.0, range.max + 1.0] {
                let finding = judge(row, &pointer, value).unwrap();
                assert_eq!(finding.severity, Severity::Error, "{} {value}", row.pointer);
            }
            assert_ne!(row.part, Part::Group);
        }
    }
}
