//! The list itself: fixed-size entries in a string of bits, compressed for publication (sections 2.2, 3.3 and 3.4).

use std::fmt;
use std::io::{Read, Write};

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;

use super::StatusError;

/// Fewest entries of a list, so that a lookup does not tell whose credential is looked up (section 5.1).
pub const MIN_ENTRIES: usize = 131_072;

/// Largest expanded list that is made or read: 16 MiB, 134 million entries of one bit.
pub const MAX_LIST_BYTES: usize = 16 * 1024 * 1024;

/// Values of 1 to 8 bits, one a credential, all zero at first.
#[derive(Clone, PartialEq, Eq)]
pub struct StatusList {
    bits: Vec<u8>,
    size: StatusSize,
}

/// Bits an entry: 1 to 8.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatusSize(u8);

/// The position of one credential in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatusIndex(u32);

impl StatusList {
    /// A list of at least this many entries, at least [`MIN_ENTRIES`], all zero.
    pub fn new(entries: usize, size: StatusSize) -> Result<Self, StatusError> {
        let bytes = entries
            .max(MIN_ENTRIES)
            .checked_mul(size.bits())
            .map(|bits| bits.div_ceil(8))
            .filter(|&bytes| bytes <= MAX_LIST_BYTES)
            .ok_or(StatusError::TooLarge {
                limit: MAX_LIST_BYTES,
            })?;
        Ok(Self {
            bits: vec![0; bytes],
            size,
        })
    }

    /// A list over bits that were kept, first entry at the left.
    pub fn from_bytes(bits: Vec<u8>, size: StatusSize) -> Result<Self, StatusError> {
        if bits.len() > MAX_LIST_BYTES {
            return Err(StatusError::TooLarge {
                limit: MAX_LIST_BYTES,
            });
        }
        let list = Self { bits, size };
        if list.len() < MIN_ENTRIES {
            return Err(StatusError::TooShort {
                entries: list.len(),
                minimum: MIN_ENTRIES,
            });
        }
        Ok(list)
    }

    /// Expands `encodedList`; stops at [`MAX_LIST_BYTES`], however much more the stream would give.
    pub fn decode(encoded: &str, size: StatusSize) -> Result<Self, StatusError> {
        let malformed = |what: &dyn fmt::Display| StatusError::EncodingMalformed(what.to_string());
        let Some(base64) = encoded.strip_prefix('u') else {
            return Err(malformed(&"expected the multibase prefix `u`"));
        };
        let compressed = BASE64_URL_SAFE_NO_PAD
            .decode(base64)
            .map_err(|error| malformed(&error))?;

        let mut stream = GzDecoder::new(compressed.as_slice());
        let mut bits = Vec::new();
        stream
            .by_ref()
            .take(MAX_LIST_BYTES as u64 + 1)
            .read_to_end(&mut bits)
            .map_err(|error| malformed(&error))?;
        if bits.len() > MAX_LIST_BYTES {
            return Err(StatusError::TooLarge {
                limit: MAX_LIST_BYTES,
            });
        }
        if !stream.into_inner().is_empty() {
            return Err(malformed(&"something follows the gzip stream"));
        }
        Self::from_bytes(bits, size)
    }

    /// The value of `encodedList`: gzip in multibase base64url.
    pub fn encode(&self) -> String {
        let mut stream = GzEncoder::new(Vec::new(), Compression::default());
        // Writing to memory cannot fail.
        let compressed = stream
            .write_all(&self.bits)
            .and_then(|()| stream.finish())
            .unwrap_or_default();
        let mut encoded = String::from("u");
        BASE64_URL_SAFE_NO_PAD.encode_string(compressed, &mut encoded);
        encoded
    }

    /// The value at this index, below two to the power of [`size`](Self::size); an error beyond the end of the list.
    pub fn get(&self, index: StatusIndex) -> Result<u8, StatusError> {
        let at = self.position(index)?;
        Ok((self.window(at) >> at.shift) as u8 & self.size.mask())
    }

    /// Sets the value at this index; an error beyond the end of the list, or if the value has more bits than an entry.
    pub fn set(&mut self, index: StatusIndex, value: u8) -> Result<(), StatusError> {
        if value > self.size.mask() {
            return Err(StatusError::ValueOutOfRange {
                value,
                size: self.size.0,
            });
        }
        let at = self.position(index)?;
        let kept = self.window(at) & !(u16::from(self.size.mask()) << at.shift);
        let [high, low] = (kept | u16::from(value) << at.shift).to_be_bytes();
        self.bits[at.byte] = high;
        if let Some(next) = self.bits.get_mut(at.byte + 1) {
            *next = low;
        }
        Ok(())
    }

    /// How many entries the list has.
    #[allow(clippy::len_without_is_empty, reason = "a list is never empty")]
    pub fn len(&self) -> usize {
        self.bits.len() * 8 / self.size.bits()
    }

    /// How many bits each entry has (`statusSize`).
    pub fn size(&self) -> StatusSize {
        self.size
    }

    /// The bits, first entry at the left, to be kept.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bits
    }

    fn position(&self, index: StatusIndex) -> Result<Position, StatusError> {
        let index = index.0 as usize;
        if index >= self.len() {
            return Err(StatusError::IndexOutOfRange {
                index: index as u64,
                entries: self.len(),
            });
        }
        let bit = index * self.size.bits();
        Ok(Position {
            byte: bit / 8,
            shift: 16 - bit % 8 - self.size.bits(),
        })
    }

    /// The two bytes that hold an entry, left to right; past the end of the list, zero.
    fn window(&self, at: Position) -> u16 {
        let next = self.bits.get(at.byte + 1).copied().unwrap_or(0);
        u16::from_be_bytes([self.bits[at.byte], next])
    }
}

/// Where an entry is: its first byte, and how far its last bit is from the right of the two bytes from there.
#[derive(Clone, Copy)]
struct Position {
    byte: usize,
    shift: usize,
}

impl fmt::Debug for StatusList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "StatusList({} entries of {} bits)",
            self.len(),
            self.size.0
        )
    }
}

impl StatusSize {
    /// One bit: set or unset.
    pub const ONE: Self = Self(1);
    /// Two bits: four messages.
    pub const TWO: Self = Self(2);

    /// A size of 1 to 8 bits; other sizes, which the Recommendation allows, are refused.
    pub fn new(bits: u64) -> Result<Self, StatusError> {
        match u8::try_from(bits) {
            Ok(small @ 1..=8) => Ok(Self(small)),
            _ => Err(StatusError::SizeUnsupported(bits)),
        }
    }

    /// As a number, from 1 to 8.
    pub fn bits(self) -> usize {
        usize::from(self.0)
    }

    /// How many values an entry can have.
    pub fn values(self) -> usize {
        1 << self.0
    }

    fn mask(self) -> u8 {
        u8::MAX >> (8 - self.0)
    }
}

impl StatusIndex {
    /// Reads `statusListIndex`: an integer in base 10, without sign and leading zeros.
    ///
    /// An index too large for any list is [`StatusError::IndexOutOfRange`]; anything else gives none.
    pub fn parse(text: &str) -> Result<Option<Self>, StatusError> {
        let decimal = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if !decimal || (text.len() > 1 && text.starts_with('0')) {
            return Ok(None);
        }
        match text.parse() {
            Ok(index) => Ok(Some(Self(index))),
            Err(_) => Err(StatusError::IndexOutOfRange {
                index: text.parse().unwrap_or(u64::MAX),
                entries: MAX_LIST_BYTES * 8,
            }),
        }
    }

    /// The position as a number.
    pub fn get(self) -> u32 {
        self.0
    }
}

impl From<u32> for StatusIndex {
    fn from(index: u32) -> Self {
        Self(index)
    }
}

impl fmt::Display for StatusIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Coded;
    use proptest::prelude::*;

    fn compressed(bytes: &[u8]) -> String {
        let mut stream = GzEncoder::new(Vec::new(), Compression::best());
        stream.write_all(bytes).unwrap();
        format!(
            "u{}",
            BASE64_URL_SAFE_NO_PAD.encode(stream.finish().unwrap())
        )
    }

    #[test]
    fn the_example_of_the_recommendation_expands_to_an_empty_list() {
        let list = StatusList::decode(
            "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA",
            StatusSize::ONE,
        )
        .unwrap();
        assert_eq!(list, StatusList::new(0, StatusSize::ONE).unwrap());
        assert_eq!(list.len(), MIN_ENTRIES);
    }

    #[test]
    fn the_first_entry_is_the_left_most() {
        let mut list = StatusList::new(0, StatusSize::ONE).unwrap();
        list.set(0.into(), 1).unwrap();
        list.set(9.into(), 1).unwrap();
        assert_eq!(list.as_bytes()[..2], [0b1000_0000, 0b0100_0000]);

        let mut list = StatusList::new(0, StatusSize::new(3).unwrap()).unwrap();
        list.set(2.into(), 0b101).unwrap();
        assert_eq!(list.as_bytes()[..2], [0b0000_0010, 0b1000_0000]);
    }

    #[test]
    fn a_list_that_is_not_one_is_refused() {
        let short = vec![0; MIN_ENTRIES / 8 - 1];
        let bomb = vec![0; MAX_LIST_BYTES + 1];
        let good = compressed(&vec![0; MIN_ENTRIES / 8]);
        let trailing = format!("{good}{good}", good = &good[1..]);
        let cut = &good[..good.len() - 12];
        let cases = [
            (
                "no multibase prefix",
                good[1..].to_owned(),
                "status.encoding_malformed",
            ),
            (
                "another multibase",
                format!("z{}", &good[1..]),
                "status.encoding_malformed",
            ),
            ("padding", format!("{good}="), "status.encoding_malformed"),
            ("not gzip", "uAAAA".to_owned(), "status.encoding_malformed"),
            (
                "a second stream",
                format!("u{trailing}"),
                "status.encoding_malformed",
            ),
            (
                "a truncated stream",
                cut.to_owned(),
                "status.encoding_malformed",
            ),
            (
                "a list too short",
                compressed(&short),
                "status.list_too_short",
            ),
            (
                "a decompression bomb",
                compressed(&bomb),
                "status.list_too_large",
            ),
        ];
        for (name, encoded, code) in cases {
            let error = StatusList::decode(&encoded, StatusSize::ONE).unwrap_err();
            assert_eq!(error.code(), code, "{name}");
        }
    }

    #[test]
    fn a_list_of_full_length_for_one_bit_is_too_short_for_two() {
        let one = StatusList::new(0, StatusSize::ONE).unwrap().encode();
        let error = StatusList::decode(&one, StatusSize::TWO).unwrap_err();
        assert_eq!(error.code(), "status.list_too_short");
    }

    #[test]
    fn positions_and_values_outside_the_list_are_refused() {
        let mut list = StatusList::new(0, StatusSize::TWO).unwrap();
        let end = StatusIndex::from(MIN_ENTRIES as u32);
        assert_eq!(
            list.get(end).unwrap_err().code(),
            "status.index_out_of_range"
        );
        assert_eq!(
            list.set(end, 1).unwrap_err().code(),
            "status.index_out_of_range"
        );
        assert_eq!(
            list.set(0.into(), 4).unwrap_err().code(),
            "status.value_out_of_range"
        );
        for bits in [0, 9, 256, u64::MAX] {
            assert_eq!(
                StatusSize::new(bits).unwrap_err().code(),
                "status.size_unsupported"
            );
        }
        let huge = StatusList::new(usize::MAX, StatusSize::TWO).unwrap_err();
        assert_eq!(huge.code(), "status.list_too_large");
    }

    #[test]
    fn an_index_is_a_plain_decimal() {
        assert_eq!(StatusIndex::parse("94567"), Ok(Some(94_567.into())));
        assert_eq!(StatusIndex::parse("0"), Ok(Some(0.into())));
        for text in ["", "-1", "+1", "01", "1.0", "0x1", " 1", "١"] {
            assert_eq!(StatusIndex::parse(text), Ok(None), "{text}");
        }
        let beyond = StatusIndex::parse("99999999999999999999999").unwrap_err();
        assert_eq!(beyond.code(), "status.index_out_of_range");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn every_value_set_is_the_value_read(bits in 1..=8u64,
            sets in prop::collection::vec((0..MIN_ENTRIES as u32, any::<u8>()), 1..40))
        {
            let size = StatusSize::new(bits).unwrap();
            let mut list = StatusList::new(0, size).unwrap();
            let mut expected = std::collections::BTreeMap::new();
            for (index, value) in sets {
                let value = value & size.mask();
                list.set(index.into(), value).unwrap();
                expected.insert(index, value);
            }
            let read = StatusList::decode(&list.encode(), size).unwrap();
            prop_assert_eq!(&read, &list);
            let mut found = std::collections::BTreeMap::new();
            for index in 0..MIN_ENTRIES as u32 {
                let value = read.get(index.into()).unwrap();
                if value != 0 || expected.contains_key(&index) {
                    found.insert(index, value);
                }
            }
            prop_assert_eq!(found, expected);
        }
    }
}
