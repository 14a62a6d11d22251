//! Makes our interop vectors, and drives other implementations with them.

use std::process::ExitCode;

use clap::Parser;
use tests::vectors::commands::Vectors;

fn main() -> ExitCode {
    match Vectors::parse().run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}
