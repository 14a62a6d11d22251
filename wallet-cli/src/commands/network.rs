//! What a command may ask of the world: the network through the guarded client, and the wallet's cache.

use std::path::Path;
use std::sync::Arc;

use credentials::context::Contexts;
use did_resolver::commands::Network;
use did_resolver::guard::Client;
use jiff::Timestamp;
use platform::{Failure, Global};
use verifier::Environment;
use verifier::environment::{Online, context_folder};

use super::BINARY;

/// The network as the arguments allow it. Nothing is set up before it is needed.
pub struct World<'g> {
    client: Arc<Client>,
    contexts: Contexts,
    global: &'g Global,
}

impl<'g> World<'g> {
    pub fn new(
        network: Network,
        contexts: Option<&Path>,
        global: &'g Global,
    ) -> Result<Self, Failure> {
        Ok(Self {
            client: network.client(global),
            contexts: match contexts {
                Some(folder) => context_folder::read(folder)?,
                None => Contexts::pinned().clone(),
            },
            global,
        })
    }

    /// The guarded client.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Where DID documents, status lists and contexts come from.
    pub fn environment(&self) -> Environment {
        let global = self.global.clone();
        let folder = move || global.data_dir(BINARY);
        let online = Online::new(Arc::clone(&self.client), folder, Timestamp::now());
        Environment {
            contexts: self.contexts.clone(),
            ..online.environment()
        }
    }
}
