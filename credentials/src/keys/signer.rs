//! Whatever can sign: a key in memory today, a key in hardware behind the same two verbs.

use super::{Algorithm, PublicKey};
use crate::problem::Coded;

/// Something that signs for one public key.
pub trait Signer: Send + Sync {
    /// The key that verifies what this signs.
    fn public_key(&self) -> &PublicKey;

    /// Signs a message: Ed25519, or ECDSA as r || s.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError>;

    /// Signs a header and a list of messages at once, as BBS does; keys of other algorithms sign one message.
    fn sign_messages(&self, header: &[u8], messages: &[&[u8]]) -> Result<Vec<u8>, SignError> {
        let _ = (header, messages);
        Err(SignError::one_message(self.public_key().algorithm()))
    }
}

/// A signature that could not be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the signer could not sign: {0}")]
pub struct SignError(pub String);

impl SignError {
    pub(super) fn one_message(algorithm: Algorithm) -> Self {
        Self(format!(
            "a key of {algorithm} signs one message, not a list"
        ))
    }
}

impl Coded for SignError {
    fn code(&self) -> &'static str {
        "signer.failed"
    }
}
