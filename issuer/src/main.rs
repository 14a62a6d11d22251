//! `dbp-issuer`: Making, keeping and publishing battery passport credentials.

use std::process::ExitCode;

fn main() -> ExitCode {
    platform::cli::run(issuer::commands::run)
}
