//! The equation that both signatures and proofs end in.

use std::sync::OnceLock;

use blstrs::{Bls12, G1Affine, G2Affine, G2Prepared};
use pairing::group::Group;
use pairing::group::prime::PrimeCurveAffine;
use pairing::{MillerLoopResult, MultiMillerLoop};

use super::VerifyingKey;

/// Whether `h(a, W) * h(b, BP2)` is the identity, by one final exponentiation.
pub(super) fn pair_to_one(a: &G1Affine, key: &VerifyingKey, b: &G1Affine) -> bool {
    static BASE: OnceLock<G2Prepared> = OnceLock::new();
    let base = BASE.get_or_init(|| G2Prepared::from(G2Affine::generator()));
    Bls12::multi_miller_loop(&[(a, key.prepared()), (b, base)])
        .final_exponentiation()
        .is_identity()
        .into()
}
