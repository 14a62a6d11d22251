//! An issuer, opened from its data folder: what every command and every endpoint works with.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use credentials::Did;
use credentials::battery::{Act, Role};
use credentials::keys::{Algorithm, SecretKey};
use jiff::Timestamp;
use platform::Passphrase;
use platform::sealed::{self, Kind, Protection, Unlocked};
use serde_json::Value;

use crate::error::Error;
use crate::identity::{self, DidChoice};
use crate::keys::{self, KeyRing};
use crate::store::{Change, Identity, Key, KeyState, SqliteStore, Store};

/// What `init` is told.
#[derive(Debug, Clone)]
pub struct NewIssuer {
    /// The operator's name, for people.
    pub name: String,
    /// Which DID it gets.
    pub did: DidChoice,
    /// The kind of key that signs its passports.
    pub algorithm: Algorithm,
    /// Where it publishes, when not where its DID says.
    pub base_url: Option<String>,
    /// What the operator acts as; empty: it does not say.
    pub roles: Vec<Role>,
}

/// An issuer and all that it keeps. Shared by threads; several processes may open the same folder.
pub struct Issuer {
    pub(crate) store: Box<dyn Store>,
    identity: Identity,
    folder: PathBuf,
    keys: RwLock<Option<Opened>>,
}

struct Opened {
    unlocked: Unlocked,
    ring: Arc<KeyRing>,
}

impl Issuer {
    /// Makes an issuer in a folder that has none: its keys sealed under the passphrase, or under a key file in the
    /// folder. It is unlocked when this returns.
    pub fn init(
        folder: &Path,
        new: NewIssuer,
        passphrase: Option<&Passphrase>,
        now: Timestamp,
    ) -> Result<Self, Error> {
        let store = SqliteStore::open(&folder.join(DATABASE))?;
        if store.identity()?.is_some() {
            return Err(crate::store::StoreError::from(crate::store::Conflict::Identity).into());
        }
        let kinds = identity::key_kinds(&new.did, new.algorithm);
        let secrets = kinds
            .into_iter()
            .map(|kind| SecretKey::generate(kind, &mut rand::rng()))
            .collect::<Result<Vec<_>, _>>()?;
        let (did, own_url) = match (&new.did, secrets.as_slice()) {
            (DidChoice::Web(host), _) => {
                let did = Did::parse(&format!("did:web:{host}"))?;
                let url = identity::web_url(&did)?;
                (did, url)
            }
            (DidChoice::Key, [only, ..]) => {
                let did = Did::parse(&format!("did:key:{}", only.public().to_multikey()))?;
                (did, LOCAL_URL.to_owned())
            }
            (DidChoice::Key, []) => return Err(Error::NoKey(vec![Algorithm::Ed25519])),
        };
        let base_url = match &new.base_url {
            Some(url) => identity::base_url(url)?,
            None => own_url,
        };
        let key_file = folder.join(KEY_FILE);
        let (seal, unlocked) = sealed::create(protection(passphrase, &key_file))?;
        let identity = Identity {
            name: new.name,
            did,
            base_url,
            seal,
            created: now,
            roles: new.roles,
        };
        let mut changes = vec![Change::Init(identity.clone())];
        for (number, secret) in (1_usize..).zip(&secrets) {
            let name = match new.did {
                // The did:key method names its only key so.
                DidChoice::Key => secret.public().to_multikey(),
                DidChoice::Web(_) => format!("key-{number}"),
            };
            changes.push(Change::AddKey(keys::seal(name, secret, &unlocked, now)?));
        }
        store.commit(&changes)?;
        let issuer = Self {
            store: Box::new(store),
            identity,
            folder: folder.to_owned(),
            keys: RwLock::new(None),
        };
        issuer.use_keys(unlocked)?;
        Ok(issuer)
    }

    /// Opens the issuer of a folder, its keys still locked.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        let database = folder.join(DATABASE);
        // Opening would make it.
        if !database.exists() {
            return Err(Error::NoIssuer(folder.to_owned()));
        }
        let store = SqliteStore::open(&database)?;
        let identity = store
            .identity()?
            .ok_or_else(|| Error::NoIssuer(folder.to_owned()))?;
        Ok(Self {
            store: Box::new(store),
            identity,
            folder: folder.to_owned(),
            keys: RwLock::new(None),
        })
    }

    /// Whether [`Issuer::unlock`] needs a passphrase.
    pub fn needs_passphrase(&self) -> Result<bool, Error> {
        Ok(sealed::kind(&self.identity.seal)? == Kind::Passphrase)
    }

    /// Opens the keys, with the passphrase or the key file that they were sealed under.
    pub fn unlock(&self, passphrase: Option<&Passphrase>) -> Result<(), Error> {
        let key_file = self.folder.join(KEY_FILE);
        let unlocked = sealed::open(&self.identity.seal, protection(passphrase, &key_file))?;
        self.use_keys(unlocked)
    }

    /// Who it is.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// Its DID.
    pub fn did(&self) -> &Did {
        &self.identity.did
    }

    /// Where it publishes, without a slash at the end.
    pub fn base_url(&self) -> &str {
        &self.identity.base_url
    }

    /// What it keeps.
    pub fn store(&self) -> &dyn Store {
        &*self.store
    }

    /// All its keys, oldest first.
    pub fn keys(&self) -> Result<Vec<Key>, Error> {
        Ok(self.store.keys()?)
    }

    /// Says anew what the operator acts as; nothing: it does not say, and nothing is refused for that.
    pub fn set_roles(&mut self, roles: Vec<Role>) -> Result<(), Error> {
        self.store.commit(&[Change::SetRoles(roles.clone())])?;
        self.identity.roles = roles;
        Ok(())
    }

    /// Refuses what none of its roles may do: readers would refuse it later.
    pub fn may(&self, act: Act) -> Result<(), Error> {
        let roles = &self.identity.roles;
        if roles.is_empty() || act.is_open_to_any(roles) {
            return Ok(());
        }
        Err(Error::Role {
            act,
            found: roles.clone(),
        })
    }

    /// The DID document: what a `did:web` serves.
    pub fn did_document(&self) -> Result<Value, Error> {
        identity::document(self.did(), &self.keys()?)
    }

    /// Replaces every active key by a new one of its kind. The old ones sign no more; what they signed still
    /// verifies. Returns the new ones.
    pub fn rotate_keys(&self, now: Timestamp) -> Result<Vec<Key>, Error> {
        if self.did().method() == "key" {
            return Err(Error::CannotRotate);
        }
        let mut keys = self.keys.write().unwrap_or_else(PoisonError::into_inner);
        let opened = keys.as_mut().ok_or(Error::Locked)?;
        let existing = self.store.keys()?;
        let mut changes = Vec::new();
        let mut added = Vec::new();
        let active = existing.iter().filter(|key| key.state == KeyState::Active);
        for (number, old) in (existing.len() + 1..).zip(active) {
            let kind = credentials::keys::PublicKey::from_multikey(&old.public)?.algorithm();
            let secret = SecretKey::generate(kind, &mut rand::rng())?;
            let new = keys::seal(format!("key-{number}"), &secret, &opened.unlocked, now)?;
            changes.push(Change::RetireKey {
                name: old.name.clone(),
                at: now,
            });
            changes.push(Change::AddKey(new.clone()));
            added.push(new);
        }
        self.store.commit(&changes)?;
        opened.ring = Arc::new(KeyRing::open(
            self.did(),
            &self.store.keys()?,
            &opened.unlocked,
        )?);
        Ok(added)
    }

    /// Adds a key of this kind, which signs from now on what only such keys can, and what others could as well.
    pub fn add_key(&self, kind: Algorithm, now: Timestamp) -> Result<Key, Error> {
        if self.did().method() == "key" {
            return Err(Error::CannotAdd);
        }
        let mut keys = self.keys.write().unwrap_or_else(PoisonError::into_inner);
        let opened = keys.as_mut().ok_or(Error::Locked)?;
        let name = format!("key-{}", self.store.keys()?.len() + 1);
        let secret = SecretKey::generate(kind, &mut rand::rng())?;
        let key = keys::seal(name, &secret, &opened.unlocked, now)?;
        self.store.commit(&[Change::AddKey(key.clone())])?;
        opened.ring = Arc::new(KeyRing::open(
            self.did(),
            &self.store.keys()?,
            &opened.unlocked,
        )?);
        Ok(key)
    }

    /// The keys that sign; [`Error::Locked`] before [`Issuer::unlock`].
    pub fn ring(&self) -> Result<Arc<KeyRing>, Error> {
        let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        keys.as_ref()
            .map(|opened| Arc::clone(&opened.ring))
            .ok_or(Error::Locked)
    }

    /// Where all its files are.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Works with what seals its keys; [`Error::Locked`] before [`Issuer::unlock`].
    pub(crate) fn with_unlocked<T>(
        &self,
        work: impl FnOnce(&Unlocked) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        work(&keys.as_ref().ok_or(Error::Locked)?.unlocked)
    }

    fn use_keys(&self, unlocked: Unlocked) -> Result<(), Error> {
        let ring = Arc::new(KeyRing::open(self.did(), &self.store.keys()?, &unlocked)?);
        let mut keys = self.keys.write().unwrap_or_else(PoisonError::into_inner);
        *keys = Some(Opened { unlocked, ring });
        Ok(())
    }
}

impl std::fmt::Debug for Issuer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Issuer({} in {})", self.did(), self.folder.display())
    }
}

fn protection<'a>(passphrase: Option<&'a Passphrase>, key_file: &'a Path) -> Protection<'a> {
    passphrase.map_or(Protection::KeyFile(key_file), Protection::Passphrase)
}

/// The database in the data folder.
const DATABASE: &str = "issuer.db";

/// The key file in the data folder, when there is no passphrase.
const KEY_FILE: &str = "issuer.key";

/// Where `serve` listens when nothing else is said.
const LOCAL_URL: &str = "http://127.0.0.1:8080";

#[cfg(test)]
mod tests {
    use super::*;
    use credentials::Suite;
    use credentials::keys::Signer;
    use credentials::problem::Coded;
    use credentials::proof::Cryptosuite;

    fn new(did: &str, algorithm: Algorithm) -> NewIssuer {
        NewIssuer {
            name: "Acme".into(),
            did: did.parse().unwrap(),
            algorithm,
            base_url: None,
            roles: Vec::new(),
        }
    }

    fn now() -> Timestamp {
        "2026-03-01T12:00:00Z".parse().unwrap()
    }

    #[test]
    fn an_issuer_is_made_once_and_opened_again() {
        let place = tempfile::tempdir().unwrap();
        let none = Issuer::open(place.path()).unwrap_err();
        assert_eq!(none.code(), "issuer.none");
        let made = Issuer::init(place.path(), new("key", Algorithm::Ed25519), None, now()).unwrap();
        let again = Issuer::init(place.path(), new("key", Algorithm::Ed25519), None, now());
        assert_eq!(again.unwrap_err().code(), "store.identity_exists");

        let opened = Issuer::open(place.path()).unwrap();
        assert_eq!(opened.identity(), made.identity());
        assert_eq!(opened.base_url(), "http://127.0.0.1:8080");
        assert!(!opened.needs_passphrase().unwrap());
        assert_eq!(opened.ring().unwrap_err().code(), "issuer.locked");
        opened.unlock(None).unwrap();
        let ring = opened.ring().unwrap();
        let key = ring.for_suite(Suite::EDDSA_JCS_2022).unwrap();
        let multikey = key.secret.public_key().to_multikey();
        assert_eq!(
            key.method.to_string(),
            format!("did:key:{multikey}#{multikey}")
        );
    }

    #[test]
    fn a_passphrase_seals_the_keys_and_no_other_opens_them() {
        let place = tempfile::tempdir().unwrap();
        let right = Passphrase::from("correct horse".to_owned());
        let made = new("web:acme.example", Algorithm::Ed25519);
        Issuer::init(place.path(), made, Some(&right), now()).unwrap();
        let opened = Issuer::open(place.path()).unwrap();
        assert!(opened.needs_passphrase().unwrap());
        let wrong = Passphrase::from("battery staple".to_owned());
        let error = opened.unlock(Some(&wrong)).unwrap_err();
        assert_eq!(error.code(), "sealed.wrong_passphrase");
        assert_eq!(
            opened.unlock(None).unwrap_err().code(),
            "sealed.other_protection"
        );
        opened.unlock(Some(&right)).unwrap();
    }

    #[test]
    fn a_did_key_signs_everything_with_its_one_key() {
        for algorithm in Algorithm::ALL {
            let place = tempfile::tempdir().unwrap();
            let issuer = Issuer::init(place.path(), new("key", algorithm), None, now()).unwrap();
            let ring = issuer.ring().unwrap();
            let attesting = ring.for_suite(ring.attesting().unwrap()).unwrap();
            assert_eq!(attesting.secret.algorithm(), algorithm);
            let error = issuer.add_key(Algorithm::P256, now()).unwrap_err();
            assert_eq!(error.code(), "issuer.cannot_add_key");
        }
    }

    #[test]
    fn an_added_key_is_published_and_signs_what_only_it_can() {
        let place = tempfile::tempdir().unwrap();
        let made = new("web:acme.example", Algorithm::Ed25519);
        let issuer = Issuer::init(place.path(), made, None, now()).unwrap();
        let suite = Suite::DataIntegrity(Cryptosuite::EcdsaRdfc2019);
        let missing = issuer.ring().unwrap();
        let missing = missing.for_suite(suite).unwrap_err();
        assert_eq!(missing.code(), "issuer.no_key");
        issuer.add_key(Algorithm::P256, now()).unwrap();
        let ring = issuer.ring().unwrap();
        let method = ring.for_suite(suite).unwrap().method.to_string();
        assert_eq!(ring.attesting().unwrap(), Suite::EDDSA_JCS_2022);
        let document = issuer.did_document().unwrap();
        assert_eq!(document["assertionMethod"][1], method);
    }

    #[test]
    fn a_bbs_key_makes_assertions_and_authenticates_nobody() {
        let place = tempfile::tempdir().unwrap();
        let made = new("web:acme.example", Algorithm::Bls12381G2);
        let issuer = Issuer::init(place.path(), made, None, now()).unwrap();
        let document = issuer.did_document().unwrap();
        assert_eq!(document["assertionMethod"].as_array().unwrap().len(), 2);
        assert_eq!(
            document["authentication"],
            serde_json::json!(["did:web:acme.example#key-2"])
        );
    }

    #[test]
    fn a_p256_identity_on_the_web_also_gets_an_ed25519_key() {
        let place = tempfile::tempdir().unwrap();
        let made = new("web:acme.example", Algorithm::P256);
        let issuer = Issuer::init(place.path(), made, None, now()).unwrap();
        let ring = issuer.ring().unwrap();
        assert_eq!(
            ring.for_suite(Suite::SdJwt).unwrap().secret.algorithm(),
            Algorithm::P256
        );
        assert_eq!(
            ring.for_suite(Suite::EDDSA_JCS_2022)
                .unwrap()
                .secret
                .algorithm(),
            Algorithm::Ed25519
        );
        assert_eq!(issuer.base_url(), "https://acme.example");
    }

    #[test]
    fn a_rotated_key_stays_an_assertion_method_and_signs_no_more() {
        let place = tempfile::tempdir().unwrap();
        let made = new("web:acme.example", Algorithm::Ed25519);
        let issuer = Issuer::init(place.path(), made, None, now()).unwrap();
        let old = issuer
            .ring()
            .unwrap()
            .for_suite(Suite::EDDSA_JCS_2022)
            .unwrap()
            .method
            .clone();
        issuer.rotate_keys(now()).unwrap();
        let new = issuer
            .ring()
            .unwrap()
            .for_suite(Suite::EDDSA_JCS_2022)
            .unwrap()
            .method
            .clone();
        assert_eq!(new.fragment(), Some("key-2"));
        let document = issuer.did_document().unwrap();
        assert_eq!(
            document["assertionMethod"],
            serde_json::json!([old.to_string(), new.to_string()])
        );
        assert_eq!(
            document["authentication"],
            serde_json::json!([new.to_string()])
        );
        let reopened = Issuer::open(place.path()).unwrap();
        reopened.unlock(None).unwrap();
        assert_eq!(
            reopened
                .ring()
                .unwrap()
                .for_suite(Suite::EDDSA_JCS_2022)
                .unwrap()
                .method,
            new
        );
    }

    #[test]
    fn the_key_of_a_did_key_cannot_be_rotated() {
        let place = tempfile::tempdir().unwrap();
        let issuer =
            Issuer::init(place.path(), new("key", Algorithm::Ed25519), None, now()).unwrap();
        assert_eq!(
            issuer.rotate_keys(now()).unwrap_err().code(),
            "issuer.cannot_rotate"
        );
    }
}
