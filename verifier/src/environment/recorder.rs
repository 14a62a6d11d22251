//! Looks over the shoulder of a verification and keeps what it needed, for a [`Bundle`].

use std::sync::{Arc, Mutex, PoisonError};

use credentials::{Did, Problem};
use did_resolver::{Origin, Resolve, ResolveError, Resolved};
use jiff::Timestamp;
use url::Url;

use super::{Bundle, Environment, FetchedList, StatusLists};

/// Collects every DID document and status list that passes through its [`Environment`].
#[derive(Debug, Clone, Default)]
pub struct Recorder {
    seen: Arc<Mutex<Bundle>>,
}

impl Recorder {
    /// The same environment, recorded. What carries no time of its own is taken to be from `now`.
    pub fn wrap(&self, environment: Environment, now: Timestamp) -> Environment {
        Environment {
            resolver: Box::new(Recorded {
                inner: environment.resolver,
                recorder: self.clone(),
                now,
            }),
            lists: Box::new(Recorded {
                inner: environment.lists,
                recorder: self.clone(),
                now,
            }),
            contexts: environment.contexts,
        }
    }

    /// What was seen so far.
    pub fn bundle(&self) -> Bundle {
        self.seen
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn keep(&self, add: impl FnOnce(&mut Bundle)) {
        add(&mut self.seen.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

struct Recorded<T: ?Sized> {
    recorder: Recorder,
    now: Timestamp,
    inner: Box<T>,
}

impl Resolve for Recorded<dyn Resolve> {
    fn resolve(&self, did: &Did) -> Result<Resolved, ResolveError> {
        let resolved = self.inner.resolve(did)?;
        let fetched_at = match resolved.origin {
            // The DID is its own document: nothing to carry.
            Origin::Did => return Ok(resolved),
            Origin::Network => self.now,
            Origin::Cache(at) => at,
        };
        let document = resolved.document.to_value();
        self.recorder
            .keep(|bundle| bundle.add_document(did.clone(), fetched_at, document));
        Ok(resolved)
    }
}

impl StatusLists for Recorded<dyn StatusLists> {
    fn fetch(&self, url: &Url) -> Result<FetchedList, Problem> {
        let list = self.inner.fetch(url)?;
        let fetched_at = list.fetched_at.unwrap_or(self.now);
        self.recorder
            .keep(|bundle| bundle.add_list(url.clone(), fetched_at, &list.bytes));
        Ok(list)
    }

    fn believed(&self, url: &Url, list: &FetchedList) {
        self.inner.believed(url, list);
    }
}
