//! Signatures: made over all messages, and checked with all of them.

use blstrs::{G1Affine, G1Projective, Scalar};
use pairing::group::ff::Field;
use pairing::group::prime::PrimeCurveAffine;

use super::ciphersuite::{API_ID, HASH_TO_SCALAR, MAX_MESSAGES, ScalarHash, message_scalar};
use super::generators::Generators;
use super::octets::{self, POINT, SCALAR};
use super::pairing::pair_to_one;
use super::{BbsError, SigningKey, VerifyingKey};

/// A signature over a header and messages: a point other than the identity, and a scalar other than zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    pub(super) a: G1Affine,
    pub(super) e: Scalar,
}

impl SigningKey {
    /// `Sign`: the same signature each time for the same header and messages.
    pub fn sign<M: AsRef<[u8]>>(
        &self,
        header: &[u8],
        messages: &[M],
    ) -> Result<Signature, BbsError> {
        let secret = self.scalar();
        let signed = Signed::new(self.public(), header, messages)?;
        let e = ScalarHash::new(HASH_TO_SCALAR).with_scalar(&secret);
        let e = signed.messages().iter().fold(e, ScalarHash::with_scalar);
        let e = e.with_scalar(&signed.domain()).finish();
        let inverse = Option::<Scalar>::from((secret + e).invert());
        // One chance in 2^255; the draft lets an implementation say so.
        let inverse = inverse.filter(|_| !bool::from(e.is_zero()));
        let inverse = inverse.ok_or(BbsError::Scalar("e"))?;
        let a = G1Affine::from(signed.b() * inverse);
        match bool::from(a.is_identity()) {
            true => Err(BbsError::Point("A")),
            false => Ok(Signature { a, e }),
        }
    }
}

impl Signature {
    /// Bytes of every signature: a compressed point of G1 and a scalar, 48 and 32.
    pub const LENGTH: usize = POINT + SCALAR;

    /// Reads [`LENGTH`](Self::LENGTH) bytes (`octets_to_signature`). Refused: another length, a point that is the
    /// identity or outside the group, a scalar that is zero or not reduced.
    pub fn from_bytes(octets: &[u8]) -> Result<Self, BbsError> {
        let octets: &[u8; Self::LENGTH] =
            octets.try_into().map_err(|_| BbsError::SignatureLength {
                found: octets.len(),
            })?;
        let (Some(a), Some(e)) = (octets.first_chunk(), octets.last_chunk()) else {
            return Err(BbsError::SignatureLength {
                found: octets.len(),
            });
        };
        Ok(Self {
            a: octets::point(a, "A")?,
            e: octets::scalar(e, "e")?,
        })
    }

    /// As [`from_bytes`](Self::from_bytes) reads it (`signature_to_octets`).
    pub fn to_bytes(&self) -> [u8; Self::LENGTH] {
        let mut octets = [0; Self::LENGTH];
        let (a, e) = octets.split_at_mut(POINT);
        a.copy_from_slice(&self.a.to_compressed());
        e.copy_from_slice(&self.e.to_bytes_be());
        octets
    }

    /// `Verify`: whether this key signed this header and these messages, in this order.
    pub fn verify<M: AsRef<[u8]>>(
        &self,
        key: &VerifyingKey,
        header: &[u8],
        messages: &[M],
    ) -> Result<(), BbsError> {
        let signed = Signed::new(key, header, messages)?;
        // CoreVerify step 3 in the form that needs no multiplication in G2: h(A, W) * h(A * e - B, BP2) = 1.
        let right = G1Affine::from(self.a * self.e - signed.b());
        match pair_to_one(&self.a, key, &right) {
            true => Ok(()),
            false => Err(BbsError::SignatureInvalid),
        }
    }
}

/// What a signature covers, as scalars: 1 for `P1`, the domain for `Q_1`, then the messages.
pub(super) struct Signed {
    scalars: Vec<Scalar>,
}

impl Signed {
    pub(super) fn new<M: AsRef<[u8]>>(
        key: &VerifyingKey,
        header: &[u8],
        messages: &[M],
    ) -> Result<Self, BbsError> {
        if messages.len() > MAX_MESSAGES {
            return Err(BbsError::TooManyMessages {
                found: messages.len(),
            });
        }
        let mut scalars = Vec::with_capacity(2 + messages.len());
        scalars.push(Scalar::ONE);
        scalars.push(domain(key, header, messages.len()));
        scalars.extend(messages.iter().map(message_scalar));
        Ok(Self { scalars })
    }

    pub(super) fn domain(&self) -> Scalar {
        self.scalars.get(1).copied().unwrap_or(Scalar::ZERO)
    }

    pub(super) fn messages(&self) -> &[Scalar] {
        self.scalars.get(2..).unwrap_or_default()
    }

    /// `P1 + Q_1 * domain + H_1 * msg_1 + ... + H_L * msg_L`.
    pub(super) fn b(&self) -> G1Projective {
        Generators::for_messages(self.messages().len()).sum(&self.scalars)
    }
}

/// `calculate_domain`.
pub(super) fn domain(key: &VerifyingKey, header: &[u8], messages: usize) -> Scalar {
    ScalarHash::new(HASH_TO_SCALAR)
        .with(key.as_bytes())
        .with_integer(messages)
        .with(Generators::for_messages(messages).octets(messages))
        .with(API_ID)
        .with_integer(header.len())
        .with(header)
        .finish()
}
