use credentials::Did;
use credentials::battery::Parts;
use credentials::battery::transfer::TransferOffer;
use credentials::did::DidError;
use platform::cli::OrFail;
use platform::output::Target;
use platform::ui::Mark;
use platform::{Exit, Failure, Global, Ui};
use serde_json::json;

use crate::commands::{now, unlock};
use crate::transfer::{Refusal, TransferOrder};

/// Offer a battery to another operator
///
/// Signs the offer of the battery's current passport and its events. A battery has one open offer at a time.
///
/// With --part it is of these parts alone, as when a pack is taken apart: the same part is offered once, different parts
/// may go to different operators. When one has gone, your passport is superseded by a version of what is left; correct in
/// it what the battery has lost (`issue passport --supersede`), and hand the rest over without --part.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbp-issuer transfer offer VC77-0001234 --to did:key:z6Mk... -o offer.json
  dbp-issuer transfer offer VC77-0001234 --to did:key:z6Mk... --part M1 --part M2 -o offer.json
  dbp-issuer transfer offer VC77-0001234 --to did:web:rewatt.example --days 7 --terms 'contract 118")]
pub struct Offer {
    /// A credential's id, a battery's identifier or its serial number
    id: String,
    /// The new operator
    #[arg(long, value_name = "DID", value_parser = did)]
    to: Did,
    /// Only this part of the battery, such as a module's serial number: the rest stays with you; repeat for several
    #[arg(long = "part", value_name = "NAME")]
    parts: Vec<String>,
    /// For how many days the offer holds
    #[arg(long, default_value_t = 30, value_name = "N")]
    days: u32,
    /// What the two of you agreed, in words or as a link
    #[arg(long, value_name = "TEXT")]
    terms: Option<String>,
    #[command(flatten)]
    out: Target,
}

impl Offer {
    pub fn run(self, global: &Global, ui: &Ui) -> Result<Exit, Failure> {
        let issuer = unlock(global)?;
        let order = TransferOrder {
            to: self.to,
            parts: Parts::named(self.parts).or_usage()?,
            days: self.days,
            terms: self.terms,
        };
        let secured = issuer.offer_transfer(&self.id, order, now())?;
        let offer = TransferOffer::read(&secured.credential())
            .map_err(Refusal::from)
            .map_err(crate::Error::from)?;
        let file = self.out.write_or_tell(ui, secured.to_file().as_bytes())?;
        ui.document(&json!({
            "id": offer.statement.id,
            "battery": offer.battery.to_string(),
            "to": offer.new_operator,
            "parts": offer.parts.to_value(),
            "passport": offer.passport,
            "events": offer.events,
            "expires": offer.expires().to_string(),
            "file": file,
            "offer": secured.to_text(),
        }));
        if let Some(file) = file {
            ui.mark(Mark::Pass, format!("{} offered", offer.battery));
            ui.pairs(&[
                ("to", offer.new_operator.to_string()),
                ("what", offer.parts.to_string()),
                ("until", offer.expires().to_string()),
                ("offer", offer.statement.id),
                ("written to", file.display().to_string()),
            ]);
            ui.note("Next: give the file to the new operator, who accepts it with `dbp-wallet transfer accept`");
        }
        Ok(Exit::Ok)
    }
}

fn did(text: &str) -> Result<Did, DidError> {
    text.parse()
}
