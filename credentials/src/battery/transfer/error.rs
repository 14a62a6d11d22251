//! Why a transfer does not go on.

use jiff::Timestamp;

use crate::battery::event::EventError;
use crate::battery::statement::StatementError;
use crate::did::Did;
use crate::problem::Coded;

/// Why a transfer is refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum TransferError {
    /// A credential of it has the wrong shape.
    #[error(transparent)]
    Statement(#[from] StatementError),
    /// An event that cannot be issued again.
    #[error(transparent)]
    Event(#[from] EventError),
    /// The offer does not say until when it holds.
    #[error("an offer says until when it holds, found no `validUntil`")]
    NoExpiry,
    /// Old and new operator are one.
    #[error("expected an offer to another operator, found one to its own issuer {0}")]
    ToOneself(Did),
    /// Somebody orders a battery to itself, or away from itself.
    #[error("expected an order by an authority about two others, found one by {0} about itself")]
    OwnOrder(Did),
    /// The acceptance is of an offer by another id.
    #[error("expected an acceptance of the offer {expected}, found one of {found}")]
    OtherOffer {
        /// Id of the offer at hand.
        expected: String,
        /// Id that was accepted.
        found: String,
    },
    /// The offer is not the one that was accepted, although its id is.
    #[error(
        "the offer was altered: expected the digest {accepted}, which was accepted, found {found}"
    )]
    OfferAltered {
        /// Digest in the acceptance.
        accepted: String,
        /// Digest of the offer at hand.
        found: String,
    },
    /// Someone else accepted.
    #[error("the offer is addressed to {expected}, found an acceptance by {found}")]
    NotAddressed {
        /// The new operator of the offer.
        expected: Did,
        /// Who accepted.
        found: Did,
    },
    /// Offer and acceptance name different batteries.
    #[error("expected an acceptance of the battery {expected}, found {found}")]
    OtherBattery {
        /// The offer's.
        expected: String,
        /// The acceptance's.
        found: String,
    },
    /// Too late.
    #[error("the offer expired at {expired}, the acceptance is of {at}")]
    Expired {
        /// End of the offer.
        expired: Timestamp,
        /// When it was accepted, or when the acceptance arrived.
        at: Timestamp,
    },
    /// Accepted before it was made.
    #[error("the offer is of {offered}, expected a later acceptance, found one of {accepted}")]
    TooEarly {
        /// When the offer was made.
        offered: Timestamp,
        /// When it was accepted.
        accepted: Timestamp,
    },
    /// The new operator declined before.
    #[error("the offer was rejected at {0}")]
    Rejected(Timestamp),
    /// The old operator took it back before.
    #[error("the offer was withdrawn at {0}")]
    Withdrawn(Timestamp),
    /// A different acceptance counts already.
    #[error("the offer was accepted before, by the credential {0}")]
    AcceptedTwice(String),
    /// The passport went to somebody already.
    #[error("the passport {0} was transferred already")]
    AlreadyTransferred(String),
    /// The offer is of a passport that is not the current one.
    #[error("the offer is of the passport {offered}, expected the current one, {current}")]
    OtherPassport {
        /// Id of the passport in the offer.
        offered: String,
        /// Id of the current passport.
        current: String,
    },
    /// Only whoever issued a passport can issue it again.
    #[error("expected a passport by the offer's issuer {expected}, found one by {found}")]
    NotTheIssuer {
        /// The offer's issuer.
        expected: Did,
        /// The passport's, or the event's.
        found: Did,
    },
    /// A part that went to somebody already.
    #[error("the part {part} left the battery before the passport {passport}")]
    PartGone {
        /// Its name.
        part: String,
        /// The passport that says so.
        passport: String,
    },
    /// Not one new id for each credential that is issued again.
    #[error("expected new ids for {expected} events, found {found}")]
    IdCount {
        /// Events to be issued again.
        expected: usize,
        /// Ids given.
        found: usize,
    },
}

impl Coded for TransferError {
    fn code(&self) -> &'static str {
        match self {
            Self::Statement(error) => error.code(),
            Self::Event(error) => error.code(),
            Self::NoExpiry => "transfer.no_expiry",
            Self::ToOneself(_) => "transfer.to_oneself",
            Self::OwnOrder(_) => "transfer.own_order",
            Self::OtherOffer { .. } => "transfer.other_offer",
            Self::OfferAltered { .. } => "transfer.offer_altered",
            Self::NotAddressed { .. } => "transfer.not_addressed",
            Self::OtherBattery { .. } => "transfer.other_battery",
            Self::Expired { .. } => "transfer.offer_expired",
            Self::TooEarly { .. } => "transfer.accepted_before_offer",
            Self::Rejected(_) => "transfer.offer_rejected",
            Self::Withdrawn(_) => "transfer.offer_withdrawn",
            Self::AcceptedTwice(_) => "transfer.accepted_twice",
            Self::AlreadyTransferred(_) => "transfer.already_transferred",
            Self::OtherPassport { .. } => "transfer.other_passport",
            Self::NotTheIssuer { .. } => "transfer.not_the_issuer",
            Self::PartGone { .. } => "transfer.part_gone",
            Self::IdCount { .. } => "transfer.id_count",
        }
    }

    /// Into the acceptance, but for what the offer says wrong.
    fn pointer(&self) -> Option<String> {
        Some(
            match self {
                Self::Statement(error) => return error.pointer(),
                Self::Event(error) => return error.pointer(),
                Self::NoExpiry => "/validUntil",
                Self::ToOneself(_) => "/credentialSubject/newOperator",
                Self::OtherOffer { .. } | Self::AcceptedTwice(_) => "/credentialSubject/offer/id",
                Self::OfferAltered { .. } => "/credentialSubject/offer/digestMultibase",
                Self::NotAddressed { .. } | Self::NotTheIssuer { .. } | Self::OwnOrder(_) => {
                    "/issuer"
                }
                Self::OtherBattery { .. } => "/credentialSubject/id",
                Self::Expired { .. } | Self::TooEarly { .. } => "/validFrom",
                Self::Rejected(_) | Self::Withdrawn(_) => "/credentialSubject/offer",
                Self::AlreadyTransferred(_) | Self::OtherPassport { .. } => {
                    "/credentialSubject/passport"
                }
                Self::PartGone { .. } => "/credentialSubject/parts",
                Self::IdCount { .. } => return None,
            }
            .to_owned(),
        )
    }

    fn hint(&self) -> Option<String> {
        Some(
            match self {
                Self::Statement(error) => return error.hint(),
                Self::Event(error) => return error.hint(),
                Self::NoExpiry => "offer for some days or weeks",
                Self::ToOneself(_) => "to correct a passport, issue its next version",
                Self::OwnOrder(_) => "an operator that is there hands its battery over by an offer",
                Self::OtherOffer { .. } => "find the offer that was accepted",
                Self::OfferAltered { .. } => {
                    "ask the old operator for the offer as it was signed, and accept that"
                }
                Self::NotAddressed { .. } => "ask for an offer to the DID that accepts",
                Self::OtherBattery { .. } => "ask for an acceptance that names the offered battery",
                Self::Expired { .. } => "ask the old operator for a new offer",
                Self::TooEarly { .. } => "check both clocks, and accept again",
                Self::Rejected(_) | Self::Withdrawn(_) => "a new offer is needed",
                Self::AcceptedTwice(_) => "nothing more is to be done: the first acceptance counts",
                Self::AlreadyTransferred(_) => "only its current operator can offer the battery",
                Self::OtherPassport { .. } => "offer the current version of the passport",
                Self::NotTheIssuer { .. } => "whoever issued a credential issues it again",
                Self::PartGone { .. } => "only its new operator can hand that part on",
                Self::IdCount { .. } => "give one id for each event of the old operator",
            }
            .to_owned(),
        )
    }
}
