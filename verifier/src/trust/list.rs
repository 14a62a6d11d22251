//! What a list says by itself.

use credentials::Did;
use credentials::battery::Role;

use super::{Asked, Distrust, Trust, TrustedIssuer};

impl Trust {
    /// The entry that lets `did` do this.
    pub fn find(&self, did: &Did, asked: &Asked) -> Result<&TrustedIssuer, Distrust> {
        let named = self.list.issuers.iter().filter(|entry| entry.did == *did);
        let named: Vec<&TrustedIssuer> = named.collect();
        if named.is_empty() {
            return Err(Distrust::Unknown(did.clone()));
        }
        let fits = that(&named, |entry| may(entry, asked) && covers(entry, asked));
        if let Some(entry) = fits.iter().find(|entry| stands(entry, asked)) {
            return Ok(entry);
        }
        // Told before all else that may be wrong, for no accreditation mends it.
        if let Some(given_up) = given_up(&fits, asked) {
            return Err(given_up);
        }
        let in_time = that(&named, |entry| entry.covers_time(asked.done));
        if in_time.is_empty() {
            return Err(Distrust::Period {
                did: did.clone(),
                at: asked.done,
            });
        }
        let standing = that(&in_time, |entry| ended(entry, asked).is_none());
        if let (true, Some(given_up)) = (standing.is_empty(), given_up(&in_time, asked)) {
            return Err(given_up);
        }
        let fitting = that(&standing, |entry| may(entry, asked));
        if let (true, Some(act)) = (fitting.is_empty(), asked.act) {
            return Err(Distrust::Role {
                did: did.clone(),
                act,
                found: standing
                    .iter()
                    .flat_map(|entry| entry.roles.clone())
                    .collect(),
            });
        }
        Err(Distrust::Scope {
            did: did.clone(),
            category: asked.category,
            found: fitting
                .iter()
                .flat_map(|entry| entry.scope.clone())
                .collect(),
        })
    }

    /// Whether the list names it no longer as this, and nowhere else as this either.
    pub(super) fn gave_up(&self, did: &Did, role: Role, asked: &Asked) -> bool {
        let entries = self.list.issuers.iter();
        let mut named = entries.filter(|entry| {
            entry.did == *did
                && (entry.roles.is_empty() || entry.roles.contains(&role))
                && covers(entry, asked)
        });
        let gone = named.clone().any(|entry| ended(entry, asked).is_some());
        gone && !named.any(|entry| stands(entry, asked))
    }

    /// Everything that `did` may act as for this.
    pub fn roles(&self, did: &Did, asked: &Asked) -> Vec<Role> {
        let entries = self
            .list
            .issuers
            .iter()
            .filter(|entry| entry.did == *did && stands(entry, asked) && covers(entry, asked));
        let mut roles: Vec<Role> = entries
            .flat_map(|entry| match entry.roles.as_slice() {
                [] => Role::ALL.to_vec(),
                roles => roles.to_vec(),
            })
            .collect();
        roles.sort_unstable();
        roles.dedup();
        roles
    }
}

fn that<'l>(
    entries: &[&'l TrustedIssuer],
    keep: impl Fn(&TrustedIssuer) -> bool,
) -> Vec<&'l TrustedIssuer> {
    entries
        .iter()
        .copied()
        .filter(|entry| keep(entry))
        .collect()
}

/// What is said where the trust in one of them has ended.
fn given_up(entries: &[&TrustedIssuer], asked: &Asked) -> Option<Distrust> {
    entries.iter().find_map(|entry| {
        let since = ended(entry, asked)?;
        Some(Distrust::Ended {
            did: entry.did.clone(),
            since,
            withdrawn: entry.withdrawn == Some(since),
        })
    })
}

/// Whether it holds for the time of this, and has not been given up.
fn stands(entry: &TrustedIssuer, asked: &Asked) -> bool {
    entry.covers_time(asked.done) && ended(entry, asked).is_none()
}

/// Since when the trust in it has ended, for this.
fn ended(entry: &TrustedIssuer, asked: &Asked) -> Option<jiff::Timestamp> {
    let ends = [entry.withdrawn, entry.suspended].into_iter().flatten();
    ends.filter(|since| *since <= asked.stood()).min()
}

fn may(entry: &TrustedIssuer, asked: &Asked) -> bool {
    let open =
        |act: credentials::battery::Act| entry.roles.is_empty() || act.is_open_to_any(&entry.roles);
    asked.act.is_none_or(open)
}

fn covers(entry: &TrustedIssuer, asked: &Asked) -> bool {
    // What is said of no battery has no category: another operator's accreditation, a trust list.
    asked
        .category
        .is_none_or(|category| category.is_in(&entry.scope))
}
