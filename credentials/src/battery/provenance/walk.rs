//! From the newest passport back to the first.

use std::collections::{BTreeSet, HashSet};

use jiff::Timestamp;

use super::fault::ProvenanceFault;
use super::fork::forks;
use super::hands::{Hand, Hands, Key, Transfer, key};
use super::{Member, Word};
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
}

/// Why a passport follows another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// A later version by the same operator.
    Version,
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
    walk.back_from(head);
    walk.check_proposals();
    walk.faults.extend(forks(&hands));
    Provenance {
        newest: Some(head.reference.clone()),
        hands: walk.walked.into_iter().cloned().collect(),
        links: walk.links,
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
    walked: Vec<&'h Hand>,
    links: Vec<Link>,
    faults: Vec<ProvenanceFault>,
}

impl<'h> Walk<'h> {
    fn newest(&self, id: Option<&str>) -> Option<&'h Hand> {
        let passports = self.hands.passports.iter();
        if let Some(id) = id {
            return passports.rev().find(|hand| hand.reference.id == id);
        }
        let followed: HashSet<Key<'_>> = passports
            .clone()
            .flat_map(|hand| hand.follows().map(key))
            .collect();
        passports
            .filter(|hand| hand.is_live() && !followed.contains(&key(&hand.reference)))
            .max_by_key(|hand| hand.from)
    }

    fn back_from(&mut self, head: &'h Hand) {
        let mut seen = BTreeSet::new();
        let mut open = vec![head];
        while let Some(newer) = open.pop() {
            if !seen.insert(&newer.reference.digest_multibase) {
                continue;
            }
            self.walked.push(newer);
            let earlier = newer.supersedes.as_ref().and_then(|reference| {
                let older = self.find(newer, reference, "supersedes")?;
                self.version(newer, older);
                Some(older)
            });
            open.extend(earlier);
            for reference in &newer.predecessor {
                // Said by the earlier version already.
                if earlier.is_some_and(|earlier| earlier.predecessor.contains(reference)) {
                    continue;
                }
                if let Some(older) = self.find(newer, reference, "predecessor") {
                    self.hand_over(newer, older);
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

    /// `newer` supersedes `older`.
    fn version(&mut self, newer: &Hand, older: &Hand) {
        let id = || newer.reference.id.clone();
        if newer.issuer != older.issuer {
            self.faults.push(ProvenanceFault::Stranger {
                id: id(),
                expected: older.issuer.clone(),
                found: newer.issuer.clone(),
            });
        }
        if newer.battery != older.battery {
            self.faults.push(ProvenanceFault::OtherBattery {
                id: id(),
                expected: older.battery.clone(),
                found: newer.battery.clone(),
            });
        }
        self.in_order(newer, &older.reference, older.from);
        let hands = self.hands;
        let transfer = hands.offered(&older.reference).next();
        let Some(transfer) = transfer else {
            // Set to `transferred`, so somebody should have accepted.
            if older.status == Word::Transferred {
                self.no_consent(newer, older, &older.issuer);
            }
            self.link(LinkKind::Version, newer, older, &newer.issuer, None);
            return;
        };
        self.handed_on(older);
        let accepted_at = transfer.accepted.acceptance().statement.valid_from;
        self.in_order(newer, &transfer.acceptance, accepted_at);
        let holder = transfer.accepted.holder();
        self.link(LinkKind::Reissue, newer, older, holder, Some(transfer));
    }

    /// `older` is a predecessor of `newer`.
    fn hand_over(&mut self, newer: &Hand, older: &Hand) {
        self.in_order(newer, &older.reference, older.from);
        self.good(older);
        if newer.issuer == older.issuer {
            self.link(LinkKind::Renewal, newer, older, &newer.issuer, None);
            return;
        }
        let hands = self.hands;
        let mut ordered = hands.ordered(&older.reference);
        if let Some(transfer) =
            ordered.find(|transfer| *transfer.accepted.operator() == newer.issuer)
        {
            self.succession(newer, older, transfer);
            return;
        }
        // The offer was of the passport itself, or of the one that this is the re-issue of.
        let direct = self.transfer_to(&older.reference, &newer.issuer);
        if direct.is_some() {
            self.handed_on(older);
        }
        let through = older.supersedes.as_ref();
        let transfer =
            direct.or_else(|| through.and_then(|first| self.transfer_to(first, &newer.issuer)));
        match transfer {
            Some(transfer) => {
                let accepted_at = transfer.accepted.acceptance().statement.valid_from;
                self.in_order(newer, &transfer.acceptance, accepted_at);
            }
            None => self.no_consent(newer, older, &newer.issuer),
        }
        self.link(LinkKind::HandOver, newer, older, &newer.issuer, transfer);
    }

    /// `newer` follows `older`, whose operator is gone, by an authority's order; its status cannot change any more.
    fn succession(&mut self, newer: &Hand, older: &Hand, transfer: &'h Transfer) {
        if !transfer.looked_up {
            self.faults.push(ProvenanceFault::OrderUnvouched {
                id: newer.reference.id.clone(),
                order: transfer.proposal.id.clone(),
                issuer: transfer.accepted.proposal().statement().issuer.clone(),
            });
        }
        let accepted_at = transfer.accepted.acceptance().statement.valid_from;
        self.in_order(newer, &transfer.acceptance, accepted_at);
        let ordered_at = transfer.accepted.proposal().statement().valid_from;
        if ordered_at < older.from {
            self.faults.push(ProvenanceFault::TimeOrder {
                id: transfer.proposal.id.clone(),
                later: ordered_at,
                earlier_id: older.reference.id.clone(),
                earlier: older.from,
            });
        }
        let kind = LinkKind::Succession;
        self.link(kind, newer, older, &newer.issuer, Some(transfer));
    }

    fn transfer_to(&self, passport: &Reference, operator: &Did) -> Option<&'h Transfer> {
        let hands = self.hands;
        let mut offered = hands.offered(passport);
        offered.find(|transfer| transfer.accepted.operator() == operator)
    }

    fn no_consent(&mut self, newer: &Hand, older: &Hand, to: &Did) {
        let id = newer.reference.id.clone();
        let offered = self.hands.proposals.iter().find(|(_, proposal)| {
            let passport = proposal.passport();
            *passport == older.reference || older.supersedes.as_ref() == Some(passport)
        });
        self.faults.push(match offered {
            Some((offer, terms)) => ProvenanceFault::NoAcceptance {
                id,
                offer: offer.id.clone(),
                to: terms.new_operator().clone(),
            },
            None => ProvenanceFault::NoOffer {
                id,
                from: older.issuer.clone(),
                to: to.clone(),
            },
        });
    }

    /// A passport that was handed on is `transferred`, or was never anything but good.
    fn handed_on(&mut self, older: &Hand) {
        if older.status == Word::Active {
            self.faults.push(ProvenanceFault::StillActive {
                id: older.reference.id.clone(),
            });
        }
        self.good(older);
    }

    fn good(&mut self, older: &Hand) {
        let fault = ProvenanceFault::NotGood {
            id: older.reference.id.clone(),
            status: older.status,
        };
        let bad = matches!(older.status, Word::Revoked | Word::Suspended);
        if bad && !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    fn in_order(&mut self, newer: &Hand, earlier: &Reference, at: Timestamp) {
        if newer.from < at {
            self.faults.push(ProvenanceFault::TimeOrder {
                id: newer.reference.id.clone(),
                later: newer.from,
                earlier_id: earlier.id.clone(),
                earlier: at,
            });
        }
    }

    /// Whoever offers a passport has issued it, and an order names whoever has.
    fn check_proposals(&mut self) {
        for (reference, proposal) in &self.hands.proposals {
            let passport = self.hands.passport_of(proposal.passport());
            let Some(hand) = passport.filter(|hand| hand.issuer != *proposal.old_operator()) else {
                continue;
            };
            let (id, expected) = (reference.id.clone(), hand.issuer.clone());
            let found = proposal.old_operator().clone();
            self.faults.push(match proposal.is_order() {
                true => ProvenanceFault::OrderOfAnother {
                    id,
                    expected,
                    found,
                },
                false => ProvenanceFault::OfferByStranger {
                    id,
                    expected,
                    found,
                },
            });
        }
    }

    fn link(
        &mut self,
        kind: LinkKind,
        newer: &Hand,
        older: &Hand,
        to: &Did,
        transfer: Option<&Transfer>,
    ) {
        self.links.push(Link {
            kind,
            newer: newer.reference.clone(),
            older: older.reference.clone(),
            at: newer.from,
            from: older.issuer.clone(),
            to: to.clone(),
            acceptance: transfer.map(|transfer| transfer.acceptance.clone()),
            order: transfer
                .filter(|transfer| transfer.accepted.proposal().is_order())
                .map(|transfer| transfer.proposal.clone()),
        });
    }
}
