mod accreditation;
mod event;
mod passport;
mod predecessors;
mod supplier;
mod trust_list;

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use credentials::Suite;
use credentials::battery::composite::Sources;
use credentials::battery::lint::{Severity, Verdict};
use credentials::battery::{Act, describe};
use platform::ui::{Mark, counted};
use platform::{Exit, Failure, Global, Ui, output};
use serde_json::json;

use crate::issuance::{Further, Issued};

/// Sign a battery's passport, an event in its life, a supplier's declaration, an operator's accreditation or a trust list,
/// and keep it
///
/// Content is linted first; errors end with exit code 1 and nothing is signed.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbp-issuer issue passport passport.json -o passport.vc
  dbp-issuer issue event soh.json")]
pub struct Issue {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    Passport(passport::Passport),
    Event(event::Event),
    Supplier(supplier::Supplier),
    Accreditation(accreditation::Accreditation),
    TrustList(trust_list::TrustList),
}

impl Issue {
    pub fn run(self, global: &Global, ui: &Ui) -> Result<Exit, Failure> {
        match self.what {
            What::Passport(command) => command.run(global, ui),
            What::Event(command) => command.run(global, ui),
            What::Supplier(command) => command.run(global, ui),
            What::Accreditation(command) => command.run(global, ui),
            What::TrustList(command) => command.run(global, ui),
        }
    }
}

/// How a credential is secured, for passports and events alike.
#[derive(Debug, clap::Args)]
struct Suites {
    /// How it is secured; a name that is given again adds a proof, where proofs stand inside the credential
    #[arg(long, value_parser = suites())]
    suite: Vec<Suite>,
    /// Let each proof cover the one before it: a chain of proofs, and not a set
    #[arg(long, requires = "suite")]
    proof_chain: bool,
}

impl Suites {
    fn first(&self) -> Option<Suite> {
        self.suite.first().copied()
    }

    fn further(&self) -> Result<Further, Failure> {
        Ok(Further::than_first(&self.suite, self.proof_chain)?)
    }
}

pub(super) fn suites() -> impl TypedValueParser<Value = Suite> {
    let names = Suite::all().map(Suite::name);
    PossibleValuesParser::new(names).try_map(|name| name.parse::<Suite>())
}

/// What suppliers stand for, and what nobody but the issuer does.
fn tell_sources(ui: &Ui, sources: &Sources) {
    for total in &sources.totals {
        let own = sources
            .statements
            .iter()
            .find(|stated| stated.attribute == total.attribute && stated.declaration.is_none());
        let own = own.and_then(|stated| stated.share);
        let own = own.map_or_else(String::new, |share| {
            format!(", of which {share} are your own")
        });
        let (shares, sum) = (counted(total.shares, "share"), total.sum);
        ui.mark(
            Mark::Pass,
            format!(
                "{shares} of {}: {sum} {}{own}",
                total.attribute,
                describe::unit(total.unit)
            ),
        );
    }
    let backed = sources
        .statements
        .iter()
        .filter(|stated| stated.share.is_none());
    for stated in backed {
        let by = stated.name.as_ref().unwrap_or(&stated.by);
        ui.mark(
            Mark::Pass,
            format!("{} by the word of {by}", stated.attribute),
        );
    }
}

/// It was signed before it could not be written, and whoever tries again would sign it twice.
fn kept_all_the_same(mut failure: Failure, id: &str) -> Failure {
    let hint = format!("it is issued and kept: `dbp-issuer show {id} -o FILE` writes it");
    failure.problem = failure.problem.hint(hint);
    failure
}

/// Writes the credential where it is wanted and says what was issued.
fn tell(ui: &Ui, issued: &Issued, what: &str, out: Option<&PathBuf>) -> Result<(), Failure> {
    if let Some(path) = out {
        output::write(ui, path, issued.secured.to_file().as_bytes())
            .map_err(|failure| kept_all_the_same(failure, &issued.reference.id))?;
    }
    let to_stdout = out.is_some_and(|path| path.as_os_str() == "-");
    if to_stdout {
        return Ok(());
    }
    let credential = issued.secured.credential();
    let about = match Act::of(&credential).is_some_and(Act::is_of_a_battery) {
        true => "battery",
        false => "subject",
    };
    ui.document(&json!({
        "id": issued.reference.id,
        "digestMultibase": issued.reference.digest_multibase,
        about: credential["credentialSubject"]["id"],
        "suite": issued.secured.suite().name(),
        "file": out,
        "credential": issued.secured.to_text(),
        "findings": issued.findings,
    }));
    let (unbound, warnings): (Vec<_>, Vec<_>) = issued
        .findings
        .of(Severity::Warning)
        .partition(|finding| finding.verdict == Verdict::Evidence);
    for finding in warnings {
        ui.mark(
            Mark::Warn,
            format!("{} (at {})", finding.message, finding.pointer),
        );
    }
    if !unbound.is_empty() {
        ui.mark(
            Mark::Warn,
            format!(
                "{} named and not bound by digest: --document binds them, `dbp-issuer lint` lists them",
                counted(unbound.len(), "document")
            ),
        );
    }
    if let Ok(sources) = Sources::read(&credential["credentialSubject"])
        && !sources.is_empty()
    {
        tell_sources(ui, &sources);
    }
    ui.mark(Mark::Pass, format!("{what} issued and kept"));
    let mut pairs = vec![
        ("id", issued.reference.id.clone()),
        (
            about,
            credential["credentialSubject"]["id"]
                .as_str()
                .unwrap_or_default()
                .to_owned(),
        ),
        ("secured with", issued.secured.suite().name().to_owned()),
    ];
    pairs.extend(out.map(|path| ("written to", path.display().to_string())));
    ui.pairs(&pairs);
    Ok(())
}
