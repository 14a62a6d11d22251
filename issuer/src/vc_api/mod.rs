//! The VC-API as the W3C test suites call it: issuing and verifying over HTTP, one address prefix for each way to sign,
//! so that they can be tested side by side. Off unless `serve --vc-api` is given.
//!
//! What is judged is judged by the one model and the one verifier; here is only the conversation. What is signed is
//! signed with keys that are nobody's: see `keys.rs`.

mod access;
mod answer;
mod derive;
mod issue;
mod keys;
mod prefix;
mod request;
mod routes;
mod sign;
mod status;
mod verify;
mod world;

use std::sync::Arc;

pub use access::Token;
pub use routes::router;

use crate::{Error, Issuer};
use prefix::Prefix;

/// An issuer and a key for each prefix. Cheap to clone.
#[derive(Debug, Clone)]
pub struct VcApi {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    issuer: Arc<Issuer>,
    prefixes: Vec<Prefix>,
}

impl VcApi {
    /// Opens the keys, or makes those that are missing. The issuer must be unlocked.
    pub fn open(issuer: Arc<Issuer>) -> Result<Self, Error> {
        let prefixes = keys::open(&issuer)?;
        Ok(Self {
            shared: Arc::new(Shared { issuer, prefixes }),
        })
    }

    fn issuer(&self) -> &Issuer {
        &self.shared.issuer
    }

    fn prefixes(&self) -> &[Prefix] {
        &self.shared.prefixes
    }

    fn prefix(&self, name: &str) -> Option<&Prefix> {
        self.prefixes().iter().find(|prefix| prefix.name == name)
    }
}
