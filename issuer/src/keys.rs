//! The issuer's keys: sealed in the store, opened once, the right one for each signature.

use credentials::keys::{Algorithm, SecretKey};
use credentials::proof::Cryptosuite;
use credentials::{Did, DidUrl, Suite};
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

    /// The suite in which this issuer signs what it says for itself, and by default events: status lists, transfers.
    pub fn attesting(&self) -> Result<Suite, Error> {
        let fits = |suite: &Suite| self.for_suite(*suite).is_ok();
        ATTESTING.into_iter().find(fits).ok_or_else(|| {
            Error::NoKey(
                ATTESTING
                    .iter()
                    .flat_map(|suite| suite.algorithms())
                    .copied()
                    .collect(),
            )
        })
    }

    /// The suite of passports when none is asked for: one in which their holders can withhold parts.
    pub fn passports(&self) -> Suite {
        let fits = |suite: &Suite| self.for_suite(*suite).is_ok();
        let suite = PASSPORTS.into_iter().find(fits);
        suite.unwrap_or(Suite::SdJwt)
    }

    /// The newest active key that signs in this way.
    pub fn for_suite(&self, suite: Suite) -> Result<&SigningKey, Error> {
        let kinds = suite.algorithms();
        let fitting = kinds.iter().find_map(|kind| self.of(*kind));
        fitting.ok_or_else(|| Error::NoKey(kinds.to_vec()))
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

const PASSPORTS: [Suite; 2] = [Suite::SdJwt, Suite::DataIntegrity(Cryptosuite::Bbs2023)];

/// Nothing of a status list is ever withheld, and no reader of it needs RDF: the fastest first. A key that signs nothing
/// but statements signs all of them.
const ATTESTING: [Suite; 3] = [
    Suite::EDDSA_JCS_2022,
    Suite::DataIntegrity(Cryptosuite::EcdsaJcs2019),
    Suite::DataIntegrity(Cryptosuite::Bbs2023),
];

/// Binds a sealed key to its name, so that rows cannot be swapped.
fn context(name: &str) -> Vec<u8> {
    format!("issuer/keys/{name}").into_bytes()
}
