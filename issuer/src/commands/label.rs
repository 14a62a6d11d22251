use std::path::PathBuf;

use platform::ui::Mark;
use platform::{Exit, Failure, Global, Ui, output};
use serde_json::json;

/// Print a battery's label: the QR code with its link, and what the law has beside it
///
/// ID is a credential's id or the beginning of it, a battery's identifier or its serial number. Without a file the
/// code is shown in the terminal.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbp-issuer label VC77-0001234
  dbp-issuer label VC77-0001234 --svg label.svg --png code.png
  dbp-issuer label https://id.example.com/01/09506000134352/21/A1 --svg - | lp")]
pub struct Label {
    /// Which battery
    id: String,
    /// Write the whole label, 110 x 50 mm; - for standard output
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// Write the code alone as a picture; - for standard output
    #[arg(long, value_name = "FILE")]
    png: Option<PathBuf>,
}

impl Label {
    pub fn run(self, global: &Global, ui: &Ui) -> Result<Exit, Failure> {
        let label = super::open(global)?.label(&self.id)?;
        if let Some(path) = &self.svg {
            output::write(ui, path, label.to_svg().as_bytes())?;
        }
        if let Some(path) = &self.png {
            output::write(ui, path, &label.to_png().map_err(Failure::environment)?)?;
        }
        let files: Vec<&PathBuf> = self.svg.iter().chain(&self.png).collect();
        // The picture alone goes to a pipe.
        if files.iter().any(|path| path.as_os_str() == "-") {
            return Ok(Exit::Ok);
        }
        ui.document(&json!({
            "battery": label.link(),
            "qrVersion": label.code().version(),
            "svg": self.svg,
            "png": self.png,
        }));
        if files.is_empty() {
            ui.line(label.code().to_terminal(ui.has_colour()));
            ui.line(label.link());
        }
        for path in files {
            ui.mark(Mark::Pass, format!("{} written", path.display()));
        }
        Ok(Exit::Ok)
    }
}
