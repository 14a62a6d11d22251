//! The two ways in which an offer ends without a transfer, beside expiry.

use serde_json::{Map, Value, json};

use super::error::TransferError;
use crate::battery::identifier::BatteryId;
use crate::battery::kind::kind_of;
use crate::battery::reference::Reference;
use crate::battery::statement::{Statement, StatementError};
use crate::model::has_type;

/// Type of a rejection, beside `VerifiableCredential`.
pub const TRANSFER_REJECTION: &str = "TransferRejection";
/// Type of a withdrawal, beside `VerifiableCredential`.
pub const TRANSFER_WITHDRAWAL: &str = "TransferWithdrawal";

/// An offer declined, or taken back.
#[derive(Debug, Clone, PartialEq)]
pub struct TransferEnd {
    /// Id, issuer, times and status.
    pub statement: Statement,
    /// Which of the two.
    pub kind: EndKind,
    /// The battery that was offered.
    pub battery: BatteryId,
    /// The signed offer.
    pub offer: Reference,
    /// Why, in words.
    pub reason: Option<String>,
}

/// Who ended it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndKind {
    /// The new operator declined.
    Rejection,
    /// The old operator took it back.
    Withdrawal,
}

impl TransferEnd {
    /// The unsigned credential.
    pub fn build(&self) -> Value {
        let mut subject = Map::new();
        let mut put = |name: &str, value: Value| subject.insert(name.to_owned(), value);
        put("id", json!(self.battery.to_string()));
        put("type", json!(["Battery"]));
        put("offer", self.offer.to_value());
        if let Some(reason) = &self.reason {
            put("reason", json!(reason));
        }
        self.statement.build(&[self.kind.type_name()], subject)
    }

    /// Reads a rejection or a withdrawal.
    pub fn read(credential: &Value) -> Result<Self, TransferError> {
        kind_of(credential)?;
        let kind = [EndKind::Rejection, EndKind::Withdrawal]
            .into_iter()
            .find(|kind| has_type(credential, kind.type_name()))
            .ok_or(StatementError::Type {
                expected: "TransferRejection or TransferWithdrawal",
            })?;
        let (statement, subject) = Statement::read(credential)?;
        let reason = subject.optional_text("reason", "a reason")?;
        Ok(Self {
            kind,
            battery: subject.battery()?,
            offer: subject.reference("offer")?,
            reason: reason.map(str::to_owned),
            statement,
        })
    }
}

impl EndKind {
    /// The credential's type.
    pub const fn type_name(self) -> &'static str {
        match self {
            Self::Rejection => TRANSFER_REJECTION,
            Self::Withdrawal => TRANSFER_WITHDRAWAL,
        }
    }
}
