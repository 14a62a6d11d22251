//! Where a command gets DID documents and status lists: the network and the cache, or a bundle.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use did_resolver::guard::{self, Client};
use jiff::Timestamp;
use platform::{Failure, Global, OrFail};

use crate::environment::{Bundle, Environment, Online, context_folder};

/// Arguments about where things come from.
#[derive(Debug, clap::Args)]
pub(super) struct Sources {
    /// Take DID documents and status lists from this file, and nothing from the network
    #[arg(long, value_name = "FILE")]
    bundle: Option<PathBuf>,
    /// Also know the JSON-LD contexts in this folder, which has an index.json of URL to file; none is ever fetched
    #[arg(long, value_name = "DIR")]
    contexts: Option<PathBuf>,
    /// Also follow http links and loopback addresses, for trying things out on one machine
    #[arg(long)]
    allow_loopback: bool,
}

impl Sources {
    /// The one client of this run; nothing is set up before it is used.
    pub fn client(&self, global: &Global) -> Arc<Client> {
        Arc::new(Client::new(guard::Policy {
            loopback: self.allow_loopback,
            offline: global.offline || self.bundle.is_some(),
            ..guard::Policy::default()
        }))
    }

    /// Where DID documents and status lists come from.
    pub fn environment(
        &self,
        global: &Global,
        client: &Arc<Client>,
        now: Timestamp,
    ) -> Result<Environment, Failure> {
        let mut environment = match &self.bundle {
            Some(file) => from_bundle(file)?,
            None => {
                let global = global.clone();
                let folder = move || global.data_dir("verifier");
                Online::new(Arc::clone(client), folder, now).environment()
            }
        };
        if let Some(folder) = &self.contexts {
            environment.contexts = context_folder::read(folder)?;
        }
        Ok(environment)
    }
}

fn from_bundle(file: &Path) -> Result<Environment, Failure> {
    let text = platform::input::read(file, Bundle::MAX_BYTES)?;
    let bundle = Bundle::parse(&text)
        .or_usage()
        .map_err(|failure| failure.in_file(file))?;
    Ok(bundle.environment())
}
