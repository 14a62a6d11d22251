//! `dbp-resolver resolve`

use credentials::{Did, DidUrl, Problem};
use platform::{Exit, Failure, Global, OrFail, Ui};

use super::Network;
use crate::document::Relationship;
use crate::error::ResolveError;
use crate::resolve::{Origin, Resolve as _, Resolved};
use crate::result::resolution;

/// Print the document of a DID
///
/// With --json, the whole result object of DID Resolution.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbp-resolver resolve did:web:example.com
  dbp-resolver resolve did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2 --json")]
pub struct Resolve {
    /// The DID, such as did:web:example.com
    did: String,
    /// The version of the document, for DID methods that have versions
    #[arg(long, value_name = "VERSION")]
    version_id: Option<String>,
}

impl Resolve {
    pub(super) fn run(self, global: &Global, network: &Network, ui: &Ui) -> Result<Exit, Failure> {
        let did = Did::parse(&self.did).or_usage()?;
        if self.version_id.is_some() {
            return Err(Failure::usage(
                Problem::new(
                    "resolve.no_versions",
                    format!("documents of did:{} have no versions", did.method()),
                )
                .hint("leave --version-id out"),
            ));
        }
        let cache = Network::cache(&global.data_dir("resolver")?)?;
        let resolver = network.resolver(global, network.client(global), cache);
        let resolved = resolver.resolve(&did).map_err(failure)?;
        if ui.is_json() {
            ui.document(&resolution(&resolved));
        } else {
            print(&resolved, ui);
        }
        Ok(Exit::Ok)
    }
}

fn print(resolved: &Resolved, ui: &Ui) {
    let document = &resolved.document;
    ui.line(format!("{:#}", document.as_value()));
    ui.heading("Keys");
    for method in Relationship::ALL
        .into_iter()
        .flat_map(|relationship| document.methods_for(relationship))
        .fold(Vec::new(), once)
    {
        let uses: Vec<&str> = Relationship::ALL
            .into_iter()
            .filter(|relationship| document.has(*relationship, &method.id))
            .map(Relationship::name)
            .collect();
        let revoked = method.revoked.map(|time| format!(", revoked {time}"));
        ui.note(format!(
            "  {}  {}{}: {}",
            shortened(&method.id),
            method.key.algorithm(),
            revoked.unwrap_or_default(),
            uses.join(", ")
        ));
    }
    if let Origin::Cache(fetched_at) = resolved.origin {
        ui.note(format!("\nfrom the cache, fetched {fetched_at}"));
    }
}

fn once<'m>(
    mut seen: Vec<&'m crate::VerificationMethod>,
    method: &'m crate::VerificationMethod,
) -> Vec<&'m crate::VerificationMethod> {
    if !seen.iter().any(|known| known.id == method.id) {
        seen.push(method);
    }
    seen
}

/// A fragment is enough beside the document.
fn shortened(id: &DidUrl) -> String {
    match id.fragment() {
        Some(fragment) => format!("#{fragment}"),
        None => id.to_string(),
    }
}

/// No such DID is an answer; a DID that cannot be one is wrong input; the rest is the network's.
fn failure(error: ResolveError) -> Failure {
    match error {
        ResolveError::InvalidDid { .. } | ResolveError::MethodNotSupported(_) => {
            Failure::usage(error)
        }
        ResolveError::NotFound(_) | ResolveError::Json { .. } | ResolveError::Document { .. } => {
            Failure::negative(error)
        }
        ResolveError::Fetch { .. } => Failure::environment(error),
    }
}
