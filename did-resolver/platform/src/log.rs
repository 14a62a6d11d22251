//! Logs on standard error. Secrets, disclosures and tokens are never logged at any level.

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::time::FormatTime;

/// Starts the log: warnings, or with `-v` what our crates do, `-vv` their detail, `-vvv` everything. `DBP_LOG` (the
/// syntax of `RUST_LOG`) overrides it. A second call changes nothing.
pub fn start(verbose: u8, quiet: bool) {
    let filter = match std::env::var("DBP_LOG") {
        Ok(filter) => EnvFilter::new(filter),
        Err(_) => EnvFilter::new(directives(verbose, quiet)),
    };
    let colour = crate::ui::colour_wanted(&std::io::stderr());
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(colour)
        .with_target(verbose > 1)
        .with_timer(Clock);
    // An error means that the process already has a log, as in tests.
    let _ = log.try_init();
}

fn directives(verbose: u8, quiet: bool) -> &'static str {
    match (verbose, quiet) {
        (0, true) => "error",
        (0, false) => "warn",
        (1, _) => {
            "warn,credentials=info,platform=info,did_resolver=info,verifier=info,issuer=info,wallet_cli=info,http=info"
        }
        (2, _) => {
            "info,credentials=debug,platform=debug,did_resolver=debug,verifier=debug,issuer=debug,wallet_cli=debug,http=debug"
        }
        _ => "trace",
    }
}

/// Seconds since the epoch with milliseconds: enough to sort by, and the process needs no time zone.
struct Clock;

impl FormatTime for Clock {
    fn format_time(
        &self,
        writer: &mut tracing_subscriber::fmt::format::Writer<'_>,
    ) -> std::fmt::Result {
        write!(writer, "{:.3}", jiff::Timestamp::now())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_is_a_valid_filter() {
        for (verbose, quiet) in [(0, true), (0, false), (1, false), (2, false), (3, false)] {
            assert!(EnvFilter::try_new(directives(verbose, quiet)).is_ok());
        }
    }
}
