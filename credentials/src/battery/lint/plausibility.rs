//! Are quantities in their units when held against each other? Ah for kWh, kW for W, g for kg.

use serde_json::Value;

use super::finding::{Finding, Findings};
use super::places::{
    CAPACITY, ENERGY, MASS, MATERIALS, NOMINAL_VOLTAGE, ORIGINAL_POWER, POWER, REMAINING_CAPACITY,
    REMAINING_ENERGY,
};
use super::{elements, number, plain};
use crate::battery::attributes::table;

/// Nominal values are rounded, and rated energy is measured under load: this far apart is ordinary.
const TOLERANCE: f64 = 0.2;
/// Beyond this factor one of the values is wrong.
const WRONG: f64 = 2.0;
/// Energy per mass of complete batteries, Wh/kg: lead-acid to the best of today, with margin.
const SPECIFIC_ENERGY: std::ops::RangeInclusive<f64> = 10.0..=500.0;
/// Power per energy, W/Wh.
const POWER_RATIO: std::ops::RangeInclusive<f64> = 0.05..=100.0;

pub(super) fn check(subject: &Value, findings: &mut Findings) {
    energy(subject, findings);
    remaining(subject, findings);
    power(subject, findings);
    mass(subject, findings);
    materials(subject, findings);
}

/// Capacity times voltage is energy.
fn energy(subject: &Value, findings: &mut Findings) {
    let (Some(capacity), Some(voltage), Some(energy)) = (
        positive(subject, CAPACITY),
        positive(subject, NOMINAL_VOLTAGE),
        positive(subject, ENERGY),
    ) else {
        return;
    };
    let product = capacity * voltage / 1000.0;
    if near(product, energy, TOLERANCE) {
        return;
    }
    let ampere_hours = short(energy * 1000.0 / voltage);
    let finding = if near(capacity, energy, TOLERANCE) {
        error(
            CAPACITY,
            format!("rated capacity {capacity} Ah and rated energy {energy} kWh are the same quantity twice"),
        )
        .hint(format!("{energy} kWh at {voltage} V is {ampere_hours} Ah; {capacity} Ah is {} kWh", short(product)))
        .replace(plain(ampere_hours))
    } else if near(product * 1000.0, energy, TOLERANCE) {
        error(
            ENERGY,
            format!("rated energy {energy} kWh is in Wh: {capacity} Ah at {voltage} V"),
        )
        .replace(plain(short(energy / 1000.0)))
    } else if near(product, energy * 1000.0, TOLERANCE) {
        error(
            CAPACITY,
            format!("rated capacity {capacity} Ah is in mAh: {energy} kWh at {voltage} V"),
        )
        .replace(plain(short(capacity / 1000.0)))
    } else {
        let message = format!(
            "{capacity} Ah at {voltage} V is {} kWh, but the rated energy is {energy} kWh",
            short(product)
        );
        let apart = (product / energy).max(energy / product);
        if apart > WRONG {
            error(ENERGY, message)
        } else {
            Finding::warning("unit.mismatch", ENERGY, message)
        }
        .hint("check ratedCapacity (Ah), nominalVoltage (V) and ratedEnergy (kWh) of the whole battery")
    };
    findings.push(finding.article("Annex XIII 1(g) and (h), Annex VI part A(6)"));
}

/// No battery has much more left than it had; Battery Pass 1.2 states remaining capacity in kWh.
fn remaining(subject: &Value, findings: &mut Findings) {
    let rated_energy = positive(subject, ENERGY);
    if let (Some(left), Some(rated)) = (
        positive(subject, REMAINING_CAPACITY),
        positive(subject, CAPACITY),
    ) {
        let voltage = positive(subject, NOMINAL_VOLTAGE);
        let as_energy = rated_energy.is_some_and(|energy| left <= energy && left >= energy * 0.5);
        if left > rated * (1.0 + TOLERANCE) {
            findings.push(exceeds(REMAINING_CAPACITY, left, rated, "Ah"));
        } else if as_energy
            && left < rated * 0.3
            && let Some(voltage) = voltage
        {
            findings.push(
                error(
                    REMAINING_CAPACITY,
                    format!("remaining capacity {left} Ah looks like kWh: rated are {rated} Ah"),
                )
                .hint(format!(
                    "{left} kWh at {voltage} V is {} Ah",
                    short(left * 1000.0 / voltage)
                ))
                .replace(plain(short(left * 1000.0 / voltage)))
                .article("Annex VII part A"),
            );
        }
    }
    if let (Some(left), Some(rated)) = (positive(subject, REMAINING_ENERGY), rated_energy)
        && left > rated * (1.0 + TOLERANCE)
    {
        findings.push(exceeds(REMAINING_ENERGY, left, rated, "kWh"));
    }
}

fn exceeds(pointer: &str, left: f64, rated: f64, unit: &str) -> Finding {
    error(
        pointer,
        format!("{left} {unit} remain of the {rated} {unit} it was rated at"),
    )
    .article("Annex VII part A")
    .hint(format!("check the value, and that it is in {unit}"))
}

/// Watts against watt-hours: a thousandth of what is usual is kilowatts.
fn power(subject: &Value, findings: &mut Findings) {
    let Some(energy) = positive(subject, ENERGY) else {
        return;
    };
    let original = elements(subject, ORIGINAL_POWER).filter_map(|(pointer, entry)| {
        let watts = entry.get("powerCapabilityAt")?.as_f64()?;
        Some((format!("{pointer}/powerCapabilityAt"), watts))
    });
    let rated = number(subject, POWER).map(|watts| (POWER.to_owned(), watts));
    for (pointer, watts) in rated.into_iter().chain(original) {
        let ratio = watts / (energy * 1000.0);
        if watts <= 0.0 || POWER_RATIO.contains(&ratio) {
            continue;
        }
        let message = format!(
            "{watts} W is {} W for each Wh of {energy} kWh",
            short(ratio)
        );
        let finding = if POWER_RATIO.contains(&(ratio * 1000.0)) {
            error(&pointer, format!("{message}: this looks like kW"))
                .replace(plain(short(watts * 1000.0)))
        } else {
            Finding::warning("unit.mismatch", &pointer, message).hint("check that it is in W")
        };
        findings.push(finding.article("Annex XIII 1(i)"));
    }
}

/// Energy against mass: a thousand times off is grams or tonnes.
fn mass(subject: &Value, findings: &mut Findings) {
    let (Some(energy), Some(mass)) = (positive(subject, ENERGY), positive(subject, MASS)) else {
        return;
    };
    let specific = energy * 1000.0 / mass;
    if SPECIFIC_ENERGY.contains(&specific) {
        return;
    }
    let message = format!("{energy} kWh in {mass} kg is {} Wh/kg", short(specific));
    let finding = if SPECIFIC_ENERGY.contains(&(specific * 1000.0)) {
        error(MASS, format!("{message}: the mass looks like g"))
            .replace(plain(short(mass / 1000.0)))
    } else if SPECIFIC_ENERGY.contains(&(specific / 1000.0)) {
        error(
            MASS,
            format!("{message}: the mass looks like t, or the energy like Wh"),
        )
    } else {
        Finding::warning("unit.mismatch", MASS, message)
            .hint("check batteryMass (kg) and ratedEnergy (kWh)")
    };
    findings.push(finding.article("Annex VI part A(5) and (6)"));
}

/// The parts weigh no more than the whole.
fn materials(subject: &Value, findings: &mut Findings) {
    let Some(mass) = positive(subject, MASS) else {
        return;
    };
    let grams: f64 = elements(subject, MATERIALS)
        .filter_map(|(_, material)| material.get("batteryMaterialMass")?.as_f64())
        .sum();
    if grams > mass * 1000.0 * 1.01 {
        findings.push(
            Finding::error(
                "consistency.material_masses",
                MATERIALS,
                format!(
                    "the materials weigh {} kg, the battery {mass} kg",
                    short(grams / 1000.0)
                ),
            )
            .article("Annex XIII 2(a)")
            .hint("batteryMaterialMass is in g, batteryMass in kg"),
        );
    } else if grams > 0.0 && grams < mass {
        findings.push(
            Finding::warning(
                "unit.mismatch",
                MATERIALS,
                format!(
                    "the materials weigh {grams} g in a battery of {mass} kg: this looks like kg"
                ),
            )
            .article("Annex XIII 2(a)")
            .hint("batteryMaterialMass is in g"),
        );
    }
}

fn error(pointer: &str, message: String) -> Finding {
    Finding::error("unit.mismatch", pointer, message)
}

/// A number above zero that can be in its unit at all: what is impossible is told by `ranges`.
fn positive(subject: &Value, pointer: &str) -> Option<f64> {
    let value = number(subject, pointer).filter(|value| *value > 0.0)?;
    let range = table().at(pointer).and_then(|row| row.range);
    range
        .is_none_or(|range| range.contains(value))
        .then_some(value)
}

fn near(value: f64, other: f64, tolerance: f64) -> bool {
    (value - other).abs() <= tolerance * other
}

/// Four significant digits.
fn short(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let scale = 10f64.powf(3.0 - value.abs().log10().floor());
    let rounded = (value * scale).round() / scale;
    if rounded.is_finite() { rounded } else { value }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::Severity;
    use super::super::testing::{complete, linted, with};
    use super::*;
    use crate::battery::category::Category;

    fn found(pointer: &str, place: &str, value: Value) -> Vec<(&'static str, Severity)> {
        linted(&with(Category::Ev, place, value), None)
            .iter()
            .filter(|finding| finding.pointer.to_string() == pointer)
            .map(|finding| (finding.code, finding.severity))
            .collect()
    }

    const MISMATCH: (&str, Severity) = ("unit.mismatch", Severity::Error);

    #[test]
    fn kilowatt_hours_in_the_place_of_ampere_hours_are_refused_with_the_right_figure() {
        let content = with(Category::Ev, CAPACITY, json!(77));
        let findings = linted(&content, None);
        let finding = findings.errors().next().unwrap();
        assert_eq!(
            (finding.code, finding.pointer.to_string().as_str()),
            ("unit.mismatch", CAPACITY)
        );
        assert!(
            finding.hint.as_deref().unwrap().contains("Ah"),
            "{finding:?}"
        );
        assert_eq!(found(CAPACITY, ENERGY, json!(217)), [MISMATCH]);
    }

    #[test]
    fn a_thousand_times_too_much_is_another_unit() {
        assert!(found(ENERGY, ENERGY, json!(77_000)).contains(&MISMATCH));
        assert!(found(POWER, POWER, json!(150)).contains(&MISMATCH));
        // A bicycle battery of 3.4 kg; a traction pack in g is beyond the range already.
        let findings = linted(&with(Category::Lmt, MASS, json!(3_400)), None);
        assert_eq!(
            findings.errors().next().unwrap().hint.as_deref(),
            Some("write 3.4")
        );
        let first = format!("{ORIGINAL_POWER}/0/powerCapabilityAt");
        assert!(found(&first, &first, json!(150)).contains(&MISMATCH));
    }

    #[test]
    fn a_remaining_capacity_in_kilowatt_hours_is_refused() {
        let content = with(
            Category::Ev,
            "/performanceAndDurability/batteryCondition/remainingCapacity",
            json!({"remainingCapacityValue": 60, "lastUpdate": "2027-05-31T06:00:00Z"}),
        );
        let findings = linted(&content, None);
        let finding = findings.errors().next().unwrap();
        assert_eq!(finding.pointer.to_string(), REMAINING_CAPACITY);
        assert_eq!(finding.code, "unit.mismatch");
    }

    #[test]
    fn nothing_remains_that_was_never_there() {
        assert_eq!(
            found(REMAINING_ENERGY, REMAINING_ENERGY, json!(100)),
            [MISMATCH]
        );
    }

    #[test]
    fn parts_heavier_than_the_whole_are_refused_and_far_lighter_ones_questioned() {
        let mut content = complete(Category::Ev);
        let list = content
            .pointer_mut(MATERIALS)
            .unwrap()
            .as_array_mut()
            .unwrap();
        list[0]["batteryMaterialMass"] = json!(10_000_000);
        let findings = linted(&content, None);
        assert!(
            findings
                .errors()
                .any(|finding| finding.code == "consistency.material_masses")
        );
        let list = content
            .pointer_mut(MATERIALS)
            .unwrap()
            .as_array_mut()
            .unwrap();
        list.truncate(1);
        list[0]["batteryMaterialMass"] = json!(54.2);
        let findings = linted(&content, None);
        assert!(findings.iter().any(|finding| {
            finding.code == "unit.mismatch" && finding.pointer.to_string() == MATERIALS
        }));
    }

    #[test]
    fn values_that_cannot_be_at_all_make_no_second_finding() {
        let findings = linted(&with(Category::Ev, ENERGY, json!(1.1e38)), None);
        assert!(
            findings
                .iter()
                .all(|finding| finding.code != "unit.mismatch")
        );
    }

    #[test]
    fn figures_are_told_with_four_digits() {
        assert_eq!(short(216.901_408), 216.9);
        assert_eq!(short(0.001_948_05), 0.001_948);
        assert_eq!(short(0.0), 0.0);
        assert_eq!(short(1.5e308), 1.5e308);
    }
}
