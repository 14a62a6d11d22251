//! The ciphersuite BLS12-381-SHA-256 (section 7.2.2 of the draft) and its way from octets to scalars.

use blstrs::Scalar;
use pairing::group::ff::Field;
use sha2::{Digest, Sha256};

/// Messages that one signature may cover. A proof says how many there were, and each costs its reader up to 60 us once.
pub const MAX_MESSAGES: usize = 4096;

/// `ciphersuite_id || "H2G_HM2S_"`: the interface that hashes generators and messages.
macro_rules! api_id {
    ($suffix:literal) => {
        concat!("BBS_BLS12381G1_XMD:SHA-256_SSWU_RO_H2G_HM2S_", $suffix).as_bytes()
    };
}

pub(super) const API_ID: &[u8] = api_id!("");
pub(super) const HASH_TO_SCALAR: &[u8] = api_id!("H2S_");
pub(super) const MAP_MESSAGE: &[u8] = api_id!("MAP_MSG_TO_SCALAR_AS_HASH_");
pub(super) const KEY_GENERATION: &[u8] = api_id!("KEYGEN_DST_");
pub(super) const GENERATOR_SEED_DST: &[u8] = api_id!("SIG_GENERATOR_SEED_");
pub(super) const GENERATOR_DST: &[u8] = api_id!("SIG_GENERATOR_DST_");
pub(super) const GENERATOR_SEED: &[u8] = api_id!("MESSAGE_GENERATOR_SEED");
pub(super) const BASE_POINT_SEED: &[u8] = api_id!("BP_MESSAGE_GENERATOR_SEED");

/// Octets that become a scalar: 255 bits and 128 more, so that the remainder modulo r has no bias worth a name.
pub(super) const EXPAND_LENGTH: usize = 48;

/// `hash_to_scalar` over octets that come piece by piece.
pub(super) struct ScalarHash {
    expand: Expand,
}

impl ScalarHash {
    /// Under this domain separation tag.
    pub(super) fn new(dst: &'static [u8]) -> Self {
        Self {
            expand: Expand::new(dst),
        }
    }

    /// Takes the next octets.
    pub(super) fn with(mut self, octets: impl AsRef<[u8]>) -> Self {
        self.expand.first.update(octets);
        self
    }

    /// Takes an integer as `serialize` writes it: eight octets, big-endian.
    pub(super) fn with_integer(self, integer: usize) -> Self {
        self.with((integer as u64).to_be_bytes())
    }

    /// Takes a scalar as `serialize` writes it.
    pub(super) fn with_scalar(self, scalar: &Scalar) -> Self {
        self.with(scalar.to_bytes_be())
    }

    /// The scalar.
    pub(super) fn finish(self) -> Scalar {
        reduce(&self.expand.finish())
    }
}

/// `messages_to_scalars`.
pub(super) fn message_scalar(message: impl AsRef<[u8]>) -> Scalar {
    ScalarHash::new(MAP_MESSAGE).with(message).finish()
}

/// `expand_message_xmd` of RFC 9380 section 5.3.1 with SHA-256, for 48 octets.
pub(super) fn expand(message: &[u8], dst: &'static [u8]) -> [u8; EXPAND_LENGTH] {
    let mut expand = Expand::new(dst);
    expand.first.update(message);
    expand.finish()
}

/// `OS2IP(octets) mod r`.
pub(super) fn reduce(octets: &[u8; EXPAND_LENGTH]) -> Scalar {
    let mut limbs = [0_u64; 6];
    for (limb, octets) in limbs.iter_mut().rev().zip(octets.as_chunks::<8>().0) {
        *limb = u64::from_be_bytes(*octets);
    }
    let [a, b, c, d, e, f] = limbs;
    // Halves of 192 bits are below r, and so is 2^192: none of the three is refused.
    let scalar = |limbs| Scalar::from_u64s_le(&limbs).unwrap_or(Scalar::ZERO);
    scalar([d, e, f, 0]) * scalar([0, 0, 0, 1]) + scalar([a, b, c, 0])
}

struct Expand {
    first: Sha256,
    dst: &'static [u8],
}

impl Expand {
    fn new(dst: &'static [u8]) -> Self {
        // Z_pad: as many zeros as SHA-256 takes at once.
        let first = Sha256::new_with_prefix([0; 64]);
        Self { first, dst }
    }

    fn finish(self) -> [u8; EXPAND_LENGTH] {
        // RFC 9380 section 5.3.3 asks for a hash of a longer tag; ours are constants of at most 70 octets.
        let dst_length = [self.dst.len() as u8];
        let b_0 = self
            .first
            .chain_update((EXPAND_LENGTH as u16).to_be_bytes())
            .chain_update([0])
            .chain_update(self.dst)
            .chain_update(dst_length)
            .finalize();
        let block = |input: &[u8], number: u8| {
            Sha256::new()
                .chain_update(input)
                .chain_update([number])
                .chain_update(self.dst)
                .chain_update(dst_length)
                .finalize()
        };
        let b_1 = block(&b_0, 1);
        let mut mixed = b_0;
        mixed
            .iter_mut()
            .zip(&b_1)
            .for_each(|(mixed, b)| *mixed ^= b);
        let b_2 = block(&mixed, 2);
        let mut octets = [0; EXPAND_LENGTH];
        let blocks = b_1.iter().chain(&b_2);
        octets
            .iter_mut()
            .zip(blocks)
            .for_each(|(octet, &b)| *octet = b);
        octets
    }
}
