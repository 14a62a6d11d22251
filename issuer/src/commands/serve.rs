use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use credentials::Problem;
use platform::serve::Service;
use platform::{Exit, Failure, Global, Ui};

use crate::vc_api::{self, Token, VcApi};
use crate::{Issuer, service};

/// Serve passports at the addresses on the labels, status lists, the DID document, and credential offers
///
/// TLS is the business of the proxy in front. What is served is public but for credential offers, which need their
/// code; it may be cached as its headers say, and `publish` writes the same as plain files.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbp-issuer serve
  dbp-issuer serve --listen 0.0.0.0:8443
  dbp-issuer serve --vc-api")]
pub struct Serve {
    /// Address and port to listen on
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDR")]
    listen: SocketAddr,
    /// Also let callers issue and verify through the VC-API, with keys that are not the operator's
    #[arg(long)]
    vc_api: bool,
    /// File with the bearer token for the VC-API; needed where other machines can connect
    #[arg(long, value_name = "FILE", requires = "vc_api")]
    vc_api_token: Option<PathBuf>,
}

impl Serve {
    pub fn run(self, global: &Global, ui: &Ui) -> Result<Exit, Failure> {
        // Before anybody is asked for a passphrase.
        let token = self.token()?;
        let issuer = Arc::new(super::unlock(global)?);
        ui.note(format!(
            "{} publishes at {}",
            issuer.identity().name,
            issuer.base_url()
        ));
        let mut router = service::router(Arc::clone(&issuer))?;
        if self.vc_api {
            router = router.merge(vc_api::router(VcApi::open(Arc::clone(&issuer))?, token));
            ui.note("the VC-API signs with keys of its own, at /vc-api/SUITE/credentials/issue");
        }
        let ready = move || Issuer::store(&issuer).identity().map(drop);
        Service::new(router)
            .ready(move || ready().map_err(Problem::from))
            .run(self.listen, ui)
    }

    /// The token of the file; none only where no other machine can connect.
    fn token(&self) -> Result<Option<Token>, Failure> {
        if let Some(file) = &self.vc_api_token {
            let bytes = platform::input::read(file, MAX_TOKEN)?;
            let token = Token::new(&String::from_utf8_lossy(&bytes));
            return match token {
                Ok(token) => Ok(Some(token)),
                Err(problem) => Err(Failure::usage(problem).in_file(file.display().to_string())),
            };
        }
        if self.vc_api && !self.listen.ip().is_loopback() {
            let problem = Problem::new(
                "vc_api.no_token",
                format!(
                    "{} is open to other machines, which could sign there",
                    self.listen
                ),
            )
            .hint("give the file with a bearer token as --vc-api-token, or listen on 127.0.0.1");
            return Err(Failure::usage(problem));
        }
        Ok(None)
    }
}

/// Bytes of a token file.
const MAX_TOKEN: usize = 4096;
