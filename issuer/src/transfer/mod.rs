//! Handing a battery to another operator: the old operator's side (Art. 77(7)).
//!
//! [`Issuer::offer_transfer`](crate::Issuer::offer_transfer) signs an offer;
//! [`Issuer::accept_transfer`](crate::Issuer::accept_transfer) or
//! [`Issuer::reject_transfer`](crate::Issuer::reject_transfer) verifies the other's answer and records it, unless
//! [`Issuer::withdraw_transfer`](crate::Issuer::withdraw_transfer) was first; then
//! [`Issuer::reissue`](crate::Issuer::reissue) issues passport and events again, and the old passport is
//! `transferred`. Of a battery at most one transfer
//! is open or done; of one that is taken apart, at most one of each part. An offer that nobody answered in time has
//! expired; it is marked so by the next one.
//!
//! [`Issuer::prepare_succession`](crate::Issuer::prepare_succession) is an authority's: it takes the place of an offer by an
//! operator that is gone.

mod answer;
mod error;
mod offer;
mod order;
mod reissue;
mod rest;
#[cfg(test)]
mod tests;
mod withdraw;

pub use error::Refusal;
pub use offer::TransferOrder;
pub use order::Succession;

use credentials::Problem;
use credentials::battery::transfer::Held;
use credentials::battery::{Predecessor, Reference};
use credentials::secured::Secured;
use jiff::Timestamp;
use serde_json::Value;

use crate::store::{Credential, Lifecycle, Standing, Transfer, TransferState};
use crate::{Error, Issuer};

/// A secured text, its credential and its reference.
struct Read {
    secured: Secured,
    credential: Value,
    reference: Reference,
}

impl Read {
    fn parse(text: &str) -> Result<Self, Problem> {
        let secured = Secured::parse(text.as_bytes())?;
        Ok(Self {
            credential: secured.credential(),
            reference: secured.reference()?,
            secured,
        })
    }

    fn held(&self) -> Held<'_> {
        Held {
            credential: &self.credential,
            reference: &self.reference,
        }
    }
}

impl Transfer {
    /// How far it is at this time: an offer that nobody answered expires by itself.
    pub fn state_at(&self, now: Timestamp) -> TransferState {
        match self.state {
            TransferState::Offered if self.expires <= now => TransferState::Expired,
            state => state,
        }
    }
}

impl Issuer {
    fn transfer_of(&self, offer: &str) -> Result<Transfer, Error> {
        let found = self.store().transfer(offer)?;
        Ok(found.ok_or_else(|| Refusal::UnknownOffer(offer.to_owned()))?)
    }

    /// The passport that is or was offered, while nothing speaks against handing it over.
    fn offered_passport(&self, transfer: &Transfer) -> Result<Credential, Error> {
        let passport = self.store().credential(&transfer.passport)?;
        let passport = passport.ok_or_else(|| Error::NoCredential(transfer.passport.clone()))?;
        // Other parts may have gone since, and left a later version.
        match transfer.parts.is_whole() {
            true => good(&passport)?,
            false => {
                let current = self.current(&transfer.battery)?;
                good(&current)?;
                self.are_there(&transfer.parts, &current)?;
            }
        }
        Ok(passport)
    }

    /// Refuses to go on with what has ceased to exist (Art. 77(8)), what was revoked or is on hold, and with what another
    /// operator has taken over: no reader would believe it.
    pub(crate) fn still_ours(
        &self,
        predecessor: &[Predecessor],
        now: Timestamp,
    ) -> Result<(), Error> {
        if predecessor.is_empty() {
            return Ok(());
        }
        for named in predecessor {
            let kept = self.store().credential(&named.passport.id)?;
            let ended = |standing: &Standing| {
                standing.revoked || standing.suspended || standing.lifecycle == Lifecycle::Ceased
            };
            if let Some(kept) = kept.filter(|kept| ended(&kept.standing)) {
                good(&kept)?;
            }
        }
        let gone = |transfer: &Transfer| {
            let again = transfer.reissued.as_deref();
            let taken = [TransferState::Accepted, TransferState::Done];
            taken.contains(&transfer.state_at(now))
                && predecessor.iter().any(|named| {
                    let id = named.passport.id.as_str();
                    again == Some(id)
                        || (transfer.passport == id && transfer.parts.overlaps(&named.parts))
                })
        };
        match self.store().transfers()?.into_iter().find(gone) {
            Some(transfer) => Err(Error::InTransfer(transfer.battery)),
            None => Ok(()),
        }
    }

    fn current(&self, battery: &str) -> Result<Credential, Error> {
        let current = self.store().current_passport(battery)?;
        current.ok_or_else(|| Error::NoCredential(battery.to_owned()))
    }
}

/// Refuses a passport that is revoked, on hold, transferred or ceased.
fn good(passport: &Credential) -> Result<(), Refusal> {
    if passport.standing == Standing::default() {
        return Ok(());
    }
    Err(Refusal::NotGood {
        passport: passport.id.clone(),
        standing: passport.standing,
    })
}
