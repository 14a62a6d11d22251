//! Parts of a battery, by the names that its operator gives them: a pack's modules that go different ways.
//!
//! A pack that is taken apart becomes several batteries, each with a passport that follows the pack's for some of its
//! parts (Art. 77(7)). Names can be held against each other: two that follow for different parts share the pack, two
//! that follow for the same part, or for the whole, claim the same thing. Amounts could not be told apart, so a part has
//! a name, such as the serial number on the module.

use std::collections::BTreeSet;
use std::fmt;

use serde_json::{Value, json};

use super::reference::Reference;
use crate::problem::Coded;

/// Some named parts of a battery; none named: the whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Parts(BTreeSet<String>);

/// Why these are no names of parts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PartsError {
    /// Nothing, or white space around it.
    #[error("expected the name of a part, without spaces around it, found {0:?}")]
    Name(String),
    /// The same name again.
    #[error("the part {0} is named twice")]
    Twice(String),
}

impl Parts {
    /// All of the battery.
    pub fn whole() -> Self {
        Self::default()
    }

    /// The parts with these names; the whole where there are none.
    pub fn named(names: impl IntoIterator<Item = impl Into<String>>) -> Result<Self, PartsError> {
        let mut parts = BTreeSet::new();
        for name in names {
            let name = name.into();
            if name.is_empty() || name.trim() != name {
                return Err(PartsError::Name(name));
            }
            if let Some(twice) = parts.replace(name) {
                return Err(PartsError::Twice(twice));
            }
        }
        Ok(Self(parts))
    }

    /// Whether no part is named.
    pub fn is_whole(&self) -> bool {
        self.0.is_empty()
    }

    /// The names, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Whether this part is named.
    pub fn contains(&self, name: &str) -> bool {
        self.0.contains(name)
    }

    /// A part that both name, or all where one of them is the whole: whether the two claim the same thing.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.is_whole() || other.is_whole() || self.0.intersection(&other.0).next().is_some()
    }

    /// Whether everything of `other` is in this.
    pub fn covers(&self, other: &Self) -> bool {
        self.is_whole() || (!other.is_whole() && other.0.is_subset(&self.0))
    }

    /// The names that `other` does not have.
    pub fn beyond<'p>(&'p self, other: &'p Self) -> impl Iterator<Item = &'p str> {
        self.0.difference(&other.0).map(String::as_str)
    }

    /// These and those of `other`.
    pub fn with(&self, other: &Self) -> Self {
        Self(self.0.union(&other.0).cloned().collect())
    }

    /// The list of names.
    pub fn to_value(&self) -> Value {
        json!(self.0)
    }

    /// Reads a list of names; what is there names at least one, each once.
    pub fn read(value: &Value) -> Option<Self> {
        let names: Option<Vec<&str>> = value.as_array()?.iter().map(Value::as_str).collect();
        let parts = Self::named(names?).ok()?;
        (!parts.is_whole()).then_some(parts)
    }
}

impl fmt::Display for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.is_whole() {
            true => f.write_str("the whole battery"),
            false => {
                let names: Vec<&str> = self.names().collect();
                f.write_str(&names.join(", "))
            }
        }
    }
}

/// A passport that another one follows, for the whole battery or for some parts of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Predecessor {
    /// The passport.
    pub passport: Reference,
    /// What of its battery went into the new one.
    pub parts: Parts,
}

impl Predecessor {
    /// Reads `{"id", "digestMultibase", "parts"?}`.
    pub fn read(value: &Value) -> Option<Self> {
        Some(Self {
            passport: Reference::read(value)?,
            parts: match value.get("parts") {
                None => Parts::whole(),
                Some(parts) => Parts::read(parts)?,
            },
        })
    }

    /// The object that names it.
    pub fn to_value(&self) -> Value {
        let mut value = self.passport.to_value();
        if !self.parts.is_whole() {
            value["parts"] = self.parts.to_value();
        }
        value
    }
}

impl From<Reference> for Predecessor {
    fn from(passport: Reference) -> Self {
        Self {
            passport,
            parts: Parts::whole(),
        }
    }
}

impl Coded for PartsError {
    fn code(&self) -> &'static str {
        match self {
            Self::Name(_) => "parts.name",
            Self::Twice(_) => "parts.twice",
        }
    }

    fn hint(&self) -> Option<String> {
        Some("name each part once, such as by the serial number on the module".into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(names: &[&str]) -> Parts {
        Parts::named(names.iter().copied()).unwrap()
    }

    #[test]
    fn two_claims_overlap_where_they_share_a_part_or_one_is_of_the_whole() {
        for (one, other, overlap) in [
            (&["M1"][..], &["M2"][..], false),
            (&["M1", "M2"], &["M2", "M3"], true),
            (&[], &["M1"], true),
            (&[], &[], true),
        ] {
            assert_eq!(
                parts(one).overlaps(&parts(other)),
                overlap,
                "{one:?} {other:?}"
            );
            assert_eq!(
                parts(other).overlaps(&parts(one)),
                overlap,
                "{other:?} {one:?}"
            );
        }
        assert!(parts(&[]).covers(&parts(&["M1"])) && parts(&["M1", "M2"]).covers(&parts(&["M1"])));
        assert!(
            !parts(&["M1"]).covers(&parts(&[])) && !parts(&["M1"]).covers(&parts(&["M1", "M2"]))
        );
    }

    #[test]
    fn a_part_has_a_name_that_is_not_said_twice() {
        assert_eq!(Parts::named([" M1"]), Err(PartsError::Name(" M1".into())));
        assert_eq!(Parts::named([""]), Err(PartsError::Name("".into())));
        assert_eq!(
            Parts::named(["M1", "M1"]),
            Err(PartsError::Twice("M1".into()))
        );
        for wrong in [
            json!([]),
            json!("M1"),
            json!([1]),
            json!(["M1", "M1"]),
            json!(null),
        ] {
            assert_eq!(Parts::read(&wrong), None, "{wrong}");
        }
        assert_eq!(
            Parts::read(&json!(["M2", "M1"])),
            Some(parts(&["M1", "M2"]))
        );
    }
}
