use std::path::{Path, PathBuf};

use credentials::battery::composite::Supplier;
use credentials::model::Credential;
use credentials::{Did, Problem, json};
use did_resolver::Resolver;
use did_resolver::commands::Network;
use jiff::Timestamp;
use platform::cli::OrFail;
use platform::documents::Documents;
use platform::suppliers::Suppliers;
use platform::ui::Mark;
use platform::{Exit, Failure, Global, Ui};

use super::predecessors::Given;
use super::{Suites, predecessors};
use crate::Issuer;
use crate::commands::transfer::environment;
use crate::commands::{now, unlock};
use crate::issuance::{Composition, Holder, PassportOrder, predecessor, supplier};

/// Sign a battery's passport
///
/// FILE holds its content: the battery's id and the groups, as `import` writes them. What the passport is secured
/// with decides what can be withheld later: sd-jwt lets every attribute be withheld, ecdsa-sd-2023 and bbs-2023 all that
/// is not public, the suites that sign a whole document none. Without --suite it is sd-jwt, or bbs-2023 where the
/// issuer's only key is of bls12381.
///
/// --document binds a document that the passport names by its digest, so that no other can take its place: a public one
/// in the credential's relatedResource, a restricted one beside the attribute that names it, for the same audience.
/// A corrected version carries over what the one before had bound, where its content still names it.
///
/// --predecessor looks another operator's passport up: one that is forged, revoked, on hold, or has ceased with its battery
/// is refused. Where its keys or status lists are out of reach, as with --offline, that is told and not held against it.
///
/// --supplier binds what a supplier declares of a part, as `issue supplier` signs it, once its proof was verified. What it
/// says has to be what the passport says, and shares have to add up: of a stage's carbon footprint as they are, of a
/// metal's recycled content by its mass. Who the suppliers are, and what each adds, is for authorities; that it adds up,
/// everybody can check.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbp-issuer issue passport passport.json -o passport.vc
  dbp-issuer issue passport passport.json --holder did:key:z6Mk...
  dbp-issuer issue passport passport.json --document https://volt.example/doc.pdf=doc.pdf
  dbp-issuer issue passport passport.json --supplier cathode.vc --supplier cells.vc --own-rest
  dbp-issuer issue passport corrected.json --supersede
  dbp-issuer issue passport second-life.json --predecessor bundle.json
  dbp-issuer issue passport storage.json --predecessor one.json --predecessor other.json
  dbp-issuer issue passport storage.json --predecessor bundle.json --part M1 --part M2")]
pub struct Passport {
    /// Content of the passport; - for standard input
    file: PathBuf,
    #[command(flatten)]
    suites: Suites,
    /// Bind presentations to this holder's key [default: this issuer's own]
    #[arg(long, value_name = "DID")]
    holder: Option<String>,
    /// Correct the battery's current passport with a new version
    #[arg(long)]
    supersede: bool,
    /// The former operator's passport of the battery, or the bundle it came in; repeat for several batteries
    #[arg(long, value_name = "FILE")]
    predecessor: Vec<PathBuf>,
    /// Only this part of a predecessor went into the battery, such as a module's serial number; repeat for several
    #[arg(long = "part", value_name = "NAME", requires = "predecessor")]
    parts: Vec<String>,
    /// When the passport stops to hold
    #[arg(long, value_name = "TIME", value_parser = platform::cli::time)]
    valid_until: Option<Timestamp>,
    #[command(flatten)]
    documents: Documents,
    #[command(flatten)]
    suppliers: Suppliers,
    /// Count what the suppliers' shares of a carbon footprint leave open as your own
    #[arg(long, requires = "given")]
    own_rest: bool,
    /// Write the credential to this file; - for standard output
    #[arg(short, long, alias = "output", value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    network: Network,
}

impl Passport {
    pub fn run(self, global: &Global, ui: &Ui) -> Result<Exit, Failure> {
        let further = self.suites.further()?;
        let bytes = platform::input::read(&self.file, json::Limits::default().size)?;
        let subject = json::parse(&bytes)
            .or_usage()
            .map_err(|failure| failure.in_file(&self.file))?;
        let documents = self.documents.by_url()?;
        let predecessor = self
            .predecessor
            .iter()
            .map(|file| predecessors::read(file).map_err(|failure| failure.in_file(file)))
            .collect::<Result<Vec<_>, _>>()?;
        let now = now();
        let issuer = unlock(global)?;
        self.stand(&predecessor, &issuer, global, ui, now)?;
        let followed = predecessor.into_iter().map(|given| given.followed);
        let predecessor = predecessors::of(followed.collect(), &self.parts).or_usage()?;
        let holder = match &self.holder {
            None => None,
            Some(did) => {
                let did = Did::parse(did).or_usage()?;
                let client = self.network.client(global);
                let resolver = Resolver::new(client, None, global.offline);
                Some(Holder::of(&did, &resolver)?)
            }
        };
        let composition = Composition {
            suppliers: self.suppliers(global, ui, now)?,
            own_rest: self.own_rest,
        };
        let order = PassportOrder {
            suite: match self.suites.first() {
                Some(suite) => suite,
                None => issuer.ring()?.passports(),
            },
            holder,
            supersede: self.supersede,
            predecessor,
            valid_until: self.valid_until,
            documents,
            composition,
            ..PassportOrder::new(subject)
        };
        let prepared = issuer
            .prepare_passport(order, now)
            .map_err(|error| Failure::from(error).in_file(&self.file))?;
        let issued = issuer.issue(prepared.with_further(further), now)?;
        super::tell(ui, &issued, "passport", self.out.as_ref())?;
        Ok(Exit::Ok)
    }
}

impl Passport {
    /// Refuses other operators' passports that are not to be followed; of its own the issuer knows by itself.
    fn stand(
        &self,
        predecessors: &[Given],
        issuer: &Issuer,
        global: &Global,
        ui: &Ui,
        now: Timestamp,
    ) -> Result<(), Failure> {
        let named = self.predecessor.iter().zip(predecessors);
        for (file, given) in named {
            let by = Credential::new(&given.secured.credential()).issuer();
            if by.as_ref() == Some(issuer.did()) {
                continue;
            }
            let environment = environment(&self.network, global);
            let doubt = predecessor::doubt(&given.secured, &environment, now)
                .map_err(|error| Failure::from(error).in_file(file))?;
            if let Some(doubt) = doubt {
                unknown(ui, file, &doubt);
            }
        }
        Ok(())
    }

    /// What the suppliers declare, each with its proof verified.
    fn suppliers(
        &self,
        global: &Global,
        ui: &Ui,
        now: Timestamp,
    ) -> Result<Vec<Supplier>, Failure> {
        let given = self.suppliers.read()?;
        if given.is_empty() {
            return Ok(Vec::new());
        }
        let environment = environment(&self.network, global);
        let mut suppliers = Vec::new();
        for declared in given {
            let (supplier, doubt) = supplier::accept(&declared.bytes, &environment, now)
                .map_err(|error| Failure::from(error).in_file(&declared.path))?;
            if let Some(doubt) = doubt {
                unknown(ui, &declared.path, &doubt);
            }
            suppliers.push(supplier);
        }
        Ok(suppliers)
    }
}

fn unknown(ui: &Ui, file: &Path, doubt: &Problem) {
    let file = file.display();
    let told = &doubt.message;
    ui.mark(
        Mark::Warn,
        format!("whether {file} is still current is not known: {told}"),
    );
}
