//! The life of a battery as this operator knows it: its own events and those that others signed and it recorded.
//!
//! [`Issuer::fits`] refuses an event that cannot have happened, [`Issuer::record`] takes in one that somebody else
//! signed. A recycler's certificate ends the passport (Art. 77(8)).

use credentials::battery::event::EventError;
use credentials::battery::lifecycle::{LifecycleFault, fold};
use credentials::battery::lint::{Findings, lint_event};
use credentials::battery::{Audience, Category, Event, EventKind};
use credentials::problem::Coded;
use credentials::secured::Secured;
use credentials::{Did, Problem};
use jiff::Timestamp;
use serde_json::Value;
use verifier::life::{Health, Life, Recycling};
use verifier::{CheckName, Environment, Policy};

use crate::standing::StandingError;
use crate::store::{Change, Credential, Kind, Lifecycle, Standing};
use crate::{Error, Issuer};

/// Why an event is not signed or taken in.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum LifeError {
    /// It does not fit what is known of the battery's life.
    #[error(transparent)]
    Impossible(#[from] LifecycleFault),
    /// The passport has ceased, and nothing says when.
    #[error("the passport of {0} has ceased to exist: nothing more happens to its battery")]
    Ceased(String),
    /// It is no event.
    #[error("expected an event that somebody signed, found something else: {0}")]
    NoEvent(EventError),
    /// Its signature, status or issuer is not good.
    #[error("the event cannot be believed: {}", .0.message)]
    Unbelieved(Problem),
    /// Nobody says that the recycler is one.
    #[error("whether {0} is a recycler, no trust list was given to say")]
    Unvouched(Did),
    /// Another event of that id is kept here.
    #[error("another credential with the id {0} is kept here")]
    Known(String),
}

/// An event that was taken in.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// As it is kept.
    pub kept: Credential,
    /// What it says.
    pub event: Event,
    /// Id of the passport that ceased with it.
    pub ceased: Option<String>,
    /// What is worth knowing of it.
    pub findings: Findings,
}

impl Issuer {
    /// The events of a battery that are kept here and hold.
    pub fn events(&self, battery: &str) -> Result<Vec<Event>, Error> {
        let told = self.told(battery)?.into_iter();
        Ok(told.map(|(event, _)| event).collect())
    }

    /// The same, each with its credential.
    fn told(&self, battery: &str) -> Result<Vec<(Event, Value)>, Error> {
        let kept = self.store().of_battery(battery)?;
        let holds = |one: &Credential| {
            one.kind == Kind::Event && !one.standing.revoked && !one.standing.suspended
        };
        let kept = kept.into_iter().filter(holds);
        // What others signed was read when it was recorded, what this issuer signed when it was prepared.
        let read = kept.map(|one| {
            let secured = Secured::parse(one.text.as_bytes()).map_err(Problem::from)?;
            let credential = secured.credential();
            Ok((Event::read(&credential)?, credential))
        });
        read.collect()
    }

    /// Refuses an event that does not fit what is known of the battery, its passport and the events that are kept here: that
    /// cannot have happened then, or that makes another one impossible.
    pub fn fits(&self, event: &Event, passport: &Credential, content: &Value) -> Result<(), Error> {
        let mut events = self.events(&passport.battery)?;
        let ended = |event: &Event| event.kind == EventKind::Recycled;
        // Without the certificate nobody knows what came before the end.
        if passport.standing.lifecycle == Lifecycle::Ceased && !events.iter().any(ended) {
            return Err(LifeError::Ceased(passport.battery.clone()).into());
        }
        events.push(event.clone());
        let faults = fold(content, &events).faults;
        if faults.is_empty() {
            return Ok(());
        }
        events.pop();
        // What it makes impossible may be another one, which was counted before it.
        let before = fold(content, &events).faults;
        match faults.into_iter().find(|fault| !before.contains(fault)) {
            Some(fault) => Err(LifeError::Impossible(fault).into()),
            None => Ok(()),
        }
    }

    /// Verifies an event that somebody else signed about a battery whose passport is kept here, and keeps it. With a
    /// recycling certificate the passport ceases to exist; for that the policy needs a trust list that knows the
    /// recycler. The same event again is no fault.
    pub fn record(
        &self,
        text: &str,
        policy: Policy,
        environment: &Environment,
        now: Timestamp,
    ) -> Result<Recorded, Error> {
        let secured = Secured::parse(text.as_bytes()).map_err(Problem::from)?;
        let credential = secured.credential();
        let event = Event::read(&credential).map_err(LifeError::NoEvent)?;
        let battery = event.battery.to_string();
        let passport = self.find_passport(&battery)?;
        let shown = Secured::parse(passport.text.as_bytes()).map_err(Problem::from)?;
        let content = shown.credential();
        let findings = lint_event(
            event.kind,
            &credential["credentialSubject"],
            Some(&content["credentialSubject"]),
        );
        let reference = secured.reference().map_err(Problem::from)?;
        if let Some(kept) = self.store().credential(&reference.id)? {
            if kept.digest != reference.digest_multibase {
                return Err(LifeError::Known(reference.id).into());
            }
            let ceased = (event.kind == EventKind::Recycled).then_some(passport.id);
            return Ok(Recorded {
                kept,
                event,
                ceased,
                findings,
            });
        }
        let recycled = event.kind == EventKind::Recycled;
        let theirs = passport.standing.lifecycle == Lifecycle::Transferred;
        if recycled && (theirs || self.handed_over(&passport.id)?) {
            return Err(StandingError::Transferred(passport.id).into());
        }
        if recycled && policy.trust.is_none() {
            return Err(LifeError::Unvouched(event.statement.issuer.clone()).into());
        }
        believed(&secured, &event, &content, policy, environment)?;
        self.fits(&event, &passport, &content)?;
        let kept = Credential {
            id: reference.id,
            battery,
            serial: passport.serial.clone(),
            kind: Kind::Event,
            title: event.kind.name().to_owned(),
            version: 1,
            suite: secured.suite().name().to_owned(),
            text: secured.to_text(),
            digest: reference.digest_multibase,
            issued: now,
            holder: None,
            // Its status is its issuer's to say.
            status: None,
            standing: Standing::default(),
            replaced_by: None,
        };
        let ceased = recycled.then(|| passport.id.clone());
        let end = recycled.then(|| end(&passport));
        let keep = Change::Keep {
            credential: Box::new(kept.clone()),
            replaces: None,
        };
        let changes: Vec<Change> = end.into_iter().flatten().chain([keep]).collect();
        self.store().commit(&changes)?;
        Ok(Recorded {
            kept,
            event,
            ceased,
            findings,
        })
    }

    /// The certificate with which a battery's passport ceased, where it is kept here.
    pub fn recycling(&self, battery: &str) -> Result<Option<Recycling>, Error> {
        let told = self.told(battery)?;
        Ok(told
            .iter()
            .find_map(|(event, credential)| Recycling::of(event, credential, None, None)))
    }

    /// A battery's state of health in time, by its passport and the events that are kept here, as far as an audience may
    /// see it.
    pub fn health(&self, passport: &Value, audience: Audience) -> Result<Vec<Health>, Error> {
        let battery = passport["credentialSubject"]["id"].as_str();
        let events = self.events(battery.unwrap_or_default())?;
        let state = fold(passport, &events).state;
        Ok(Life::of(&state, passport, Some(audience)).health)
    }
}

/// The change that ends a passport, unless it has ended.
fn end(passport: &Credential) -> Option<Change> {
    let from = passport.standing;
    (from.lifecycle != Lifecycle::Ceased).then(|| Change::Stand {
        credential: passport.id.clone(),
        from,
        to: Standing {
            lifecycle: Lifecycle::Ceased,
            ..from
        },
    })
}

/// Signed by its issuer, valid, not revoked, and by somebody who may report it where there is a trust list. The passport
/// says of which category the battery is.
fn believed(
    secured: &Secured,
    event: &Event,
    passport: &Value,
    mut policy: Policy,
    environment: &Environment,
) -> Result<(), LifeError> {
    if let Ok(category) = Category::of(&passport["credentialSubject"]) {
        policy.categories.insert(event.battery.clone(), category);
    }
    let report = verifier::verify(secured.to_text().as_bytes(), &policy, environment);
    let unknown_scope = || {
        let trust = report.check(CheckName::Trust);
        trust.is_some_and(|check| check.code == Some("trust.scope_unknown"))
    };
    if report.verified && !unknown_scope() {
        return Ok(());
    }
    Err(LifeError::Unbelieved(report.refusal()))
}

impl Coded for LifeError {
    fn code(&self) -> &'static str {
        match self {
            Self::Impossible(fault) => fault.code(),
            Self::Ceased(_) => "life.ceased",
            Self::NoEvent(_) => "life.no_event",
            Self::Unbelieved(problem) => problem.code,
            Self::Unvouched(_) => "life.unvouched",
            Self::Known(_) => "life.other_event",
        }
    }

    fn pointer(&self) -> Option<String> {
        match self {
            Self::Impossible(fault) => fault.pointer(),
            Self::NoEvent(error) => error.pointer(),
            Self::Unbelieved(problem) => problem.pointer.clone(),
            Self::Unvouched(_) => Some("/issuer".into()),
            Self::Known(_) => Some("/id".into()),
            Self::Ceased(_) => None,
        }
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            // Nothing that others signed makes more happen after the end.
            Self::Impossible(fault) if fault.code() == "lifecycle.after_recycling" => {
                return fault.hint();
            }
            Self::Impossible(fault) => {
                let hint = fault.hint().unwrap_or_default();
                return Some(format!(
                    "{hint}; events that others signed count here once they are taken in with `dbp-issuer record`"
                ));
            }
            Self::NoEvent(error) => return error.hint(),
            Self::Unbelieved(problem) => return problem.hint.clone(),
            Self::Ceased(_) => {
                "its battery was recycled (Art. 77(8)); `record` the certificate to report what came before"
            }
            Self::Unvouched(_) => {
                "give the list that says whom you trust as a recycler: --trust FILE"
            }
            Self::Known(_) => "its issuer has said two things under one id: ask which holds",
        };
        Some(hint.into())
    }
}

#[cfg(test)]
mod tests;
