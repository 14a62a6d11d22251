//! All chance in the vectors: bytes that anyone can compute from a label.

use std::convert::Infallible;

use rand::{TryCryptoRng, TryRng};
use sha2::{Digest, Sha256};

/// SHA-256 of the label, a zero byte and a counter of eight bytes, for counters 0, 1, 2 and on.
///
/// `StdRng` would do, but promises the same bytes only until its next version, and nobody else has it.
#[derive(Debug, Clone)]
pub struct Stream {
    label: String,
    counter: u64,
    block: [u8; 32],
    used: usize,
}

impl Stream {
    /// The bytes of this label, from the first one on.
    pub fn of(label: &str) -> Self {
        Self {
            label: format!("{PREFIX}{label}"),
            counter: 0,
            block: [0; 32],
            used: 32,
        }
    }

    fn next(&mut self) -> u8 {
        if self.used == self.block.len() {
            let mut hash = Sha256::new();
            hash.update(self.label.as_bytes());
            hash.update([0]);
            hash.update(self.counter.to_be_bytes());
            self.block = hash.finalize().into();
            self.counter += 1;
            self.used = 0;
        }
        self.used += 1;
        self.block[self.used - 1]
    }
}

impl TryRng for Stream {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, to: &mut [u8]) -> Result<(), Infallible> {
        to.fill_with(|| self.next());
        Ok(())
    }
}

impl TryCryptoRng for Stream {}

const PREFIX: &str = "voltproof vectors 1: ";

#[cfg(test)]
mod tests {
    use super::*;
    use rand::Rng;

    #[test]
    fn the_bytes_are_the_hashes_of_label_and_counter() {
        let mut bytes = [0; 64];
        Stream::of("salts").fill_bytes(&mut bytes);
        for (counter, block) in bytes.chunks(32).enumerate() {
            let counter = u8::try_from(counter).unwrap();
            let text = [PREFIX.as_bytes(), b"salts\0\0\0\0\0\0\0\0", &[counter]].concat();
            assert_eq!(block, Sha256::digest(text).as_slice());
        }
    }
}
