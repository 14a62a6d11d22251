//! CBOR of proof values (RFC 8949): integers, byte strings, texts, arrays and maps, each in its shortest form.
//!
//! Five shapes are all that the proof values have, so that reading them is a hundred lines here; a general decoder
//! would bring tags, floats, indefinite lengths and nesting, which all have to be refused again.

/// Writes items one after another.
#[derive(Debug, Default)]
pub(in crate::proof) struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    /// Begins with these bytes.
    pub(in crate::proof) fn after(header: &[u8]) -> Self {
        Self {
            bytes: header.to_vec(),
        }
    }

    pub(in crate::proof) fn integer(&mut self, value: u64) {
        self.head(INTEGER, value);
    }

    pub(in crate::proof) fn bytes(&mut self, bytes: &[u8]) {
        self.head(BYTES, bytes.len() as u64);
        self.bytes.extend_from_slice(bytes);
    }

    pub(in crate::proof) fn text(&mut self, text: &str) {
        self.head(TEXT, text.len() as u64);
        self.bytes.extend_from_slice(text.as_bytes());
    }

    /// Announces an array; its items follow.
    pub(in crate::proof) fn array(&mut self, length: usize) {
        self.head(ARRAY, length as u64);
    }

    /// Announces a map; keys and values follow in turn.
    pub(in crate::proof) fn map(&mut self, length: usize) {
        self.head(MAP, length as u64);
    }

    pub(in crate::proof) fn finish(self) -> Vec<u8> {
        self.bytes
    }

    fn head(&mut self, major: u8, value: u64) {
        let major = major << 5;
        match value {
            0..=23 => self.bytes.push(major | value as u8),
            24..=0xFF => self.bytes.extend([major | 24, value as u8]),
            0x100..=0xFFFF => {
                self.bytes.push(major | 25);
                self.bytes.extend((value as u16).to_be_bytes());
            }
            0x1_0000..=0xFFFF_FFFF => {
                self.bytes.push(major | 26);
                self.bytes.extend((value as u32).to_be_bytes());
            }
            _ => {
                self.bytes.push(major | 27);
                self.bytes.extend(value.to_be_bytes());
            }
        }
    }
}

/// Reads items one after another; each method is none when something else comes.
#[derive(Debug, Clone, Copy)]
pub(in crate::proof) struct Reader<'b> {
    bytes: &'b [u8],
}

impl<'b> Reader<'b> {
    pub(in crate::proof) fn new(bytes: &'b [u8]) -> Self {
        Self { bytes }
    }

    pub(in crate::proof) fn integer(&mut self) -> Option<u64> {
        self.head(INTEGER)
    }

    pub(in crate::proof) fn bytes(&mut self) -> Option<&'b [u8]> {
        let length = self.head(BYTES)?;
        self.take(usize::try_from(length).ok()?)
    }

    pub(in crate::proof) fn text(&mut self) -> Option<&'b str> {
        let length = self.head(TEXT)?;
        std::str::from_utf8(self.take(usize::try_from(length).ok()?)?).ok()
    }

    /// How many items follow: never more than there are bytes left.
    pub(in crate::proof) fn array(&mut self) -> Option<usize> {
        let length = usize::try_from(self.head(ARRAY)?).ok()?;
        (length <= self.bytes.len()).then_some(length)
    }

    /// How many keys and values follow: never more than there are bytes left.
    pub(in crate::proof) fn map(&mut self) -> Option<usize> {
        let length = usize::try_from(self.head(MAP)?).ok()?;
        (length.checked_mul(2)? <= self.bytes.len()).then_some(length)
    }

    /// An array of the items that `item` reads.
    pub(in crate::proof) fn array_of<T>(
        &mut self,
        mut item: impl FnMut(&mut Self) -> Option<T>,
    ) -> Option<Vec<T>> {
        (0..self.array()?).map(|_| item(self)).collect()
    }

    /// Nothing comes.
    pub(in crate::proof) fn end(self) -> Option<()> {
        self.bytes.is_empty().then_some(())
    }

    fn head(&mut self, major: u8) -> Option<u64> {
        let first = *self.take(1)?.first()?;
        if first >> 5 != major {
            return None;
        }
        let (value, least) = match first & 0x1F {
            short @ 0..=23 => return Some(u64::from(short)),
            24 => (self.number(1)?, 24),
            25 => (self.number(2)?, 0x100),
            26 => (self.number(4)?, 0x1_0000),
            27 => (self.number(8)?, 0x1_0000_0000),
            _ => return None,
        };
        (value >= least).then_some(value)
    }

    fn number(&mut self, length: usize) -> Option<u64> {
        let bytes = self.take(length)?;
        Some(
            bytes
                .iter()
                .fold(0, |all, byte| all << 8 | u64::from(*byte)),
        )
    }

    fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        Some(taken)
    }
}

const INTEGER: u8 = 0;
const BYTES: u8 = 2;
const TEXT: u8 = 3;
const ARRAY: u8 = 4;
const MAP: u8 = 5;

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8949 appendix A.
    const INTEGERS: [(u64, &[u8]); 12] = [
        (0, &[0x00]),
        (1, &[0x01]),
        (23, &[0x17]),
        (24, &[0x18, 0x18]),
        (100, &[0x18, 0x64]),
        (255, &[0x18, 0xff]),
        (256, &[0x19, 0x01, 0x00]),
        (1000, &[0x19, 0x03, 0xe8]),
        (65_535, &[0x19, 0xff, 0xff]),
        (1_000_000, &[0x1a, 0x00, 0x0f, 0x42, 0x40]),
        (4_294_967_296, &[0x1b, 0, 0, 0, 1, 0, 0, 0, 0]),
        (u64::MAX, &[0x1b, 255, 255, 255, 255, 255, 255, 255, 255]),
    ];

    #[test]
    fn integers_are_those_of_rfc_8949() {
        for (value, bytes) in INTEGERS {
            let mut writer = Writer::default();
            writer.integer(value);
            assert_eq!(writer.finish(), bytes, "{value}");
            let mut reader = Reader::new(bytes);
            assert_eq!(reader.integer(), Some(value));
            assert!(reader.end().is_some());
        }
    }

    #[test]
    fn strings_arrays_and_maps_read_back() {
        let mut writer = Writer::after(&[0xd9]);
        writer.array(3);
        writer.bytes(&[1; 300]);
        writer.text("ü");
        writer.map(1);
        writer.integer(7);
        writer.bytes(&[]);
        let written = writer.finish();
        assert_eq!(
            written[..6],
            [0xd9, 0x83, 0x59, 0x01, 0x2c, 0x01],
            "major types 4 and 2"
        );
        let mut reader = Reader::new(&written[1..]);
        assert_eq!(reader.array(), Some(3));
        assert_eq!(reader.bytes(), Some([1; 300].as_slice()));
        assert_eq!(reader.text(), Some("ü"));
        assert_eq!(reader.map(), Some(1));
        assert_eq!(reader.integer(), Some(7));
        assert_eq!(reader.bytes(), Some([].as_slice()));
        assert!(reader.end().is_some());
    }

    #[test]
    fn what_is_not_the_shortest_form_or_not_all_there_is_refused() {
        for longer in [
            [0x18, 0x17].as_slice(),
            &[0x19, 0x00, 0xff],
            &[0x1a, 0, 0, 0xff, 0xff],
            &[0x1b, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff],
            &[0x1c],
            &[0x1f],
            &[0x18],
            &[],
            &[0x20],
        ] {
            assert_eq!(Reader::new(longer).integer(), None, "{longer:02x?}");
        }
        for other in [
            // Indefinite length; one byte short; a text; a tag before it; far too long.
            [0x5f, 0x41, 0x01, 0xff].as_slice(),
            &[0x42, 0x01],
            &[0x61, 0x61],
            &[0xd8, 0x40, 0x41, 0x01],
            &[0x5b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        ] {
            assert_eq!(Reader::new(other).bytes(), None, "{other:02x?}");
        }
        assert_eq!(Reader::new(&[0x61, 0xff]).text(), None, "not UTF-8");
        // Lengths that nothing could back ask for no memory.
        assert_eq!(
            Reader::new(&[0x9a, 0xff, 0xff, 0xff, 0xff, 0]).array(),
            None
        );
        assert_eq!(Reader::new(&[0xa2, 0, 0, 0]).map(), None);
        assert_eq!(Reader::new(&[0x9f, 0xff]).array(), None);
    }
}
