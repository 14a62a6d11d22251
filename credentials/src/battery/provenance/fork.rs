//! Several that claim the same place. Whoever sends a history decides how long it is, so nothing here compares each with
//! each.
//!
//! What follows a passport claims all of its battery, some parts of it by name, or, as a later version by the same operator,
//! what is left once parts have gone. Claims of different parts make a split; claims of the same one, a fork.
//!
//! What is claimed goes by its id alone. Whoever drops one of several proofs, or writes an ECDSA signature in its other form,
//! gives the same passport another digest.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::Word;
use super::fault::ProvenanceFault;
use super::hands::{Hand, Hands, Key, Transfer, key};
use crate::battery::parts::Parts;

/// Passports that two live ones follow, and passports that were accepted twice.
pub(super) fn forks(hands: &Hands) -> Vec<ProvenanceFault> {
    let mut known = Known::new(&hands.passports);
    let mut seen = HashSet::new();
    let passports = hands.passports.iter();
    let followed_twice: Vec<_> = passports
        .filter(|older| seen.insert(older.reference.id.as_str()))
        .filter_map(|older| known.fork_after(older))
        .collect();
    let twice = transferred_twice(hands);
    followed_twice.into_iter().chain(twice).collect()
}

struct Known<'h> {
    passports: HashMap<Key<'h>, &'h Hand>,
    /// The live passports that follow one, each once.
    followers: HashMap<&'h str, Vec<&'h Hand>>,
    /// The first and the last version of a passport, as far as somebody asked.
    first: HashMap<Key<'h>, Key<'h>>,
    last: HashMap<Key<'h>, &'h Hand>,
}

/// What a passport claims of one that it follows.
enum Claim<'h> {
    /// Everything.
    All,
    /// These parts.
    Parts(&'h Parts),
    /// What is left without these parts; without some that nobody here knows.
    Rest(Option<&'h Parts>),
}

impl<'h> Known<'h> {
    fn new(passports: &'h [Hand]) -> Self {
        let mut known = Self {
            passports: HashMap::new(),
            followers: HashMap::new(),
            first: HashMap::new(),
            last: HashMap::new(),
        };
        for hand in passports {
            known.passports.insert(key(&hand.reference), hand);
            if hand.is_live() {
                let followed = hand.follows().map(|older| older.id.as_str());
                let followed: BTreeSet<&str> = followed.collect();
                for older in followed {
                    known.followers.entry(older).or_default().push(hand);
                }
            }
        }
        known
    }

    fn fork_after(&mut self, older: &'h Hand) -> Option<ProvenanceFault> {
        let followers = self.followers.get(older.reference.id.as_str())?.clone();
        if followers.len() < 2 {
            return None;
        }
        let fork = |first: &Hand, second: &Hand, part: Option<&str>| {
            Some(ProvenanceFault::Fork {
                id: older.reference.id.clone(),
                first: first.reference.id.clone(),
                second: second.reference.id.clone(),
                part: part.map(str::to_owned),
            })
        };
        let mut whole: Option<(&Hand, Key<'_>, Claim<'_>)> = None;
        let mut of_part: BTreeMap<&str, (&Hand, Key<'_>)> = BTreeMap::new();
        for hand in followers {
            // A later version keeps the predecessor of the earlier one, and does not compete with it.
            let earlier = hand.supersedes.as_ref();
            let line = match earlier.is_some_and(|one| one.id == older.reference.id) {
                true => key(&hand.reference),
                false => self.first_version(hand),
            };
            match self.claim(hand, older) {
                Claim::Parts(parts) => {
                    for part in parts.names() {
                        match of_part.insert(part, (hand, line)) {
                            Some((first, other)) if other != line => {
                                return fork(first, hand, Some(part));
                            }
                            _ => {}
                        }
                    }
                }
                claim => match whole.replace((hand, line, claim)) {
                    Some((first, other, _)) if other != line => return fork(first, hand, None),
                    _ => {}
                },
            }
        }
        let (hand, line, claim) = whole?;
        let left = |part: &str| match &claim {
            Claim::Rest(gone) => gone.is_some_and(|gone| !gone.contains(part)),
            Claim::All | Claim::Parts(_) => true,
        };
        let (part, (other, _)) = of_part
            .into_iter()
            .find(|(part, (_, other))| *other != line && left(part))?;
        fork(hand, other, matches!(claim, Claim::Rest(_)).then_some(part))
    }

    fn claim(&mut self, hand: &'h Hand, older: &Hand) -> Claim<'h> {
        let mut followed = hand.predecessor.iter();
        if let Some(named) = followed.find(|named| named.passport.id == older.reference.id) {
            return match named.parts.is_whole() {
                true => Claim::All,
                false => Claim::Parts(&named.parts),
            };
        }
        if !hand.parts.is_whole() {
            return Claim::Parts(&hand.parts);
        }
        let last = self.last_version(hand);
        match last.status {
            // What a version that is not here leaves out, nobody here knows.
            Word::Superseded => Claim::Rest(None),
            _ if last.removed.is_whole() => Claim::All,
            _ => Claim::Rest(Some(&last.removed)),
        }
    }

    /// The last of the versions by which its operator corrected a passport, or took parts out of it.
    fn last_version(&mut self, hand: &'h Hand) -> &'h Hand {
        let mut path = Vec::new();
        let mut last = hand;
        loop {
            let place = key(&last.reference);
            if let Some(known) = self.last.get(&place) {
                last = *known;
                break;
            }
            // Until it is known, so that a circle ends.
            self.last.insert(place, last);
            path.push(place);
            let followers = self.followers.get(place.0);
            let next = followers.into_iter().flatten().find(|next| {
                let earlier = next.supersedes.as_ref();
                earlier.is_some_and(|one| one.id == place.0) && next.parts.is_whole()
            });
            match next {
                Some(next) => last = *next,
                None => break,
            }
        }
        self.last
            .extend(path.into_iter().map(|place| (place, last)));
        last
    }

    /// The first of its versions.
    fn first_version(&mut self, hand: &'h Hand) -> Key<'h> {
        let mut path = Vec::new();
        let mut first = key(&hand.reference);
        loop {
            if let Some(known) = self.first.get(&first) {
                first = *known;
                break;
            }
            self.first.insert(first, first);
            path.push(first);
            let hand = self.passports.get(&first);
            match hand.and_then(|hand| hand.supersedes.as_ref()) {
                Some(earlier) => first = key(earlier),
                None => break,
            }
        }
        self.first
            .extend(path.into_iter().map(|place| (place, first)));
        first
    }
}

/// What was accepted of one passport.
#[derive(Default)]
struct Accepted<'h> {
    whole: Vec<&'h Transfer>,
    of_part: BTreeMap<&'h str, Vec<&'h Transfer>>,
}

fn transferred_twice(hands: &Hands) -> Vec<ProvenanceFault> {
    let mut accepted: HashMap<&str, Accepted<'_>> = HashMap::new();
    let mut faults = Vec::new();
    for second in &hands.transfers {
        let proposal = second.accepted.proposal();
        let before = accepted.entry(proposal.passport().id.as_str()).or_default();
        // Of one thing at most an offer and an order that do not contradict each other, so each list is short.
        let contradicts = |first: &&&Transfer| !agree(first, second);
        let first = match proposal.parts().is_whole() {
            true => {
                let parts = before.of_part.values().flatten();
                before.whole.iter().chain(parts).find(contradicts).copied()
            }
            false => {
                let parts = proposal.parts().names();
                let same = parts.filter_map(|part| before.of_part.get(part)).flatten();
                before.whole.iter().chain(same).find(contradicts).copied()
            }
        };
        match first {
            Some(first) => faults.push(ProvenanceFault::TransferredTwice {
                id: proposal.passport().id.clone(),
                first: first.acceptance.id.clone(),
                second: second.acceptance.id.clone(),
            }),
            None if proposal.parts().is_whole() => before.whole.push(second),
            None => {
                for part in proposal.parts().names() {
                    before.of_part.entry(part).or_default().push(second);
                }
            }
        }
    }
    faults
}

/// An operator that accepted an offer, and, as the passport was never issued again, an order as well.
fn agree(one: &Transfer, other: &Transfer) -> bool {
    // The same acceptance with a proof more.
    if one.acceptance.id == other.acceptance.id {
        return true;
    }
    one.accepted.proposal().is_order() != other.accepted.proposal().is_order()
        && one.accepted.operator() == other.accepted.operator()
}
