use std::path::PathBuf;

use clap::Subcommand;
use credentials::Did;
use credentials::battery::transfer::Proposal;
use credentials::did::DidError;
use platform::output::Target;
use platform::ui::Mark;
use platform::{Exit, Failure, Global, Ui, input};
use serde_json::json;

use super::network::World;
use crate::receive::Receiving;
use crate::transfer::Answer;

/// Accept or reject a battery that its operator offers to you
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbp-wallet transfer accept offer.json -o acceptance.json
  dbp-wallet transfer reject offer.json --reason 'we ordered another battery'")]
pub struct Transfer {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Accept(Accept),
    Reject(Reject),
}

/// Sign that you take the battery over
///
/// The offer must be addressed to this wallet, not have expired, and be exactly what its operator signed. Give the
/// acceptance to the operator, who then issues the passport again, bound to this wallet's key: see `receive`.
///
/// Where the operator is gone, an authority's order (`dbp-issuer transfer order`) is accepted in the same way.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbp-wallet transfer accept offer.json -o acceptance.json
  dbp-wallet transfer accept offer.json --operator did:web:rewatt.example -o acceptance.json")]
struct Accept {
    /// The file of the offer or order, or - for standard input
    file: PathBuf,
    /// The DID that you issue the battery's next passport under [default: the wallet's own]
    #[arg(long, value_name = "DID", value_parser = did)]
    operator: Option<Did>,
    #[command(flatten)]
    out: Target,
    /// Accept also when the offer's status list cannot be reached
    #[arg(long)]
    accept_unreachable: bool,
}

/// Sign that you do not take the battery over
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  dbp-wallet transfer reject offer.json --reason 'we ordered another battery' -o rejection.json")]
struct Reject {
    /// The offer's file, or - for standard input
    file: PathBuf,
    /// Why, for the operator to read
    #[arg(long)]
    reason: Option<String>,
    #[command(flatten)]
    out: Target,
}

impl Transfer {
    pub fn run(self, world: &World<'_>, global: &Global, ui: &Ui) -> Result<Exit, Failure> {
        let (file, to, unreachable) = match &self.verb {
            Verb::Accept(accept) => (&accept.file, &accept.out, accept.accept_unreachable),
            Verb::Reject(reject) => (&reject.file, &reject.out, true),
        };
        let offer = input::read(file, MAX_OFFER)?;
        let mut wallet = super::unlock(global)?;
        let environment = world.environment();
        let receiving = Receiving {
            environment: &environment,
            now: super::now(),
            source: format!("file {}", file.display()),
            unreachable,
        };
        let (answer, what) = match &self.verb {
            Verb::Accept(accept) => {
                let answer = wallet.accept(&offer, accept.operator.clone(), &receiving);
                (answer, "accepted")
            }
            Verb::Reject(reject) => {
                let answer = wallet.reject(&offer, reject.reason.clone(), &receiving);
                (answer, "rejected")
            }
        };
        let answer = answer.map_err(|error| Failure::from(error).in_file(file))?;
        let file = to.write_or_tell(ui, answer.secured.to_file().as_bytes())?;
        tell(&answer, what, file.is_none(), ui);
        Ok(Exit::Ok)
    }
}

fn tell(answer: &Answer, what: &str, is_stdout: bool, ui: &Ui) {
    let Answer {
        offer,
        secured,
        again,
    } = answer;
    ui.document(&json!({
        what: true,
        "battery": offer.battery().to_string(),
        "parts": offer.parts().to_value(),
        "from": offer.old_operator(),
        "again": again,
        "answer": credentials::json::parse(secured.to_text().as_bytes()).unwrap_or_default(),
    }));
    // Standard output holds the answer itself.
    if !is_stdout {
        let before = if *again { " before" } else { "" };
        let parts = match offer.parts().is_whole() {
            true => String::new(),
            false => format!(", only {}", offer.parts()),
        };
        let battery = offer.battery();
        ui.mark(Mark::Pass, format!("{what}{before}: {battery}{parts}"));
        ui.note(match offer {
            Proposal::Offer(offer) => format!("Next: give the file to {}", offer.statement.issuer),
            Proposal::Order(_) => "Next: issue your own passport with --predecessor, and hand it on with the old one, \
                                   the order and this file"
                .to_owned(),
        });
    }
}

fn did(text: &str) -> Result<Did, DidError> {
    text.parse()
}

const MAX_OFFER: usize = 4 << 20;
