use platform::ui::Mark;
use platform::{Exit, Failure, Global, Passphrase, Ui};
use serde_json::json;

use crate::error::WalletError;
use crate::wallet::Wallet;

/// Make this data folder a wallet, with a new key
///
/// The wallet's DID is its key (did:key, Ed25519). Give it to issuers, so that they bind passports to it, and to
/// operators who hand a battery over to you. There is no way back from a lost passphrase: make a backup.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbp-wallet init
  DBP_PASSPHRASE_FILE=passphrase.txt dbp-wallet init --data-dir ./wallet")]
pub struct Init {}

impl Init {
    pub fn run(self, global: &Global, ui: &Ui) -> Result<Exit, Failure> {
        let folder = global.data_dir(super::BINARY)?;
        // Before anybody thinks of a passphrase.
        if let Ok(found) = Wallet::open(&folder) {
            return Err(WalletError::Exists(found.did().clone()).into());
        }
        let passphrase = Passphrase::ask_new("New passphrase for the wallet")?;
        let wallet = Wallet::init(&folder, &passphrase, &mut rand::rng())?;
        ui.document(&json!({ "did": wallet.did(), "folder": folder }));
        ui.mark(Mark::Pass, "the wallet is ready");
        ui.pairs(&[
            ("DID", wallet.did().to_string()),
            ("kept in", folder.display().to_string()),
        ]);
        ui.note("\nNext: dbp-wallet receive FILE, or the link or picture of a credential offer");
        Ok(Exit::Ok)
    }
}
