//! The database file: opened so that what was reported done survives a crash, and migrated by numbered steps.

use std::path::Path;
use std::time::{Duration, Instant};

use credentials::problem::Coded;
use rusqlite::{Connection, ErrorCode, TransactionBehavior};

use crate::cli::Failure;

/// Opens a database, makes it if absent (0600), and brings it to the newest schema.
///
/// `migrations[n]` takes the schema from version `n` to `n + 1`, in one transaction; `user_version` counts them. Never
/// change one that was released.
pub fn open(path: &Path, migrations: &[&str]) -> Result<Connection, DatabaseError> {
    let named = |problem: DatabaseError| problem.named(path);
    make_private_file(path).map_err(|error| named(DatabaseError::unusable(error.to_string())))?;
    let connection = Connection::open(path).map_err(|error| named(error.into()))?;
    prepare(connection, migrations).map_err(named)
}

/// A database in memory with the same schema, for tests and dry runs.
pub fn open_in_memory(migrations: &[&str]) -> Result<Connection, DatabaseError> {
    prepare(Connection::open_in_memory()?, migrations)
}

fn prepare(mut connection: Connection, migrations: &[&str]) -> Result<Connection, DatabaseError> {
    // First, since switching to WAL already takes a lock.
    connection.busy_timeout(PATIENCE)?;
    write_ahead(&connection)?;
    // A commit is on disk when it returns: a status index reported as taken is never given twice.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.set_transaction_behavior(TransactionBehavior::Immediate);
    migrate(&mut connection, migrations)?;
    Ok(connection)
}

/// Switches to WAL. Of several processes that make a database at the same time, SQLite tells all but one that it is busy
/// without waiting, since each holds a lock that the others wait for.
fn write_ahead(connection: &Connection) -> Result<(), DatabaseError> {
    let until = Instant::now() + PATIENCE;
    loop {
        let switched = connection.pragma_update(None, "journal_mode", "WAL");
        match switched.map_err(DatabaseError::from) {
            Err(DatabaseError::Locked { .. }) if Instant::now() < until => {
                std::thread::sleep(Duration::from_millis(5));
            }
            other => return other,
        }
    }
}

fn migrate(connection: &mut Connection, migrations: &[&str]) -> Result<(), DatabaseError> {
    let found = version(connection)?;
    let known = migrations.len();
    if found > i64::try_from(known).unwrap_or(i64::MAX) {
        return Err(DatabaseError::Newer {
            found,
            known,
            path: UNNAMED.into(),
        });
    }
    for (step, migration) in (1_i64..).zip(migrations) {
        if step <= found {
            continue;
        }
        let transaction = connection.transaction()?;
        // Another process may have taken this step while we waited for the lock.
        if version(&transaction)? < step {
            transaction.execute_batch(migration)?;
            transaction.pragma_update(None, "user_version", step)?;
            transaction.commit()?;
        }
    }
    Ok(())
}

fn version(connection: &Connection) -> Result<i64, DatabaseError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Why the database cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// Made by a newer version of the program.
    #[error("{path}: schema version {found}, this program knows {known}")]
    Newer {
        /// The file's schema version.
        found: i64,
        /// The newest this program knows.
        known: usize,
        /// The file.
        path: String,
    },
    /// Another process holds the lock for longer than five seconds.
    #[error("{path}: in use by another process")]
    Locked {
        /// The file.
        path: String,
    },
    /// Not a database, or damaged.
    #[error("{path}: not a database, or damaged: {reason}")]
    Damaged {
        /// The file.
        path: String,
        /// What SQLite says.
        reason: String,
    },
    /// Anything else: disk full, no permission, a broken statement.
    #[error("{path}: {reason}")]
    Unusable {
        /// The file.
        path: String,
        /// What SQLite says.
        reason: String,
    },
}

impl Coded for DatabaseError {
    fn code(&self) -> &'static str {
        match self {
            Self::Newer { .. } => "database.newer",
            Self::Locked { .. } => "database.locked",
            Self::Damaged { .. } => "database.damaged",
            Self::Unusable { .. } => "database.unusable",
        }
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Newer { .. } => "use the version that wrote it, or a newer one",
            Self::Locked { .. } => {
                "wait until the other command is done, or stop the service that holds it"
            }
            Self::Damaged { .. } => "restore it from a backup",
            Self::Unusable { .. } => return None,
        };
        Some(hint.into())
    }
}

impl DatabaseError {
    /// Names the file in the message.
    pub fn named(mut self, file: &Path) -> Self {
        match &mut self {
            Self::Newer { path, .. }
            | Self::Locked { path }
            | Self::Damaged { path, .. }
            | Self::Unusable { path, .. } => {
                *path = file.display().to_string();
            }
        }
        self
    }

    fn unusable(reason: String) -> Self {
        Self::Unusable {
            path: UNNAMED.into(),
            reason,
        }
    }
}

impl From<rusqlite::Error> for DatabaseError {
    fn from(error: rusqlite::Error) -> Self {
        let (path, reason) = (UNNAMED.into(), error.to_string());
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked { path },
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::Damaged { path, reason }
            }
            _ => Self::Unusable { path, reason },
        }
    }
}

/// A database that cannot be used is the environment's fault: exit code 3.
impl From<DatabaseError> for Failure {
    fn from(error: DatabaseError) -> Self {
        Failure::environment(error)
    }
}

/// The journal files take over the permissions of the database file.
fn make_private_file(path: &Path) -> std::io::Result<()> {
    match crate::output::create_secret(path, b"") {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        made => made,
    }
}

const PATIENCE: Duration = Duration::from_secs(5);
const UNNAMED: &str = "the database";

#[cfg(test)]
mod tests {
    use std::sync::Barrier;

    use super::*;

    const FIRST: &str = "CREATE TABLE a (x INTEGER) STRICT;";
    const SECOND: &str = "ALTER TABLE a ADD COLUMN y INTEGER; INSERT INTO a VALUES (1, 2);";

    #[test]
    fn each_migration_runs_once() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("db");
        drop(open(&path, &[FIRST]).unwrap());
        drop(open(&path, &[FIRST, SECOND]).unwrap());
        let connection = open(&path, &[FIRST, SECOND]).unwrap();
        let rows: i64 = connection
            .query_row("SELECT count(*) FROM a", [], |row| row.get(0))
            .unwrap();
        assert_eq!(rows, 1);
        let mode: String = connection
            .pragma_query_value(None, "journal_mode", |row| row.get(0))
            .unwrap();
        let synchronous: i64 = connection
            .pragma_query_value(None, "synchronous", |row| row.get(0))
            .unwrap();
        assert_eq!((mode.as_str(), synchronous), ("wal", 2));
    }

    #[test]
    fn eight_threads_may_open_a_new_database_at_once() {
        for _ in 0..20 {
            let place = tempfile::tempdir().unwrap();
            let path = place.path().join("db");
            let together = Barrier::new(8);
            std::thread::scope(|scope| {
                for _ in 0..8 {
                    scope.spawn(|| {
                        together.wait();
                        open(&path, &[FIRST, SECOND]).unwrap()
                    });
                }
            });
            let connection = open(&path, &[FIRST, SECOND]).unwrap();
            let rows: i64 = connection
                .query_row("SELECT count(*) FROM a", [], |row| row.get(0))
                .unwrap();
            assert_eq!(rows, 1);
        }
    }

    #[test]
    fn a_failed_migration_leaves_the_schema_as_it_was() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("db");
        drop(open(&path, &[FIRST]).unwrap());
        let broken = open(&path, &[FIRST, "ALTER TABLE a ADD COLUMN z; NONSENSE;"]).unwrap_err();
        assert_eq!(broken.code(), "database.unusable");
        drop(open(&path, &[FIRST, SECOND]).unwrap());
    }

    #[test]
    fn a_newer_schema_a_damaged_file_and_a_missing_folder_are_told_apart() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("db");
        drop(open(&path, &[FIRST, SECOND]).unwrap());
        let newer = open(&path, &[FIRST]).unwrap_err();
        assert_eq!(newer.code(), "database.newer");
        assert!(
            newer.to_string().contains(&path.display().to_string()),
            "{newer}"
        );

        let damaged = place.path().join("text");
        std::fs::write(
            &damaged,
            "not a database, but long enough to have a header of one",
        )
        .unwrap();
        assert_eq!(
            open(&damaged, &[FIRST]).unwrap_err().code(),
            "database.damaged"
        );
        assert_eq!(
            open(&place.path().join("none/db"), &[]).unwrap_err().code(),
            "database.unusable"
        );
    }

    #[test]
    fn a_lock_that_stays_is_an_environment_failure() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("db");
        let holder = open(&path, &[FIRST]).unwrap();
        holder.execute_batch("BEGIN IMMEDIATE").unwrap();
        let other = open(&path, &[FIRST]).unwrap();
        other.busy_timeout(Duration::ZERO).unwrap();
        let error = other.execute("INSERT INTO a VALUES (1)", []).unwrap_err();
        let failure = Failure::from(DatabaseError::from(error));
        assert_eq!(
            (failure.exit, failure.problem.code),
            (crate::Exit::Environment, "database.locked")
        );
    }
}
