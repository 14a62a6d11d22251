//! Which signed lists were seen before, so that nobody is shown an earlier one for the current one.

use std::path::Path;

use did_resolver::cache::{Cache, Kind};
use jiff::Timestamp;
use platform::sqlite::DatabaseError;
use serde_json::{Value, json};

use super::{Keeper, Trust, TrustFileError};

/// The highest number of each list of each keeper, and which of its lists is the newest, in the cache file.
#[derive(Debug)]
pub struct Seen(Cache);

impl Seen {
    /// What was seen by the verifications that have their cache in this folder.
    pub fn open(folder: &Path) -> Result<Self, DatabaseError> {
        Ok(Self(Cache::open(&folder.join("cache.db"))?))
    }

    /// Takes note of a list that is judged by as of `at`. An earlier one than was seen is refused from the time on at
    /// which the later one holds; so is another list of its keeper that is older, such as one that was given up for it,
    /// unless the reader said that it is this one which is `wanted`.
    pub fn admit(
        &self,
        trust: &Trust,
        wanted: bool,
        at: Timestamp,
        now: Timestamp,
    ) -> Result<(), TrustFileError> {
        let Some(keeper) = &trust.keeper else {
            return Ok(());
        };
        let of_keeper = keeper.did.to_string();
        let latest = self.newest(&of_keeper);
        if let Some(latest) = latest.as_ref().filter(|_| !wanted)
            && let Some(list) = latest.list.as_ref().filter(|list| **list != keeper.list)
            && keeper.from < latest.from
            && latest.from <= at
        {
            return Err(TrustFileError::OlderList {
                found: keeper.list.clone(),
                from: keeper.from,
                newest: list.clone(),
                since: latest.from,
            });
        }
        let key = format!("{} {}", keeper.did, keeper.list);
        let newest = self.newest(&key);
        if let Some(newest) = &newest {
            if keeper.sequence < newest.sequence && newest.from <= at {
                return Err(TrustFileError::RolledBack {
                    found: keeper.sequence,
                    newest: newest.sequence,
                    since: newest.from,
                });
            }
            if keeper.sequence == newest.sequence && keeper.digest != newest.digest {
                return Err(TrustFileError::Forked(keeper.sequence));
            }
        }
        if newest.is_none_or(|newest| newest.sequence < keeper.sequence) {
            self.keep(&key, keeper, now);
        }
        if latest.is_none_or(|latest| latest.from < keeper.from) {
            self.keep(&of_keeper, keeper, now);
        }
        Ok(())
    }

    fn newest(&self, key: &str) -> Option<Noted> {
        let found = self.0.get(Kind::TrustList, key).unwrap_or_else(|error| {
            tracing::warn!("the cache cannot be read: {error}");
            None
        })?;
        Noted::read(&serde_json::from_slice(&found.body).ok()?)
    }

    fn keep(&self, key: &str, keeper: &Keeper, now: Timestamp) {
        let note = json!({
            "list": keeper.list,
            "sequence": keeper.sequence,
            "digestMultibase": keeper.digest,
            "validFrom": keeper.from.to_string(),
        });
        let body = note.to_string();
        let kept = self
            .0
            .put(Kind::TrustList, key, body.as_bytes(), now, Timestamp::MAX);
        if let Err(error) = kept {
            tracing::warn!("the cache cannot be written: {error}");
        }
    }
}

struct Noted {
    /// Notes by earlier versions have none.
    list: Option<String>,
    sequence: u64,
    digest: String,
    from: Timestamp,
}

impl Noted {
    fn read(note: &Value) -> Option<Self> {
        Some(Self {
            list: note["list"].as_str().map(str::to_owned),
            sequence: note["sequence"].as_u64()?,
            digest: note["digestMultibase"].as_str()?.to_owned(),
            from: note["validFrom"].as_str()?.parse().ok()?,
        })
    }
}
