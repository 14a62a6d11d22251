//! Asking for a credential and receiving it (section 8).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::error::read;
use super::{ErrorCode, ErrorResponse, MessageError};
use crate::json;

/// What a wallet posts to the credential endpoint, under its access token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialRequest {
    /// Which credential.
    pub requested: Requested,
    /// Key proofs of type `jwt`: one credential each.
    pub proofs: Vec<String>,
}

/// How the wallet names the credential it wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Requested {
    /// By a configuration of the offer.
    Configuration(String),
    /// By an identifier of the token response.
    Identifier(String),
}

impl CredentialRequest {
    /// Reads the body of a request; the error is the answer to give.
    pub fn parse(body: &[u8]) -> Result<Self, ErrorResponse> {
        let malformed =
            |detail: &str| ErrorResponse::new(ErrorCode::InvalidCredentialRequest, detail);
        let value = json::parse(body).map_err(|error| malformed(&error.to_string()))?;
        let Value::Object(members) = value else {
            return Err(malformed("expected a JSON object"));
        };
        if members.contains_key("credential_response_encryption") {
            let detail = "encrypted responses are not offered";
            return Err(ErrorResponse::new(
                ErrorCode::InvalidEncryptionParameters,
                detail,
            ));
        }
        let text = |name: &str| match members.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(malformed(&format!("expected a string in {name}"))),
        };
        let requested = match (
            text("credential_configuration_id")?,
            text("credential_identifier")?,
        ) {
            (Some(id), None) => Requested::Configuration(id),
            (None, Some(id)) => Requested::Identifier(id),
            _ => {
                return Err(malformed(
                    "expected one of credential_configuration_id and credential_identifier",
                ));
            }
        };
        Ok(Self {
            requested,
            proofs: jwt_proofs(&members)
                .map_err(|detail| ErrorResponse::new(ErrorCode::InvalidProof, detail))?,
        })
    }

    /// The body.
    pub fn to_json(&self) -> String {
        let mut body = match &self.requested {
            Requested::Configuration(id) => json!({ "credential_configuration_id": id }),
            Requested::Identifier(id) => json!({ "credential_identifier": id }),
        };
        if !self.proofs.is_empty() {
            body["proofs"] = json!({ "jwt": self.proofs });
        }
        body.to_string()
    }
}

/// The answer with credentials.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CredentialResponse {
    /// One credential for each key proof.
    #[serde(default)]
    pub credentials: Vec<IssuedCredential>,
    /// What to name in a notification about them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notification_id: Option<String>,
}

/// One credential of a response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IssuedCredential {
    /// A string or an object, as the format says.
    pub credential: Value,
}

impl CredentialResponse {
    /// Reads the body of the answer. A response that puts the wallet off (`transaction_id`) is not one we ask for.
    pub fn parse(body: &[u8]) -> Result<Self, MessageError> {
        let response: Self = read("credential response", body)?;
        if response.credentials.is_empty() {
            return Err(MessageError::Shape {
                message: "credential response",
                detail: "expected credentials, found none".into(),
            });
        }
        Ok(response)
    }

    /// The body.
    pub fn to_json(&self) -> String {
        json!(self).to_string()
    }
}

impl IssuedCredential {
    /// The exact bytes that were secured: the string itself, or the JSON text of the object.
    pub fn to_bytes(&self) -> Vec<u8> {
        match &self.credential {
            Value::String(text) => text.clone().into_bytes(),
            object => object.to_string().into_bytes(),
        }
    }
}

fn jwt_proofs(members: &Map<String, Value>) -> Result<Vec<String>, String> {
    if members.contains_key("proof") {
        return Err("expected proofs as in version 1.0, found proof as in a draft".into());
    }
    let Some(proofs) = members.get("proofs") else {
        return Ok(Vec::new());
    };
    let only = proofs
        .as_object()
        .filter(|proofs| proofs.len() == 1)
        .and_then(|proofs| proofs.get("jwt"));
    let jwts = only
        .and_then(Value::as_array)
        .ok_or("expected proofs with the one proof type jwt")?;
    let jwts: Option<Vec<String>> = jwts
        .iter()
        .map(|jwt| jwt.as_str().map(str::to_owned))
        .collect();
    jwts.filter(|jwts| !jwts.is_empty())
        .ok_or_else(|| "expected one or more JWTs in proofs.jwt".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_survives_its_body() {
        for requested in [
            Requested::Configuration("passport".into()),
            Requested::Identifier("urn:uuid:1".into()),
        ] {
            for proofs in [vec![], vec!["a.b.c".to_owned()]] {
                let request = CredentialRequest {
                    requested: requested.clone(),
                    proofs,
                };
                assert_eq!(
                    CredentialRequest::parse(request.to_json().as_bytes()).unwrap(),
                    request
                );
            }
        }
    }

    #[test]
    fn a_bad_request_is_answered_with_its_error() {
        use ErrorCode::{InvalidCredentialRequest, InvalidEncryptionParameters, InvalidProof};
        for (body, code) in [
            ("[]", InvalidCredentialRequest),
            ("{", InvalidCredentialRequest),
            ("{}", InvalidCredentialRequest),
            (
                r#"{"credential_configuration_id":1}"#,
                InvalidCredentialRequest,
            ),
            (
                r#"{"credential_configuration_id":"a","credential_identifier":"b"}"#,
                InvalidCredentialRequest,
            ),
            (
                r#"{"credential_configuration_id":"a","credential_configuration_id":"a"}"#,
                InvalidCredentialRequest,
            ),
            (
                r#"{"credential_configuration_id":"a","proof":{"proof_type":"jwt","jwt":"a"}}"#,
                InvalidProof,
            ),
            (
                r#"{"credential_configuration_id":"a","proofs":{}}"#,
                InvalidProof,
            ),
            (
                r#"{"credential_configuration_id":"a","proofs":{"jwt":[]}}"#,
                InvalidProof,
            ),
            (
                r#"{"credential_configuration_id":"a","proofs":{"jwt":[1]}}"#,
                InvalidProof,
            ),
            (
                r#"{"credential_configuration_id":"a","proofs":{"jwt":["a"],"di_vp":[{}]}}"#,
                InvalidProof,
            ),
            (
                r#"{"credential_configuration_id":"a","credential_response_encryption":{}}"#,
                InvalidEncryptionParameters,
            ),
        ] {
            assert_eq!(
                CredentialRequest::parse(body.as_bytes()).unwrap_err().error,
                code,
                "{body}"
            );
        }
    }

    #[test]
    fn the_published_response_reads_and_an_empty_one_does_not() {
        let text = br#"{"credentials":[{"credential":"LUpix"},{"credential":{"a":1}}],"notification_id":"3fwe98js"}"#;
        let response = CredentialResponse::parse(text).unwrap();
        assert_eq!(response.credentials[0].to_bytes(), b"LUpix");
        assert_eq!(response.credentials[1].to_bytes(), br#"{"a":1}"#);
        assert_eq!(
            CredentialResponse::parse(response.to_json().as_bytes()).unwrap(),
            response
        );
        assert!(CredentialResponse::parse(br#"{"transaction_id":"a","interval":5}"#).is_err());
    }
}
