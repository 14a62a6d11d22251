//! A wallet, opened from its folder, and unlocked with its passphrase.

use std::path::Path;

use credentials::keys::{Algorithm, SecretKey};
use credentials::{Did, DidUrl};
use platform::Passphrase;
use platform::sealed::{self, Protection};
use rand::CryptoRng;
use zeroize::Zeroizing;

use crate::error::WalletError;
use crate::item::{Item, Record};
use crate::store::{Change, Identity, Sealed, Store};

/// A wallet whose passphrase was not given yet: enough to say whose it is.
#[derive(Debug)]
pub struct Wallet {
    store: Store,
    identity: Identity,
}

/// A wallet in use: its key signs and its credentials can be read.
#[derive(Debug)]
pub struct Unlocked {
    store: Store,
    seal: sealed::Unlocked,
    key: SecretKey,
}

/// What became of a record that was to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It is new.
    New,
    /// The same was there already.
    Same,
    /// It took the place of an earlier one with the same id, by the same issuer.
    Replaced,
}

impl Wallet {
    /// Makes a wallet with a new Ed25519 key in a folder that has none.
    pub fn init(
        folder: &Path,
        passphrase: &Passphrase,
        rng: &mut impl CryptoRng,
    ) -> Result<Unlocked, WalletError> {
        let key = SecretKey::generate(Algorithm::Ed25519, rng)?;
        Self::make(folder, passphrase, key, &[])
    }

    /// Makes a wallet of this key and these records in a folder that has none.
    pub(crate) fn make(
        folder: &Path,
        passphrase: &Passphrase,
        key: SecretKey,
        records: &[Record],
    ) -> Result<Unlocked, WalletError> {
        let mut store = Store::open(&folder.join(FILE))?;
        if let Some(found) = store.identity()? {
            return Err(WalletError::Exists(found.did));
        }
        let (header, seal) = sealed::create(Protection::Passphrase(passphrase))?;
        let did = Did::of_key(key.public());
        let identity = Identity {
            key: seal.seal(&key_context(&did), key.to_multikey().as_bytes())?,
            did,
            header,
        };
        let rows: Result<Vec<_>, _> = records
            .iter()
            .map(|record| seal_record(&seal, record))
            .collect();
        store.begin(&identity, &rows?)?;
        Ok(Unlocked { store, seal, key })
    }

    /// Opens the wallet of a folder.
    pub fn open(folder: &Path) -> Result<Self, WalletError> {
        let path = folder.join(FILE);
        let absent = || WalletError::Absent(folder.to_owned());
        // Opening would make the file.
        if !path.exists() {
            return Err(absent());
        }
        let store = Store::open(&path)?;
        let identity = store.identity()?.ok_or_else(absent)?;
        Ok(Self { store, identity })
    }

    /// The wallet's DID.
    pub fn did(&self) -> &Did {
        &self.identity.did
    }

    /// Unlocks it.
    pub fn unlock(self, passphrase: &Passphrase) -> Result<Unlocked, WalletError> {
        let Identity { did, header, key } = &self.identity;
        let seal = sealed::open(header, Protection::Passphrase(passphrase))?;
        let secret = seal.open(&key_context(did), key)?;
        let key = SecretKey::from_multikey(text(&secret, "the wallet's key")?)?;
        if Did::of_key(key.public()) != *did {
            return Err(WalletError::Damaged {
                what: "the wallet's key",
                reason: format!("it is not the key of {did}"),
            });
        }
        Ok(Unlocked {
            store: self.store,
            seal,
            key,
        })
    }
}

impl Unlocked {
    /// The wallet's DID.
    pub fn did(&self) -> Did {
        Did::of_key(self.key.public())
    }

    /// The verification method of its key.
    pub fn method(&self) -> DidUrl {
        DidUrl::of_key(self.key.public())
    }

    /// Its key.
    pub fn key(&self) -> &SecretKey {
        &self.key
    }

    /// Everything in it, in the order it came.
    pub fn items(&self) -> Result<Vec<Item>, WalletError> {
        let rows = self.store.rows()?;
        let read = |row: &Sealed| Ok(Item::read(open_record(&self.seal, row)?)?);
        rows.iter().map(read).collect()
    }

    /// Everything in it as it is kept.
    pub(crate) fn records(&self) -> Result<Vec<Record>, WalletError> {
        let rows = self.store.rows()?;
        rows.iter()
            .map(|row| open_record(&self.seal, row))
            .collect()
    }

    /// The one credential that a person who types `prefix` means: the beginning of its id, or, for the passport of a
    /// battery, the battery's identifier or serial number.
    pub fn find(&self, prefix: &str) -> Result<Item, WalletError> {
        let (mut found, others): (Vec<Item>, Vec<Item>) = self
            .items()?
            .into_iter()
            .partition(|item| item.answers_to(prefix));
        if found.is_empty() {
            let passports = others.into_iter();
            found = passports
                .filter(|item| item.is_passport_of(prefix))
                .collect();
        }
        if let Some(exact) = found.iter().position(|item| item.id() == prefix) {
            return Ok(found.swap_remove(exact));
        }
        match found.len() {
            0 => Err(WalletError::NotFound(prefix.to_owned())),
            1 => Ok(found.swap_remove(0)),
            _ => Err(WalletError::Ambiguous {
                prefix: prefix.to_owned(),
                ids: found.iter().map(|item| item.id().to_owned()).collect(),
            }),
        }
    }

    /// Keeps records, all or none; they are on disk when this returns.
    pub fn keep(&mut self, records: &[Record]) -> Result<Vec<Kept>, WalletError> {
        self.keep_if(records, |_| Ok(()))
    }

    /// Keeps records, all or none, if what is there then allows it: nobody can change it in between.
    pub(crate) fn keep_if(
        &mut self,
        records: &[Record],
        allows: impl FnOnce(&[&Item]) -> Result<(), WalletError>,
    ) -> Result<Vec<Kept>, WalletError> {
        let (seal, own) = (&self.seal, self.key.public());
        self.store.change(|rows| {
            let mut held = Vec::new();
            for row in rows {
                let item = Item::read(open_record(seal, &row)?)?;
                held.push((row.slot, item));
            }
            allows(&held.iter().map(|(_, item)| item).collect::<Vec<_>>())?;
            let mut change = Change::default();
            let mut outcome = Vec::new();
            for record in records {
                let new = Item::read(record.clone())?;
                let same_id = |item: &Item| item.id() == new.id() && item.issuer() == new.issuer();
                let ours = |item: &Item| item.holder().as_ref() == Some(own);
                // A copy for anyone must not take the place of the one that only we can present.
                let better = |item: &Item| same_id(item) && ours(item) && !ours(&new);
                if held
                    .iter()
                    .any(|(_, item)| item.is_same(&new) || better(item))
                {
                    outcome.push(Kept::Same);
                    continue;
                }
                let before = held.len();
                held.retain(|(slot, item)| {
                    let goes = same_id(item);
                    if goes {
                        change.remove.push(slot.clone());
                    }
                    !goes
                });
                outcome.push(if held.len() == before {
                    Kept::New
                } else {
                    Kept::Replaced
                });
                let row = seal_record(seal, record)?;
                held.push((row.slot.clone(), new));
                change.add.push(row);
            }
            // One that came and went within this call was never there.
            let Change { remove, add } = &mut change;
            add.retain(|row| !remove.contains(&row.slot));
            Ok((change, outcome))
        })
    }
}

fn seal_record(seal: &sealed::Unlocked, record: &Record) -> Result<Sealed, WalletError> {
    let slot: String = rand::random::<[u8; 16]>()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let plain = Zeroizing::new(serde_json::json!(record).to_string());
    Ok(Sealed {
        bytes: seal.seal(&item_context(&slot), plain.as_bytes())?,
        slot,
    })
}

fn open_record(seal: &sealed::Unlocked, row: &Sealed) -> Result<Record, WalletError> {
    let plain = seal.open(&item_context(&row.slot), &row.bytes)?;
    serde_json::from_slice(&plain).map_err(|error| WalletError::Damaged {
        what: "a credential",
        reason: error.to_string(),
    })
}

fn text<'b>(bytes: &'b [u8], what: &'static str) -> Result<&'b str, WalletError> {
    std::str::from_utf8(bytes).map_err(|error| WalletError::Damaged {
        what,
        reason: error.to_string(),
    })
}

fn key_context(did: &Did) -> Vec<u8> {
    format!("wallet/key/{did}").into_bytes()
}

fn item_context(slot: &str) -> Vec<u8> {
    format!("wallet/item/{slot}").into_bytes()
}

const FILE: &str = "wallet.db";
