//! The challenge that a key proof answers (section 7).

use serde::{Deserialize, Serialize};

use super::MessageError;
use super::error::read;

/// The answer of the nonce endpoint to an empty `POST`; never cached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NonceResponse {
    /// The challenge, unpredictable.
    pub c_nonce: String,
}

impl NonceResponse {
    /// Reads the body of the answer.
    pub fn parse(body: &[u8]) -> Result<Self, MessageError> {
        read("nonce response", body)
    }

    /// The body.
    pub fn to_json(&self) -> String {
        serde_json::json!(self).to_string()
    }
}
