//! Offering a battery to another operator.

use credentials::battery::passport::removed;
use credentials::battery::transfer::{TransferError, TransferOffer};
use credentials::battery::{Act, Parts, Reference, Statement};
use credentials::secured::Secured;
use credentials::{Did, Problem};
use jiff::{SignedDuration, Timestamp};

use super::{Read, Refusal};
use crate::issuance::new_id;
use crate::store::{Change, Credential, Kind, Transfer, TransferState};
use crate::{Error, Issuer};

/// A transfer that is wanted.
#[derive(Debug, Clone)]
pub struct TransferOrder {
    /// To whom.
    pub to: Did,
    /// What of the battery; the rest stays with this operator.
    pub parts: Parts,
    /// For how many days the offer holds.
    pub days: u32,
    /// What the two agreed, in words or as a link.
    pub terms: Option<String>,
}

impl Issuer {
    /// Signs and keeps an offer of the battery that `text` means (see [`Issuer::find`]): its current passport and
    /// the events that this issuer stands by.
    pub fn offer_transfer(
        &self,
        text: &str,
        order: TransferOrder,
        now: Timestamp,
    ) -> Result<Secured, Error> {
        self.may(Act::TransferOffer)?;
        let passport = self.find_passport(text)?;
        super::good(&passport)?;
        self.are_there(&order.parts, &passport)?;
        let mut changes = self.make_room(&passport.battery, &order.parts, now)?;
        let statement = self.statement(Some(order.days), now)?;
        let offer = TransferOffer {
            statement,
            battery: passport
                .battery
                .parse()
                .map_err(|error| Error::Refused(Problem::from(error)))?,
            new_operator: order.to.clone(),
            parts: order.parts.clone(),
            passport: reference(&passport),
            events: self
                .events_of(&passport.battery)?
                .iter()
                .map(reference)
                .collect(),
            terms: order.terms,
        };
        let unsigned = offer.build().map_err(Refusal::from)?;
        let secured = self.attest(&unsigned, now)?;
        changes.push(Change::OpenTransfer(Box::new(Transfer {
            offer: offer.statement.id.clone(),
            battery: passport.battery,
            passport: passport.id,
            parts: order.parts,
            to: order.to,
            text: secured.to_text(),
            created: now,
            expires: offer.expires(),
            state: TransferState::Offered,
            answer: None,
            reissued: None,
            bundle: None,
        })));
        self.store().commit(&changes)?;
        Ok(secured)
    }

    /// The events of a battery that hold, oldest first.
    pub(super) fn events_of(&self, battery: &str) -> Result<Vec<Credential>, Error> {
        let mut events = self.store().of_battery(battery)?;
        events.retain(|one| {
            one.kind == Kind::Event && !one.standing.revoked && !one.standing.suspended
        });
        Ok(events)
    }

    /// The frame of what this issuer says now, for so many days where it has an end.
    pub(super) fn statement(
        &self,
        days: Option<u32>,
        now: Timestamp,
    ) -> Result<Statement, Refusal> {
        let mut statement = Statement::new(new_id(), self.did().clone(), now);
        statement.issuer_name = Some(self.identity().name.clone());
        statement.valid_until = days.map(|days| end(days, now)).transpose()?;
        Ok(statement)
    }

    /// Refuses parts that have left the battery.
    pub(super) fn are_there(&self, parts: &Parts, passport: &Credential) -> Result<(), Error> {
        let gone = removed(&Read::parse(&passport.text)?.credential);
        match parts.names().find(|part| gone.contains(part)) {
            None => Ok(()),
            Some(part) => Err(Refusal::from(TransferError::PartGone {
                part: part.to_owned(),
                passport: passport.id.clone(),
            })
            .into()),
        }
    }

    /// Marks what has expired; refuses when something of this is in a transfer that is open or done.
    fn make_room(
        &self,
        battery: &str,
        parts: &Parts,
        now: Timestamp,
    ) -> Result<Vec<Change>, Error> {
        let mut changes = Vec::new();
        for transfer in self.store().transfers()? {
            if transfer.battery != battery {
                continue;
            }
            match (transfer.state, transfer.state_at(now)) {
                (from, to @ TransferState::Expired) if from != to => {
                    changes.push(Change::Advance {
                        offer: transfer.offer,
                        from,
                        to,
                        answer: None,
                        reissued: None,
                        bundle: None,
                    });
                }
                // Parts that have gone are no part of the rest.
                (_, TransferState::Done) if parts.is_whole() && !transfer.parts.is_whole() => {}
                (
                    _,
                    state
                    @ (TransferState::Offered | TransferState::Accepted | TransferState::Done),
                ) if parts.overlaps(&transfer.parts) => {
                    return Err(Refusal::Open {
                        battery: transfer.battery,
                        offer: transfer.offer,
                        state,
                    }
                    .into());
                }
                _ => {}
            }
        }
        Ok(changes)
    }
}

/// When something that holds for so many days ends.
fn end(days: u32, now: Timestamp) -> Result<Timestamp, Refusal> {
    let end = now.checked_add(SignedDuration::from_hours(24 * i64::from(days)));
    end.ok().filter(|end| *end > now).ok_or(Refusal::Days(days))
}

pub(super) fn reference(credential: &Credential) -> Reference {
    Reference {
        id: credential.id.clone(),
        digest_multibase: credential.digest.clone(),
    }
}
