//! Passports that follow themselves.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::fault::ProvenanceFault;
use super::hands::{Hand, key};

/// One of the passports that follow themselves by what they are called, over others. No digest can close such a circle, so
/// that one of them is not what it was when it was named.
pub(super) fn circle(passports: &[Hand]) -> Option<ProvenanceFault> {
    let mut named_by: HashMap<&str, usize> = HashMap::new();
    for id in passports
        .iter()
        .flat_map(Hand::follows)
        .map(|one| one.id.as_str())
    {
        *named_by.entry(id).or_default() += 1;
    }
    // Whoever nobody names is in no circle; without it the same is true of the next.
    let mut by_id: BTreeMap<&str, Vec<&Hand>> = BTreeMap::new();
    for hand in passports {
        by_id.entry(&hand.reference.id).or_default().push(hand);
    }
    let ids = by_id.keys().copied();
    let mut free: Vec<&str> = ids.filter(|id| !named_by.contains_key(id)).collect();
    while let Some(id) = free.pop() {
        let hands = by_id.remove(id).unwrap_or_default();
        for next in hands.into_iter().flat_map(Hand::follows) {
            if let Some(count) = named_by.get_mut(next.id.as_str()) {
                *count -= 1;
                if *count == 0 {
                    free.push(&next.id);
                }
            }
        }
    }
    // What is left is in a circle or comes after one: from each, back over who names it, into the circle.
    let left = || by_id.values().flatten().copied();
    let namer: HashMap<&str, &Hand> = left()
        .flat_map(|hand| hand.follows().map(move |next| (next.id.as_str(), hand)))
        .collect();
    let mut seen = HashSet::new();
    let mut in_circle = left().next();
    while let Some(hand) = in_circle.filter(|hand| seen.insert(key(&hand.reference))) {
        in_circle = namer.get(hand.reference.id.as_str()).copied();
    }
    in_circle.map(|hand| ProvenanceFault::Circle {
        id: hand.reference.id.clone(),
    })
}
