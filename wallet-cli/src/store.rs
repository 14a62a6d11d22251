//! The wallet's file: one identity and sealed rows. Nothing in it can be read without the passphrase but the DID.
//!
//! Every change is one transaction that is on disk when it returns.

use std::path::Path;

use credentials::Did;
use platform::sqlite;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use crate::error::WalletError;

/// The open file.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
}

/// Whose wallet it is, and how it is locked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The wallet's DID.
    pub did: Did,
    /// What the passphrase opens, see [`platform::sealed`].
    pub header: Vec<u8>,
    /// The sealed secret key.
    pub key: Vec<u8>,
}

/// A sealed row, under a random name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Its name, also bound into the seal.
    pub slot: String,
    /// What is sealed.
    pub bytes: Vec<u8>,
}

/// What one transaction does.
#[derive(Debug, Default)]
pub struct Change {
    /// Rows that go.
    pub remove: Vec<String>,
    /// Rows that come.
    pub add: Vec<Sealed>,
}

impl Store {
    /// Opens the file, and makes an empty one if it is absent.
    pub fn open(path: &Path) -> Result<Self, WalletError> {
        let connection = sqlite::open(path, MIGRATIONS)?;
        Ok(Self { connection })
    }

    /// Whose wallet it is; nobody's when it was made a moment ago.
    pub fn identity(&self) -> Result<Option<Identity>, WalletError> {
        identity(&self.connection)
    }

    /// Makes it somebody's wallet, with what is in it. One that is somebody's already stays as it is.
    pub fn begin(&mut self, new: &Identity, rows: &[Sealed]) -> Result<(), WalletError> {
        let transaction = self.connection.transaction()?;
        if let Some(found) = identity(&transaction)? {
            return Err(WalletError::Exists(found.did));
        }
        transaction.execute(
            "INSERT INTO identity (id, did, header, key) VALUES (1, ?1, ?2, ?3)",
            params![new.did.as_str(), new.header, new.key],
        )?;
        insert(&transaction, rows)?;
        Ok(transaction.commit()?)
    }

    /// Every row, in the order they came.
    pub fn rows(&self) -> Result<Vec<Sealed>, WalletError> {
        rows(&self.connection)
    }

    /// Changes rows; `decide` sees them as they are while nobody else can change them.
    pub fn change<T>(
        &mut self,
        decide: impl FnOnce(Vec<Sealed>) -> Result<(Change, T), WalletError>,
    ) -> Result<T, WalletError> {
        let transaction = self.connection.transaction()?;
        let (change, outcome) = decide(rows(&transaction)?)?;
        for slot in &change.remove {
            transaction.execute("DELETE FROM item WHERE slot = ?1", [slot])?;
        }
        insert(&transaction, &change.add)?;
        transaction.commit()?;
        Ok(outcome)
    }
}

fn identity(connection: &Connection) -> Result<Option<Identity>, WalletError> {
    let read = |row: &Row<'_>| Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?));
    let found = connection
        .query_row("SELECT did, header, key FROM identity", [], read)
        .optional()?;
    let Some((did, header, key)) = found else {
        return Ok(None);
    };
    let did = Did::parse(&did).map_err(|error| WalletError::Damaged {
        what: "the wallet's DID",
        reason: error.to_string(),
    })?;
    Ok(Some(Identity { did, header, key }))
}

fn rows(connection: &Connection) -> Result<Vec<Sealed>, WalletError> {
    let mut statement =
        connection.prepare_cached("SELECT slot, sealed FROM item ORDER BY number")?;
    let rows = statement.query_map([], |row| {
        Ok(Sealed {
            slot: row.get(0)?,
            bytes: row.get(1)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn insert(transaction: &Transaction<'_>, rows: &[Sealed]) -> Result<(), WalletError> {
    for row in rows {
        transaction.execute(
            "INSERT INTO item (slot, sealed) VALUES (?1, ?2)",
            params![row.slot, row.bytes],
        )?;
    }
    Ok(())
}

const MIGRATIONS: &[&str] = &["CREATE TABLE identity (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    did TEXT NOT NULL,
    header BLOB NOT NULL,
    key BLOB NOT NULL
) STRICT;
CREATE TABLE item (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    slot TEXT NOT NULL UNIQUE,
    sealed BLOB NOT NULL
) STRICT;"];
