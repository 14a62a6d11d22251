//! Many signatures at once: Ed25519 in batches, twice to thrice the speed of one at a time.

use ed25519_dalek::{Signature, VerifyingKey};

use super::PublicKey;

/// One signature to check.
#[derive(Debug, Clone, Copy)]
pub struct Signed<'a> {
    /// The key that should have made it.
    pub key: &'a PublicKey,
    /// What was signed.
    pub message: &'a [u8],
    /// The signature.
    pub signature: &'a [u8],
}

/// Checks all signatures and gives the positions of those that do not hold, in order.
///
/// Ed25519 signatures are checked together and, where a group fails, in halves down to the culprits; others one by
/// one. A signature that was made honestly is judged as [`PublicKey::verify`] judges it. The holder of a key can make
/// one whose `R` has a component of small order: that passes in some groups only, never alone.
pub fn verify_batch(items: &[Signed<'_>]) -> Vec<usize> {
    let mut bad = Vec::new();
    let mut group = Group::default();
    for (position, item) in items.iter().enumerate() {
        match (item.key.batch_key(), canonical_signature(item.signature)) {
            (Some(key), Some(signature)) => group.push(position, item.message, signature, *key),
            (Some(_), None) => bad.push(position),
            (None, _) if item.key.verify(item.message, item.signature).is_err() => {
                bad.push(position)
            }
            (None, _) => {}
        }
        if group.positions.len() == GROUP {
            group.check(items, 0..GROUP, &mut bad);
            group = Group::default();
        }
    }
    group.check(items, 0..group.positions.len(), &mut bad);
    bad.sort_unstable();
    bad
}

/// Ed25519 signatures in the columns that dalek takes.
#[derive(Default)]
struct Group<'a> {
    positions: Vec<usize>,
    messages: Vec<&'a [u8]>,
    signatures: Vec<Signature>,
    keys: Vec<VerifyingKey>,
}

impl<'a> Group<'a> {
    fn push(
        &mut self,
        position: usize,
        message: &'a [u8],
        signature: Signature,
        key: VerifyingKey,
    ) {
        self.positions.push(position);
        self.messages.push(message);
        self.signatures.push(signature);
        self.keys.push(key);
    }

    fn check(&self, items: &[Signed<'_>], range: std::ops::Range<usize>, bad: &mut Vec<usize>) {
        if range.len() < FEW {
            let positions = self.positions[range].iter().copied();
            bad.extend(positions.filter(|&at| {
                items[at]
                    .key
                    .verify(items[at].message, items[at].signature)
                    .is_err()
            }));
            return;
        }
        let together = ed25519_dalek::verify_batch(
            &self.messages[range.clone()],
            &self.signatures[range.clone()],
            &self.keys[range.clone()],
        );
        if together.is_err() {
            let middle = range.start + range.len() / 2;
            self.check(items, range.start..middle, bad);
            self.check(items, middle..range.end, bad);
        }
    }
}

/// A signature whose `R` is encoded as RFC 8032 writes it: y below p = 2^255 - 19, and no negative zero for x. A batch
/// works with the point and would not see the difference; one at a time, bytes are compared.
fn canonical_signature(bytes: &[u8]) -> Option<Signature> {
    let signature = Signature::from_slice(bytes).ok()?;
    let [first, middle @ .., last] = signature.r_bytes();
    let reduced = last & 0x7F != 0x7F || middle.iter().any(|byte| *byte != 0xFF) || *first < 0xED;
    // x is zero for y = 1 and for y = p - 1.
    let one = *first == 1 && middle.iter().all(|byte| *byte == 0) && *last == 0x80;
    let minus_one = *first == 0xEC && middle.iter().all(|byte| *byte == 0xFF) && *last == 0xFF;
    (reduced && !one && !minus_one).then_some(signature)
}

/// dalek switches to Pippenger's algorithm well below this; larger groups gain little more.
const GROUP: usize = 256;

/// Below this, one at a time is as fast.
const FEW: usize = 4;
