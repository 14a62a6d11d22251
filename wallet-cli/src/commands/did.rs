use platform::{Exit, Failure, Global, Ui};
use serde_json::json;

/// Print the wallet's DID
///
/// Issuers bind passports to it, and operators hand batteries over to it. No passphrase is needed.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbp-issuer issue passport passport.json --holder $(dbp-wallet did)
  dbp-issuer transfer offer ID --to $(dbp-wallet did)")]
pub struct ShowDid {}

impl ShowDid {
    pub fn run(self, global: &Global, ui: &Ui) -> Result<Exit, Failure> {
        let wallet = super::open(global)?;
        ui.document(&json!({ "did": wallet.did() }));
        ui.line(wallet.did().as_str());
        Ok(Exit::Ok)
    }
}
