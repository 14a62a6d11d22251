//! From a pre-authorized code to an access token (section 6).

use serde::{Deserialize, Serialize};
use url::form_urlencoded::{self, Serializer};

use super::error::read;
use super::{ErrorCode, ErrorResponse, MessageError, PRE_AUTHORIZED_CODE_GRANT};
use crate::json;

/// The form that a wallet posts to the token endpoint.
#[derive(Clone, PartialEq, Eq)]
pub struct TokenRequest {
    /// The code of the offer.
    pub pre_authorized_code: String,
    /// The transaction code, when the offer asked for one.
    pub tx_code: Option<String>,
    /// Which configurations the token is to be for, when the wallet says so.
    pub configurations: Vec<String>,
}

/// The answer with a token.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenResponse {
    /// The token.
    pub access_token: String,
    /// `Bearer`.
    pub token_type: String,
    /// Seconds until the token expires.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_in: Option<u64>,
    /// What the token is for; when present, credentials are asked for by identifier.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authorization_details: Vec<AuthorizationDetail>,
}

/// What a token is for (section 5.1.1, 6.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorizationDetail {
    /// `openid_credential`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The configuration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credential_configuration_id: Option<String>,
    /// The credentials of that configuration which the token gives access to; in responses only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub credential_identifiers: Vec<String>,
}

/// The type of authorization details that this protocol knows.
const OPENID_CREDENTIAL: &str = "openid_credential";

impl TokenRequest {
    /// Reads the form; the error is the answer to give.
    pub fn parse(form: &[u8]) -> Result<Self, ErrorResponse> {
        let invalid = |detail: &str| ErrorResponse::new(ErrorCode::InvalidRequest, detail);
        let (mut grant_type, mut code, mut tx_code, mut details) = (None, None, None, None);
        for (name, value) in form_urlencoded::parse(form) {
            let slot = match &*name {
                "grant_type" => &mut grant_type,
                "pre-authorized_code" => &mut code,
                "tx_code" => &mut tx_code,
                "authorization_details" => &mut details,
                _ => continue,
            };
            // RFC 6749 section 3.2: no parameter more than once.
            if slot.replace(value.into_owned()).is_some() {
                return Err(invalid(&format!("the parameter {name} is repeated")));
            }
        }
        match grant_type.as_deref() {
            Some(PRE_AUTHORIZED_CODE_GRANT) => (),
            Some(other) => return Err(ErrorResponse::new(ErrorCode::UnsupportedGrantType, other)),
            None => return Err(invalid("expected the parameter grant_type")),
        }
        Ok(Self {
            pre_authorized_code: code.ok_or_else(|| invalid("expected the parameter pre-authorized_code"))?,
            tx_code,
            configurations: match details {
                Some(details) => wanted_configurations(&details).ok_or_else(|| {
                    invalid("expected authorization_details of type openid_credential with credential_configuration_id")
                })?,
                None => Vec::new(),
            },
        })
    }

    /// The form, to be sent as `application/x-www-form-urlencoded`.
    pub fn to_form(&self) -> String {
        let mut form = Serializer::new(String::new());
        form.append_pair("grant_type", PRE_AUTHORIZED_CODE_GRANT);
        form.append_pair("pre-authorized_code", &self.pre_authorized_code);
        if let Some(tx_code) = &self.tx_code {
            form.append_pair("tx_code", tx_code);
        }
        if !self.configurations.is_empty() {
            let details: Vec<_> = self
                .configurations
                .iter()
                .map(AuthorizationDetail::wanted)
                .collect();
            form.append_pair(
                "authorization_details",
                &serde_json::json!(details).to_string(),
            );
        }
        form.finish()
    }
}

impl AuthorizationDetail {
    fn wanted(configuration: impl Into<String>) -> Self {
        Self {
            kind: OPENID_CREDENTIAL.into(),
            credential_configuration_id: Some(configuration.into()),
            credential_identifiers: Vec::new(),
        }
    }
}

impl TokenResponse {
    /// A bearer token that expires after this many seconds.
    pub fn bearer(access_token: String, expires_in: u64) -> Self {
        Self {
            access_token,
            token_type: "Bearer".into(),
            expires_in: Some(expires_in),
            authorization_details: Vec::new(),
        }
    }

    /// Reads the body of the answer; only bearer tokens are of use.
    pub fn parse(body: &[u8]) -> Result<Self, MessageError> {
        let response: Self = read("token response", body)?;
        if !response.token_type.eq_ignore_ascii_case("bearer") {
            return Err(MessageError::Shape {
                message: "token response",
                detail: format!(
                    "expected a bearer token, found type `{}`",
                    response.token_type
                ),
            });
        }
        Ok(response)
    }

    /// The body.
    pub fn to_json(&self) -> String {
        serde_json::json!(self).to_string()
    }

    /// How to ask for a credential of this configuration with this token: by identifier when the server gave some.
    pub fn identifier_for(&self, configuration: &str) -> Option<&str> {
        let mut details = self.authorization_details.iter();
        let detail = details
            .find(|detail| detail.credential_configuration_id.as_deref() == Some(configuration))?;
        detail.credential_identifiers.first().map(String::as_str)
    }
}

// Codes and tokens stay out of logs.
impl std::fmt::Debug for TokenRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TokenRequest").finish_non_exhaustive()
    }
}

impl std::fmt::Debug for TokenResponse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut debug = f.debug_struct("TokenResponse");
        debug
            .field("expires_in", &self.expires_in)
            .finish_non_exhaustive()
    }
}

fn wanted_configurations(text: &str) -> Option<Vec<String>> {
    let details: Vec<AuthorizationDetail> =
        serde_json::from_value(json::parse(text.as_bytes()).ok()?).ok()?;
    let configurations: Option<Vec<String>> = details
        .into_iter()
        .map(|detail| {
            detail
                .credential_configuration_id
                .filter(|_| detail.kind == OPENID_CREDENTIAL)
        })
        .collect();
    configurations.filter(|configurations| !configurations.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_survives_its_form() {
        for tx_code in [None, Some("49 35&36".to_owned())] {
            for configurations in [vec![], vec!["passport".to_owned()]] {
                let request = TokenRequest {
                    pre_authorized_code: "Spl+xl=OB".into(),
                    tx_code: tx_code.clone(),
                    configurations,
                };
                assert!(TokenRequest::parse(request.to_form().as_bytes()).unwrap() == request);
            }
        }
    }

    #[test]
    fn a_bad_form_is_answered_with_its_error() {
        let grant = format!("grant_type={PRE_AUTHORIZED_CODE_GRANT}");
        for (form, code) in [
            (String::new(), ErrorCode::InvalidRequest),
            (
                "grant_type=authorization_code&code=a".into(),
                ErrorCode::UnsupportedGrantType,
            ),
            (grant.clone(), ErrorCode::InvalidRequest),
            (
                format!("{grant}&pre-authorized_code=a&pre-authorized_code=b"),
                ErrorCode::InvalidRequest,
            ),
            (
                format!("{grant}&pre-authorized_code=a&tx_code=1&tx_code=2"),
                ErrorCode::InvalidRequest,
            ),
            (
                format!("{grant}&pre-authorized_code=a&authorization_details=[]"),
                ErrorCode::InvalidRequest,
            ),
            (
                format!(
                    "{grant}&pre-authorized_code=a&authorization_details=[{{\"type\":\"payment\"}}]"
                ),
                ErrorCode::InvalidRequest,
            ),
        ] {
            assert_eq!(
                TokenRequest::parse(form.as_bytes()).unwrap_err().error,
                code,
                "{form}"
            );
        }
    }

    #[test]
    fn the_published_response_reads() {
        let text = br#"{"access_token":"eyJhbGciOiJSUzI1NiIsInR5cCI6Ikp..sHQ","token_type":"Bearer","expires_in":86400,
            "authorization_details":[{"type":"openid_credential","credential_configuration_id":"UniversityDegreeCredential",
            "credential_identifiers":["CivilEngineeringDegree-2023","ElectricalEngineeringDegree-2023"]}]}"#;
        let response = TokenResponse::parse(text).unwrap();
        assert_eq!(
            response.identifier_for("UniversityDegreeCredential"),
            Some("CivilEngineeringDegree-2023")
        );
        assert_eq!(response.identifier_for("Other"), None);
        assert!(TokenResponse::parse(br#"{"access_token":"a","token_type":"DPoP"}"#).is_err());
        assert!(
            !format!("{response:?}").contains("eyJ"),
            "tokens stay out of logs"
        );
    }
}
