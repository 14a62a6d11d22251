//! Why an event is refused.

use crate::battery::attributes::Bounds;
use crate::battery::category::Category;
use crate::battery::identifier::IdentifierError;
use crate::battery::statement::{StatementError, shortened};
use crate::json::JsonPointer;
use crate::problem::Coded;
use serde_json::Value;

use super::kind::EventKind;

/// Why an event is refused. Pointers are into what was read: the file of `issue event`, or the credential.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum EventError {
    /// The credential's frame is wrong.
    #[error(transparent)]
    Statement(#[from] StatementError),
    /// Not a JSON object.
    #[error("an event is a JSON object")]
    NotAnObject,
    /// None of the twelve.
    #[error("unknown kind of event {0:?}")]
    KindUnknown(String),
    /// A credential that is an event of no kind, or of several.
    #[error("expected exactly one kind of event among the types, found {0}")]
    KindCount(usize),
    /// The battery's identifier is wrong.
    #[error(transparent)]
    Battery(IdentifierError),
    /// It was reported before it happened.
    #[error("expected an event before its report of {reported}, found {happened}")]
    InTheFuture {
        /// Where the event's time stands.
        at: JsonPointer,
        /// Time of the event.
        happened: String,
        /// Time of the credential.
        reported: String,
    },
    /// Something that such an event does not say.
    #[error("{kind} has no member `{name}`")]
    Unknown {
        /// Where it stands.
        at: JsonPointer,
        /// The kind of event.
        kind: EventKind,
        /// The member.
        name: String,
    },
    /// A member that no attribute has.
    #[error("the attribute table has no `{name}` here")]
    UnknownAttribute {
        /// Where it stands.
        at: JsonPointer,
        /// The member.
        name: String,
    },
    /// Something it cannot do without.
    #[error("expected {expected}, found nothing")]
    Missing {
        /// Where it should stand.
        at: JsonPointer,
        /// What should stand there.
        expected: String,
    },
    /// Something else than it should be.
    #[error("expected {expected}, found {found}")]
    Malformed {
        /// Where it stands.
        at: JsonPointer,
        /// What should stand there.
        expected: String,
        /// What stands there.
        found: String,
    },
    /// A number that such a value cannot be.
    #[error("expected {} to {} {unit}, found {found}", bounds.min, bounds.max)]
    OutOfRange {
        /// Where it stands.
        at: JsonPointer,
        /// The number.
        found: f64,
        /// What it can be.
        bounds: Bounds,
        /// UCUM unit.
        unit: &'static str,
    },
    /// 0.8 for 80 %.
    #[error("expected per cent, found {found}, which looks like a fraction of one")]
    Fraction {
        /// Where it stands.
        at: JsonPointer,
        /// The number.
        found: f64,
    },
    /// A number in another unit.
    #[error("expected the unit {expected}, found {found}")]
    Unit {
        /// Where it stands.
        at: JsonPointer,
        /// UCUM unit of the attribute table.
        expected: &'static str,
        /// As given.
        found: String,
    },
    /// More mass out of a battery than it had.
    #[error("expected no more than the {input} kg that went in, found {recovered} kg recovered")]
    RecoveredMore {
        /// Where the masses stand.
        at: JsonPointer,
        /// All that was recovered, kg.
        recovered: f64,
        /// What went in, kg.
        input: f64,
    },
    /// A state of health that says nothing of it.
    #[error("expected at least one measured value, found none")]
    NothingMeasured {
        /// Where they should stand.
        at: JsonPointer,
    },
    /// An incident that does not say what happened.
    #[error("expected what happened, found nothing")]
    NothingHappened {
        /// Where it should stand.
        at: JsonPointer,
    },
    /// A value that means nothing for batteries of the category.
    #[error("{name} is not a parameter of {category} batteries")]
    NotOfCategory {
        /// Where it stands.
        at: JsonPointer,
        /// The attribute.
        name: &'static str,
        /// The battery's category.
        category: Category,
    },
    /// A state of health without what the law calls so for the category.
    #[error(
        "the state of health of {category} batteries is told by {expected}: expected at least one, found none"
    )]
    HealthParameter {
        /// Where it should stand.
        at: JsonPointer,
        /// The attributes of Annex VII part A.
        expected: String,
        /// The battery's category.
        category: Category,
    },
}

impl EventError {
    pub(super) fn malformed(at: JsonPointer, expected: impl Into<String>, found: &Value) -> Self {
        Self::Malformed {
            at,
            expected: expected.into(),
            found: shortened(found),
        }
    }
}

impl Coded for EventError {
    fn code(&self) -> &'static str {
        match self {
            Self::Statement(error) => error.code(),
            Self::NotAnObject => "event.not_an_object",
            Self::KindUnknown(_) => "event.kind_unknown",
            Self::KindCount(_) => "event.kind_count",
            Self::Battery(error) => error.code(),
            Self::InTheFuture { .. } => "event.in_the_future",
            Self::Unknown { .. } => "event.member_unknown",
            Self::UnknownAttribute { .. } => "event.attribute_unknown",
            Self::Missing { .. } => "event.member_missing",
            Self::Malformed { .. } => "event.member_malformed",
            Self::OutOfRange { .. } => "event.out_of_range",
            Self::Fraction { .. } => "event.fraction_for_percent",
            Self::Unit { .. } => "event.unit",
            Self::NothingMeasured { .. } => "event.nothing_measured",
            Self::NothingHappened { .. } => "event.nothing_happened",
            Self::RecoveredMore { .. } => "event.recovered_more_than_input",
            Self::NotOfCategory { .. } => "event.not_of_category",
            Self::HealthParameter { .. } => "event.health_parameter_missing",
        }
    }

    fn pointer(&self) -> Option<String> {
        Some(match self {
            Self::Statement(error) => return error.pointer(),
            Self::NotAnObject => return None,
            Self::KindUnknown(_) | Self::KindCount(_) => "/type".to_owned(),
            Self::Battery(_) => "/battery".to_owned(),
            Self::InTheFuture { at, .. }
            | Self::Unknown { at, .. }
            | Self::UnknownAttribute { at, .. }
            | Self::Missing { at, .. }
            | Self::Malformed { at, .. }
            | Self::OutOfRange { at, .. }
            | Self::Fraction { at, .. }
            | Self::Unit { at, .. }
            | Self::RecoveredMore { at, .. }
            | Self::NothingMeasured { at }
            | Self::NothingHappened { at }
            | Self::NotOfCategory { at, .. }
            | Self::HealthParameter { at, .. } => at.to_string(),
        })
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Statement(error) => return error.hint(),
            Self::Battery(error) => return error.hint(),
            Self::NotAnObject => {
                "write {\"type\": \"StateOfHealth\", \"battery\": …, \"time\": …, …}".to_owned()
            }
            Self::KindUnknown(_) | Self::KindCount(_) => {
                format!("the kinds are {}", EventKind::ALL.map(EventKind::name).join(", "))
            }
            Self::InTheFuture { .. } => "check the clock of the machine that measured".to_owned(),
            Self::Unknown { kind, .. } => {
                let names: Vec<&str> = kind.details().iter().map(|detail| detail.name).collect();
                format!(
                    "beside type, battery and time it has {} and the measured values of batteryCondition",
                    names.join(", ")
                )
            }
            Self::UnknownAttribute { .. } => {
                "measured values are those of performanceAndDurability.batteryCondition in the passport; what else is fixed there changes by a new version of it".to_owned()
            }
            Self::Fraction { found, .. } => {
                // Two decimals are enough for advice: 0.923 is 92.3.
                format!("write {} for {} %", round(found * 100.0), round(found * 100.0))
            }
            Self::OutOfRange { unit, .. } => format!("check that the value is in {unit}"),
            Self::Unit { expected, .. } => format!("convert the value to {expected}"),
            Self::RecoveredMore { .. } => {
                "masses are in kg, of what was in the battery, without what the process adds".to_owned()
            }
            Self::NothingMeasured { .. } => {
                "for an EV battery give stateOfCertifiedEnergy, in %".to_owned()
            }
            Self::NothingHappened { .. } => "give `negativeEvent`, in words".to_owned(),
            Self::HealthParameter { .. } => "Annex VII part A lists them".to_owned(),
            Self::NotOfCategory { .. } => "leave it out".to_owned(),
            Self::Missing { .. } | Self::Malformed { .. } => return None,
        })
    }
}

fn round(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}
