//! What was offered or ordered, beside what came of it.

use super::fault::ProvenanceFault;
use super::hands::Hands;
use crate::battery::reference::Reference;
use crate::battery::transfer::Proposal;

/// Whoever offers a passport has issued it, and an order names whoever has; both are about its battery.
pub(super) fn misproposed(hands: &Hands) -> Vec<ProvenanceFault> {
    let mut faults = Vec::new();
    for (reference, proposal) in &hands.proposals {
        let passport = hands.passport_of(proposal.passport());
        let battery = proposal.battery().to_string();
        if let Some(hand) = passport.filter(|hand| hand.battery != battery) {
            faults.push(ProvenanceFault::ProposedOther {
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
        faults.push(match proposal.is_order() {
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
    faults
}

/// The events that were offered with a battery that was handed over, and that nobody shows.
pub(super) fn withheld(hands: &Hands) -> Vec<(String, Reference)> {
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
