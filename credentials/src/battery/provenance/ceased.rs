//! What goes on after its end: a passport ceases to exist once its battery was recycled (Art. 77(8)), and nothing follows
//! it.

use std::collections::HashMap;

use jiff::Timestamp;

use super::fault::ProvenanceFault;
use super::hands::{Hand, Hands};
use super::walk::Link;
use super::{Member, Word};
use crate::battery::event::{Event, EventKind};
use crate::battery::roles::Act;

/// When each item was recycled, by whoever may say so.
#[derive(Debug, Default)]
pub(super) struct Recycled(HashMap<String, (Timestamp, String)>);

impl Recycled {
    /// Counts an event, if it is such an end: by somebody without the role, or taken back, it ends nothing.
    pub(super) fn count(&mut self, event: &Event, member: &Member<'_>) {
        let stands = !matches!(member.status, Word::Revoked | Word::Suspended);
        let may = Act::Event(EventKind::Recycled);
        let may = member.roles.is_none_or(|roles| may.is_open_to_any(roles));
        if event.kind != EventKind::Recycled || !stands || !may {
            return;
        }
        let found = (event.time, member.reference.id.clone());
        let first = self.0.entry(event.battery.item());
        let first = first.or_insert_with(|| found.clone());
        if found < *first {
            *first = found;
        }
    }

    /// The certificate by which the battery of a passport was over at this time.
    fn before(&self, hand: &Hand, at: Timestamp) -> Option<&str> {
        // What was issued again for parts has gone on, whatever became of the rest.
        let (ended, certificate) = self.0.get(&hand.item).filter(|_| hand.parts.is_whole())?;
        (*ended < at).then_some(certificate)
    }
}

/// Every passport that follows one which had ceased.
pub(super) fn outlived(hands: &Hands, links: &[Link]) -> Vec<ProvenanceFault> {
    let outlived = links.iter().filter_map(|link| {
        let older = hands.passport_of(&link.older)?;
        let newer = hands.passport_of(&link.newer)?;
        let certificate = hands.recycled.before(older, newer.from);
        // Statuses have no dates: where both have ceased, it may have been at once.
        let by_status = older.status == Word::Ceased && newer.status != Word::Ceased;
        (certificate.is_some() || by_status).then(|| ProvenanceFault::Ceased {
            id: newer.reference.id.clone(),
            older: older.reference.id.clone(),
            certificate: certificate.map(str::to_owned),
        })
    });
    outlived.collect()
}
