//! Places in the status lists, and what a credential says of them.
//!
//! A status group has three lists that share their indexes, one a purpose. List `n` is published at
//! `{base}/status/{n}`; the same group as one Token Status List, for SD-JWT VC, at `{base}/status/tokens/{group}`.

use credentials::Suite;
use credentials::status::{
    IndexSequence, MIN_ENTRIES, StatusEntry, StatusMessage, StatusPurpose, StatusSize,
    TokenStatusEntry,
};
use rand::RngExt;
use serde_json::Value;
use url::Url;

use crate::store::{Change, Kind, Lifecycle, StatusSlot};
use crate::{Error, Issuer};

/// What the lists of a group are for, in the order of their numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListPurpose {
    /// Cancelled for good.
    Revocation,
    /// On hold.
    Suspension,
    /// Active, transferred or ceased.
    Message,
}

impl ListPurpose {
    /// In the order of their numbers.
    pub const ALL: [Self; 3] = [Self::Revocation, Self::Suspension, Self::Message];

    /// What a credential has a status for. An event does not live on as a passport does: it is revoked or not.
    pub fn of_kind(kind: Kind) -> &'static [Self] {
        match kind {
            Kind::Passport => &Self::ALL,
            Kind::Event | Kind::Other => &[Self::Revocation],
        }
    }

    /// Group and purpose of the list with this number.
    pub fn of_list(number: u32) -> (u32, Self) {
        let purpose = Self::ALL[(number % 3) as usize];
        (number / 3, purpose)
    }

    /// The number of this list of a group.
    pub fn list(self, group: u32) -> u32 {
        group * 3 + self as u32
    }

    /// The purpose as the Recommendation names it.
    pub fn purpose(self) -> StatusPurpose {
        match self {
            Self::Revocation => StatusPurpose::Revocation,
            Self::Suspension => StatusPurpose::Suspension,
            Self::Message => StatusPurpose::Message,
        }
    }

    /// Bits an entry.
    pub fn size(self) -> StatusSize {
        match self {
            Self::Message => StatusSize::TWO,
            Self::Revocation | Self::Suspension => StatusSize::ONE,
        }
    }

    /// What each value means; none where they are just unset and set.
    pub fn messages(self) -> Vec<StatusMessage> {
        match self {
            Self::Message => StatusMessage::for_values(Lifecycle::ALL.map(Lifecycle::message)),
            Self::Revocation | Self::Suspension => Vec::new(),
        }
    }
}

impl Issuer {
    /// Where the list with this number is published.
    pub fn list_url(&self, number: u32) -> Result<Url, Error> {
        let text = format!("{}/status/{number}", self.base_url());
        Url::parse(&text).map_err(|_| Error::BaseUrl(text))
    }

    /// Takes status indexes that nobody had and nobody will have, whatever happens to the caller.
    pub(crate) fn reserve(&self, count: u32) -> Result<Vec<StatusSlot>, Error> {
        let mut slots = Vec::with_capacity(count as usize);
        while slots.len() < count as usize {
            let wanted = count - slots.len() as u32;
            let reserve = Change::Reserve {
                count: wanted,
                seed: rand::rng().random(),
            };
            let committed = self.store().commit(&[reserve])?;
            let taken = committed.reserved.ok_or(Error::NoStatusIndex)?;
            let sequence = IndexSequence::new(taken.seed, MIN_ENTRIES as u32);
            for counter in taken.counters {
                let index = sequence.index(counter).ok_or(Error::NoStatusIndex)?;
                slots.push(StatusSlot {
                    group: taken.group,
                    index: index.get(),
                });
            }
        }
        Ok(slots)
    }

    /// Where the Status List Token of the group with this number is published.
    pub fn token_url(&self, group: u32) -> Result<Url, Error> {
        let text = format!("{}/status/tokens/{group}", self.base_url());
        Url::parse(&text).map_err(|_| Error::BaseUrl(text))
    }

    /// `credentialStatus` of a credential in this place, as its suite has it.
    pub(crate) fn status_entries(
        &self,
        slot: StatusSlot,
        kind: Kind,
        suite: Suite,
    ) -> Result<Vec<Value>, Error> {
        if suite == Suite::DcSdJwt {
            let entry = TokenStatusEntry {
                index: slot.index.into(),
                uri: self.token_url(slot.group)?,
            };
            return Ok(vec![entry.to_value()]);
        }
        let entry = |purpose: &ListPurpose| {
            let entry = StatusEntry {
                id: None,
                purpose: purpose.purpose(),
                index: slot.index.into(),
                list: self.list_url(purpose.list(slot.group))?,
                size: purpose.size(),
                messages: purpose.messages(),
                references: Vec::new(),
            };
            Ok(entry.to_value())
        };
        ListPurpose::of_kind(kind).iter().map(entry).collect()
    }
}
