//! Digests of disclosures, as the text in which they appear.

use base64::Engine;
use sha2::{Digest as _, Sha256};

use crate::jose::BASE64URL;

/// SHA-256 in base64url: 43 characters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Digest([u8; 43]);

impl Digest {
    /// RFC 9901 section 4.2.3: over the US-ASCII bytes of the base64url text.
    pub(super) fn of(text: &str) -> Self {
        Self::encode(&Sha256::digest(text.as_bytes()).into())
    }

    /// The text of 32 bytes.
    pub(super) fn encode(bytes: &[u8; 32]) -> Self {
        let mut text = [b'A'; 43];
        // 32 bytes always fill 43 characters.
        let _ = BASE64URL.encode_slice(bytes, &mut text);
        Self(text)
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    pub(super) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

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
