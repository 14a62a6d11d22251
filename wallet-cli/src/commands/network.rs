//! What a command may ask of the world: the network through the guarded client, and the wallet's cache.

use std::sync::Arc;

use did_resolver::commands::Network;
use did_resolver::guard::Client;
use jiff::Timestamp;
use platform::Global;
use verifier::Environment;
use verifier::environment::Online;

use super::BINARY;

/// The network as the arguments allow it. Nothing is set up before it is needed.
pub struct World<'g> {
    client: Arc<Client>,
    global: &'g Global,
}

impl<'g> World<'g> {
    pub fn new(network: Network, global: &'g Global) -> Self {
        Self {
            client: network.client(global),
            global,
        }
    }

    /// The guarded client.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Where DID documents and status lists come from.
    pub fn environment(&self) -> Environment {
        let global = self.global.clone();
        let folder = move || global.data_dir(BINARY);
        Online::new(Arc::clone(&self.client), folder, Timestamp::now()).environment()
    }
}
