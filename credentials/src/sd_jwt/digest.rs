//! Digests of disclosures, as the text in which they appear.

use sha2::block_api::compress256;

use crate::jose::base64url;

/// SHA-256 in base64url: 43 characters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Digest([u8; 43]);

impl Digest {
    /// RFC 9901 section 4.2.3: over the US-ASCII bytes of the base64url text.
    pub(super) fn of(text: &str) -> Self {
        Self::encode(&sha256(text.as_bytes()))
    }

    /// The text of 32 bytes.
    pub(super) fn encode(bytes: &[u8; 32]) -> Self {
        Self(base64url::encode(bytes))
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    pub(super) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// SHA-256 at once: a disclosure is two or three blocks, of which a hasher that takes pieces would copy every byte.
fn sha256(message: &[u8]) -> [u8; 32] {
    let mut state = INITIAL;
    let (blocks, rest) = message.as_chunks::<64>();
    compress256(&mut state, blocks);
    // RFC 6234 section 4.1: a one, zeros, and the length in bits; in one block more where it leaves no room.
    let mut tail = [[0; 64]; 2];
    tail[0][..rest.len()].copy_from_slice(rest);
    tail[0][rest.len()] = 0x80;
    let last = usize::from(rest.len() >= 56);
    let bits = 8 * message.len() as u64;
    tail[last][56..].copy_from_slice(&bits.to_be_bytes());
    compress256(&mut state, &tail[..=last]);
    let mut hash = [0; 32];
    for (bytes, word) in hash.as_chunks_mut::<4>().0.iter_mut().zip(state) {
        *bytes = word.to_be_bytes();
    }
    hash
}

/// RFC 6234 section 6.1.
const INITIAL: [u32; 8] = [
    0x6a09_e667,
    0xbb67_ae85,
    0x3c6e_f372,
    0xa54f_f53a,
    0x510e_527f,
    0x9b05_688c,
    0x1f83_d9ab,
    0x5be0_cd19,
];

/// The digests of the disclosures at hand, to be looked up by their text.
pub(super) struct Index {
    digests: Vec<Digest>,
    /// Each digest's beginning and position, in the order of the digests.
    sorted: Vec<(u64, usize)>,
}

impl Index {
    pub(super) fn new(digests: impl Iterator<Item = Digest>) -> Self {
        let digests: Vec<_> = digests.collect();
        let prefixes = digests.iter().map(|digest| prefix(&digest.0));
        let mut sorted: Vec<_> = prefixes.zip(0..).collect();
        sorted.sort_unstable_by(|a, b| {
            let whole = || (digests[a.1], a.1).cmp(&(digests[b.1], b.1));
            a.0.cmp(&b.0).then_with(whole)
        });
        Self { digests, sorted }
    }

    /// Two positions with the same digest.
    pub(super) fn repeated(&self) -> Option<usize> {
        let same = |pair: &&[(u64, usize)]| {
            pair[0].0 == pair[1].0 && self.digests[pair[0].1] == self.digests[pair[1].1]
        };
        Some(self.sorted.windows(2).find(same)?[1].1)
    }

    /// The position of the disclosure with this digest.
    pub(super) fn find(&self, digest: &str) -> Option<usize> {
        let bytes = digest.as_bytes();
        let wanted = prefix(bytes);
        let from = self.sorted.partition_point(|entry| entry.0 < wanted);
        let same = self.sorted[from..].iter();
        let mut same = same.take_while(|entry| entry.0 == wanted);
        let found = same.find(|entry| self.digests[entry.1].0 == bytes)?;
        Some(found.1)
    }
}

/// The first eight bytes, which sort as the text does.
fn prefix(text: &[u8]) -> u64 {
    text.first_chunk()
        .map_or(0, |first: &[u8; 8]| u64::from_be_bytes(*first))
}

#[cfg(test)]
mod tests {
    use sha2::Digest as _;

    use super::*;

    #[test]
    fn a_message_of_any_length_has_the_hash_that_the_hasher_gives_it() {
        let message: Vec<u8> = (0..=255).cycle().take(300).collect();
        for length in 0..=message.len() {
            let expected: [u8; 32] = sha2::Sha256::digest(&message[..length]).into();
            assert_eq!(sha256(&message[..length]), expected, "{length} bytes");
        }
    }
}
