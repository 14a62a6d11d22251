//! The generators of messages: hashed to the curve once, kept for the process, and multiplied fast.
//!
//! Hashing costs 60 us a generator, so the first 256 come with the program (a test hashes them again), and all
//! operations share one growing list. A sum over it (`P1`, `Q_1`, `H_1` and so
//! on, each times a scalar) is first done by Pippenger's method on the points themselves. A process that goes on then
//! makes, for each point P, the table P, 2^8 P, 2^16 P to 2^248 P. With it the octets of the scalars, lowest first, are
//! the digits of one Pippenger round with 8-bit scalars: 32 additions for each point and not one doubling, in 3 kB a
//! point.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use blst::{MultiPoint, blst_p1, blst_p1_affine, p1_affines};
use blstrs::{G1Affine, G1Projective, Scalar};
use pairing::group::Group;
use zeroize::Zeroizing;

use super::ciphersuite::{
    BASE_POINT_SEED, EXPAND_LENGTH, GENERATOR_DST, GENERATOR_SEED, GENERATOR_SEED_DST, expand,
};
use super::octets::POINT;

/// `P1`, `Q_1` and at least so many `H_i` as were asked for.
pub(super) struct Generators {
    /// `P1`, `Q_1`, `H_1` and so on.
    points: Vec<blst_p1_affine>,
    /// `Q_1`, `H_1` and so on as `serialize` writes them: input of each domain.
    octets: Vec<u8>,
    /// `v` of `create_generators`, from which the next generator comes.
    seed: [u8; EXPAND_LENGTH],
    tables: OnceLock<Vec<blst_p1_affine>>,
    sums: AtomicUsize,
}

impl Generators {
    /// The generators of a signature over so many messages, and maybe more.
    pub(super) fn for_messages(messages: usize) -> Arc<Self> {
        static LIST: OnceLock<RwLock<Arc<Generators>>> = OnceLock::new();
        let list = LIST.get_or_init(|| RwLock::new(Arc::new(Generators::none())));
        // The list is replaced whole, so a thread that panicked left a good one.
        let found = list.read().unwrap_or_else(PoisonError::into_inner).clone();
        if found.suffices(messages) {
            return found;
        }
        let mut list = list.write().unwrap_or_else(PoisonError::into_inner);
        if !list.suffices(messages) {
            *list = Arc::new(list.extended(messages.next_multiple_of(STEP)));
        }
        list.clone()
    }

    /// `Q_1`, `H_1` to `H_messages` as `serialize` writes them.
    pub(super) fn octets(&self, messages: usize) -> &[u8] {
        self.octets
            .get(..(1 + messages) * POINT)
            .unwrap_or(&self.octets)
    }

    /// `P1` times the first scalar, `Q_1` times the second, `H_1` times the third, and so on, added.
    pub(super) fn sum(&self, scalars: &[Scalar]) -> G1Projective {
        let octets = scalars.iter().flat_map(Scalar::to_bytes_le);
        let octets = Zeroizing::new(octets.collect::<Vec<u8>>());
        let count = scalars.len().min(self.points.len());
        if self.sums.fetch_add(1, Ordering::Relaxed) >= SUMS_BEFORE_TABLES {
            let tables = self.tables.get_or_init(|| tables(&self.points));
            return sum(tables.get(..count * DIGITS).unwrap_or_default(), &octets, 8);
        }
        let points = self.points.get(..count).unwrap_or_default();
        sum(points, &octets, SCALAR_BITS)
    }

    /// Whether `P1`, `Q_1` and the generators of so many messages are there; a signature over none needs two.
    fn suffices(&self, messages: usize) -> bool {
        self.points.len() >= messages + 2
    }

    fn none() -> Self {
        let mut seed = [0; EXPAND_LENGTH];
        let kept = KEPT.last_chunk::<EXPAND_LENGTH>();
        kept.into_iter().for_each(|kept| seed = *kept);
        Self {
            points: vec![*kept_point(0).as_ref()],
            octets: Vec::new(),
            seed,
            tables: OnceLock::new(),
            sums: AtomicUsize::new(0),
        }
    }

    /// A longer list that begins with this one.
    fn extended(&self, messages: usize) -> Self {
        let (mut points, mut octets, mut seed) =
            (self.points.clone(), self.octets.clone(), self.seed);
        for number in points.len()..messages + 2 {
            let generator = match number < KEPT_POINTS {
                true => kept_point(number),
                false => next(&mut seed, number),
            };
            points.push(*generator.as_ref());
            octets.extend_from_slice(&generator.to_compressed());
        }
        let extended = Self {
            points,
            octets,
            seed,
            tables: OnceLock::new(),
            sums: AtomicUsize::new(self.sums.load(Ordering::Relaxed)),
        };
        if let Some(known) = self.tables.get() {
            let fresh = extended.points.get(self.points.len()..);
            let all = [known.as_slice(), &tables(fresh.unwrap_or_default())].concat();
            extended.tables.get_or_init(|| all);
        }
        extended
    }
}

/// `P1`, `Q_1`, `H_1` and so on: the first that the program brings, uncompressed, so that no root is to be taken.
fn kept_point(number: usize) -> G1Affine {
    let octets = KEPT.as_chunks().0.get(number);
    let point = octets.map(G1Affine::from_uncompressed_unchecked);
    let point = point.and_then(Option::<G1Affine>::from);
    // Were the file not what the test found it to be, the draft would still be followed.
    point.unwrap_or_else(|| hashed(number + 1).0.pop().unwrap_or_default())
}

/// So many points from the very beginning, `P1` first, and the seed of the next.
fn hashed(count: usize) -> (Vec<G1Affine>, [u8; EXPAND_LENGTH]) {
    let mut of_p1 = expand(BASE_POINT_SEED, GENERATOR_SEED_DST);
    let mut seed = expand(GENERATOR_SEED, GENERATOR_SEED_DST);
    let mut points = vec![next(&mut of_p1, 1)];
    points.extend((1..count).map(|number| next(&mut seed, number)));
    (points, seed)
}

/// `create_generators`, steps 3 and 4.
fn next(seed: &mut [u8; EXPAND_LENGTH], number: usize) -> G1Affine {
    let numbered = [seed.as_slice(), &(number as u64).to_be_bytes()].concat();
    *seed = expand(&numbered, GENERATOR_SEED_DST);
    G1Affine::from(G1Projective::hash_to_curve(seed, GENERATOR_DST, &[]))
}

/// P, 2^8 P, 2^16 P and so on for each point.
fn tables(points: &[blst_p1_affine]) -> Vec<blst_p1_affine> {
    let mut shifted: Vec<blst_p1> = Vec::with_capacity(points.len() * DIGITS);
    for point in points {
        let mut affine = G1Affine::default();
        *affine.as_mut() = *point;
        let mut power = G1Projective::from(affine);
        for _ in 0..DIGITS {
            shifted.push(*power.as_ref());
            for _ in 0..8 {
                power = power.double();
            }
        }
    }
    match shifted.as_slice() {
        [] => Vec::new(),
        shifted => p1_affines::from(shifted).as_slice().to_vec(),
    }
}

/// Points times scalars of so many bits, added; no points make the identity.
pub(super) fn sum(points: &[blst_p1_affine], scalars: &[u8], bits: usize) -> G1Projective {
    let mut sum = G1Projective::identity();
    if !points.is_empty() && scalars.len() >= points.len() * bits.div_ceil(8) {
        *sum.as_mut() = points.mult(scalars, bits);
    }
    sum
}

/// [`KEPT_POINTS`] uncompressed points, `P1` first, and the seed of the next.
const KEPT: &[u8] = include_bytes!("generators.bin");
const KEPT_POINTS: usize = 256;
/// Octets of a scalar.
const DIGITS: usize = 32;
pub(super) const SCALAR_BITS: usize = 255;
/// Generators are made so many at once.
const STEP: usize = 16;
/// Tables cost as much as two or three sums save: a process that verifies one proof and ends makes none.
const SUMS_BEFORE_TABLES: usize = 3;

#[cfg(test)]
mod tests {
    use pairing::group::ff::Field;

    use super::*;

    #[test]
    fn the_sum_is_the_same_with_tables_and_without() {
        let generators = Generators::none().extended(20);
        let extended = |generators: &Generators| generators.extended(32);
        let scalar = |number: u64| Scalar::from(number + 3).invert().unwrap();
        for count in [1, 2, 3, 17, 22] {
            let mut scalars: Vec<Scalar> = (0..count).map(scalar).collect();
            scalars[0] = -Scalar::ONE;
            if let Some(zero) = scalars.get_mut(5) {
                *zero = Scalar::ZERO;
            }
            let mut expected = G1Projective::identity();
            for (point, scalar) in generators.points.iter().zip(&scalars) {
                let mut affine = G1Affine::default();
                *affine.as_mut() = *point;
                expected += affine * scalar;
            }
            for _ in 0..SUMS_BEFORE_TABLES + 1 {
                assert_eq!(generators.sum(&scalars), expected, "{count}");
            }
            assert!(generators.tables.get().is_some());
            assert_eq!(extended(&generators).sum(&scalars), expected, "{count}");
        }
        let longer = extended(&generators);
        let known = longer.tables.get().map(Vec::len);
        assert_eq!(known, Some(34 * DIGITS));
        assert_eq!(tables(&longer.points).len(), 34 * DIGITS);
        assert!(tables(&longer.points) == *longer.tables.get().unwrap());
    }

    /// After a change of what is kept: `WRITE_GENERATORS=1 cargo test -p credentials --lib kept_generators`.
    #[test]
    fn the_kept_generators_are_those_that_hashing_gives() {
        if std::env::var_os("WRITE_GENERATORS").is_some() {
            let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/bbs/generators.bin");
            std::fs::write(file, octets()).unwrap();
        }
        assert_eq!(KEPT, octets());
        let (more, _) = hashed(KEPT_POINTS + 2);
        let list = Generators::none().extended(KEPT_POINTS);
        let points: Vec<blst_p1_affine> = more.iter().map(|point| *point.as_ref()).collect();
        assert!(list.points == points);
    }

    fn octets() -> Vec<u8> {
        let (points, seed) = hashed(KEPT_POINTS);
        let points = points.iter().map(G1Affine::to_uncompressed);
        [points.collect::<Vec<_>>().concat().as_slice(), &seed].concat()
    }

    #[test]
    fn nothing_adds_up_to_the_identity() {
        let generators = Generators::none();
        assert!(!generators.suffices(0), "the domain is in every signature");
        assert!(generators.extended(0).suffices(0));
        assert_eq!(generators.sum(&[]), G1Projective::identity());
        assert_eq!(generators.sum(&[Scalar::ZERO]), G1Projective::identity());
    }
}
