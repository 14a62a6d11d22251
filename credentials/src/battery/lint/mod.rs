//! Is this content fit to be signed as a battery passport? One file a rule family, all reading the
//! attribute table; pure, so that issuing and checking share it.
//!
//! There is no score: three [`Verdict`]s stand side by side, and each [`Finding`] belongs to one of them.
//! *Schema*: [`structure`](self) asks whether every value is known and of its type, `ranges` whether numbers
//! can be in their unit, `identifiers` whether names and check digits hold, `dates` whether times are in
//! order, `consistency` and `plausibility` whether values fit one another. *Law*: `category` asks whether this
//! battery has a passport, `requirements` what the category needs, `label` what Art. 13 wants marked, `privacy` whether it
//! tells of people what nobody needs.
//! *Evidence*: [`evidence()`] asks whether the documents that claims rest on are bound by their digests, `sources` whether
//! the shares of suppliers make the totals.

mod category;
mod consistency;
mod dates;
mod evidence;
mod finding;
mod identifiers;
mod label;
mod plausibility;
mod privacy;
mod ranges;
mod recycling;
mod requirements;
mod sources;
mod structure;
#[cfg(test)]
mod testing;
mod verdict;
mod when;

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::attributes::table;
use super::category::Category;
use super::event::EventKind;

pub use evidence::evidence;
pub use finding::{Finding, Findings, Severity, Subject};
pub use identifiers::cas_number;
pub use verdict::{Answer, Counts, Ruling, Verdict};
pub use when::day;

/// Everything that is wrong, doubtful or worth knowing in a passport's content: schema and law. For what backs it see
/// [`evidence()`].
///
/// `subject` is `credentialSubject`, or what will become it: `id` and the content groups. `category` is
/// what to hold it against; without it, what the subject states. Errors block issuing.
pub fn lint(subject: &Value, category: Option<Category>, now: Timestamp) -> Findings {
    let mut findings = Findings::default();
    if !subject.is_object() {
        findings.push(
            Finding::error(
                "structure.not_an_object",
                "",
                "a passport's content is a JSON object",
            )
            .hint("expected {\"id\": \"https://…\", \"generalProductInformation\": {…}, …}"),
        );
        return findings;
    }
    let category = category::check(subject, category, &mut findings);
    identifiers::check(subject, &mut findings);
    structure::check(subject, &mut findings);
    ranges::check(subject, &mut findings);
    if let Some(category) = category {
        requirements::check(subject, category, &mut findings);
    }
    dates::check(subject, now, &mut findings);
    consistency::check(subject, &mut findings);
    label::check(subject, &mut findings);
    plausibility::check(subject, &mut findings);
    privacy::check(subject, &mut findings);
    sources::check(subject, &mut findings);
    findings.in_order()
}

/// What is wrong or doubtful in what a supplier declares of a part: the groups of a passport, of which none is complete.
pub fn lint_part(part: &Value) -> Findings {
    let mut findings = Findings::default();
    let groups: Value = part
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(name, _)| table().group(name).is_some())
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect::<Map<_, _>>()
        .into();
    structure::check(&groups, &mut findings);
    ranges::check(&groups, &mut findings);
    consistency::check(&groups, &mut findings);
    findings.in_order()
}

/// What is worth knowing of an event's content, beyond what [`crate::battery::Event`] refuses: whether it tells more of
/// people than of the battery, and of a recycling whether it recovered what it should. `subject` is its
/// `credentialSubject`, `passport` that of the battery's passport, where it is at hand.
pub fn lint_event(kind: EventKind, subject: &Value, passport: Option<&Value>) -> Findings {
    let mut findings = Findings::default();
    privacy::check_event(subject, &mut findings);
    if kind == EventKind::Recycled {
        recycling::check(subject, passport, &mut findings);
    }
    findings.in_order()
}

/// The number at a pointer in the subject.
fn number(subject: &Value, pointer: &str) -> Option<f64> {
    subject.pointer(pointer).and_then(Value::as_f64)
}

/// A number for people: huge ones without their hundreds of digits.
fn figure(value: f64) -> String {
    if value.abs() < 1e15 {
        value.to_string()
    } else {
        format!("{value:e}")
    }
}

/// A number as people write it in JSON: whole ones without a fraction.
fn plain(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 1e15 {
        Value::from(value as i64)
    } else {
        Value::from(value)
    }
}

/// The elements of the list at a pointer in the subject, each with its own pointer.
fn elements<'v>(
    subject: &'v Value,
    pointer: &'static str,
) -> impl Iterator<Item = (String, &'v Value)> {
    subject
        .pointer(pointer)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .enumerate()
        .map(move |(index, item)| (format!("{pointer}/{index}"), item))
}

/// Pointers that several rule families need.
mod places {
    macro_rules! technical {
        ($name:literal) => {
            concat!(
                "/performanceAndDurability/batteryTechnicalProperties/",
                $name
            )
        };
    }
    macro_rules! condition {
        ($name:literal) => {
            concat!("/performanceAndDurability/batteryCondition/", $name)
        };
    }

    pub(super) const PRODUCT_ID: &str = "/generalProductInformation/productIdentifier";
    pub(super) const MANUFACTURED: &str = "/generalProductInformation/manufacturingDate";
    pub(super) const IN_SERVICE: &str = "/generalProductInformation/puttingIntoService";
    pub(super) const MASS: &str = "/generalProductInformation/batteryMass";
    pub(super) const CAPACITY: &str = technical!("ratedCapacity");
    pub(super) const ENERGY: &str = technical!("ratedEnergy");
    pub(super) const POWER: &str = technical!("ratedMaximumPower");
    pub(super) const ORIGINAL_POWER: &str = technical!("originalPowerCapability");
    pub(super) const MIN_VOLTAGE: &str = technical!("minimumVoltage");
    pub(super) const NOMINAL_VOLTAGE: &str = technical!("nominalVoltage");
    pub(super) const MAX_VOLTAGE: &str = technical!("maximumVoltage");
    pub(super) const EFFICIENCY: &str = technical!("roundTripEfficiency");
    pub(super) const EFFICIENCY_HALFWAY: &str =
        technical!("roundTripEfficiencyAt50PercentCycleLife");
    pub(super) const TEMPERATURE_RANGES: [&str; 3] = [
        technical!("voltageTemperatureRange"),
        technical!("powerTemperatureRange"),
        technical!("temperatureRangeIdleState"),
    ];
    pub(super) const REMAINING_CAPACITY: &str =
        condition!("remainingCapacity/remainingCapacityValue");
    pub(super) const REMAINING_ENERGY: &str = condition!("remainingEnergy/remainingEnergyValue");
    pub(super) const MATERIALS: &str = "/materialComposition/batteryMaterials";
    pub(super) const CRITICAL: &str = "/materialComposition/criticalRawMaterials";
    pub(super) const HAZARDS: &str = "/materialComposition/hazardousSubstances";
    pub(super) const RECYCLED: &str = "/circularity/recycledContent";
    pub(super) const LABELS: &str = "/labels/labels";
    pub(super) const FOOTPRINT: &str = "/carbonFootprint/batteryCarbonFootprint";
    pub(super) const FOOTPRINT_STAGES: &str = "/carbonFootprint/carbonFootprintPerLifecycleStage";
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::testing::{complete, now};
    use super::*;

    #[test]
    fn complete_content_of_every_category_has_no_error_and_no_warning() {
        for category in Category::ALL {
            let findings = lint(&complete(category), None, now());
            let loud: Vec<_> = findings
                .iter()
                .filter(|finding| finding.severity != Severity::Note)
                .collect();
            assert!(loud.is_empty(), "{category}: {loud:#?}");
            assert!(findings.is_compliant());
        }
    }

    #[test]
    fn content_that_is_no_object_is_one_error() {
        for content in [json!(null), json!([]), json!("text")] {
            let findings = lint(&content, None, now());
            assert_eq!(findings.iter().count(), 1);
            assert!(!findings.is_compliant());
        }
    }

    #[test]
    fn findings_tell_code_severity_pointer_article_message_and_hint_as_json() {
        let mut content = complete(Category::Ev);
        content["generalProductInformation"]["batteryMass"] = json!("430 kg");
        let findings = serde_json::to_value(lint(&content, None, now())).unwrap();
        assert_eq!(
            findings[0],
            json!({
                "code": "structure.kind",
                "verdict": "schema",
                "severity": "error",
                "attribute": {"title": "Mass", "name": "batteryMass"},
                "pointer": "/generalProductInformation/batteryMass",
                "article": "Annex XIII 1(a); Annex VI part A(5)",
                "message": "Mass: expected a number in kg, found the text \"430 kg\"",
                "hint": "write 430, without quotes and without the unit",
                "replacement": 430
            })
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_value_at_any_place_is_judged_without_a_fall_and_pointed_at(
            row in 0..table().iter().count(), value in crate::json::arbitrary::value()
        ) {
            let row = table().iter().nth(row).unwrap();
            let pointer = row.pointer.replace('*', "0");
            let mut content = complete(Category::Ev);
            if let Some(place) = content.pointer_mut(&pointer) {
                *place = value;
            }
            for finding in lint(&content, None, now()) {
                let place = finding.pointer;
                let there = place.get(&content).is_some();
                let above = place.parent().is_none_or(|above| above.get(&content).is_some());
                prop_assert!(there || above || finding.code.starts_with("requirement."), "{}", place);
            }
        }
    }
}
