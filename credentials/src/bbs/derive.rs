//! From a signature to a proof.

use blstrs::{G1Affine, G1Projective, Scalar};
use pairing::group::ff::Field;
use pairing::group::prime::PrimeCurveAffine;
use rand::CryptoRng;
use zeroize::Zeroizing;

use super::ciphersuite::{EXPAND_LENGTH, reduce};
use super::generators::Generators;
use super::octets::to_affine;
use super::proof::{Challenge, Proof, ProofPoints, rising};
use super::signature::Signed;
use super::{BbsError, Signature, VerifyingKey};

impl Signature {
    /// `ProofGen`: shows the messages at these indexes, which count from 0 and rise, for this presentation header.
    ///
    /// Header and messages are all those that were signed. Whether the signature holds is not checked: derive from one
    /// that was, since a proof from another does not verify.
    pub fn derive<M: AsRef<[u8]>>(
        &self,
        key: &VerifyingKey,
        header: &[u8],
        messages: &[M],
        presentation_header: &[u8],
        disclosed: &[usize],
        rng: &mut impl CryptoRng,
    ) -> Result<Proof, BbsError> {
        rising(disclosed.iter().copied(), messages.len())?;
        let signed = Signed::new(key, header, messages)?;
        let (mut shown, mut hidden) = (Vec::new(), Vec::new());
        let mut next = disclosed.iter().peekable();
        for (index, message) in signed.messages().iter().enumerate() {
            match next.next_if(|next| **next == index) {
                Some(_) => shown.push((index, *message)),
                None => hidden.push((index, *message)),
            }
        }

        let random = Blinding::new(hidden.len(), rng)?;
        let (points, [t1, t2]) = self.blinded(&signed, &hidden, &random)?;
        let challenge = Challenge {
            points: &points,
            t1,
            t2,
            domain: signed.domain(),
        };
        let challenge = challenge.scalar(&shown, presentation_header);
        self.finished(points, challenge, &hidden, &random)
    }

    /// `ProofInit`: the blinded signature, `T1` and `T2`.
    fn blinded(
        &self,
        signed: &Signed,
        hidden: &[(usize, Scalar)],
        random: &Blinding,
    ) -> Result<(ProofPoints, [G1Affine; 2]), BbsError> {
        let messages = signed.messages().len();
        let d = signed.b() * random.r2;
        let a_bar = self.a * (random.r1 * random.r2);
        let b_bar = d * random.r1 - a_bar * self.e;
        let t1 = a_bar * random.e + d * random.r1_tilde;
        let mut scalars = vec![Scalar::ZERO; 2 + messages];
        for ((index, _), tilde) in hidden.iter().zip(&random.messages) {
            if let Some(scalar) = scalars.get_mut(2 + index) {
                *scalar = *tilde;
            }
        }
        let sum: G1Projective = Generators::for_messages(messages).sum(&scalars);
        let t2 = d * random.r3_tilde + sum;
        let [a_bar, b_bar, d, t1, t2] = to_affine([a_bar, b_bar, d, t1, t2]);
        for (point, name) in [(a_bar, "Abar"), (b_bar, "Bbar"), (d, "D")] {
            if point.is_identity().into() {
                return Err(BbsError::Point(name));
            }
        }
        Ok((ProofPoints { a_bar, b_bar, d }, [t1, t2]))
    }

    /// `ProofFinalize`.
    fn finished(
        &self,
        points: ProofPoints,
        challenge: Scalar,
        hidden: &[(usize, Scalar)],
        random: &Blinding,
    ) -> Result<Proof, BbsError> {
        let r3 = Option::<Scalar>::from(random.r2.invert()).ok_or(BbsError::Randomness)?;
        let responses = [
            random.e + self.e * challenge,
            random.r1_tilde - random.r1 * challenge,
            random.r3_tilde - r3 * challenge,
        ];
        let hidden = hidden.iter().zip(&random.messages);
        let hidden: Vec<Scalar> = hidden
            .map(|((_, message), tilde)| tilde + message * challenge)
            .collect();
        // octets_to_proof refuses a zero, which no working random source leads to.
        let scalars = responses.iter().chain(&hidden).chain([&challenge]);
        for scalar in scalars {
            if scalar.is_zero().into() {
                return Err(BbsError::Randomness);
            }
        }
        Ok(Proof {
            points,
            responses,
            hidden,
            challenge,
        })
    }
}

/// `calculate_random_scalars`, in the order in which `ProofInit` names them.
struct Blinding {
    r1: Scalar,
    r2: Scalar,
    e: Scalar,
    r1_tilde: Scalar,
    r3_tilde: Scalar,
    /// `m~_j` of each hidden message.
    messages: Vec<Scalar>,
}

impl Blinding {
    fn new(hidden: usize, rng: &mut impl CryptoRng) -> Result<Self, BbsError> {
        let mut octets = Zeroizing::new([0; EXPAND_LENGTH]);
        let mut last = Scalar::ZERO;
        let mut draw = || {
            rng.fill_bytes(octets.as_mut_slice());
            let scalar = reduce(&octets);
            // Zero, or the same twice, would show what should be hidden; a source that works gives neither.
            if scalar == last || scalar.is_zero().into() {
                return Err(BbsError::Randomness);
            }
            last = scalar;
            Ok(scalar)
        };
        Ok(Self {
            r1: draw()?,
            r2: draw()?,
            e: draw()?,
            r1_tilde: draw()?,
            r3_tilde: draw()?,
            messages: (0..hidden).map(|_| draw()).collect::<Result<_, _>>()?,
        })
    }
}
