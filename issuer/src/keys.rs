//! The issuer's keys: sealed in the store, opened once, the right one for each signature.

use credentials::keys::{Algorithm, SecretKey};
use credentials::{Did, DidUrl};
use jiff::Timestamp;
use platform::sealed::Unlocked;
use zeroize::Zeroizing;

use crate::error::Error;
use crate::store::{Key, KeyState};

/// The active keys, ready to sign.
#[derive(Debug)]
pub struct KeyRing {
    keys: Vec<SigningKey>,
}

/// A key and the verification method that names it in what it signs.
#[derive(Debug)]
pub struct SigningKey {
    /// The verification method.
    pub method: DidUrl,
    /// The key.
    pub secret: SecretKey,
}

impl KeyRing {
    /// Opens the active ones of these keys.
    pub fn open(did: &Did, keys: &[Key], unlocked: &Unlocked) -> Result<Self, Error> {
        let active = keys.iter().filter(|key| key.state == KeyState::Active);
        let keys = active
            .map(|key| {
                let text = unlocked.open(&context(&key.name), &key.sealed)?;
                let text = Zeroizing::new(String::from_utf8_lossy(&text).into_owned());
                Ok(SigningKey {
                    method: key.method(did)?,
                    secret: SecretKey::from_multikey(&text)?,
                })
            })
            .collect::<Result<_, Error>>()?;
        Ok(Self { keys })
    }

    /// The newest active key of this kind.
    pub fn of(&self, algorithm: Algorithm) -> Option<&SigningKey> {
        self.keys
            .iter()
            .rev()
            .find(|key| key.secret.algorithm() == algorithm)
    }

    /// The key for JCS Data Integrity proofs: events, status lists, transfers.
    pub fn ed25519(&self) -> Result<&SigningKey, Error> {
        self.of(Algorithm::Ed25519).ok_or(Error::NoKey("Ed25519"))
    }

    /// The key for JOSE signatures: P-256 where the issuer has one, since that is what wallets ask for; else Ed25519.
    pub fn jose(&self) -> Result<&SigningKey, Error> {
        self.of(Algorithm::P256).map_or_else(|| self.ed25519(), Ok)
    }
}

/// A new key, sealed for the store.
pub fn seal(
    name: String,
    secret: &SecretKey,
    unlocked: &Unlocked,
    now: Timestamp,
) -> Result<Key, Error> {
    Ok(Key {
        sealed: unlocked.seal(&context(&name), secret.to_multikey().as_bytes())?,
        public: secret.public().to_multikey(),
        state: KeyState::Active,
        created: now,
        name,
    })
}

/// Binds a sealed key to its name, so that rows cannot be swapped.
fn context(name: &str) -> Vec<u8> {
    format!("issuer/keys/{name}").into_bytes()
}
