use std::path::PathBuf;

use credentials::Did;
use credentials::battery::Parts;
use credentials::battery::transfer::{Ground, SuccessionOrder};
use did_resolver::commands::Network;
use platform::cli::OrFail;
use platform::output::Target;
use platform::ui::Mark;
use platform::{Exit, Failure, Global, Ui, input};
use serde_json::json;

use super::{LARGEST, environment};
use crate::commands::{now, unlock};
use crate::transfer::{Refusal, Succession};

/// As an authority: order who follows an operator that is gone
///
/// PASSPORT is the battery's passport as its operator last published it. The order takes the place of that operator's
/// offer: the new operator accepts it with `dbp-wallet transfer accept`, and issues its own passport with --predecessor
/// PASSPORT. Nothing is issued again, and the old passport's status stays what it was.
///
/// The order is kept, and has a status: publish your status lists, and take it back with `status ORDER-ID revoke`.
///
/// A reader walks the chain with --chain and a trust list that names this issuer as an authority; without one no order
/// counts.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbp-issuer transfer order passport.vc --to did:key:z6Mk... --ground insolvency -o order.json
  dbp-issuer transfer order passport.vc --to did:key:z6Mk... --ground ceased --reason 'case 44'
  dbp-issuer transfer order passport.vc --to did:key:z6Mk... --ground ceased --part M1 --part M2")]
pub struct Order {
    /// The passport; - for standard input
    passport: PathBuf,
    /// Who is to answer for the battery
    #[arg(long, value_name = "DID")]
    to: Did,
    /// Only this part of the battery, such as a module's serial number; repeat for several
    #[arg(long = "part", value_name = "NAME")]
    parts: Vec<String>,
    /// Why its operator cannot hand it over: insolvency, ceased or unresponsive
    #[arg(long)]
    ground: Ground,
    /// The decision, in words or as a link
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// For how many days the order can be accepted
    #[arg(long, default_value_t = 90, value_name = "N")]
    days: u32,
    #[command(flatten)]
    out: Target,
    #[command(flatten)]
    network: Network,
}

impl Order {
    pub fn run(self, global: &Global, ui: &Ui) -> Result<Exit, Failure> {
        let bytes = input::read(&self.passport, LARGEST)?;
        let wanted = Succession {
            to: self.to,
            parts: Parts::named(self.parts).or_usage()?,
            ground: self.ground,
            reason: self.reason,
            days: self.days,
        };
        let (issuer, now) = (unlock(global)?, now());
        let prepared = issuer
            .prepare_succession(&bytes, wanted, &environment(&self.network, global), now)
            .map_err(|error| Failure::from(error).in_file(&self.passport))?;
        let secured = issuer.issue(prepared, now)?.secured;
        let order = SuccessionOrder::read(&secured.credential())
            .map_err(Refusal::from)
            .map_err(crate::Error::from)?;
        let file = self.out.write_or_tell(ui, secured.to_file().as_bytes())?;
        ui.document(&json!({
            "id": order.statement.id,
            "battery": order.battery.to_string(),
            "from": order.former_operator,
            "to": order.new_operator,
            "parts": order.parts.to_value(),
            "passport": order.passport,
            "ground": order.ground.name(),
            "expires": order.statement.valid_until.map(|until| until.to_string()),
            "file": file,
            "order": secured.to_text(),
        }));
        if let Some(file) = file {
            ui.mark(Mark::Pass, format!("{} ordered", order.battery));
            ui.pairs(&[
                ("from", order.former_operator.to_string()),
                ("to", order.new_operator.to_string()),
                ("what", order.parts.to_string()),
                ("ground", order.ground.to_string()),
                ("order", order.statement.id),
                ("written to", file.display().to_string()),
            ]);
            ui.note("Next: give the file to the new operator, who accepts it with `dbp-wallet transfer accept`");
        }
        Ok(Exit::Ok)
    }
}
