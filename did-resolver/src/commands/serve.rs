//! `dbp-resolver serve`

use std::net::SocketAddr;
use std::sync::Arc;

use platform::serve::Service;
use platform::{Exit, Failure, Global, Ui};

use super::Network;
use crate::service::router;

/// Answer GET /1.0/identifiers/{did}, the HTTP binding of DID Resolution
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbp-resolver serve
  curl http://127.0.0.1:8083/1.0/identifiers/did:web:example.com
  curl -H 'Accept: application/did' http://127.0.0.1:8083/1.0/identifiers/did:web:example.com")]
pub struct Serve {
    /// Address and port to listen on
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8083")]
    listen: SocketAddr,
}

impl Serve {
    pub(super) fn run(self, global: &Global, network: &Network, ui: &Ui) -> Result<Exit, Failure> {
        let cache = Network::cache(&global.data_dir("resolver")?)?;
        let resolver = network.resolver(global, network.client(global), cache);
        Service::new(router(Arc::new(resolver))).run(self.listen, ui)
    }
}
