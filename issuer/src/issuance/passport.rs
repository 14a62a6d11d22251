//! Preparing a passport.

use credentials::Suite;
use credentials::battery::documents::{self, Files};
use credentials::battery::lint::{Findings, evidence, lint};
use credentials::battery::passport::{PASSPORT, removed};
use credentials::battery::{Act, BatteryId, PassportDraft, Predecessor, Reference};
use credentials::keys::Algorithm;
use credentials::secured::Secured;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::prepared::serial;
use super::{Composition, Further, Holder, Prepared, new_id};
use crate::store::{Kind, Lifecycle, TransferState};
use crate::{Error, Issuer};

/// A passport that is wanted.
#[derive(Debug, Clone)]
pub struct PassportOrder {
    /// `id` and the content groups.
    pub subject: Value,
    /// How it is to be secured.
    pub suite: Suite,
    /// Whom presentations are bound to; the issuer's own key where nobody is named.
    pub holder: Option<Holder>,
    /// Whether it corrects the battery's current passport.
    pub supersede: bool,
    /// The passports of the batteries that this one was made from, by their former operators (Art. 77(7)).
    pub predecessor: Vec<Predecessor>,
    /// When it stops to hold, where it does.
    pub valid_until: Option<Timestamp>,
    /// Documents that it names, to be bound by their digests.
    pub documents: Files,
    /// What suppliers declare, to be bound as well.
    pub composition: Composition,
}

impl PassportOrder {
    /// An SD-JWT passport of this content, bound to the issuer's own key.
    pub fn new(subject: Value) -> Self {
        Self {
            subject,
            suite: Suite::SdJwt,
            holder: None,
            supersede: false,
            predecessor: Vec::new(),
            valid_until: None,
            documents: Files::new(),
            composition: Composition::default(),
        }
    }
}

impl Issuer {
    /// Checks that this may be signed as the battery's passport, and takes a status index for it.
    pub fn prepare_passport(
        &self,
        order: PassportOrder,
        now: Timestamp,
    ) -> Result<Prepared, Error> {
        self.may(match (order.supersede, order.predecessor.is_empty()) {
            (true, _) => Act::Correction,
            (false, true) => Act::FirstPassport,
            (false, false) => Act::SuccessorPassport,
        })?;
        let mut subject = order.subject;
        if let Value::Object(members) = &mut subject
            && !order.composition.suppliers.is_empty()
        {
            // What is bound anew takes the place of what was.
            members.shift_remove("sources");
        }
        let findings = compliant(lint(&subject, None, now))?;
        let battery = battery(&subject)?;
        self.still_ours(&order.predecessor, now)?;
        // Commitments are to the battery by the name that the passport gives it.
        subject["id"] = battery.to_string().into();
        let current = self.store().current_passport(&battery.to_string())?;
        let old = match &current {
            None if order.supersede => return Err(Error::NothingToSupersede(battery.to_string())),
            None => None,
            Some(old) if old.standing.lifecycle != Lifecycle::Active => {
                return Err(Error::PassportEnded {
                    battery: battery.to_string(),
                    how: old.standing.lifecycle.message(),
                });
            }
            Some(old) if self.is_in_transfer(&old.battery, now)? => {
                return Err(Error::InTransfer(battery.to_string()));
            }
            Some(old) if order.supersede => Some(old),
            Some(old) => {
                return Err(Error::PassportExists {
                    battery: battery.to_string(),
                    id: old.id.clone(),
                });
            }
        };
        let earlier = old.map(whole).transpose()?;
        self.compose(&mut subject, &order.composition, earlier.as_ref())?;
        let related = documents::bind(&mut subject, &order.documents, earlier.as_ref())
            .map_err(|error| Error::Refused(error.into()))?;
        let backed = evidence(&subject, &json!(related), &order.documents);
        let findings = compliant(findings.with(backed))?;
        let version = old.map_or(1, |old| old.version + 1);
        let mut draft = PassportDraft {
            id: new_id(),
            issuer: self.did().to_string(),
            issuer_name: Some(self.identity().name.clone()),
            valid_from: now,
            valid_until: order.valid_until,
            subject,
            version,
            supersedes: old.map(|old| Reference {
                id: old.id.clone(),
                digest_multibase: old.digest.clone(),
            }),
            predecessor: order.predecessor,
            status: Vec::new(),
        };
        let build = |draft: PassportDraft| {
            let mut credential = draft
                .build()
                .map_err(|error| Error::Refused(error.into()))?;
            documents::attach(&mut credential, related.clone());
            // A correction does not bring back what has left the battery.
            if let Some(gone) = earlier
                .as_ref()
                .map(removed)
                .filter(|gone| !gone.is_whole())
            {
                credential["credentialSubject"]["partsRemoved"] = gone.to_value();
            }
            Ok::<_, Error>(credential)
        };
        Prepared::validate(&build(draft.clone())?)?;
        self.ring()?.for_suite(order.suite)?;
        let slot = self.one_slot()?;
        draft.status = self.status_entries(slot, Kind::Passport, order.suite)?;
        let holder = match (order.suite, order.holder) {
            (suite, None) if suite.discloses_selectively() => self.as_holder(suite)?,
            (_, holder) => holder,
        };
        Ok(Prepared {
            credential: build(draft)?,
            serial: serial(&battery),
            about: battery.to_string(),
            kind: Kind::Passport,
            title: PASSPORT.to_owned(),
            version,
            suite: order.suite,
            further: Further::default(),
            holder,
            slot: Some(slot),
            replaces: old.map(|old| (old.id.clone(), old.standing)),
            findings,
        })
    }

    /// Whether a new operator was offered the battery, has accepted it, or has it.
    fn is_in_transfer(&self, battery: &str, now: Timestamp) -> Result<bool, Error> {
        let states = [
            TransferState::Offered,
            TransferState::Accepted,
            TransferState::Done,
        ];
        let mut transfers = self.store().transfers()?.into_iter();
        Ok(transfers.any(|transfer| {
            let state = transfer.state_at(now);
            // Parts that have gone leave the rest to its operator.
            let gone = state == TransferState::Done && !transfer.parts.is_whole();
            transfer.battery == battery && states.contains(&state) && !gone
        }))
    }

    /// The issuer as the holder of its own passports; none where it has but a BBS key, which signs no presentation.
    pub(crate) fn as_holder(&self, suite: Suite) -> Result<Option<Holder>, Error> {
        let ring = self.ring()?;
        let keys = [ring.for_suite(suite)?, ring.for_suite(ring.attesting()?)?];
        let key = keys
            .into_iter()
            .find(|key| key.secret.algorithm() != Algorithm::Bls12381G2);
        Ok(key.map(|key| Holder {
            did: self.did().clone(),
            key: key.secret.public().clone(),
        }))
    }

    pub(crate) fn one_slot(&self) -> Result<crate::store::StatusSlot, Error> {
        self.reserve(1)?.pop().ok_or(Error::NoStatusIndex)
    }
}

fn compliant(findings: Findings) -> Result<Findings, Error> {
    match findings.is_compliant() {
        true => Ok(findings),
        false => Err(Error::NotCompliant(Box::new(findings))),
    }
}

/// What a kept credential says, nothing withheld.
fn whole(kept: &crate::store::Credential) -> Result<Value, Error> {
    let secured = Secured::parse(kept.text.as_bytes());
    let secured = secured.map_err(|error| Error::Refused(error.into()))?;
    Ok(secured.credential())
}

fn battery(subject: &Value) -> Result<BatteryId, Error> {
    let id = subject["id"].as_str().unwrap_or_default();
    id.parse()
        .map_err(|error: credentials::battery::identifier::IdentifierError| {
            Error::Refused(credentials::Problem::from(error).at("/id"))
        })
}
