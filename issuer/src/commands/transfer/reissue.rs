use std::path::Path;

use credentials::secured::Secured;
use did_resolver::commands::Network;
use platform::cli::OrFail;
use platform::output::Target;
use platform::ui::Mark;
use platform::{Exit, Failure, Global, Ui, input};
use serde_json::json;

use super::{LARGEST, environment};
use crate::commands::{now, unlock};
use crate::{Error, Issuer};

/// Issue passport and events again for the new operator, and mark the old passport as transferred
///
/// The acceptance must be recorded; given as the file it is recorded first. The bundle holds offer, acceptance, the
/// passport bound to the new operator's key, and the events. Running this again gives the same bundle.
///
/// Of parts of a battery the bundle holds a passport for these parts, and the old one is superseded by a version of what is
/// left.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  dbp-issuer transfer reissue acceptance.json -o bundle.json")]
pub struct Reissue {
    /// The acceptance or the offer, or the offer's id
    #[arg(value_name = "FILE|OFFER-ID")]
    offer: String,
    #[command(flatten)]
    out: Target,
    #[command(flatten)]
    network: Network,
}

impl Reissue {
    pub fn run(self, global: &Global, ui: &Ui) -> Result<Exit, Failure> {
        let issuer = unlock(global)?;
        let environment = environment(&self.network, global);
        let offer = self.offer(&issuer, &environment)?;
        let bundle = issuer.reissue(&offer, environment.resolver.as_ref(), now())?;
        let value = bundle.to_value();
        let file = self
            .out
            .write_or_tell(ui, format!("{value:#}\n").as_bytes())?;
        let transfer = issuer
            .store()
            .transfer(&offer)
            .map_err(Error::from)?
            .ok_or_else(|| Error::NoCredential(offer.clone()))?;
        let rest = match transfer.parts.is_whole() {
            true => None,
            false => issuer
                .store()
                .current_passport(&transfer.battery)
                .map_err(Error::from)?,
        };
        ui.document(&json!({
            "offer": transfer.offer,
            "battery": transfer.battery,
            "to": transfer.to,
            "state": transfer.state.as_str(),
            "passport": transfer.reissued,
            "replaces": transfer.passport,
            "parts": transfer.parts.to_value(),
            "remaining": rest.as_ref().map(|rest| &rest.id),
            "file": file,
            "bundle": value,
        }));
        if let Some(file) = file {
            ui.mark(Mark::Pass, format!("{} transferred", transfer.battery));
            let mut pairs = vec![
                ("to", transfer.to.to_string()),
                ("what", transfer.parts.to_string()),
                ("new passport", transfer.reissued.unwrap_or_default()),
                ("written to", file.display().to_string()),
            ];
            pairs.extend(rest.as_ref().map(|rest| ("what is left", rest.id.clone())));
            ui.pairs(&pairs);
            ui.note(
                "Next: give the bundle to the new operator, who takes it with `dbp-wallet receive`",
            );
            if rest.is_some() {
                ui.note(
                    "Then correct what the battery has lost: dbp-issuer issue passport FILE --supersede",
                );
            }
        }
        Ok(Exit::Ok)
    }

    /// The offer's id, itself or by a file; an acceptance is recorded.
    fn offer(
        &self,
        issuer: &Issuer,
        environment: &verifier::Environment,
    ) -> Result<String, Failure> {
        let path = Path::new(&self.offer);
        if self.offer != "-" && !path.exists() {
            return Ok(self.offer.clone());
        }
        let in_file = |failure: Failure| failure.in_file(path);
        let bytes = input::read(path, LARGEST)?;
        let credential = Secured::parse(&bytes)
            .or_usage()
            .map_err(in_file)?
            .credential();
        if credentials::battery::transfer::TransferAcceptance::read(&credential).is_ok() {
            let recorded = issuer.accept_transfer(&bytes, environment, now());
            return recorded
                .map(|transfer| transfer.offer)
                .map_err(|error| in_file(error.into()));
        }
        issuer
            .offer_named(&credential)
            .map_err(|error| in_file(error.into()))
    }
}
