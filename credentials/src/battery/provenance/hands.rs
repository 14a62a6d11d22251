//! What the credentials of a chain are: passports, and transfers that were agreed.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::Timestamp;

use super::ceased::Recycled;
use super::fault::ProvenanceFault;
use super::{Member, Word};
use crate::battery::event::{Event, LIFECYCLE_EVENT};
use crate::battery::kind::kind_of;
use crate::battery::parts::{Parts, Predecessor};
use crate::battery::passport::PASSPORT;
use crate::battery::reference::Reference;
use crate::battery::roles::Act;
use crate::battery::statement::{Statement, StatementError};
use crate::battery::transfer::{
    Accepted, Circumstances, Held, Proposal, SUCCESSION_ORDER, TRANSFER_ACCEPTANCE, TRANSFER_OFFER,
    TRANSFER_REJECTION, TRANSFER_WITHDRAWAL, TransferAcceptance, TransferEnd, TransferError,
    check_acceptance,
};
use crate::did::Did;
use crate::model::has_type;

/// A passport as the chain sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Hand {
    /// Its id and digest.
    pub reference: Reference,
    /// Who answers for the battery by it.
    pub issuer: Did,
    /// Of which battery it is.
    pub battery: String,
    /// Which item that is, at whatever address.
    pub(super) item: String,
    /// From when on.
    pub from: Timestamp,
    /// The passport that it is a later version of.
    pub supersedes: Option<Reference>,
    /// The passports of the batteries that this one was made of.
    pub predecessor: Vec<Predecessor>,
    /// The parts of the battery that it is for, issued again for who takes them; the whole otherwise.
    pub parts: Parts,
    /// The parts that have left the battery.
    pub removed: Parts,
    /// What its status lists say.
    pub status: Word,
}

/// A transfer that was agreed.
pub(super) struct Transfer {
    pub(super) accepted: Accepted,
    /// The offer or the order.
    pub(super) proposal: Reference,
    /// Whether roles were looked up for the proposal's issuer.
    pub(super) looked_up: bool,
    pub(super) acceptance: Reference,
}

/// All of it.
pub(super) struct Hands {
    /// By id and digest.
    pub(super) passports: Vec<Hand>,
    pub(super) transfers: Vec<Transfer>,
    /// Offers and orders that can be read, accepted or not.
    pub(super) proposals: Vec<(Reference, Proposal)>,
    pub(super) faults: Vec<ProvenanceFault>,
    /// The events that are here, and those that they were issued again for.
    pub(super) events: HashSet<Reference>,
    /// The transfers of each passport by its id, as their places among all.
    of_passport: HashMap<String, Vec<usize>>,
    pub(super) recycled: Recycled,
}

impl Hands {
    pub(super) fn read(members: &[Member<'_>]) -> Self {
        let mut hands = Self {
            passports: Vec::new(),
            transfers: Vec::new(),
            proposals: Vec::new(),
            faults: Vec::new(),
            of_passport: HashMap::new(),
            events: HashSet::new(),
            recycled: Recycled::default(),
        };
        // Each once, in an order that does not depend on how they came.
        let members: BTreeMap<Key<'_>, &Member<'_>> = members
            .iter()
            .map(|member| (key(member.reference), member))
            .collect();
        let (members, several): (BTreeMap<_, _>, BTreeMap<_, _>) = members
            .into_iter()
            .partition(|(_, member)| kind_of(member.credential).is_ok());
        for member in several.values() {
            if let Err(error) = kind_of(member.credential) {
                hands.faults.push(ProvenanceFault::Statement {
                    id: member.reference.id.clone(),
                    error,
                });
            }
        }
        let of = |name: &'static str| {
            let of_type = move |member: &&&Member<'_>| has_type(member.credential, name);
            members.values().filter(of_type)
        };
        for member in of(PASSPORT) {
            hands.passport(member);
        }
        for member in of(LIFECYCLE_EVENT) {
            hands.event(member);
        }
        for member in of(TRANSFER_OFFER).chain(of(SUCCESSION_ORDER)) {
            match Proposal::read(member.credential) {
                Ok(proposal) => {
                    if proposal.is_order() && member.status == Word::Revoked {
                        hands.faults.push(ProvenanceFault::OrderRevoked {
                            id: member.reference.id.clone(),
                        });
                    }
                    if proposal.is_order() {
                        hands.check_role(member, &proposal.statement().issuer);
                    }
                    hands.proposals.push((member.reference.clone(), proposal));
                }
                Err(error) => hands.unreadable(member, error),
            }
        }
        let ends: Vec<TransferEnd> = of(TRANSFER_REJECTION)
            .chain(of(TRANSFER_WITHDRAWAL))
            .filter_map(|member| TransferEnd::read(member.credential).ok())
            .collect();
        for member in of(TRANSFER_ACCEPTANCE) {
            let offered = |offer: &&&Member<'_>, id: &str| offer.reference.id == id;
            match TransferAcceptance::read(member.credential) {
                Ok(acceptance) => {
                    // Of several by that id the one that was accepted, so that the others do not matter.
                    let named: Vec<_> = of(TRANSFER_OFFER)
                        .chain(of(SUCCESSION_ORDER))
                        .filter(|offer| offered(offer, &acceptance.offer.id))
                        .collect();
                    let exact = named
                        .iter()
                        .find(|offer| *offer.reference == acceptance.offer);
                    match exact.or(named.first()) {
                        Some(offer) => hands.transfer(offer, member, &acceptance, &ends),
                        None => hands.faults.push(ProvenanceFault::Gap {
                            id: member.reference.id.clone(),
                            missing: acceptance.offer.id,
                            member: "offer",
                        }),
                    }
                }
                Err(error) => hands.unreadable(member, error),
            }
        }
        hands
    }

    /// The passport that is meant, digest and all.
    pub(super) fn passport_of(&self, reference: &Reference) -> Option<&Hand> {
        let order = |hand: &Hand| key(&hand.reference).cmp(&key(reference));
        let found = self.passports.binary_search_by(order).ok()?;
        self.passports.get(found)
    }

    /// A passport by this id, whatever its digest.
    pub(super) fn passport_by_id(&self, id: &str) -> Option<&Hand> {
        let before = self
            .passports
            .partition_point(|hand| hand.reference.id.as_str() < id);
        let found = self.passports.get(before);
        found.filter(|hand| hand.reference.id == id)
    }

    /// What was accepted of a passport by offers of its operator.
    pub(super) fn offered(&self, passport: &Reference) -> impl Iterator<Item = &Transfer> {
        self.transfers_of(passport)
            .filter(|transfer| !transfer.accepted.proposal().is_order())
    }

    /// What was accepted of a passport by orders of an authority.
    pub(super) fn ordered(&self, passport: &Reference) -> impl Iterator<Item = &Transfer> {
        self.transfers_of(passport)
            .filter(|transfer| transfer.accepted.proposal().is_order())
    }

    fn transfers_of(&self, passport: &Reference) -> impl Iterator<Item = &Transfer> {
        self.named(&passport.id)
            .filter(move |transfer| transfer.accepted.proposal().passport() == passport)
    }

    /// What was accepted of a passport by this id, whatever its digest: enough to doubt, not to rely on.
    pub(super) fn named(&self, passport: &str) -> impl Iterator<Item = &Transfer> {
        let found = self.of_passport.get(passport).into_iter().flatten();
        found.filter_map(|n| self.transfers.get(*n))
    }

    fn passport(&mut self, member: &Member<'_>) {
        match Hand::read(member) {
            Ok(hand) => {
                self.check_role(member, &hand.issuer);
                self.passports.push(hand);
            }
            Err(error) => self.faults.push(ProvenanceFault::Statement {
                id: member.reference.id.clone(),
                error,
            }),
        }
    }

    fn event(&mut self, member: &Member<'_>) {
        match Event::read(member.credential) {
            Ok(event) => {
                self.check_role(member, &event.statement.issuer);
                self.recycled.count(&event, member);
                self.events.insert(member.reference.clone());
                self.events.extend(event.supersedes);
            }
            Err(error) => self.faults.push(ProvenanceFault::Event {
                id: member.reference.id.clone(),
                error,
            }),
        }
    }

    fn check_role(&mut self, member: &Member<'_>, issuer: &Did) {
        if let (Some(act), Some(roles)) = (Act::of(member.credential), member.roles)
            && !act.is_open_to_any(roles)
        {
            self.faults.push(ProvenanceFault::Role {
                id: member.reference.id.clone(),
                issuer: issuer.clone(),
                act,
                roles: roles.to_vec(),
            });
        }
    }

    fn transfer(
        &mut self,
        offer: &Member<'_>,
        member: &Member<'_>,
        acceptance: &TransferAcceptance,
        ends: &[TransferEnd],
    ) {
        let accepted_at = acceptance.statement.valid_from;
        // What came after the acceptance ends nothing.
        let ends: Vec<TransferEnd> = ends
            .iter()
            .filter(|end| end.statement.valid_from <= accepted_at)
            .cloned()
            .collect();
        let known = Circumstances {
            ends: &ends,
            ..Circumstances::default()
        };
        match check_acceptance(held(offer), held(member), accepted_at, &known) {
            Ok(accepted) => {
                let passport = accepted.proposal().passport().id.clone();
                let of_passport = self.of_passport.entry(passport).or_default();
                of_passport.push(self.transfers.len());
                self.transfers.push(Transfer {
                    accepted,
                    proposal: offer.reference.clone(),
                    looked_up: offer.roles.is_some(),
                    acceptance: member.reference.clone(),
                });
            }
            Err(error) => self.unreadable(member, error),
        }
    }

    fn unreadable(&mut self, member: &Member<'_>, error: TransferError) {
        self.faults.push(ProvenanceFault::Transfer {
            id: member.reference.id.clone(),
            error,
        });
    }
}

impl Hand {
    fn read(member: &Member<'_>) -> Result<Self, StatementError> {
        let (statement, subject) = Statement::read(member.credential)?;
        let battery = subject.battery()?;
        Ok(Self {
            reference: member.reference.clone(),
            issuer: statement.issuer,
            battery: battery.to_string(),
            item: battery.item(),
            from: statement.valid_from,
            supersedes: subject.optional_reference("supersedes")?,
            predecessor: subject.predecessors("predecessor")?,
            parts: subject.parts("parts")?,
            removed: subject.parts("partsRemoved")?,
            status: member.status,
        })
    }

    /// Whether it counts against others that claim the same place.
    pub(super) fn is_live(&self) -> bool {
        self.status != Word::Revoked
    }

    /// What it names as the one before.
    pub(super) fn follows(&self) -> impl Iterator<Item = &Reference> {
        let predecessors = self.predecessor.iter().map(|earlier| &earlier.passport);
        self.supersedes.iter().chain(predecessors)
    }
}

/// A reference as a key.
pub(super) type Key<'h> = (&'h str, &'h str);

pub(super) fn key(reference: &Reference) -> Key<'_> {
    (&reference.id, &reference.digest_multibase)
}

fn held<'c>(member: &Member<'c>) -> Held<'c> {
    Held {
        credential: member.credential,
        reference: member.reference,
    }
}
