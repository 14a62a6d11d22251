//! Preparing an event.

use credentials::battery::lint::lint_event;
use credentials::battery::{Act, Category, Event, EventDraft, EventKind, Statement};
use credentials::secured::Secured;
use credentials::{Problem, Suite};
use jiff::Timestamp;

use super::prepared::serial;
use super::{Further, Prepared, new_id};
use crate::store::{Credential, Kind, Lifecycle};
use crate::{Error, Issuer};

impl Issuer {
    /// Checks that this event may be signed and fits what is known of the battery's life, and takes a status index for
    /// it. With a recycling the passport that is kept here ceases. Without a suite, the one in which this
    /// issuer signs status lists.
    pub fn prepare_event(
        &self,
        draft: &EventDraft,
        suite: Option<Suite>,
        now: Timestamp,
    ) -> Result<Prepared, Error> {
        self.may(Act::Event(draft.kind))?;
        let battery = draft.battery.clone();
        let kept = self.store().current_passport(&battery.to_string())?;
        let passport = match &kept {
            Some(kept) => {
                let secured = Secured::parse(kept.text.as_bytes()).map_err(Problem::from)?;
                Some(secured.credential())
            }
            None => None,
        };
        let known = passport.as_ref().map(|whole| &whole["credentialSubject"]);
        if let Some(Ok(category)) = known.map(Category::of) {
            draft.check_category(category)?;
        }
        let mut statement = Statement::new(new_id(), self.did().clone(), now);
        statement.issuer_name = Some(self.identity().name.clone());
        let unsigned = draft.build(&statement)?;
        Prepared::validate(&unsigned)?;
        if let (Some(kept), Some(passport)) = (&kept, &passport) {
            self.fits(&Event::read(&unsigned)?, kept, passport)?;
        }
        let ring = self.ring()?;
        let suite = suite.map_or_else(|| ring.attesting(), Ok)?;
        ring.for_suite(suite)?;
        let slot = self.one_slot()?;
        statement.status = self.status_entries(slot, Kind::Event, suite)?;
        let credential = draft.build(&statement)?;
        let findings = lint_event(draft.kind, &credential["credentialSubject"], known);
        let ends = match &kept {
            Some(kept) => ends(draft.kind, kept) && !self.handed_over(&kept.id)?,
            None => false,
        };
        Ok(Prepared {
            credential,
            serial: serial(&battery),
            about: battery.to_string(),
            kind: Kind::Event,
            title: draft.kind.name().to_owned(),
            version: 1,
            suite,
            further: Further::default(),
            holder: None,
            slot: Some(slot),
            replaces: kept.filter(|_| ends).map(|kept| (kept.id, kept.standing)),
            findings,
        })
    }
}

/// Whether a passport ceases with an event of this kind (Art. 77(8)).
fn ends(kind: EventKind, passport: &Credential) -> bool {
    kind == EventKind::Recycled && passport.standing.lifecycle == Lifecycle::Active
}
