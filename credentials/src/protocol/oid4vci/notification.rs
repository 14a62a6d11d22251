//! What became of a credential in the wallet (section 11).

use serde::{Deserialize, Serialize};

use super::MessageError;
use super::error::read;

/// What the wallet tells the issuer after it has received a credential.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotificationRequest {
    /// The `notification_id` of the credential response.
    pub notification_id: String,
    /// What happened.
    pub event: Event,
    /// More, for the issuer's developer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_description: Option<String>,
}

/// What happened to a received credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// It is stored.
    CredentialAccepted,
    /// It could not be stored or did not verify.
    CredentialFailure,
    /// The person did not want it.
    CredentialDeleted,
}

impl Event {
    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CredentialAccepted => "credential_accepted",
            Self::CredentialFailure => "credential_failure",
            Self::CredentialDeleted => "credential_deleted",
        }
    }
}

impl NotificationRequest {
    /// Reads the body of the request.
    pub fn parse(body: &[u8]) -> Result<Self, MessageError> {
        read("notification request", body)
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
    fn the_published_example_reads_and_an_unknown_event_does_not() {
        let text = br#"{"notification_id":"3fwe98js","event":"credential_failure",
            "event_description":"Could not store the Credential. Out of storage."}"#;
        let request = NotificationRequest::parse(text).unwrap();
        assert_eq!(request.event, Event::CredentialFailure);
        assert_eq!(
            NotificationRequest::parse(request.to_json().as_bytes()).unwrap(),
            request
        );
        assert!(NotificationRequest::parse(br#"{"notification_id":"a","event":"eaten"}"#).is_err());
    }
}
