//! Passports of one battery that have nothing to do with each other.
//!
//! All passports of a battery come from its first, by versions and hands. Where two lines of them share no root, two
//! operators have each begun one.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::fault::ProvenanceFault;
use super::hands::Hand;

/// For each battery the first pair of live passports that do not come from one another, nor from the same. A line of
/// which something is missing says so by itself, and may be one with the other.
pub(super) fn rivals(passports: &[Hand]) -> Vec<ProvenanceFault> {
    let mut lines = Lines::default();
    let there: HashSet<&str> = passports
        .iter()
        .map(|hand| hand.reference.id.as_str())
        .collect();
    for hand in passports {
        for older in hand.follows() {
            lines.join(&hand.reference.id, &older.id);
        }
    }
    let broken: HashSet<&str> = passports
        .iter()
        .flat_map(Hand::follows)
        .filter(|older| !there.contains(older.id.as_str()))
        .map(|older| lines.root(&older.id))
        .collect();
    let mut first_of: BTreeMap<&str, (&str, &Hand)> = BTreeMap::new();
    let mut told = HashSet::new();
    let mut faults = Vec::new();
    for hand in passports.iter().filter(|hand| hand.is_live()) {
        let line = lines.root(&hand.reference.id);
        if broken.contains(line) {
            continue;
        }
        let (other, first) = *first_of.entry(&hand.item).or_insert((line, hand));
        if other != line && told.insert(&hand.item) {
            faults.push(ProvenanceFault::Rivals {
                battery: hand.battery.clone(),
                first: first.reference.id.clone(),
                second: hand.reference.id.clone(),
            });
        }
    }
    faults
}

/// Ids that hang together, by one of them.
#[derive(Default)]
struct Lines<'h>(HashMap<&'h str, &'h str>);

impl<'h> Lines<'h> {
    fn root(&mut self, id: &'h str) -> &'h str {
        let mut root = id;
        while let Some(next) = self.0.get(root) {
            root = next;
        }
        // So that the way is short the next time.
        let mut step = id;
        while let Some(next) = self.0.get(step).copied().filter(|next| *next != root) {
            self.0.insert(step, root);
            step = next;
        }
        root
    }

    fn join(&mut self, one: &'h str, other: &'h str) {
        let (one, other) = (self.root(one), self.root(other));
        if one != other {
            self.0.insert(one, other);
        }
    }
}
