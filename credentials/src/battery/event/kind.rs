//! The twelve kinds of events, and who may issue which.

use std::fmt;
use std::str::FromStr;

use super::error::EventError;
use crate::battery::accreditation::Role;

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

    /// The roles that may issue it. Art. 78 limits the right to add to a passport by role.
    pub const fn issuers(self) -> &'static [Role] {
        use Role::{
            AuthorisedRepresentative, Authority, BmsOwner, Distributor, Importer, Manufacturer,
            Recycler, Repurposer, WasteOperator, Workshop,
        };
        match self {
            // Whoever repurposes or remanufactures counts as manufacturer, Art. 38(11).
            Self::Manufactured => &[Manufacturer, AuthorisedRepresentative, Importer, Repurposer],
            Self::PlacedOnMarket => &[
                Manufacturer,
                AuthorisedRepresentative,
                Importer,
                Distributor,
                Repurposer,
            ],
            Self::PutIntoService => &[
                Manufacturer,
                AuthorisedRepresentative,
                Importer,
                Distributor,
                Repurposer,
                BmsOwner,
                Workshop,
            ],
            Self::StateOfHealth => &[
                Manufacturer,
                AuthorisedRepresentative,
                Importer,
                Repurposer,
                BmsOwner,
                Workshop,
                WasteOperator,
                Recycler,
            ],
            Self::Maintenance => &[Manufacturer, Repurposer, BmsOwner, Workshop],
            Self::Incident => &[
                Manufacturer,
                AuthorisedRepresentative,
                Importer,
                Distributor,
                Repurposer,
                BmsOwner,
                Workshop,
                WasteOperator,
                Recycler,
                Authority,
            ],
            // Art. 73: of waste, so the waste operator may do it too.
            Self::PreparedForReuse | Self::Repurposed => {
                &[Manufacturer, Repurposer, WasteOperator, Recycler]
            }
            Self::Remanufactured => &[Manufacturer, Repurposer],
            Self::Recall => &[
                Manufacturer,
                AuthorisedRepresentative,
                Importer,
                Distributor,
                Repurposer,
                Authority,
            ],
            Self::BecameWaste => &[
                Manufacturer,
                AuthorisedRepresentative,
                Importer,
                Distributor,
                Repurposer,
                BmsOwner,
                Workshop,
                WasteOperator,
                Recycler,
            ],
            Self::Recycled => &[Recycler],
        }
    }

    /// Whether somebody in this role may issue it.
    pub fn may_be_issued_by(self, role: Role) -> bool {
        self.issuers().contains(&role)
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

    #[test]
    fn only_a_recycler_ends_a_battery_and_a_workshop_does_not_make_one() {
        let roles = |kind: EventKind| {
            Role::ALL
                .into_iter()
                .filter(move |role| kind.may_be_issued_by(*role))
        };
        assert!(roles(EventKind::Recycled).eq([Role::Recycler]));
        for (kind, role, may) in [
            (EventKind::StateOfHealth, Role::BmsOwner, true),
            (EventKind::StateOfHealth, Role::Authority, false),
            (EventKind::Maintenance, Role::Workshop, true),
            (EventKind::Manufactured, Role::Workshop, false),
            (EventKind::Repurposed, Role::Repurposer, true),
            (EventKind::Recall, Role::Authority, true),
            (EventKind::BecameWaste, Role::NotifiedBody, false),
        ] {
            assert_eq!(kind.may_be_issued_by(role), may, "{kind} by {role}");
        }
        for kind in EventKind::ALL {
            assert!(roles(kind).next().is_some(), "{kind}");
        }
    }
}
