//! Issuing passport and events again, for the operator that accepted.

use credentials::battery::transfer::{
    Accepted, Circumstances, Fresh, TransferAcceptance, TransferOffer, check_acceptance, reissue,
};
use credentials::battery::{Bundle, BundleKind, Event};
use credentials::{Problem, Suite};
use did_resolver::Resolve;
use jiff::Timestamp;
use serde_json::Value;

use super::{Read, Refusal};
use crate::issuance::{Again, Holder, new_id};
use crate::store::{
    Change, Credential, Kind, Lifecycle, Standing, StatusSlot, Transfer, TransferState,
};
use crate::{Error, Issuer};

impl Issuer {
    /// Issues the passport and this issuer's own events again, bound to the key of who accepted, and sets the old
    /// passport to `transferred`; all of it or nothing. Gives the bundle for the new operator, again the same one.
    ///
    /// Of parts of a battery the new operator gets a passport that names them, and the events as they are; this issuer's
    /// own is `superseded` by a version of what is left.
    pub fn reissue(
        &self,
        offer: &str,
        resolver: &dyn Resolve,
        now: Timestamp,
    ) -> Result<Bundle, Error> {
        let transfer = self.transfer_of(offer)?;
        if let (TransferState::Done, Some(bundle)) = (transfer.state, &transfer.bundle) {
            return Ok(Bundle::parse(bundle.as_bytes()).map_err(Problem::from)?);
        }
        let (TransferState::Accepted, Some(answer)) = (transfer.state, &transfer.answer) else {
            return Err(Refusal::State {
                state: transfer.state_at(now),
                offer: transfer.offer,
                expected: TransferState::Accepted,
            }
            .into());
        };
        let (offer, acceptance) = (Read::parse(&transfer.text)?, Read::parse(answer)?);
        let accepted = accepted(&offer, &acceptance)?;
        let holder = Holder::of(accepted.holder(), resolver)?;
        let old = self.offered_passport(&transfer)?;
        let passport = Read::parse(&old.text)?;
        let old_events = self.events_of(&transfer.battery)?;
        let events = old_events
            .iter()
            .map(|event| Read::parse(&event.text))
            .collect::<Result<Vec<_>, _>>()?;

        let whole = transfer.parts.is_whole();
        let own = events.iter().filter(|event| whole && self.signed(event));
        let mut slots = self.reserve(own.count() as u32 + 1)?;
        let passport_slot = slots.pop().ok_or(Error::NoStatusIndex)?;
        let suite = self.reissued_in(old.suite.parse().ok())?;
        let attesting = self.ring()?.attesting()?;
        let fresh = |slot: &StatusSlot, kind, suite| -> Result<Fresh, Error> {
            Ok(Fresh {
                id: new_id(),
                status: self.status_entries(*slot, kind, suite)?,
            })
        };
        let held: Vec<_> = events.iter().map(Read::held).collect();
        let plan = reissue(
            &accepted,
            passport.held(),
            &held,
            now,
            fresh(&passport_slot, Kind::Passport, suite)?,
            slots
                .iter()
                .map(|slot| fresh(slot, Kind::Event, attesting))
                .collect::<Result<_, _>>()?,
        )
        .map_err(Refusal::from)?;

        let mut changes = Vec::new();
        let again = Again {
            part: !whole,
            old: &old,
            credential: plan.passport,
            suite,
            holder: Some(holder),
            slot: passport_slot,
        };
        let (new_passport, keep) = self.sign(&again.prepare()?, now)?;
        changes.push(keep);
        let reissued = new_passport.reference().map_err(Problem::from)?.id;
        let mut bundle = vec![offer.secured, acceptance.secured, new_passport];
        let mut own = plan.events.into_iter().zip(slots);
        for (index, event) in events.into_iter().enumerate() {
            if plan.unchanged.contains(&index) {
                bundle.push(event.secured);
                continue;
            }
            let (credential, slot) = own.next().ok_or(Error::NoStatusIndex)?;
            let again = Again {
                part: false,
                old: &old_events[index],
                credential,
                suite: attesting,
                holder: None,
                slot,
            };
            let (secured, keep) = self.sign(&again.prepare()?, now)?;
            changes.push(keep);
            bundle.push(secured);
        }
        let bundle = Bundle {
            kind: BundleKind::Transfer,
            credentials: bundle,
        };
        changes.extend(match whole {
            true => vec![handed_on(&old, Lifecycle::Transferred)],
            false => self.leave_rest(&accepted, &transfer, resolver, now)?,
        });
        changes.push(done(&transfer, reissued, &bundle));
        self.store().commit(&changes)?;
        Ok(bundle)
    }

    /// How a passport is issued again that was secured so: as it was where its new holder can withhold parts of it, else
    /// as SD-JWT, else in any way that names its holder.
    fn reissued_in(&self, old: Option<Suite>) -> Result<Suite, Error> {
        let ring = self.ring()?;
        let fits = |suite: &Suite| ring.for_suite(*suite).is_ok();
        let selective = old.filter(|suite| suite.discloses_selectively());
        let bound = old.filter(|suite| suite.binds_holder());
        let choices = [selective, Some(Suite::SdJwt), bound];
        let suite = choices.into_iter().flatten().find(fits);
        Ok(suite.unwrap_or(Suite::SdJwt))
    }

    /// Id of the offer that a credential of a transfer is or answers.
    pub fn offer_named(&self, credential: &Value) -> Result<String, Error> {
        if let Ok(acceptance) = TransferAcceptance::read(credential) {
            return Ok(acceptance.offer.id);
        }
        match TransferOffer::read(credential) {
            Ok(offer) => Ok(offer.statement.id),
            Err(_) => Err(Refusal::NotOfATransfer.into()),
        }
    }

    fn signed(&self, event: &Read) -> bool {
        Event::read(&event.credential).is_ok_and(|event| event.statement.issuer == *self.did())
    }
}

/// The agreement that was verified when the acceptance came, as of its own time: the offer may have expired since.
fn accepted(offer: &Read, acceptance: &Read) -> Result<Accepted, Refusal> {
    let at = TransferAcceptance::read(&acceptance.credential)?
        .statement
        .valid_from;
    let known = Circumstances::default();
    Ok(check_acceptance(
        offer.held(),
        acceptance.held(),
        at,
        &known,
    )?)
}

/// The passport does not count any more.
pub(super) fn handed_on(old: &Credential, how: Lifecycle) -> Change {
    Change::Stand {
        credential: old.id.clone(),
        from: old.standing,
        to: Standing {
            lifecycle: how,
            ..old.standing
        },
    }
}

/// The transfer is done, and its bundle kept.
fn done(transfer: &Transfer, reissued: String, bundle: &Bundle) -> Change {
    Change::Advance {
        offer: transfer.offer.clone(),
        from: TransferState::Accepted,
        to: TransferState::Done,
        answer: None,
        reissued: Some(reissued),
        bundle: Some(bundle.to_value().to_string()),
    }
}
