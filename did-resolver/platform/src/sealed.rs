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

mod error;
mod header;
mod key_file;

use std::path::Path;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use crate::passphrase::Passphrase;

pub use error::SealError;
use header::{
    Cost, HEADER_VERSION, Header, KIND_KEY_FILE, KIND_PASSPHRASE, MAGIC, NONCE, PASSPHRASE_HEADER,
    checksum,
};

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
        (None, Protection::KeyFile(path)) => key_file::read(path)?,
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
                let cost = Cost::recommended()?;
                header.push(KIND_PASSPHRASE);
                cost.write(&mut header);
                cost.derive(passphrase)?
            }
            Protection::KeyFile(path) => {
                header.push(KIND_KEY_FILE);
                if path.exists() {
                    key_file::read(path)?
                } else {
                    key_file::make(path)?
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

type Key = Zeroizing<[u8; 32]>;

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

fn random(bytes: &mut [u8]) -> Result<(), SealError> {
    getrandom::fill(bytes).map_err(|error| SealError::Machine(format!("no randomness: {error}")))
}

const RECORD_VERSION: u8 = 1;

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
