//! Proofs: that someone holds a signature over messages of which these are some.

use blst::blst_p1_affine;
use blstrs::{G1Affine, G1Projective, Scalar};
use pairing::group::ff::Field;

use super::ciphersuite::{HASH_TO_SCALAR, MAX_MESSAGES, ScalarHash, message_scalar};
use super::generators::{Generators, SCALAR_BITS, sum};
use super::octets::{self, POINT, SCALAR};
use super::pairing::pair_to_one;
use super::signature::domain;
use super::{BbsError, VerifyingKey};

/// A proof. Its points are not the identity, its scalars not zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    pub(super) points: ProofPoints,
    /// `e^`, `r1^`, `r3^`.
    pub(super) responses: [Scalar; 3],
    /// `m^_j` of each hidden message.
    pub(super) hidden: Vec<Scalar>,
    pub(super) challenge: Scalar,
}

/// The blinded signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ProofPoints {
    pub(super) a_bar: G1Affine,
    pub(super) b_bar: G1Affine,
    pub(super) d: G1Affine,
}

impl Proof {
    /// Bytes of a proof that hides nothing.
    pub const LEAST_LENGTH: usize = 3 * POINT + 4 * SCALAR;

    /// Reads three compressed points of G1, then scalars of 32 big-endian bytes (`octets_to_proof`). Refused: another
    /// length, a point that is the identity or outside the group, a scalar that is zero or not reduced.
    pub fn from_bytes(octets: &[u8]) -> Result<Self, BbsError> {
        let length = BbsError::ProofLength {
            found: octets.len(),
        };
        let (points, rest) = octets.as_chunks::<POINT>();
        let ([a_bar, b_bar, d, ..], _) = (points, rest) else {
            return Err(length);
        };
        let (scalars, []) = octets.get(3 * POINT..).unwrap_or_default().as_chunks() else {
            return Err(length);
        };
        let [e, r1, r3, hidden @ .., challenge] = scalars else {
            return Err(length);
        };
        if hidden.len() > MAX_MESSAGES {
            return Err(BbsError::TooManyMessages {
                found: hidden.len(),
            });
        }
        let hidden = hidden.iter().map(|octets| octets::scalar(octets, "m^"));
        Ok(Self {
            points: ProofPoints {
                a_bar: octets::point(a_bar, "Abar")?,
                b_bar: octets::point(b_bar, "Bbar")?,
                d: octets::point(d, "D")?,
            },
            responses: [
                octets::scalar(e, "e^")?,
                octets::scalar(r1, "r1^")?,
                octets::scalar(r3, "r3^")?,
            ],
            hidden: hidden.collect::<Result<_, _>>()?,
            challenge: octets::scalar(challenge, "the challenge")?,
        })
    }

    /// As [`from_bytes`](Self::from_bytes) reads it (`proof_to_octets`).
    pub fn to_bytes(&self) -> Vec<u8> {
        let ProofPoints { a_bar, b_bar, d } = self.points;
        let mut octets = Vec::with_capacity(Self::LEAST_LENGTH + SCALAR * self.hidden.len());
        for point in [a_bar, b_bar, d] {
            octets.extend_from_slice(&point.to_compressed());
        }
        let scalars = self.responses.iter().chain(&self.hidden);
        for scalar in scalars.chain([&self.challenge]) {
            octets.extend_from_slice(&scalar.to_bytes_be());
        }
        octets
    }

    /// How many signed messages it does not show.
    pub fn hidden(&self) -> usize {
        self.hidden.len()
    }

    /// `ProofVerify`: whether the prover holds a signature by this key over this header and, among others, these
    /// messages at these indexes, and made the proof for this presentation header. Indexes count from 0 and rise.
    pub fn verify<M: AsRef<[u8]>>(
        &self,
        key: &VerifyingKey,
        header: &[u8],
        presentation_header: &[u8],
        disclosed: &[(usize, M)],
    ) -> Result<(), BbsError> {
        let messages = self.hidden.len() + disclosed.len();
        if messages > MAX_MESSAGES {
            return Err(BbsError::TooManyMessages { found: messages });
        }
        rising(disclosed.iter().map(|(index, _)| *index), messages)?;
        let scalars = disclosed
            .iter()
            .map(|(index, message)| (*index, message_scalar(message)));
        let disclosed: Vec<(usize, Scalar)> = scalars.collect();
        let domain = domain(key, header, messages);

        let [t1, t2] = octets::to_affine(self.commitments(domain, &disclosed));
        let challenge = Challenge {
            points: &self.points,
            t1,
            t2,
            domain,
        };
        if challenge.scalar(&disclosed, presentation_header) != self.challenge {
            return Err(BbsError::ProofInvalid);
        }
        let minus_b_bar = -self.points.b_bar;
        match pair_to_one(&self.points.a_bar, key, &minus_b_bar) {
            true => Ok(()),
            false => Err(BbsError::ProofInvalid),
        }
    }

    /// `ProofVerifyInit` steps 2 to 4. The sums of steps 3 and 4 are one: `Bv * c` is taken apart.
    fn commitments(&self, domain: Scalar, disclosed: &[(usize, Scalar)]) -> [G1Projective; 2] {
        let ProofPoints { a_bar, b_bar, d } = &self.points;
        let [e, r1, r3] = &self.responses;
        let c = &self.challenge;
        let points: [blst_p1_affine; 3] = [b_bar, a_bar, d].map(|point| *point.as_ref());
        let factors = [c, e, r1].map(Scalar::to_bytes_le).concat();
        let t1 = sum(&points, &factors, SCALAR_BITS);

        let messages = self.hidden.len() + disclosed.len();
        let mut scalars = Vec::with_capacity(2 + messages);
        scalars.extend([*c, domain * c]);
        let (mut shown, mut hidden) = (disclosed.iter().peekable(), self.hidden.iter());
        for index in 0..messages {
            let scalar = match shown.next_if(|(at, _)| *at == index) {
                Some((_, message)) => message * c,
                None => hidden.next().copied().unwrap_or(Scalar::ZERO),
            };
            scalars.push(scalar);
        }
        let t2 = d * r3 + Generators::for_messages(messages).sum(&scalars);
        [t1, t2]
    }
}

/// What `ProofChallengeCalculate` hashes beside messages and presentation header.
pub(super) struct Challenge<'p> {
    pub(super) points: &'p ProofPoints,
    pub(super) t1: G1Affine,
    pub(super) t2: G1Affine,
    pub(super) domain: Scalar,
}

impl Challenge<'_> {
    /// `ProofChallengeCalculate`.
    pub(super) fn scalar(
        self,
        disclosed: &[(usize, Scalar)],
        presentation_header: &[u8],
    ) -> Scalar {
        let mut hash = ScalarHash::new(HASH_TO_SCALAR).with_integer(disclosed.len());
        for (index, message) in disclosed {
            hash = hash.with_integer(*index).with_scalar(message);
        }
        let ProofPoints { a_bar, b_bar, d } = self.points;
        for point in [a_bar, b_bar, d, &self.t1, &self.t2] {
            hash = hash.with(point.to_compressed());
        }
        hash.with_scalar(&self.domain)
            .with_integer(presentation_header.len())
            .with(presentation_header)
            .finish()
    }
}

/// Whether indexes rise and stay below the number of messages.
pub(super) fn rising(
    indexes: impl IntoIterator<Item = usize>,
    messages: usize,
) -> Result<(), BbsError> {
    let mut least = 0;
    for found in indexes {
        if found < least || found >= messages {
            return Err(BbsError::Index { found, messages });
        }
        least = found + 1;
    }
    Ok(())
}
