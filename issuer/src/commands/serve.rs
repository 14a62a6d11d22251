use std::net::SocketAddr;
use std::sync::Arc;

use platform::serve::Service;
use platform::{Exit, Failure, Global, Ui};

use crate::service;

/// Serve passports at the addresses on the labels, status lists, the DID document, and credential offers
///
/// TLS is the business of the proxy in front. What is served is public but for credential offers, which need their
/// code; it may be cached as its headers say, and `publish` writes the same as plain files.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbp-issuer serve
  dbp-issuer serve --listen 0.0.0.0:8443")]
pub struct Serve {
    /// Address and port to listen on
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDR")]
    listen: SocketAddr,
}

impl Serve {
    pub fn run(self, global: &Global, ui: &Ui) -> Result<Exit, Failure> {
        let issuer = Arc::new(super::unlock(global)?);
        ui.note(format!(
            "{} publishes at {}",
            issuer.identity().name,
            issuer.base_url()
        ));
        let router = service::router(Arc::clone(&issuer))?;
        Service::new(router)
            .ready(move || match issuer.store().identity() {
                Ok(_) => Ok(()),
                Err(error) => Err(error.into()),
            })
            .run(self.listen, ui)
    }
}
