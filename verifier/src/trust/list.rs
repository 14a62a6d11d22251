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
        let in_time = that(&named, |entry| entry.covers_time(asked.done));
        if in_time.is_empty() {
            return Err(Distrust::Period {
                did: did.clone(),
                at: asked.done,
            });
        }
        let standing = that(&in_time, |entry| ended(entry, asked).is_none());
        if let (true, Some(since)) = (
            standing.is_empty(),
            in_time.iter().find_map(|entry| ended(entry, asked)),
        ) {
            return Err(Distrust::Ended {
                did: did.clone(),
                since,
                withdrawn: in_time.iter().any(|entry| entry.withdrawn == Some(since)),
            });
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
        let scoped = that(&fitting, |entry| covers(entry, asked));
        match (scoped.first(), asked.category) {
            (Some(entry), _) => Ok(entry),
            (None, category) => Err(Distrust::Scope {
                did: did.clone(),
                category,
                found: fitting
                    .iter()
                    .flat_map(|entry| entry.scope.clone())
                    .collect(),
            }),
        }
    }

    /// Everything that `did` may act as for this.
    pub fn roles(&self, did: &Did, asked: &Asked) -> Vec<Role> {
        let entries = self.list.issuers.iter().filter(|entry| {
            entry.did == *did
                && entry.covers_time(asked.done)
                && ended(entry, asked).is_none()
                && covers(entry, asked)
        });
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
