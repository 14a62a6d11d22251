//! What a verification here may ask of the world: DIDs that are their own documents, and the lists that are published
//! here. There is no network.

use credentials::context::Contexts;
use credentials::{Did, Problem};
use did_resolver::{Origin, Resolve, ResolveError, Resolved, jwk, key};
use url::Url;
use verifier::{Environment, FetchedList, StatusLists};

use super::{VcApi, status};

pub(super) fn environment(api: &VcApi) -> Environment {
    Environment {
        resolver: Box::new(OwnDocuments),
        lists: Box::new(OwnLists(api.clone())),
        contexts: Contexts::pinned().clone(),
    }
}

/// DIDs that are their own documents.
pub(super) struct OwnDocuments;

impl Resolve for OwnDocuments {
    fn resolve(&self, did: &Did) -> Result<Resolved, ResolveError> {
        let document = match did.method() {
            "key" => key::resolve(did),
            "jwk" => jwk::resolve(did),
            other => Err(ResolveError::MethodNotSupported(other.to_owned())),
        };
        document.map(|document| Resolved {
            document,
            origin: Origin::Did,
        })
    }
}

struct OwnLists(VcApi);

impl StatusLists for OwnLists {
    fn fetch(&self, url: &Url) -> Result<FetchedList, Problem> {
        let list = status::published_at(&self.0, url)
            .map_err(|error| Problem::new("service.internal", error.to_string()))?;
        let elsewhere = || {
            Problem::new(
                "status.list_unavailable",
                "expected a status list that is published here: nothing is fetched",
            )
        };
        list.map(|list| list.to_text().into_bytes().into())
            .ok_or_else(elsewhere)
    }
}
