//! Secrets at rest. A random data key seals records with XChaCha20-Poly1305; the data key itself is wrapped by a key
//! that Argon2id derives from a passphrase, or that a key file holds. Changing the protection rewraps 32 bytes and
//! touches no record.
//!
//! ```text
//! header  "DBPS" version kind  [memory KiB u32, passes u32, lanes u32, salt 16]  nonce 24  wrapped key 48  check 8
//! record  version  nonce 24  ciphertext and tag
//! ```
//!
//! The bracketed part is there for a passphrase only; numbers are big-endian; `check` is the start of the SHA-256 of
//! everything before it, so that a damaged header is told from a wrong passphrase.

use std::path::Path;

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use credentials::problem::Coded;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::passphrase::Passphrase;

/// Where the key that wraps the data key comes from.
#[derive(Clone, Copy, Debug)]
pub enum Protection<'a> {
    /// Argon2id over a passphrase: for what a person opens, and for backups.
    Passphrase(&'a Passphrase),
    /// 32 random bytes in a file for its owner only (0600), so that a service starts unattended. [`create`] makes the
    /// file when it is absent.
    KeyFile(&'a Path),
}

/// What a header asks for to be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A passphrase.
    Passphrase,
    /// The key file.
    KeyFile,
}

/// The data key, derived once; seals and opens any number of records. Wiped from memory when dropped.
pub struct Unlocked(Key);

/// Makes a new data key. The header is to be stored; it is no secret.
pub fn create(protection: Protection<'_>) -> Result<(Vec<u8>, Unlocked), SealError> {
    let mut key = Key::default();
    random(key.as_mut_slice())?;
    let unlocked = Unlocked(key);
    Ok((unlocked.wrap(protection)?, unlocked))
}

/// Opens the data key of a stored header.
pub fn open(header: &[u8], protection: Protection<'_>) -> Result<Unlocked, SealError> {
    let header = Header::parse(header)?;
    let key = match (header.cost, protection) {
        (Some(cost), Protection::Passphrase(passphrase)) => cost.derive(passphrase)?,
        (None, Protection::KeyFile(path)) => read_key_file(path)?,
        (Some(_), Protection::KeyFile(_)) => return Err(SealError::Needs(Kind::Passphrase)),
        (None, Protection::Passphrase(_)) => return Err(SealError::Needs(Kind::KeyFile)),
    };
    let opened = decrypt(&key, header.nonce, header.wrapped, header.prefix);
    let plain = opened.ok_or(match protection {
        Protection::Passphrase(_) => SealError::WrongPassphrase,
        Protection::KeyFile(_) => SealError::WrongKeyFile,
    })?;
    let mut data_key = Key::default();
    if plain.len() != data_key.len() {
        return Err(SealError::Corrupt("the header"));
    }
    data_key.copy_from_slice(&plain);
    Ok(Unlocked(data_key))
}

/// What a stored header needs to be opened.
pub fn kind(header: &[u8]) -> Result<Kind, SealError> {
    Ok(if Header::parse(header)?.cost.is_some() {
        Kind::Passphrase
    } else {
        Kind::KeyFile
    })
}

/// Seals one piece, such as a backup, under a passphrase: a header and its only record.
pub fn seal_alone(
    passphrase: &Passphrase,
    context: &[u8],
    plain: &[u8],
) -> Result<Vec<u8>, SealError> {
    let (mut sealed, unlocked) = create(Protection::Passphrase(passphrase))?;
    sealed.extend(unlocked.seal(context, plain)?);
    Ok(sealed)
}

/// Opens what [`seal_alone`] made.
pub fn open_alone(
    passphrase: &Passphrase,
    context: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, SealError> {
    let (header, record) = sealed
        .split_at_checked(PASSPHRASE_HEADER)
        .ok_or(SealError::NotSealed)?;
    open(header, Protection::Passphrase(passphrase))?.open(context, record)
}

impl Unlocked {
    /// Seals a record. `context` says what and where it is (table, row): the record opens with the same context only,
    /// so that records cannot be swapped.
    pub fn seal(&self, context: &[u8], plain: &[u8]) -> Result<Vec<u8>, SealError> {
        let mut nonce = [0; NONCE];
        random(&mut nonce)?;
        let sealed = encrypt(&self.0, &nonce, plain, context)?;
        Ok([&[RECORD_VERSION], &nonce[..], &sealed].concat())
    }

    /// Opens a record that was sealed with the same context.
    pub fn open(&self, context: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let (version, rest) = sealed.split_first().ok_or(SealError::Corrupt("a record"))?;
        if *version != RECORD_VERSION {
            return Err(SealError::Version(*version));
        }
        let (nonce, sealed) = rest
            .split_first_chunk()
            .ok_or(SealError::Corrupt("a record"))?;
        decrypt(&self.0, nonce, sealed, context).ok_or(SealError::Corrupt("a record"))
    }

    /// A new header for the same data key: to change the passphrase, or from key file to passphrase.
    pub fn wrap(&self, protection: Protection<'_>) -> Result<Vec<u8>, SealError> {
        let mut header = MAGIC.to_vec();
        header.push(HEADER_VERSION);
        let key = match protection {
            Protection::Passphrase(passphrase) => {
                let mut cost = Cost {
                    memory: MEMORY,
                    passes: PASSES,
                    lanes: LANES,
                    salt: [0; SALT],
                };
                random(&mut cost.salt)?;
                header.push(KIND_PASSPHRASE);
                for number in [cost.memory, cost.passes, cost.lanes] {
                    header.extend(number.to_be_bytes());
                }
                header.extend(cost.salt);
                cost.derive(passphrase)?
            }
            Protection::KeyFile(path) => {
                header.push(KIND_KEY_FILE);
                if path.exists() {
                    read_key_file(path)?
                } else {
                    make_key_file(path)?
                }
            }
        };
        let mut nonce = [0; NONCE];
        random(&mut nonce)?;
        let wrapped = encrypt(&key, &nonce, self.0.as_slice(), &header)?;
        header.extend(nonce);
        header.extend(wrapped);
        let check = checksum(&header);
        header.extend(check);
        Ok(header)
    }
}

impl std::fmt::Debug for Unlocked {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Unlocked(..)")
    }
}

/// Why something could not be sealed or opened.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// Not made by [`create`].
    #[error("not a sealed file: it does not begin as one")]
    NotSealed,
    /// Made by a newer version.
    #[error("sealed in format {0}, which this version does not know")]
    Version(u8),
    /// Bytes changed, or a record was moved to another place.
    #[error("{0} is damaged or does not belong here")]
    Corrupt(&'static str),
    /// The passphrase does not open it.
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// The key file does not open it.
    #[error("the key file belongs to other data")]
    WrongKeyFile,
    /// The other kind of protection is needed.
    #[error("sealed with {}", match .0 { Kind::Passphrase => "a passphrase", Kind::KeyFile => "a key file" })]
    Needs(Kind),
    /// The key file cannot be read or made.
    #[error("key file {path}: {error}")]
    KeyFile {
        /// The file.
        path: String,
        /// What the system says.
        error: std::io::Error,
    },
    /// No memory for the derivation, or no randomness.
    #[error("{0}")]
    Machine(String),
}

impl Coded for SealError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotSealed => "sealed.not_sealed",
            Self::Version(_) => "sealed.version",
            Self::Corrupt(_) => "sealed.corrupt",
            Self::WrongPassphrase => "sealed.wrong_passphrase",
            Self::WrongKeyFile => "sealed.wrong_key_file",
            Self::Needs(_) => "sealed.other_protection",
            Self::KeyFile { .. } => "sealed.key_file",
            Self::Machine(_) => "sealed.machine",
        }
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Version(_) => "use the version that made it, or a newer one",
            Self::Corrupt(_) => "restore it from a backup",
            Self::KeyFile { .. } | Self::WrongKeyFile => {
                "restore the key file from a backup: without it the keys are lost"
            }
            _ => return None,
        };
        Some(hint.into())
    }
}

type Key = Zeroizing<[u8; 32]>;

/// A header's parts; `prefix` is what the wrapped key is bound to.
struct Header<'a> {
    prefix: &'a [u8],
    cost: Option<Cost>,
    nonce: &'a [u8; NONCE],
    wrapped: &'a [u8],
}

impl<'a> Header<'a> {
    fn parse(bytes: &'a [u8]) -> Result<Self, SealError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(SealError::NotSealed)?;
        let [version, kind, rest @ ..] = rest else {
            return Err(SealError::Corrupt("the header"));
        };
        if *version != HEADER_VERSION {
            return Err(SealError::Version(*version));
        }
        let (body, check) = bytes
            .split_last_chunk::<CHECK>()
            .ok_or(SealError::Corrupt("the header"))?;
        if checksum(body) != *check {
            return Err(SealError::Corrupt("the header"));
        }
        let (cost, rest) = match *kind {
            KIND_PASSPHRASE => {
                let (cost, rest) = Cost::parse(rest).ok_or(SealError::Corrupt("the header"))?;
                (Some(cost), rest)
            }
            KIND_KEY_FILE => (None, rest),
            _ => return Err(SealError::Corrupt("the header")),
        };
        let prefix = &bytes[..bytes.len() - rest.len()];
        let (nonce, rest) = rest
            .split_first_chunk()
            .ok_or(SealError::Corrupt("the header"))?;
        let wrapped = rest
            .strip_suffix(check)
            .ok_or(SealError::Corrupt("the header"))?;
        Ok(Self {
            prefix,
            cost,
            nonce,
            wrapped,
        })
    }
}

/// The Argon2id parameters of a header.
struct Cost {
    memory: u32,
    passes: u32,
    lanes: u32,
    salt: [u8; SALT],
}

impl Cost {
    fn parse(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let (memory, rest) = bytes.split_first_chunk()?;
        let (passes, rest) = rest.split_first_chunk()?;
        let (lanes, rest) = rest.split_first_chunk()?;
        let (salt, rest) = rest.split_first_chunk()?;
        let cost = Self {
            memory: u32::from_be_bytes(*memory),
            passes: u32::from_be_bytes(*passes),
            lanes: u32::from_be_bytes(*lanes),
            salt: *salt,
        };
        // A forged header must not take the machine down.
        let sane =
            cost.memory <= MAX_MEMORY && cost.passes <= MAX_PASSES && cost.lanes <= MAX_LANES;
        sane.then_some((cost, rest))
    }

    fn derive(&self, passphrase: &Passphrase) -> Result<Key, SealError> {
        let machine =
            |error: argon2::Error| SealError::Machine(format!("cannot derive a key: {error}"));
        let params =
            Params::new(self.memory, self.passes, self.lanes, Some(32)).map_err(machine)?;
        let mut key = Key::default();
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.bytes(), &self.salt, key.as_mut_slice())
            .map_err(machine)?;
        Ok(key)
    }
}

fn encrypt(
    key: &Key,
    nonce: &[u8; NONCE],
    plain: &[u8],
    context: &[u8],
) -> Result<Vec<u8>, SealError> {
    let cipher = XChaCha20Poly1305::new(
        key.as_slice()
            .try_into()
            .map_err(|_| SealError::Corrupt("the key"))?,
    );
    cipher
        .encrypt(
            &XNonce::from(*nonce),
            Payload {
                msg: plain,
                aad: context,
            },
        )
        .map_err(|_| SealError::Machine("too long to seal".into()))
}

fn decrypt(
    key: &Key,
    nonce: &[u8; NONCE],
    sealed: &[u8],
    context: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    let cipher = XChaCha20Poly1305::new(key.as_slice().try_into().ok()?);
    cipher
        .decrypt(
            &XNonce::from(*nonce),
            Payload {
                msg: sealed,
                aad: context,
            },
        )
        .ok()
        .map(Zeroizing::new)
}

/// A key file is one line of 64 hexadecimal digits.
fn read_key_file(path: &Path) -> Result<Key, SealError> {
    let failed = |error| SealError::KeyFile {
        path: path.display().to_string(),
        error,
    };
    let text = Zeroizing::new(std::fs::read(path).map_err(failed)?);
    warn_if_shared(path);
    let text = text.trim_ascii();
    let mut key = Key::default();
    if text.len() != 64 {
        return Err(failed(std::io::Error::other(
            "expected 64 hexadecimal digits",
        )));
    }
    for (byte, digits) in key.iter_mut().zip(text.chunks_exact(2)) {
        let digits = std::str::from_utf8(digits).ok();
        let value = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        *byte =
            value.ok_or_else(|| failed(std::io::Error::other("expected 64 hexadecimal digits")))?;
    }
    Ok(key)
}

fn make_key_file(path: &Path) -> Result<Key, SealError> {
    use std::fmt::Write;
    let mut key = Key::default();
    random(key.as_mut_slice())?;
    let mut text = Zeroizing::new(String::with_capacity(65));
    for byte in key.iter() {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text.push('\n');
    crate::output::create_secret(path, text.as_bytes()).map_err(|error| SealError::KeyFile {
        path: path.display().to_string(),
        error,
    })?;
    Ok(key)
}

#[cfg(unix)]
fn warn_if_shared(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    if std::fs::metadata(path).is_ok_and(|meta| meta.permissions().mode() & 0o077 != 0) {
        tracing::warn!(
            "key file {} may be read by other accounts; chmod 600 it",
            path.display()
        );
    }
}

#[cfg(not(unix))]
fn warn_if_shared(_: &Path) {}

fn random(bytes: &mut [u8]) -> Result<(), SealError> {
    getrandom::fill(bytes).map_err(|error| SealError::Machine(format!("no randomness: {error}")))
}

fn checksum(bytes: &[u8]) -> [u8; CHECK] {
    let digest: [u8; 32] = Sha256::digest(bytes).into();
    let mut check = [0; CHECK];
    check.copy_from_slice(&digest[..CHECK]);
    check
}

const MAGIC: &[u8] = b"DBPS";
const HEADER_VERSION: u8 = 1;
const RECORD_VERSION: u8 = 1;
const KIND_PASSPHRASE: u8 = 1;
const KIND_KEY_FILE: u8 = 2;
const SALT: usize = 16;
const NONCE: usize = 24;
const CHECK: usize = 8;
const PASSPHRASE_HEADER: usize = MAGIC.len() + 2 + 12 + SALT + NONCE + 48 + CHECK;

/// RFC 9106 section 4, second recommended option: 64 MiB, three passes, four lanes.
const MEMORY: u32 = 64 * 1024;
const PASSES: u32 = 3;
const LANES: u32 = 4;
const MAX_MEMORY: u32 = 1024 * 1024;
const MAX_PASSES: u32 = 16;
const MAX_LANES: u32 = 16;

#[cfg(test)]
mod tests {
    use super::*;

    fn passphrase(text: &str) -> Passphrase {
        text.to_owned().into()
    }

    #[test]
    fn a_record_opens_with_its_passphrase_and_context_only() {
        let right = passphrase("correct horse");
        let (header, unlocked) = create(Protection::Passphrase(&right)).unwrap();
        let record = unlocked.seal(b"keys/1", b"secret").unwrap();
        assert_eq!(kind(&header).unwrap(), Kind::Passphrase);

        let again = open(&header, Protection::Passphrase(&right)).unwrap();
        assert_eq!(
            again.open(b"keys/1", &record).unwrap().as_slice(),
            b"secret"
        );
        assert!(matches!(
            again.open(b"keys/2", &record),
            Err(SealError::Corrupt(_))
        ));

        let wrong = open(&header, Protection::Passphrase(&passphrase("wrong"))).unwrap_err();
        assert!(matches!(wrong, SealError::WrongPassphrase));
    }

    #[test]
    fn a_damaged_header_is_told_from_a_wrong_passphrase() {
        let right = passphrase("p");
        let (header, _) = create(Protection::Passphrase(&right)).unwrap();
        for position in 0..header.len() {
            let mut damaged = header.clone();
            damaged[position] ^= 1;
            let error = open(&damaged, Protection::Passphrase(&right)).unwrap_err();
            assert!(
                matches!(
                    error,
                    SealError::Corrupt(_) | SealError::NotSealed | SealError::Version(_)
                ),
                "byte {position}: {error}"
            );
        }
        for length in 0..header.len() {
            assert!(
                open(&header[..length], Protection::Passphrase(&right)).is_err(),
                "length {length}"
            );
        }
    }

    #[test]
    fn a_changed_byte_anywhere_in_a_record_is_found() {
        let place = tempfile::tempdir().unwrap();
        let (_, unlocked) = create(Protection::KeyFile(&place.path().join("key"))).unwrap();
        let record = unlocked.seal(b"", b"secret").unwrap();
        for position in 0..record.len() {
            let mut damaged = record.clone();
            damaged[position] ^= 1;
            assert!(unlocked.open(b"", &damaged).is_err(), "byte {position}");
        }
        assert!(unlocked.open(b"", &[]).is_err());
    }

    #[test]
    fn a_key_file_opens_unattended_and_another_one_does_not() {
        let place = tempfile::tempdir().unwrap();
        let (path, other) = (place.path().join("key"), place.path().join("other"));
        let (header, unlocked) = create(Protection::KeyFile(&path)).unwrap();
        let record = unlocked.seal(b"", b"secret").unwrap();
        let again = open(&header, Protection::KeyFile(&path)).unwrap();
        assert_eq!(again.open(b"", &record).unwrap().as_slice(), b"secret");

        create(Protection::KeyFile(&other)).unwrap();
        assert!(matches!(
            open(&header, Protection::KeyFile(&other)),
            Err(SealError::WrongKeyFile)
        ));
        let missing = open(&header, Protection::KeyFile(&place.path().join("none")));
        assert!(matches!(missing, Err(SealError::KeyFile { .. })));
        let passphrase = passphrase("p");
        let asked = open(&header, Protection::Passphrase(&passphrase));
        assert!(matches!(asked, Err(SealError::Needs(Kind::KeyFile))));
    }

    #[test]
    fn a_new_passphrase_opens_the_old_records() {
        let (old, new) = (passphrase("old"), passphrase("new"));
        let (_, unlocked) = create(Protection::Passphrase(&old)).unwrap();
        let record = unlocked.seal(b"", b"secret").unwrap();
        let header = unlocked.wrap(Protection::Passphrase(&new)).unwrap();
        assert!(open(&header, Protection::Passphrase(&old)).is_err());
        let again = open(&header, Protection::Passphrase(&new)).unwrap();
        assert_eq!(again.open(b"", &record).unwrap().as_slice(), b"secret");
    }

    #[test]
    fn a_piece_sealed_alone_opens_alone() {
        let passphrase = passphrase("p");
        let sealed = seal_alone(&passphrase, b"backup", b"all").unwrap();
        assert_eq!(
            open_alone(&passphrase, b"backup", &sealed)
                .unwrap()
                .as_slice(),
            b"all"
        );
        assert!(matches!(
            open_alone(&passphrase, b"backup", b"zip"),
            Err(SealError::NotSealed)
        ));
    }
}
