//! The command line of `dbp-wallet`, one file a command.

mod backup;
mod did;
mod init;
mod list;
mod network;
mod present;
mod receive;
mod restore;
mod show;
mod transfer;

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use did_resolver::commands::Network;
use jiff::Timestamp;
use platform::cli::{Completions, STYLES};
use platform::{Exit, Failure, Global, Passphrase, Program, Ui};

use self::network::World;
use crate::wallet::{Unlocked, Wallet};

/// Hold battery passports and events, show to each reader what it may see, and take batteries over
///
/// Keys and credentials are sealed under a passphrase in one data folder: see --data-dir. The passphrase is asked for,
/// or read from the file that DBP_PASSPHRASE_FILE names. The first command is `init`.
#[derive(Debug, Parser)]
#[command(name = "dbp-wallet", version, styles = STYLES, propagate_version = true)]
pub struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(flatten)]
    network: Network,
    /// Also know the JSON-LD contexts in this folder, which has an index.json of URL to file; none is ever fetched
    #[arg(long, global = true, value_name = "DIR")]
    contexts: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Init),
    Did(did::ShowDid),
    Receive(receive::Receive),
    List(list::List),
    Show(show::Show),
    Present(present::Present),
    Transfer(transfer::Transfer),
    Backup(backup::Backup),
    Restore(restore::Restore),
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
    let world = World::new(cli.network, cli.contexts.as_deref(), global)?;
    match cli.command {
        Command::Init(command) => command.run(global, ui),
        Command::Did(command) => command.run(global, ui),
        Command::Receive(command) => command.run(&world, global, ui),
        Command::List(command) => command.run(global, ui),
        Command::Show(command) => command.run(global, ui),
        Command::Present(command) => command.run(global, ui),
        Command::Transfer(command) => command.run(&world, global, ui),
        Command::Backup(command) => command.run(global, ui),
        Command::Restore(command) => command.run(global, ui),
        Command::Completions(command) => {
            command.print::<Cli>(ui);
            Ok(Exit::Ok)
        }
    }
}

/// The wallet of the data folder; asks for its passphrase.
fn unlock(global: &Global) -> Result<Unlocked, Failure> {
    let wallet = open(global)?;
    Ok(wallet.unlock(&Passphrase::ask("Passphrase of the wallet")?)?)
}

/// The wallet of the data folder, locked.
fn open(global: &Global) -> Result<Wallet, Failure> {
    Ok(Wallet::open(&global.data_dir(BINARY)?)?)
}

/// Now, in whole seconds.
fn now() -> Timestamp {
    let now = Timestamp::now();
    // Never rounded up: what begins to hold in half a second is not valid yet for a reader who looks now.
    Timestamp::from_second(now.as_second()).unwrap_or(now)
}

/// Names the folder below the platform's data folder.
const BINARY: &str = "wallet";
