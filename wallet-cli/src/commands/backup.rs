use std::path::PathBuf;

use platform::ui::{Mark, counted};
use platform::{Exit, Failure, Global, Passphrase, Ui, output};
use serde_json::json;

use crate::backup::backup;

/// Write the key and all credentials into one sealed file
///
/// The file opens with the wallet's passphrase. Whoever has both has the wallet.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbp-wallet backup wallet.backup
  dbp-wallet restore wallet.backup --data-dir ./other")]
pub struct Backup {
    /// The file to write
    file: PathBuf,
}

impl Backup {
    pub fn run(self, global: &Global, ui: &Ui) -> Result<Exit, Failure> {
        let wallet = super::open(global)?;
        let passphrase = Passphrase::ask("Passphrase of the wallet")?;
        let wallet = wallet.unlock(&passphrase)?;
        let (sealed, count) = backup(&wallet, &passphrase)?;
        output::write_secret(&self.file, &sealed)?;
        ui.document(&json!({ "file": self.file, "did": wallet.did(), "credentials": count }));
        let file = self.file.display();
        ui.mark(
            Mark::Pass,
            format!(
                "{file}: the key and {}, sealed",
                counted(count, "credential")
            ),
        );
        Ok(Exit::Ok)
    }
}
