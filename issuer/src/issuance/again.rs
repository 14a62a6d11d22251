//! What was issued before, issued again with another id, status and holder.

use credentials::Suite;
use credentials::battery::lint::Findings;
use serde_json::Value;

use super::{Further, Holder, Prepared};
use crate::Error;
use crate::store::{Credential, Kind, StatusSlot};

/// The planned re-issue of a credential: its content was fit to be signed once.
pub(crate) struct Again<'c> {
    /// A passport for parts of a battery: it takes the place of none, the next version of the rest does.
    pub part: bool,
    /// As it is kept.
    pub old: &'c Credential,
    /// What is to be signed.
    pub credential: Value,
    pub suite: Suite,
    pub holder: Option<Holder>,
    pub slot: StatusSlot,
}

impl Again<'_> {
    /// Checks it against the data model once more; a passport replaces the old one, unless it is for parts of its battery.
    pub(crate) fn prepare(self) -> Result<Prepared, Error> {
        Prepared::validate(&self.credential)?;
        let version = match self.old.kind {
            Kind::Passport => self.old.version + 1,
            Kind::Event | Kind::Other => self.old.version,
        };
        Ok(Prepared {
            credential: self.credential,
            about: self.old.battery.clone(),
            serial: self.old.serial.clone(),
            kind: match self.part {
                true => Kind::Other,
                false => self.old.kind,
            },
            title: self.old.title.clone(),
            version,
            suite: self.suite,
            further: Further::default(),
            holder: self.holder,
            slot: Some(self.slot),
            replaces: (self.old.kind == Kind::Passport && !self.part)
                .then(|| (self.old.id.clone(), self.old.standing)),
            findings: Findings::default(),
        })
    }
}
