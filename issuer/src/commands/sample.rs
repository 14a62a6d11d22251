use clap::ValueEnum;
use platform::output::Target;
use platform::ui::Mark;
use platform::{Exit, Failure, Ui};
use serde_json::json;

use crate::sample;

/// Print the content of a sample battery's passport, of an event in its life, what a supplier declares, or tables
/// to import, to try things on
///
/// The samples are complete: they lint without a finding that counts. Change the identifier to your own before you
/// issue in earnest.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbp-issuer sample -o passport.json
  dbp-issuer sample event -o soh.json
  dbp-issuer sample lmt | dbp-issuer lint -
  dbp-issuer sample csv -o production.csv")]
pub struct Sample {
    /// Which sample
    #[arg(default_value = "ev")]
    which: Which,
    #[command(flatten)]
    out: Target,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Which {
    /// Passport of a 400 V, 77 kWh traction pack, serial number VC77-0001234
    Ev,
    /// Passport of a 36 V, 630 Wh e-bike battery
    Lmt,
    /// Passport of a 51.2 V, 10.24 kWh home storage
    Stationary,
    /// Passport of the traction pack as home storage, by the operator that repurposed it
    SecondLife,
    /// The traction pack's state of health after half a year, for `issue event`
    Event,
    /// What the maker of the traction pack's cathode powder declares of it, for `issue supplier`
    Cathode,
    /// What a second source of the same powder declares; together they make the sample's totals
    SecondSource,
    /// A production list of three traction packs, for `import`
    Csv,
    /// What they are made of, as `materials.csv` beside the production list
    Materials,
    /// How both tables become passports
    Mapping,
}

impl Which {
    /// Whether it is no JSON.
    fn is_table(self) -> bool {
        matches!(self, Self::Csv | Self::Materials | Self::Mapping)
    }

    fn text(self) -> &'static str {
        match self {
            Self::Ev => sample::EV_PASSPORT,
            Self::Lmt => sample::LMT_PASSPORT,
            Self::Stationary => sample::STATIONARY_PASSPORT,
            Self::SecondLife => sample::SECOND_LIFE_PASSPORT,
            Self::Event => sample::SOH_EVENT,
            Self::Cathode => sample::CATHODE,
            Self::SecondSource => sample::SECOND_SOURCE,
            Self::Csv => sample::PRODUCTION_TABLE,
            Self::Materials => sample::MATERIALS_TABLE,
            Self::Mapping => sample::MAPPING,
        }
    }
}

impl Sample {
    pub fn run(self, ui: &Ui) -> Result<Exit, Failure> {
        let text = self.which.text();
        if ui.is_json() && self.which.is_table() && self.out.file().is_none() {
            ui.document(&json!({"text": text}));
            return Ok(Exit::Ok);
        }
        // Any other sample is itself the one document that --json promises.
        let Some(file) = self.out.write(ui, text.as_bytes())? else {
            return Ok(Exit::Ok);
        };
        ui.document(&json!({"written": file}));
        ui.mark(Mark::Pass, format!("{} written", file.display()));
        Ok(Exit::Ok)
    }
}
