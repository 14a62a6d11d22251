use std::path::PathBuf;

use platform::ui::{Mark, counted};
use platform::{Exit, Failure, Ui};
use serde_json::json;
use verifier::environment::context_folder;

/// Write the JSON-LD contexts that this program knows: what gives the names in a passport their meaning
///
/// DIR gets the documents, byte for byte as published, and an index.json of URL to file. Other software can work with
/// them offline; `dbp-verifier verify --contexts DIR` and `dbp-wallet --contexts DIR` read a folder like this, to which
/// you may add your own.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbp-issuer contexts --out contexts")]
pub struct Contexts {
    /// Folder to write to
    #[arg(long, short, alias = "output", value_name = "DIR")]
    out: PathBuf,
}

impl Contexts {
    pub fn run(self, ui: &Ui) -> Result<Exit, Failure> {
        let written = context_folder::write(&self.out)?;
        ui.document(&json!({ "folder": self.out, "contexts": written }));
        ui.mark(
            Mark::Pass,
            format!(
                "{} written to {}",
                counted(written, "context"),
                self.out.display()
            ),
        );
        Ok(Exit::Ok)
    }
}
