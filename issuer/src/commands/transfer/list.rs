use platform::{Exit, Failure, Global, Ui};
use serde_json::{Value, json};

use crate::Error;
use crate::commands::{now, open};

/// List all transfers and how far they are
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbp-issuer transfer list
  dbp-issuer transfer list --json")]
pub struct List {}

impl List {
    pub fn run(self, global: &Global, ui: &Ui) -> Result<Exit, Failure> {
        let now = now();
        let transfers = open(global)?.store().transfers().map_err(Error::from)?;
        let all: Vec<Value> = transfers
            .iter()
            .map(|transfer| {
                json!({
                    "offer": transfer.offer,
                    "battery": transfer.battery,
                    "passport": transfer.passport,
                    "to": transfer.to,
                    "parts": transfer.parts.to_value(),
                    "state": transfer.state_at(now).as_str(),
                    "created": transfer.created.to_string(),
                    "expires": transfer.expires.to_string(),
                    "reissued": transfer.reissued,
                })
            })
            .collect();
        ui.document(&json!({ "transfers": all }));
        if transfers.is_empty() {
            ui.note("No transfers yet: begin with `dbp-issuer transfer offer`");
            return Ok(Exit::Ok);
        }
        let row = |transfer: &crate::store::Transfer| {
            vec![
                transfer.state_at(now).to_string(),
                transfer.expires.to_string(),
                match transfer.parts.is_whole() {
                    true => transfer.battery.clone(),
                    false => format!("{}: {}", transfer.battery, transfer.parts),
                },
                transfer.to.to_string(),
                transfer.offer.clone(),
            ]
        };
        let rows: Vec<Vec<String>> = transfers.iter().map(row).collect();
        ui.table(&["STATE", "EXPIRES", "BATTERY", "TO", "OFFER"], &rows);
        Ok(Exit::Ok)
    }
}
