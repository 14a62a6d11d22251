//! What the operators of a chain are called: by the reader's trust list, else by themselves.

use std::collections::{BTreeMap, BTreeSet};

use credentials::Did;
use credentials::json::JsonPointer;

use super::chain::Operator;
use crate::check::Case;

/// Those of them whose name somebody says, in the order of their DIDs.
pub(super) fn named(cases: &[(JsonPointer, &Case<'_>)], of: &BTreeSet<&Did>) -> Vec<Operator> {
    let listed = cases
        .iter()
        .filter_map(|(_, case)| case.policy.trust.as_ref())
        .take(1)
        .flat_map(|trust| &trust.list.issuers)
        .filter_map(|entry| Some((&entry.did, entry.name.as_deref()?, true)));
    let own = cases.iter().filter_map(|(_, case)| {
        let name = case.credential.pointer("/issuer/name")?.as_str()?;
        Some((case.issuer.as_ref()?, name, false))
    });
    let mut names: BTreeMap<&Did, Operator> = BTreeMap::new();
    for (did, name, listed) in listed.chain(own) {
        let name = name.trim();
        if of.contains(&did) && !name.is_empty() {
            names.entry(did).or_insert_with(|| Operator {
                did: did.clone(),
                name: name.to_owned(),
                listed,
            });
        }
    }
    names.into_values().collect()
}
