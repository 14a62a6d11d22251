use platform::{Exit, Failure, Global, Ui};
use serde_json::{Value, json};

use crate::item::{Item, Kind};
use crate::wallet::Unlocked;

/// List what the wallet holds
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbp-wallet list
  dbp-wallet list --json")]
pub struct List {}

impl List {
    pub fn run(self, global: &Global, ui: &Ui) -> Result<Exit, Failure> {
        let wallet = super::unlock(global)?;
        let items = wallet.items()?;
        let shown: Vec<Value> = items.iter().map(|item| to_json(item, &wallet)).collect();
        ui.document(&json!({ "credentials": shown }));
        if items.is_empty() {
            ui.line("the wallet is empty");
            return Ok(Exit::Ok);
        }
        let rows: Vec<Vec<String>> = items.iter().map(|item| row(item, &wallet)).collect();
        ui.table(
            &["ID", "WHAT", "ISSUER", "BOUND", "RECEIVED", "BATTERY"],
            &rows,
        );
        Ok(Exit::Ok)
    }
}

/// A credential as `--json` lists it.
pub fn to_json(item: &Item, wallet: &Unlocked) -> Value {
    let mut shown = json!({
        "id": item.id(),
        "type": item.kind(),
        "issuer": item.issuer(),
        "battery": item.subject(),
        "suite": item.suite().name(),
        "bound": is_bound(item, wallet),
        "made": item.record.kind == Kind::Made,
        "receivedAt": item.record.received_at.to_string(),
        "source": item.record.source,
        "digestMultibase": item.reference.digest_multibase,
    });
    for name in ["validFrom", "validUntil"] {
        if let Some(time) = item.credential.get(name) {
            shown[name] = time.clone();
        }
    }
    if !item.record.unchecked.is_empty() {
        shown["unchecked"] = json!(item.record.unchecked);
    }
    shown
}

/// Whether presentations of it can be bound to this wallet's key.
pub fn is_bound(item: &Item, wallet: &Unlocked) -> bool {
    item.holder().as_ref() == Some(wallet.key().public())
}

/// The part of an id that is worth reading, short enough for a table.
pub fn short(id: &str) -> String {
    let bare = id.strip_prefix("urn:uuid:").unwrap_or(id);
    bare.chars().take(13).collect()
}

fn row(item: &Item, wallet: &Unlocked) -> Vec<String> {
    let bound = match item.holder() {
        Some(_) if is_bound(item, wallet) => "to me",
        Some(_) => "to another",
        None => "no",
    };
    let issuer = match item.issuer() {
        Some(issuer) if issuer == wallet.did().as_str() => "me",
        issuer => item.issuer_name().or(issuer).unwrap_or("?"),
    };
    vec![
        short(item.id()),
        item.kind().to_owned(),
        issuer.chars().take(32).collect(),
        bound.to_owned(),
        item.record.received_at.strftime("%Y-%m-%d").to_string(),
        item.subject().unwrap_or("?").to_owned(),
    ]
}
