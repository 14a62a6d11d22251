//! What is fit to be signed, and signing it.

use credentials::battery::BatteryId;
use credentials::battery::lint::Findings;
use credentials::context::Contexts;
use credentials::model;
use credentials::proof::Cryptosuite;
use credentials::secured::{Secured, Securing, Signatory, secure, secure_by_all};
use credentials::{Suite, battery::Reference};
use jiff::Timestamp;
use serde_json::Value;

use super::{Holder, new_id};
use crate::store::{Change, Credential, Kind, Lifecycle, Standing, StatusSlot};
use crate::{Error, Issuer};

/// A credential that passed every check and has its status index, where it has a status. It can be signed once.
#[derive(Debug)]
pub struct Prepared {
    pub(super) credential: Value,
    /// Id of its subject: a battery, an operator, a list.
    pub(super) about: String,
    pub(super) serial: Option<String>,
    pub(super) kind: Kind,
    pub(super) title: String,
    pub(super) version: u64,
    pub(super) suite: Suite,
    pub(super) further: Further,
    pub(super) holder: Option<Holder>,
    pub(super) slot: Option<StatusSlot>,
    /// The passport that this one corrects, or that ceases with this event, and how it stands.
    pub(super) replaces: Option<(String, Standing)>,
    pub(super) findings: Findings,
}

/// Proofs of the same credential beside its first.
#[derive(Debug, Clone, Default)]
pub struct Further {
    /// Their suites, in order.
    pub suites: Vec<Cryptosuite>,
    /// Whether each covers the one before it: a chain, and not a set.
    pub chained: bool,
}

impl Further {
    /// What several suites ask for beside the first. Only proofs inside a credential can be several.
    pub fn than_first(suites: &[Suite], chained: bool) -> Result<Self, Error> {
        let cryptosuite = |suite: &Suite| match suite {
            Suite::DataIntegrity(cryptosuite) => Ok(*cryptosuite),
            other => Err(Error::OneProof(*other)),
        };
        let mut all = match suites {
            [] | [_] => Vec::new(),
            several => several.iter().map(cryptosuite).collect::<Result<_, _>>()?,
        };
        all.drain(..all.len().min(1));
        Ok(Self {
            suites: all,
            chained,
        })
    }
}

/// A credential that was signed and kept.
#[derive(Debug)]
pub struct Issued {
    /// The credential.
    pub secured: Secured,
    /// Its id and digest.
    pub reference: Reference,
    /// What the linter found worth knowing.
    pub findings: Findings,
}

/// The battery's serial number, where its identifier has one.
pub(crate) fn serial(battery: &BatteryId) -> Option<String> {
    battery.serial().map(|serial| serial.as_str().to_owned())
}

impl Prepared {
    /// The unsigned credential.
    pub fn credential(&self) -> &Value {
        &self.credential
    }

    /// The passport that ceases to exist with it.
    pub fn ceases(&self) -> Option<&str> {
        let ended = self
            .replaces
            .as_ref()
            .map(|(passport, _)| passport.as_str());
        ended.filter(|_| self.kind != Kind::Passport)
    }

    /// The same, to be signed in further suites as well.
    pub fn with_further(self, further: Further) -> Self {
        Self { further, ..self }
    }

    /// Refuses what the data model refuses, before anything is allocated or signed.
    pub(super) fn validate(credential: &Value) -> Result<(), Error> {
        let mut faults = model::validate_credential(credential).into_iter();
        match faults.next() {
            None => Ok(()),
            Some(first) => Err(Error::Refused(first.into())),
        }
    }
}

impl Issuer {
    /// Signs what was prepared and keeps it; when this returns it is on disk.
    pub fn issue(&self, prepared: Prepared, now: Timestamp) -> Result<Issued, Error> {
        let (secured, keep) = self.sign(&prepared, now)?;
        let lifecycle = match prepared.kind {
            Kind::Passport => Lifecycle::Superseded,
            Kind::Event | Kind::Other => Lifecycle::Ceased,
        };
        let ended = prepared.replaces.as_ref().map(|(old, from)| Change::Stand {
            credential: old.clone(),
            from: *from,
            to: Standing { lifecycle, ..*from },
        });
        let changes: Vec<Change> = ended.into_iter().chain([keep]).collect();
        self.store().commit(&changes)?;
        Ok(Issued {
            reference: secured.reference().map_err(refused)?,
            secured,
            findings: prepared.findings,
        })
    }

    /// Signs what was prepared; the change keeps it, in a commit of the caller's.
    pub(crate) fn sign(
        &self,
        prepared: &Prepared,
        now: Timestamp,
    ) -> Result<(Secured, Change), Error> {
        let secured = self.secure(prepared, now)?;
        let reference = secured.reference().map_err(refused)?;
        let credential = Credential {
            id: reference.id,
            battery: prepared.about.clone(),
            serial: prepared.serial.clone(),
            kind: prepared.kind,
            title: prepared.title.clone(),
            version: prepared.version,
            suite: prepared.suite.name().to_owned(),
            text: secured.to_text(),
            digest: reference.digest_multibase,
            issued: now,
            holder: prepared
                .holder
                .as_ref()
                .map(|holder| holder.did.to_string()),
            status: prepared.slot,
            standing: Standing::default(),
            replaced_by: None,
        };
        let keep = Change::Keep {
            credential: Box::new(credential),
            replaces: (prepared.replaces.as_ref())
                .filter(|_| prepared.kind == Kind::Passport)
                .map(|(old, _)| old.clone()),
        };
        Ok((secured, keep))
    }

    fn secure(&self, prepared: &Prepared, now: Timestamp) -> Result<Secured, Error> {
        let ring = self.ring()?;
        if let Suite::DataIntegrity(first) = prepared.suite
            && !prepared.further.suites.is_empty()
        {
            let suites = [&[first], prepared.further.suites.as_slice()].concat();
            let ids: Vec<String> = suites.iter().map(|_| new_id()).collect();
            let signatories = suites.iter().zip(&ids).map(|(cryptosuite, id)| {
                let key = ring.for_suite(Suite::DataIntegrity(*cryptosuite))?;
                Ok(Signatory {
                    method: &key.method,
                    signer: &key.secret,
                    cryptosuite: *cryptosuite,
                    id: prepared.further.chained.then_some(id),
                })
            });
            let signatories = signatories.collect::<Result<Vec<_>, Error>>()?;
            return secure_by_all(
                &prepared.credential,
                &signatories,
                prepared.holder.as_ref().map(|holder| &holder.key),
                now,
                Contexts::pinned(),
                &mut rand::rng(),
            )
            .map_err(refused);
        }
        let key = ring.for_suite(prepared.suite)?;
        let by = Securing {
            method: &key.method,
            holder: prepared.holder.as_ref().map(|holder| &holder.key),
            created: now,
            contexts: Contexts::pinned(),
        };
        secure(
            &prepared.credential,
            prepared.suite,
            &by,
            &key.secret,
            &mut rand::rng(),
        )
        .map_err(refused)
    }

    /// Signs what this issuer says for itself: status lists, transfer offers, withdrawals.
    pub(crate) fn attest(&self, credential: &Value, now: Timestamp) -> Result<Secured, Error> {
        self.attest_in(self.ring()?.attesting()?, credential, now)
    }

    /// The same in a suite of the caller's.
    pub(super) fn attest_in(
        &self,
        suite: Suite,
        credential: &Value,
        now: Timestamp,
    ) -> Result<Secured, Error> {
        let ring = self.ring()?;
        let key = ring.for_suite(suite)?;
        let by = Securing {
            method: &key.method,
            holder: None,
            created: now,
            contexts: Contexts::pinned(),
        };
        secure(credential, suite, &by, &key.secret, &mut rand::rng()).map_err(refused)
    }
}

fn refused(error: credentials::secured::SecuredError) -> Error {
    Error::Refused(error.into())
}
