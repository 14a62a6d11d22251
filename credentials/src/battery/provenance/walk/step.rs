//! One step back: a passport and one that it follows.

use super::super::Word;
use super::super::fault::ProvenanceFault;
use super::super::hands::{Hand, Transfer};
use super::{Link, LinkKind, Walk};
use crate::battery::parts::Parts;
use crate::did::Did;

impl<'h> Walk<'h> {
    /// `newer` supersedes `older`.
    pub(super) fn version(&mut self, newer: &Hand, older: &Hand) {
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
    pub(super) fn hand_over(&mut self, newer: &Hand, older: &Hand, parts: &Parts) {
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
