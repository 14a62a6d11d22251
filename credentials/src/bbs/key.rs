//! Key pairs: a scalar, and a point of G2.

use std::fmt;
use std::sync::{Arc, OnceLock};

use blstrs::{G2Affine, G2Prepared, G2Projective, Scalar};
use pairing::group::Group;
use pairing::group::ff::Field;
use pairing::group::prime::PrimeCurveAffine;
use zeroize::Zeroizing;

use super::ciphersuite::{KEY_GENERATION, ScalarHash};

/// A secret key with its public key.
pub struct SigningKey {
    secret: Zeroizing<[u8; 32]>,
    public: VerifyingKey,
}

impl SigningKey {
    /// `KeyGen`: derives a key from at least 32 secret octets. None if there are fewer, or if the information is
    /// longer than 65,535.
    pub fn derive(key_material: &[u8], key_info: &[u8]) -> Option<Self> {
        let info_length = u16::try_from(key_info.len()).ok()?;
        if key_material.len() < 32 {
            return None;
        }
        let secret = ScalarHash::new(KEY_GENERATION)
            .with(key_material)
            .with(info_length.to_be_bytes())
            .with(key_info)
            .finish();
        Self::from_bytes(&Zeroizing::new(secret.to_bytes_be()))
    }

    /// Takes the scalar in big-endian order. None if it is zero or not below the order of the group.
    pub fn from_bytes(octets: &[u8; 32]) -> Option<Self> {
        let secret = Option::from(Scalar::from_bytes_be(octets));
        let secret: Scalar = secret.filter(|secret: &Scalar| !bool::from(secret.is_zero()))?;
        let point = G2Affine::from(G2Projective::generator() * secret);
        Some(Self {
            secret: Zeroizing::new(*octets),
            public: VerifyingKey::new(point),
        })
    }

    /// The scalar in big-endian order.
    pub fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
        self.secret.clone()
    }

    /// The key that verifies what this one signs.
    pub fn public(&self) -> &VerifyingKey {
        &self.public
    }

    pub(super) fn scalar(&self) -> Scalar {
        // Checked when the key was made.
        Scalar::from_bytes_be(&self.secret).unwrap_or(Scalar::ZERO)
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey").finish_non_exhaustive()
    }
}

/// A public key, validated when it was read: a point of the group G2, in its one encoding, not the identity.
#[derive(Clone)]
pub struct VerifyingKey {
    point: Arc<Point>,
}

struct Point {
    affine: G2Affine,
    octets: [u8; 96],
    /// 20 kB that make each pairing cheaper; a key that is only carried goes without.
    prepared: OnceLock<G2Prepared>,
}

impl VerifyingKey {
    /// `octets_to_pubkey`: reads a compressed point.
    pub fn from_bytes(octets: &[u8; 96]) -> Option<Self> {
        let point = Option::from(G2Affine::from_compressed(octets));
        let point: G2Affine = point.filter(|point: &G2Affine| !bool::from(point.is_identity()))?;
        Some(Self::new(point))
    }

    /// The compressed point.
    pub fn as_bytes(&self) -> &[u8; 96] {
        &self.point.octets
    }

    pub(super) fn prepared(&self) -> &G2Prepared {
        let point = &self.point;
        point
            .prepared
            .get_or_init(|| G2Prepared::from(point.affine))
    }

    fn new(affine: G2Affine) -> Self {
        Self {
            point: Arc::new(Point {
                affine,
                octets: affine.to_compressed(),
                prepared: OnceLock::new(),
            }),
        }
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifyingKey({:02x?}...)", &self.as_bytes()[..4])
    }
}
