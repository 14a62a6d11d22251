//! What an issuer says of itself and of the credentials it gives (section 12.2).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::error::read;
use super::{EndpointUrl, IssuerUrl, MessageError};

/// The metadata at `/.well-known/openid-credential-issuer`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IssuerMetadata {
    /// The issuer's own name: the URL that it was asked under.
    pub credential_issuer: IssuerUrl,
    /// Where tokens come from, when the issuer does not give them itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authorization_servers: Vec<IssuerUrl>,
    /// Where credentials are fetched.
    pub credential_endpoint: EndpointUrl,
    /// Where the challenge for a key proof is fetched; absent when proofs need none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nonce_endpoint: Option<EndpointUrl>,
    /// Where the wallet says what became of a credential.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notification_endpoint: Option<EndpointUrl>,
    /// The issuer's name for people.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub display: Vec<Display>,
    /// The credentials, by configuration id.
    pub credential_configurations_supported: BTreeMap<String, CredentialConfiguration>,
}

/// One kind of credential that an issuer gives.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CredentialConfiguration {
    /// How the credential is written and secured.
    pub format: Format,
    /// The scope to ask for in an authorization request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// Which forms of the holder's key a credential can be bound to: `jwk`, `did:key`, ...
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cryptographic_binding_methods_supported: Vec<String>,
    /// What the issuer signs with: JOSE names or cryptosuites (numbers in formats that we do not speak).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub credential_signing_alg_values_supported: Vec<Value>,
    /// The key proofs it takes, by proof type.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub proof_types_supported: BTreeMap<String, ProofType>,
    /// The types of a W3C credential.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credential_definition: Option<CredentialDefinition>,
    /// The type of an IETF SD-JWT VC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vct: Option<String>,
    /// How to show the credential. Wallets tell a 1.0 issuer from an earlier draft by its presence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credential_metadata: Option<CredentialMetadata>,
}

/// The format of a credential (appendix A).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Format {
    /// A W3C credential as SD-JWT (VC-JOSE-COSE section 3.2); the response holds a string.
    VcSdJwt,
    /// An IETF SD-JWT VC; the response holds a string.
    DcSdJwt,
    /// A W3C credential with a Data Integrity proof; the response holds an object.
    LdpVc,
    /// A W3C credential as JWT; the response holds a string.
    JwtVcJson,
    /// A format that this library does not know.
    Other(String),
}

impl Format {
    /// The identifier on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::VcSdJwt => "vc+sd-jwt",
            Self::DcSdJwt => "dc+sd-jwt",
            Self::LdpVc => "ldp_vc",
            Self::JwtVcJson => "jwt_vc_json",
            Self::Other(other) => other,
        }
    }
}

impl From<String> for Format {
    fn from(text: String) -> Self {
        let known = [Self::VcSdJwt, Self::DcSdJwt, Self::LdpVc, Self::JwtVcJson];
        let found = known.into_iter().find(|format| format.as_str() == text);
        found.unwrap_or(Self::Other(text))
    }
}

impl From<Format> for String {
    fn from(format: Format) -> Self {
        format.as_str().to_owned()
    }
}

/// What the issuer asks of one proof type.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProofType {
    /// JOSE names of the algorithms.
    pub proof_signing_alg_values_supported: Vec<String>,
    /// Present when keys must be attested by the wallet's maker, which ours cannot do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_attestations_required: Option<Value>,
}

/// The types of a W3C credential.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CredentialDefinition {
    /// The JSON-LD contexts.
    #[serde(rename = "@context", default, skip_serializing_if = "Vec::is_empty")]
    pub context: Vec<String>,
    /// The types.
    #[serde(rename = "type")]
    pub types: Vec<String>,
}

/// How a wallet shows a credential.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CredentialMetadata {
    /// Names, by language.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub display: Vec<Display>,
    /// Names of claims, in the order to show them (appendix B).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<Value>,
}

/// A name in one language.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Display {
    /// The name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The language (BCP 47).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// What the credential is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

impl IssuerMetadata {
    /// Reads the metadata that was fetched for `expected`; section 12.2.4: the names must be the same.
    pub fn parse(body: &[u8], expected: &IssuerUrl) -> Result<Self, MessageError> {
        let metadata: Self = read("issuer metadata", body)?;
        if metadata.credential_issuer.as_str() != expected.as_str() {
            return Err(MessageError::OtherIssuer {
                expected: expected.to_string(),
                found: metadata.credential_issuer.to_string(),
            });
        }
        Ok(metadata)
    }

    /// The body.
    pub fn to_json(&self) -> String {
        serde_json::json!(self).to_string()
    }

    /// The configuration of this id.
    pub fn configuration(&self, id: &str) -> Result<&CredentialConfiguration, MessageError> {
        let found = self.credential_configurations_supported.get(id);
        found.ok_or_else(|| MessageError::UnknownConfiguration(id.to_owned()))
    }

    /// The authorization server to trade a code at: the one the offer hints at if it is listed, else the first
    /// listed, else the issuer itself. A hint that is not listed is refused, as section 12.2.4 asks.
    pub fn authorization_server(
        &self,
        hint: Option<&IssuerUrl>,
    ) -> Result<&IssuerUrl, MessageError> {
        match hint {
            None => Ok(self
                .authorization_servers
                .first()
                .unwrap_or(&self.credential_issuer)),
            Some(hint) => {
                let found = self
                    .authorization_servers
                    .iter()
                    .find(|server| *server == hint);
                found.ok_or_else(|| MessageError::Url {
                    url: hint.to_string(),
                    expected: "an authorization server that the issuer lists",
                })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn metadata() -> Value {
        json!({
            "credential_issuer": "https://acme.example",
            "credential_endpoint": "https://acme.example/credential",
            "credential_configurations_supported": {
                "passport": {
                    "format": "vc+sd-jwt",
                    "credential_definition": {"type": ["VerifiableCredential", "DigitalBatteryPassport"]},
                    "credential_metadata": {"display": [{"name": "Battery passport", "locale": "en"}]}
                },
                "mdoc": {
                    "format": "mso_mdoc",
                    "doctype": "org.iso.18013.5.1.mDL",
                    "credential_signing_alg_values_supported": [-7, -9]
                }
            }
        })
    }

    #[test]
    fn metadata_with_formats_of_others_reads_and_survives() {
        let issuer = IssuerUrl::parse("https://acme.example").unwrap();
        let read = IssuerMetadata::parse(metadata().to_string().as_bytes(), &issuer).unwrap();
        assert_eq!(
            read.configuration("passport").unwrap().format,
            Format::VcSdJwt
        );
        assert_eq!(
            read.configuration("mdoc").unwrap().format,
            Format::Other("mso_mdoc".into())
        );
        assert!(read.configuration("other").is_err());
        assert_eq!(
            IssuerMetadata::parse(read.to_json().as_bytes(), &issuer).unwrap(),
            read
        );
    }

    #[test]
    fn metadata_of_another_issuer_is_refused() {
        let other = IssuerUrl::parse("https://acme.example/").unwrap();
        let error = IssuerMetadata::parse(metadata().to_string().as_bytes(), &other).unwrap_err();
        assert!(
            matches!(error, MessageError::OtherIssuer { .. }),
            "no normalisation"
        );
    }

    #[test]
    fn a_token_endpoint_elsewhere_must_be_listed() {
        let issuer = IssuerUrl::parse("https://acme.example").unwrap();
        let mut read = IssuerMetadata::parse(metadata().to_string().as_bytes(), &issuer).unwrap();
        assert_eq!(read.authorization_server(None).unwrap(), &issuer);
        let other = IssuerUrl::parse("https://login.example").unwrap();
        assert!(read.authorization_server(Some(&other)).is_err());
        read.authorization_servers.push(other.clone());
        assert_eq!(read.authorization_server(Some(&other)).unwrap(), &other);
    }

    #[test]
    fn an_endpoint_without_tls_is_refused() {
        let mut text = metadata();
        text["credential_endpoint"] = json!("http://acme.example/credential");
        let issuer = IssuerUrl::parse("https://acme.example").unwrap();
        assert!(IssuerMetadata::parse(text.to_string().as_bytes(), &issuer).is_err());
    }
}
