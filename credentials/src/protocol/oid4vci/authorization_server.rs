//! What an authorization server says of itself (RFC 8414, section 12.3).

use serde::{Deserialize, Serialize};

use super::error::read;
use super::{EndpointUrl, IssuerUrl, MessageError, PRE_AUTHORIZED_CODE_GRANT};

/// The metadata at `/.well-known/oauth-authorization-server`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorizationServerMetadata {
    /// The server's own name: the URL that it was asked under.
    pub issuer: IssuerUrl,
    /// Where codes become tokens.
    pub token_endpoint: EndpointUrl,
    /// Which grants it takes.
    #[serde(default)]
    pub grant_types_supported: Vec<String>,
    /// How clients authenticate; `none` here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub token_endpoint_auth_methods_supported: Vec<String>,
    /// Which kinds of authorization details it understands.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authorization_details_types_supported: Vec<String>,
    /// RFC 8414 asks for it; empty, because there is no authorization endpoint.
    #[serde(default)]
    pub response_types_supported: Vec<String>,
    /// Whether a code is taken from a client that does not name itself.
    #[serde(rename = "pre-authorized_grant_anonymous_access_supported", default)]
    pub anonymous_access: bool,
}

impl AuthorizationServerMetadata {
    /// The metadata of a server that only takes pre-authorized codes, from anyone who holds one.
    pub fn pre_authorized_only(issuer: IssuerUrl) -> Self {
        Self {
            token_endpoint: issuer.endpoint("token"),
            issuer,
            grant_types_supported: vec![PRE_AUTHORIZED_CODE_GRANT.into()],
            token_endpoint_auth_methods_supported: vec!["none".into()],
            authorization_details_types_supported: vec!["openid_credential".into()],
            response_types_supported: Vec::new(),
            anonymous_access: true,
        }
    }

    /// Reads the metadata that was fetched for `expected`; RFC 8414 section 3.3: the names must be the same.
    pub fn parse(body: &[u8], expected: &IssuerUrl) -> Result<Self, MessageError> {
        let metadata: Self = read("authorization server metadata", body)?;
        if metadata.issuer.as_str() != expected.as_str() {
            return Err(MessageError::OtherIssuer {
                expected: expected.to_string(),
                found: metadata.issuer.to_string(),
            });
        }
        Ok(metadata)
    }

    /// The body.
    pub fn to_json(&self) -> String {
        serde_json::json!(self).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_metadata_of_another_server_is_refused() {
        let ours = IssuerUrl::parse("https://a.example").unwrap();
        let body = AuthorizationServerMetadata::pre_authorized_only(ours.clone()).to_json();
        let read = AuthorizationServerMetadata::parse(body.as_bytes(), &ours).unwrap();
        assert_eq!(read.token_endpoint.as_str(), "https://a.example/token");
        let other = IssuerUrl::parse("https://b.example").unwrap();
        let error = AuthorizationServerMetadata::parse(body.as_bytes(), &other).unwrap_err();
        assert!(matches!(error, MessageError::OtherIssuer { .. }));
    }
}
