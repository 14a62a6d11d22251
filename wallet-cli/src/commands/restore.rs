use std::path::PathBuf;

use platform::ui::{Mark, counted};
use platform::{Exit, Failure, Global, Passphrase, Ui, input};
use serde_json::json;

use crate::backup::{MAX_BACKUP, restore};
use crate::error::WalletError;
use crate::wallet::Wallet;

/// Make this data folder the wallet of a backup
///
/// The folder must have no wallet yet. The passphrase stays the one that the backup was made with.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  dbp-wallet restore wallet.backup --data-dir ./other")]
pub struct Restore {
    /// The backup file
    file: PathBuf,
}

impl Restore {
    pub fn run(self, global: &Global, ui: &Ui) -> Result<Exit, Failure> {
        let folder = global.data_dir(super::BINARY)?;
        if let Ok(found) = Wallet::open(&folder) {
            return Err(WalletError::Exists(found.did().clone()).into());
        }
        let sealed = input::read(&self.file, MAX_BACKUP)?;
        let passphrase = Passphrase::ask("Passphrase of the backup")?;
        let restored = restore(&folder, &passphrase, &sealed);
        let (wallet, count) = restored.map_err(|error| Failure::from(error).in_file(&self.file))?;
        ui.document(&json!({ "did": wallet.did(), "credentials": count, "folder": folder }));
        ui.mark(
            Mark::Pass,
            format!("the wallet is back, with {}", counted(count, "credential")),
        );
        ui.pairs(&[
            ("DID", wallet.did().to_string()),
            ("kept in", folder.display().to_string()),
        ]);
        Ok(Exit::Ok)
    }
}
