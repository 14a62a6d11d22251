//! The command line of `dbp-resolver`, one file a command.

mod network;
mod resolve;
mod serve;

use clap::{Parser, Subcommand};
use platform::cli::{Completions, STYLES};
use platform::{Exit, Failure, Global, Program, Ui};

pub use network::Network;

/// From a DID to the keys that verify what it signed
///
/// did:key and did:jwk hold their own document; did:web is fetched over https from its domain, kept for a while, and
/// never from an address inside a network.
#[derive(Debug, Parser)]
#[command(name = "dbp-resolver", version, styles = STYLES, propagate_version = true, arg_required_else_help = true)]
pub struct Resolver {
    #[command(flatten)]
    global: Global,
    #[command(flatten)]
    network: Network,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Resolve(resolve::Resolve),
    Serve(serve::Serve),
    /// Print a script that completes commands in your shell
    Completions(Completions),
}

impl Program for Resolver {
    fn global(&self) -> &Global {
        &self.global
    }
}

/// Runs what the command line says.
pub fn run(program: Resolver, ui: &Ui) -> Result<Exit, Failure> {
    match program.command {
        Command::Resolve(resolve) => resolve.run(&program.global, &program.network, ui),
        Command::Serve(serve) => serve.run(&program.global, &program.network, ui),
        Command::Completions(completions) => {
            completions.print::<Resolver>(ui);
            Ok(Exit::Ok)
        }
    }
}
