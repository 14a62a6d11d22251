use std::io::{BufRead, IsTerminal, Write};

use credentials::Problem;
use credentials::protocol::oid4vci::{Event, InputMode, OfferLink, TxCode};
use platform::ui::Mark;
use platform::{Exit, Failure, Global, Ui};
use serde_json::{Value, json};

use super::list;
use super::network::World;
use crate::item::{Item, Record};
use crate::offer::{Offer, OfferError};
use crate::receive::Receiving;
use crate::source::{self, Found};
use crate::wallet::{Kept, Unlocked};

/// Take in a credential, a transfer bundle, or what a credential offer gives
///
/// Everything is verified before it is kept: signature, issuer, validity, status. A credential offer is a link
/// (openid-credential-offer://...) or a picture of its QR code; what it gives is bound to the wallet's key.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbp-wallet receive passport.sd-jwt
  dbp-wallet receive offer.png --tx-code 471108
  dbp-wallet receive 'openid-credential-offer://?credential_offer_uri=https%3A%2F%2Facme.example%2Foffers%2F1'
  dbp-wallet receive transfer-bundle.json")]
pub struct Receive {
    /// File, - for standard input, picture of a QR code, or offer link
    #[arg(value_name = "FILE|-|PICTURE|LINK")]
    source: String,
    /// The code that the issuer gave you beside the offer
    #[arg(long, value_name = "CODE")]
    tx_code: Option<String>,
    /// Keep it also when its status list cannot be reached
    #[arg(long)]
    accept_unreachable: bool,
}

impl Receive {
    pub fn run(self, world: &World<'_>, global: &Global, ui: &Ui) -> Result<Exit, Failure> {
        let found = source::read(&self.source)?;
        let mut wallet = super::unlock(global)?;
        let environment = world.environment();
        let mut receiving = Receiving {
            environment: &environment,
            now: super::now(),
            source: match self.source.as_str() {
                "-" => "standard input".into(),
                file => format!("file {file}"),
            },
            unreachable: self.accept_unreachable,
        };
        let records = match found {
            Found::Secured(bytes) => {
                let records = wallet.examine(&bytes, &receiving).map_err(Failure::from);
                records.map_err(|failure| failure.in_file(&self.source))?
            }
            Found::Offer(link) => return self.take_up(&link, wallet, &mut receiving, world, ui),
        };
        let kept = wallet.keep(&records)?;
        tell(&wallet, records, &kept, ui)
    }

    fn take_up(
        &self,
        link: &OfferLink,
        mut wallet: Unlocked,
        receiving: &mut Receiving<'_>,
        world: &World<'_>,
        ui: &Ui,
    ) -> Result<Exit, Failure> {
        let offer = Offer::open(link, world.client())?;
        ui.note(format!("offered by {}", offer.issuer()));
        receiving.source = format!("offer of {}", offer.issuer());
        let code = match (offer.tx_code(), &self.tx_code) {
            (Some(wanted), None) => Some(ask(wanted)?),
            (None, _) => None,
            (_, given) => given.clone(),
        };
        let redeemed = offer.redeem(code.as_deref(), wallet.key(), world.client())?;
        let examined: Result<Vec<Record>, _> = redeemed
            .issued
            .iter()
            .map(|issued| wallet.examine_issued(&issued.bytes, issued.bound, receiving))
            .collect();
        let kept = examined.and_then(|records| Ok((wallet.keep(&records)?, records)));
        let (kept, records) = kept.inspect_err(|_| {
            redeemed.notify(Event::CredentialFailure, world.client());
        })?;
        // Only now is it true: it is on disk.
        redeemed.notify(Event::CredentialAccepted, world.client());
        tell(&wallet, records, &kept, ui)
    }
}

fn tell(wallet: &Unlocked, records: Vec<Record>, kept: &[Kept], ui: &Ui) -> Result<Exit, Failure> {
    let mut shown: Vec<Value> = Vec::new();
    for (record, kept) in records.into_iter().zip(kept) {
        let item = Item::read(record)
            .map_err(Problem::from)
            .map_err(Failure::usage)?;
        let mut value = list::to_json(&item, wallet);
        value["kept"] = json!(match kept {
            Kept::New => "new",
            Kept::Same => "same",
            Kept::Replaced => "replaced",
        });
        shown.push(value);
        let what = format!("{} {}", item.kind(), list::short(item.id()));
        let by = item.issuer_name().or(item.issuer()).unwrap_or("?");
        let text = match kept {
            Kept::New => format!("{what} by {by}"),
            Kept::Same => format!("{what} by {by} (it was there already)"),
            Kept::Replaced => format!("{what} by {by} (in place of the earlier one)"),
        };
        let mark = match item.record.unchecked.is_empty() {
            true => Mark::Pass,
            false => Mark::Warn,
        };
        ui.mark(mark, text);
        if mark == Mark::Warn {
            ui.warn("its status list could not be reached: whether it was revoked is unknown");
        }
    }
    ui.document(&json!({ "received": shown }));
    Ok(Exit::Ok)
}

/// Asks a person for the code; without a terminal there is nobody to ask.
fn ask(wanted: &TxCode) -> Result<String, Failure> {
    if !std::io::stdin().is_terminal() {
        return Err(OfferError::TxCode(wanted.clone()).into());
    }
    let kind = match (&wanted.description, wanted.input_mode, wanted.length) {
        (Some(description), ..) => description.clone(),
        (None, InputMode::Numeric, Some(length)) => {
            format!("Code of {length} digits from the issuer")
        }
        (None, ..) => "Code from the issuer".into(),
    };
    let mut line = String::new();
    let mut terminal = std::io::stderr().lock();
    let read = write!(terminal, "{kind}: ")
        .and_then(|()| terminal.flush())
        .and_then(|()| std::io::stdin().lock().read_line(&mut line));
    match read {
        Ok(_) if !line.trim().is_empty() => Ok(line.trim().to_owned()),
        _ => Err(OfferError::TxCode(wanted.clone()).into()),
    }
}
