//! Whom a command trusts: a list, and accreditations.

use std::path::{Path, PathBuf};

use credentials::battery::Accreditation;
use credentials::battery::accreditation::AccreditationError;
use credentials::secured::Secured;
use credentials::{Coded, Did};
use jiff::Timestamp;
use platform::{Failure, Global, OrFail};

use crate::environment::Environment;
use crate::trust::{self, Seen, Trust, TrustFileError};

/// Arguments about whose word counts.
#[derive(Debug, clap::Args)]
pub struct Trusting {
    /// Trust list: accept only issuers that it names, in the roles it gives them; your own file, or a signed one
    #[arg(long, value_name = "FILE")]
    trust: Option<PathBuf>,
    /// Who keeps the signed trust list that you trust
    #[arg(long, value_name = "DID", requires = "trust")]
    trust_anchor: Option<Did>,
    /// Which of its keeper's lists it has to be, by the list's id; any of them otherwise, but none older than was seen
    #[arg(long, value_name = "URI", requires = "trust_anchor")]
    trust_list_id: Option<String>,
    /// The accreditation of an issuer that the list does not name, by an authority that it names
    #[arg(long, value_name = "FILE", requires = "trust")]
    accreditation: Vec<PathBuf>,
}

impl Trusting {
    /// The trust list as of that time, where one was given; a signed one that is older than was seen is refused.
    pub fn list(
        &self,
        global: &Global,
        environment: &Environment,
        at: Timestamp,
        now: Timestamp,
    ) -> Result<Option<Trust>, Failure> {
        let Some(file) = &self.trust else {
            return Ok(None);
        };
        let text = platform::input::read(file, MAX_LIST)?;
        let opened = trust::open(&text, self.trust_anchor.as_ref(), at, environment);
        let trust = opened.map_err(|error| failed(error, file))?;
        if let Some(wanted) = &self.trust_list_id {
            trust
                .expect_list(wanted)
                .map_err(|error| failed(error, file))?;
        }
        if trust.keeper.is_some() {
            let folder = global.data_dir("verifier")?;
            match Seen::open(&folder) {
                Ok(seen) => seen
                    .admit(&trust, self.trust_list_id.is_some(), at, now)
                    .map_err(|error| failed(error, file))?,
                Err(error) => tracing::warn!(
                    "whether a later trust list was seen before is not known: {error}"
                ),
            }
        }
        Ok(Some(trust))
    }

    /// The accreditations that were given.
    pub fn accreditations(&self) -> Result<Vec<Secured>, Failure> {
        let read = |file: &PathBuf| {
            let text = platform::input::read(file, MAX_ACCREDITATION)?;
            let secured = Secured::parse(&text).or_usage();
            let secured = secured.and_then(|secured| accreditation(secured).or_usage());
            secured.map_err(|failure| failure.in_file(file))
        };
        self.accreditation.iter().map(read).collect()
    }
}

/// What is given as an accreditation is one, and tells of nothing else.
fn accreditation(secured: Secured) -> Result<Secured, AccreditationError> {
    Accreditation::read(&secured.credential()).map(|_| secured)
}

fn failed(error: TrustFileError, file: &Path) -> Failure {
    let failure = match &error {
        TrustFileError::Unresolved(_) => Failure::environment(error.problem()),
        _ => Failure::usage(error.problem()),
    };
    failure.in_file(file)
}

const MAX_LIST: usize = 16 * 1024 * 1024;
const MAX_ACCREDITATION: usize = 1024 * 1024;
