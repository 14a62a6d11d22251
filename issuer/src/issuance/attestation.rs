//! Preparing what an issuer says for itself and may take back: it is signed as a whole, and has a status.

use credentials::Suite;
use credentials::battery::lint::Findings;
use serde_json::Value;

use super::{Further, Prepared};
use crate::store::Kind;
use crate::{Error, Issuer};

/// What is said of whom.
pub(crate) struct Attestation {
    /// Id of its subject.
    pub about: String,
    /// The serial number of the battery that it is about, where it is about one that has one.
    pub serial: Option<String>,
    /// The most telling of its types.
    pub title: &'static str,
    /// How it is secured; as this issuer signs status lists where nobody says.
    pub suite: Option<Suite>,
}

impl Issuer {
    /// Checks that the credential that `build` makes with its status may be signed, and takes a status index for it.
    pub(crate) fn prepare_attestation(
        &self,
        attestation: Attestation,
        build: impl Fn(Vec<Value>) -> Result<Value, Error>,
    ) -> Result<Prepared, Error> {
        let suite = self.suite_for_the_whole(attestation.suite)?;
        Prepared::validate(&build(Vec::new())?)?;
        let slot = self.one_slot()?;
        Ok(Prepared {
            credential: build(self.status_entries(slot, Kind::Other, suite)?)?,
            about: attestation.about,
            serial: attestation.serial,
            kind: Kind::Other,
            title: attestation.title.to_owned(),
            version: 1,
            suite,
            further: Further::default(),
            holder: None,
            slot: Some(slot),
            replaces: None,
            findings: Findings::default(),
        })
    }
}
