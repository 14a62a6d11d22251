use std::path::PathBuf;

use platform::ui::Mark;
use platform::{Exit, Failure, Ui};

use crate::quickstart::play;

/// See the whole story on this machine, on a sample EV battery: issue, label, views, transfer, chain, forgery
///
/// Makes a folder with a manufacturer, a repurposer and a recycler, each with real keys, and ends by printing the
/// commands that do each step by hand. Nothing leaves this machine; the folder can be thrown away.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbp-issuer quickstart
  dbp-issuer quickstart /tmp/battery --json")]
pub struct Quickstart {
    /// The folder to make
    #[arg(default_value = "voltproof-quickstart", value_name = "DIR")]
    folder: PathBuf,
}

impl Quickstart {
    pub fn run(self, ui: &Ui) -> Result<Exit, Failure> {
        let told = play(&self.folder, ui)?;
        ui.document(&told);
        ui.mark(
            Mark::Pass,
            format!("everything is in {}", self.folder.display()),
        );
        Ok(Exit::Ok)
    }
}
