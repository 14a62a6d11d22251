//! The list as a credential.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::{TrustList, TrustListError};
use crate::battery::statement::{Statement, expect_type};

/// Type of the credential, beside `VerifiableCredential`.
pub const TRUST_LIST: &str = "TrustList";

/// A trust list that its keeper signs. Each later one has a higher number, so that nobody is shown an earlier one for it.
#[derive(Debug, Clone, PartialEq)]
pub struct SignedTrustList {
    /// Who keeps the list, and for how long this one holds.
    pub statement: Statement,
    /// What the list is called through all its changes: a URI.
    pub list: String,
    /// Which of its states this is, counted upwards.
    pub sequence: u64,
    /// Whom it names; each with at least one role.
    pub operators: TrustList,
}

impl SignedTrustList {
    /// The unsigned credential.
    pub fn build(&self) -> Result<Value, TrustListError> {
        let mut subject = Map::new();
        subject.insert("id".to_owned(), json!(self.list));
        subject.insert("type".to_owned(), json!(["TrustedOperators"]));
        subject.insert("sequence".to_owned(), json!(self.sequence));
        subject.insert("issuers".to_owned(), self.operators.to_value());
        let credential = self.statement.build(&[TRUST_LIST], subject);
        // Whatever readers would refuse is not signed.
        Self::read(&credential)?;
        Ok(credential)
    }

    /// Reads a credential whose proof has been verified.
    pub fn read(credential: &Value) -> Result<Self, TrustListError> {
        expect_type(credential, TRUST_LIST)?;
        let (statement, subject) = Statement::read(credential)?;
        if statement.valid_until.is_none() {
            return Err(TrustListError::NoEnd);
        }
        let operators = TrustList::read(&credential["credentialSubject"], &subject.at)?;
        operators.require_roles(&subject.at)?;
        let sequence = subject.required("sequence", A_NUMBER)?;
        Ok(Self {
            list: subject.text("id", "the list's identifier")?.to_owned(),
            sequence: sequence
                .as_u64()
                .filter(|number| (1..=LARGEST).contains(number))
                .ok_or_else(|| subject.malformed("sequence", A_NUMBER, sequence))?,
            operators,
            statement,
        })
    }

    /// By when its keeper renews it.
    pub fn next_due(&self) -> Option<Timestamp> {
        self.statement.valid_until
    }
}

const A_NUMBER: &str = "a number counted from 1";

/// RFC 7493 section 2.2: what every reader of JSON keeps exactly.
const LARGEST: u64 = (1 << 53) - 1;
