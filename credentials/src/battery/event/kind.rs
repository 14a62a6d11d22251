//! The twelve kinds of events. Who may issue which, [`crate::battery::roles`] says.

use std::fmt;
use std::str::FromStr;

use super::error::EventError;

/// Type of every event credential, beside `VerifiableCredential` and the kind's own.
pub const LIFECYCLE_EVENT: &str = "LifecycleEvent";

/// What happened to a battery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EventKind {
    /// It was made.
    Manufactured,
    /// It was first supplied on the Union market (Art. 3(1)(16)), or again after renewal (Art. 77(7)).
    PlacedOnMarket,
    /// It was first used for its purpose (Art. 3(1)(18)), or again after renewal (Art. 77(7)).
    PutIntoService,
    /// Its health was read (Art. 14, Annex VII).
    StateOfHealth,
    /// It was maintained or repaired.
    Maintenance,
    /// An accident or other harmful event (Annex XIII 4(d)).
    Incident,
    /// As waste, it was checked, cleaned or repaired for its old purpose (Art. 3(1)(29), Art. 73).
    PreparedForReuse,
    /// It was given another purpose (Art. 3(1)(30) and (31)).
    Repurposed,
    /// It was rebuilt for its old purpose (Art. 3(1)(32)).
    Remanufactured,
    /// It is called back from its users.
    Recall,
    /// Its holder discards it.
    BecameWaste,
    /// Its materials were recovered: its passport ceases to exist (Art. 77(8)).
    Recycled,
}

impl EventKind {
    /// Every kind, in the order of a battery's life.
    pub const ALL: [Self; 12] = [
        Self::Manufactured,
        Self::PlacedOnMarket,
        Self::PutIntoService,
        Self::StateOfHealth,
        Self::Maintenance,
        Self::Incident,
        Self::PreparedForReuse,
        Self::Repurposed,
        Self::Remanufactured,
        Self::Recall,
        Self::BecameWaste,
        Self::Recycled,
    ];

    /// The credential's type, and `type` in the file of `issue event`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Manufactured => "Manufactured",
            Self::PlacedOnMarket => "PlacedOnMarket",
            Self::PutIntoService => "PutIntoService",
            Self::StateOfHealth => "StateOfHealth",
            Self::Maintenance => "Maintenance",
            Self::Incident => "Incident",
            Self::PreparedForReuse => "PreparedForReuse",
            Self::Repurposed => "Repurposed",
            Self::Remanufactured => "Remanufactured",
            Self::Recall => "Recall",
            Self::BecameWaste => "BecameWaste",
            Self::Recycled => "Recycled",
        }
    }
}

impl fmt::Display for EventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for EventKind {
    type Err = EventError;

    fn from_str(name: &str) -> Result<Self, EventError> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.name() == name)
            .ok_or_else(|| EventError::KindUnknown(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Coded;

    #[test]
    fn every_kind_reads_back_by_its_name() {
        for kind in EventKind::ALL {
            assert_eq!(kind.name().parse(), Ok(kind));
        }
        let error = "Stolen".parse::<EventKind>().unwrap_err();
        assert_eq!(error.code(), "event.kind_unknown");
        assert!(error.hint().unwrap().contains("StateOfHealth"));
    }
}
