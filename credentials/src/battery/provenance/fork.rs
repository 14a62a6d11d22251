//! Two that claim the same place.

use std::collections::BTreeSet;

use super::fault::ProvenanceFault;
use super::hands::{Hand, Hands};

/// Passports that two live ones follow, and passports that were accepted twice.
pub(super) fn forks(hands: &Hands) -> Vec<ProvenanceFault> {
    let followed_twice = hands
        .passports
        .iter()
        .filter_map(|older| fork_after(older, &hands.passports));
    followed_twice.chain(transferred_twice(hands)).collect()
}

fn fork_after(older: &Hand, passports: &[Hand]) -> Option<ProvenanceFault> {
    let followers: Vec<&Hand> = passports
        .iter()
        .filter(|hand| hand.is_live() && hand.follows(&older.reference))
        .collect();
    // A later version keeps the predecessor of the earlier one, and does not compete with it.
    let rivals: Vec<&&Hand> = followers
        .iter()
        .filter(|hand| !is_version_of_another(hand, &followers, passports))
        .collect();
    // A battery that is taken apart becomes several, each with an identifier of its own.
    let (first, second) = rivals.iter().enumerate().find_map(|(index, first)| {
        let same = |second: &&&&Hand| second.battery == first.battery;
        let second = rivals[index + 1..].iter().find(same)?;
        Some((first, second))
    })?;
    Some(ProvenanceFault::Fork {
        id: older.reference.id.clone(),
        first: first.reference.id.clone(),
        second: second.reference.id.clone(),
    })
}

fn is_version_of_another(hand: &Hand, others: &[&Hand], passports: &[Hand]) -> bool {
    let mut seen = BTreeSet::new();
    let mut earlier = hand.supersedes.as_ref();
    while let Some(reference) = earlier {
        if !seen.insert(&reference.digest_multibase) {
            return false;
        }
        if others.iter().any(|other| other.reference == *reference) {
            return true;
        }
        earlier = passports
            .iter()
            .find(|passport| passport.reference == *reference)
            .and_then(|passport| passport.supersedes.as_ref());
    }
    false
}

fn transferred_twice(hands: &Hands) -> impl Iterator<Item = ProvenanceFault> + '_ {
    hands
        .transfers
        .iter()
        .enumerate()
        .filter_map(|(index, first)| {
            let passport = &first.accepted.offer().passport;
            let second = hands.transfers[index + 1..]
                .iter()
                .find(|second| second.accepted.offer().passport == *passport)?;
            Some(ProvenanceFault::TransferredTwice {
                id: passport.id.clone(),
                first: first.acceptance.id.clone(),
                second: second.acceptance.id.clone(),
            })
        })
}
