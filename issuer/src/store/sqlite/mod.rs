//! The store in one SQLite file: for one machine, with any number of processes on it.

mod apply;
mod read;

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use credentials::Problem;
use credentials::status::StatusPurpose;
use platform::sqlite::DatabaseError;
use rusqlite::{Connection, TransactionBehavior};

use super::{
    Change, Committed, Copy, Credential, Identity, Key, Offer, StatusGroup, Store, StoreError,
    Transfer,
};

/// An open database file.
#[derive(Debug)]
pub struct SqliteStore {
    writer: Mutex<Connection>,
    /// Readers do not wait for a commit to reach the disk.
    reader: Mutex<Connection>,
}

impl SqliteStore {
    /// Opens the file, and makes it if absent.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let open = || platform::sqlite::open(path, MIGRATIONS).map_err(engine);
        Ok(Self {
            writer: Mutex::new(open()?),
            reader: Mutex::new(open()?),
        })
    }

    fn read<T>(
        &self,
        question: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        question(&lock(&self.reader))
    }
}

impl Store for SqliteStore {
    fn commit(&self, changes: &[Change]) -> Result<Committed, StoreError> {
        let mut writer = lock(&self.writer);
        let transaction = writer
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(sql)?;
        let mut committed = Committed::default();
        for change in changes {
            apply::change(&transaction, change, &mut committed)?;
        }
        transaction.commit().map_err(sql)?;
        Ok(committed)
    }

    fn identity(&self) -> Result<Option<Identity>, StoreError> {
        self.read(read::identity)
    }

    fn keys(&self) -> Result<Vec<Key>, StoreError> {
        self.read(read::keys)
    }

    fn credential(&self, id: &str) -> Result<Option<Credential>, StoreError> {
        self.read(|db| read::credentials(db, "WHERE id = ?1", [id]).map(|mut all| all.pop()))
    }

    fn by_id_prefix(&self, prefix: &str, limit: usize) -> Result<Vec<Credential>, StoreError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        // A range, which the index of ids answers; LIKE and GLOB would read the prefix as a pattern.
        let range = "WHERE id >= ?1 AND id < ?2 ORDER BY id LIMIT ?3";
        let end = format!("{prefix}{}", char::MAX);
        self.read(|db| read::credentials(db, range, (prefix, end, limit)))
    }

    fn current_passport(&self, battery: &str) -> Result<Option<Credential>, StoreError> {
        let current = "WHERE battery = ?1 AND kind = 'passport' AND replaced_by IS NULL";
        self.read(|db| read::credentials(db, current, [battery]).map(|mut all| all.pop()))
    }

    fn of_battery(&self, battery: &str) -> Result<Vec<Credential>, StoreError> {
        self.read(|db| read::credentials(db, "WHERE battery = ?1 ORDER BY seq", [battery]))
    }

    fn by_serial(&self, serial: &str) -> Result<Vec<Credential>, StoreError> {
        let current =
            "WHERE serial = ?1 AND kind = 'passport' AND replaced_by IS NULL ORDER BY seq";
        self.read(|db| read::credentials(db, current, [serial]))
    }

    fn page(&self, after: Option<&str>, limit: usize) -> Result<Vec<Credential>, StoreError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let next = "WHERE seq > coalesce((SELECT seq FROM credentials WHERE id = ?1), 0) ORDER BY seq LIMIT ?2";
        self.read(|db| read::credentials(db, next, (after, limit)))
    }

    fn copies(&self, credential: &str) -> Result<Vec<Copy>, StoreError> {
        self.read(|db| read::copies(db, credential))
    }

    fn status_group(&self, number: u32) -> Result<Option<StatusGroup>, StoreError> {
        self.read(|db| read::status_group(db, number))
    }

    fn raised(&self, group: u32, purpose: &StatusPurpose) -> Result<Vec<(u32, u8)>, StoreError> {
        self.read(|db| read::raised(db, group, purpose))
    }

    fn transfer(&self, offer: &str) -> Result<Option<Transfer>, StoreError> {
        self.read(|db| read::transfers(db, "WHERE offer = ?1", [offer]).map(|mut all| all.pop()))
    }

    fn transfers(&self) -> Result<Vec<Transfer>, StoreError> {
        self.read(|db| read::transfers(db, "ORDER BY seq", []))
    }

    fn offer_by_code(&self, code_hash: &[u8; 32]) -> Result<Option<Offer>, StoreError> {
        self.read(|db| read::offer(db, "code_hash", code_hash))
    }

    fn offer_by_token(&self, token_hash: &[u8; 32]) -> Result<Option<Offer>, StoreError> {
        self.read(|db| read::offer(db, "token_hash", token_hash))
    }
}

/// A panic elsewhere leaves no half transaction: SQLite rolled it back.
fn lock(connection: &Mutex<Connection>) -> MutexGuard<'_, Connection> {
    connection.lock().unwrap_or_else(PoisonError::into_inner)
}

fn engine(error: DatabaseError) -> StoreError {
    StoreError::Engine(Problem::from(error))
}

fn sql(error: rusqlite::Error) -> StoreError {
    engine(error.into())
}

const MIGRATIONS: &[&str] = &[
    include_str!("schema_1.sql"),
    include_str!("schema_2.sql"),
    include_str!("schema_3.sql"),
];

#[cfg(test)]
mod tests {
    use super::super::conformance;
    use super::*;

    #[test]
    fn sqlite_keeps_every_promise_of_a_store() {
        let place = tempfile::tempdir().unwrap();
        let mut made = 0;
        conformance::all(&mut || {
            made += 1;
            let path = place.path().join(format!("{made}.db"));
            Box::new(move || Box::new(SqliteStore::open(&path).unwrap()) as Box<dyn Store>)
        });
    }
}
