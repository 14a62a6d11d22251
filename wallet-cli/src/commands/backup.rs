use std::path::PathBuf;

use platform::ui::{Mark, counted};
use platform::{Exit, Failure, Global, Passphrase, Ui, input, output};
use serde_json::json;

use crate::backup::{MAX_BACKUP, backup, is_of};
use crate::error::WalletError;
use crate::wallet::Unlocked;

/// Write the key and all credentials into one sealed file
///
/// The file opens with the wallet's passphrase. Whoever has both has the wallet. An earlier backup of the same wallet is
/// replaced, anything else that is there is not.
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
        self.spare_others(&wallet, &passphrase)?;
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

    /// The backup of another wallet may be all that is left of it.
    fn spare_others(&self, wallet: &Unlocked, passphrase: &Passphrase) -> Result<(), Failure> {
        let there = std::fs::metadata(&self.file);
        if !there.is_ok_and(|there| there.is_file() && there.len() > 0) {
            return Ok(());
        }
        match is_of(wallet, passphrase, &input::read(&self.file, MAX_BACKUP)?) {
            true => Ok(()),
            false => Err(WalletError::BackupExists(self.file.clone()).into()),
        }
    }
}
