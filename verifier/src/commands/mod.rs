//! The commands of `dbp-verifier`, one file each.

mod bundle;
mod sources;
mod trusting;
mod verify;

pub use trusting::Trusting;

use platform::cli::{Completions, STYLES};
use platform::{Exit, Failure, Global, Program, Ui};

/// Is this credential good, and for whom?
#[derive(Debug, clap::Parser)]
#[command(name = "dbp-verifier", version, styles = STYLES, propagate_version = true, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    global: Global,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Verify(verify::Verify),
    Bundle(bundle::MakeBundle),
    /// Print a script that completes commands in your shell
    Completions(Completions),
}

impl Program for Cli {
    fn global(&self) -> &Global {
        &self.global
    }
}

/// Runs one command.
pub fn main(cli: Cli, ui: &Ui) -> Result<Exit, Failure> {
    match &cli.command {
        Command::Verify(verify) => verify.run(&cli.global, ui),
        Command::Bundle(bundle) => bundle.run(&cli.global, ui),
        Command::Completions(completions) => {
            completions.print::<Cli>(ui);
            Ok(Exit::Ok)
        }
    }
}
