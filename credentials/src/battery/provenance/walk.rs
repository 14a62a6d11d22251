//! From the newest passport back to the first.

mod rules;
mod step;

use std::collections::HashSet;

use jiff::Timestamp;

use super::ceased::outlived;
use super::circle::circle;
use super::fault::ProvenanceFault;
use super::fork::forks;
use super::hands::{Hand, Hands, Key, key};
use super::lines::rivals;
use super::proposed::{misproposed, withheld};
use super::{Member, Word};
use crate::battery::parts::Parts;
use crate::battery::reference::Reference;
use crate::did::Did;

/// How a battery came to its present operator.
#[derive(Debug, Clone, PartialEq)]
pub struct Provenance {
    /// The newest passport.
    pub newest: Option<Reference>,
    /// The passports of the chain, from newest to first.
    pub hands: Vec<Hand>,
    /// From newest to first.
    pub links: Vec<Link>,
    /// Events that an offer names, and that nobody shows: id of the offer, and which. Not every reader may see events.
    pub withheld: Vec<(String, Reference)>,
    /// Everything that is wrong; empty: nothing.
    pub faults: Vec<ProvenanceFault>,
}

/// One passport and the one it follows.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Why it follows.
    pub kind: LinkKind,
    /// The later passport.
    pub newer: Reference,
    /// The earlier one.
    pub older: Reference,
    /// Start of the later one.
    pub at: Timestamp,
    /// Who held the battery before.
    pub from: Did,
    /// Who held it afterwards.
    pub to: Did,
    /// The acceptance that carries the hand-over, where one is needed.
    pub acceptance: Option<Reference>,
    /// The authority's order that took the place of an offer.
    pub order: Option<Reference>,
    /// What went over of the earlier battery; of a [`LinkKind::Remainder`]: what left it.
    pub parts: Parts,
}

/// Why a passport follows another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// A later version by the same operator.
    Version,
    /// A later version by the same operator for what is left, once parts have gone.
    Remainder,
    /// The same passport, issued again for the operator that accepted it.
    Reissue,
    /// The new operator's own passport after a transfer.
    HandOver,
    /// The new operator's own passport by an authority's order, where the old one is gone.
    Succession,
    /// A passport by the same operator for what became of the battery, such as a repurposed one.
    Renewal,
}

/// Walks the chain back from `newest`, an id, or else from the passport that none follows.
pub fn provenance(members: &[Member<'_>], newest: Option<&str>) -> Provenance {
    let mut hands = Hands::read(members);
    let faults = std::mem::take(&mut hands.faults);
    let mut walk = Walk {
        hands: &hands,
        seen: HashSet::new(),
        still_active: HashSet::new(),
        not_good: HashSet::new(),
        walked: Vec::new(),
        links: Vec::new(),
        faults,
    };
    let Some(head) = walk.newest(newest) else {
        walk.faults.push(ProvenanceFault::NoPassport);
        return Provenance {
            newest: None,
            hands: Vec::new(),
            links: walk.links,
            withheld: Vec::new(),
            faults: walk.faults,
        };
    };
    // The status of a passport whose operator is gone stays what it was: an order that was accepted says the rest.
    if matches!(head.status, Word::Transferred | Word::Superseded)
        || hands.ordered(&head.reference).next().is_some()
    {
        walk.faults.push(ProvenanceFault::SuccessorMissing {
            id: head.reference.id.clone(),
        });
    }
    for head in walk.heads(head) {
        walk.back_from(head);
    }
    let circle = circle(&hands.passports).filter(|fault| !walk.faults.contains(fault));
    walk.faults.extend(circle);
    walk.faults.extend(misproposed(&hands));
    walk.faults.extend(forks(&hands));
    walk.faults.extend(rivals(&hands.passports));
    walk.faults.extend(outlived(&hands, &walk.links));
    Provenance {
        newest: Some(head.reference.clone()),
        hands: walk.walked.into_iter().cloned().collect(),
        links: walk.links,
        withheld: withheld(&hands),
        faults: walk.faults,
    }
}

impl Provenance {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }
}

struct Walk<'h> {
    hands: &'h Hands,
    seen: HashSet<Key<'h>>,
    /// Said once, however many follow.
    still_active: HashSet<String>,
    not_good: HashSet<String>,
    walked: Vec<&'h Hand>,
    links: Vec<Link>,
    faults: Vec<ProvenanceFault>,
}

impl<'h> Walk<'h> {
    fn newest(&self, id: Option<&str>) -> Option<&'h Hand> {
        if let Some(id) = id {
            let mut passports = self.hands.passports.iter().rev();
            return passports.find(|hand| hand.reference.id == id);
        }
        self.not_followed().max_by_key(|hand| hand.from)
    }

    /// Live passports that no other one follows.
    fn not_followed(&self) -> impl Iterator<Item = &'h Hand> + use<'h> {
        let passports = self.hands.passports.iter();
        let followed: HashSet<Key<'_>> = passports
            .clone()
            .flat_map(|hand| hand.follows().map(key))
            .collect();
        passports.filter(move |hand| hand.is_live() && !followed.contains(&key(&hand.reference)))
    }

    /// Where the walks begin: at the newest, then at the others that became of the same battery, or came along. From a
    /// passport that has been followed only its own past is asked for.
    fn heads(&self, newest: &'h Hand) -> Vec<&'h Hand> {
        let mut heads: Vec<&Hand> = self.not_followed().collect();
        if !heads.contains(&newest) {
            return vec![newest];
        }
        heads.sort_by_key(|head| (*head != newest, std::cmp::Reverse(head.from)));
        heads
    }

    fn back_from(&mut self, head: &'h Hand) {
        let mut open = vec![head];
        while let Some(newer) = open.pop() {
            if !self.seen.insert(key(&newer.reference)) {
                continue;
            }
            self.walked.push(newer);
            let earlier = newer.supersedes.as_ref().and_then(|reference| {
                let older = self.find(newer, reference, "supersedes")?;
                self.version(newer, older);
                Some(older)
            });
            open.extend(earlier);
            let mut named = HashSet::new();
            for predecessor in &newer.predecessor {
                if !named.insert(predecessor.passport.id.as_str()) {
                    self.faults.push(ProvenanceFault::NamedTwice {
                        id: newer.reference.id.clone(),
                        named: predecessor.passport.id.clone(),
                    });
                    continue;
                }
                // Said by the earlier version already.
                if earlier.is_some_and(|earlier| earlier.predecessor.contains(predecessor)) {
                    continue;
                }
                if let Some(older) = self.find(newer, &predecessor.passport, "predecessor") {
                    self.hand_over(newer, older, &predecessor.parts);
                    open.push(older);
                }
            }
        }
    }

    fn find(
        &mut self,
        newer: &Hand,
        reference: &Reference,
        member: &'static str,
    ) -> Option<&'h Hand> {
        let id = newer.reference.id.clone();
        if reference.id == id {
            self.faults.push(ProvenanceFault::Circle { id });
            return None;
        }
        let hands = self.hands;
        if let Some(hand) = hands.passport_of(reference) {
            return Some(hand);
        }
        let named = reference.id.clone();
        self.faults.push(match hands.passport_by_id(&named) {
            Some(other) => ProvenanceFault::Digest {
                id,
                named,
                expected: reference.digest_multibase.clone(),
                found: other.reference.digest_multibase.clone(),
                member,
            },
            None => ProvenanceFault::Gap {
                id,
                missing: named,
                member,
            },
        });
        None
    }
}
