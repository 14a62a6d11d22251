//! The command line of `dbp-issuer`, one file a command.

mod contexts;
mod export;
mod import;
mod init;
mod issue;
mod keys;
mod label;
mod lint;
mod list;
mod offer;
mod publish;
mod quickstart;
mod record;
mod roles;
mod sample;
mod schema;
mod serve;
mod show;
mod status;
mod transfer;

use clap::{Parser, Subcommand};
use credentials::battery::Category;
use credentials::battery::category::CategoryError;
use platform::cli::{Completions, STYLES};
use platform::{Exit, Failure, Global, Passphrase, Program, Ui};

use crate::Issuer;
use crate::clock::now;

/// Issue EU digital battery passports and lifecycle events, keep their status, print labels, hand batteries over
///
/// Everything is kept in one data folder: see --data-dir. The first command is `init`.
#[derive(Debug, Parser)]
#[command(name = "dbp-issuer", version, styles = STYLES, propagate_version = true)]
pub struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Quickstart(quickstart::Quickstart),
    Sample(sample::Sample),
    Init(init::Init),
    Import(import::Import),
    Export(export::Export),
    Lint(lint::Lint),
    Schema(schema::Schema),
    Issue(issue::Issue),
    Record(record::Record),
    List(list::List),
    Show(show::Show),
    Status(status::Status),
    Offer(offer::Offer),
    Serve(serve::Serve),
    Publish(publish::Publish),
    Label(label::Label),
    Transfer(transfer::Transfer),
    Keys(keys::Keys),
    Roles(roles::Roles),
    Contexts(contexts::Contexts),
    /// Print a script that completes commands in your shell
    Completions(Completions),
}

impl Program for Cli {
    fn global(&self) -> &Global {
        &self.global
    }
}

/// Runs the parsed command line.
pub fn run(cli: Cli, ui: &Ui) -> Result<Exit, Failure> {
    let global = &cli.global;
    match cli.command {
        Command::Quickstart(command) => command.run(ui),
        Command::Sample(command) => command.run(ui),
        Command::Init(command) => command.run(global, ui),
        Command::Import(command) => command.run(ui),
        Command::Export(command) => command.run(global, ui),
        Command::Issue(command) => command.run(global, ui),
        Command::Lint(command) => command.run(ui),
        Command::Schema(command) => command.run(ui),
        Command::Record(command) => command.run(global, ui),
        Command::List(command) => command.run(global, ui),
        Command::Show(command) => command.run(global, ui),
        Command::Status(command) => command.run(global, ui),
        Command::Offer(command) => command.run(global, ui),
        Command::Serve(command) => command.run(global, ui),
        Command::Publish(command) => command.run(global, ui),
        Command::Label(command) => command.run(global, ui),
        Command::Transfer(command) => command.run(global, ui),
        Command::Keys(command) => command.run(global, ui),
        Command::Roles(command) => command.run(global, ui),
        Command::Contexts(command) => command.run(ui),
        Command::Completions(command) => {
            command.print::<Cli>(ui);
            Ok(Exit::Ok)
        }
    }
}

/// The issuer of the data folder, its keys locked: enough to look.
fn open(global: &Global) -> Result<Issuer, Failure> {
    Ok(Issuer::open(&global.data_dir(BINARY)?)?)
}

/// The issuer of the data folder, ready to sign; asks for the passphrase where there is one.
fn unlock(global: &Global) -> Result<Issuer, Failure> {
    let issuer = open(global)?;
    if issuer.needs_passphrase()? {
        issuer.unlock(Some(&Passphrase::ask("Passphrase of the issuer")?))?;
    } else {
        issuer.unlock(None)?;
    }
    Ok(issuer)
}

/// Reads a category of batteries that needs a passport.
fn category(name: &str) -> Result<Category, CategoryError> {
    name.parse()
}

/// Names the folder below the platform's data folder.
const BINARY: &str = "issuer";
