//! Why an event does not fit a battery's life.

use crate::battery::event::EventKind;
use crate::problem::Coded;

use super::rules::{Phase, Rule};

/// An event that cannot have happened as told, by the id of its credential.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum LifecycleFault {
    /// The law does not let it happen where the battery is.
    #[error("{kind} at {time} cannot happen to a battery that is {phase}: {} ({})", Rule::of(*kind).otherwise, Rule::of(*kind).law)]
    Impossible {
        /// Id of the event's credential.
        event: String,
        /// What happened.
        kind: EventKind,
        /// When.
        time: String,
        /// Where the battery was.
        phase: Phase,
    },
    /// It tells of another battery than the passport.
    #[error("expected an event of {expected}, found one of {found}")]
    OtherBattery {
        /// Id of the event's credential.
        event: String,
        /// The passport's battery.
        expected: String,
        /// The event's.
        found: String,
    },
    /// One issuer gave two different events the same id.
    #[error("expected one event by the id {event}, found different ones")]
    Conflicting {
        /// Id of the credentials.
        event: String,
    },
    /// A counter that only rises has fallen.
    #[error(
        "{counter} fell from {before} to {after} at {time}, with neither maintenance nor renewal between"
    )]
    CounterFell {
        /// Id of the event's credential.
        event: String,
        /// The attribute.
        counter: &'static str,
        /// Value of the reading before.
        before: f64,
        /// Value of this one.
        after: f64,
        /// When.
        time: String,
    },
    /// The passport's own frame cannot be read.
    #[error("expected a passport with battery and `validFrom`, found none")]
    NoPassport,
}

impl LifecycleFault {
    /// Id of the event at fault.
    pub fn event(&self) -> Option<&str> {
        match self {
            Self::Impossible { event, .. }
            | Self::OtherBattery { event, .. }
            | Self::Conflicting { event }
            | Self::CounterFell { event, .. } => Some(event),
            Self::NoPassport => None,
        }
    }
}

impl Coded for LifecycleFault {
    fn code(&self) -> &'static str {
        match self {
            Self::Impossible {
                phase: Phase::Ceased,
                ..
            } => "lifecycle.after_recycling",
            Self::Impossible { kind, .. } => Rule::of(*kind).code,
            Self::OtherBattery { .. } => "lifecycle.other_battery",
            Self::Conflicting { .. } => "lifecycle.conflicting_events",
            Self::CounterFell { .. } => "lifecycle.counter_fell",
            Self::NoPassport => "lifecycle.no_passport",
        }
    }

    fn pointer(&self) -> Option<String> {
        Some(match self {
            Self::Impossible { .. } => "/credentialSubject/eventTime".to_owned(),
            Self::OtherBattery { .. } => "/credentialSubject/id".to_owned(),
            Self::Conflicting { .. } => "/id".to_owned(),
            Self::CounterFell { counter, .. } => {
                format!("/credentialSubject/performanceAndDurability/batteryCondition/{counter}")
            }
            Self::NoPassport => "/credentialSubject".to_owned(),
        })
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Impossible { phase: Phase::Ceased, .. } => {
                "the passport ceased with the recycling (Art. 77(8)): check battery and time".to_owned()
            }
            Self::Impossible { kind: EventKind::PreparedForReuse | EventKind::Recycled, .. } => {
                "record BecameWaste first".to_owned()
            }
            Self::Impossible { kind: EventKind::Maintenance, phase: Phase::Waste, .. } => {
                "record PreparedForReuse instead".to_owned()
            }
            Self::Impossible {
                kind: EventKind::PlacedOnMarket | EventKind::PutIntoService,
                phase: Phase::Waste,
                ..
            } => "record PreparedForReuse, Repurposed or Remanufactured first".to_owned(),
            Self::Impossible { .. } => {
                "check the event's time; if the same fact was recorded twice, revoke one".to_owned()
            }
            Self::OtherBattery { .. } => "an event belongs to the battery it names".to_owned(),
            Self::Conflicting { .. } => {
                "its issuer has said two things under one id: ask which holds".to_owned()
            }
            Self::CounterFell { .. } => {
                "a replaced battery management system is recorded as Maintenance; otherwise the counter was set back".to_owned()
            }
            Self::NoPassport => return None,
        })
    }
}
