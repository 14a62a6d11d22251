//! The list of Token Status List (draft-ietf-oauth-status-list section 4): values of 1, 2, 4 or 8 bits, from the right of
//! each byte to its left, compressed with zlib.

use std::fmt;
use std::io::{Read, Write};

use flate2::Compression;
use flate2::bufread::ZlibDecoder;
use flate2::write::ZlibEncoder;

use super::{MAX_LIST_BYTES, StatusError, StatusIndex};
use crate::jose::base64url;

/// One value a token, all zero at first: zero is valid.
#[derive(Clone, PartialEq, Eq)]
pub struct TokenStatusList {
    bytes: Vec<u8>,
    bits: u8,
}

impl TokenStatusList {
    /// A list of at least this many entries of so many bits, all zero.
    pub fn new(entries: usize, bits: u64) -> Result<Self, StatusError> {
        let bits = size(bits)?;
        let bytes = entries.div_ceil(8 / usize::from(bits));
        if bytes > MAX_LIST_BYTES {
            return Err(StatusError::TooLarge {
                limit: MAX_LIST_BYTES,
            });
        }
        Ok(Self {
            bytes: vec![0; bytes],
            bits,
        })
    }

    /// Expands `lst`; stops at [`MAX_LIST_BYTES`], however much more the stream would give.
    pub fn decode(lst: &str, bits: u64) -> Result<Self, StatusError> {
        let bits = size(bits)?;
        let malformed = |what: &dyn fmt::Display| StatusError::LstMalformed(what.to_string());
        let compressed = base64url::decode(lst)
            .ok_or_else(|| malformed(&"expected base64url without padding"))?;
        let mut stream = ZlibDecoder::new(compressed.as_slice());
        let mut bytes = Vec::new();
        stream
            .by_ref()
            .take(MAX_LIST_BYTES as u64 + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| malformed(&error))?;
        if bytes.len() > MAX_LIST_BYTES {
            return Err(StatusError::TooLarge {
                limit: MAX_LIST_BYTES,
            });
        }
        if !stream.into_inner().is_empty() {
            return Err(malformed(&"something follows the zlib stream"));
        }
        Ok(Self { bytes, bits })
    }

    /// The value of `lst`: zlib at its best, in base64url.
    pub fn encode(&self) -> String {
        let mut stream = ZlibEncoder::new(Vec::new(), Compression::best());
        // Writing to memory cannot fail.
        let compressed = stream
            .write_all(&self.bytes)
            .and_then(|()| stream.finish())
            .unwrap_or_default();
        let mut lst = String::new();
        base64url::append(&compressed, &mut lst);
        lst
    }

    /// The value at this index (section 4.1: the first entry is the lowest bits of the first byte); an error beyond the
    /// end of the list.
    pub fn get(&self, index: StatusIndex) -> Result<u8, StatusError> {
        let (byte, shift) = self.position(index)?;
        Ok(self.bytes[byte] >> shift & self.mask())
    }

    /// Sets the value at this index; an error beyond the end of the list, or if the value has more bits than an entry.
    pub fn set(&mut self, index: StatusIndex, value: u8) -> Result<(), StatusError> {
        let (byte, shift) = self.position(index)?;
        if value > self.mask() {
            return Err(StatusError::ValueOutOfRange {
                value,
                size: self.bits,
            });
        }
        let kept = self.bytes[byte] & !(self.mask() << shift);
        self.bytes[byte] = kept | value << shift;
        Ok(())
    }

    /// How many entries the list has; the last few may belong to nobody.
    pub fn len(&self) -> usize {
        self.bytes.len() * self.per_byte()
    }

    /// Whether it has no entry.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// How many bits each entry has: 1, 2, 4 or 8.
    pub fn bits(&self) -> u8 {
        self.bits
    }

    /// Byte, and how far the entry is from its right end (section 4.1).
    fn position(&self, index: StatusIndex) -> Result<(usize, usize), StatusError> {
        let at = index.get() as usize;
        if at >= self.len() {
            return Err(StatusError::IndexOutOfRange {
                index: at as u64,
                entries: self.len(),
            });
        }
        let within = at % self.per_byte();
        Ok((at / self.per_byte(), within * usize::from(self.bits)))
    }

    fn per_byte(&self) -> usize {
        8 / usize::from(self.bits)
    }

    fn mask(&self) -> u8 {
        u8::MAX >> (8 - self.bits)
    }
}

impl fmt::Debug for TokenStatusList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (entries, bits) = (self.len(), self.bits);
        write!(f, "TokenStatusList({entries} entries of {bits} bits)")
    }
}

/// Section 4.2: 1, 2, 4 or 8.
fn size(bits: u64) -> Result<u8, StatusError> {
    match bits {
        1 | 2 | 4 | 8 => Ok(bits as u8),
        other => Err(StatusError::BitsUnsupported(other)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::problem::Coded;

    /// draft-ietf-oauth-status-list sections 4.1 and 4.2.
    #[test]
    fn the_short_lists_of_the_draft_read_and_come_out_the_same() {
        let cases: [(u64, &str, &[u8], &[u8]); 2] = [
            (
                1,
                "eNrbuRgAAhcBXQ",
                &[0xB9, 0xA3],
                &[1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1],
            ),
            (
                2,
                "eNo76fITAAPfAgc",
                &[0xC9, 0x44, 0xF9],
                &[1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3],
            ),
        ];
        for (bits, lst, bytes, values) in cases {
            let read = TokenStatusList::decode(lst, bits).unwrap();
            assert_eq!(read.bytes, bytes);
            let mut made = TokenStatusList::new(values.len(), bits).unwrap();
            for (index, value) in (0..).zip(values) {
                assert_eq!(read.get(StatusIndex::from(index)), Ok(*value), "{index}");
                made.set(StatusIndex::from(index), *value).unwrap();
            }
            assert_eq!(made, read);
            assert_eq!(made.encode(), lst);
        }
    }

    /// draft-ietf-oauth-status-list appendix C.1: 2^20 entries, of which these are 1.
    #[test]
    fn the_long_list_of_the_draft_reads() {
        let set = [
            0, 1993, 25460, 159_495, 495_669, 554_353, 645_645, 723_232, 854_545, 934_534,
            1_000_345,
        ];
        let lst = "eNrt3AENwCAMAEGogklACtKQPg9LugC9k_ACvreiogEAAKkeCQAAAAAAAAAAAAAAAAAAAIBylgQAAAAAAAAAAAAAAAAA\
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAXG9IAAAAAAAAAPwsJAAAAAAAAAAAAAAAvhsSAAAAAAAAAAAA7KpLAAAAAAAA\
            AAAAAAAAAAAAAJsLCQAAAAAAAAAAADjelAAAAAAAAAAAKjDMAQAAAACAZC8L2AEb";
        let list = TokenStatusList::decode(lst, 1).unwrap();
        assert_eq!(list.len(), 1 << 20);
        let found: Vec<u32> = (0..1 << 20)
            .filter(|index| list.get(StatusIndex::from(*index)) != Ok(0))
            .collect();
        assert_eq!(found, set);
    }

    #[test]
    fn what_is_no_list_is_refused() {
        let zlib = |bytes: &[u8]| {
            let mut stream = ZlibEncoder::new(Vec::new(), Compression::best());
            stream.write_all(bytes).unwrap();
            stream.finish().unwrap()
        };
        let text = |bytes: &[u8]| {
            let mut text = String::new();
            base64url::append(bytes, &mut text);
            text
        };
        let good = zlib(&[0; 64]);
        for (name, lst, bits, code) in [
            (
                "not base64url",
                "eNrb+RgAAhcBXQ==".to_owned(),
                1,
                "status.lst_malformed",
            ),
            ("not zlib", text(&[0; 64]), 1, "status.lst_malformed"),
            (
                "cut",
                text(&good[..good.len() - 1]),
                1,
                "status.lst_malformed",
            ),
            (
                "with something behind",
                text(&[&good[..], b"x"].concat()),
                1,
                "status.lst_malformed",
            ),
            (
                "with a wrong checksum",
                text(&[&good[..good.len() - 1], b"x"].concat()),
                1,
                "status.lst_malformed",
            ),
            (
                "a bomb",
                text(&zlib(&vec![0; 64 << 20])),
                1,
                "status.list_too_large",
            ),
            ("of three bits", text(&good), 3, "status.bits_unsupported"),
            ("of no bits", text(&good), 0, "status.bits_unsupported"),
            (
                "of sixteen bits",
                text(&good),
                16,
                "status.bits_unsupported",
            ),
        ] {
            let error = TokenStatusList::decode(&lst, bits).unwrap_err();
            assert_eq!(error.code(), code, "{name}");
        }
        let mut list = TokenStatusList::decode(&text(&good), 4).unwrap();
        assert_eq!(list.len(), 128);
        let beyond = list.get(StatusIndex::from(128)).unwrap_err();
        assert_eq!(beyond.code(), "status.index_out_of_range");
        let large = list.set(StatusIndex::from(0), 16).unwrap_err();
        assert_eq!(large.code(), "status.value_out_of_range");
        assert!(TokenStatusList::new(usize::MAX, 8).is_err());
    }

    proptest! {
        #[test]
        fn every_value_stays_where_it_was_put(bits in prop::sample::select(vec![1_u64, 2, 4, 8]),
            values in prop::collection::vec(any::<u8>(), 1..200)) {
            let mask = u8::MAX >> (8 - bits);
            let mut list = TokenStatusList::new(values.len(), bits).unwrap();
            for (index, value) in (0..).zip(&values) {
                list.set(StatusIndex::from(index), mask).unwrap();
                list.set(StatusIndex::from(index), value & mask).unwrap();
            }
            let read = TokenStatusList::decode(&list.encode(), bits).unwrap();
            for (index, value) in (0..).zip(&values) {
                prop_assert_eq!(read.get(StatusIndex::from(index)), Ok(value & mask));
            }
        }
    }
}
