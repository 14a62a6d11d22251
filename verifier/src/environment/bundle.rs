//! A file with all that some credentials need to be verified without a network: DID documents and status lists, and
//! when each was fetched. It proves nothing by itself: status lists are signed, and DID documents are what whoever
//! made the bundle saw, so make it yourself or have it from somebody you trust.
//!
//! ```json
//! {"type": "VerificationBundle",
//!  "didDocuments": {"did:web:cells.example": {"fetchedAt": "2026-11-24T20:00:00Z", "document": {...}}},
//!  "statusLists": {"https://cells.example/status/1": {"fetchedAt": "2026-11-24T20:00:00Z", "credential": {...}}}}
//! ```

use std::collections::BTreeMap;
use std::sync::Arc;

use credentials::context::Contexts;
use credentials::json::{self, JsonError, JsonPointer, Limits};
use credentials::{Coded, Did, Problem};
use did_resolver::{DidDocument, Origin, Resolve, ResolveError, Resolved};
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use url::Url;

use super::{Environment, FetchedList, StatusLists};

/// DID documents and status lists, and when each was fetched.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bundle {
    documents: BTreeMap<Did, (Timestamp, Value)>,
    lists: BTreeMap<Url, (Timestamp, Value)>,
}

/// Why a bundle file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    /// Not JSON.
    #[error("the bundle is not JSON: {0}")]
    Json(#[from] JsonError),
    /// A member is missing or wrong.
    #[error("expected {expected} in the bundle")]
    Malformed {
        /// Where.
        at: JsonPointer,
        /// What should be there.
        expected: &'static str,
    },
}

impl Bundle {
    /// The largest bundle that is read, in bytes: thousands of lists.
    pub const MAX_BYTES: usize = 256 * 1024 * 1024;

    /// Reads a bundle file.
    pub fn parse(text: &[u8]) -> Result<Self, BundleError> {
        let limits = Limits {
            size: Self::MAX_BYTES,
            ..Limits::default()
        };
        let file = json::parse_with(text, limits)?;
        if file.get("type").and_then(Value::as_str) != Some(TYPE) {
            return Err(malformed(&["type"], "the type VerificationBundle"));
        }
        let mut bundle = Self::default();
        for (did, entry) in members(&file, DOCUMENTS)? {
            let at = [DOCUMENTS, did.as_str()];
            let did = Did::parse(did).map_err(|_| malformed(&at, "a DID as the name"))?;
            let (fetched_at, document) = fetched(entry, "document", &at)?;
            bundle.add_document(did, fetched_at, document);
        }
        for (url, entry) in members(&file, LISTS)? {
            let at = [LISTS, url.as_str()];
            let url = Url::parse(url).map_err(|_| malformed(&at, "a URL as the name"))?;
            let (fetched_at, list) = fetched(entry, "credential", &at)?;
            bundle.lists.insert(url, (fetched_at, list));
        }
        Ok(bundle)
    }

    /// Adds the document of a DID.
    pub fn add_document(&mut self, did: Did, fetched_at: Timestamp, document: Value) {
        self.documents.insert(did, (fetched_at, document));
    }

    /// Adds a status list credential, secured as JSON or as compact text.
    pub fn add_list(&mut self, url: Url, fetched_at: Timestamp, secured: &[u8]) {
        let list = json::parse(secured)
            .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(secured).trim().to_owned()));
        self.lists.insert(url, (fetched_at, list));
    }

    /// How many DID documents and status lists it holds.
    pub fn len(&self) -> (usize, usize) {
        (self.documents.len(), self.lists.len())
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == (0, 0)
    }

    /// The file.
    pub fn to_value(&self) -> Value {
        let entry = |(fetched_at, value): &(Timestamp, Value), member: &str| json!({"fetchedAt": fetched_at.to_string(), member: value});
        let documents: Map<String, Value> = self
            .documents
            .iter()
            .map(|(did, found)| (did.to_string(), entry(found, "document")))
            .collect();
        let lists: Map<String, Value> = self
            .lists
            .iter()
            .map(|(url, found)| (url.to_string(), entry(found, "credential")))
            .collect();
        json!({"type": TYPE, DOCUMENTS: documents, LISTS: lists})
    }

    /// Verification with this bundle and no network.
    pub fn environment(self) -> Environment {
        let bundle = Arc::new(self);
        Environment {
            resolver: Box::new(Documents(Arc::clone(&bundle))),
            lists: Box::new(StatusListsOf(bundle)),
            contexts: Contexts::pinned().clone(),
        }
    }
}

struct Documents(Arc<Bundle>);

struct StatusListsOf(Arc<Bundle>);

impl Resolve for Documents {
    fn resolve(&self, did: &Did) -> Result<Resolved, ResolveError> {
        if let Some(resolved) = super::online::self_contained(did) {
            return resolved;
        }
        let (fetched_at, document) = self
            .0
            .documents
            .get(did)
            .ok_or_else(|| ResolveError::NotFound(did.clone()))?;
        let document =
            DidDocument::parse(document, did).map_err(|source| ResolveError::Document {
                did: did.clone(),
                source: Box::new(source),
            })?;
        Ok(Resolved {
            document,
            origin: Origin::Cache(*fetched_at),
        })
    }
}

impl StatusLists for StatusListsOf {
    fn fetch(&self, url: &Url) -> Result<FetchedList, Problem> {
        let (fetched_at, list) = self.0.lists.get(url).ok_or_else(|| {
            Problem::new("bundle.no_list", "the bundle does not hold it")
                .hint("make the bundle again with this credential among its arguments")
        })?;
        let bytes = match list {
            Value::String(compact) => compact.clone().into_bytes(),
            list => list.to_string().into_bytes(),
        };
        Ok(FetchedList {
            bytes,
            fetched_at: Some(*fetched_at),
            max_age: None,
        })
    }
}

impl Coded for BundleError {
    fn code(&self) -> &'static str {
        match self {
            Self::Json(error) => error.code(),
            Self::Malformed { .. } => "bundle.malformed",
        }
    }

    fn pointer(&self) -> Option<String> {
        match self {
            Self::Json(error) => error.pointer(),
            Self::Malformed { at, .. } => Some(at.to_string()),
        }
    }

    fn hint(&self) -> Option<String> {
        Some("make one with `dbp-verifier bundle -o FILE CREDENTIAL...`".into())
    }
}

fn members<'v>(file: &'v Value, name: &'static str) -> Result<&'v Map<String, Value>, BundleError> {
    file.get(name)
        .and_then(Value::as_object)
        .ok_or_else(|| malformed(&[name], "an object"))
}

fn fetched(entry: &Value, member: &str, at: &[&str]) -> Result<(Timestamp, Value), BundleError> {
    let missing = |member: &str, expected| BundleError::Malformed {
        at: at.iter().copied().collect::<JsonPointer>().child(member),
        expected,
    };
    let fetched_at = entry
        .get("fetchedAt")
        .and_then(Value::as_str)
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| missing("fetchedAt", "the time it was fetched"))?;
    let value = entry
        .get(member)
        .ok_or_else(|| missing(member, "what was fetched"))?;
    Ok((fetched_at, value.clone()))
}

fn malformed(at: &[&str], expected: &'static str) -> BundleError {
    BundleError::Malformed {
        at: at.iter().copied().collect(),
        expected,
    }
}

const TYPE: &str = "VerificationBundle";
const DOCUMENTS: &str = "didDocuments";
const LISTS: &str = "statusLists";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bundle_reads_back_as_it_was_written() {
        let now: Timestamp = "2026-11-24T20:00:00Z".parse().unwrap();
        let mut bundle = Bundle::default();
        let did = Did::parse("did:web:cells.example").unwrap();
        bundle.add_document(did.clone(), now, json!({"id": did}));
        let list = Url::parse("https://cells.example/status/1").unwrap();
        bundle.add_list(list, now, br#"{"a":1}"#);
        let compact = Url::parse("https://cells.example/status/2").unwrap();
        bundle.add_list(compact.clone(), now, b"e30.e30.AA~\n");
        let read = Bundle::parse(bundle.to_value().to_string().as_bytes()).unwrap();
        assert_eq!(read, bundle);
        let environment = read.environment();
        let found = environment.lists.fetch(&compact).unwrap();
        assert_eq!(
            (found.bytes.as_slice(), found.fetched_at),
            (&b"e30.e30.AA~"[..], Some(now))
        );
        assert_eq!(
            environment.resolver.resolve(&did).unwrap().origin,
            Origin::Cache(now)
        );
    }

    #[test]
    fn a_bundle_answers_for_what_it_holds_and_for_nothing_else() {
        let environment = Bundle::default().environment();
        let list = Url::parse("https://cells.example/status/1").unwrap();
        assert_eq!(
            environment.lists.fetch(&list).unwrap_err().code,
            "bundle.no_list"
        );
        let web = Did::parse("did:web:cells.example").unwrap();
        assert_eq!(
            environment.resolver.resolve(&web).unwrap_err().code(),
            "resolve.not_found"
        );
        let key = Did::parse("did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2").unwrap();
        assert!(environment.resolver.resolve(&key).is_ok());
    }

    #[test]
    fn a_wrong_bundle_says_where() {
        for (file, code, pointer) in [
            ("{}", "bundle.malformed", "/type"),
            (
                r#"{"type":"VerificationBundle"}"#,
                "bundle.malformed",
                "/didDocuments",
            ),
            (
                r#"{"type":"VerificationBundle","didDocuments":{"x":{}},"statusLists":{}}"#,
                "bundle.malformed",
                "/didDocuments/x",
            ),
            (
                r#"{"type":"VerificationBundle","didDocuments":{},"statusLists":{"https://a/b":{}}}"#,
                "bundle.malformed",
                "/statusLists/https:~1~1a~1b/fetchedAt",
            ),
        ] {
            let error = Bundle::parse(file.as_bytes()).unwrap_err();
            assert_eq!(
                (error.code(), error.pointer().unwrap().as_str()),
                (code, pointer),
                "{file}"
            );
        }
    }
}
