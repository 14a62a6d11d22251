//! Points and scalars as octets (section 4.2.4 of the draft).

use blst::{blst_p1, p1_affines};
use blstrs::{G1Affine, G1Projective, Scalar};
use pairing::group::ff::Field;
use pairing::group::prime::PrimeCurveAffine;

use super::BbsError;

pub(super) const POINT: usize = 48;
pub(super) const SCALAR: usize = 32;

/// `octets_to_point_E1` and `subgroup_check_G1`: a point of the group, in its one encoding, not the identity.
pub(super) fn point(octets: &[u8; POINT], name: &'static str) -> Result<G1Affine, BbsError> {
    let point = Option::from(G1Affine::from_compressed(octets));
    let point = point.filter(|point: &G1Affine| !bool::from(point.is_identity()));
    point.ok_or(BbsError::Point(name))
}

/// A scalar from 1 to r - 1.
pub(super) fn scalar(octets: &[u8; SCALAR], name: &'static str) -> Result<Scalar, BbsError> {
    let scalar = Option::from(Scalar::from_bytes_be(octets));
    let scalar = scalar.filter(|scalar: &Scalar| !bool::from(scalar.is_zero()));
    scalar.ok_or(BbsError::Scalar(name))
}

/// Affine coordinates of several points for one inversion in the field.
pub(super) fn to_affine<const N: usize>(points: [G1Projective; N]) -> [G1Affine; N] {
    let mut affine = [G1Affine::default(); N];
    let points: [blst_p1; N] = points.map(|point| *point.as_ref());
    if N > 0 {
        for (to, from) in affine.iter_mut().zip(p1_affines::from(&points).as_slice()) {
            *to.as_mut() = *from;
        }
    }
    affine
}
