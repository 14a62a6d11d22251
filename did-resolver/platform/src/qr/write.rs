//! Making a QR code (ISO/IEC 18004) and drawing it.

use std::fmt::Write;

use credentials::Problem;
use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder};
use qrcode::bits::{self, Bits};
use qrcode::{Color, EcLevel, Version};

/// How much of a code may be dirty or torn and still be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Correction {
    /// About 7 %.
    Low,
    /// About 15 %: screens.
    Medium,
    /// About 25 %: labels.
    Quartile,
    /// About 30 %: labels in rough places.
    High,
}

/// A QR code, as modules.
#[derive(Clone, Debug)]
pub struct QrCode {
    version: u8,
    correction: Correction,
    size: usize,
    dark: Vec<bool>,
}

impl QrCode {
    /// The smallest code that holds the data at this correction level. ASCII is packed into numeric and alphanumeric
    /// segments where that is shorter; anything else goes in as bytes.
    pub fn encode(data: &[u8], correction: Correction) -> Result<Self, TooLarge> {
        let level = EcLevel::from(correction);
        let code = if data.is_ascii() {
            bits::encode_auto(data, level)
        } else {
            // The crate's own segmentation takes UTF-8 that looks like Shift JIS for kanji, which readers then garble.
            as_bytes(data, level)
        };
        let code = code.and_then(|bits| qrcode::QrCode::with_bits(bits, level));
        let code = code.map_err(|_| TooLarge {
            size: data.len(),
            capacity: Self::capacity(data, correction),
        })?;
        let version = match code.version() {
            Version::Normal(version) | Version::Micro(version) => {
                u8::try_from(version).unwrap_or_default()
            }
        };
        let dark = code
            .to_colors()
            .into_iter()
            .map(|colour| colour == Color::Dark)
            .collect();
        Ok(Self {
            version,
            correction,
            size: code.width(),
            dark,
        })
    }

    /// The code with the most correction that is no larger than the smallest one possible: better reading for the
    /// same print.
    pub fn encode_robust(data: &[u8]) -> Result<Self, TooLarge> {
        let mut best = Self::encode(data, Correction::Low)?;
        for correction in [Correction::Medium, Correction::Quartile, Correction::High] {
            match Self::encode(data, correction) {
                Ok(code) if code.version == best.version => best = code,
                _ => break,
            }
        }
        Ok(best)
    }

    /// Bytes (or characters, when the data is alphanumeric in QR's sense: digits, capitals, ` $%*+-./:`) that the
    /// largest code holds at this correction level.
    pub fn capacity(data: &[u8], correction: Correction) -> usize {
        let alphanumeric = |byte: &u8| {
            byte.is_ascii_digit() || byte.is_ascii_uppercase() || b" $%*+-./:".contains(byte)
        };
        let (bytes, characters) = match correction {
            Correction::Low => (2953, 4296),
            Correction::Medium => (2331, 3391),
            Correction::Quartile => (1663, 2420),
            Correction::High => (1273, 1852),
        };
        if data.iter().all(alphanumeric) {
            characters
        } else {
            bytes
        }
    }

    /// Version 1 to 40; a version has `17 + 4 * version` modules a side.
    pub fn version(&self) -> u8 {
        self.version
    }

    /// The correction level.
    pub fn correction(&self) -> Correction {
        self.correction
    }

    /// Modules a side, without the quiet zone.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Whether the module is dark; everything outside is light.
    pub fn is_dark(&self, x: usize, y: usize) -> bool {
        x < self.size && y < self.size && self.dark[y * self.size + x]
    }

    /// An SVG picture, one unit a module, with its quiet zone; it scales to the place it is put in.
    pub fn to_svg(&self) -> String {
        let side = self.size + 2 * QUIET;
        let mut path = String::new();
        for y in 0..self.size {
            for (start, length) in self.runs(y) {
                // Writing to a string cannot fail.
                let _ = write!(
                    path,
                    "M{} {}h{length}v1h-{length}z",
                    start + QUIET,
                    y + QUIET
                );
            }
        }
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
             <path fill=\"#fff\" d=\"M0 0h{side}v{side}h-{side}z\"/><path d=\"{path}\"/></svg>\n"
        )
    }

    /// A PNG picture with this many pixels a module and its quiet zone.
    pub fn to_png(&self, scale: u16) -> Result<Vec<u8>, Problem> {
        let scale = usize::from(scale.max(1));
        let side = (self.size + 2 * QUIET) * scale;
        let mut pixels = vec![255; side * side];
        for (row, y) in pixels.chunks_exact_mut(side).zip(0..) {
            for (pixel, x) in row.iter_mut().zip(0..) {
                if self.is_dark_with_quiet(x / scale, y / scale) {
                    *pixel = 0;
                }
            }
        }
        let mut png = Vec::new();
        let edge = u32::try_from(side).unwrap_or(u32::MAX);
        let written =
            PngEncoder::new(&mut png).write_image(&pixels, edge, edge, ExtendedColorType::L8);
        written.map_err(|error| Problem {
            code: "qr.png",
            message: format!("cannot draw the picture: {error}"),
            pointer: None,
            hint: None,
        })?;
        Ok(png)
    }

    /// Text for a terminal, two modules a character. With colour it is black on white whatever the terminal's theme;
    /// without, light modules are drawn, for the usual dark terminal.
    pub fn to_terminal(&self, colour: bool) -> String {
        let side = self.size + 2 * QUIET;
        let mut text = String::new();
        for y in (0..side).step_by(2) {
            if colour {
                text.push_str("\x1b[38;5;16;48;5;231m");
            }
            for x in 0..side {
                let upper = self.is_dark_with_quiet(x, y) == colour;
                // The last half row of an odd height is outside the code: never drawn.
                let lower = y + 1 < side && self.is_dark_with_quiet(x, y + 1) == colour;
                text.push(match (upper, lower) {
                    (true, true) => '█',
                    (true, false) => '▀',
                    (false, true) => '▄',
                    (false, false) => ' ',
                });
            }
            text.push_str(if colour { "\x1b[0m\n" } else { "\n" });
        }
        text
    }

    fn is_dark_with_quiet(&self, x: usize, y: usize) -> bool {
        x >= QUIET && y >= QUIET && self.is_dark(x - QUIET, y - QUIET)
    }

    /// Start and length of each run of dark modules in a row.
    fn runs(&self, y: usize) -> Vec<(usize, usize)> {
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for x in (0..self.size).filter(|x| self.is_dark(*x, y)) {
            match runs.last_mut() {
                Some((start, length)) if *start + *length == x => *length += 1,
                _ => runs.push((x, 1)),
            }
        }
        runs
    }
}

fn as_bytes(data: &[u8], level: EcLevel) -> qrcode::QrResult<Bits> {
    for version in (1..=40).map(Version::Normal) {
        let mut bits = Bits::new(version);
        if bits
            .push_byte_data(data)
            .and_then(|()| bits.push_terminator(level))
            .is_ok()
        {
            return Ok(bits);
        }
    }
    Err(qrcode::types::QrError::DataTooLong)
}

impl From<Correction> for EcLevel {
    fn from(correction: Correction) -> Self {
        match correction {
            Correction::Low => Self::L,
            Correction::Medium => Self::M,
            Correction::Quartile => Self::Q,
            Correction::High => Self::H,
        }
    }
}

/// The data fits in no QR code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{size} bytes do not fit in one QR code, which holds {capacity} at this correction level")]
pub struct TooLarge {
    /// Bytes to encode.
    pub size: usize,
    /// Bytes that the largest code holds.
    pub capacity: usize,
}

impl credentials::problem::Coded for TooLarge {
    fn code(&self) -> &'static str {
        "qr.too_large"
    }

    fn hint(&self) -> Option<String> {
        Some("disclose less, or write a file or a link instead".into())
    }
}

/// ISO/IEC 18004 section 6.3.8: four light modules on every side.
const QUIET: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::qr::read_picture;

    #[test]
    fn what_is_written_is_read_back_at_every_size() {
        let text = "DBP:0123456789 äöü 電池 / the quick brown fox ".repeat(60);
        for length in [1, 14, 26, 100, 500, 1200, 1270] {
            for data in [
                &text.as_bytes()[..length],
                &b"HTTPS://ID.EXAMPLE/01/0950600013".repeat(60)[..length],
            ] {
                for correction in [
                    Correction::Low,
                    Correction::Medium,
                    Correction::Quartile,
                    Correction::High,
                ] {
                    let code = QrCode::encode(data, correction).unwrap();
                    let read = read_picture(&code.to_png(4).unwrap()).unwrap();
                    assert_eq!(read, vec![data.to_vec()], "{length} {correction:?}");
                }
            }
        }
    }

    #[test]
    fn the_largest_code_is_full_to_the_last_byte() {
        for correction in [
            Correction::Low,
            Correction::Medium,
            Correction::Quartile,
            Correction::High,
        ] {
            for byte in [b'a', b'A'] {
                let capacity = QrCode::capacity(&[byte], correction);
                assert_eq!(
                    QrCode::encode(&vec![byte; capacity], correction)
                        .unwrap()
                        .version(),
                    40
                );
                let size = capacity + 1;
                assert_eq!(
                    QrCode::encode(&vec![byte; size], correction).unwrap_err(),
                    TooLarge { size, capacity }
                );
            }
        }
    }

    #[test]
    fn spare_room_goes_into_correction() {
        let code = QrCode::encode_robust(b"HELLO").unwrap();
        assert_eq!((code.version(), code.correction()), (1, Correction::High));
    }

    #[test]
    fn the_svg_has_one_unit_a_module_and_a_quiet_zone() {
        let code = QrCode::encode(b"HELLO", Correction::Medium).unwrap();
        let svg = code.to_svg();
        assert!(svg.contains("viewBox=\"0 0 29 29\""), "{svg}");
        // The upper edge of the top left finder pattern.
        assert!(svg.contains("M4 4h7v1h-7z"), "{svg}");
    }

    #[test]
    fn terminal_text_covers_the_code_and_its_quiet_zone() {
        let code = QrCode::encode(b"HELLO", Correction::Medium).unwrap();
        let plain = code.to_terminal(false);
        assert_eq!(plain.lines().count(), 15);
        assert!(plain.lines().all(|line| line.chars().count() == 29));
        assert!(plain.starts_with("█████████████████████████████\n"));
        assert!(
            code.to_terminal(true)
                .starts_with("\x1b[38;5;16;48;5;231m     ")
        );
    }
}
