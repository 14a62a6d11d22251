//! The network through the guarded client, and a cache of what it gave. Neither is touched before it is needed: a
//! did:key needs nothing, and verifying one credential has ten milliseconds.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use credentials::context::Contexts;
use credentials::{Did, Problem};
use did_resolver::cache::{self, Cache, Kind};
use did_resolver::guard::Client;
use did_resolver::{Origin, Resolve, ResolveError, Resolved, Resolver};
use jiff::Timestamp;
use platform::Failure;
use url::Url;

use super::{Environment, FetchedList, StatusLists};

/// Network and cache as of one moment.
pub struct Online {
    client: Arc<Client>,
    folder: Box<dyn Fn() -> Result<PathBuf, Failure> + Send + Sync>,
    now: Timestamp,
    opened: OnceLock<Opened>,
}

struct Opened {
    cache: Option<Arc<Cache>>,
    resolver: Resolver,
}

impl Online {
    /// Network and cache: `folder` gives the folder of the cache when it is needed. A cache that cannot be opened is
    /// done without, with a warning in the log.
    pub fn new(
        client: Arc<Client>,
        folder: impl Fn() -> Result<PathBuf, Failure> + Send + Sync + 'static,
        now: Timestamp,
    ) -> Self {
        Self {
            client,
            folder: Box::new(folder),
            now,
            opened: OnceLock::new(),
        }
    }

    /// Verification with this network and cache.
    pub fn environment(self) -> Environment {
        let online = Arc::new(self);
        Environment {
            resolver: Box::new(Documents(Arc::clone(&online))),
            lists: Box::new(Lists(online)),
            contexts: Contexts::pinned().clone(),
        }
    }

    fn offline(&self) -> bool {
        self.client.policy().offline
    }

    fn open(&self) -> &Opened {
        self.opened.get_or_init(|| {
            let cache = (self.folder)().and_then(|folder| {
                let opened = Cache::open(&folder.join("cache.db"));
                opened.map_err(Failure::environment)
            });
            let cache = match cache {
                Ok(cache) => Some(Arc::new(cache)),
                Err(failure) => {
                    tracing::warn!("going on without a cache: {}", failure.problem);
                    None
                }
            };
            Opened {
                resolver: Resolver::new(Arc::clone(&self.client), cache.clone(), self.offline()),
                cache,
            }
        })
    }

    fn cached(&self, url: &Url) -> Option<cache::Entry> {
        let found = self
            .open()
            .cache
            .as_ref()?
            .get(Kind::StatusList, url.as_str());
        found.unwrap_or_else(|error| {
            tracing::warn!("the cache cannot be read: {error}");
            None
        })
    }

    fn keep(&self, url: &Url, bytes: &[u8], max_age: Option<std::time::Duration>) {
        let Some(cache) = &self.open().cache else {
            return;
        };
        let until = cache::expiry(self.now, max_age);
        if let Err(error) = cache.put(Kind::StatusList, url.as_str(), bytes, self.now, until) {
            tracing::warn!("the cache cannot be written: {error}");
        }
    }
}

struct Documents(Arc<Online>);

struct Lists(Arc<Online>);

impl Resolve for Documents {
    fn resolve(&self, did: &Did) -> Result<Resolved, ResolveError> {
        self_contained(did).unwrap_or_else(|| self.0.open().resolver.resolve(did))
    }
}

impl StatusLists for Lists {
    fn fetch(&self, url: &Url) -> Result<FetchedList, Problem> {
        let online = &self.0;
        let kept = online.cached(url);
        // Offline an old list is better than none: the report says how old, and its own end still counts.
        if let Some(kept) = kept
            && (online.offline() || kept.is_fresh(online.now))
        {
            return Ok(FetchedList {
                bytes: kept.body,
                fetched_at: Some(kept.fetched_at),
                max_age: None,
            });
        }
        let fetched = online.client.get(url, ACCEPT, MAX_BYTES)?;
        Ok(FetchedList {
            bytes: fetched.bytes,
            fetched_at: None,
            max_age: fetched.max_age,
        })
    }

    fn believed(&self, url: &Url, list: &FetchedList) {
        // What has a time came out of the cache.
        if list.fetched_at.is_none() {
            self.0.keep(url, &list.bytes, list.max_age);
        }
    }
}

/// The document of a DID that is its own document; none for other methods.
pub(super) fn self_contained(did: &Did) -> Option<Result<Resolved, ResolveError>> {
    let document = match did.method() {
        "key" => did_resolver::key::resolve(did),
        "jwk" => did_resolver::jwk::resolve(did),
        _ => return None,
    };
    Some(document.map(|document| Resolved {
        document,
        origin: Origin::Did,
    }))
}

const ACCEPT: &str =
    "application/vc, application/vc+sd-jwt, application/statuslist+jwt, application/json;q=0.5";

/// A list of the largest size that is expanded, in base64.
const MAX_BYTES: usize = 8 << 20;
