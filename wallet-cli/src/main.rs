//! `dbp-wallet`: holding, presenting and taking over battery passports.

use std::process::ExitCode;

fn main() -> ExitCode {
    platform::cli::run(wallet_cli::commands::run)
}
