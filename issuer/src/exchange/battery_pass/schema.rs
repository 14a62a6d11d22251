//! What the published schemas of Battery Pass 1.2 have of each attribute, and what they refuse.

use credentials::battery::attributes::{Attribute, Part, table};
use serde_json::Value;

/// Of several names that the field knows, those of the published schemas.
const NAMES: &[&str] = &[
    "/batteryCondition/roundTripEfficiencyat50PerCentCycleLife",
    "/batteryCondition/remainingEnergy/remainingEnergyalue",
    "/batteryCondition/evolutionOfSelfDischarge/evolutionOfSelfDischargeEntityValue",
    "/batteryCondition/currentSelfDischargingRate/currentSelfDischargingRateEntity",
    "/batteryCondition/energyThroughput",
    // Both are required: of the value, and of the entry that has nothing else.
    "/batteryCondition/remainingPowerCapability/*/remainingPowerCapabilityValue/rPCLastUpdated",
    "/batteryCondition/remainingPowerCapability/*/lastUpdate",
];

/// What the schemas do not ask for.
const OPTIONAL: &[&str] = &[
    "absoluteCarbonFootprint",
    "cRate",
    "supplyChainIndices",
    "thirdPartyAssurances",
];

/// The classes of hazard that the schema knows.
const HAZARDS: &[&str] = &[
    "AcuteToxicity",
    "SkinCorrosionOrIrritation",
    "EyeDamageOrIrritation",
];

/// The places of a row's value within its aspect; none where there is none.
pub(super) fn places(row: &'static Attribute) -> Vec<String> {
    let known = table().battery_pass_pointers(row);
    let named: Vec<String> = known
        .iter()
        .filter(|pointer| NAMES.contains(&pointer.as_str()))
        .cloned()
        .collect();
    if named.is_empty() {
        return known.into_iter().take(1).collect();
    }
    named
}

/// The places of an attribute, or of the value in it where that stands bare.
pub(super) fn of_attribute(row: &'static Attribute) -> Vec<String> {
    let own = places(row);
    if own.is_empty() {
        return table().members(row).flat_map(places).collect();
    }
    own
}

/// Why a value that has a name there has no place beside the others.
pub(super) fn without_place(row: &'static Attribute) -> Option<&'static str> {
    row.pointer
        .ends_with("/energyThroughput/lastUpdate")
        .then_some("the schema of Battery Pass 1.2 has a bare number there, without its time")
}

/// Whether the schemas ask for it: every attribute but a few, and the identifiers of operators.
pub(super) fn requires(row: &'static Attribute) -> bool {
    let asked = match row.part {
        Part::Attribute => !OPTIONAL.contains(&row.name()),
        _ => row.pointer.ends_with("Information/identifier"),
    };
    asked && !of_attribute(row).is_empty()
}

/// Why the published schema refuses a value that is right by the law and kept all the same.
pub(super) fn refuses(row: &'static Attribute, value: &Value) -> Option<&'static str> {
    let text = value.as_str();
    match (row.name(), text) {
        ("batteryPassportIdentifier", Some(text)) if !is_short_urn(text) => {
            Some("the schema wants urn:NAME:NAME in small letters and digits")
        }
        ("emailAddress", Some(text))
            if !email(text, |c| c == 'w' || c == '.' || c == '-', false) =>
        {
            Some("the schema's pattern for addresses lacks a backslash: it takes the letter w only")
        }
        ("emailAddressOfSupplier", Some(text)) if !email(text, is_word, true) => {
            Some("the schema takes letters, digits, _, . and - in an address")
        }
        ("warrantyPeriod", Some(text)) if text.starts_with('P') => {
            Some("the schema wants a calendar month such as --06, which ends with 12")
        }
        ("hazardousSubstanceClass", Some(text)) if !HAZARDS.contains(&text) => {
            Some("the schema knows three classes of hazard only")
        }
        ("minimum", None) if row.pointer.contains("/temperatureRangeIdleState/") => Some(
            "the schema has one number there; the law asks for a range, as the published example has",
        ),
        _ => None,
    }
}

/// `^urn:[a-z0-9]+:[a-z0-9]+$`
fn is_short_urn(text: &str) -> bool {
    let steps: Vec<&str> = text.split(':').collect();
    matches!(steps.as_slice(), ["urn", steps @ ..] if steps.len() == 2 && steps.iter().all(|step| {
        !step.is_empty() && step.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    }))
}

/// `^[..]+@[..]+.[A-Za-z]{2,}$`, with any character or a dot before the last part.
fn email(text: &str, allowed: impl Fn(char) -> bool, dot: bool) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let domain: Vec<char> = domain.chars().collect();
    !local.is_empty()
        && local.chars().all(&allowed)
        && (1..domain.len()).any(|at| {
            let (before, after) = (&domain[..at], &domain[at + 1..]);
            before.iter().all(|c| allowed(*c))
                && (!dot || domain[at] == '.')
                && after.len() >= 2
                && after.iter().all(char::is_ascii_alphabetic)
        })
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_held_against_the_patterns_as_they_are_published() {
        let as_published = |text| email(text, |c| matches!(c, 'w' | '.' | '-'), false);
        for (text, fits) in [
            ("ww.w@w-w.example", true),
            ("w@w.de", true),
            ("w@wwde", true),
            ("passport@voltcell.example", false),
            ("w@w.d", false),
            ("w", false),
        ] {
            assert_eq!(as_published(text), fits, "{text}");
        }
        assert!(email("parts@voltcell.example", is_word, true));
        assert!(!email("parts+eu@voltcell.example", is_word, true));
        assert!(
            is_short_urn("urn:bmwk:123") && !is_short_urn("urn:a:b:c") && !is_short_urn("urn:A:b")
        );
    }
}
