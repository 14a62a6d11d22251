//! What the old operator offers.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::error::TransferError;
use crate::battery::identifier::BatteryId;
use crate::battery::parts::Parts;
use crate::battery::reference::Reference;
use crate::battery::statement::{Statement, expect_type};
use crate::did::Did;

/// Type of an offer, beside `VerifiableCredential`.
pub const TRANSFER_OFFER: &str = "TransferOffer";

/// The old operator's consent: this battery, to that operator, until then.
#[derive(Debug, Clone, PartialEq)]
pub struct TransferOffer {
    /// Id, issuer (the old operator), times and status; an offer always expires.
    pub statement: Statement,
    /// The battery that changes hands.
    pub battery: BatteryId,
    /// To whom.
    pub new_operator: Did,
    /// The parts of the battery that go over: a pack that is taken apart. The rest stays where it is.
    pub parts: Parts,
    /// The passport as it is at the time of the offer.
    pub passport: Reference,
    /// The events that go with it.
    pub events: Vec<Reference>,
    /// What the two agreed, in words or as a link.
    pub terms: Option<String>,
}

impl TransferOffer {
    /// When it expires; `build` and `read` see to it that there is such a time.
    pub fn expires(&self) -> Timestamp {
        self.statement.valid_until.unwrap_or(Timestamp::MIN)
    }

    /// The unsigned credential; an error where the offer does not hold together.
    pub fn build(&self) -> Result<Value, TransferError> {
        self.check()?;
        let mut subject = Map::new();
        let mut put = |name: &str, value: Value| subject.insert(name.to_owned(), value);
        put("id", json!(self.battery.to_string()));
        put("type", json!(["Battery"]));
        put("newOperator", json!(self.new_operator));
        if !self.parts.is_whole() {
            put("parts", self.parts.to_value());
        }
        put("passport", self.passport.to_value());
        let events: Vec<Value> = self.events.iter().map(Reference::to_value).collect();
        put("events", json!(events));
        if let Some(terms) = &self.terms {
            put("terms", json!(terms));
        }
        Ok(self.statement.build(&[TRANSFER_OFFER], subject))
    }

    /// Reads a credential as an offer that holds together; its proof is another matter.
    pub fn read(credential: &Value) -> Result<Self, TransferError> {
        expect_type(credential, TRANSFER_OFFER)?;
        let (statement, subject) = Statement::read(credential)?;
        let offer = Self {
            battery: subject.battery()?,
            new_operator: subject.did("newOperator")?,
            parts: subject.parts("parts")?,
            passport: subject.reference("passport")?,
            events: subject.references("events")?,
            terms: subject.optional_text("terms", "terms")?.map(str::to_owned),
            statement,
        };
        offer.check()?;
        Ok(offer)
    }

    fn check(&self) -> Result<(), TransferError> {
        if self.statement.valid_until.is_none() {
            return Err(TransferError::NoExpiry);
        }
        if self.statement.issuer == self.new_operator {
            return Err(TransferError::ToOneself(self.new_operator.clone()));
        }
        Ok(())
    }
}
