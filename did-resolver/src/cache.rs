//! What was fetched, kept on disk: so that the same is not fetched twice, and so that `--offline` works.
//!
//! A kept answer says when it was fetched and until when its host called it good. Whether an old one will do is the
//! caller's decision: online it is not, offline it is, and the report says how old it was.

use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use platform::sqlite::{self, DatabaseError};
use rusqlite::{Connection, OptionalExtension, params};

/// The cache file. Several processes may use it at once.
#[derive(Debug)]
pub struct Cache {
    connection: Mutex<Connection>,
}

/// What kind of thing is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A DID document, by DID.
    DidDocument,
    /// A status list credential, by URL.
    StatusList,
    /// A trust list, by URL.
    TrustList,
    /// A JSON schema or another resource, by URL.
    Resource,
}

/// A kept answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The answer's body.
    pub body: Vec<u8>,
    /// When it was fetched.
    pub fetched_at: Timestamp,
    /// Until when it may be used without asking again.
    pub expires_at: Timestamp,
}

impl Cache {
    /// Opens the cache file, and makes it if absent.
    pub fn open(path: &Path) -> Result<Self, DatabaseError> {
        let connection = sqlite::open(path, MIGRATIONS)?;
        // A lost entry is fetched again, so a commit need not wait for the disk; the file stays whole either way.
        connection.pragma_update(None, "synchronous", "NORMAL")?;
        Ok(Self {
            connection: Mutex::new(connection),
        })
    }

    /// A cache that lives as long as the process.
    pub fn in_memory() -> Result<Self, DatabaseError> {
        let connection = sqlite::open_in_memory(MIGRATIONS)?;
        Ok(Self {
            connection: Mutex::new(connection),
        })
    }

    /// What is kept under a key, however old.
    pub fn get(&self, kind: Kind, key: &str) -> Result<Option<Entry>, DatabaseError> {
        let connection = self.lock();
        let mut statement = connection.prepare_cached(
            "SELECT body, fetched_at, expires_at FROM entry WHERE kind = ?1 AND key = ?2",
        )?;
        let found = statement.query_row(params![kind.name(), key], |row| {
            Ok(Entry {
                body: row.get(0)?,
                fetched_at: time(row.get(1)?),
                expires_at: time(row.get(2)?),
            })
        });
        Ok(found.optional()?)
    }

    /// Keeps an answer in place of an older one.
    pub fn put(
        &self,
        kind: Kind,
        key: &str,
        body: &[u8],
        fetched_at: Timestamp,
        expires_at: Timestamp,
    ) -> Result<(), DatabaseError> {
        let mut connection = self.lock();
        let transaction = connection.transaction()?;
        transaction.execute(
            "INSERT INTO entry (kind, key, body, fetched_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (kind, key) DO UPDATE
             SET body = excluded.body, fetched_at = excluded.fetched_at, expires_at = excluded.expires_at",
            params![kind.name(), key, body, fetched_at.as_second(), expires_at.as_second()],
        )?;
        // A stranger's credentials can name any number of addresses.
        transaction.execute(
            "DELETE FROM entry WHERE kind = ?1 AND key IN
             (SELECT key FROM entry WHERE kind = ?1 ORDER BY fetched_at DESC LIMIT -1 OFFSET ?2)",
            params![kind.name(), MAX_ENTRIES],
        )?;
        transaction.commit()?;
        Ok(())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Connection> {
        // A panic elsewhere leaves no half-done statement: transactions roll back.
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Entry {
    /// Whether it may be used without asking its host again.
    pub fn is_fresh(&self, now: Timestamp) -> bool {
        // One fetched in the future says that a clock was wrong.
        self.fetched_at <= now && now < self.expires_at
    }
}

/// When an answer that was fetched now is to be fetched again: as its host says, within bounds.
pub fn expiry(now: Timestamp, max_age: Option<Duration>) -> Timestamp {
    let age = max_age.unwrap_or(DEFAULT_AGE).min(LONGEST_AGE);
    now.checked_add(age).unwrap_or(now)
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::DidDocument => "did_document",
            Self::StatusList => "status_list",
            Self::TrustList => "trust_list",
            Self::Resource => "resource",
        }
    }
}

fn time(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap_or(Timestamp::MIN)
}

const MIGRATIONS: &[&str] = &["CREATE TABLE entry (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    body BLOB NOT NULL,
    fetched_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_by_age ON entry (kind, fetched_at);"];

/// Of one kind; the oldest go first.
const MAX_ENTRIES: i64 = 10_000;

const DEFAULT_AGE: Duration = Duration::from_secs(5 * 60);

/// A host that says "a year" must not keep a revoked key alive for a year.
const LONGEST_AGE: Duration = Duration::from_secs(24 * 60 * 60);

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn an_answer_is_found_under_its_kind_and_key_and_replaced() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("cache.db");
        let cache = Cache::open(&path).unwrap();
        cache
            .put(Kind::DidDocument, "a", b"1", at(10), at(20))
            .unwrap();
        cache
            .put(Kind::DidDocument, "a", b"2", at(11), at(21))
            .unwrap();
        cache
            .put(Kind::StatusList, "a", b"3", at(12), at(22))
            .unwrap();
        drop(cache);
        let cache = Cache::open(&path).unwrap();
        let entry = cache.get(Kind::DidDocument, "a").unwrap().unwrap();
        assert_eq!(
            (entry.body.as_slice(), entry.fetched_at),
            (&b"2"[..], at(11))
        );
        assert_eq!(
            cache.get(Kind::StatusList, "a").unwrap().unwrap().body,
            b"3"
        );
        assert_eq!(cache.get(Kind::TrustList, "a").unwrap(), None);
        assert_eq!(cache.get(Kind::DidDocument, "b").unwrap(), None);
    }

    #[test]
    fn an_answer_is_fresh_until_it_expires_and_never_before_it_was_fetched() {
        let cache = Cache::in_memory().unwrap();
        cache
            .put(Kind::DidDocument, "a", b"1", at(10), at(20))
            .unwrap();
        let entry = cache.get(Kind::DidDocument, "a").unwrap().unwrap();
        for (now, fresh) in [(9, false), (10, true), (19, true), (20, false)] {
            assert_eq!(entry.is_fresh(at(now)), fresh, "{now}");
        }
    }

    #[test]
    fn a_host_may_not_keep_an_answer_alive_for_a_year() {
        let day = 24 * 60 * 60;
        for (max_age, seconds) in [
            (None, 300),
            (Some(0), 0),
            (Some(60), 60),
            (Some(400 * day), day),
        ] {
            let age = max_age.map(|seconds| Duration::from_secs(seconds as u64));
            assert_eq!(expiry(at(1000), age), at(1000 + seconds), "{max_age:?}");
        }
    }

    #[test]
    fn the_oldest_answers_go_when_there_are_too_many() {
        let cache = Cache::in_memory().unwrap();
        {
            let mut connection = cache.lock();
            let filling = connection.transaction().unwrap();
            for number in 0..MAX_ENTRIES {
                filling
                    .execute(
                        "INSERT INTO entry VALUES ('resource', ?1, x'', ?2, 0)",
                        params![number.to_string(), number],
                    )
                    .unwrap();
            }
            filling.commit().unwrap();
        }
        cache
            .put(Kind::Resource, "new", b"", at(MAX_ENTRIES), at(0))
            .unwrap();
        assert_eq!(cache.get(Kind::Resource, "0").unwrap(), None);
        assert!(cache.get(Kind::Resource, "1").unwrap().is_some());
        assert!(cache.get(Kind::Resource, "new").unwrap().is_some());
    }
}
