use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use credentials::Problem;
use jiff::SignedDuration;
use platform::qr::QrCode;
use platform::ui::Style;
use platform::{Exit, Failure, Global, OrFail, Ui, output};
use serde_json::json;

/// Offer a credential to a wallet: a link and a QR code that fetch it once
///
/// The wallet that opens the link fetches the credential from a running `serve`, bound to its own key. Whoever has
/// the link can do that: hand it over as you would hand over the credential itself, or add --tx-code.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbp-issuer offer 6f1c7a52
  dbp-issuer offer VC77-0001234 --qr offer.svg --tx-code --hours 2
  dbp-issuer offer 6f1c7a52 --quiet | dbp-wallet receive -")]
pub struct Offer {
    /// A credential's id or the beginning of it, or a battery's identifier or serial number for its passport
    id: String,
    /// Write the QR code into this picture, which only you may read
    #[arg(long, value_name = "FILE.png|FILE.svg")]
    qr: Option<Picture>,
    /// Ask the holder for a code of six digits too, which you send another way
    #[arg(long)]
    tx_code: bool,
    /// Hours that the offer is good for, up to 720
    #[arg(long, default_value_t = 24, value_parser = clap::value_parser!(u16).range(1..=LONGEST))]
    hours: u16,
}

impl Offer {
    pub fn run(self, global: &Global, ui: &Ui) -> Result<Exit, Failure> {
        let issuer = super::open(global)?;
        let credential = issuer.find(&self.id)?;
        let lifetime = SignedDuration::from_hours(self.hours.into());
        let offered = issuer.offer(&credential.id, lifetime, self.tx_code, super::now())?;
        let code = QrCode::encode_robust(offered.link.as_bytes()).or_usage()?;
        if let Some(picture) = &self.qr {
            picture.write(&code)?;
        }
        ui.document(&json!({
            "credential": credential.id,
            "battery": credential.battery,
            "offer": offered.link,
            "txCode": offered.tx_code,
            "expires": offered.expires.to_string(),
            "issuer": issuer.base_url(),
            "qr": self.qr.as_ref().map(|picture| &picture.path),
        }));
        if std::io::stdout().is_terminal() {
            ui.note(code.to_terminal(true));
        }
        ui.line(&offered.link);
        ui.note(format!(
            "\nIt fetches {} {} once, until {}.",
            credential.title, credential.id, offered.expires
        ));
        ui.note(format!(
            "The wallet asks {} for it: `dbp-issuer serve` must be reachable there.",
            issuer.base_url()
        ));
        if let Some(picture) = &self.qr {
            ui.note(format!("The QR code is in {}.", picture.path.display()));
        }
        if let Some(tx_code) = &offered.tx_code {
            let tx_code = ui.paint(Style::Accent, tx_code);
            ui.line(format!("\ntransaction code: {tx_code}"));
            ui.note(
                "The holder needs it beside the link. Send it another way, such as by telephone.",
            );
        }
        Ok(Exit::Ok)
    }
}

/// A picture to be written.
#[derive(Debug, Clone)]
struct Picture {
    path: PathBuf,
    format: Format,
}

#[derive(Debug, Clone, Copy)]
enum Format {
    Png,
    Svg,
}

impl Picture {
    /// For its owner only: the code is as good as the link.
    fn write(&self, code: &QrCode) -> Result<(), Failure> {
        let bytes = match self.format {
            Format::Png => code.to_png(PIXELS).or_environment()?,
            Format::Svg => code.to_svg().into_bytes(),
        };
        output::write_secret(&self.path, &bytes)
    }
}

impl FromStr for Picture {
    type Err = Problem;

    fn from_str(path: &str) -> Result<Self, Problem> {
        let extension = Path::new(path).extension().and_then(|word| word.to_str());
        let format = match extension.map(str::to_ascii_lowercase).as_deref() {
            Some("png") => Format::Png,
            Some("svg") => Format::Svg,
            _ => {
                let message = "expected a file that ends in .png or .svg";
                return Err(Problem::new("offer.picture", message));
            }
        };
        Ok(Self {
            path: path.into(),
            format,
        })
    }
}

/// Pixels a module: a code of this size is read from a screen.
const PIXELS: u16 = 8;

/// An offer is handed over and used; one that waits for longer than a month was forgotten.
const LONGEST: i64 = 30 * 24;
