//! Units in which IDTA 02035 differs from the law, in both directions.

use crate::exchange::convert::{figure, tidy};

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
const POWER: &str = "/performanceAndDurability/batteryTechnicalProperties/ratedMaximumPower";

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
        ("%", "W/W.h") if number < 5.0 => Converted::Already(format!(
            "{0} % would be a battery that is empty in {1} hours at the least: taken for W/Wh already",
            figure(number),
            figure((100.0 / number).round())
        )),
        ("%", "W/W.h") => into(number / 100.0, None),
        _ => match factor(theirs, ours) {
            Some(factor) => into(number * factor, None),
            // What the file states cannot be: the template's unit is meant.
            None if usual.is_some_and(|usual| usual != theirs) => {
                return into_ours(number, usual.unwrap_or(ours), None, ours, known);
            }
            None => return Err(format!("no rule leads from {theirs} to {ours}")),
        },
    })
}

/// A number of `ours` in `theirs`, such that it reads back the same.
pub(super) fn into_theirs(
    number: f64,
    theirs: &str,
    ours: &str,
    known: &dyn Fn(&str) -> Option<f64>,
) -> Result<f64, String> {
    let value = match (theirs, ours) {
        _ if theirs == ours => number,
        ("%", "%/mo") => number,
        ("kW.h", "A.h") => {
            let voltage = above_zero(known, NOMINAL_VOLTAGE)
                .ok_or("Ah become kWh by the nominal voltage, and none above zero is stated")?;
            number * voltage / 1000.0
        }
        ("%", "W") => {
            let power = above_zero(known, POWER)
                .ok_or("W become per cent by the power limit, and none above zero is stated")?;
            number / power * 100.0
        }
        ("%", "W/W.h") => number * 100.0,
        _ => {
            number
                * factor(ours, theirs)
                    .ok_or_else(|| format!("no rule leads from {ours} to {theirs}"))?
        }
    };
    let read_back = |value: f64| match into_ours(value, theirs, None, ours, known) {
        Ok(Converted::Same | Converted::Already(_)) => Some(value),
        Ok(Converted::Into { value, .. }) => Some(value),
        Err(_) => None,
    };
    [tidy(value), value]
        .into_iter()
        .find(|value| value.is_finite() && read_back(*value) == Some(number))
        .ok_or_else(|| format!("{} {ours} cannot be told in {theirs}", figure(number)))
}

fn above_zero(known: &dyn Fn(&str) -> Option<f64>, pointer: &str) -> Option<f64> {
    known(pointer).filter(|number| *number > 0.0)
}

fn factor(from: &str, into: &str) -> Option<f64> {
    let (dimension, from) = size(from)?;
    let (other, into) = size(into)?;
    (dimension == other).then(|| from / into)
}

fn size(unit: &str) -> Option<(&'static str, f64)> {
    Some(match unit {
        "g" => ("mass", 1.0),
        "kg" => ("mass", 1e3),
        "t" => ("mass", 1e6),
        "W" => ("power", 1.0),
        "kW" => ("power", 1e3),
        "W.h" => ("energy", 1.0),
        "kW.h" => ("energy", 1e3),
        "Ohm" => ("resistance", 1e3),
        "mOhm" => ("resistance", 1.0),
        "s" => ("time", 1.0),
        "min" => ("time", 60.0),
        "h" => ("time", 3600.0),
        "mo" => ("age", 1.0),
        "a" => ("age", 12.0),
        _ => return None,
    })
}
