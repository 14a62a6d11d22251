use credentials::battery::{Category, schema};
use platform::output::Target;
use platform::ui::Mark;
use platform::{Exit, Failure, Ui};
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
    #[arg(long, value_parser = super::category, value_name = "ev|lmt|industrial|stationary")]
    category: Option<Category>,
    #[command(flatten)]
    out: Target,
}

impl Schema {
    pub fn run(self, ui: &Ui) -> Result<Exit, Failure> {
        // The schema is itself the one document that --json promises.
        let text = format!("{:#}\n", schema::schema(self.category));
        let Some(file) = self.out.write(ui, text.as_bytes())? else {
            return Ok(Exit::Ok);
        };
        ui.document(&json!({"written": file, "unsaid": schema::UNSAID}));
        ui.mark(Mark::Pass, format!("{} written", file.display()));
        ui.line("  not in a schema, for `dbp-issuer lint` to say:");
        for unsaid in schema::UNSAID {
            ui.line(format!("  - {unsaid}"));
        }
        Ok(Exit::Ok)
    }
}
