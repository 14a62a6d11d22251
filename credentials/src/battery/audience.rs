//! Who may see what: three sets of Annex XIII points, not a ladder (Art. 77(2)).
//!
//! Public sees point 1. Authorities (notified bodies, market surveillance, the Commission) see
//! 1, 2 and 3. A legitimate interest opens 1, 2 and 4, split here by the purpose that carries the
//! interest, as Art. 77(9) foresees: the law's set is the outer bound, the purpose narrows it.

use std::fmt;
use std::str::FromStr;

use super::attributes::{Attribute, Part, Point, table};

/// One kind of reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Audience {
    /// Anyone who scans the label (Art. 77(2)(a)).
    Public,
    /// A person with a legitimate interest, for one purpose (Art. 77(2)(c)).
    LegitimateInterest(Purpose),
    /// Notified bodies, market surveillance authorities and the Commission (Art. 77(2)(b)).
    Authority,
}

/// What a legitimate interest is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Repair, dismantling and safe handling.
    Repair,
    /// Re-use, repurposing, remanufacturing.
    SecondLife,
    /// Treatment and recycling.
    Recycling,
    /// The lawful purchaser of this one battery (Art. 14(1)), or who acts for them.
    Owner,
}

/// A set of audiences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Audiences(u8);

/// An audience name that none of the commands know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "unknown audience {0:?}, expected one of public, recycler, repairer, repurposer, owner, authority, notified-body"
)]
pub struct UnknownAudience(pub String);

/// Whether `audience` may see `attribute`; of a group or section: anything in it.
pub fn may_see(attribute: &Attribute, audience: Audience) -> bool {
    attribute.audiences.contains(audience)
}

/// Every attribute that `audience` may see, as pointer patterns relative to `credentialSubject`.
pub fn pointers_for(audience: Audience) -> Vec<&'static str> {
    table()
        .iter()
        .filter(|row| row.part == Part::Attribute && may_see(row, audience))
        .map(|row| row.pointer)
        .collect()
}

impl Audience {
    /// Every audience there is.
    pub const ALL: [Audience; 6] = [
        Audience::Public,
        Audience::LegitimateInterest(Purpose::Repair),
        Audience::LegitimateInterest(Purpose::SecondLife),
        Audience::LegitimateInterest(Purpose::Recycling),
        Audience::LegitimateInterest(Purpose::Owner),
        Audience::Authority,
    ];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Audience::Public => "public",
            Audience::LegitimateInterest(Purpose::Repair) => "repairer",
            Audience::LegitimateInterest(Purpose::SecondLife) => "repurposer",
            Audience::LegitimateInterest(Purpose::Recycling) => "recycler",
            Audience::LegitimateInterest(Purpose::Owner) => "owner",
            Audience::Authority => "authority",
        }
    }

    /// The article that gives this audience its access.
    pub fn article(self) -> &'static str {
        match self {
            Audience::Public => "Art. 77(2)(a)",
            Audience::Authority => "Art. 77(2)(b)",
            Audience::LegitimateInterest(_) => "Art. 77(2)(c)",
        }
    }
}

impl fmt::Display for Audience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Audience {
    type Err = UnknownAudience;

    fn from_str(name: &str) -> Result<Self, UnknownAudience> {
        if name == "notified-body" {
            return Ok(Audience::Authority);
        }
        Audience::ALL
            .into_iter()
            .find(|audience| audience.name() == name)
            .ok_or_else(|| UnknownAudience(name.to_owned()))
    }
}

impl Audiences {
    /// Nobody.
    pub const NONE: Self = Self(0);
    /// Everybody.
    pub const ALL: Self = Self(0b11_1111);

    pub(super) const PUBLIC: Self = Self(1);
    pub(super) const REPAIR: Self = Self(1 << 1);
    pub(super) const SECOND_LIFE: Self = Self(1 << 2);
    pub(super) const RECYCLING: Self = Self(1 << 3);
    pub(super) const OWNER: Self = Self(1 << 4);
    pub(super) const AUTHORITY: Self = Self(1 << 5);
    pub(super) const INTEREST: Self = Self(0b1_1110);

    /// Who sees an attribute of this point when nothing narrower is said.
    pub(super) const fn of_point(point: Point) -> Self {
        match point {
            Point::One(_) => Self::ALL,
            // 2(a): what it is made of matters to those who take cells apart or recover materials.
            Point::Two('a') => Self::SECOND_LIFE.or(Self::RECYCLING).or(Self::AUTHORITY),
            // 2(b): part numbers and spare-part contacts.
            Point::Two('b') => Self::REPAIR
                .or(Self::SECOND_LIFE)
                .or(Self::OWNER)
                .or(Self::AUTHORITY),
            // 2(c): dismantling.
            Point::Two('c') => Self::REPAIR
                .or(Self::SECOND_LIFE)
                .or(Self::RECYCLING)
                .or(Self::AUTHORITY),
            // 2(d): safety measures concern everyone who may handle the battery.
            Point::Two(_) => Self::INTEREST.or(Self::AUTHORITY),
            Point::Three => Self::AUTHORITY,
            // 4(b) state of health and 4(c) status decide the route at the end of life too.
            Point::Four('b' | 'c') => Self::INTEREST,
            // 4(a) and 4(d): how it performs and was used is no business of a recycler.
            Point::Four(_) => Self::REPAIR.or(Self::SECOND_LIFE).or(Self::OWNER),
        }
    }

    /// The union.
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether everyone in `self` is also in `other`.
    pub const fn is_subset(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// Whether `audience` is in the set.
    pub const fn contains(self, audience: Audience) -> bool {
        let one = match audience {
            Audience::Public => Self::PUBLIC,
            Audience::LegitimateInterest(Purpose::Repair) => Self::REPAIR,
            Audience::LegitimateInterest(Purpose::SecondLife) => Self::SECOND_LIFE,
            Audience::LegitimateInterest(Purpose::Recycling) => Self::RECYCLING,
            Audience::LegitimateInterest(Purpose::Owner) => Self::OWNER,
            Audience::Authority => Self::AUTHORITY,
        };
        one.is_subset(self)
    }

    /// The audiences in the set.
    pub fn iter(self) -> impl Iterator<Item = Audience> {
        Audience::ALL
            .into_iter()
            .filter(move |audience| self.contains(*audience))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interests() -> impl Iterator<Item = Audience> {
        Audience::ALL
            .into_iter()
            .filter(|audience| matches!(audience, Audience::LegitimateInterest(_)))
    }

    #[test]
    fn every_command_line_name_reads_back() {
        for audience in Audience::ALL {
            assert_eq!(audience.name().parse(), Ok(audience));
        }
        assert_eq!("notified-body".parse(), Ok(Audience::Authority));
        assert!(
            "everyone"
                .parse::<Audience>()
                .unwrap_err()
                .to_string()
                .contains("recycler")
        );
    }

    #[test]
    fn point_1_is_for_everyone_and_the_public_sees_nothing_else() {
        for row in table().attributes() {
            let public = matches!(row.point, Some(Point::One(_)));
            assert_eq!(may_see(row, Audience::Public), public, "{}", row.pointer);
            for audience in Audience::ALL.into_iter().filter(|_| public) {
                assert!(may_see(row, audience), "{} {audience}", row.pointer);
            }
        }
    }

    #[test]
    fn authorities_see_exactly_points_1_to_3() {
        for row in table().attributes() {
            let expected = !matches!(row.point, Some(Point::Four(_)));
            assert_eq!(
                may_see(row, Audience::Authority),
                expected,
                "{}",
                row.pointer
            );
        }
    }

    #[test]
    fn no_purpose_opens_more_than_points_1_2_and_4_and_together_they_open_all_of_it() {
        for row in table().attributes() {
            let lawful = !matches!(row.point, Some(Point::Three));
            let seen = interests().any(|audience| may_see(row, audience));
            assert_eq!(seen, lawful, "{}", row.pointer);
        }
    }

    #[test]
    fn the_sets_are_no_ladder() {
        let sees = |audience| pointers_for(audience);
        let authority = sees(Audience::Authority);
        for interest in interests() {
            let interest_sees = sees(interest);
            assert!(
                authority
                    .iter()
                    .any(|pointer| !interest_sees.contains(pointer)),
                "{interest}"
            );
            assert!(
                interest_sees
                    .iter()
                    .any(|pointer| !authority.contains(pointer)),
                "{interest}"
            );
            assert!(
                sees(Audience::Public)
                    .iter()
                    .all(|pointer| interest_sees.contains(pointer))
            );
        }
    }

    #[test]
    fn a_purpose_narrows_what_is_seen() {
        let sees = |audience, name: &str| {
            table()
                .attributes()
                .any(|row| row.name() == name && may_see(row, audience))
        };
        let [repair, second_life, recycling, owner] = [
            Purpose::Repair,
            Purpose::SecondLife,
            Purpose::Recycling,
            Purpose::Owner,
        ]
        .map(Audience::LegitimateInterest);
        for (name, expected) in [
            ("batteryMaterials", [false, true, true, false]),
            ("sparePartSources", [true, true, false, true]),
            (
                "dismantlingAndRemovalInformation",
                [true, true, true, false],
            ),
            ("safetyInstructions", [true, true, true, true]),
            ("stateOfCertifiedEnergy", [true, true, true, true]),
            ("batteryStatus", [true, true, true, true]),
            ("capacityFade", [true, true, false, true]),
            ("energyThroughput", [true, true, false, true]),
            ("negativeEvents", [true, true, true, true]),
            ("resultOfTestReport", [false, false, false, false]),
        ] {
            let seen = [repair, second_life, recycling, owner].map(|audience| sees(audience, name));
            assert_eq!(seen, expected, "{name}");
        }
    }

    #[test]
    fn a_section_is_seen_by_whoever_sees_anything_in_it() {
        let safety = table().at("/circularity/safetyMeasures");
        assert!(safety.is_some_and(|row| may_see(row, Audience::Public)));
        let condition = table().at("/performanceAndDurability/batteryCondition");
        assert!(condition.is_some_and(|row| !may_see(row, Audience::Public)));
    }
}
