//! Why a battery is not handed over.

use credentials::Problem;
use credentials::battery::transfer::TransferError;
use credentials::problem::Coded;

use crate::store::{Lifecycle, Standing, TransferState};

/// Why a step of a transfer is refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// Offer or re-issue does not fit what is kept.
    #[error(transparent)]
    Transfer(#[from] TransferError),
    /// The answer to an offer is not authentic, or not an answer that counts.
    #[error("{0}")]
    Answer(Problem),
    /// No offer of this issuer.
    #[error("there is no transfer offer {0} of this issuer")]
    UnknownOffer(String),
    /// The passport does not stand as one that can be handed over.
    #[error("the passport {passport} is {standing}")]
    NotGood {
        /// Its id.
        passport: String,
        /// How it stands.
        standing: Standing,
    },
    /// The battery is being handed over already, or was.
    #[error("{battery} has a transfer already, which is {state}: offer {offer}")]
    Open {
        /// The battery.
        battery: String,
        /// Id of the offer.
        offer: String,
        /// How far it is.
        state: TransferState,
    },
    /// The step does not follow from where the transfer is.
    #[error("the offer {offer} is {state}, expected one that is {expected}")]
    State {
        /// Id of the offer.
        offer: String,
        /// How far it is.
        state: TransferState,
        /// How far it should be.
        expected: TransferState,
    },
    /// Neither an answer nor an offer.
    #[error("expected a transfer offer or an answer to one")]
    NotOfATransfer,
    /// An order is about a passport.
    #[error("expected a passport as its operator last published it")]
    NoPassport,
    /// Longer than a calendar goes.
    #[error("an offer cannot hold for {0} days")]
    Days(u32),
}

impl Refusal {
    /// Whether something was judged and found wanting, rather than asked for in vain.
    pub fn is_verdict(&self) -> bool {
        matches!(self, Self::Answer(_))
    }
}

impl Coded for Refusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Transfer(error) => error.code(),
            Self::Answer(problem) => problem.code,
            Self::UnknownOffer(_) => "transfer.unknown_offer",
            Self::NotGood { standing, .. } => match standing {
                Standing { revoked: true, .. } => "transfer.passport_revoked",
                Standing {
                    lifecycle: Lifecycle::Transferred,
                    ..
                } => "transfer.already_transferred",
                Standing {
                    lifecycle: Lifecycle::Ceased,
                    ..
                } => "transfer.passport_ceased",
                _ => "transfer.passport_suspended",
            },
            Self::Open {
                state: TransferState::Done,
                ..
            } => "transfer.already_transferred",
            Self::Open { .. } => "transfer.already_open",
            Self::State { expected, .. } => match expected {
                TransferState::Accepted => "transfer.not_accepted",
                _ => "transfer.not_open",
            },
            Self::NotOfATransfer => "transfer.not_a_transfer",
            Self::NoPassport => "transfer.no_passport",
            Self::Days(_) => "transfer.days",
        }
    }

    fn pointer(&self) -> Option<String> {
        match self {
            Self::Transfer(error) => error.pointer(),
            Self::Answer(problem) => problem.pointer.clone(),
            Self::UnknownOffer(_) => Some("/credentialSubject/offer/id".into()),
            Self::NotGood { .. } => Some("/credentialSubject/passport".into()),
            Self::Open { .. } => Some("/credentialSubject/id".into()),
            Self::State { .. } => Some("/credentialSubject/offer".into()),
            Self::NotOfATransfer | Self::NoPassport => Some("/type".into()),
            Self::Days(_) => Some("/validUntil".into()),
        }
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Transfer(error) => return error.hint(),
            Self::Answer(problem) => return problem.hint.clone(),
            Self::UnknownOffer(_) => "`dbp-issuer transfer list` shows all offers",
            Self::NotGood { standing, .. } if standing.suspended && !standing.revoked => {
                "`dbp-issuer status ID reinstate` takes it off hold"
            }
            Self::NotGood { .. } => "only a current passport can be handed over",
            Self::Open { state, .. } => match state {
                TransferState::Done => "only its new operator can hand the battery on",
                TransferState::Accepted => "go on with `dbp-issuer transfer reissue`",
                _ => "end the open offer with `dbp-issuer transfer withdraw`",
            },
            Self::State {
                state, expected, ..
            } => match (state, expected) {
                (TransferState::Offered, _) => {
                    "record the acceptance with `dbp-issuer transfer accept` first"
                }
                (TransferState::Accepted, _) => "both have agreed: go on with `transfer reissue`",
                (TransferState::Done, _) => "nothing more is to be done",
                _ => "make a new offer",
            },
            Self::NotOfATransfer => "give the file that the new operator's wallet wrote",
            Self::NoPassport => "give the file of the passport that the battery's label leads to",
            Self::Days(_) => "give --days as some days or weeks",
        };
        Some(hint.into())
    }
}
