//! `dbp-verifier verify`

use std::path::{Path, PathBuf};
use std::time::Duration;

use credentials::Problem;
use credentials::battery::Audience;
use credentials::battery::audience::UnknownAudience;
use jiff::Timestamp;
use platform::documents::Documents;
use platform::suppliers::Suppliers;
use platform::{Exit, Failure, Global, Ui, output};

use super::sources::Sources;
use super::trusting::Trusting;
use crate::check::documents::stray;
use crate::environment::Environment;
use crate::pages::ReportPage;
use crate::policy::Policy;
use crate::report::Report;
use crate::{input, render, verify_all};

/// Check a credential or a presentation and say what it is worth
///
/// Reads a file, standard input (-), a picture of a QR code (PNG or JPEG, photographed at an angle too) or the link
/// from a battery's label. Exit code 0: verified; 1: not verified; 2: wrong input; 3: the machine or the network stands
/// in the way.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES, mut_arg("each", |document| document.value_name("[URL=]FILE")))]
pub(super) struct Verify {
    /// File, -, picture of a QR code, or link; several files are checked as one bundle
    #[arg(required = true, value_name = "FILE|-|PICTURE|URL")]
    sources: Vec<String>,
    /// Refuse what this audience may not see: public, recycler, repairer, repurposer, owner, authority, notified-body
    #[arg(long, value_parser = audience, value_name = "AUDIENCE")]
    audience: Option<Audience>,
    /// The nonce that you gave to the holder: the presentation must be bound to it
    #[arg(long)]
    nonce: Option<String>,
    /// Your own name as the holder was told: the presentation must be made for it
    #[arg(long, value_name = "NAME")]
    aud: Option<String>,
    /// How old a presentation that was made for you may be, in minutes
    #[arg(long, value_name = "MINUTES", default_value_t = 15, value_parser = clap::value_parser!(u32).range(1..))]
    max_age: u32,
    #[command(flatten)]
    trust: Trusting,
    /// Judge as of this time, such as 2026-11-24T12:00:00Z [default: now]
    #[arg(long, value_name = "TIME", value_parser = platform::cli::time)]
    at: Option<Timestamp>,
    /// Walk back through all hands the battery went through
    #[arg(long)]
    chain: bool,
    /// Write the report to this file too, as a page for a browser (HTML); - for standard output alone
    #[arg(long, value_name = "FILE")]
    page: Option<PathBuf>,
    #[command(flatten)]
    documents: Documents,
    #[command(flatten)]
    suppliers: Suppliers,
    #[command(flatten)]
    from: Sources,
}

impl Verify {
    pub fn run(&self, global: &Global, ui: &Ui) -> Result<Exit, Failure> {
        let client = self.from.client(global);
        let files = self
            .sources
            .iter()
            .map(|source| input::read(source, &client))
            .collect::<Result<Vec<_>, _>>()?;
        let now = Timestamp::now();
        let environment = self.from.environment(global, &client, now)?;
        let policy = self.policy(global, &environment, now)?;
        let report = verify_all(&files, &policy, &environment);
        if report.verified
            && let Some(problem) = stray(&policy.documents, report.credential.as_ref())
        {
            return Err(Failure::negative(problem));
        }
        if let Some(page) = &self.page {
            let html = ReportPage::new(&report).to_html().map_err(unwritten)?;
            output::write(ui, page, html.as_bytes())?;
        }
        // Standard output holds the page itself.
        if self.page.as_deref() != Some(Path::new("-")) {
            print(&report, global, ui);
        }
        Ok(match report.verified {
            true => Exit::Ok,
            false => Exit::Negative,
        })
    }

    fn policy(
        &self,
        global: &Global,
        environment: &Environment,
        now: Timestamp,
    ) -> Result<Policy, Failure> {
        let at = self.at.unwrap_or(now);
        Ok(Policy {
            audience: self.audience,
            nonce: self.nonce.clone(),
            aud: self.aud.clone(),
            trust: self.trust.list(global, environment, at, now)?,
            accreditations: self.trust.accreditations()?,
            chain: self.chain,
            documents: self.documents.read()?,
            suppliers: self.suppliers.read()?,
            max_age: Duration::from_secs(60 * u64::from(self.max_age)),
            ..Policy::at(at)
        })
    }
}

fn print(report: &Report, global: &Global, ui: &Ui) {
    if ui.is_json() {
        ui.document(report);
        return;
    }
    let text = match global.quiet {
        true => render::verdict(report, ui),
        false => render::report(report, ui),
    };
    ui.line(text.trim_end());
}

fn unwritten(error: askama::Error) -> Failure {
    Failure::environment(Problem::new("environment.page", error.to_string()))
}

fn audience(name: &str) -> Result<Audience, UnknownAudience> {
    name.parse()
}

const EXAMPLES: &str = "\
Examples:
  dbp-verifier verify label.jpg --audience recycler
  dbp-verifier verify https://id.cells.example/01/09506000134352/21/A1
  dbp-verifier verify presentation.jwt --nonce n-7f3a --aud recycler.example
  dbp-verifier verify passport.jwt event.json
  dbp-verifier verify history.json --chain --trust mine.json --page report.html
  dbp-verifier verify event.json --trust operators.vc --trust-anchor did:web:authority.example
  dbp-verifier verify event.json --accreditation workshop.vc --trust mine.json
  dbp-verifier verify passport.vc --document https://volt.example/doc.pdf=downloaded.pdf
  dbp-verifier verify passport.vc --supplier cathode.vc --supplier cells.vc
  dbp-wallet present ID -o - | dbp-verifier verify - --json";
