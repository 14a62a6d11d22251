//! Public keys that are known to be good.

use std::fmt;
use std::hash::{Hash, Hasher};

use aws_lc_rs::encoding::{AsDer, PublicKeyX509Der};
use aws_lc_rs::signature::{self, ParsedPublicKey};
use ed25519_dalek::{Signature, Verifier as _, VerifyingKey};

use super::{Algorithm, KeyError, SignatureError};
use crate::bbs;

/// A public key, validated when it was read: on its curve, in its one encoding, of large order.
#[derive(Clone)]
pub struct PublicKey {
    algorithm: Algorithm,
    /// As Multikey carries it: elliptic-curve points compressed.
    bytes: Box<[u8]>,
    checker: Checker,
}

#[derive(Clone)]
enum Checker {
    Ed25519(Box<VerifyingKey>),
    Ecdsa {
        parsed: ParsedPublicKey,
        /// SEC 1: 0x04, x, y.
        uncompressed: Box<[u8]>,
    },
    Bbs(bbs::VerifyingKey),
}

impl PublicKey {
    /// Reads the bytes that Multikey carries: 32 of Ed25519, a compressed point of the other curves.
    pub fn from_bytes(algorithm: Algorithm, bytes: &[u8]) -> Result<Self, KeyError> {
        let expected = algorithm.public_key_length();
        if bytes.len() != expected {
            return Err(KeyError::Length {
                algorithm,
                expected,
                found: bytes.len(),
            });
        }
        match algorithm {
            Algorithm::Ed25519 => Self::ed25519(bytes),
            Algorithm::P256 | Algorithm::P384 => Self::from_sec1(algorithm, bytes),
            Algorithm::Bls12381G2 => Self::bls12381_g2(bytes),
        }
    }

    /// The algorithm this key is for.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The bytes that Multikey carries.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The JOSE `alg` of signatures by this key; BBS has none.
    pub fn jose_alg(&self) -> Option<&'static str> {
        self.algorithm.jose_alg()
    }

    /// Checks that this key made this signature over this message. ECDSA signatures are r || s; BBS keys sign lists of
    /// messages, see [`Self::bbs`].
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), SignatureError> {
        let good = match &self.checker {
            // R is computed and its bytes compared, so that it has one encoding; s is below the order.
            Checker::Ed25519(key) => Signature::from_slice(self.sized(signature)?)
                .and_then(|signature| key.verify(message, &signature))
                .is_ok(),
            Checker::Ecdsa { parsed, .. } => {
                parsed.verify_sig(message, self.sized(signature)?).is_ok()
            }
            Checker::Bbs(_) => return Err(SignatureError::Unsupported(self.algorithm)),
        };
        good.then_some(()).ok_or(SignatureError::Invalid)
    }

    /// A signature of the right length. Ed25519: R || s; ECDSA: r || s.
    fn sized<'s>(&self, signature: &'s [u8]) -> Result<&'s [u8], SignatureError> {
        let expected = 2 * self.algorithm.secret_key_length();
        if signature.len() != expected {
            return Err(SignatureError::Length {
                expected,
                found: signature.len(),
            });
        }
        Ok(signature)
    }

    /// The key of BBS signatures and proofs, if it is one.
    pub fn bbs(&self) -> Option<&bbs::VerifyingKey> {
        match &self.checker {
            Checker::Bbs(key) => Some(key),
            _ => None,
        }
    }

    /// The key as dalek has it, for batches.
    pub(super) fn batch_key(&self) -> Option<&VerifyingKey> {
        match &self.checker {
            Checker::Ed25519(key) => Some(key),
            _ => None,
        }
    }

    /// The point of a NIST curve as 0x04, x, y; empty for other keys.
    pub(super) fn uncompressed(&self) -> &[u8] {
        match &self.checker {
            Checker::Ecdsa { uncompressed, .. } => uncompressed,
            _ => &[],
        }
    }

    fn ed25519(bytes: &[u8]) -> Result<Self, KeyError> {
        let invalid = KeyError::Invalid(Algorithm::Ed25519);
        let encoded: &[u8; 32] = bytes.try_into().map_err(|_| invalid.clone())?;
        let key = VerifyingKey::from_bytes(encoded).map_err(|_| invalid)?;
        // RFC 8032 section 5.1.3 decodes y modulo p and a negative zero; only one encoding is the key's own.
        if key.to_edwards().compress().as_bytes() != encoded {
            return Err(KeyError::NonCanonical);
        }
        if key.is_weak() {
            return Err(KeyError::SmallOrder);
        }
        Ok(Self {
            algorithm: Algorithm::Ed25519,
            bytes: encoded.as_slice().into(),
            checker: Checker::Ed25519(Box::new(key)),
        })
    }

    /// Reads a point of P-256 or P-384, compressed or not. The prime order of both leaves no small subgroup.
    pub(super) fn from_sec1(algorithm: Algorithm, point: &[u8]) -> Result<Self, KeyError> {
        let field = algorithm.secret_key_length();
        // AWS-LC would also take DER, and SEC 1 has a hybrid form.
        let form = match (point.first(), point.len()) {
            (Some(0x02 | 0x03), length) => length == 1 + field,
            (Some(0x04), length) => length == 1 + 2 * field,
            _ => false,
        };
        let parsed = match algorithm {
            Algorithm::P256 if form => {
                ParsedPublicKey::new(&signature::ECDSA_P256_SHA256_FIXED, point)
            }
            Algorithm::P384 if form => {
                ParsedPublicKey::new(&signature::ECDSA_P384_SHA384_FIXED, point)
            }
            _ => return Err(KeyError::Invalid(algorithm)),
        };
        let parsed = parsed.map_err(|_| KeyError::Invalid(algorithm))?;
        // SubjectPublicKeyInfo ends with the uncompressed point.
        let der: PublicKeyX509Der<'_> =
            parsed.as_der().map_err(|_| KeyError::Invalid(algorithm))?;
        let start = der.as_ref().len().checked_sub(1 + 2 * field);
        let uncompressed = start.and_then(|start| der.as_ref().get(start..));
        let Some(uncompressed @ [0x04, coordinates @ ..]) = uncompressed else {
            return Err(KeyError::Invalid(algorithm));
        };
        let (x, y) = coordinates.split_at(field);
        let sign = 0x02 | (y.last().copied().unwrap_or_default() & 1);
        Ok(Self {
            algorithm,
            bytes: [&[sign], x].concat().into(),
            checker: Checker::Ecdsa {
                uncompressed: uncompressed.into(),
                parsed,
            },
        })
    }

    /// Reads a compressed point of G2.
    fn bls12381_g2(bytes: &[u8]) -> Result<Self, KeyError> {
        let invalid = KeyError::Invalid(Algorithm::Bls12381G2);
        let octets: &[u8; 96] = bytes.try_into().map_err(|_| invalid.clone())?;
        if octets == &G2_IDENTITY {
            return Err(KeyError::SmallOrder);
        }
        let key = bbs::VerifyingKey::from_bytes(octets).ok_or(invalid)?;
        Ok(Self::from_bbs(key))
    }

    pub(super) fn from_bbs(key: bbs::VerifyingKey) -> Self {
        Self {
            algorithm: Algorithm::Bls12381G2,
            bytes: key.as_bytes().as_slice().into(),
            checker: Checker::Bbs(key),
        }
    }
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.algorithm == other.algorithm && self.bytes == other.bytes
    }
}

impl Eq for PublicKey {}

impl Hash for PublicKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.algorithm.hash(state);
        self.bytes.hash(state);
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.to_multikey())
    }
}

/// The point at infinity (draft-irtf-cfrg-pairing-friendly-curves, appendix C): compressed, infinite.
const G2_IDENTITY: [u8; 96] = {
    let mut octets = [0; 96];
    octets[0] = 0xC0;
    octets
};
