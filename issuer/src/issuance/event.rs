//! Preparing an event.

use credentials::battery::lint::lint_event;
use credentials::battery::{Act, Category, EventDraft, Statement};
use credentials::secured::Secured;
use credentials::{Problem, Suite};
use jiff::Timestamp;

use super::prepared::serial;
use super::{Further, Prepared, new_id};
use crate::store::Kind;
use crate::{Error, Issuer};

impl Issuer {
    /// Checks that this event may be signed, and takes a status index for it. Without a suite, the one in which this
    /// issuer signs status lists.
    pub fn prepare_event(
        &self,
        draft: &EventDraft,
        suite: Option<Suite>,
        now: Timestamp,
    ) -> Result<Prepared, Error> {
        self.may(Act::Event(draft.kind))?;
        let battery = draft.battery.clone();
        let passport = match self.store().current_passport(&battery.to_string())? {
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
        Prepared::validate(&draft.build(&statement)?)?;
        let ring = self.ring()?;
        let suite = suite.map_or_else(|| ring.attesting(), Ok)?;
        ring.for_suite(suite)?;
        let slot = self.one_slot()?;
        statement.status = self.status_entries(slot, Kind::Event, suite)?;
        let credential = draft.build(&statement)?;
        let findings = lint_event(draft.kind, &credential["credentialSubject"], known);
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
            replaces: None,
            findings,
        })
    }
}
