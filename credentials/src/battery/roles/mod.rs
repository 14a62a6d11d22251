//! Who may issue what: acts by roles, with the article behind each.
//!
//! Art. 78 lets data be added and changed by role. [`RULES`] is that as data, and the one place where it stands: the
//! verifier's check `trust`, the walk back through the hands, the issuer before it signs, and `docs/roles.md` read it.

mod table;

use std::fmt;

use serde_json::Value;

use super::accreditation::{ACCREDITED_OPERATOR, Role};
use super::composite::SUPPLIER_DECLARATION;
use super::event::{EventKind, LIFECYCLE_EVENT};
use super::kind::kind_of;
use super::passport::PASSPORT;
use super::transfer::{
    SUCCESSION_ORDER, TRANSFER_ACCEPTANCE, TRANSFER_OFFER, TRANSFER_REJECTION, TRANSFER_WITHDRAWAL,
};
use crate::model::has_type;

pub use table::RULES;

/// Something that is done by signing a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Act {
    /// A passport of a battery that had none.
    FirstPassport,
    /// A passport that follows another operator's.
    SuccessorPassport,
    /// A later version of the issuer's own passport.
    Correction,
    /// An event in a battery's life.
    Event(EventKind),
    /// What somebody upstream declares of a part.
    SupplierDeclaration,
    /// The offer to hand a battery on.
    TransferOffer,
    /// The consent to take it over.
    TransferAcceptance,
    /// The refusal to take it over.
    TransferRejection,
    /// The end of one's own offer.
    TransferWithdrawal,
    /// The order that takes the place of an offer by an operator that is gone.
    SuccessionOrder,
    /// The accreditation of an operator.
    Accreditation,
    /// The mandate of an authorised representative.
    Mandate,
    /// A change of a credential's status.
    Status,
}

/// Who may do what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// What.
    pub act: Act,
    /// Who.
    pub who: Who,
}

/// Who may do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Somebody in one of these roles, each by an article.
    Roles(&'static [(Role, &'static str)]),
    /// One party of what is going on, whatever its role: in words, and by which article.
    Party(&'static str, &'static str),
}

impl Act {
    /// Every act, in the order of [`RULES`].
    pub fn all() -> impl Iterator<Item = Self> {
        RULES.iter().map(|rule| rule.act)
    }

    /// What was done by signing this credential; none where it is of another kind.
    pub fn of(credential: &Value) -> Option<Self> {
        // What is several things is nothing that anybody may do: whoever reads it refuses it.
        kind_of(credential).ok()?;
        let is = |name| has_type(credential, name);
        let subject = &credential["credentialSubject"];
        if is(PASSPORT) {
            return Some(if !subject["supersedes"].is_null() {
                Self::Correction
            } else if !subject["predecessor"].is_null() {
                Self::SuccessorPassport
            } else {
                Self::FirstPassport
            });
        }
        if is(ACCREDITED_OPERATOR) {
            let mandate = subject["role"] == Role::AuthorisedRepresentative.name();
            return Some(match mandate {
                true => Self::Mandate,
                false => Self::Accreditation,
            });
        }
        if is(SUPPLIER_DECLARATION) {
            return Some(Self::SupplierDeclaration);
        }
        let transfers = [
            (TRANSFER_OFFER, Self::TransferOffer),
            (TRANSFER_ACCEPTANCE, Self::TransferAcceptance),
            (TRANSFER_REJECTION, Self::TransferRejection),
            (TRANSFER_WITHDRAWAL, Self::TransferWithdrawal),
            (SUCCESSION_ORDER, Self::SuccessionOrder),
        ];
        let mut kinds = EventKind::ALL.into_iter().filter(|_| is(LIFECYCLE_EVENT));
        let event = kinds.find(|kind| is(kind.name()));
        let transfer = || transfers.into_iter().find(|(name, _)| is(name));
        event
            .map(Self::Event)
            .or_else(|| transfer().map(|(_, act)| act))
    }

    /// Who may do it.
    pub fn who(self) -> Who {
        let rule = RULES.iter().find(|rule| rule.act == self);
        // The table has a row for each act, as a test makes sure.
        rule.map_or(Who::Roles(&[]), |rule| rule.who)
    }

    /// The roles that may do it, each with the article; none where it depends on no role.
    pub fn roles(self) -> &'static [(Role, &'static str)] {
        match self.who() {
            Who::Roles(roles) => roles,
            Who::Party(..) => &[],
        }
    }

    /// Whether somebody in this role may do it.
    pub fn is_open_to(self, role: Role) -> bool {
        match self.who() {
            Who::Roles(roles) => roles.iter().any(|(may, _)| *may == role),
            Who::Party(..) => true,
        }
    }

    /// Whether somebody in these roles may do it; somebody in none may do what takes no role.
    pub fn is_open_to_any(self, roles: &[Role]) -> bool {
        matches!(self.who(), Who::Party(..)) || roles.iter().any(|role| self.is_open_to(*role))
    }

    /// Whether it is about a battery, and not about an operator or a part.
    pub fn is_of_a_battery(self) -> bool {
        !matches!(
            self,
            Self::Accreditation | Self::Mandate | Self::Status | Self::SupplierDeclaration
        )
    }

    /// What it takes, in words: `takes the role recycler (Art. 70, 71)`.
    pub fn takes(self) -> String {
        format!("takes {}", self.whom())
    }

    /// Whom it takes, in words: `the role recycler (Art. 70, 71)`.
    pub fn whom(self) -> String {
        match self.who() {
            Who::Party(who, article) => format!("{who} ({article})"),
            Who::Roles(roles) => {
                let names: Vec<&str> = roles.iter().map(|(role, _)| role.name()).collect();
                let mut articles: Vec<&str> = Vec::new();
                for article in roles.iter().flat_map(|(_, article)| article.split(", ")) {
                    if !articles.contains(&article) {
                        articles.push(article);
                    }
                }
                let article = articles.join(", ");
                format!("the role {} ({article})", either(&names))
            }
        }
    }
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::FirstPassport => "issuing a battery's first passport",
            Self::SuccessorPassport => "issuing a passport that follows another operator's",
            Self::Correction => "correcting a passport",
            Self::Event(kind) => return write!(f, "reporting {kind}"),
            Self::SupplierDeclaration => "declaring something of a part",
            Self::TransferOffer => "offering a battery",
            Self::TransferAcceptance => "taking a battery over",
            Self::TransferRejection => "rejecting an offer",
            Self::TransferWithdrawal => "withdrawing an offer",
            Self::SuccessionOrder => "ordering who follows an operator that is gone",
            Self::Accreditation => "accrediting an operator",
            Self::Mandate => "mandating an authorised representative",
            Self::Status => "changing a credential's status",
        })
    }
}

/// `a`, `a or b`, `a, b or c`.
fn either(names: &[&str]) -> String {
    match names {
        [] => "none".to_owned(),
        [one] => (*one).to_owned(),
        [some @ .., last] => format!("{} or {last}", some.join(", ")),
    }
}

#[cfg(test)]
mod document;
#[cfg(test)]
mod tests;
