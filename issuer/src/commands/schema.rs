use std::path::PathBuf;

use credentials::battery::{Category, schema};
use platform::cli::OrFail;
use platform::ui::Mark;
use platform::{Exit, Failure, Ui, output};
use serde_json::json;

/// Print the JSON Schema (2020-12) of a passport's content: names, types, units, ranges, and what is mandatory
///
/// Written from the same table that `lint` reads, for other software to check content with before it comes here. With
/// --category it asks for what the law asks of that category; without, of the category that the content states. A
/// schema cannot say all: check digits, dates in order and figures that must fit one another are for `lint`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbp-issuer schema --category ev -o ev.schema.json
  dbp-issuer schema | jq '.properties | keys'")]
pub struct Schema {
    /// Ask for what the law asks of this category
    #[arg(long, value_name = "ev|lmt|industrial|stationary")]
    category: Option<String>,
    /// Write it to this file; - for standard output
    #[arg(
        long,
        short,
        alias = "output",
        value_name = "FILE",
        default_value = "-"
    )]
    out: PathBuf,
}

impl Schema {
    pub fn run(self, ui: &Ui) -> Result<Exit, Failure> {
        let category = self
            .category
            .as_deref()
            .map(str::parse::<Category>)
            .transpose()
            .or_usage()?;
        // The schema is itself the one document that --json promises.
        let text = format!("{:#}\n", schema::schema(category));
        output::write(ui, &self.out, text.as_bytes())?;
        if self.out.as_os_str() == "-" {
            return Ok(Exit::Ok);
        }
        ui.document(&json!({"written": self.out, "unsaid": schema::UNSAID}));
        ui.mark(Mark::Pass, format!("{} written", self.out.display()));
        ui.line("  not in a schema, for `dbp-issuer lint` to say:");
        for unsaid in schema::UNSAID {
            ui.line(format!("  - {unsaid}"));
        }
        Ok(Exit::Ok)
    }
}
