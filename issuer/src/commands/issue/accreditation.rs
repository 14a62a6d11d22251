use std::path::PathBuf;

use credentials::Did;
use credentials::battery::accreditation::ACCREDITED_OPERATOR;
use credentials::battery::{Category, Role};
use jiff::Timestamp;
use platform::{Exit, Failure, Global, Ui};

use super::Suites;
use crate::commands::{self, now, roles, unlock};
use crate::issuance::AccreditationOrder;

/// Accredit an operator: say in which role it acts, for which batteries, until when
///
/// A reader who trusts this issuer as an authority, or as the keeper of its trust list, trusts the operator in that role
/// for what it does from now until then. A manufacturer accredits an authorised-representative so: that is the mandate
/// of Art. 40. `status ID revoke` takes an accreditation back.
///
/// It is secured as a whole, with eddsa-jcs-2022 if nothing else is said.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbp-issuer issue accreditation --operator did:web:garage.example --role workshop --valid-until 2029-01-01T00:00:00Z -o garage.vc
  dbp-issuer issue accreditation --operator did:web:hydromet.example --name Hydromet --role recycler --scope ev --scope lmt --valid-until 2029-01-01T00:00:00Z")]
pub struct Accreditation {
    /// Whom
    #[arg(long, value_name = "DID")]
    operator: Did,
    /// The operator's name, for people
    #[arg(long)]
    name: Option<String>,
    /// As what
    #[arg(long, value_parser = roles::role())]
    role: Role,
    /// For batteries of this category: ev, lmt, industrial or stationary; repeat for several [default: all]
    #[arg(long, value_parser = commands::category, value_name = "CATEGORY")]
    scope: Vec<Category>,
    /// Until when
    #[arg(long, value_name = "TIME", value_parser = platform::cli::time)]
    valid_until: Timestamp,
    #[command(flatten)]
    suites: Suites,
    /// Write the credential to this file; - for standard output
    #[arg(short, long, alias = "output", value_name = "FILE")]
    out: Option<PathBuf>,
}

impl Accreditation {
    pub fn run(self, global: &Global, ui: &Ui) -> Result<Exit, Failure> {
        let further = self.suites.further()?;
        let issuer = unlock(global)?;
        let now = now();
        let order = AccreditationOrder {
            operator: self.operator,
            name: self.name,
            role: self.role,
            scope: self.scope,
            until: self.valid_until,
        };
        let prepared = issuer.prepare_accreditation(order, self.suites.first(), now)?;
        let issued = issuer.issue(prepared.with_further(further), now)?;
        super::tell(ui, &issued, ACCREDITED_OPERATOR, self.out.as_ref())?;
        Ok(Exit::Ok)
    }
}
