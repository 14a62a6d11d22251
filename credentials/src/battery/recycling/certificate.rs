//! What a recycler certifies of one battery.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::metal::Metal;
use crate::battery::event::{Event, EventKind};
use crate::did::Did;

/// The event `Recycled`, read as a certificate: which battery came in, what came out. Masses are in kg.
#[derive(Debug, Clone, PartialEq)]
pub struct Certificate {
    /// Id of the event's credential.
    pub id: String,
    /// Who recycled the battery; whether as a recycler, trust lists say.
    pub recycler: Did,
    /// The recycler's name, where it gives one.
    pub recycler_name: Option<String>,
    /// When.
    pub at: Timestamp,
    /// Where.
    pub facility: Option<String>,
    /// How.
    pub process: Option<String>,
    /// What went in.
    pub masses: Masses,
}

/// Masses in and out, in kg.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Masses {
    /// Mass of the battery as it went in.
    pub input: Option<f64>,
    /// What came out, by material as the recycler names it, in its order.
    pub recovered: Vec<(String, f64)>,
    /// What the recycler found in it.
    pub contained: Vec<(String, f64)>,
}

impl Certificate {
    /// The certificate that an event is; nothing where it is of another kind.
    pub fn of(event: &Event) -> Option<Self> {
        if event.kind != EventKind::Recycled {
            return None;
        }
        let text = |name: &str| Some(event.details.get(name)?.as_str()?.to_owned());
        Some(Self {
            id: event.statement.id.clone(),
            recycler: event.statement.issuer.clone(),
            recycler_name: event.statement.issuer_name.clone(),
            at: event.time,
            facility: text("facility"),
            process: text("process"),
            masses: Masses::read(&event.details),
        })
    }
}

impl Masses {
    /// The masses among an event's details.
    pub fn read(details: &Map<String, Value>) -> Self {
        let list = |name: &str| -> Vec<(String, f64)> {
            let items = details.get(name).and_then(Value::as_array);
            let pair = |item: &Value| {
                let material = item.get("material")?.as_str()?;
                Some((material.to_owned(), item.get("mass")?.as_f64()?))
            };
            items.into_iter().flatten().filter_map(pair).collect()
        };
        Self {
            input: details.get("inputMass").and_then(Value::as_f64),
            recovered: list("recoveredMasses"),
            contained: list("containedMasses"),
        }
    }

    /// All that was recovered, in kg.
    pub fn total(&self) -> f64 {
        self.recovered.iter().map(|(_, mass)| mass).sum()
    }

    /// The share of the input that was recovered, in per cent: the recycling efficiency of Annex XII part B.
    pub fn efficiency(&self) -> Option<f64> {
        Some(100.0 * self.total() / self.input?)
    }

    /// How many kg of a metal were recovered; zero where it is not named.
    pub fn recovered_of(&self, metal: Metal) -> f64 {
        sum_of(&self.recovered, metal).unwrap_or(0.0)
    }

    /// How many kg of a metal the recycler found in the battery; nothing where it does not say.
    pub fn contained_of(&self, metal: Metal) -> Option<f64> {
        sum_of(&self.contained, metal)
    }
}

fn sum_of(masses: &[(String, f64)], metal: Metal) -> Option<f64> {
    let of_it = masses
        .iter()
        .filter(|(material, _)| Metal::named(material) == Some(metal));
    of_it.map(|(_, mass)| *mass).reduce(|sum, mass| sum + mass)
}

/// What a passport says the battery holds of each metal as the element, in kg. What it has in compounds, or withholds,
/// is not counted.
pub fn contained(passport_subject: &Value) -> BTreeMap<Metal, f64> {
    let materials = passport_subject.pointer("/materialComposition/batteryMaterials");
    let mut masses = BTreeMap::new();
    for material in materials.and_then(Value::as_array).into_iter().flatten() {
        let text = |name: &str| {
            material
                .get(name)
                .and_then(Value::as_str)
                .and_then(Metal::named)
        };
        let metal = text("batteryMaterialIdentifier").or_else(|| text("batteryMaterialName"));
        let grams = material.get("batteryMaterialMass").and_then(Value::as_f64);
        if let (Some(metal), Some(grams)) = (metal, grams) {
            *masses.entry(metal).or_insert(0.0) += grams / 1000.0;
        }
    }
    masses
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn masses_of_one_metal_add_up_whatever_it_is_called() {
        let details = json!({
            "inputMass": 400,
            "recoveredMasses": [
                {"material": "Nickel", "mass": 30}, {"material": "Ni", "mass": 10.5},
                {"material": "aluminium", "mass": 80},
            ],
        });
        let masses = Masses::read(details.as_object().unwrap());
        assert_eq!(masses.recovered_of(Metal::Nickel), 40.5);
        assert_eq!(masses.recovered_of(Metal::Cobalt), 0.0);
        assert_eq!(masses.contained_of(Metal::Nickel), None);
        assert_eq!(masses.efficiency(), Some(30.125));
    }

    #[test]
    fn a_passport_tells_grams_and_only_elements_count() {
        let subject = json!({"materialComposition": {"batteryMaterials": [
            {"batteryMaterialIdentifier": "7440-02-0", "batteryMaterialName": "Nickel", "batteryMaterialMass": 50_100},
            {"batteryMaterialIdentifier": "7440-02-0", "batteryMaterialName": "Ni in tabs", "batteryMaterialMass": 400},
            {"batteryMaterialIdentifier": "554-13-2", "batteryMaterialName": "Lithium carbonate", "batteryMaterialMass": 9},
        ]}});
        assert_eq!(contained(&subject), BTreeMap::from([(Metal::Nickel, 50.5)]));
        assert!(contained(&json!({})).is_empty());
    }
}
