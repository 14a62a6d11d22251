//! All of a wallet in one sealed file, and back.

use std::path::Path;

use credentials::keys::SecretKey;
use platform::Passphrase;
use platform::sealed::{open_alone, seal_alone};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::error::WalletError;
use crate::item::{Item, Record};
use crate::wallet::{Unlocked, Wallet};

/// Largest backup that is read, in bytes.
pub const MAX_BACKUP: usize = 256 << 20;

/// The wallet's key and credentials, sealed under the passphrase, and how many credentials they are.
pub fn backup(wallet: &Unlocked, passphrase: &Passphrase) -> Result<(Vec<u8>, usize), WalletError> {
    let plain = Plain {
        version: VERSION,
        key: wallet.key().to_multikey(),
        items: wallet.records()?,
    };
    let text = serde_json::to_vec(&plain).map_err(damaged)?;
    let sealed = seal_alone(passphrase, CONTEXT, &Zeroizing::new(text))?;
    Ok((sealed, plain.items.len()))
}

/// Makes the wallet of a backup in a folder that has none, under the same passphrase.
pub fn restore(
    folder: &Path,
    passphrase: &Passphrase,
    sealed: &[u8],
) -> Result<(Unlocked, usize), WalletError> {
    let plain = open(passphrase, sealed)?;
    let key = SecretKey::from_multikey(&plain.key)?;
    for record in &plain.items {
        Item::read(record.clone())?;
    }
    let wallet = Wallet::make(folder, passphrase, key, &plain.items)?;
    Ok((wallet, plain.items.len()))
}

/// Whether this is a backup of the same wallet, under the same passphrase.
pub fn is_of(wallet: &Unlocked, passphrase: &Passphrase, sealed: &[u8]) -> bool {
    open(passphrase, sealed).is_ok_and(|plain| *plain.key == *wallet.key().to_multikey())
}

fn open(passphrase: &Passphrase, sealed: &[u8]) -> Result<Plain, WalletError> {
    let text = open_alone(passphrase, CONTEXT, sealed)?;
    let plain: Plain = serde_json::from_slice(&text).map_err(damaged)?;
    match plain.version {
        VERSION => Ok(plain),
        found => Err(WalletError::Damaged {
            what: "the backup",
            reason: format!("expected version {VERSION}, found {found}"),
        }),
    }
}

#[derive(Serialize, Deserialize)]
struct Plain {
    version: u32,
    #[serde(with = "secret")]
    key: Zeroizing<String>,
    items: Vec<Record>,
}

/// A secret text, wiped when dropped.
mod secret {
    use serde::{Deserialize, Deserializer, Serializer};
    use zeroize::Zeroizing;

    pub fn serialize<S: Serializer>(text: &Zeroizing<String>, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(text)
    }

    pub fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<Zeroizing<String>, D::Error> {
        String::deserialize(from).map(Zeroizing::new)
    }
}

fn damaged(error: serde_json::Error) -> WalletError {
    WalletError::Damaged {
        what: "the backup",
        reason: error.to_string(),
    }
}

const VERSION: u32 = 1;
const CONTEXT: &[u8] = b"wallet/backup";
