use std::path::PathBuf;

use credentials::battery::composite::SUPPLIER_DECLARATION;
use credentials::json;
use jiff::Timestamp;
use platform::cli::OrFail;
use platform::{Exit, Failure, Global, Ui};

use super::Suites;
use crate::commands::{now, unlock};
use crate::issuance::DeclarationOrder;

/// As a supplier: sign what you declare of a part, for the passports of the batteries it goes into
///
/// FILE names the part and says what is true of it in the groups of a passport, in the passport's units, as it counts in
/// one battery: the kg CO2e/kWh that it adds to a stage, the recycled share of the metals in it, the due-diligence report.
/// Shares of a metal count by its mass in kg. `sample cathode` prints one:
///
///   {"id": "urn:kokkopowder:lot:NMC811-2026-031", "name": "NMC 811 cathode active material",
///    "carbonFootprint": {"carbonFootprintPerLifecycleStage":
///      [{"lifecycleStage": "RawMaterialExtraction", "carbonFootprint": 0.036}]},
///    "circularity": {"recycledContent":
///      [{"recycledMaterial": "Cobalt", "preConsumerShare": 12, "postConsumerShare": 6}]},
///    "suppliedMasses": [{"material": "Cobalt", "mass": 3.15}],
///    "origins": [{"material": "Cobalt", "country": "FI", "smelter": "Kokkola"}]}
///
/// Give the file that comes out to the battery's manufacturer, who binds it with `issue passport --supplier`. Whoever has
/// verified a footprint or a supply chain declares it in the same way. `status ID revoke` takes a declaration back.
///
/// It is secured as a whole, with eddsa-jcs-2022 if nothing else is said.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "\
Examples:
  dbp-issuer issue supplier cathode.json -o cathode.vc
  dbp-issuer issue supplier cathode.json --valid-until 2029-01-01T00:00:00Z --suite vc+jwt -o cathode.jwt"
)]
pub struct Supplier {
    /// What is declared of the part; - for standard input
    file: PathBuf,
    /// When the declaration stops to hold
    #[arg(long, value_name = "TIME", value_parser = platform::cli::time)]
    valid_until: Option<Timestamp>,
    #[command(flatten)]
    suites: Suites,
    /// Write the credential to this file; - for standard output
    #[arg(short, long, alias = "output", value_name = "FILE")]
    out: Option<PathBuf>,
}

impl Supplier {
    pub fn run(self, global: &Global, ui: &Ui) -> Result<Exit, Failure> {
        let further = self.suites.further()?;
        let in_file = |failure: Failure| failure.in_file(&self.file);
        let bytes = platform::input::read(&self.file, json::Limits::default().size)?;
        let content = json::parse(&bytes).or_usage().map_err(in_file)?;
        let issuer = unlock(global)?;
        let now = now();
        let order = DeclarationOrder {
            content,
            valid_until: self.valid_until,
        };
        let prepared = issuer
            .prepare_declaration(order, self.suites.first(), now)
            .map_err(|error| in_file(error.into()))?;
        let issued = issuer.issue(prepared.with_further(further), now)?;
        super::tell(ui, &issued, SUPPLIER_DECLARATION, self.out.as_ref())?;
        Ok(Exit::Ok)
    }
}
