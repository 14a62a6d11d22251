//! What stands before sealed records, as the module's documentation draws it.

use argon2::{Algorithm, Argon2, Params, Version};
use sha2::{Digest, Sha256};

use super::{Key, SealError, random};
use crate::passphrase::Passphrase;

/// A header's parts; `prefix` is what the wrapped key is bound to.
pub(super) struct Header<'a> {
    pub(super) prefix: &'a [u8],
    pub(super) cost: Option<Cost>,
    pub(super) nonce: &'a [u8; NONCE],
    pub(super) wrapped: &'a [u8],
}

impl<'a> Header<'a> {
    pub(super) fn parse(bytes: &'a [u8]) -> Result<Self, SealError> {
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
pub(super) struct Cost {
    memory: u32,
    passes: u32,
    lanes: u32,
    salt: [u8; SALT],
}

impl Cost {
    /// RFC 9106 section 4, second recommended option: 64 MiB, three passes, four lanes; and a new salt.
    pub(super) fn recommended() -> Result<Self, SealError> {
        let mut salt = [0; SALT];
        random(&mut salt)?;
        Ok(Self {
            memory: 64 * 1024,
            passes: 3,
            lanes: 4,
            salt,
        })
    }

    pub(super) fn write(&self, header: &mut Vec<u8>) {
        for number in [self.memory, self.passes, self.lanes] {
            header.extend(number.to_be_bytes());
        }
        header.extend(self.salt);
    }

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

    pub(super) fn derive(&self, passphrase: &Passphrase) -> Result<Key, SealError> {
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

pub(super) fn checksum(bytes: &[u8]) -> [u8; CHECK] {
    let digest: [u8; 32] = Sha256::digest(bytes).into();
    let mut check = [0; CHECK];
    check.copy_from_slice(&digest[..CHECK]);
    check
}

pub(super) const MAGIC: &[u8] = b"DBPS";
pub(super) const HEADER_VERSION: u8 = 1;
pub(super) const KIND_PASSPHRASE: u8 = 1;
pub(super) const KIND_KEY_FILE: u8 = 2;
const SALT: usize = 16;
pub(super) const NONCE: usize = 24;
const CHECK: usize = 8;
pub(super) const PASSPHRASE_HEADER: usize = MAGIC.len() + 2 + 12 + SALT + NONCE + 48 + CHECK;

/// What a forged header may ask for at most.
const MAX_MEMORY: u32 = 1024 * 1024;
const MAX_PASSES: u32 = 16;
const MAX_LANES: u32 = 16;
