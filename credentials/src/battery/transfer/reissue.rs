//! What the old operator issues again for the new one.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::check::{Accepted, Held};
use super::error::TransferError;
use crate::battery::event::Event;
use crate::battery::statement::Statement;
use crate::did::Did;

/// What is new in a credential that is issued again.
#[derive(Debug, Clone, PartialEq)]
pub struct Fresh {
    /// Its id, such as `urn:uuid:…`.
    pub id: String,
    /// Its entries of `credentialStatus`.
    pub status: Vec<Value>,
}

/// Unsigned credentials of the old operator, to be signed and handed over.
#[derive(Debug, Clone, PartialEq)]
pub struct Reissue {
    /// Whose key the passport is bound to.
    pub holder: Did,
    /// The passport: same content, next version, `supersedes` the old one; of parts of a battery it names them.
    pub passport: Value,
    /// The old operator's own events, each `supersedes` the old one.
    pub events: Vec<Value>,
    /// Which of the given events are others', and so travel as they are.
    pub unchanged: Vec<usize>,
}

/// Plans the re-issue of the passport and of the old operator's own events among `events`, one of `fresh_events` for
/// each of them in order; of parts of a battery all events travel as they are. The passport is the whole one: what is withheld from it would be lost.
pub fn reissue(
    accepted: &Accepted,
    passport: Held<'_>,
    events: &[Held<'_>],
    valid_from: Timestamp,
    fresh_passport: Fresh,
    fresh_events: Vec<Fresh>,
) -> Result<Reissue, TransferError> {
    let offer = accepted.proposal();
    if passport.reference != offer.passport() {
        return Err(TransferError::OtherPassport {
            offered: offer.passport().id.clone(),
            current: passport.reference.id.clone(),
        });
    }
    let (old, _) = Statement::read(passport.credential)?;
    // An order is nobody's leave to sign for who is gone.
    let offered_by = &offer.statement().issuer;
    if old.issuer != *offered_by {
        return Err(TransferError::NotTheIssuer {
            expected: offered_by.clone(),
            found: old.issuer,
        });
    }
    let read = |(index, held): (usize, &Held<'_>)| Ok((index, Event::read(held.credential)?));
    let read: Vec<(usize, Event)> = events
        .iter()
        .enumerate()
        .map(read)
        .collect::<Result<_, TransferError>>()?;
    // Of a battery that is taken apart they remain events of the rest, too: one of two that say the same would be lost.
    let whole = offer.parts().is_whole();
    let (own, others): (Vec<_>, Vec<_>) = read
        .into_iter()
        .partition(|(_, event)| whole && event.statement.issuer == old.issuer);
    if own.len() != fresh_events.len() {
        return Err(TransferError::IdCount {
            expected: own.len(),
            found: fresh_events.len(),
        });
    }
    let event_again = |((index, event), fresh): ((usize, Event), Fresh)| {
        let mut draft = event.draft();
        draft.supersedes = Some(events[index].reference.clone());
        let statement = Statement {
            id: fresh.id,
            status: fresh.status,
            valid_from,
            ..event.statement
        };
        Ok(draft.build(&statement)?)
    };
    let mut again = next_version(passport, valid_from, fresh_passport);
    if !whole {
        let subject = &mut again["credentialSubject"];
        subject["parts"] = offer.parts().to_value();
        if let Some(said) = subject.as_object_mut() {
            said.shift_remove("partsRemoved");
        }
    }
    Ok(Reissue {
        holder: accepted.holder().clone(),
        passport: again,
        events: own
            .into_iter()
            .zip(fresh_events)
            .map(event_again)
            .collect::<Result<_, TransferError>>()?,
        unchanged: others.into_iter().map(|(index, _)| index).collect(),
    })
}

/// The same passport with another id, time and status, one version on.
pub(super) fn next_version(passport: Held<'_>, valid_from: Timestamp, fresh: Fresh) -> Value {
    let mut next = passport.credential.clone();
    next["id"] = json!(fresh.id);
    next["validFrom"] = json!(valid_from.to_string());
    if let Some(members) = next.as_object_mut() {
        members.shift_remove("credentialStatus");
    }
    let version = next["credentialSubject"]["version"].as_u64().unwrap_or(1);
    let subject = &mut next["credentialSubject"];
    subject["version"] = json!(version + 1);
    subject["supersedes"] = passport.reference.to_value();
    if !fresh.status.is_empty() {
        next["credentialStatus"] = json!(fresh.status);
    }
    next
}
