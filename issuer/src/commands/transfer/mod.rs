mod answer;
mod list;
mod offer;
mod order;
mod reissue;
mod withdraw;

use std::sync::Arc;

use did_resolver::commands::Network;
use jiff::Timestamp;
use platform::{Exit, Failure, Global, Ui};
use verifier::Environment;
use verifier::environment::Online;

use super::BINARY;

/// Hand a battery to another operator: offer, acceptance, re-issue (Art. 77(7))
///
/// The offer goes to the new operator, who accepts it in its wallet; once the acceptance is recorded here, `reissue`
/// issues the passport again for the new operator and marks the old one as transferred. Give its bundle to the new
/// operator. Where an operator is gone, an authority's `order` takes the place of its offer (Art. 78).
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbp-issuer transfer offer VC77-0001234 --to did:key:z6Mk... -o offer.json
  dbp-wallet transfer accept offer.json -o acceptance.json        (the new operator)
  dbp-issuer transfer accept acceptance.json
  dbp-issuer transfer reissue acceptance.json -o bundle.json
  dbp-wallet receive bundle.json                                  (the new operator)")]
pub struct Transfer {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    Offer(offer::Offer),
    Accept(answer::Accept),
    Reissue(reissue::Reissue),
    Reject(answer::Reject),
    Withdraw(withdraw::Withdraw),
    Order(order::Order),
    List(list::List),
}

impl Transfer {
    pub fn run(self, global: &Global, ui: &Ui) -> Result<Exit, Failure> {
        match self.verb {
            Verb::Offer(command) => command.run(global, ui),
            Verb::Accept(command) => command.run(global, ui),
            Verb::Reissue(command) => command.run(global, ui),
            Verb::Reject(command) => command.run(global, ui),
            Verb::Withdraw(command) => command.run(global, ui),
            Verb::Order(command) => command.run(global, ui),
            Verb::List(command) => command.run(global, ui),
        }
    }
}

/// Where the DID documents of other operators come from.
pub(super) fn environment(network: &Network, global: &Global) -> Environment {
    let (client, global) = (network.client(global), global.clone());
    Online::new(
        Arc::clone(&client),
        move || global.data_dir(BINARY),
        Timestamp::now(),
    )
    .environment()
}

/// Larger than any offer or answer.
const LARGEST: usize = 4 << 20;
