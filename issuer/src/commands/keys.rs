use clap::Subcommand;
use credentials::keys::PublicKey;
use platform::ui::Mark;
use platform::{Exit, Failure, Global, Ui};
use serde_json::{Value, json};

use super::init::KeyKind;
use crate::store::{Key, KeyState};
use crate::{Error, Issuer};

/// List the issuer's keys, add some, or rotate them
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbp-issuer keys list
  dbp-issuer keys add p256
  dbp-issuer keys rotate")]
pub struct Keys {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List all keys, also those that sign no more
    List,
    /// Make a key of another kind, for the suites that need it
    ///
    /// Publish the new DID document before you issue with it. A did:key cannot have another key.
    Add {
        /// The kind of key
        #[arg(value_enum)]
        kind: KeyKind,
    },
    /// Replace every active key by a new one of its kind
    ///
    /// The old keys stay in the DID document, so that what they signed still verifies, and sign no more. Publish the
    /// new document before you issue: a verifier that has the old one refuses the new key. A running `serve` signs
    /// with the old keys until it is restarted. A did:key cannot be rotated: it is its key.
    Rotate,
}

impl Keys {
    pub fn run(self, global: &Global, ui: &Ui) -> Result<Exit, Failure> {
        match self.verb {
            Verb::List => {
                let issuer = super::open(global)?;
                ui.document(&json!({ "keys": to_json(&issuer)? }));
                let keys = issuer.keys()?;
                let rows: Result<Vec<_>, Error> =
                    keys.iter().map(|key| row(&issuer, key)).collect();
                ui.table(&["KIND", "STATE", "SINCE", "VERIFICATION METHOD"], &rows?);
            }
            Verb::Add { kind } => {
                let issuer = super::unlock(global)?;
                let added = issuer.add_key(kind.algorithm(), super::now())?;
                tell(&issuer, &[added], ui)?;
            }
            Verb::Rotate => {
                let issuer = super::unlock(global)?;
                let added = issuer.rotate_keys(super::now())?;
                tell(&issuer, &added, ui)?;
            }
        }
        Ok(Exit::Ok)
    }
}

fn tell(issuer: &Issuer, added: &[Key], ui: &Ui) -> Result<(), Error> {
    ui.document(&json!({ "keys": to_json(issuer)? }));
    for key in added {
        let method = key.method(issuer.did())?;
        ui.mark(Mark::Pass, format!("{method} signs from now on"));
    }
    ui.note("Publish the new DID document before you issue: dbp-issuer publish --out DIR, or restart serve");
    Ok(())
}

/// The keys as `--json` shows them.
pub fn to_json(issuer: &Issuer) -> Result<Value, Error> {
    issuer
        .keys()?
        .iter()
        .map(|key| {
            let mut shown = json!({
                "id": key.method(issuer.did())?,
                "algorithm": algorithm(key)?,
                "publicKeyMultibase": key.public,
                "state": "active",
                "created": key.created.to_string(),
            });
            if let KeyState::Retired(at) = key.state {
                shown["state"] = json!("retired");
                shown["retired"] = json!(at.to_string());
            }
            Ok(shown)
        })
        .collect()
}

fn row(issuer: &Issuer, key: &Key) -> Result<Vec<String>, Error> {
    let (state, since) = match key.state {
        KeyState::Active => ("active", key.created),
        KeyState::Retired(at) => ("retired", at),
    };
    Ok(vec![
        algorithm(key)?,
        state.to_owned(),
        since.to_string(),
        key.method(issuer.did())?.to_string(),
    ])
}

fn algorithm(key: &Key) -> Result<String, Error> {
    Ok(PublicKey::from_multikey(&key.public)?
        .algorithm()
        .to_string())
}
