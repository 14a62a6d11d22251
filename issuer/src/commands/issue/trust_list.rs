use std::path::PathBuf;

use credentials::JsonPointer;
use credentials::battery::TrustList as Operators;
use credentials::battery::trust_list::TRUST_LIST;
use jiff::{SignedDuration, Timestamp};
use platform::cli::OrFail;
use platform::{Exit, Failure, Global, Ui};

use super::Suites;
use crate::commands::{now, unlock};
use crate::issuance::TrustListOrder;

/// Sign a trust list: whom you trust, as what, for which batteries and when
///
/// FILE is a plain trust list, as `dbp-verifier verify --trust` reads it:
///
///   {"issuers": [{"did": "did:web:hydromet.example", "name": "Hydromet",
///                 "roles": ["recycler"], "scope": ["ev"],
///                 "from": "2027-01-01T00:00:00Z", "until": "2031-01-01T00:00:00Z"}]}
///
/// Change the file and sign it again: each list has a number, and readers that saw a later
/// one refuse an earlier one. An operator that is no longer trusted stays in it, with
/// "withdrawnSince" or "suspendedSince" and a time: what it did before that goes on to
/// count. Each operator needs a role.
///
/// It is secured as a whole, with eddsa-jcs-2022 if nothing else is said.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "\
Examples:
  dbp-issuer issue trust-list operators.json -o operators.vc
  dbp-issuer issue trust-list operators.json --valid-until 2027-04-01T00:00:00Z \\
      --suite vc+jwt -o operators.jwt"
)]
pub struct TrustList {
    /// The plain list; - for standard input
    file: PathBuf,
    /// By when you renew it: later, readers refuse it [default: in 30 days]
    #[arg(long, value_name = "TIME", value_parser = platform::cli::time)]
    valid_until: Option<Timestamp>,
    /// What the list is called, where you keep several [default: DID#operators]
    #[arg(long, value_name = "URI")]
    id: Option<String>,
    /// Its number [default: the next]
    #[arg(long, value_name = "N")]
    sequence: Option<u64>,
    #[command(flatten)]
    suites: Suites,
    /// Write the credential to this file; - for standard output
    #[arg(short, long, alias = "output", value_name = "FILE")]
    out: Option<PathBuf>,
}

impl TrustList {
    pub fn run(self, global: &Global, ui: &Ui) -> Result<Exit, Failure> {
        let further = self.suites.further()?;
        let in_file = |failure: Failure| failure.in_file(&self.file);
        let text = platform::input::read(&self.file, MOST)?;
        let operators = Operators::parse(&text).or_usage().map_err(in_file)?;
        // Here, where the place in the file is known.
        let complete = operators.require_roles(&JsonPointer::root());
        complete.or_usage().map_err(in_file)?;
        let issuer = unlock(global)?;
        let now = now();
        let renewal = now.checked_add(SignedDuration::from_hours(24 * DAYS));
        let order = TrustListOrder {
            operators,
            list: self.id.clone(),
            sequence: self.sequence,
            until: self.valid_until.or(renewal.ok()).unwrap_or(now),
        };
        let prepared = issuer
            .prepare_trust_list(order, self.suites.first(), now)
            .map_err(|error| in_file(error.into()))?;
        let issued = issuer.issue(prepared.with_further(further), now)?;
        super::tell(ui, &issued, TRUST_LIST, self.out.as_ref())?;
        Ok(Exit::Ok)
    }
}

const DAYS: i64 = 30;

/// What readers take.
const MOST: usize = 16 << 20;
