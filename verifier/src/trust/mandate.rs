//! Whose batteries a mandate covers: those of whoever gave it, and nobody else's (Art. 40).
//!
//! A manufacturer cannot let somebody act for another manufacturer. Whose a battery is, its passports say: by who
//! issued them, and by the manufacturer and the operator that they name.

use credentials::Did;
use credentials::battery::{Act, Role};
use serde_json::Value;

use super::{Asked, Trust};

/// Whether a battery is of those that a mandate covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Whose {
    /// It is, or whoever gave the mandate is bound to no batteries.
    Covered,
    /// Nothing here tells.
    Untold,
    /// It is this one's.
    Another(String),
}

/// A passport that tells whose its battery is.
pub(super) struct Telling<'a> {
    /// What it says.
    pub passport: &'a Value,
    /// Who signed it.
    pub issuer: &'a Did,
    /// What that was, and when.
    pub asked: Asked,
}

/// Whether an act rests on whose battery it is; taking one over does not, for then it is still another's.
pub(super) fn is_bound(act: Option<Act>) -> bool {
    act.is_some_and(|act| act.is_of_a_battery() && act != Act::TransferAcceptance)
}

/// Whether whoever gave a mandate may give it for its own batteries only: the list's keeper and authorities are not
/// bound.
pub(super) fn is_for_its_own(trust: &Trust, giver: &Did, given: &Asked) -> bool {
    let by_role = |role| matches!(role, Role::Manufacturer | Role::Repurposer);
    let roles = trust.roles(giver, given);
    !trust.is_kept_by(giver) && !roles.contains(&Role::Authority) && roles.into_iter().any(by_role)
}

/// What the passports of a battery say of whether it is `giver`'s, whom `representative` acts for.
pub(super) fn whose<'a>(
    passports: impl Iterator<Item = Telling<'a>>,
    giver: &Did,
    representative: &Did,
    trust: &Trust,
) -> Whose {
    let mut found = Whose::Untold;
    for passport in passports {
        match passport.tells(giver, representative, trust) {
            Whose::Covered => return Whose::Covered,
            Whose::Another(whose) if found == Whose::Untold => found = Whose::Another(whose),
            _ => {}
        }
    }
    found
}

impl Telling<'_> {
    fn tells(&self, giver: &Did, representative: &Did, trust: &Trust) -> Whose {
        let general = &self.passport["credentialSubject"]["generalProductInformation"];
        let manufacturer = named(&general["manufacturerInformation"], trust);
        // Whoever answers for the battery may have others act for it, too (Art. 77(4)).
        let operator = named(&general["operatorInformation"], trust);
        if self.issuer == giver || manufacturer.contains(giver) || operator.contains(giver) {
            return Whose::Covered;
        }
        if let Some(another) = manufacturer.first() {
            return Whose::Another(another.to_string());
        }
        let maker = self.issuer != representative && self.is_by_its_maker(trust);
        match maker {
            true => Whose::Another(self.issuer.to_string()),
            false => Whose::Untold,
        }
    }

    /// Whether the list knows the issuer of this first passport as nothing but a maker of batteries.
    fn is_by_its_maker(&self, trust: &Trust) -> bool {
        let roles = trust.roles(self.issuer, &self.asked);
        let makes = |role: &Role| matches!(role, Role::Manufacturer | Role::Repurposer);
        self.asked.act == Some(Act::FirstPassport) && !roles.is_empty() && roles.iter().all(makes)
    }
}

/// Whom a passport means: by its DID, else those whom the reader's list calls so.
fn named(party: &Value, trust: &Trust) -> Vec<Did> {
    let text = |member: &str| party[member].as_str().map(str::trim);
    if let Some(did) = text("identifier").and_then(|text| Did::parse(text).ok()) {
        return vec![did];
    }
    let Some(name) = text("contactName").map(str::to_lowercase) else {
        return Vec::new();
    };
    let called = |listed: &str| listed.trim().to_lowercase() == name;
    let entries = trust.list.issuers.iter();
    entries
        .filter(|entry| entry.name.as_deref().is_some_and(called))
        .map(|entry| entry.did.clone())
        .collect()
}
