//! Why something was not fetched.

use std::net::IpAddr;
use std::time::Duration;

use credentials::Coded;
use url::Url;

/// A request that was not made, or an answer that is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// The network may not be used.
    #[error("{url} is not in the cache, and the network may not be used")]
    Offline {
        /// What was wanted.
        url: Url,
    },
    /// Not an address that is followed.
    #[error("expected {expected}, found {url}")]
    Url {
        /// The address.
        url: String,
        /// What it should be.
        expected: &'static str,
    },
    /// Not https.
    #[error("expected an https address, found {url}")]
    NotHttps {
        /// The address.
        url: Url,
    },
    /// An address inside a network, or of no machine.
    #[error("{host} leads to {address}, {kind}, where nothing is fetched from")]
    Refused {
        /// The host.
        host: String,
        /// Where its name leads.
        address: IpAddr,
        /// What kind of address that is.
        kind: &'static str,
    },
    /// A name without addresses.
    #[error("the host {host} was not found: {reason}")]
    UnknownHost {
        /// The host.
        host: String,
        /// What the machine says.
        reason: String,
    },
    /// A redirect that leaves the host.
    #[error(
        "expected an answer or a redirect on the same host, found a redirect from {from} to {to}"
    )]
    Redirect {
        /// Where it was found.
        from: Url,
        /// Where it leads.
        to: String,
    },
    /// Redirects without end.
    #[error("too many redirects, the last to {url}")]
    TooManyRedirects {
        /// The last target.
        url: Url,
    },
    /// Not 2xx.
    #[error("{url} answers with status {status}")]
    Status {
        /// The status.
        status: u16,
        /// The address.
        url: Url,
    },
    /// Longer than allowed.
    #[error("expected at most {limit} bytes from {url}, found more")]
    TooLarge {
        /// Bytes allowed.
        limit: usize,
        /// The address.
        url: Url,
    },
    /// Not in time.
    #[error("{url} did not answer within {} seconds", timeout.as_secs_f32())]
    Timeout {
        /// The time it had.
        timeout: Duration,
        /// The address.
        url: Url,
    },
    /// No connection, or one that broke.
    #[error("{url} cannot be reached: {reason}")]
    Unreachable {
        /// The address.
        url: Url,
        /// What the machine says.
        reason: String,
    },
    /// The machine cannot make secure connections.
    #[error("cannot set up secure connections: {reason}")]
    NoClient {
        /// What the machine says.
        reason: String,
    },
}

impl Coded for FetchError {
    fn code(&self) -> &'static str {
        match self {
            Self::Offline { .. } => "fetch.offline",
            Self::Url { .. } => "fetch.url",
            Self::NotHttps { .. } => "fetch.not_https",
            Self::Refused { .. } => "fetch.refused_address",
            Self::UnknownHost { .. } => "fetch.unknown_host",
            Self::Redirect { .. } => "fetch.redirect",
            Self::TooManyRedirects { .. } => "fetch.too_many_redirects",
            Self::Status { .. } => "fetch.status",
            Self::TooLarge { .. } => "fetch.too_large",
            Self::Timeout { .. } => "fetch.timeout",
            Self::Unreachable { .. } => "fetch.unreachable",
            Self::NoClient { .. } => "fetch.no_client",
        }
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Offline { .. } => "run it once without --offline, so that it is kept",
            Self::NotHttps { .. } => {
                "to try things out on this machine, pass --allow-loopback: it follows http://localhost"
            }
            Self::Refused { address, .. } if address.is_loopback() => {
                "to try things out on this machine, pass --allow-loopback"
            }
            Self::Status {
                status: 404 | 410, ..
            } => "there is nothing at this address: check it, or ask whoever gave it to you",
            Self::NoClient { .. } => "install the machine's certificates, such as ca-certificates",
            _ => return None,
        };
        Some(hint.into())
    }
}
