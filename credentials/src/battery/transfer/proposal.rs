//! What a new operator can accept.

use jiff::Timestamp;
use serde_json::Value;

use super::error::TransferError;
use super::offer::TransferOffer;
use super::order::{SUCCESSION_ORDER, SuccessionOrder};
use crate::battery::identifier::BatteryId;
use crate::battery::parts::Parts;
use crate::battery::reference::Reference;
use crate::battery::statement::Statement;
use crate::did::Did;
use crate::model::has_type;

/// The old operator's offer, or an authority's order where that one is gone.
#[derive(Debug, Clone, PartialEq)]
pub enum Proposal {
    /// By the old operator.
    Offer(TransferOffer),
    /// By an authority.
    Order(SuccessionOrder),
}

impl Proposal {
    /// Reads either; what is no order is read as an offer. Its proof is another matter.
    pub fn read(credential: &Value) -> Result<Self, TransferError> {
        match has_type(credential, SUCCESSION_ORDER) {
            true => SuccessionOrder::read(credential).map(Self::Order),
            false => TransferOffer::read(credential).map(Self::Offer),
        }
    }

    /// Id, issuer, times and status.
    pub fn statement(&self) -> &Statement {
        match self {
            Self::Offer(offer) => &offer.statement,
            Self::Order(order) => &order.statement,
        }
    }

    /// The battery that changes hands.
    pub fn battery(&self) -> &BatteryId {
        match self {
            Self::Offer(offer) => &offer.battery,
            Self::Order(order) => &order.battery,
        }
    }

    /// Who answered for the battery: the issuer of an offer, the former operator of an order.
    pub fn old_operator(&self) -> &Did {
        match self {
            Self::Offer(offer) => &offer.statement.issuer,
            Self::Order(order) => &order.former_operator,
        }
    }

    /// Who answers for it from the acceptance on.
    pub fn new_operator(&self) -> &Did {
        match self {
            Self::Offer(offer) => &offer.new_operator,
            Self::Order(order) => &order.new_operator,
        }
    }

    /// The passport that goes with it.
    pub fn passport(&self) -> &Reference {
        match self {
            Self::Offer(offer) => &offer.passport,
            Self::Order(order) => &order.passport,
        }
    }

    /// What of the battery goes over.
    pub fn parts(&self) -> &Parts {
        match self {
            Self::Offer(offer) => &offer.parts,
            Self::Order(order) => &order.parts,
        }
    }

    /// When it expires; an offer always does.
    pub fn expires(&self) -> Option<Timestamp> {
        self.statement().valid_until
    }

    /// Whether it is an authority's.
    pub fn is_order(&self) -> bool {
        matches!(self, Self::Order(_))
    }
}
