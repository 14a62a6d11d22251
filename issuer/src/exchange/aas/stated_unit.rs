//! The units that an environment states in its concept descriptions.

use std::collections::HashMap;

use serde_json::Value;

use super::concept;
use super::walk::items;

/// The units that concept descriptions state, as UCUM.
pub(super) fn stated(environment: &Value) -> HashMap<String, &'static str> {
    let mut units = HashMap::new();
    for (_, concept) in items(environment, "conceptDescriptions") {
        let Some(id) = concept.get("id").and_then(Value::as_str) else {
            continue;
        };
        for (_, specification) in items(concept, "embeddedDataSpecifications") {
            let content = specification.get("dataSpecificationContent");
            let stated = content.and_then(|content| content.get("unit")?.as_str());
            if let Some(unit) = stated.and_then(ucum) {
                units.insert(concept::plain(id), unit);
            }
        }
    }
    units
}

/// Names of units in the aspect models of the field, with or without their URN.
fn ucum(name: &str) -> Option<&'static str> {
    let name = name.rsplit(['#', ':']).next().unwrap_or(name);
    Some(match name {
        "gram" | "g" => "g",
        "kilogram" | "kg" => "kg",
        "tonneMetricTon" | "t" => "t",
        "watt" | "W" => "W",
        "kilowatt" | "kW" => "kW",
        "percent" | "%" => "%",
        "wattHour" | "Wh" => "W.h",
        "kilowattHour" | "kWh" => "kW.h",
        "ampereHour" | "Ah" => "A.h",
        "volt" | "V" => "V",
        "ohm" | "Ohm" => "Ohm",
        "milliohm" | "mOhm" => "mOhm",
        "secondUnitOfTime" | "s" => "s",
        "minuteUnitOfTime" | "min" => "min",
        "hourUnitOfTime" | "h" => "h",
        "year" => "a",
        "month" => "mo",
        _ => return None,
    })
}
