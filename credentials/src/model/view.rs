//! Looking at the members that every credential has.

use jiff::Timestamp;
use serde_json::Value;

use super::{Version, date_time};
use crate::did::Did;
use crate::status::{StatusEntry, StatusError};

/// Whether a JSON-LD object (a credential, a subject, a status entry) is of this type, alone or among others.
pub fn has_type(object: &Value, name: &str) -> bool {
    one_or_several(object.get("type")).any(|found| found == name)
}

/// A credential as it is read: nothing is checked, what does not fit is absent.
#[derive(Debug, Clone, Copy)]
pub struct Credential<'v>(&'v Value);

impl<'v> Credential<'v> {
    /// Looks at this document.
    pub fn new(document: &'v Value) -> Self {
        Self(document)
    }

    /// The document itself.
    pub fn document(self) -> &'v Value {
        self.0
    }

    /// The credential's own id.
    pub fn id(self) -> Option<&'v str> {
        self.0.get("id")?.as_str()
    }

    /// Its types, in order.
    pub fn types(self) -> impl Iterator<Item = &'v str> {
        one_or_several(self.0.get("type")).filter_map(Value::as_str)
    }

    /// Whether it is of this type.
    pub fn has_type(self, name: &str) -> bool {
        has_type(self.0, name)
    }

    /// The issuer's DID; none for issuers that are other URLs.
    pub fn issuer(self) -> Option<Did> {
        let issuer = self.0.get("issuer")?;
        let id = issuer.as_str().or_else(|| issuer.get("id")?.as_str())?;
        Did::parse(id).ok()
    }

    /// The issuer's name for people, where it is one string.
    pub fn issuer_name(self) -> Option<&'v str> {
        self.0.get("issuer")?.get("name")?.as_str()
    }

    /// When it begins to hold.
    pub fn valid_from(self) -> Option<Timestamp> {
        let member = Version::of(self.0).unwrap_or(Version::V2).valid_from();
        date_time::parse(self.0.get(member)?.as_str()?)
    }

    /// When it stops to hold.
    pub fn valid_until(self) -> Option<Timestamp> {
        let member = Version::of(self.0).unwrap_or(Version::V2).valid_until();
        date_time::parse(self.0.get(member)?.as_str()?)
    }

    /// What it is about, where that is one thing.
    pub fn subject(self) -> Option<&'v Value> {
        let mut subjects = self.subjects();
        let first = subjects.next();
        first.filter(|_| subjects.next().is_none())
    }

    /// What it is about.
    pub fn subjects(self) -> impl Iterator<Item = &'v Value> {
        one_or_several(self.0.get("credentialSubject"))
    }

    /// Where its status is told; an entry that cannot be read is an error.
    pub fn status_entries(self) -> Result<Vec<StatusEntry>, StatusError> {
        StatusEntry::all(self.0)
    }
}

fn one_or_several(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    let several = match value {
        Some(Value::Array(several)) => several.as_slice(),
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    several.iter()
}
