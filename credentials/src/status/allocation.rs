//! Which index the next credential gets.

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::StatusIndex;

/// All indexes of a list in an order that looks random and never repeats.
///
/// Section 2.1 asks for random indexes, so that neighbours tell nothing about time or batch. Drawing at random needs
/// a search for free positions, which slows down as the list fills and hands out a position twice if two writers
/// draw at once. A keyed permutation needs a counter and nothing else: the counter is unique, so the index is. It is a
/// Feistel network of ten rounds over the smallest even number of bits that holds the list; results beyond its
/// end are fed in again until one lies inside (cycle walking, below four steps on average).
#[derive(Clone)]
pub struct IndexSequence {
    seed: Zeroizing<[u8; 32]>,
    entries: u32,
    half_bits: u32,
}

impl IndexSequence {
    /// The sequence of a list of this many entries, under a seed that nobody but its issuer knows.
    pub fn new(seed: [u8; 32], entries: u32) -> Self {
        let bits = u32::BITS - entries.saturating_sub(1).leading_zeros();
        Self {
            seed: Zeroizing::new(seed),
            entries,
            half_bits: bits.div_ceil(2).max(1),
        }
    }

    /// The index of the credential with this number, counted from zero; none when the list is full.
    pub fn index(&self, counter: u32) -> Option<StatusIndex> {
        if counter >= self.entries {
            return None;
        }
        let mut index = self.permute(counter);
        while index >= self.entries {
            index = self.permute(index);
        }
        Some(index.into())
    }

    /// One pass over the network: a bijection on numbers of `2 * half_bits` bits.
    fn permute(&self, input: u32) -> u32 {
        let mask = u32::MAX >> (u32::BITS - self.half_bits);
        let (mut left, mut right) = (input >> self.half_bits, input & mask);
        for round in 0..ROUNDS {
            (left, right) = (right, left ^ (self.round(round, right) & mask));
        }
        left << self.half_bits | right
    }

    fn round(&self, round: u8, half: u32) -> u32 {
        let digest = Sha256::new()
            .chain_update(*self.seed)
            .chain_update([round])
            .chain_update(half.to_be_bytes())
            .finalize();
        u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]])
    }
}

/// As many as the format-preserving modes of NIST SP 800-38G use on small domains.
const ROUNDS: u8 = 10;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::status::MIN_ENTRIES;
    use proptest::prelude::*;

    fn all(seed: [u8; 32], entries: u32) -> Vec<u32> {
        let sequence = IndexSequence::new(seed, entries);
        (0..entries)
            .map(|n| sequence.index(n).unwrap().get())
            .collect()
    }

    #[test]
    fn a_full_list_has_given_every_index_once() {
        let entries = MIN_ENTRIES as u32;
        let mut given = all([7; 32], entries);
        let in_order = given
            .windows(2)
            .filter(|pair| pair[0] + 1 == pair[1])
            .count();
        assert!(in_order < 20, "{in_order} neighbours follow each other");
        given.sort_unstable();
        assert!(given.into_iter().eq(0..entries));
        assert_eq!(IndexSequence::new([7; 32], entries).index(entries), None);
    }

    #[test]
    fn another_seed_gives_another_order() {
        assert_ne!(all([1; 32], 1000), all([2; 32], 1000));
    }

    #[test]
    fn the_order_of_a_seed_never_changes() {
        // Counters are kept in stores: a change here would give indexes twice.
        let sequence = IndexSequence::new([42; 32], MIN_ENTRIES as u32);
        let first: Vec<u32> = (0..4).map(|n| sequence.index(n).unwrap().get()).collect();
        assert_eq!(first, [65_254, 129_438, 99_078, 127_412]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]
        #[test]
        fn no_index_is_given_twice(seed: [u8; 32], entries in 1..3000u32) {
            let mut given = all(seed, entries);
            given.sort_unstable();
            prop_assert!(given.into_iter().eq(0..entries));
        }
    }
}
