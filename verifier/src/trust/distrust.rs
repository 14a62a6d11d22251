//! Why somebody's word does not count.

use credentials::battery::{Act, Category, Role};
use credentials::{Coded, Did};
use jiff::Timestamp;

/// Why an issuer is not trusted with what it did.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Distrust {
    /// Neither the list nor an accreditation names it.
    #[error("the trust list does not name {0}")]
    Unknown(Did),
    /// It is named, but not for that time.
    #[error("the trust list names {did}, but not for {at}")]
    Period {
        /// Who.
        did: Did,
        /// When it acted.
        at: Timestamp,
    },
    /// It is named, but no longer trusted.
    #[error(
        "{} {did} since {since}",
        if *withdrawn { "the trust list has withdrawn its trust in" } else { "the trust list has suspended" }
    )]
    Ended {
        /// Who.
        did: Did,
        /// Since when.
        since: Timestamp,
        /// For good, and not for the time being.
        withdrawn: bool,
    },
    /// It is named, but not in a role that may do this.
    #[error("{act} {}, found {did} as {}", act.takes(), names(found))]
    Role {
        /// Who.
        did: Did,
        /// What it did.
        act: Act,
        /// The roles that it has.
        found: Vec<Role>,
    },
    /// It is named, but not for such batteries.
    #[error(
        "the trust list names {did} for {} batteries, found one of the category {}",
        categories(found), category.map_or("unknown", Category::name)
    )]
    Scope {
        /// Who.
        did: Did,
        /// The battery's.
        category: Option<Category>,
        /// Those for which it is named.
        found: Vec<Category>,
    },
    /// It was accredited by itself.
    #[error("{0} has accredited itself")]
    SelfAccredited(Did),
    /// It was accredited by somebody who is not trusted with that.
    #[error("{did} was accredited as {role} by {accreditor}, but {why}")]
    Accreditor {
        /// Who.
        did: Did,
        /// As what.
        role: Role,
        /// By whom.
        accreditor: Did,
        /// Why the accreditor's word does not count.
        why: Box<Distrust>,
    },
    /// It was accredited, but not for that time.
    #[error("{did} was accredited from {from} until {until}, found {at}")]
    AccreditationPeriod {
        /// Who.
        did: Did,
        /// From when.
        from: Timestamp,
        /// Until when.
        until: Timestamp,
        /// When it acted.
        at: Timestamp,
    },
    /// It was accredited, but not for such batteries.
    #[error(
        "{did} was accredited for {} batteries, found one of the category {category}",
        categories(found)
    )]
    AccreditationScope {
        /// Who.
        did: Did,
        /// The battery's.
        category: Category,
        /// Those for which it was accredited.
        found: Vec<Category>,
    },
    /// Its accreditation was revoked.
    #[error("the accreditation of {did} was revoked by {accreditor}, who does not say since when")]
    AccreditationRevoked {
        /// Who.
        did: Did,
        /// By whom it had been accredited.
        accreditor: Did,
    },
    /// It acts for somebody whose battery this is not.
    #[error("{did} acts by mandate of {giver}, for batteries of that one, found one of {whose}")]
    Mandate {
        /// Who.
        did: Did,
        /// Who gave the mandate.
        giver: Did,
        /// Whose battery it is.
        whose: String,
    },
    /// Its accreditation is no good credential.
    #[error("the accreditation of {did} does not count: {why}")]
    AccreditationBad {
        /// Who.
        did: Did,
        /// What is wrong with it.
        why: String,
    },
}

impl Coded for Distrust {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown(_) => "trust.unknown_issuer",
            Self::Period { .. } => "trust.outside_period",
            Self::Ended {
                withdrawn: true, ..
            } => "trust.withdrawn",
            Self::Ended { .. } => "trust.suspended",
            Self::Role { .. } => "trust.role",
            Self::Scope { .. } => "trust.scope",
            Self::SelfAccredited(_) => "trust.accredited_by_itself",
            Self::Accreditor { .. } => "trust.accreditor",
            Self::AccreditationPeriod { .. } => "trust.accreditation_period",
            Self::AccreditationScope { .. } => "trust.accreditation_scope",
            Self::AccreditationRevoked { .. } => "trust.accreditation_revoked",
            Self::Mandate { .. } => "trust.mandate",
            Self::AccreditationBad { .. } => "trust.accreditation_bad",
        }
    }

    fn pointer(&self) -> Option<String> {
        Some("/issuer".into())
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Unknown(_) => {
                "authentic, but from somebody you do not know: find out who it is before you add it to the list, or ask for its accreditation"
            }
            Self::Role { .. } => {
                "the deed counts for nothing from this issuer, unless it shows its accreditation in that role: ask for it and give it with --accreditation"
            }
            Self::Period { .. } | Self::Scope { .. } => {
                "ask the issuer or the keeper of the trust list which of the two is out of date"
            }
            Self::Ended { .. } => "do not rely on it; the keeper of the list knows why",
            Self::SelfAccredited(_) | Self::Accreditor { .. } => {
                "an accreditation counts when an authority gave it that your list names as such, or the list's keeper"
            }
            Self::AccreditationPeriod { .. } | Self::AccreditationScope { .. } => {
                "ask the issuer for the accreditation that it acted by"
            }
            Self::AccreditationRevoked { .. } => {
                "a trust list with `withdrawnSince` says since when; what was done before that counts"
            }
            Self::Mandate { .. } => {
                "a manufacturer's mandate is for its own batteries (Art. 40): ask the issuer for one by whose battery it is"
            }
            Self::AccreditationBad { .. } => "ask the issuer for an accreditation that stands",
        };
        Some(hint.into())
    }
}

fn names(roles: &[Role]) -> String {
    let names: Vec<&str> = roles.iter().map(|role| role.name()).collect();
    names.join(" and ")
}

fn categories(found: &[Category]) -> String {
    let names: Vec<&str> = found.iter().map(|category| category.name()).collect();
    names.join(" and ")
}
