//! How a command line says what the network may be used for; every binary that goes out flattens it.

use std::path::Path;
use std::sync::Arc;

use platform::{Failure, Global, OrFail};

use crate::cache::Cache;
use crate::guard::{Client, Policy};
use crate::resolve::Resolver;

/// Arguments about the network; flatten it beside [`Global`].
#[derive(Clone, Copy, Debug, Default, clap::Args)]
#[command(next_help_heading = "Global options")]
pub struct Network {
    /// Also follow http and addresses of this machine, to try things out
    #[arg(long, global = true)]
    pub allow_loopback: bool,
}

impl Network {
    /// The guarded client that these arguments allow. Nothing is set up before its first request.
    pub fn client(&self, global: &Global) -> Arc<Client> {
        Arc::new(Client::new(Policy {
            loopback: self.allow_loopback,
            offline: global.offline,
            ..Policy::default()
        }))
    }

    /// The resolver that these arguments allow, with its cache in a data folder.
    pub fn resolver(&self, global: &Global, client: Arc<Client>, cache: Arc<Cache>) -> Resolver {
        Resolver::new(client, Some(cache), global.offline)
    }

    /// The cache in a data folder.
    pub fn cache(data_dir: &Path) -> Result<Arc<Cache>, Failure> {
        Ok(Arc::new(
            Cache::open(&data_dir.join("cache.db")).or_environment()?,
        ))
    }
}
