use std::path::PathBuf;

use credentials::Problem;
use did_resolver::commands::Network;
use platform::ui::Mark;
use platform::{Exit, Failure, Global, Ui, input};
use serde_json::json;
use verifier::Policy;
use verifier::commands::Trusting;

use super::transfer::environment;
use super::{now, open};
use crate::life::Recorded;

/// Take in an event that somebody else signed about a battery of yours
///
/// A workshop's maintenance, a collector's waste report, a recycler's certificate: the event is verified, held against
/// what is known of the battery's life, and kept. One that cannot have happened is refused with the rule.
///
/// With a recycling certificate the passport ceases to exist, for good (Art. 77(8)): the trust list has to name its signer
/// as a recycler, or somebody who accredited it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbp-issuer record maintenance.vc
  dbp-issuer record certificate.vc --trust operators.vc --trust-anchor did:web:authority.example")]
pub struct Record {
    /// The event; - for standard input
    file: PathBuf,
    #[command(flatten)]
    trust: Trusting,
    #[command(flatten)]
    network: Network,
}

impl Record {
    pub fn run(self, global: &Global, ui: &Ui) -> Result<Exit, Failure> {
        let bytes = input::read(&self.file, LARGEST)?;
        let text = String::from_utf8(bytes).map_err(|_| {
            let problem = Problem::new("secured.no_credential", "expected text, found other bytes");
            Failure::usage(problem).in_file(&self.file)
        })?;
        let now = now();
        let environment = environment(&self.network, global);
        let policy = Policy {
            trust: self.trust.list(global, &environment, now, now)?,
            accreditations: self.trust.accreditations()?,
            ..Policy::at(now)
        };
        let recorded = open(global)?
            .record(&text, policy, &environment, now)
            .map_err(|error| Failure::from(error).in_file(&self.file))?;
        tell(ui, &recorded);
        Ok(Exit::Ok)
    }
}

fn tell(ui: &Ui, recorded: &Recorded) {
    let Recorded {
        kept,
        event,
        ceased,
        findings,
    } = recorded;
    ui.document(&json!({
        "id": kept.id,
        "digestMultibase": kept.digest,
        "battery": kept.battery,
        "event": event.kind.name(),
        "time": event.time,
        "issuer": event.statement.issuer,
        "ceased": ceased,
        "findings": findings,
    }));
    for finding in findings.iter() {
        ui.mark(
            Mark::Warn,
            format!("{} (at {})", finding.message, finding.pointer),
        );
    }
    ui.mark(Mark::Pass, format!("{} taken in and kept", event.kind));
    ui.pairs(&[
        ("id", kept.id.clone()),
        ("battery", kept.battery.clone()),
        ("happened", event.time.to_string()),
        ("signed by", event.statement.issuer.to_string()),
    ]);
    if let Some(passport) = ceased {
        ui.mark(
            Mark::Warn,
            format!("the passport {passport} has ceased to exist (Art. 77(8))"),
        );
    }
}

/// Larger than any event.
const LARGEST: usize = 1 << 20;
