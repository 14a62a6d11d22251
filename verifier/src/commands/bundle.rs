//! `dbp-verifier bundle`

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use platform::ui::{Mark, counted};
use platform::{Exit, Failure, Global, Ui, output};
use serde_json::{Value, json};

use super::sources::Sources;
use super::trusting::Trusting;
use crate::environment::Recorder;
use crate::policy::Policy;
use crate::report::{Check, CheckName, CheckStatus, Report};
use crate::{input, verify};

/// Fetch all that some credentials need, to verify them where there is no network
///
/// Writes one file with the DID documents and status lists of the given credentials, for `verify --bundle FILE`. Make it
/// yourself, shortly before you need it: it is as true as it was when it was made.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct MakeBundle {
    /// Credentials and presentations: files, -, pictures of QR codes, or links
    #[arg(required = true, value_name = "CREDENTIAL")]
    credentials: Vec<String>,
    /// Where to write the bundle
    #[arg(long = "out", alias = "output", short, value_name = "FILE")]
    output: PathBuf,
    #[command(flatten)]
    trust: Trusting,
    #[command(flatten)]
    from: Sources,
}

impl MakeBundle {
    pub fn run(&self, global: &Global, ui: &Ui) -> Result<Exit, Failure> {
        let client = self.from.client(global);
        let now = Timestamp::now();
        let recorder = Recorder::default();
        let environment = recorder.wrap(self.from.environment(global, &client, now)?, now);
        let policy = Policy {
            trust: self.trust.list(global, &environment, now, now)?,
            accreditations: self.trust.accreditations()?,
            ..Policy::at(now)
        };
        // The bundle itself may go to standard output: then nothing else does.
        let to_file = self.output != Path::new("-");
        let mut incomplete: Vec<Value> = Vec::new();
        for source in &self.credentials {
            let bytes = input::read(source, &client)?;
            let report = verify(&bytes, &policy, &environment);
            match missing(&report) {
                Some(check) => {
                    let why = check.detail.as_deref().unwrap_or_default();
                    ui.warn(format!("{source}: {why}"));
                    incomplete.push(json!({"source": source, "check": check}));
                }
                None if to_file => ui.note(format!("{} {source}", ui.painted_mark(Mark::Pass))),
                None => {}
            }
        }
        let bundle = recorder.bundle();
        let text = format!("{}\n", bundle.to_value());
        output::write(ui, &self.output, text.as_bytes())?;
        if to_file {
            let (documents, lists) = bundle.len();
            ui.document(&json!({
                "output": self.output,
                "didDocuments": documents,
                "statusLists": lists,
                "incomplete": incomplete,
            }));
            ui.note(format!(
                "{} and {} in {}",
                counted(documents, "DID document"),
                counted(lists, "status list"),
                self.output.display()
            ));
        }
        Ok(match incomplete.is_empty() {
            true => Exit::Ok,
            false => Exit::Negative,
        })
    }
}

/// What keeps a bundle from being enough. Expired or revoked is no obstacle: the bundle says it again.
fn missing(report: &Report) -> Option<&Check> {
    report
        .checks
        .iter()
        .filter(|check| check.status == CheckStatus::Fail)
        .find(|check| {
            let unknown = [CheckName::Parse, CheckName::Proof, CheckName::IssuerKey];
            unknown.contains(&check.name) || check.code == Some("status.list_unavailable")
        })
}

const EXAMPLES: &str = "\
Examples:
  dbp-verifier bundle -o tonight.json passports/*.jwt
  dbp-verifier bundle -o tonight.json passports/*.jwt --trust operators.vc --trust-anchor did:web:authority.example
  dbp-verifier verify passports/a.jwt --bundle tonight.json";
