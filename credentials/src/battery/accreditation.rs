//! The `AccreditedOperator` credential: in which role an operator acts, which batteries that covers, until when.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::audience::{Audience, Purpose};
use super::category::Category;
use super::statement::{Statement, StatementError, expect_type};
use crate::did::Did;
use crate::problem::Coded;

/// Type of the credential, beside `VerifiableCredential`.
pub const ACCREDITED_OPERATOR: &str = "AccreditedOperator";

/// In which capacity somebody acts on a battery. Trust lists use the same names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Makes batteries, or finishes them into packs.
    Manufacturer,
    /// Makes or refines what batteries are made of: cells, components, materials (Art. 49).
    Supplier,
    /// Acts for a manufacturer by written mandate (Art. 40).
    AuthorisedRepresentative,
    /// Places batteries from outside the Union on its market (Art. 41).
    Importer,
    /// Makes batteries available after that (Art. 42).
    Distributor,
    /// Holds the battery management system and reads it (Art. 14).
    BmsOwner,
    /// Maintains and repairs.
    Workshop,
    /// Prepares for re-use or repurposing, repurposes, remanufactures (Art. 38(11)).
    Repurposer,
    /// Collects and keeps waste batteries: waste management operator or producer responsibility organisation.
    WasteOperator,
    /// Treats and recycles waste batteries (Art. 70 and 71).
    Recycler,
    /// Market surveillance authority or the Commission.
    Authority,
    /// Notified conformity assessment body (Chapter V).
    NotifiedBody,
}

/// A role name that nobody knows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown role {0:?}, expected one of {names}", names = Role::ALL.map(Role::name).join(", "))]
pub struct UnknownRole(pub String);

/// What an authority or the keeper of a trust list says of an operator.
#[derive(Debug, Clone, PartialEq)]
pub struct Accreditation {
    /// Id, issuer, times and status; an accreditation always ends.
    pub statement: Statement,
    /// Whom it is about.
    pub operator: Did,
    /// The operator's name for people.
    pub name: Option<String>,
    /// What the operator may act as.
    pub role: Role,
    /// Which batteries that covers; empty: all.
    pub scope: Vec<Category>,
}

/// Why a credential is no accreditation.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum AccreditationError {
    /// The shape is wrong.
    #[error(transparent)]
    Statement(#[from] StatementError),
    /// The role is unknown.
    #[error(transparent)]
    Role(#[from] UnknownRole),
    /// The scope names no battery category.
    #[error("expected battery categories (ev, lmt, industrial, stationary), found {0}")]
    Scope(String),
    /// It has no end.
    #[error("an accreditation says until when it holds, found no `validUntil`")]
    NoEnd,
}

impl Accreditation {
    /// The unsigned credential.
    pub fn build(&self) -> Result<Value, AccreditationError> {
        if self.statement.valid_until.is_none() {
            return Err(AccreditationError::NoEnd);
        }
        let mut subject = Map::new();
        subject.insert("id".to_owned(), json!(self.operator));
        subject.insert("type".to_owned(), json!(["EconomicOperator"]));
        if let Some(name) = &self.name {
            subject.insert("name".to_owned(), json!(name));
        }
        subject.insert("role".to_owned(), json!(self.role.name()));
        if !self.scope.is_empty() {
            let scope: Vec<&str> = self.scope.iter().map(|category| category.name()).collect();
            subject.insert("scope".to_owned(), json!(scope));
        }
        Ok(self.statement.build(&[ACCREDITED_OPERATOR], subject))
    }

    /// Reads a credential whose proof has been verified.
    pub fn read(credential: &Value) -> Result<Self, AccreditationError> {
        expect_type(credential, ACCREDITED_OPERATOR)?;
        let (statement, subject) = Statement::read(credential)?;
        if statement.valid_until.is_none() {
            return Err(AccreditationError::NoEnd);
        }
        let scope = match subject.object.get("scope") {
            None => Vec::new(),
            Some(Value::Array(categories)) => categories
                .iter()
                .map(|category| category.as_str()?.parse().ok())
                .collect::<Option<_>>()
                .ok_or_else(|| AccreditationError::Scope(json!(categories).to_string()))?,
            Some(other) => return Err(AccreditationError::Scope(other.to_string())),
        };
        Ok(Self {
            operator: subject.did("id")?,
            name: subject.optional_text("name", "a name")?.map(str::to_owned),
            role: subject.text("role", "a role")?.parse()?,
            scope,
            statement,
        })
    }

    /// Whether it holds at this time; the caller has checked proof, issuer and status.
    pub fn holds_at(&self, at: Timestamp) -> bool {
        self.statement.valid_from <= at
            && self.statement.valid_until.is_some_and(|until| at < until)
    }

    /// Whether it covers batteries of this category.
    pub fn covers(&self, category: Category) -> bool {
        category.is_in(&self.scope)
    }
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 12] = [
        Self::Manufacturer,
        Self::Supplier,
        Self::AuthorisedRepresentative,
        Self::Importer,
        Self::Distributor,
        Self::BmsOwner,
        Self::Workshop,
        Self::Repurposer,
        Self::WasteOperator,
        Self::Recycler,
        Self::Authority,
        Self::NotifiedBody,
    ];

    /// The name in credentials and trust lists.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Manufacturer => "manufacturer",
            Self::Supplier => "supplier",
            Self::AuthorisedRepresentative => "authorised-representative",
            Self::Importer => "importer",
            Self::Distributor => "distributor",
            Self::BmsOwner => "bms-owner",
            Self::Workshop => "workshop",
            Self::Repurposer => "repurposer",
            Self::WasteOperator => "waste-operator",
            Self::Recycler => "recycler",
            Self::Authority => "authority",
            Self::NotifiedBody => "notified-body",
        }
    }

    /// The restricted view that this role opens (Art. 77(2)(b) and (c)).
    pub fn audience(self) -> Audience {
        match self {
            Self::Authority | Self::NotifiedBody => Audience::Authority,
            Self::Recycler | Self::WasteOperator => {
                Audience::LegitimateInterest(Purpose::Recycling)
            }
            Self::Repurposer => Audience::LegitimateInterest(Purpose::SecondLife),
            Self::BmsOwner => Audience::LegitimateInterest(Purpose::Owner),
            // What is in a battery is no reason to look into it.
            Self::Supplier => Audience::Public,
            Self::Workshop
            | Self::Manufacturer
            | Self::AuthorisedRepresentative
            | Self::Importer
            | Self::Distributor => Audience::LegitimateInterest(Purpose::Repair),
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(name: &str) -> Result<Self, UnknownRole> {
        Self::ALL
            .into_iter()
            .find(|role| role.name() == name)
            .ok_or_else(|| UnknownRole(name.to_owned()))
    }
}

impl Coded for UnknownRole {
    fn code(&self) -> &'static str {
        "accreditation.role_unknown"
    }
}

impl Coded for AccreditationError {
    fn code(&self) -> &'static str {
        match self {
            Self::Statement(error) => error.code(),
            Self::Role(error) => error.code(),
            Self::Scope(_) => "accreditation.scope",
            Self::NoEnd => "accreditation.no_end",
        }
    }

    fn pointer(&self) -> Option<String> {
        match self {
            Self::Statement(error) => error.pointer(),
            Self::Role(_) => Some("/credentialSubject/role".to_owned()),
            Self::Scope(_) => Some("/credentialSubject/scope".to_owned()),
            Self::NoEnd => Some("/validUntil".to_owned()),
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::Statement(error) => error.hint(),
            Self::NoEnd => Some("issue it for a year or two, and anew after that".to_owned()),
            Self::Scope(_) => Some("leave `scope` out to cover every battery".to_owned()),
            Self::Role(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recycler() -> Accreditation {
        Accreditation {
            statement: Statement {
                valid_until: Some("2029-01-01T00:00:00Z".parse().unwrap()),
                ..Statement::new(
                    "urn:uuid:0b8f2c0e-54c5-4c37-9d5b-6f1f5a2f1c3d",
                    "did:web:umweltbundesamt.example".parse().unwrap(),
                    "2027-01-01T00:00:00Z".parse().unwrap(),
                )
            },
            operator: "did:web:hydromet.example".parse().unwrap(),
            name: Some("Hydromet Recycling".to_owned()),
            role: Role::Recycler,
            scope: vec![Category::Ev, Category::Industrial],
        }
    }

    #[test]
    fn a_recyclers_accreditation_reads_back_and_opens_the_recycling_view() {
        let credential = recycler().build().unwrap();
        assert_eq!(
            credential["type"],
            json!(["VerifiableCredential", "AccreditedOperator"])
        );
        let read = Accreditation::read(&credential).unwrap();
        assert_eq!(read, recycler());
        assert_eq!(read.role.audience().name(), "recycler");
        assert!(read.covers(Category::Ev) && read.covers(Category::Stationary));
        assert!(!read.covers(Category::Lmt));
    }

    #[test]
    fn it_holds_from_its_start_to_just_before_its_end() {
        for (at, holds) in [
            ("2026-12-31T23:59:59Z", false),
            ("2027-01-01T00:00:00Z", true),
            ("2028-12-31T23:59:59Z", true),
            ("2029-01-01T00:00:00Z", false),
        ] {
            assert_eq!(recycler().holds_at(at.parse().unwrap()), holds, "{at}");
        }
    }

    #[test]
    fn every_role_reads_back_and_all_but_a_supplier_s_open_some_view() {
        for role in Role::ALL {
            assert_eq!(role.name().parse(), Ok(role));
            let none = role.audience() == Audience::Public;
            assert_eq!(none, role == Role::Supplier, "{role}");
        }
        assert_eq!(
            "king"
                .parse::<Role>()
                .unwrap_err()
                .to_string()
                .lines()
                .count(),
            1
        );
    }

    #[test]
    fn what_is_no_accreditation_is_refused_where_it_is_not() {
        for (place, value, code) in [
            ("/type", json!(["VerifiableCredential"]), "statement.type"),
            (
                "/credentialSubject/role",
                json!("king"),
                "accreditation.role_unknown",
            ),
            (
                "/credentialSubject/scope",
                json!(["sli"]),
                "accreditation.scope",
            ),
            (
                "/credentialSubject/scope",
                json!("ev"),
                "accreditation.scope",
            ),
            (
                "/credentialSubject/id",
                json!("Hydromet"),
                "statement.member_malformed",
            ),
        ] {
            let mut credential = recycler().build().unwrap();
            *credential.pointer_mut(place).unwrap() = value;
            let error = Accreditation::read(&credential).unwrap_err();
            assert_eq!(error.code(), code, "{place}");
            assert_eq!(error.pointer().as_deref(), Some(place));
        }
        let mut endless = recycler();
        endless.statement.valid_until = None;
        assert_eq!(endless.build(), Err(AccreditationError::NoEnd));
    }
}
