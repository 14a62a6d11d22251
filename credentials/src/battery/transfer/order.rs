//! An authority's word in place of an operator that is gone.

use std::fmt;
use std::str::FromStr;

use serde_json::{Map, Value, json};

use super::error::TransferError;
use crate::battery::identifier::BatteryId;
use crate::battery::parts::Parts;
use crate::battery::reference::Reference;
use crate::battery::statement::{Statement, expect_type};
use crate::did::Did;

/// Type of an order, beside `VerifiableCredential`.
pub const SUCCESSION_ORDER: &str = "SuccessionOrder";

/// A passport stays available when the operator that answers for it is gone (Art. 78): an authority says which passport
/// of whom goes to whom, and why. The new operator accepts the order as it would an offer; nobody issues the passport
/// again, so the new operator's own names it as it was last published.
#[derive(Debug, Clone, PartialEq)]
pub struct SuccessionOrder {
    /// Id, issuer (the authority), times and status.
    pub statement: Statement,
    /// The battery that changes hands.
    pub battery: BatteryId,
    /// Who answered for it.
    pub former_operator: Did,
    /// Who is to answer for it.
    pub new_operator: Did,
    /// The parts of the battery that go over: a pack that is taken apart. The rest stays where it is.
    pub parts: Parts,
    /// The passport as it was last published.
    pub passport: Reference,
    /// Why the former operator cannot hand it over.
    pub ground: Ground,
    /// The decision, in words or as a link.
    pub reason: Option<String>,
}

/// Why an operator cannot hand its batteries over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// Insolvent.
    Insolvency,
    /// No longer there, or no longer active in the Union.
    Ceased,
    /// It agreed, or would have to, and does nothing.
    Unresponsive,
}

/// A ground that nobody knows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown ground {0:?}, expected one of {names}", names = Ground::ALL.map(Ground::name).join(", "))]
pub struct UnknownGround(pub String);

impl SuccessionOrder {
    /// The unsigned credential; an error where the order does not hold together.
    pub fn build(&self) -> Result<Value, TransferError> {
        self.check()?;
        let mut subject = Map::new();
        let mut put = |name: &str, value: Value| subject.insert(name.to_owned(), value);
        put("id", json!(self.battery.to_string()));
        put("type", json!(["Battery"]));
        put("formerOperator", json!(self.former_operator));
        put("newOperator", json!(self.new_operator));
        if !self.parts.is_whole() {
            put("parts", self.parts.to_value());
        }
        put("passport", self.passport.to_value());
        put("ground", json!(self.ground.name()));
        if let Some(reason) = &self.reason {
            put("reason", json!(reason));
        }
        Ok(self.statement.build(&[SUCCESSION_ORDER], subject))
    }

    /// Reads a credential as an order that holds together; its proof is another matter.
    pub fn read(credential: &Value) -> Result<Self, TransferError> {
        expect_type(credential, SUCCESSION_ORDER)?;
        let (statement, subject) = Statement::read(credential)?;
        let ground = subject.text("ground", "a ground")?;
        let order = Self {
            battery: subject.battery()?,
            former_operator: subject.did("formerOperator")?,
            new_operator: subject.did("newOperator")?,
            parts: subject.parts("parts")?,
            passport: subject.reference("passport")?,
            ground: ground
                .parse()
                .map_err(|_| subject.malformed("ground", "a ground", &json!(ground)))?,
            reason: subject
                .optional_text("reason", "a reason")?
                .map(str::to_owned),
            statement,
        };
        order.check()?;
        Ok(order)
    }

    /// Three different parties: nobody takes a battery by an order of its own, or from itself.
    fn check(&self) -> Result<(), TransferError> {
        if self.former_operator == self.new_operator {
            return Err(TransferError::ToOneself(self.new_operator.clone()));
        }
        if [&self.former_operator, &self.new_operator].contains(&&self.statement.issuer) {
            return Err(TransferError::OwnOrder(self.statement.issuer.clone()));
        }
        Ok(())
    }
}

impl Ground {
    /// Every ground.
    pub const ALL: [Self; 3] = [Self::Insolvency, Self::Ceased, Self::Unresponsive];

    /// As credentials and commands write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Insolvency => "insolvency",
            Self::Ceased => "ceased",
            Self::Unresponsive => "unresponsive",
        }
    }
}

impl FromStr for Ground {
    type Err = UnknownGround;

    fn from_str(name: &str) -> Result<Self, UnknownGround> {
        let found = Self::ALL.into_iter().find(|ground| ground.name() == name);
        found.ok_or_else(|| UnknownGround(name.to_owned()))
    }
}

impl fmt::Display for Ground {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
