//! Two that claim the same place. Whoever sends a history decides how long it is, so nothing here compares each with each.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::fault::ProvenanceFault;
use super::hands::{Hand, Hands, Key, Transfer, key};

/// Passports that two live ones follow, and passports that were accepted twice.
pub(super) fn forks(hands: &Hands) -> Vec<ProvenanceFault> {
    let known = Known::new(&hands.passports);
    let passports = hands.passports.iter();
    let followed_twice = passports.filter_map(|older| known.fork_after(older));
    followed_twice.chain(transferred_twice(hands)).collect()
}

struct Known<'h> {
    /// What each passport supersedes.
    supersedes: HashMap<Key<'h>, Option<Key<'h>>>,
    /// The live passports that follow one, each once.
    followers: HashMap<Key<'h>, Vec<&'h Hand>>,
}

impl<'h> Known<'h> {
    fn new(passports: &'h [Hand]) -> Self {
        let mut known = Self {
            supersedes: HashMap::new(),
            followers: HashMap::new(),
        };
        for hand in passports {
            let earlier = hand.supersedes.as_ref().map(key);
            known.supersedes.insert(key(&hand.reference), earlier);
            if hand.is_live() {
                let followed: BTreeSet<Key<'h>> = hand.follows().map(key).collect();
                for older in followed {
                    known.followers.entry(older).or_default().push(hand);
                }
            }
        }
        known
    }

    fn fork_after(&self, older: &Hand) -> Option<ProvenanceFault> {
        let followers = self.followers.get(&key(&older.reference))?;
        let places: HashSet<Key<'_>> = followers.iter().map(|hand| key(&hand.reference)).collect();
        // A battery that is taken apart becomes several, each with an identifier of its own.
        let mut first_of: HashMap<&str, &Hand> = HashMap::new();
        for hand in followers {
            // A later version keeps the predecessor of the earlier one, and does not compete with it.
            if self.is_version_of_another(hand, &places) {
                continue;
            }
            if let Some(first) = first_of.insert(&hand.battery, hand) {
                return Some(ProvenanceFault::Fork {
                    id: older.reference.id.clone(),
                    first: first.reference.id.clone(),
                    second: hand.reference.id.clone(),
                });
            }
        }
        None
    }

    fn is_version_of_another(&self, hand: &Hand, others: &HashSet<Key<'_>>) -> bool {
        let mut seen = HashSet::new();
        let mut earlier = hand.supersedes.as_ref().map(key);
        while let Some(reference) = earlier {
            if !seen.insert(reference) {
                return false;
            }
            if others.contains(&reference) {
                return true;
            }
            earlier = self.supersedes.get(&reference).copied().flatten();
        }
        false
    }
}

fn transferred_twice(hands: &Hands) -> Vec<ProvenanceFault> {
    // Of one passport at most an offer and an order that do not contradict each other.
    let mut accepted: HashMap<Key<'_>, Vec<&Transfer>> = HashMap::new();
    let mut faults = Vec::new();
    for second in &hands.transfers {
        let passport = second.accepted.proposal().passport();
        let before = accepted.entry(key(passport)).or_default();
        match before.iter().find(|first| !agree(first, second)) {
            None => before.push(second),
            Some(first) => faults.push(ProvenanceFault::TransferredTwice {
                id: passport.id.clone(),
                first: first.acceptance.id.clone(),
                second: second.acceptance.id.clone(),
            }),
        }
    }
    faults
}

/// An operator that accepted an offer, and, as the passport was never issued again, an order as well.
fn agree(one: &Transfer, other: &Transfer) -> bool {
    one.accepted.proposal().is_order() != other.accepted.proposal().is_order()
        && one.accepted.operator() == other.accepted.operator()
}
