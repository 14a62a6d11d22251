//! From any DID to its document.

use std::sync::Arc;

use credentials::Did;
use jiff::Timestamp;

use crate::cache::{Cache, Entry, Kind, expiry};
use crate::document::DidDocument;
use crate::error::ResolveError;
use crate::guard::{Client, FetchError};
use crate::{jwk, key, web};

/// Whatever finds the documents of DIDs: the network, a cache, a bundle that travelled with a credential.
///
/// It may block.
pub trait Resolve: Send + Sync {
    /// Finds the document of a DID.
    fn resolve(&self, did: &Did) -> Result<Resolved, ResolveError>;
}

/// A document, and how it came here.
#[derive(Debug, Clone, PartialEq)]
pub struct Resolved {
    /// The document.
    pub document: DidDocument,
    /// Where it is from.
    pub origin: Origin,
}

/// Where a document is from; says how old its word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The DID itself holds it: it is never out of date.
    Did,
    /// Its host gave it just now.
    Network,
    /// Its host gave it at this time.
    Cache(Timestamp),
}

/// did:key and did:jwk from themselves, did:web from the cache or through the guarded client.
#[derive(Debug, Clone)]
pub struct Resolver {
    client: Arc<Client>,
    cache: Option<Arc<Cache>>,
    offline: bool,
}

impl Resolver {
    /// A resolver. With `offline`, a kept document is used however old it is, and none is fetched.
    pub fn new(client: Arc<Client>, cache: Option<Arc<Cache>>, offline: bool) -> Self {
        Self {
            client,
            cache,
            offline,
        }
    }

    fn web(&self, did: &Did) -> Result<Resolved, ResolveError> {
        let url = web::url(did, self.client.policy().loopback)?;
        let now = Timestamp::now();
        let kept = self.kept(did);
        if let Some(entry) = kept.filter(|entry| self.offline || entry.is_fresh(now)) {
            let document = web::parse(did, &entry.body)?;
            return Ok(Resolved {
                document,
                origin: Origin::Cache(entry.fetched_at),
            });
        }
        if self.offline {
            return Err(ResolveError::fetch(did, FetchError::Offline { url }));
        }
        let fetched = self
            .client
            .get(&url, web::ACCEPT, web::MAX_DOCUMENT)
            .map_err(|source| match source {
                FetchError::Status {
                    status: 404 | 410, ..
                } => ResolveError::NotFound(did.clone()),
                source => ResolveError::fetch(did, source),
            })?;
        let document = web::parse(did, &fetched.bytes)?;
        self.keep(did, &fetched.bytes, now, expiry(now, fetched.max_age));
        Ok(Resolved {
            document,
            origin: Origin::Network,
        })
    }

    /// A cache that fails costs a request, not an answer.
    fn kept(&self, did: &Did) -> Option<Entry> {
        let found = self.cache.as_ref()?.get(Kind::DidDocument, did.as_str());
        found.unwrap_or_else(|error| {
            tracing::warn!("cannot read the cache: {error}");
            None
        })
    }

    fn keep(&self, did: &Did, body: &[u8], now: Timestamp, expires_at: Timestamp) {
        let Some(cache) = &self.cache else {
            return;
        };
        if let Err(error) = cache.put(Kind::DidDocument, did.as_str(), body, now, expires_at) {
            tracing::warn!("cannot write the cache: {error}");
        }
    }
}

impl Resolve for Resolver {
    fn resolve(&self, did: &Did) -> Result<Resolved, ResolveError> {
        let document = match did.method() {
            "key" => key::resolve(did)?,
            "jwk" => jwk::resolve(did)?,
            "web" => return self.web(did),
            other => return Err(ResolveError::MethodNotSupported(other.to_owned())),
        };
        Ok(Resolved {
            document,
            origin: Origin::Did,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use axum::Router;
    use axum::http::{StatusCode, header};
    use axum::response::IntoResponse;
    use axum::routing::get;
    use credentials::Coded;
    use platform::serve::{Running, Service};

    use super::*;
    use crate::guard::Policy;

    /// A web server whose did.json can be changed, and which counts how often it was asked.
    struct Host {
        running: Running,
        says: Arc<Mutex<(StatusCode, &'static str, String)>>,
        asked: Arc<AtomicUsize>,
    }

    impl Host {
        fn start() -> Self {
            let says = Arc::new(Mutex::new((StatusCode::OK, "max-age=60", String::new())));
            let asked = Arc::new(AtomicUsize::new(0));
            let (answer, counter) = (says.clone(), asked.clone());
            let serve = move || {
                counter.fetch_add(1, Ordering::SeqCst);
                let (status, age, body) = answer.lock().unwrap().clone();
                std::future::ready((status, [(header::CACHE_CONTROL, age)], body).into_response())
            };
            let router = Router::new().route("/.well-known/did.json", get(serve));
            let running = Service::new(router)
                .start(([127, 0, 0, 1], 0).into())
                .unwrap();
            Self {
                running,
                says,
                asked,
            }
        }

        fn did(&self) -> Did {
            web::did("localhost", Some(self.running.address().port()), &[]).unwrap()
        }

        fn say(&self, status: StatusCode, age: &'static str, body: impl Into<String>) {
            *self.says.lock().unwrap() = (status, age, body.into());
        }

        fn asked(&self) -> usize {
            self.asked.load(Ordering::SeqCst)
        }
    }

    fn resolver(cache: Option<&Arc<Cache>>, offline: bool) -> Resolver {
        let client = Client::new(Policy {
            loopback: true,
            offline,
            ..Policy::default()
        });
        Resolver::new(Arc::new(client), cache.cloned(), offline)
    }

    fn named(did: &Did) -> String {
        format!(r#"{{"id":"{did}"}}"#)
    }

    #[test]
    fn a_document_is_fetched_once_and_then_kept_as_long_as_its_host_says() {
        let host = Host::start();
        let did = host.did();
        let cache = Arc::new(Cache::in_memory().unwrap());
        host.say(StatusCode::OK, "max-age=60", named(&did));
        let online = resolver(Some(&cache), false);
        assert_eq!(online.resolve(&did).unwrap().origin, Origin::Network);
        assert!(matches!(
            online.resolve(&did).unwrap().origin,
            Origin::Cache(_)
        ));
        assert_eq!(host.asked(), 1);

        host.say(StatusCode::OK, "no-store", named(&did));
        let forgetful = resolver(Some(&Arc::new(Cache::in_memory().unwrap())), false);
        for _ in 0..2 {
            assert_eq!(forgetful.resolve(&did).unwrap().origin, Origin::Network);
        }
        assert_eq!(host.asked(), 3);
    }

    #[test]
    fn offline_a_kept_document_is_used_however_old_and_online_it_is_not() {
        let host = Host::start();
        let did = host.did();
        let cache = Arc::new(Cache::in_memory().unwrap());
        let long_ago = Timestamp::from_second(1_000_000_000).unwrap();
        let body = named(&did);
        cache
            .put(
                Kind::DidDocument,
                did.as_str(),
                body.as_bytes(),
                long_ago,
                long_ago,
            )
            .unwrap();
        let offline = resolver(Some(&cache), true).resolve(&did).unwrap();
        assert_eq!(offline.origin, Origin::Cache(long_ago));
        assert_eq!(host.asked(), 0);

        host.say(StatusCode::SERVICE_UNAVAILABLE, "no-store", "");
        let error = resolver(Some(&cache), false).resolve(&did).unwrap_err();
        assert_eq!(error.code(), "fetch.status");
        let nothing = resolver(None, true).resolve(&did).unwrap_err();
        assert_eq!(nothing.code(), "fetch.offline");
    }

    #[test]
    fn a_document_with_a_foreign_id_is_refused_and_not_kept() {
        let host = Host::start();
        let cache = Arc::new(Cache::in_memory().unwrap());
        for (body, code) in [
            (
                r#"{"id":"did:web:victim.example"}"#,
                "did_document.foreign_id",
            ),
            (r#"{"id":"#, "json.truncated"),
            ("<html>", "json.syntax"),
            ("[]", "did_document.shape"),
        ] {
            host.say(StatusCode::OK, "max-age=60", body);
            let error = resolver(Some(&cache), false)
                .resolve(&host.did())
                .unwrap_err();
            assert_eq!(error.code(), code, "{body}");
        }
        let kept = cache.get(Kind::DidDocument, host.did().as_str()).unwrap();
        assert_eq!(kept, None);
    }

    #[test]
    fn a_did_without_a_document_an_oversized_one_and_an_unknown_method_are_told_apart() {
        let host = Host::start();
        let online = resolver(None, false);
        host.say(StatusCode::NOT_FOUND, "no-store", "");
        assert_eq!(
            online.resolve(&host.did()).unwrap_err().code(),
            "resolve.not_found"
        );
        host.say(
            StatusCode::OK,
            "no-store",
            " ".repeat(web::MAX_DOCUMENT + 1),
        );
        assert_eq!(
            online.resolve(&host.did()).unwrap_err().code(),
            "fetch.too_large"
        );
        let ion = Did::parse("did:ion:abc").unwrap();
        let error = online.resolve(&ion).unwrap_err();
        assert_eq!(error.code(), "resolve.method_not_supported");
    }

    #[test]
    fn keys_in_their_dids_need_no_network() {
        let offline = resolver(None, true);
        let did = Did::parse("did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2").unwrap();
        assert_eq!(offline.resolve(&did).unwrap().origin, Origin::Did);
    }
}
