//! A key for each prefix, apart from the operator's own: what the API signs never speaks for the operator.
//!
//! They are kept in `vc-api.keys` in the data folder, sealed under the same data key as the operator's, and made when
//! they are first needed.

use std::collections::BTreeMap;
use std::path::Path;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use credentials::keys::{Algorithm, SecretKey};
use platform::output::{Access, write_file};
use platform::sealed::{SealError, Unlocked};
use zeroize::Zeroizing;

use super::prefix::{self, Prefix};
use crate::{Error, Issuer};

/// Every prefix with its key, which is the same at every start.
pub(super) fn open(issuer: &Issuer) -> Result<Vec<Prefix>, Error> {
    let path = issuer.folder().join(FILE);
    issuer.with_unlocked(|unlocked| {
        let mut kept = read(&path)?;
        let before = kept.len();
        let prefixes = prefix::all()
            .map(|(name, suite, kind)| {
                let key = match kept.get(&name) {
                    Some(sealed) => unseal(&name, sealed, kind, unlocked)?,
                    None => {
                        let key = SecretKey::generate(kind, &mut rand::rng())?;
                        kept.insert(name.clone(), seal(&name, &key, unlocked)?);
                        key
                    }
                };
                Ok(Prefix::new(name, suite, key))
            })
            .collect::<Result<Vec<_>, Error>>()?;
        if kept.len() > before {
            write(&path, &kept)?;
        }
        Ok(prefixes)
    })
}

type Kept = BTreeMap<String, String>;

fn read(path: &Path) -> Result<Kept, Error> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(serde_json::from_slice(&bytes).map_err(|_| damaged())?),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Kept::new()),
        Err(error) => Err(Error::Read {
            path: path.to_owned(),
            error,
        }),
    }
}

fn write(path: &Path, kept: &Kept) -> Result<(), Error> {
    let text = serde_json::to_vec_pretty(kept).map_err(|_| damaged())?;
    write_file(path, &text, Access::Owner).map_err(|error| Error::Write {
        path: path.to_owned(),
        error,
    })
}

fn seal(name: &str, key: &SecretKey, unlocked: &Unlocked) -> Result<String, Error> {
    let sealed = unlocked.seal(&context(name), key.to_multikey().as_bytes())?;
    Ok(BASE64_STANDARD.encode(sealed))
}

fn unseal(
    name: &str,
    sealed: &str,
    kind: Algorithm,
    unlocked: &Unlocked,
) -> Result<SecretKey, Error> {
    let sealed = BASE64_STANDARD.decode(sealed).map_err(|_| damaged())?;
    let text = unlocked.open(&context(name), &sealed)?;
    let text = Zeroizing::new(String::from_utf8_lossy(&text).into_owned());
    let key = SecretKey::from_multikey(&text)?;
    if key.algorithm() != kind {
        return Err(damaged().into());
    }
    Ok(key)
}

/// Binds a sealed key to its prefix, so that entries cannot be swapped.
fn context(name: &str) -> Vec<u8> {
    format!("issuer/vc-api/{name}").into_bytes()
}

fn damaged() -> SealError {
    SealError::Corrupt("the file of the VC-API's keys")
}

const FILE: &str = "vc-api.keys";
