//! What an event says beside measured values: one short list for each kind.

use serde_json::{Map, Value};

use super::error::EventError;
use super::kind::EventKind;
use crate::battery::attributes::Bounds;
use crate::battery::recycling::Masses;
use crate::json::JsonPointer;

/// One member that an event of some kind may have.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Detail {
    /// The member's name.
    pub name: &'static str,
    /// What it says, for people.
    pub title: &'static str,
    /// What its value looks like.
    pub shape: Shape,
    /// The event says nothing without it.
    pub required: bool,
}

/// What a value looks like.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shape {
    /// Some words.
    Text,
    /// A list of texts.
    Texts,
    /// An ISO 3166-1 alpha-2 country code.
    Country,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A share of 100 %, within these bounds.
    Percent(Bounds),
    /// A mass, kg.
    Mass,
    /// Masses by material, kg.
    Masses,
}

impl EventKind {
    /// What an event of this kind may say beside measured values.
    pub const fn details(self) -> &'static [Detail] {
        match self {
            Self::Manufactured => {
                const {
                    &[
                        optional("facility", "facility", Shape::Text),
                        optional("batch", "batch", Shape::Text),
                    ]
                }
            }
            Self::PlacedOnMarket => {
                const { &[optional("country", "country of the market", Shape::Country)] }
            }
            Self::PutIntoService => const { &[optional("application", "use", Shape::Text)] },
            Self::StateOfHealth => {
                const { &[optional("method", "how it was measured", Shape::Text)] }
            }
            Self::Maintenance => {
                const {
                    &[
                        required("work", "what was done", Shape::Text),
                        optional("replacedParts", "part numbers", Shape::Texts),
                        optional(
                            "remedies",
                            "ids of the recalls that this answers",
                            Shape::Texts,
                        ),
                    ]
                }
            }
            Self::Incident => {
                const {
                    &[optional(
                        "severity",
                        "severity",
                        Shape::OneOf(&["minor", "serious", "critical"]),
                    )]
                }
            }
            Self::PreparedForReuse => {
                const { &[optional("evaluation", "test record, Art. 73", Shape::Text)] }
            }
            Self::Repurposed => {
                const {
                    &[
                        optional("application", "new purpose", Shape::Text),
                        optional("evaluation", "test record, Art. 73", Shape::Text),
                    ]
                }
            }
            // Art. 3(1)(32) says what remanufacturing is; less than that is a repair.
            Self::Remanufactured => {
                const {
                    &[
                        required(
                            "restoredCapacity",
                            "capacity in % of the original rated capacity, at least 90 (Art. 3(1)(32))",
                            Shape::Percent(Bounds {
                                min: 90.0,
                                max: 150.0,
                            }),
                        ),
                        required(
                            "cellStateOfHealthSpread",
                            "greatest difference of state of health between cells in %, at most 3 (Art. 3(1)(32))",
                            Shape::Percent(Bounds { min: 0.0, max: 3.0 }),
                        ),
                    ]
                }
            }
            Self::Recall => {
                const {
                    &[
                        required("reason", "why it is called back", Shape::Text),
                        optional("measure", "what holders should do", Shape::Text),
                    ]
                }
            }
            Self::BecameWaste => const { &[optional("reason", "why", Shape::Text)] },
            Self::Recycled => {
                const {
                    &[
                        optional("facility", "facility", Shape::Text),
                        optional("process", "how it was recycled", Shape::Text),
                        optional(
                            "inputMass",
                            "mass of the battery as it went in, kg",
                            Shape::Mass,
                        ),
                        optional("recoveredMasses", "recovered materials, kg", Shape::Masses),
                        optional(
                            "containedMasses",
                            "materials that it was found to hold, kg",
                            Shape::Masses,
                        ),
                    ]
                }
            }
        }
    }

    /// The detail of that name.
    pub(super) fn detail(self, name: &str) -> Option<&'static Detail> {
        self.details().iter().find(|detail| detail.name == name)
    }
}

/// Refuses details that lack something required or are not what they should be.
pub(super) fn check(
    kind: EventKind,
    details: &Map<String, Value>,
    at: &JsonPointer,
) -> Result<(), EventError> {
    for detail in kind.details() {
        let at = at.child(detail.name);
        match details.get(detail.name) {
            Some(value) => detail.check(value, at)?,
            None if detail.required => {
                return Err(EventError::Missing {
                    at,
                    expected: detail.title.to_owned(),
                });
            }
            None => {}
        }
    }
    balance(details, at)
}

impl Detail {
    fn check(&self, value: &Value, at: JsonPointer) -> Result<(), EventError> {
        let expected = match (self.shape, value) {
            (Shape::Text, Value::String(text)) if !text.trim().is_empty() => return Ok(()),
            (Shape::Text, _) => "some words".to_owned(),
            (Shape::Texts, Value::Array(texts)) if texts.iter().all(Value::is_string) => {
                return Ok(());
            }
            (Shape::Texts, _) => "a list of texts".to_owned(),
            (Shape::Country, Value::String(code))
                if code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase()) =>
            {
                return Ok(());
            }
            (Shape::Country, _) => "a country code such as DE".to_owned(),
            (Shape::OneOf(words), Value::String(word)) if words.contains(&word.as_str()) => {
                return Ok(());
            }
            (Shape::OneOf(words), _) => format!("one of {}", words.join(", ")),
            (Shape::Percent(bounds), Value::Number(number)) => {
                return percent(number.as_f64().unwrap_or(f64::NAN), bounds, at);
            }
            (Shape::Percent(_), _) => "a number, in %".to_owned(),
            (Shape::Mass, Value::Number(number)) if is_kilograms(number.as_f64()) => return Ok(()),
            (Shape::Mass, _) => "a mass in kg, above zero".to_owned(),
            (Shape::Masses, Value::Array(masses)) if masses.iter().all(is_mass) => return Ok(()),
            (Shape::Masses, _) => {
                "a list of {\"material\", \"mass\"}, the mass in kg and above zero".to_owned()
            }
        };
        Err(EventError::malformed(at, expected, value))
    }
}

fn percent(found: f64, bounds: Bounds, at: JsonPointer) -> Result<(), EventError> {
    if bounds.contains(found) {
        return Ok(());
    }
    // 0.92 for 92 %: bounds that start above one leave no doubt.
    if bounds.min > 1.0 && 0.0 < found && found <= 1.0 {
        return Err(EventError::Fraction { at, found });
    }
    Err(EventError::OutOfRange {
        at,
        found,
        bounds,
        unit: "%",
    })
}

fn is_mass(value: &Value) -> bool {
    let known = value.as_object().is_some_and(|members| {
        members
            .keys()
            .all(|name| ["material", "mass"].contains(&name.as_str()))
    });
    let mass = value.get("mass").and_then(Value::as_f64);
    known && value["material"].is_string() && is_kilograms(mass)
}

fn is_kilograms(mass: Option<f64>) -> bool {
    mass.is_some_and(|kg| 0.0 < kg && kg < 100_000.0)
}

/// No more comes out of a battery than went in: masses count what was in it, without what the process adds.
fn balance(details: &Map<String, Value>, at: &JsonPointer) -> Result<(), EventError> {
    let masses = Masses::read(details);
    let recovered = masses.total();
    match masses.input {
        // Sums of decimal fractions differ in the last digit.
        Some(input) if recovered > input * (1.0 + 1e-9) => Err(EventError::RecoveredMore {
            at: at.child("recoveredMasses"),
            recovered,
            input,
        }),
        _ => Ok(()),
    }
}

const fn optional(name: &'static str, title: &'static str, shape: Shape) -> Detail {
    Detail {
        name,
        title,
        shape,
        required: false,
    }
}

const fn required(name: &'static str, title: &'static str, shape: Shape) -> Detail {
    Detail {
        required: true,
        ..optional(name, title, shape)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::problem::Coded;

    #[test]
    fn details_that_are_not_what_they_should_be_are_refused() {
        for (kind, details, code) in [
            (EventKind::Maintenance, json!({}), "event.member_missing"),
            (
                EventKind::Maintenance,
                json!({"work": " "}),
                "event.member_malformed",
            ),
            (
                EventKind::Maintenance,
                json!({"work": "x", "replacedParts": [1]}),
                "event.member_malformed",
            ),
            (
                EventKind::PlacedOnMarket,
                json!({"country": "Germany"}),
                "event.member_malformed",
            ),
            (
                EventKind::Incident,
                json!({"severity": "bad"}),
                "event.member_malformed",
            ),
            (
                EventKind::Recall,
                json!({"measure": "park outside"}),
                "event.member_missing",
            ),
            (
                EventKind::Recycled,
                json!({"recoveredMasses": [{"material": "Co", "mass": 0}]}),
                "event.member_malformed",
            ),
            (
                EventKind::Recycled,
                json!({"recoveredMasses": [{"material": "Co", "mass": 3, "unit": "t"}]}),
                "event.member_malformed",
            ),
            (
                EventKind::Recycled,
                json!({"inputMass": "430 kg"}),
                "event.member_malformed",
            ),
            (
                EventKind::Recycled,
                json!({"inputMass": 0}),
                "event.member_malformed",
            ),
            (
                EventKind::Recycled,
                json!({"inputMass": 10, "recoveredMasses": [
                    {"material": "Co", "mass": 6}, {"material": "Ni", "mass": 4.1}]}),
                "event.recovered_more_than_input",
            ),
        ] {
            let error =
                check(kind, details.as_object().unwrap(), &JsonPointer::root()).unwrap_err();
            assert_eq!(error.code(), code, "{kind} {details}");
            assert!(
                error.pointer().unwrap().starts_with('/'),
                "{kind} {details}"
            );
        }
    }

    #[test]
    fn a_certificate_of_all_that_went_in_is_just_possible() {
        let details = json!({"inputMass": 0.3, "process": "hydrometallurgical",
            "recoveredMasses": [{"material": "Co", "mass": 0.1}, {"material": "Ni", "mass": 0.2}]});
        let root = JsonPointer::root();
        assert_eq!(
            check(EventKind::Recycled, details.as_object().unwrap(), &root),
            Ok(())
        );
    }

    #[test]
    fn a_rebuilt_battery_below_90_percent_is_not_remanufactured() {
        let details = |capacity: f64, spread: f64| {
            let details = json!({"restoredCapacity": capacity, "cellStateOfHealthSpread": spread});
            let details = details.as_object().unwrap().clone();
            check(EventKind::Remanufactured, &details, &JsonPointer::root())
        };
        assert_eq!(details(96.0, 2.1), Ok(()));
        let error = details(88.0, 2.1).unwrap_err();
        assert_eq!(error.code(), "event.out_of_range");
        assert_eq!(error.pointer().unwrap(), "/restoredCapacity");
        assert_eq!(details(96.0, 4.0).unwrap_err().code(), "event.out_of_range");
        assert_eq!(
            details(0.96, 2.1).unwrap_err().code(),
            "event.fraction_for_percent"
        );
    }
}
