//! `dbp-verifier`: Is this credential good, and for whom?

use std::process::ExitCode;

fn main() -> ExitCode {
    platform::cli::run(verifier::commands::main)
}
