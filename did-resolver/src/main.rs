//! `dbp-resolver`: from a DID to verification keys, through one guarded client.

use std::process::ExitCode;

fn main() -> ExitCode {
    platform::cli::run(did_resolver::commands::run)
}
