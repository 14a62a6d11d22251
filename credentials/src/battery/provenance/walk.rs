//! From the newest passport back to the first.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::Timestamp;

use super::ceased::outlived;
use super::fault::ProvenanceFault;
use super::fork::forks;
use super::hands::{Hand, Hands, Key, Transfer, key};
use super::lines::rivals;
use super::{Member, Word};
use crate::battery::parts::Parts;
use crate::battery::reference::Reference;
use crate::battery::transfer::Proposal;
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
    walk.circles();
    walk.check_proposals();
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

    /// Passports that follow themselves by what they are called, over others. No digest can close such a circle, so that
    /// one of them is not what it was when it was named.
    fn circles(&mut self) {
        let passports = &self.hands.passports;
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
        if let Some(hand) = in_circle {
            let id = hand.reference.id.clone();
            let fault = ProvenanceFault::Circle { id };
            if !self.faults.contains(&fault) {
                self.faults.push(fault);
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
        self.gone(newer, older, &newer.parts);
        let hands = self.hands;
        let mut offered = hands.offered(&older.reference);
        let transfer = offered.find(|one| *one.accepted.proposal().parts() == newer.parts);
        let Some(transfer) = transfer else {
            // Set to `transferred`, so somebody should have accepted; and nobody takes parts unasked.
            if older.status == Word::Transferred || !newer.parts.is_whole() {
                self.no_consent(newer, older, &older.issuer);
            }
            self.handed_away(LinkKind::Version, newer, older, &Parts::whole());
            let left: Vec<&str> = newer.removed.beyond(&older.removed).collect();
            let (kind, parts) = match Parts::named(left) {
                Ok(parts) if !parts.is_whole() => (LinkKind::Remainder, parts),
                _ => (LinkKind::Version, newer.parts.clone()),
            };
            self.link(kind, newer, older, &newer.issuer, None, parts);
            return;
        };
        self.handed_on(older, &newer.parts);
        let accepted_at = transfer.accepted.acceptance().statement.valid_from;
        self.in_order(newer, &transfer.acceptance, accepted_at);
        let holder = transfer.accepted.holder();
        let (kind, parts) = (LinkKind::Reissue, newer.parts.clone());
        self.link(kind, newer, older, holder, Some(transfer), parts);
    }

    /// `older` is a predecessor of `newer`, for these parts of it.
    fn hand_over(&mut self, newer: &Hand, older: &Hand, parts: &Parts) {
        self.in_order(newer, &older.reference, older.from);
        self.good(older);
        self.gone(newer, older, parts);
        self.given(newer, older, parts, &older.parts);
        // All that was issued again for parts is these parts.
        let claimed = match parts.is_whole() {
            true => &older.parts,
            false => parts,
        };
        if newer.issuer == older.issuer {
            let (kind, to) = (LinkKind::Renewal, &newer.issuer);
            self.handed_away(kind, newer, older, claimed);
            self.link(kind, newer, older, to, None, claimed.clone());
            return;
        }
        let hands = self.hands;
        let ordered = best(hands.ordered(&older.reference), &newer.issuer, claimed);
        if let Some(transfer) = ordered {
            self.given(newer, older, claimed, transfer.accepted.proposal().parts());
            self.succession(newer, older, transfer, claimed);
            return;
        }
        // The offer was of the passport itself, or of the one that this is the re-issue of.
        let direct = best(hands.offered(&older.reference), &newer.issuer, claimed);
        if direct.is_some() {
            self.handed_on(older, claimed);
        }
        let through = older.supersedes.as_ref();
        let through = || best(hands.offered(through?), &newer.issuer, claimed);
        let transfer = direct.or_else(through);
        match transfer {
            Some(transfer) => {
                self.given(newer, older, claimed, transfer.accepted.proposal().parts());
                let accepted_at = transfer.accepted.acceptance().statement.valid_from;
                self.in_order(newer, &transfer.acceptance, accepted_at);
            }
            None => self.no_consent(newer, older, &newer.issuer),
        }
        let (kind, to) = (LinkKind::HandOver, &newer.issuer);
        self.link(kind, newer, older, to, transfer, claimed.clone());
    }

    /// Whoever has handed a battery over does not go on with it: not with what was issued again for another, not after an
    /// order, not with parts that went.
    fn handed_away(&mut self, kind: LinkKind, newer: &Hand, older: &Hand, claimed: &Parts) {
        let hands = self.hands;
        let of_it = hands.named(&older.reference.id).filter(|transfer| {
            // A version may come between an offer of parts, or its answer, and the re-issue.
            transfer.accepted.proposal().is_order() || kind == LinkKind::Renewal
        });
        // This is what was issued again when the one before was handed over.
        let before = older.supersedes.as_ref();
        let again = before.into_iter().flat_map(|first| hands.named(&first.id));
        let again = again.filter(|transfer| {
            let parts = transfer.accepted.proposal().parts();
            !transfer.accepted.proposal().is_order() && *parts == older.parts
        });
        let gone = |transfer: &&Transfer| {
            let parts = transfer.accepted.proposal().parts();
            let claims = match claimed.is_whole() {
                true => parts.is_whole() || parts.names().any(|part| !newer.removed.contains(part)),
                false => parts.overlaps(claimed),
            };
            claims && *transfer.accepted.operator() != newer.issuer
        };
        if let Some(transfer) = of_it.chain(again).find(gone) {
            self.faults.push(ProvenanceFault::HandedAway {
                id: newer.reference.id.clone(),
                issuer: newer.issuer.clone(),
                to: transfer.accepted.operator().clone(),
                acceptance: transfer.acceptance.id.clone(),
            });
        }
    }

    /// Nobody has more than was given.
    fn given(&mut self, newer: &Hand, older: &Hand, claimed: &Parts, given: &Parts) {
        // Of what was issued again for some parts, all of it is these parts.
        let all = claimed.is_whole() && *given == older.parts;
        if !all && !given.covers(claimed) {
            self.faults.push(ProvenanceFault::PartsNotGiven {
                id: newer.reference.id.clone(),
                older: older.reference.id.clone(),
                claimed: claimed.clone(),
                given: given.clone(),
            });
        }
    }

    /// What had left the battery before is not in what follows.
    fn gone(&mut self, newer: &Hand, older: &Hand, parts: &Parts) {
        let back = match parts.is_whole() {
            // A version that no longer says so.
            true if newer.supersedes.as_ref() == Some(&older.reference)
                && newer.parts.is_whole() =>
            {
                older.removed.beyond(&newer.removed).next()
            }
            true => None,
            false => parts.names().find(|part| older.removed.contains(part)),
        };
        if let Some(part) = back {
            self.faults.push(ProvenanceFault::PartGone {
                id: newer.reference.id.clone(),
                part: part.to_owned(),
                older: older.reference.id.clone(),
            });
        }
    }

    /// `newer` follows `older`, whose operator is gone, by an authority's order; its status cannot change any more.
    fn succession(&mut self, newer: &Hand, older: &Hand, transfer: &'h Transfer, parts: &Parts) {
        if !transfer.looked_up {
            self.faults.push(ProvenanceFault::OrderUnvouched {
                id: newer.reference.id.clone(),
                order: transfer.proposal.id.clone(),
                issuer: transfer.accepted.proposal().statement().issuer.clone(),
            });
        }
        // Whom it was ordered from had to answer for it then.
        let over = [Word::Superseded, Word::Transferred];
        if over.contains(&older.status) && self.not_good.insert(older.reference.id.clone()) {
            self.faults.push(ProvenanceFault::NotGood {
                id: older.reference.id.clone(),
                status: older.status,
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
        let (kind, to) = (LinkKind::Succession, &newer.issuer);
        self.link(kind, newer, older, to, Some(transfer), parts.clone());
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

    /// A passport that was handed on is `transferred`, or, where parts of its battery were, `superseded` by one of what is
    /// left; and it was never anything but good.
    fn handed_on(&mut self, older: &Hand, parts: &Parts) {
        if older.status == Word::Active && self.still_active.insert(older.reference.id.clone()) {
            self.faults.push(ProvenanceFault::StillActive {
                id: older.reference.id.clone(),
                expected: match parts.is_whole() {
                    true => Word::Transferred,
                    false => Word::Superseded,
                },
            });
        }
        self.good(older);
    }

    fn good(&mut self, older: &Hand) {
        let bad = matches!(older.status, Word::Revoked | Word::Suspended);
        if bad && self.not_good.insert(older.reference.id.clone()) {
            self.faults.push(ProvenanceFault::NotGood {
                id: older.reference.id.clone(),
                status: older.status,
            });
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

    /// Whoever offers a passport has issued it, and an order names whoever has; both are about its battery.
    fn check_proposals(&mut self) {
        for (reference, proposal) in &self.hands.proposals {
            let passport = self.hands.passport_of(proposal.passport());
            let battery = proposal.battery().to_string();
            if let Some(hand) = passport.filter(|hand| hand.battery != battery) {
                self.faults.push(ProvenanceFault::ProposedOther {
                    id: reference.id.clone(),
                    expected: hand.battery.clone(),
                    found: battery,
                });
            }
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
        parts: Parts,
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
            parts,
        });
    }
}

/// The transfer to this operator that gives all of this; else one to it that does not.
fn best<'h>(
    transfers: impl Iterator<Item = &'h Transfer>,
    operator: &Did,
    claimed: &Parts,
) -> Option<&'h Transfer> {
    let mut to_it: Vec<&Transfer> = transfers
        .filter(|transfer| transfer.accepted.operator() == operator)
        .collect();
    to_it.sort_by_key(|transfer| !transfer.accepted.proposal().parts().covers(claimed));
    to_it.first().copied()
}

/// The events that were offered with a battery that was handed over, and that nobody shows.
fn withheld(hands: &Hands) -> Vec<(String, Reference)> {
    let offers = hands.transfers.iter().filter_map(|transfer| {
        let Proposal::Offer(offer) = transfer.accepted.proposal() else {
            return None;
        };
        Some((&transfer.proposal.id, &offer.events))
    });
    let missing = offers.flat_map(|(offer, events)| {
        let missing = events.iter().filter(|event| !hands.events.contains(event));
        missing.map(move |event| (offer.clone(), event.clone()))
    });
    missing.collect()
}
