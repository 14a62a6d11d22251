//! The contexts that a document may name.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, OnceLock};

use serde_json::Value;

use super::pinned::pinned;
use crate::canon::jsonld::{Compiled, Names, Scoped, serial};
use crate::problem::Coded;

/// The pinned contexts, and those that a person adds. Cheap to clone; clones share what was compiled.
#[derive(Debug, Clone)]
pub struct Contexts {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    documents: HashMap<String, Scoped>,
    compiled: Compiled,
    /// Read when a document first brings a context of its own, or an IRI as a name.
    names: OnceLock<Names>,
}

/// Why a context cannot be added.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ContextError {
    /// A pinned context cannot be replaced, since its terms would sign something else.
    #[error("expected a context that is not part of this program, found another text for `{0}`")]
    Pinned(String),
    /// The document is no JSON object with `@context`.
    #[error("expected a JSON object with `@context` as the document of `{0}`")]
    NotAContext(String),
}

impl Contexts {
    /// The pinned contexts alone.
    pub fn pinned() -> &'static Self {
        static PINNED: LazyLock<Contexts> = LazyLock::new(|| Contexts::new(pinned_documents()));
        &PINNED
    }

    /// The pinned contexts and these: URL and document. A pinned one may be given again if it is the same.
    pub fn with(extra: impl IntoIterator<Item = (String, Value)>) -> Result<Self, ContextError> {
        let mut documents = pinned_documents();
        for (url, document) in extra {
            let Some(context) = document.get("@context") else {
                return Err(ContextError::NotAContext(url));
            };
            match documents.get(&url) {
                Some(known) if *known.value != *context => return Err(ContextError::Pinned(url)),
                Some(_) => {}
                None => {
                    documents.insert(url, scoped(context.clone()));
                }
            }
        }
        Ok(Self::new(documents))
    }

    /// Whether a document may name this context.
    pub fn knows(&self, url: &str) -> bool {
        self.shared.documents.contains_key(url)
    }

    pub(crate) fn document(&self, url: &str) -> Option<&Scoped> {
        self.shared.documents.get(url)
    }

    pub(crate) fn compiled(&self) -> &Compiled {
        &self.shared.compiled
    }

    /// What they have names for.
    pub(crate) fn names(&self) -> &Names {
        self.shared
            .names
            .get_or_init(|| Names::of(self, self.shared.documents.keys()))
    }

    fn new(documents: HashMap<String, Scoped>) -> Self {
        Self {
            shared: Arc::new(Shared {
                documents,
                compiled: Compiled::default(),
                names: OnceLock::new(),
            }),
        }
    }
}

fn pinned_documents() -> HashMap<String, Scoped> {
    pinned()
        .iter()
        .filter_map(|pinned| {
            // A test reads each; none is missing here.
            let document: Value = serde_json::from_str(pinned.text).ok()?;
            Some((
                pinned.url.to_owned(),
                scoped(document.get("@context")?.clone()),
            ))
        })
        .collect()
}

fn scoped(context: Value) -> Scoped {
    Scoped {
        serial: serial(),
        value: Arc::new(context),
    }
}

impl Coded for ContextError {
    fn code(&self) -> &'static str {
        match self {
            Self::Pinned(_) => "context.pinned",
            Self::NotAContext(_) => "context.not_a_context",
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::context::CREDENTIALS_V2;

    #[test]
    fn every_pinned_context_is_known() {
        for pinned in pinned() {
            assert!(Contexts::pinned().knows(pinned.url), "{}", pinned.url);
        }
    }

    #[test]
    fn a_pinned_context_cannot_be_replaced() {
        let other = json!({"@context": {"name": "urn:other"}});
        let error = Contexts::with([(CREDENTIALS_V2.to_owned(), other)]).unwrap_err();
        assert_eq!(error.code(), "context.pinned");
        let same = {
            let v2 = pinned().iter().find(|pinned| pinned.url == CREDENTIALS_V2);
            serde_json::from_str(v2.unwrap().text).unwrap()
        };
        assert!(Contexts::with([(CREDENTIALS_V2.to_owned(), same)]).is_ok());
    }

    #[test]
    fn a_document_without_a_context_is_refused() {
        let error = Contexts::with([("urn:x".to_owned(), json!([]))]).unwrap_err();
        assert_eq!(error.code(), "context.not_a_context");
    }
}
