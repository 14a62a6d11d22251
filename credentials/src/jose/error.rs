//! Why a JWS is refused.

use crate::json::JsonError;
use crate::keys::{Algorithm, SignError, SignatureError};
use crate::problem::Coded;

/// A refused JWS.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JoseError {
    /// Not three parts.
    #[error("expected a compact JWS of three parts, separated by dots")]
    Parts,
    /// A part is not canonical base64url without padding.
    #[error("expected base64url without padding in the {0}")]
    Base64(&'static str),
    /// The header is not strict JSON.
    #[error("the protected header is not acceptable JSON: {0}")]
    HeaderJson(JsonError),
    /// The payload is not strict JSON.
    #[error("the payload is not acceptable JSON: {0}")]
    PayloadJson(JsonError),
    /// A header parameter is of the wrong type or absent.
    #[error("expected {expected} as header parameter `{name}`")]
    Parameter {
        /// The parameter.
        name: &'static str,
        /// What it should hold.
        expected: &'static str,
    },
    /// `crit` names extensions that must be understood (RFC 7515 section 4.1.11).
    #[error("the header asks for extensions that are not understood (`crit`)")]
    Critical,
    /// `alg: none`, in any spelling.
    #[error("the header says that nothing is signed (`alg` is `{0}`)")]
    Unsigned(String),
    /// Another algorithm than those of our keys.
    #[error("expected `alg` EdDSA, ES256 or ES384, found `{0}`")]
    Algorithm(String),
    /// The header names an algorithm that is not the key's own.
    #[error("the header's `alg` is for {header}, the key is of {key}")]
    AlgorithmMismatch {
        /// What the header names.
        header: Algorithm,
        /// What the key is of.
        key: Algorithm,
    },
    /// The key makes no JOSE signatures.
    #[error("keys of {0} make no JOSE signatures")]
    NoSuchSigner(Algorithm),
    /// The signature does not hold.
    #[error(transparent)]
    Signature(#[from] SignatureError),
    /// The signer could not sign.
    #[error(transparent)]
    Signer(#[from] SignError),
}

impl Coded for JoseError {
    fn code(&self) -> &'static str {
        match self {
            Self::Parts => "jose.parts",
            Self::Base64(_) => "jose.base64url",
            Self::HeaderJson(error) | Self::PayloadJson(error) => error.code(),
            Self::Parameter { .. } => "jose.parameter",
            Self::Critical => "jose.critical",
            Self::Unsigned(_) => "jose.alg_none",
            Self::Algorithm(_) => "jose.alg_unsupported",
            Self::AlgorithmMismatch { .. } => "jose.alg_mismatch",
            Self::NoSuchSigner(_) => "jose.key_unsupported",
            Self::Signature(error) => error.code(),
            Self::Signer(error) => error.code(),
        }
    }

    fn pointer(&self) -> Option<String> {
        match self {
            Self::HeaderJson(error) | Self::PayloadJson(error) => error.pointer(),
            Self::Parameter { name, .. } => Some(format!("/{name}")),
            Self::Critical => Some("/crit".to_owned()),
            Self::Unsigned(_) | Self::Algorithm(_) | Self::AlgorithmMismatch { .. } => {
                Some("/alg".to_owned())
            }
            Self::Signature(error) => error.pointer(),
            Self::Signer(error) => error.pointer(),
            _ => None,
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::HeaderJson(error) | Self::PayloadJson(error) => error.hint(),
            Self::Unsigned(_) => {
                Some("anyone could have written this: ask the issuer for a signed one".into())
            }
            Self::Algorithm(_) | Self::NoSuchSigner(_) => {
                Some("sign with a key of Ed25519, P-256 or P-384".into())
            }
            Self::AlgorithmMismatch { .. } => {
                Some("compare `kid` with the verification methods of the signer's DID".into())
            }
            Self::Signature(_) => {
                Some("the text was changed after it was signed, or another key signed it".into())
            }
            _ => None,
        }
    }
}
