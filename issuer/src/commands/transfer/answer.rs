use std::path::PathBuf;

use did_resolver::commands::Network;
use platform::ui::Mark;
use platform::{Exit, Failure, Global, Ui, input};
use serde_json::json;

use super::{LARGEST, environment};
use crate::commands::{now, open};
use crate::store;

/// Verify and record the new operator's acceptance
///
/// It must be signed by the operator whom the offer is addressed to, name exactly the offer as it was signed, and come
/// before the offer expires. Otherwise the exit code is 1 and nothing is recorded.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  dbp-issuer transfer accept acceptance.json")]
pub struct Accept {
    /// The acceptance; - for standard input
    file: PathBuf,
    #[command(flatten)]
    network: Network,
}

/// Verify and record that the new operator does not want the battery
///
/// Only the operator whom the offer is addressed to can reject it. The battery can be offered anew then.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  dbp-issuer transfer reject rejection.json")]
pub struct Reject {
    /// The rejection; - for standard input
    file: PathBuf,
    #[command(flatten)]
    network: Network,
}

impl Accept {
    pub fn run(self, global: &Global, ui: &Ui) -> Result<Exit, Failure> {
        let bytes = input::read(&self.file, LARGEST)?;
        let transfer = open(global)?
            .accept_transfer(&bytes, &environment(&self.network, global), now())
            .map_err(|error| Failure::from(error).in_file(&self.file))?;
        tell(ui, &transfer);
        ui.note(format!(
            "Next: dbp-issuer transfer reissue {} -o bundle.json",
            transfer.offer
        ));
        Ok(Exit::Ok)
    }
}

impl Reject {
    pub fn run(self, global: &Global, ui: &Ui) -> Result<Exit, Failure> {
        let bytes = input::read(&self.file, LARGEST)?;
        let transfer = open(global)?
            .reject_transfer(&bytes, &environment(&self.network, global), now())
            .map_err(|error| Failure::from(error).in_file(&self.file))?;
        tell(ui, &transfer);
        Ok(Exit::Ok)
    }
}

fn tell(ui: &Ui, transfer: &store::Transfer) {
    ui.document(&json!({
        "offer": transfer.offer,
        "battery": transfer.battery,
        "to": transfer.to,
        "state": transfer.state.as_str(),
    }));
    ui.mark(
        Mark::Pass,
        format!("{} by {}: recorded", transfer.state, transfer.to),
    );
}
