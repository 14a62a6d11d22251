//! Multikey: multibase over a multicodec prefix over the key bytes (Controlled Identifiers 1.0 section 2.2.2).

use zeroize::Zeroizing;

use super::{Algorithm, KeyError, PublicKey, SecretKey};

impl PublicKey {
    /// Reads a `publicKeyMultibase`, such as `z6Mk...`.
    pub fn from_multikey(text: &str) -> Result<Self, KeyError> {
        let (algorithm, key) = decode(text, Half::Public)?;
        Self::from_bytes(algorithm, &key)
    }

    /// Writes a `publicKeyMultibase`.
    pub fn to_multikey(&self) -> String {
        let mut bytes = prefix(self.algorithm(), Half::Public).to_vec();
        bytes.extend_from_slice(self.as_bytes());
        format!("z{}", bs58::encode(bytes).into_string())
    }
}

impl SecretKey {
    /// Reads a `secretKeyMultibase`.
    pub fn from_multikey(text: &str) -> Result<Self, KeyError> {
        let (algorithm, key) = decode(text, Half::Secret)?;
        Self::from_seed(algorithm, &key)
    }

    /// Writes a `secretKeyMultibase`, which is as secret as the key.
    pub fn to_multikey(&self) -> Zeroizing<String> {
        let mut bytes =
            Zeroizing::new(Vec::with_capacity(2 + self.algorithm().secret_key_length()));
        bytes.extend_from_slice(&prefix(self.algorithm(), Half::Secret));
        bytes.extend_from_slice(&self.to_bytes());
        let digits = Zeroizing::new(bs58::encode(&*bytes).into_string());
        let mut text = Zeroizing::new(String::with_capacity(1 + digits.len()));
        text.push('z');
        text.push_str(&digits);
        text
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    Public,
    Secret,
}

impl Half {
    fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Secret => "secret",
        }
    }
}

/// The multicodec number as an unsigned varint.
fn prefix(algorithm: Algorithm, half: Half) -> [u8; 2] {
    match (algorithm, half) {
        (Algorithm::Ed25519, Half::Public) => [0xed, 0x01],
        (Algorithm::Ed25519, Half::Secret) => [0x80, 0x26],
        (Algorithm::P256, Half::Public) => [0x80, 0x24],
        (Algorithm::P256, Half::Secret) => [0x86, 0x26],
        (Algorithm::P384, Half::Public) => [0x81, 0x24],
        (Algorithm::P384, Half::Secret) => [0x87, 0x26],
        (Algorithm::Bls12381G2, Half::Public) => [0xeb, 0x01],
        (Algorithm::Bls12381G2, Half::Secret) => [0x8a, 0x26],
    }
}

fn decode(text: &str, half: Half) -> Result<(Algorithm, Zeroizing<Vec<u8>>), KeyError> {
    let digits = text.strip_prefix('z').ok_or(KeyError::Multibase)?;
    // The work of base58 grows with the square of the length.
    if digits.len() > LONGEST {
        return Err(KeyError::Multibase);
    }
    let bytes = bs58::decode(digits)
        .into_vec()
        .map_err(|_| KeyError::Multibase)?;
    let bytes = Zeroizing::new(bytes);
    let (found, key) = bytes.split_first_chunk::<2>().ok_or(KeyError::Multicodec)?;
    for algorithm in Algorithm::ALL {
        for candidate in [Half::Public, Half::Secret] {
            if prefix(algorithm, candidate) != *found {
                continue;
            }
            if candidate != half {
                return Err(KeyError::Half {
                    expected: half.name(),
                    found: candidate.name(),
                });
            }
            return Ok((algorithm, Zeroizing::new(key.to_vec())));
        }
    }
    Err(KeyError::Multicodec)
}

/// Base58 digits; the longest key, BLS12-381 G2, needs 134.
const LONGEST: usize = 256;
