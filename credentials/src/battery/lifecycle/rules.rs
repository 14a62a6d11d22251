//! The state machine as data.

use std::fmt;
use std::str::FromStr;

use crate::battery::event::EventKind;

/// Where a battery is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Phase {
    /// Not made yet, as far as the events tell.
    Unmade,
    /// Made, not on the market yet.
    Made,
    /// On the market, not in use yet.
    OnMarket,
    /// In use.
    InService,
    /// Prepared for re-use, repurposed or remanufactured; not on the market again yet.
    Renewed,
    /// Discarded.
    Waste,
    /// Recycled: the passport has ceased to exist.
    Ceased,
}

/// The status of Annex XIII point 4(c); names as the attribute `batteryStatus` has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BatteryStatus {
    /// As first placed on the market.
    Original,
    /// Re-used for its old purpose after it was waste.
    Reused,
    /// Used for another purpose.
    Repurposed,
    /// Rebuilt for its old purpose.
    Remanufactured,
    /// Waste.
    Waste,
}

/// What one kind of event needs and does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// The event.
    pub event: EventKind,
    /// Where the battery may be when it happens.
    pub from: &'static [Phase],
    /// Where it is afterwards; nothing: where it was.
    pub to: Option<Phase>,
    /// Its status afterwards; nothing: what it was.
    pub status: Option<BatteryStatus>,
    /// The article that says so.
    pub law: &'static str,
    /// What is wrong where the battery is elsewhere.
    pub otherwise: &'static str,
    /// The stable code of that fault.
    pub code: &'static str,
}

use Phase::{Ceased, InService, Made, OnMarket, Renewed, Unmade, Waste};

/// The rules, one for each kind of event.
pub static RULES: [Rule; 12] = [
    Rule {
        event: EventKind::Manufactured,
        from: &[Unmade],
        to: Some(Made),
        status: Some(BatteryStatus::Original),
        law: "Art. 77(1)",
        otherwise: "a battery is made once, before everything else",
        code: "lifecycle.made_twice",
    },
    Rule {
        event: EventKind::PlacedOnMarket,
        from: &[Made, Renewed],
        to: Some(OnMarket),
        status: None,
        law: "Art. 3(1)(16), Art. 77(7)",
        otherwise: "placing on the market is the first supply, and happens again only after renewal",
        code: "lifecycle.already_on_market",
    },
    Rule {
        event: EventKind::PutIntoService,
        from: &[Made, OnMarket, Renewed],
        to: Some(InService),
        status: None,
        law: "Art. 3(1)(18), Art. 77(7)",
        otherwise: "putting into service is the first use, and happens again only after renewal",
        code: "lifecycle.cannot_enter_service",
    },
    Rule {
        event: EventKind::StateOfHealth,
        from: &[Made, OnMarket, InService, Renewed, Waste],
        to: None,
        status: None,
        law: "Art. 14",
        otherwise: "there is no battery whose health could be read",
        code: "lifecycle.not_made",
    },
    Rule {
        event: EventKind::Maintenance,
        from: &[Made, OnMarket, InService, Renewed],
        to: None,
        status: None,
        law: "Art. 3(1)(29)",
        otherwise: "repairing a waste battery is preparation for re-use",
        code: "lifecycle.not_maintainable",
    },
    Rule {
        event: EventKind::Incident,
        from: &[Made, OnMarket, InService, Renewed, Waste],
        to: None,
        status: None,
        law: "Annex XIII 4(d)",
        otherwise: "there is no battery to which it could happen",
        code: "lifecycle.not_made",
    },
    Rule {
        event: EventKind::PreparedForReuse,
        from: &[Waste],
        to: Some(Renewed),
        status: Some(BatteryStatus::Reused),
        law: "Art. 3(1)(29), Art. 73",
        otherwise: "only a waste battery is prepared for re-use",
        code: "lifecycle.not_waste",
    },
    Rule {
        event: EventKind::Repurposed,
        // From waste: prepared for repurposing, Art. 3(1)(30).
        from: &[OnMarket, InService, Renewed, Waste],
        to: Some(Renewed),
        status: Some(BatteryStatus::Repurposed),
        law: "Art. 3(1)(30) and (31)",
        otherwise: "only a battery that was on the market gets another purpose",
        code: "lifecycle.not_renewable",
    },
    Rule {
        event: EventKind::Remanufactured,
        from: &[OnMarket, InService, Renewed, Waste],
        to: Some(Renewed),
        status: Some(BatteryStatus::Remanufactured),
        law: "Art. 3(1)(32)",
        otherwise: "only a used battery is remanufactured",
        code: "lifecycle.not_renewable",
    },
    Rule {
        event: EventKind::Recall,
        from: &[OnMarket, InService, Renewed, Waste],
        to: None,
        status: None,
        law: "Art. 79",
        otherwise: "only a battery that was made available is called back",
        code: "lifecycle.not_on_market",
    },
    Rule {
        event: EventKind::BecameWaste,
        // Whoever discards it and whoever collects it may both say so.
        from: &[Made, OnMarket, InService, Renewed, Waste],
        to: Some(Waste),
        status: Some(BatteryStatus::Waste),
        law: "Art. 77(7)",
        otherwise: "there is no battery that could become waste",
        code: "lifecycle.not_made",
    },
    Rule {
        event: EventKind::Recycled,
        from: &[Waste],
        to: Some(Ceased),
        status: None,
        law: "Art. 77(8)",
        otherwise: "only a waste battery is recycled, and once",
        code: "lifecycle.not_waste",
    },
];

impl Rule {
    /// The rule of a kind of event.
    pub fn of(event: EventKind) -> &'static Self {
        // `RULES` stands in the order of `EventKind`, which a test holds it to.
        &RULES[event as usize]
    }
}

impl Phase {
    /// Every phase.
    pub const ALL: [Self; 7] = [Unmade, Made, OnMarket, InService, Renewed, Waste, Ceased];

    /// In words, for reports.
    pub const fn name(self) -> &'static str {
        match self {
            Unmade => "not made yet",
            Made => "made",
            OnMarket => "on the market",
            InService => "in service",
            Renewed => "renewed",
            Waste => "waste",
            Ceased => "recycled",
        }
    }
}

impl BatteryStatus {
    /// Every status.
    pub const ALL: [Self; 5] = [
        Self::Original,
        Self::Reused,
        Self::Repurposed,
        Self::Remanufactured,
        Self::Waste,
    ];

    /// The value of the attribute `batteryStatus`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Original => "Original",
            Self::Reused => "Reused",
            Self::Repurposed => "Repurposed",
            Self::Remanufactured => "Remanufactured",
            Self::Waste => "Waste",
        }
    }
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for BatteryStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for BatteryStatus {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Self::ALL
            .into_iter()
            .find(|status| status.name() == name)
            .ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::battery::attributes::{Kind, table};

    #[test]
    fn every_event_has_its_rule() {
        for (rule, kind) in RULES.iter().zip(EventKind::ALL) {
            assert_eq!(rule.event, kind);
            assert_eq!(Rule::of(kind), rule);
            assert!(!rule.from.is_empty() && !rule.law.is_empty(), "{kind}");
            assert!(rule.code.starts_with("lifecycle."), "{kind}");
        }
    }

    #[test]
    fn the_statuses_are_those_of_the_attribute_table() {
        let row = table()
            .at("/generalProductInformation/batteryStatus")
            .unwrap();
        let Kind::Enumeration(words) = row.kind else {
            panic!("{:?}", row.kind)
        };
        assert_eq!(words.len(), BatteryStatus::ALL.len());
        for status in BatteryStatus::ALL {
            assert!(words.contains(&status.name()), "{status}");
        }
    }

    #[test]
    fn nothing_happens_after_recycling_and_every_other_phase_can_be_left() {
        for phase in Phase::ALL {
            let leads_away = RULES
                .iter()
                .any(|rule| rule.from.contains(&phase) && rule.to.is_some_and(|to| to != phase));
            assert_eq!(leads_away, phase != Phase::Ceased, "{phase}");
        }
        assert!(RULES.iter().all(|rule| !rule.from.contains(&Phase::Ceased)));
    }
}
