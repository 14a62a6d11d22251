//! What the new operator accepts.

use serde_json::{Map, Value, json};

use super::error::TransferError;
use crate::battery::identifier::BatteryId;
use crate::battery::reference::Reference;
use crate::battery::statement::{Statement, expect_type};
use crate::did::Did;

/// Type of an acceptance, beside `VerifiableCredential`.
pub const TRANSFER_ACCEPTANCE: &str = "TransferAcceptance";

/// The new operator's consent to one offer, as it was signed.
#[derive(Debug, Clone, PartialEq)]
pub struct TransferAcceptance {
    /// Id, issuer (the new operator), times and status.
    pub statement: Statement,
    /// The battery that changes hands.
    pub battery: BatteryId,
    /// The signed offer.
    pub offer: Reference,
    /// The DID under which the new operator will issue its own passport, often its own.
    pub operator: Did,
}

impl TransferAcceptance {
    /// The unsigned credential.
    pub fn build(&self) -> Value {
        let mut subject = Map::new();
        let mut put = |name: &str, value: Value| subject.insert(name.to_owned(), value);
        put("id", json!(self.battery.to_string()));
        put("type", json!(["Battery"]));
        put("offer", self.offer.to_value());
        put("operator", json!(self.operator));
        self.statement.build(&[TRANSFER_ACCEPTANCE], subject)
    }

    /// Reads an acceptance; without `operator` its issuer is meant.
    pub fn read(credential: &Value) -> Result<Self, TransferError> {
        expect_type(credential, TRANSFER_ACCEPTANCE)?;
        let (statement, subject) = Statement::read(credential)?;
        let operator = subject.optional_did("operator")?;
        Ok(Self {
            battery: subject.battery()?,
            offer: subject.reference("offer")?,
            operator: operator.unwrap_or_else(|| statement.issuer.clone()),
            statement,
        })
    }
}
