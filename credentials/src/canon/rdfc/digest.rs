//! The hashes that RDFC-1.0 may use.

use sha2::{Digest as _, Sha256, Sha384};

/// The hash functions of RDFC-1.0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Hash {
    /// SHA-256, the default.
    #[default]
    Sha256,
    /// SHA-384, which suites with P-384 keys ask for.
    Sha384,
}

/// A hash value; in order as its hexadecimal text is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Digest {
    bytes: [u8; 48],
    length: u8,
}

impl Hash {
    /// The hash of the pieces, one after another.
    pub fn of<'b>(self, pieces: impl IntoIterator<Item = &'b [u8]>) -> Digest {
        let mut digest = Digest {
            bytes: [0; 48],
            length: 32,
        };
        match self {
            Self::Sha256 => {
                let mut state = Sha256::new();
                pieces.into_iter().for_each(|piece| state.update(piece));
                digest.bytes[..32].copy_from_slice(&state.finalize());
            }
            Self::Sha384 => {
                let mut state = Sha384::new();
                pieces.into_iter().for_each(|piece| state.update(piece));
                digest.length = 48;
                digest.bytes.copy_from_slice(&state.finalize());
            }
        }
        digest
    }
}

impl Digest {
    /// 32 or 48 bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.length)]
    }

    /// Appends lower-case hexadecimal digits.
    pub(super) fn write_hex(&self, out: &mut Vec<u8>) {
        const HEX: &[u8; 16] = b"0123456789abcdef";
        for byte in self.as_bytes() {
            out.extend([HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 0xF)]]);
        }
    }
}

impl std::fmt::Display for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.as_bytes()
            .iter()
            .try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl std::fmt::Debug for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}
