//! Why suppliers' statements do not make a passport, or do not fit it.

use super::amount::{Amount, NotAnAmount};
use crate::problem::Coded;

/// What is wrong with a passport's sources, or with a declaration that is to become one. Places are relative to
/// `credentialSubject`: of the passport, or for what a declaration says, of the declaration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CompositionError {
    /// Not the shape that the attribute table gives.
    #[error("expected {expected}")]
    Malformed {
        /// Where.
        at: String,
        /// What should stand there.
        expected: &'static str,
    },
    /// Not a number that can be added up.
    #[error("{error}")]
    Amount {
        /// Where.
        at: String,
        /// Why not.
        error: NotAnAmount,
    },
    /// Points at nothing that the attribute table knows.
    #[error("no attribute stands at {attribute:?}")]
    UnknownAttribute {
        /// Where.
        at: String,
        /// What is pointed at.
        attribute: String,
    },
    /// An attribute that is no total of shares.
    #[error("{attribute} is not a number that is made of shares")]
    NoTotal {
        /// Where.
        at: String,
        /// What is pointed at.
        attribute: String,
    },
    /// A share is shown without the total that it is a part of.
    #[error("a share of {attribute} is shown without its total, and so proves nothing")]
    TotalNotShown {
        /// Where.
        at: String,
        /// Of what.
        attribute: String,
    },
    /// The same total twice.
    #[error("the shares of {attribute} are told twice")]
    Repeated {
        /// Where the second stands.
        at: String,
        /// Of what.
        attribute: String,
    },
    /// Another unit than the attribute has.
    #[error("expected {expected}, found {found:?}")]
    Unit {
        /// Where.
        at: String,
        /// The unit of the attribute, UCUM.
        expected: &'static str,
        /// What stands there.
        found: String,
    },
    /// The shares add up to something else than the passport says.
    #[error("the shares of {attribute} add up to {sum}, the passport says {stated}")]
    Total {
        /// Where.
        at: String,
        /// Of what.
        attribute: String,
        /// What they add up to.
        sum: Amount,
        /// What it says.
        stated: Amount,
    },
    /// The commitments do not open to the sum: one is missing, too many, changed, or of another battery.
    #[error("the committed shares of {attribute} do not add up to {sum}")]
    Commitments {
        /// Where.
        at: String,
        /// Of what.
        attribute: String,
        /// What they should add up to.
        sum: Amount,
    },
    /// A share opens none of the commitments.
    #[error("the share {share} of {attribute} is none of those that were committed to")]
    Share {
        /// Where.
        at: String,
        /// Of what.
        attribute: String,
        /// How much.
        share: Amount,
    },
    /// A share is not what its percentage and weight make.
    #[error("{weight} % of {stated} is not {share}")]
    Weighed {
        /// Where.
        at: String,
        /// Of the mass.
        weight: Amount,
        /// Its own percentage.
        stated: Amount,
        /// What is said to come of it.
        share: Amount,
    },
    /// One share is counted twice.
    #[error("the same share of {attribute} is counted twice")]
    CountedTwice {
        /// Where the second stands.
        at: String,
        /// Of what.
        attribute: String,
    },
    /// The weights of all shares are not the whole.
    #[error("the weights of the shares of {attribute} add up to {sum} %")]
    Weights {
        /// Where.
        at: String,
        /// Of what.
        attribute: String,
        /// What they add up to.
        sum: Amount,
    },
    /// The weights of two shares are not those of the masses that were declared.
    #[error(
        "the weights of the shares of {attribute} are not those of the masses that are declared"
    )]
    ByMass {
        /// Where the second stands.
        at: String,
        /// Of what.
        attribute: String,
    },
    /// A share below zero of what earns no credits.
    #[error("the share of {attribute} is {share}, expected one that is not below zero")]
    Negative {
        /// Where.
        at: String,
        /// Of what.
        attribute: String,
        /// How much.
        share: Amount,
    },
    /// Shares that cannot be negative are more than their total.
    #[error("some shares of {attribute} alone are {shown}, more than the total {sum}")]
    Exceeds {
        /// Where.
        at: String,
        /// Of what.
        attribute: String,
        /// What is shown.
        shown: Amount,
        /// The total.
        sum: Amount,
    },
    /// A declaration that counts by mass does not say of which.
    #[error("what share of {of} is recycled or renewable counts by its mass, which is missing")]
    NoMass {
        /// Where.
        at: String,
        /// Of what.
        of: String,
    },
    /// The passport says something else than a supplier declares.
    #[error("{by} declares another value of {attribute} than the passport has")]
    Differs {
        /// Where, in the passport.
        at: String,
        /// Of what.
        attribute: String,
        /// Who.
        by: String,
    },
    /// The declaration says nothing of what it is to stand for.
    #[error("the declaration of {by} says nothing of {attribute}")]
    Silent {
        /// Where, in the passport.
        at: String,
        /// Of what.
        attribute: String,
        /// Who.
        by: String,
    },
    /// Stated by somebody else than the declaration's issuer.
    #[error("the declaration is of {found}, and is told as one of {expected}")]
    OtherIssuer {
        /// Where, in the passport.
        at: String,
        /// Who is told.
        expected: String,
        /// Who it is.
        found: String,
    },
    /// A declaration that says nothing which the passport has a place for.
    #[error("the declaration of {by} says nothing that this passport says")]
    Unused {
        /// Who.
        by: String,
    },
    /// The suppliers' shares leave something open.
    #[error("the suppliers' shares of {attribute} add up to {sum}, the passport says {stated}")]
    Open {
        /// Of what.
        attribute: String,
        /// What they add up to.
        sum: Amount,
        /// What it says.
        stated: Amount,
    },
}

impl Coded for CompositionError {
    fn code(&self) -> &'static str {
        match self {
            Self::Malformed { .. } => "composition.malformed",
            Self::Amount { .. } => "composition.amount",
            Self::UnknownAttribute { .. } => "composition.unknown_attribute",
            Self::NoTotal { .. } => "composition.no_total",
            Self::TotalNotShown { .. } => "composition.total_not_shown",
            Self::Repeated { .. } => "composition.repeated",
            Self::Unit { .. } => "composition.unit",
            Self::Total { .. } => "composition.total",
            Self::Commitments { .. } => "composition.commitments",
            Self::Share { .. } => "composition.share",
            Self::Weighed { .. } => "composition.weighed",
            Self::CountedTwice { .. } => "composition.counted_twice",
            Self::Weights { .. } | Self::ByMass { .. } => "composition.weights",
            Self::Negative { .. } => "composition.negative",
            Self::Exceeds { .. } => "composition.exceeds",
            Self::NoMass { .. } => "composition.no_mass",
            Self::Differs { .. } => "composition.differs",
            Self::Silent { .. } => "composition.silent",
            Self::OtherIssuer { .. } => "composition.other_issuer",
            Self::Unused { .. } => "composition.unused",
            Self::Open { .. } => "composition.open",
        }
    }

    fn pointer(&self) -> Option<String> {
        match self {
            Self::Malformed { at, .. }
            | Self::Amount { at, .. }
            | Self::UnknownAttribute { at, .. }
            | Self::NoTotal { at, .. }
            | Self::TotalNotShown { at, .. }
            | Self::Repeated { at, .. }
            | Self::Unit { at, .. }
            | Self::Total { at, .. }
            | Self::Commitments { at, .. }
            | Self::Share { at, .. }
            | Self::Weighed { at, .. }
            | Self::CountedTwice { at, .. }
            | Self::Weights { at, .. }
            | Self::ByMass { at, .. }
            | Self::Negative { at, .. }
            | Self::Exceeds { at, .. }
            | Self::NoMass { at, .. }
            | Self::Differs { at, .. }
            | Self::Silent { at, .. }
            | Self::OtherIssuer { at, .. } => Some(at.clone()),
            Self::Unused { .. } => None,
            Self::Open { attribute, .. } => Some(attribute.clone()),
        }
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Amount { .. } => {
                "round it: a millionth of the unit is the finest that is added up"
            }
            Self::NoMass { .. } => {
                "say it in kg: \"suppliedMasses\": [{\"material\", \"mass\"}], or \"mass\" of the part"
            }
            Self::Open { .. } => {
                "give the declaration of who else has a share, or --own-rest where the rest is your own"
            }
            Self::Unused { .. } => {
                "check that this is the part's declaration, and that the passport has the attribute"
            }
            Self::Total { .. } => {
                "give the suppliers' declarations again with --supplier, or correct the total"
            }
            Self::TotalNotShown { .. } => {
                "ask for a presentation that shows /sources/totals as well: totals are public"
            }
            Self::CountedTwice { .. } => "leave one of the two declarations out",
            Self::Differs { .. }
            | Self::Silent { .. }
            | Self::OtherIssuer { .. }
            | Self::ByMass { .. } => {
                "do not rely on it; ask the issuer of the passport for what it rests on"
            }
            _ => {
                "leave `sources` out of the content and give the suppliers' declarations with --supplier"
            }
        };
        Some(hint.to_owned())
    }
}
