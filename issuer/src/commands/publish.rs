use std::path::PathBuf;

use platform::ui::{Mark, counted};
use platform::{Exit, Failure, Global, Ui};
use serde_json::json;

use crate::publish::write_site;

/// Write everything public as plain files: DID document, status lists, passports
///
/// DIR stands for the root of the host that the labels and the status lists name; any web server or object store can
/// hand it out. Status lists are valid for a week: write them again every day, and after each change of a status.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbp-issuer publish --out /srv/www")]
pub struct Publish {
    /// Folder to write to
    #[arg(long, short, alias = "output", value_name = "DIR")]
    out: PathBuf,
}

impl Publish {
    pub fn run(self, global: &Global, ui: &Ui) -> Result<Exit, Failure> {
        let issuer = super::unlock(global)?;
        let bar = ui.spinner("publishing");
        let site = write_site(&issuer, &self.out, super::now(), || bar.inc(1))?;
        bar.finish_and_clear();
        ui.document(&json!({
            "folder": self.out,
            "statusLists": site.lists,
            "passports": site.passports,
            "skipped": site.skipped,
        }));
        ui.mark(
            Mark::Pass,
            format!(
                "{} and {} written to {}",
                counted(site.passports, "passport"),
                counted(site.lists, "status list"),
                self.out.display()
            ),
        );
        if site.skipped > 0 {
            ui.mark(
                Mark::Warn,
                format!(
                    "no page for {}: the identifier has another form",
                    counted(site.skipped, "passport")
                ),
            );
        }
        Ok(Exit::Ok)
    }
}
