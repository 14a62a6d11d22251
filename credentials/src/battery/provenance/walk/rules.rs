//! What each step has to keep to: consent, time, status, and no more parts than were given.

use jiff::Timestamp;

use super::super::Word;
use super::super::fault::ProvenanceFault;
use super::super::hands::{Hand, Transfer};
use super::{LinkKind, Walk};
use crate::battery::parts::Parts;
use crate::battery::reference::Reference;
use crate::did::Did;

impl Walk<'_> {
    /// Whoever has handed a battery over does not go on with it: not with what was issued again for another, not after an
    /// order, not with parts that went.
    pub(super) fn handed_away(
        &mut self,
        kind: LinkKind,
        newer: &Hand,
        older: &Hand,
        claimed: &Parts,
    ) {
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
    pub(super) fn given(&mut self, newer: &Hand, older: &Hand, claimed: &Parts, given: &Parts) {
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
    pub(super) fn gone(&mut self, newer: &Hand, older: &Hand, parts: &Parts) {
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

    pub(super) fn no_consent(&mut self, newer: &Hand, older: &Hand, to: &Did) {
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
    pub(super) fn handed_on(&mut self, older: &Hand, parts: &Parts) {
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

    pub(super) fn good(&mut self, older: &Hand) {
        let bad = matches!(older.status, Word::Revoked | Word::Suspended);
        if bad && self.not_good.insert(older.reference.id.clone()) {
            self.faults.push(ProvenanceFault::NotGood {
                id: older.reference.id.clone(),
                status: older.status,
            });
        }
    }

    pub(super) fn in_order(&mut self, newer: &Hand, earlier: &Reference, at: Timestamp) {
        if newer.from < at {
            self.faults.push(ProvenanceFault::TimeOrder {
                id: newer.reference.id.clone(),
                later: newer.from,
                earlier_id: earlier.id.clone(),
                earlier: at,
            });
        }
    }
}
