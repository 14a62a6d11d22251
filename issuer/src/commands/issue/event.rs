use std::path::PathBuf;

use credentials::battery::EventDraft;
use credentials::json;
use platform::cli::OrFail;
use platform::{Exit, Failure, Global, Ui};

use super::Suites;
use crate::commands::{now, unlock};

/// Sign an event in a battery's life
///
/// FILE says what happened, to which battery, when, and what was measured, in the units of the passport:
///
///   {"type": "StateOfHealth", "battery": "https://id.example.com/01/09506000134352/21/A1",
///    "time": "2029-03-01T08:00:00Z", "stateOfCertifiedEnergy": 92.4}
///
/// A recycling, with which the passport ceases to exist (Art. 77(8)), says what went in and what was recovered, in kg:
///
///   {"type": "Recycled", "battery": "…", "time": "…", "process": "hydrometallurgical", "inputMass": 428,
///    "recoveredMasses": [{"material": "cobalt", "mass": 6.1}]}
///
/// An event that does not fit what is known here of the battery's life is refused with the rule. Events that others signed
/// are known once they are taken in with `record`.
///
/// A measured value may also be written with its unit, which is then checked: {"value": 92.4, "unit": "%"}.
///
/// Without --suite an event is secured with eddsa-jcs-2022, or ecdsa-jcs-2019 where the issuer has no Ed25519 key.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "\
Examples:
  dbp-issuer issue event soh.json -o soh.vc.json
  dbp-issuer issue event soh.json --suite eddsa-rdfc-2022 --suite ecdsa-rdfc-2019
  bms-export | dbp-issuer issue event -"
)]
pub struct Event {
    /// What happened; - for standard input
    file: PathBuf,
    #[command(flatten)]
    suites: Suites,
    /// Write the credential to this file; - for standard output
    #[arg(short, long, alias = "output", value_name = "FILE")]
    out: Option<PathBuf>,
}

impl Event {
    pub fn run(self, global: &Global, ui: &Ui) -> Result<Exit, Failure> {
        let further = self.suites.further()?;
        let bytes = platform::input::read(&self.file, json::Limits::default().size)?;
        let in_file = |failure: Failure| failure.in_file(&self.file);
        let file = json::parse(&bytes).or_usage().map_err(in_file)?;
        let draft = EventDraft::from_file(&file)
            .or_negative()
            .map_err(in_file)?;
        let issuer = unlock(global)?;
        let now = now();
        let prepared = issuer
            .prepare_event(&draft, self.suites.first(), now)
            .map_err(|error| in_file(error.into()))?;
        let ceased = prepared.ceases().map(str::to_owned);
        let issued = issuer.issue(prepared.with_further(further), now)?;
        super::tell(ui, &issued, draft.kind.name(), self.out.as_ref())?;
        if let Some(passport) = ceased {
            ui.note(format!(
                "The passport {passport} has ceased to exist (Art. 77(8))."
            ));
        }
        Ok(Exit::Ok)
    }
}
