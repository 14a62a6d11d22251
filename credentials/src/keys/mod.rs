//! Keys: Multikey and JWK in, signatures out and checked.
//!
//! - [`PublicKey`] is valid from the moment it exists: its point is on the curve, its encoding the only one
//! - [`SecretKey`] is wiped when dropped; whatever signs is a [`Signer`]
//! - [`verify_batch`] checks many Ed25519 signatures at once and names the bad ones
//!
//! AWS-LC signs, and verifies ECDSA; dalek verifies Ed25519, one at a time and in batches; BBS is [`crate::bbs`].

mod batch;
mod error;
mod jwk;
mod multikey;
mod public;
mod secret;
mod signer;
#[cfg(test)]
mod tests;

use std::fmt;

pub use batch::{Signed, verify_batch};
pub use error::{KeyError, SignatureError};
pub use public::PublicKey;
pub use secret::SecretKey;
pub use signer::{SignError, Signer};

/// The signature algorithms that a key can be of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Algorithm {
    /// Ed25519 (RFC 8032).
    Ed25519,
    /// ECDSA on P-256 with SHA-256 (FIPS 186-5), signatures as r || s.
    P256,
    /// ECDSA on P-384 with SHA-384 (FIPS 186-5), signatures as r || s.
    P384,
    /// BBS on BLS12-381 with public keys in G2: signs a list of messages, not one.
    Bls12381G2,
}

impl Algorithm {
    /// Every algorithm.
    pub const ALL: [Self; 4] = [Self::Ed25519, Self::P256, Self::P384, Self::Bls12381G2];

    /// The JOSE `alg` that is written for it (RFC 7518, RFC 8037); BBS has none.
    pub fn jose_alg(self) -> Option<&'static str> {
        match self {
            Self::Ed25519 => Some("EdDSA"),
            Self::P256 => Some("ES256"),
            Self::P384 => Some("ES384"),
            Self::Bls12381G2 => None,
        }
    }

    /// Whether a JOSE `alg` means this algorithm. RFC 9864 calls EdDSA on Ed25519 `Ed25519`; both are read.
    pub fn answers_to(self, jose_alg: &str) -> bool {
        self.jose_alg() == Some(jose_alg) || (self == Self::Ed25519 && jose_alg == "Ed25519")
    }

    /// Bytes of a public key as Multikey carries it: compressed points.
    pub fn public_key_length(self) -> usize {
        match self {
            Self::Ed25519 => 32,
            Self::P256 => 33,
            Self::P384 => 49,
            Self::Bls12381G2 => 96,
        }
    }

    /// Bytes of a secret key: the Ed25519 seed or the scalar, big-endian.
    pub fn secret_key_length(self) -> usize {
        match self {
            Self::P384 => 48,
            Self::Ed25519 | Self::P256 | Self::Bls12381G2 => 32,
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ed25519 => "Ed25519",
            Self::P256 => "P-256",
            Self::P384 => "P-384",
            Self::Bls12381G2 => "BLS12-381 G2",
        })
    }
}
