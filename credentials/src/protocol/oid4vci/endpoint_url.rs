//! URLs that codes, tokens and credentials travel to.

use std::fmt;

use serde::{Deserialize, Serialize};
use url::{Host, Url};

use super::MessageError;

/// The URL of an endpoint: `https`, no user name. Plain `http` is taken on loopback only, where nothing leaves the
/// machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EndpointUrl(pub(super) Url);

impl EndpointUrl {
    /// Parses the URL.
    pub fn parse(text: &str) -> Result<Self, MessageError> {
        let refused = |expected| MessageError::Url {
            url: text.to_owned(),
            expected,
        };
        let url = Url::parse(text).map_err(|_| refused("an absolute URL"))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refused("a URL without a user name"));
        }
        match url.scheme() {
            "https" => Ok(Self(url)),
            "http" if is_loopback(&url) => Ok(Self(url)),
            _ => Err(refused("an https URL (http on loopback only)")),
        }
    }

    /// The URL as text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The URL.
    pub fn as_url(&self) -> &Url {
        &self.0
    }
}

impl fmt::Display for EndpointUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl TryFrom<String> for EndpointUrl {
    type Error = MessageError;

    fn try_from(text: String) -> Result<Self, MessageError> {
        Self::parse(&text)
    }
}

impl From<EndpointUrl> for String {
    fn from(url: EndpointUrl) -> Self {
        url.0.into()
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
