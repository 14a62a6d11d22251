//! Base58btc of signatures, without the general way's long division.
//!
//! Sixty-four bytes are sixteen limbs of 32 bits, and five digits at a time fit in a limb, so that both directions are
//! a few hundred multiplications instead of some six thousand.

/// The most digits of 64 bytes.
pub(super) const MAX_DIGITS: usize = 88;

/// The digits of 64 bytes.
pub(super) fn encode(bytes: &[u8; 64]) -> String {
    let mut limbs = [0_u32; LIMBS];
    for (limb, chunk) in limbs.iter_mut().zip(bytes.as_chunks::<4>().0) {
        *limb = u32::from_be_bytes(*chunk);
    }
    let mut digits = [0_u8; GROUPS * PER_GROUP];
    for group in digits.as_chunks_mut::<PER_GROUP>().0.iter_mut().rev() {
        let mut rest = 0_u64;
        for limb in &mut limbs {
            let value = rest << 32 | u64::from(*limb);
            *limb = (value / POWER) as u32;
            rest = value % POWER;
        }
        for digit in group.iter_mut().rev() {
            *digit = (rest % 58) as u8;
            rest /= 58;
        }
    }
    // A leading zero byte is a `1` of its own; leading zero digits are not written otherwise.
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    let empty = digits.iter().take_while(|digit| **digit == 0).count();
    let ones = std::iter::repeat_n(0, zeros);
    let written = ones.chain(digits[empty..].iter().copied());
    written
        .map(|digit| char::from(ALPHABET[usize::from(digit)]))
        .collect()
}

/// The bytes that digits stand for; none when a character is no digit.
pub(super) fn decode(text: &str) -> Option<Decoded> {
    let zeros = text.bytes().take_while(|byte| *byte == b'1').count();
    let digits = &text.as_bytes()[zeros..];
    if text.len() > MAX_DIGITS {
        let valid = text.bytes().all(|byte| value_of(byte).is_some());
        // 11 bits and a half are two digits: close enough to say how far off it is.
        return valid.then_some(Decoded::Other(text.len() * 11 / 15));
    }
    // One limb more than a signature has: 88 digits can stand for 65 bytes.
    let mut limbs = [0_u32; LIMBS + 1];
    let (first, groups) = digits.split_at(digits.len() % PER_GROUP);
    for group in std::iter::once(first).chain(groups.chunks(PER_GROUP)) {
        let (mut value, mut power) = (0_u64, 1_u64);
        for byte in group {
            value = value * 58 + u64::from(value_of(*byte)?);
            power *= 58;
        }
        for limb in limbs.iter_mut().rev() {
            value += u64::from(*limb) * power;
            *limb = value as u32;
            value >>= 32;
        }
    }
    let mut bytes = [0; 4 * (LIMBS + 1)];
    for (chunk, limb) in bytes.as_chunks_mut::<4>().0.iter_mut().zip(limbs) {
        *chunk = limb.to_be_bytes();
    }
    let leading = bytes.iter().take_while(|byte| **byte == 0).count();
    let length = zeros + bytes.len() - leading;
    let signature = bytes.last_chunk::<64>().filter(|_| length == 64);
    Some(signature.map_or(Decoded::Other(length), |bytes| {
        Decoded::Signature(Box::new(*bytes))
    }))
}

/// What digits stand for.
pub(super) enum Decoded {
    /// Sixty-four bytes.
    Signature(Box<[u8; 64]>),
    /// About so many bytes.
    Other(usize),
}

fn value_of(digit: u8) -> Option<u8> {
    let value = VALUES.get(usize::from(digit)).copied()?;
    (value != NONE).then_some(value)
}

const ALPHABET: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const NONE: u8 = u8::MAX;
const VALUES: [u8; 128] = {
    let mut values = [NONE; 128];
    let mut at = 0;
    while at < ALPHABET.len() {
        values[ALPHABET[at] as usize] = at as u8;
        at += 1;
    }
    values
};

/// Limbs of 32 bits in a signature.
const LIMBS: usize = 16;
/// Digits whose power fits in a limb.
const PER_GROUP: usize = 5;
/// Groups that hold every digit of a signature.
const GROUPS: usize = MAX_DIGITS.div_ceil(PER_GROUP);
/// 58^5
const POWER: u64 = 656_356_768;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decoded(text: &str) -> Option<Vec<u8>> {
        match decode(text)? {
            Decoded::Signature(bytes) => Some(bytes.to_vec()),
            Decoded::Other(_) => None,
        }
    }

    #[test]
    fn the_edges_are_as_the_general_way_has_them() {
        let mut edges = vec![[0; 64], [0xFF; 64], [1; 64]];
        for at in 0..64 {
            let mut one = [0; 64];
            one[at] = 1;
            edges.push(one);
        }
        for bytes in edges {
            let text = bs58::encode(bytes).into_string();
            assert_eq!(encode(&bytes), text);
            assert_eq!(decoded(&text), Some(bytes.to_vec()), "{text}");
        }
    }

    #[test]
    fn what_does_not_stand_for_64_bytes_is_told_by_length_or_refused() {
        for length in [0, 1, 2, 31, 63, 65] {
            for fill in [0, 1, 0xFF] {
                let text = bs58::encode(vec![fill; length]).into_string();
                match decode(&text) {
                    Some(Decoded::Other(found)) => {
                        assert!(found.abs_diff(length) <= 1, "{length}: {found}")
                    }
                    _ => panic!("{length} bytes of {fill}"),
                }
            }
        }
        for text in ["0", "O", "I", "l", "é", "a b", "\u{7f}", &"0".repeat(200)] {
            assert!(decode(text).is_none(), "{text}");
        }
        // More than any 65 bytes.
        assert_eq!(decoded(&"z".repeat(88)), None);
    }

    proptest! {
        #[test]
        fn it_is_the_general_base58(bytes: [u8; 64], zeros in 0..64_usize) {
            let mut bytes = bytes;
            bytes[..zeros].fill(0);
            let text = bs58::encode(bytes).into_string();
            prop_assert_eq!(encode(&bytes), text.clone());
            prop_assert_eq!(decoded(&text), Some(bytes.to_vec()));
        }

        #[test]
        fn any_text_is_read_as_the_general_way_reads_it(text in "[1-9A-Za-z]{0,92}") {
            let theirs = bs58::decode(&text).into_vec().ok();
            let (ours, long) = (decoded(&text), theirs.as_ref().is_some_and(|bytes| bytes.len() == 64));
            prop_assert_eq!(ours.is_some(), long);
            prop_assert!(!long || ours == theirs);
        }
    }
}
