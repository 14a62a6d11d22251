use std::path::{Path, PathBuf};

use credentials::battery::Audience;
use credentials::battery::audience::UnknownAudience;
use credentials::{JsonPointer, Problem};
use platform::qr::{QrCode, TooLarge};
use platform::ui::{Mark, counted};
use platform::{Exit, Failure, Global, OrFail, Ui, output};
use serde_json::json;

use crate::present::{Binding, Presentation, Showing};

/// Show a credential to a reader: what it may see, and no more
///
/// Without --audience and --disclose, what the public may see. --nonce and --aud bind the presentation to one reader,
/// who gave them to you: it is signed with the wallet's key and good for nobody else. Nothing can be withheld of
/// events and other credentials that are secured whole; with --nonce they travel in a signed presentation.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbp-wallet present 6f1c7a52 --audience recycler --nonce n-7f3a --aud https://recycler.example -o shown.sd-jwt
  dbp-wallet present 6f1c7a52 --disclose /credentialSubject/circularity --qr shown.png
  dbp-wallet present 6f1c7a52 | dbp-verifier verify - --audience public")]
pub struct Present {
    /// The beginning of the credential's id; or the serial number or identifier of the battery whose passport it is
    id: String,
    /// Show what this audience may see: public, recycler, repairer, repurposer, owner, authority, notified-body
    #[arg(long, value_name = "AUDIENCE", value_parser = audience)]
    audience: Option<Audience>,
    /// Show this place with all that is inside it; repeat for more (see `show --pointers`)
    #[arg(long, value_name = "POINTER")]
    disclose: Vec<JsonPointer>,
    /// The nonce that the reader gave you
    #[arg(long, requires = "aud")]
    nonce: Option<String>,
    /// The reader's name, as it told you
    #[arg(long, value_name = "NAME", requires = "nonce")]
    aud: Option<String>,
    /// Write the presentation to this file, or to standard output (-) [default: -, unless --qr is given]
    #[arg(long = "out", alias = "output", short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write it as a QR code into this PNG picture, if it fits in one
    #[arg(long, value_name = "FILE.png")]
    qr: Option<PathBuf>,
}

impl Present {
    pub fn run(self, global: &Global, ui: &Ui) -> Result<Exit, Failure> {
        let wallet = super::unlock(global)?;
        let item = wallet.find(&self.id)?;
        let binding = self.nonce.zip(self.aud);
        let showing = Showing {
            audience: self.audience,
            disclose: self.disclose,
            binding: binding.map(|(nonce, audience)| Binding { nonce, audience }),
        };
        let shown = wallet.present(&item, &showing, super::now())?;
        if let Some(path) = &self.qr {
            write_qr(path, &shown, ui)?;
            tell(path, &shown, ui);
        }
        match &self.output {
            Some(path) if path != Path::new("-") => {
                output::write(ui, path, shown.file.as_bytes())?;
                tell(path, &shown, ui);
            }
            None if self.qr.is_some() => {}
            _ if ui.is_json() => {}
            _ => ui.bytes(shown.file.as_bytes()),
        }
        ui.document(&json!({
            "presentation": shown.text,
            "bytes": shown.text.len(),
            "disclosed": shown.disclosed,
            "withheld": shown.withheld,
            "bound": showing.binding.is_some(),
        }));
        Ok(Exit::Ok)
    }
}

fn write_qr(path: &Path, shown: &Presentation, ui: &Ui) -> Result<(), Failure> {
    let code = QrCode::encode_robust(shown.text.as_bytes()).map_err(too_large)?;
    let picture = code.to_png(PIXELS).or_environment()?;
    output::write(ui, path, &picture)
}

fn tell(path: &Path, shown: &Presentation, ui: &Ui) {
    let size = shown.text.len();
    let disclosed = shown.disclosed.len();
    let what = match shown.withheld {
        0 => "nothing withheld".to_owned(),
        withheld => format!(
            "{} disclosed, {withheld} withheld",
            counted(disclosed, "place")
        ),
    };
    ui.mark(
        Mark::Pass,
        format!("{}: {size} bytes, {what}", path.display()),
    );
}

fn too_large(error: TooLarge) -> Failure {
    let TooLarge { size, capacity } = error;
    let message =
        format!("the presentation has {size} bytes, and the largest QR code holds {capacity}");
    let hint = "disclose less with --disclose, or write a file with -o and send that";
    Failure::usage(Problem::new("present.qr_too_large", message).hint(hint))
}

fn audience(name: &str) -> Result<Audience, UnknownAudience> {
    name.parse()
}

/// Pixels a module: the largest code is 1480 pixels wide.
const PIXELS: u16 = 8;
