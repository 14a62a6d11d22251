//! Where an issuer is found: the one URL that all its endpoints hang from.

use std::fmt;

use serde::{Deserialize, Serialize};
use url::Url;

use super::{EndpointUrl, MessageError};

/// A Credential Issuer Identifier (section 12.2.1): `https`, no query, no fragment, no user name. Plain `http` is
/// taken on loopback only, where nothing leaves the machine. Kept as written, because it is compared as a string.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IssuerUrl {
    written: String,
    url: Url,
}

impl IssuerUrl {
    /// Parses the identifier.
    pub fn parse(text: &str) -> Result<Self, MessageError> {
        let EndpointUrl(url) = EndpointUrl::parse(text)?;
        if url.query().is_some() || url.fragment().is_some() {
            return Err(MessageError::Url {
                url: text.to_owned(),
                expected: "an issuer without query and fragment",
            });
        }
        Ok(Self {
            written: text.to_owned(),
            url,
        })
    }

    /// The identifier as written.
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// Where the issuer's metadata is (section 12.2.2).
    pub fn metadata_url(&self) -> Url {
        self.well_known("openid-credential-issuer")
    }

    /// Where the metadata of the authorization server of this name is (RFC 8414 section 3).
    pub fn authorization_server_metadata_url(&self) -> Url {
        self.well_known("oauth-authorization-server")
    }

    /// The URL of an endpoint below the identifier, such as `token`.
    pub fn endpoint(&self, path: &str) -> EndpointUrl {
        let mut url = self.url.clone();
        url.set_path(&format!("{}/{path}", self.url.path().trim_end_matches('/')));
        EndpointUrl(url)
    }

    /// The well-known name goes between host and path.
    fn well_known(&self, name: &str) -> Url {
        let mut url = self.url.clone();
        let path = self.url.path().trim_end_matches('/');
        url.set_path(&format!("/.well-known/{name}{path}"));
        url
    }
}

impl fmt::Display for IssuerUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

impl TryFrom<String> for IssuerUrl {
    type Error = MessageError;

    fn try_from(text: String) -> Result<Self, MessageError> {
        Self::parse(&text)
    }
}

impl From<IssuerUrl> for String {
    fn from(issuer: IssuerUrl) -> Self {
        issuer.written
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_well_known_name_goes_between_host_and_path() {
        for (issuer, expected) in [
            (
                "https://issuer.example.com/tenant",
                "https://issuer.example.com/.well-known/openid-credential-issuer/tenant",
            ),
            (
                "https://tenant.issuer.example.com",
                "https://tenant.issuer.example.com/.well-known/openid-credential-issuer",
            ),
            (
                "http://127.0.0.1:8080/",
                "http://127.0.0.1:8080/.well-known/openid-credential-issuer",
            ),
        ] {
            let issuer = IssuerUrl::parse(issuer).unwrap();
            assert_eq!(issuer.metadata_url().as_str(), expected);
        }
    }

    #[test]
    fn endpoints_hang_below_the_path() {
        let issuer = IssuerUrl::parse("https://example.com/acme").unwrap();
        assert_eq!(
            issuer.endpoint("token").as_str(),
            "https://example.com/acme/token"
        );
        let issuer = IssuerUrl::parse("https://example.com").unwrap();
        assert_eq!(
            issuer.endpoint("token").as_str(),
            "https://example.com/token"
        );
    }

    #[test]
    fn an_issuer_that_could_leak_a_code_is_refused() {
        for text in [
            "http://issuer.example",
            "http://localhost.evil.example",
            "http://10.0.0.1",
            "https://user@issuer.example",
            "https://issuer.example/?a=b",
            "https://issuer.example/#a",
            "ftp://issuer.example",
            "issuer.example",
            "",
        ] {
            assert!(IssuerUrl::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_identifier_is_kept_as_written() {
        let issuer = IssuerUrl::parse("https://Issuer.example").unwrap();
        assert_eq!(issuer.as_str(), "https://Issuer.example");
        assert_eq!(
            serde_json::to_string(&issuer).unwrap(),
            "\"https://Issuer.example\""
        );
    }
}
