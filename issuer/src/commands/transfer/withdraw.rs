use std::path::PathBuf;

use platform::ui::Mark;
use platform::{Exit, Failure, Global, Ui, output};
use serde_json::json;

use crate::commands::{now, unlock};

/// Take an offer back, until it was accepted
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbp-issuer transfer list
  dbp-issuer transfer withdraw urn:uuid:6f1c7a52-... --reason 'sold to another operator' -o withdrawal.json")]
pub struct Withdraw {
    /// The offer's id: see `transfer list`
    #[arg(value_name = "OFFER-ID")]
    offer: String,
    /// Why, for the new operator to read
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Write the signed withdrawal to this file; - for standard output
    #[arg(short, long, alias = "output", value_name = "FILE")]
    out: Option<PathBuf>,
}

impl Withdraw {
    pub fn run(self, global: &Global, ui: &Ui) -> Result<Exit, Failure> {
        let issuer = unlock(global)?;
        let secured = issuer.withdraw_transfer(&self.offer, self.reason, now())?;
        let to_stdout = self.out.as_ref().is_some_and(|out| out.as_os_str() == "-");
        if let Some(out) = self.out.as_ref().filter(|_| !to_stdout || !ui.is_json()) {
            output::write(ui, out, secured.to_file().as_bytes())?;
        }
        ui.document(&json!({
            "offer": self.offer,
            "state": "withdrawn",
            "file": self.out.as_ref().filter(|_| !to_stdout),
            "withdrawal": secured.to_text(),
        }));
        if !to_stdout {
            ui.mark(Mark::Pass, format!("{} withdrawn", self.offer));
        }
        Ok(Exit::Ok)
    }
}
