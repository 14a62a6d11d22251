//! The members of a statement, read one by one.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::StatementError;
use crate::battery::identifier::BatteryId;
use crate::battery::parts::{Parts, Predecessor};
use crate::battery::reference::Reference;
use crate::did::Did;
use crate::json::JsonPointer;
use crate::model::date_time;

/// The members of an object at a place of a credential, read one by one.
#[derive(Debug, Clone)]
pub(in crate::battery) struct Members<'v> {
    pub(in crate::battery) object: &'v Map<String, Value>,
    pub(in crate::battery) at: JsonPointer,
}

impl<'v> Members<'v> {
    pub(in crate::battery) fn of(
        value: &'v Value,
        at: JsonPointer,
        expected: &'static str,
    ) -> Result<Self, StatementError> {
        match value {
            Value::Object(object) => Ok(Self { object, at }),
            other => Err(StatementError::malformed(at, expected, other)),
        }
    }

    pub(in crate::battery) fn object(
        &self,
        name: &'static str,
    ) -> Result<Members<'v>, StatementError> {
        let value = self.required(name, "an object")?;
        Members::of(value, self.at.child(name), "an object")
    }

    pub(in crate::battery) fn text(
        &self,
        name: &'static str,
        expected: &'static str,
    ) -> Result<&'v str, StatementError> {
        self.optional_text(name, expected)?
            .ok_or_else(|| self.missing(name, expected))
    }

    pub(in crate::battery) fn optional_text(
        &self,
        name: &'static str,
        expected: &'static str,
    ) -> Result<Option<&'v str>, StatementError> {
        match self.object.get(name) {
            None => Ok(None),
            Some(Value::String(text)) if !text.trim().is_empty() => Ok(Some(text)),
            Some(other) => Err(self.malformed(name, expected, other)),
        }
    }

    pub(in crate::battery) fn did(&self, name: &'static str) -> Result<Did, StatementError> {
        let text = self.text(name, A_DID)?;
        Did::parse(text).map_err(|_| self.malformed(name, A_DID, &json!(text)))
    }

    pub(in crate::battery) fn optional_did(
        &self,
        name: &'static str,
    ) -> Result<Option<Did>, StatementError> {
        match self.object.get(name) {
            None => Ok(None),
            Some(_) => self.did(name).map(Some),
        }
    }

    pub(in crate::battery) fn battery(&self) -> Result<BatteryId, StatementError> {
        let text = self.text("id", "the battery's identifier")?;
        text.parse().map_err(StatementError::Battery)
    }

    pub(in crate::battery) fn time(&self, name: &'static str) -> Result<Timestamp, StatementError> {
        self.optional_time(name)?
            .ok_or_else(|| self.missing(name, A_TIME))
    }

    pub(in crate::battery) fn optional_time(
        &self,
        name: &'static str,
    ) -> Result<Option<Timestamp>, StatementError> {
        let Some(text) = self.optional_text(name, A_TIME)? else {
            return Ok(None);
        };
        let time = date_time::parse(text);
        time.map(Some)
            .ok_or_else(|| self.malformed(name, A_TIME, &json!(text)))
    }

    pub(in crate::battery) fn reference(
        &self,
        name: &'static str,
    ) -> Result<Reference, StatementError> {
        let value = self.required(name, A_REFERENCE)?;
        Reference::read(value).ok_or_else(|| self.malformed(name, A_REFERENCE, value))
    }

    pub(in crate::battery) fn optional_reference(
        &self,
        name: &'static str,
    ) -> Result<Option<Reference>, StatementError> {
        match self.object.get(name) {
            None => Ok(None),
            Some(_) => self.reference(name).map(Some),
        }
    }

    pub(in crate::battery) fn references(
        &self,
        name: &'static str,
    ) -> Result<Vec<Reference>, StatementError> {
        self.each(name, Reference::read)
    }

    fn each<T>(
        &self,
        name: &'static str,
        read: impl Fn(&Value) -> Option<T>,
    ) -> Result<Vec<T>, StatementError> {
        let values = match self.object.get(name) {
            None => return Ok(Vec::new()),
            Some(Value::Array(values)) => values,
            Some(other) => return Err(self.malformed(name, "a list of references", other)),
        };
        let read = |(index, value): (usize, &Value)| {
            read(value).ok_or_else(|| {
                let at = self.at.child(name).child(index);
                StatementError::malformed(at, A_REFERENCE, value)
            })
        };
        values.iter().enumerate().map(read).collect()
    }

    /// Parts of a battery; the whole where none are named.
    pub(in crate::battery) fn parts(&self, name: &'static str) -> Result<Parts, StatementError> {
        match self.object.get(name) {
            None => Ok(Parts::whole()),
            Some(value) => {
                Parts::read(value).ok_or_else(|| self.malformed(name, SOME_PARTS, value))
            }
        }
    }

    /// Passports that are followed.
    pub(in crate::battery) fn predecessors(
        &self,
        name: &'static str,
    ) -> Result<Vec<Predecessor>, StatementError> {
        self.each(name, Predecessor::read)
    }

    pub(in crate::battery) fn required(
        &self,
        name: &'static str,
        expected: &'static str,
    ) -> Result<&'v Value, StatementError> {
        self.object
            .get(name)
            .ok_or_else(|| self.missing(name, expected))
    }

    pub(in crate::battery) fn missing(
        &self,
        name: &'static str,
        expected: &'static str,
    ) -> StatementError {
        StatementError::Missing {
            at: self.at.child(name),
            expected,
        }
    }

    pub(in crate::battery) fn malformed(
        &self,
        name: &'static str,
        expected: &'static str,
        found: &Value,
    ) -> StatementError {
        StatementError::malformed(self.at.child(name), expected, found)
    }
}

pub(super) const A_DID: &str = "a DID";
pub(super) const A_TIME: &str = "a date-time with time zone";
pub(super) const A_REFERENCE: &str = "a credential's id and digest";
const SOME_PARTS: &str = "a list of names of parts, each once";
