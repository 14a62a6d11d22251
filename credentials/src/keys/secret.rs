//! Secret keys in memory.

use std::fmt;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair,
    KeyPair,
};
use rand::CryptoRng;
use zeroize::Zeroizing;

use super::{Algorithm, KeyError, PublicKey, SignError, Signer};
use crate::bbs;

/// A secret key with its public key; wiped when dropped, and never shown by `Debug`.
pub struct SecretKey {
    public: PublicKey,
    seed: Zeroizing<Vec<u8>>,
    pair: Pair,
}

enum Pair {
    Ed25519(Ed25519KeyPair),
    Ecdsa(EcdsaKeyPair),
    Bbs(bbs::SigningKey),
}

impl SecretKey {
    /// Makes a new key from the caller's randomness.
    pub fn generate(algorithm: Algorithm, rng: &mut impl CryptoRng) -> Result<Self, KeyError> {
        let mut seed = Zeroizing::new(vec![0; algorithm.secret_key_length()]);
        // FIPS 186-5 A.2.2: a scalar outside the group, one in 2^32 for P-256, is drawn again.
        for _ in 0..DRAWS {
            rng.fill_bytes(&mut seed);
            if algorithm == Algorithm::Bls12381G2 {
                let pair = bbs::SigningKey::derive(&seed, &[]);
                return pair.map(Self::from_bbs).ok_or(KeyError::Invalid(algorithm));
            }
            match Self::from_seed(algorithm, &seed) {
                Err(KeyError::Invalid(_)) => {}
                made => return made,
            }
        }
        Err(KeyError::Invalid(algorithm))
    }

    /// Takes the Ed25519 seed, or the scalar of another curve in big-endian order.
    pub fn from_seed(algorithm: Algorithm, seed: &[u8]) -> Result<Self, KeyError> {
        let expected = algorithm.secret_key_length();
        if seed.len() != expected {
            return Err(KeyError::Length {
                algorithm,
                expected,
                found: seed.len(),
            });
        }
        let invalid = |_| KeyError::Invalid(algorithm);
        let (public, pair) = match algorithm {
            Algorithm::Ed25519 => {
                let pair = Ed25519KeyPair::from_seed_unchecked(seed).map_err(invalid)?;
                let public = PublicKey::from_bytes(algorithm, pair.public_key().as_ref())?;
                (public, Pair::Ed25519(pair))
            }
            Algorithm::P256 | Algorithm::P384 => {
                let (signing, head, tail) = match algorithm {
                    Algorithm::P256 => (&ECDSA_P256_SHA256_FIXED_SIGNING, P256_HEAD, P256_TAIL),
                    _ => (&ECDSA_P384_SHA384_FIXED_SIGNING, P384_HEAD, P384_TAIL),
                };
                let der = Zeroizing::new([head, seed, tail].concat());
                let pair = EcdsaKeyPair::from_private_key_der(signing, &der).map_err(invalid)?;
                let public = PublicKey::from_sec1(algorithm, pair.public_key().as_ref())?;
                (public, Pair::Ecdsa(pair))
            }
            Algorithm::Bls12381G2 => {
                let pair = seed.try_into().ok().and_then(bbs::SigningKey::from_bytes);
                return pair.map(Self::from_bbs).ok_or(KeyError::Invalid(algorithm));
            }
        };
        Ok(Self {
            public,
            seed: Zeroizing::new(seed.to_vec()),
            pair,
        })
    }

    /// The Ed25519 seed, or the scalar of another curve in big-endian order.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        self.seed.clone()
    }

    /// The algorithm of this key.
    pub fn algorithm(&self) -> Algorithm {
        self.public.algorithm()
    }

    /// The key that verifies what this one signs.
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    fn from_bbs(pair: bbs::SigningKey) -> Self {
        Self {
            public: PublicKey::from_bbs(pair.public().clone()),
            seed: Zeroizing::new(pair.to_bytes().to_vec()),
            pair: Pair::Bbs(pair),
        }
    }
}

impl Signer for SecretKey {
    fn public_key(&self) -> &PublicKey {
        &self.public
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
        let signature = match &self.pair {
            Pair::Ed25519(pair) => pair.try_sign(message),
            // AWS-LC draws ECDSA nonces from its own generator, mixed with key and message.
            Pair::Ecdsa(pair) => pair.sign(&SystemRandom::new(), message),
            Pair::Bbs(_) => return Err(SignError("a BBS key signs a list of messages".into())),
        };
        match signature {
            Ok(signature) => Ok(signature.as_ref().to_vec()),
            Err(_) => Err(SignError(format!(
                "AWS-LC refused a key of {}",
                self.algorithm()
            ))),
        }
    }

    fn sign_messages(&self, header: &[u8], messages: &[&[u8]]) -> Result<Vec<u8>, SignError> {
        let Pair::Bbs(pair) = &self.pair else {
            return Err(SignError::one_message(self.algorithm()));
        };
        match pair.sign(header, messages) {
            Ok(signature) => Ok(signature.to_bytes().to_vec()),
            Err(error) => Err(SignError(error.to_string())),
        }
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretKey(of {})", self.public.to_multikey())
    }
}

/// Enough for every generator that works; a broken one ends in an error and not in a loop.
const DRAWS: usize = 16;

/// RFC 5915 `ECPrivateKey` around the scalar: version 1, octet string, then the curve's identifier.
const P256_HEAD: &[u8] = &[0x30, 0x31, 0x02, 0x01, 0x01, 0x04, 0x20];
const P256_TAIL: &[u8] = &[
    0xa0, 0x0a, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07,
];
const P384_HEAD: &[u8] = &[0x30, 0x3e, 0x02, 0x01, 0x01, 0x04, 0x30];
const P384_TAIL: &[u8] = &[0xa0, 0x07, 0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x22];
