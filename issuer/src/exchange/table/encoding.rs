//! How the text of a table is encoded: told by its first bytes and by what its bytes can be, and said in the report.

use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// An encoding, and whether it was told or assumed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Found {
    pub encoding: &'static Encoding,
    /// Not UTF-8, and no mark says what it is: any byte is a letter in Windows-1252.
    pub guessed: bool,
}

/// Reads all of a text, and says what it is encoded in; nothing where it is none of the three.
pub(super) fn find(text: &mut impl Read, stated: Option<&str>) -> io::Result<Option<Found>> {
    let mut start = [0; 4];
    let length = fill(text, &mut start)?;
    let start = &start[..length];
    let known = |encoding| Found {
        encoding,
        guessed: false,
    };
    let wanted = match (stated, start) {
        (_, [0xff, 0xfe, ..]) => Some(known(UTF_16LE)),
        (_, [0xfe, 0xff, ..]) => Some(known(UTF_16BE)),
        (Some("windows-1252"), _) => Some(known(WINDOWS_1252)),
        (Some("utf-8"), _) => Some(known(UTF_8)),
        // Without a mark: text of the Latin letters has every second byte empty.
        (Some("utf-16"), [_, 0, ..]) | (None, [_, 0, _, 0]) => Some(known(UTF_16LE)),
        (Some("utf-16"), _) | (None, [0, _, 0, _]) => Some(known(UTF_16BE)),
        _ => None,
    };
    let whole = start.chain(text);
    Ok(match wanted {
        Some(found) => is_valid(whole, found.encoding)?.then_some(found),
        None if is_valid(whole, UTF_8)? => Some(known(UTF_8)),
        None => Some(Found {
            encoding: WINDOWS_1252,
            guessed: true,
        }),
    })
}

/// A text of any encoding as UTF-8, without its mark; every line, the last one too, ends in a bare line feed, so that
/// whoever counts them comes to the numbers that an editor shows.
pub(super) struct Utf8<R> {
    source: R,
    decoder: Decoder,
    raw: Vec<u8>,
    /// Decoded, and how much of it has been given out.
    ready: Vec<u8>,
    given: usize,
    /// A carriage return whose line feed may be in the next piece.
    held: bool,
    last: u8,
    ended: bool,
}

/// Bytes that are decoded at a time.
const PIECE: usize = 64 * 1024;

impl<R: Read> Utf8<R> {
    pub fn new(source: R, encoding: &'static Encoding) -> Self {
        Self {
            source,
            decoder: encoding.new_decoder_with_bom_removal(),
            raw: vec![0; PIECE],
            ready: Vec::new(),
            given: 0,
            held: false,
            last: b'\n',
            ended: false,
        }
    }

    /// Decodes the next piece.
    fn piece(&mut self) -> io::Result<()> {
        let length = self.source.read(&mut self.raw)?;
        self.ended = length == 0;
        let mut raw = &self.raw[..length];
        self.ready.clear();
        self.given = 0;
        // No encoding needs more than three bytes for one, and the decoder may hold some back.
        let mut text = vec![0; PIECE * 3 + 16];
        loop {
            let (result, read, written) = self
                .decoder
                .decode_to_utf8_without_replacement(raw, &mut text, self.ended);
            raw = &raw[read..];
            for byte in &text[..written] {
                match byte {
                    b'\r' if !self.held => {
                        self.held = true;
                        continue;
                    }
                    b'\n' => {}
                    // It was none of a line end.
                    _ if self.held => self.ready.push(b'\r'),
                    _ => {}
                }
                self.held = *byte == b'\r';
                if !self.held {
                    self.ready.push(*byte);
                }
            }
            match result {
                DecoderResult::Malformed(..) => return Err(io::ErrorKind::InvalidData.into()),
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => {}
            }
        }
        if self.ended && self.held {
            self.ready.push(b'\r');
        }
        self.last = self.ready.last().copied().unwrap_or(self.last);
        if self.ended && self.last != b'\n' {
            self.ready.push(b'\n');
        }
        Ok(())
    }
}

impl<R: Read> Read for Utf8<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.given == self.ready.len() {
            if self.ended {
                return Ok(0);
            }
            self.piece()?;
        }
        let ready = &self.ready[self.given..];
        let length = ready.len().min(out.len());
        out[..length].copy_from_slice(&ready[..length]);
        self.given += length;
        Ok(length)
    }
}

fn is_valid(text: impl Read, encoding: &'static Encoding) -> io::Result<bool> {
    let mut text = Utf8::new(text, encoding);
    let mut sink = vec![0; PIECE];
    loop {
        match text.read(&mut sink) {
            Ok(0) => return Ok(true),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::InvalidData => return Ok(false),
            Err(error) => return Err(error),
        }
    }
}

fn fill(source: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut length = 0;
    while length < buffer.len() {
        match source.read(&mut buffer[length..])? {
            0 => break,
            read => length += read,
        }
    }
    Ok(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8], stated: Option<&str>) -> Option<(String, &'static str, bool)> {
        let found = find(&mut &*bytes, stated).unwrap()?;
        let mut text = String::new();
        Utf8::new(bytes, found.encoding)
            .read_to_string(&mut text)
            .unwrap();
        let text = text.trim_end_matches('\n').to_owned();
        Some((text, found.encoding.name(), found.guessed))
    }

    fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn every_encoding_of_the_field_is_told_by_its_bytes() {
        let plain = "Größe;µΩ";
        let told = |bytes: &[u8]| text(bytes, None).unwrap();
        assert_eq!(told(plain.as_bytes()), (plain.to_owned(), "UTF-8", false));
        let marked = [b"\xef\xbb\xbf", plain.as_bytes()].concat();
        assert_eq!(told(&marked), (plain.to_owned(), "UTF-8", false));
        let little = [vec![0xff, 0xfe], utf16(plain, u16::to_le_bytes)].concat();
        assert_eq!(told(&little), (plain.to_owned(), "UTF-16LE", false));
        let big = [vec![0xfe, 0xff], utf16(plain, u16::to_be_bytes)].concat();
        assert_eq!(told(&big), (plain.to_owned(), "UTF-16BE", false));
        let bare = utf16("Weight;a", u16::to_le_bytes);
        assert_eq!(told(&bare), ("Weight;a".to_owned(), "UTF-16LE", false));
        let western = b"Gr\xf6\xdfe;\x80";
        assert_eq!(told(western), ("Größe;€".to_owned(), "windows-1252", true));
        assert_eq!(told(b""), (String::new(), "UTF-8", false));
    }

    #[test]
    fn a_stated_encoding_is_held_to() {
        assert_eq!(text(b"Gr\xf6", Some("utf-8")), None);
        assert_eq!(text(&[0xff, 0xfe, 0, 0xd8], None), None);
        let told = text(b"Gr\xf6", Some("windows-1252")).unwrap();
        assert_eq!(told, ("Grö".to_owned(), "windows-1252", false));
    }

    #[test]
    fn every_line_ends_in_a_line_feed_alone() {
        for (written, read) in [
            ("a\r\nb\r\n", "a\nb\n"),
            ("a\nb", "a\nb\n"),
            ("a\rb", "a\rb\n"),
            ("a\r", "a\r\n"),
            ("a\r\r\nb", "a\r\nb\n"),
        ] {
            let mut text = String::new();
            Utf8::new(written.as_bytes(), UTF_8)
                .read_to_string(&mut text)
                .unwrap();
            assert_eq!(text, read, "{written:?}");
        }
    }

    #[test]
    fn letters_at_the_edge_of_a_buffer_are_whole() {
        let long = "ö".repeat(200_000);
        assert_eq!(text(long.as_bytes(), None).unwrap().0, long);
        let wide = utf16(&long, u16::to_be_bytes);
        let wide = [vec![0xfe, 0xff], wide].concat();
        assert_eq!(text(&wide, None).unwrap().0, long);
    }
}
