//! What can be wrong with a message, and how an endpoint says so.

use std::fmt;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::json::{self, JsonError};
use crate::problem::Coded;

/// A message that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum MessageError {
    /// The body is not acceptable JSON.
    #[error("the {message} is not acceptable JSON: {error}")]
    Json {
        /// Which message.
        message: &'static str,
        /// What the parser says.
        error: JsonError,
    },
    /// A member is missing or of another type.
    #[error("the {message} is malformed: {detail}")]
    Shape {
        /// Which message.
        message: &'static str,
        /// What was expected and found.
        detail: String,
    },
    /// A URL that may not be used here.
    #[error("expected {expected}, found `{url}`")]
    Url {
        /// The URL as written.
        url: String,
        /// What was expected.
        expected: &'static str,
    },
    /// The text is not a credential offer link.
    #[error("expected a credential offer link, found {0}")]
    NotAnOffer(String),
    /// The metadata names another issuer than the one it was fetched for (section 12.2.4).
    #[error("expected the metadata of {expected}, found that of {found}")]
    OtherIssuer {
        /// The issuer that was asked.
        expected: String,
        /// The issuer that the answer names.
        found: String,
    },
    /// The offer names a configuration that the issuer's metadata lacks.
    #[error("the issuer does not describe the offered configuration `{0}`")]
    UnknownConfiguration(String),
}

impl Coded for MessageError {
    fn code(&self) -> &'static str {
        match self {
            Self::Json { error, .. } => error.code(),
            Self::Shape { .. } => "oid4vci.malformed",
            Self::Url { .. } => "oid4vci.url",
            Self::NotAnOffer(_) => "oid4vci.not_an_offer",
            Self::OtherIssuer { .. } => "oid4vci.other_issuer",
            Self::UnknownConfiguration(_) => "oid4vci.unknown_configuration",
        }
    }

    fn pointer(&self) -> Option<String> {
        match self {
            Self::Json { error, .. } => error.pointer(),
            _ => None,
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::NotAnOffer(_) => Some(
                "it starts with openid-credential-offer:// and has a credential_offer or a credential_offer_uri"
                    .into(),
            ),
            _ => None,
        }
    }
}

/// Reads the JSON body of a message; members that nobody asked for are ignored.
pub(super) fn read<T: DeserializeOwned>(
    message: &'static str,
    body: &[u8],
) -> Result<T, MessageError> {
    let value = json::parse(body).map_err(|error| MessageError::Json { message, error })?;
    serde_json::from_value(value).map_err(|error| MessageError::Shape {
        message,
        detail: error.to_string(),
    })
}

/// The body of an error answer of the token, credential and notification endpoints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorResponse {
    /// What is wrong, for programs.
    pub error: ErrorCode,
    /// What is wrong, for the wallet's developer.
    #[serde(
        rename = "error_description",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub description: Option<String>,
}

impl ErrorResponse {
    /// An error with a description, reduced to the characters that RFC 6749 section 5.2 allows.
    pub fn new(error: ErrorCode, description: impl AsRef<str>) -> Self {
        let description = description.as_ref().chars().map(|c| match c {
            '"' | '`' => '\'',
            '\\' => '/',
            ' '..='~' => c,
            _ => '?',
        });
        Self {
            error,
            description: Some(description.collect()),
        }
    }

    /// Reads the body of an error answer.
    pub fn parse(body: &[u8]) -> Result<Self, MessageError> {
        read("error response", body)
    }

    /// The body.
    pub fn to_json(&self) -> String {
        serde_json::json!(self).to_string()
    }
}

impl fmt::Display for ErrorResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.error.as_str())?;
        match &self.description {
            Some(description) => write!(f, ": {description}"),
            None => Ok(()),
        }
    }
}

/// An error code of OAuth 2.0 (RFC 6749, 6750) or of sections 6.3, 8.3.1 and 11.3.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum ErrorCode {
    /// A parameter is missing, repeated or unusable; a transaction code is missing or not expected.
    InvalidRequest,
    /// The pre-authorized code is unknown, used or expired, or the transaction code is wrong.
    InvalidGrant,
    /// Only the pre-authorized code is accepted.
    UnsupportedGrantType,
    /// The access token is missing, unknown or expired.
    InvalidToken,
    /// The credential request is malformed.
    InvalidCredentialRequest,
    /// The configuration is unknown, or the token is not for it.
    UnknownCredentialConfiguration,
    /// The credential identifier is unknown, or the token is not for it.
    UnknownCredentialIdentifier,
    /// The key proof is missing or not valid.
    InvalidProof,
    /// The key proof has a nonce that is not, or no longer, good: fetch another.
    InvalidNonce,
    /// The request asks for encryption that is not offered.
    InvalidEncryptionParameters,
    /// The credential cannot be had: asking again does not help.
    CredentialRequestDenied,
    /// The notification names nothing that was issued under the token.
    InvalidNotificationId,
    /// The notification is malformed.
    InvalidNotificationRequest,
    /// The issuer failed.
    ServerError,
    /// A code that this library does not know.
    Other(String),
}

impl ErrorCode {
    /// The code on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Other(code) => code,
            known => CODES
                .iter()
                .find(|(code, _)| code == known)
                .map_or("server_error", |(_, text)| text),
        }
    }
}

impl From<String> for ErrorCode {
    fn from(text: String) -> Self {
        match CODES.iter().find(|(_, code)| *code == text) {
            Some((code, _)) => code.clone(),
            None => Self::Other(text),
        }
    }
}

impl From<ErrorCode> for String {
    fn from(code: ErrorCode) -> Self {
        code.as_str().to_owned()
    }
}

const CODES: [(ErrorCode, &str); 14] = [
    (ErrorCode::InvalidRequest, "invalid_request"),
    (ErrorCode::InvalidGrant, "invalid_grant"),
    (ErrorCode::UnsupportedGrantType, "unsupported_grant_type"),
    (ErrorCode::InvalidToken, "invalid_token"),
    (
        ErrorCode::InvalidCredentialRequest,
        "invalid_credential_request",
    ),
    (
        ErrorCode::UnknownCredentialConfiguration,
        "unknown_credential_configuration",
    ),
    (
        ErrorCode::UnknownCredentialIdentifier,
        "unknown_credential_identifier",
    ),
    (ErrorCode::InvalidProof, "invalid_proof"),
    (ErrorCode::InvalidNonce, "invalid_nonce"),
    (
        ErrorCode::InvalidEncryptionParameters,
        "invalid_encryption_parameters",
    ),
    (
        ErrorCode::CredentialRequestDenied,
        "credential_request_denied",
    ),
    (ErrorCode::InvalidNotificationId, "invalid_notification_id"),
    (
        ErrorCode::InvalidNotificationRequest,
        "invalid_notification_request",
    ),
    (ErrorCode::ServerError, "server_error"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_survives_the_wire() {
        for (code, text) in CODES {
            assert_eq!(code.as_str(), text);
            assert_eq!(ErrorCode::from(text.to_owned()), code);
        }
        let other = ErrorResponse::parse(br#"{"error":"slow_down"}"#).unwrap();
        assert_eq!(other.error, ErrorCode::Other("slow_down".into()));
        assert_eq!(other.to_json(), r#"{"error":"slow_down"}"#);
    }

    #[test]
    fn a_description_keeps_to_the_characters_of_rfc_6749() {
        let error = ErrorResponse::new(ErrorCode::InvalidProof, "expected `a\"b`\\ µ\n");
        assert_eq!(
            error.to_json(),
            r#"{"error":"invalid_proof","error_description":"expected 'a'b'/ ??"}"#
        );
    }
}
