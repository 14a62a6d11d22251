//! Units in which Battery Pass and IDTA 02035 differ from the law, in both directions: by a factor, or by a rating of the
//! battery (its nominal voltage, its power limit).

use super::convert::{figure, tidy};
use super::units::Unit;

/// What becomes of a number.
#[derive(Debug, PartialEq)]
pub(super) enum Converted {
    Same,
    Into {
        value: f64,
        note: Option<String>,
    },
    /// In our unit already, whatever the template says; and why.
    Already(String),
}

const NOMINAL_VOLTAGE: &str = "/performanceAndDurability/batteryTechnicalProperties/nominalVoltage";
pub(super) const POWER: &str =
    "/performanceAndDurability/batteryTechnicalProperties/ratedMaximumPower";

/// Whether a value is converted by another one of the passport.
pub(super) fn by_another(theirs: Option<&str>, to: &str) -> bool {
    (theirs == Some("%") && to.ends_with("/powerCapabilityAt"))
        || (theirs == Some("kW.h") && to.ends_with("/remainingCapacityValue"))
}

/// A number of `theirs` in `ours`; `usual` is the unit of the template, `known` the other numbers of the passport.
pub(super) fn into_ours(
    number: f64,
    theirs: &str,
    usual: Option<&str>,
    ours: &str,
    known: &dyn Fn(&str) -> Option<f64>,
) -> Result<Converted, String> {
    if theirs == ours {
        return Ok(Converted::Same);
    }
    let into = |value: f64, note: Option<String>| Converted::Into {
        value: tidy(value),
        note,
    };
    Ok(match (theirs, ours) {
        // The concept descriptions leave the month out.
        ("%", "%/mo") => Converted::Same,
        ("kW.h", "A.h") => {
            let voltage = above_zero(known, NOMINAL_VOLTAGE)
                .ok_or("kWh become Ah by the nominal voltage, and none above zero is stated")?;
            let note = format!("at the nominal voltage of {voltage} V");
            into(number * 1000.0 / voltage, Some(note))
        }
        ("%", "W") if (0.0..=100.0).contains(&number) => {
            let power = above_zero(known, POWER)
                .ok_or("per cent become W by the power limit, and none above zero is stated")?;
            let note = format!("of the power limit of {power} W");
            into(number * power / 100.0, Some(note))
        }
        ("%", "W") => Converted::Already(format!(
            "{} is no share of 100 %, so it is taken for W already",
            figure(number)
        )),
        // No battery needs a day to give its energy at its highest power.
        ("%", "W/W.h") if 0.0 < number && number < 5.0 => Converted::Already(format!(
            "{0} % would be a battery that is empty in {1} hours at the least: taken for W/Wh already",
            figure(number),
            figure((100.0 / number).round())
        )),
        ("%", "W/W.h") => into(number / 100.0, None),
        _ => match convert(number, theirs, ours) {
            Some(value) => into(value, None),
            // What the file states cannot be: the template's unit is meant.
            None if usual.is_some_and(|usual| usual != theirs) => {
                return into_ours(number, usual.unwrap_or(ours), None, ours, known);
            }
            None => return Err(format!("no rule leads from {theirs} to {ours}")),
        },
    })
}

/// A number of `ours` in `theirs`, such that it reads back the same, and by what it was converted.
pub(super) fn into_theirs(
    number: f64,
    theirs: &str,
    ours: &str,
    known: &dyn Fn(&str) -> Option<f64>,
) -> Result<(f64, Option<String>), String> {
    let mut note = None;
    let value = match (theirs, ours) {
        _ if theirs == ours => number,
        ("%", "%/mo") => number,
        ("kW.h", "A.h") => {
            let voltage = above_zero(known, NOMINAL_VOLTAGE)
                .ok_or("Ah become kWh by the nominal voltage, and none above zero is stated")?;
            note = Some(format!("at the nominal voltage of {voltage} V"));
            number * voltage / 1000.0
        }
        ("%", "W") => {
            let power = above_zero(known, POWER)
                .ok_or("W become per cent by the power limit, and none above zero is stated")?;
            note = Some(format!("of the power limit of {power} W"));
            number / power * 100.0
        }
        ("%", "W/W.h") => number * 100.0,
        _ => convert(number, ours, theirs)
            .ok_or_else(|| format!("no rule leads from {ours} to {theirs}"))?,
    };
    let read_back = |value: f64| match into_ours(value, theirs, None, ours, known) {
        Ok(Converted::Same | Converted::Already(_)) => Some(value),
        Ok(Converted::Into { value, .. }) => Some(value),
        Err(_) => None,
    };
    [tidy(value), value]
        .into_iter()
        .find(|value| value.is_finite() && read_back(*value) == Some(number))
        .map(|value| (value, note))
        .ok_or_else(|| format!("{} {ours} cannot be told in {theirs}", figure(number)))
}

fn above_zero(known: &dyn Fn(&str) -> Option<f64>, pointer: &str) -> Option<f64> {
    known(pointer).filter(|number| *number > 0.0)
}

fn convert(number: f64, from: &str, into: &str) -> Option<f64> {
    Unit::parse(from)?.convert(number, Unit::parse(into)?)
}
