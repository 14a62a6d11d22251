//! `dbp-vectors`, one file a command.

mod drive;
mod write;

use std::process::ExitCode;

/// Interop vectors for battery passports as verifiable credentials
#[derive(Debug, clap::Parser)]
#[command(name = "dbp-vectors", version)]
pub struct Vectors {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Write(write::Write),
    Drive(drive::Drive),
}

impl Vectors {
    /// Runs the command that was typed.
    pub fn run(&self) -> anyhow::Result<ExitCode> {
        match &self.command {
            Command::Write(write) => write.run(),
            Command::Drive(drive) => drive.run(),
        }
    }
}
