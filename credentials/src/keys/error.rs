//! Why a key or a signature is not accepted.

use super::Algorithm;
use crate::problem::Coded;

/// A key that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// Not base58btc in multibase.
    #[error("expected a Multikey, `z` and base58btc")]
    Multibase,
    /// A multicodec prefix that names no key we know.
    #[error(
        "expected a Multikey of Ed25519, P-256, P-384 or BLS12-381 G2, found another multicodec prefix"
    )]
    Multicodec,
    /// The other half of the key was expected.
    #[error("expected a {expected} key, found a {found} one")]
    Half {
        /// What was asked for: `public` or `secret`.
        expected: &'static str,
        /// What was found.
        found: &'static str,
    },
    /// The wrong number of bytes.
    #[error("expected {expected} bytes for a key of {algorithm}, found {found}")]
    Length {
        /// The algorithm of the key.
        algorithm: Algorithm,
        /// Bytes it should have.
        expected: usize,
        /// Bytes it has.
        found: usize,
    },
    /// The bytes are no point of the curve, or no scalar of its group.
    #[error("expected a key of {0}, found bytes that no key has")]
    Invalid(Algorithm),
    /// A second encoding of a point that has a shorter one.
    #[error("expected the canonical encoding of the public key")]
    NonCanonical,
    /// A point of small order, for which anyone can make signatures.
    #[error("expected a public key of large order")]
    SmallOrder,
    /// A JWK member that is absent, of another type, or not what it should be.
    #[error("expected a JWK whose `{member}` is {expected}")]
    Jwk {
        /// The member.
        member: &'static str,
        /// What it should hold.
        expected: &'static str,
    },
    /// Keys of this algorithm are only carried.
    #[error("keys of {0} cannot be made or used to sign here")]
    Unsupported(Algorithm),
}

/// A signature that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignatureError {
    /// The wrong number of bytes.
    #[error("expected a signature of {expected} bytes, found {found}")]
    Length {
        /// Bytes it should have.
        expected: usize,
        /// Bytes it has.
        found: usize,
    },
    /// Not made by this key over these bytes.
    #[error("the signature was not made by this key over these bytes")]
    Invalid,
    /// Keys of this algorithm make no such signatures.
    #[error("a key of {0} makes no signatures of this kind")]
    Unsupported(Algorithm),
}

impl Coded for KeyError {
    fn code(&self) -> &'static str {
        match self {
            Self::Multibase => "key.multibase",
            Self::Multicodec => "key.multicodec",
            Self::Half { .. } => "key.wrong_half",
            Self::Length { .. } => "key.length",
            Self::Invalid(_) => "key.invalid",
            Self::NonCanonical => "key.non_canonical",
            Self::SmallOrder => "key.small_order",
            Self::Jwk { .. } => "key.jwk",
            Self::Unsupported(_) => "key.unsupported",
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::Half {
                found: "secret", ..
            } => Some("a secret key was published: replace the key and tell its owner".into()),
            _ => None,
        }
    }
}

impl Coded for SignatureError {
    fn code(&self) -> &'static str {
        match self {
            Self::Length { .. } => "signature.length",
            Self::Invalid => "signature.invalid",
            Self::Unsupported(_) => "signature.unsupported",
        }
    }
}
