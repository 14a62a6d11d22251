//! What the draft publishes, and what must not pass.

mod properties;
mod refusals;
mod specification;

use std::convert::Infallible;

use rand::{TryCryptoRng, TryRng};

use super::{Proof, Signature, SigningKey};

const HEADER: &[u8] = b"header";
const PRESENTATION: &[u8] = b"for this verifier";

fn key(seed: u8) -> SigningKey {
    SigningKey::derive(&[seed; 32], b"").unwrap()
}

fn messages(count: usize) -> Vec<String> {
    (0..count)
        .map(|number| format!("message {number}"))
        .collect()
}

/// The messages at these indexes.
fn shown<M: AsRef<[u8]>>(messages: &[M], indexes: &[usize]) -> Vec<(usize, Vec<u8>)> {
    let at = |&index: &usize| (index, messages[index].as_ref().to_vec());
    indexes.iter().map(at).collect()
}

/// A signature over ten messages.
fn signed() -> (SigningKey, Vec<String>, Signature) {
    let (key, messages) = (key(1), messages(10));
    let signature = key.sign(HEADER, &messages).unwrap();
    (key, messages, signature)
}

/// A proof that shows 0, 2, 4 and 6 of them.
fn derived() -> (SigningKey, Vec<(usize, Vec<u8>)>, Proof) {
    let (key, messages, signature) = signed();
    let indexes = [0, 2, 4, 6];
    let mut rng = Scripted::counting(11);
    let proof = signature
        .derive(
            key.public(),
            HEADER,
            &messages,
            PRESENTATION,
            &indexes,
            &mut rng,
        )
        .unwrap();
    (key, shown(&messages, &indexes), proof)
}

/// A random source that gives what it is told to.
struct Scripted(std::vec::IntoIter<u8>);

impl Scripted {
    fn new(octets: Vec<u8>) -> Self {
        Self(octets.into_iter())
    }

    /// Different octets for so many scalars.
    fn counting(scalars: u32) -> Self {
        let octets = (1..=12 * scalars).flat_map(u32::to_be_bytes);
        Self::new(octets.collect())
    }
}

impl TryRng for Scripted {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut octets = [0; 4];
        self.try_fill_bytes(&mut octets)?;
        Ok(u32::from_le_bytes(octets))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut octets = [0; 8];
        self.try_fill_bytes(&mut octets)?;
        Ok(u64::from_le_bytes(octets))
    }

    fn try_fill_bytes(&mut self, octets: &mut [u8]) -> Result<(), Infallible> {
        octets.fill_with(|| self.0.next().expect("enough octets"));
        Ok(())
    }
}

impl TryCryptoRng for Scripted {}

fn unhex(digits: &str) -> Vec<u8> {
    let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    digits.as_bytes().chunks(2).map(pair).collect()
}
