//! Why a document cannot be read as RDF, and where.

use std::fmt;

use crate::json::JsonPointer;
use crate::problem::Coded;

/// A refused document: what is wrong, and at which place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonLdError {
    fault: JsonLdFault,
    /// Innermost first.
    place: Vec<String>,
}

/// What is wrong with a JSON-LD document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JsonLdFault {
    /// The document names a context that is neither pinned nor given.
    #[error("expected a known JSON-LD context, found `{0}`")]
    UnknownContext(String),
    /// A member, type or value that no context defines.
    #[error("expected a term that a context of the document defines, found `{0}`")]
    UndefinedTerm(String),
    /// A member or type under another name than the contexts have for it.
    #[error("expected the name that the contexts have for this, found `{0}`")]
    OtherName(String),
    /// A reference that is not an absolute IRI; there is no base to resolve it with.
    #[error("expected an absolute IRI, found `{0}`")]
    NotAnIri(String),
    /// A context changes what a protected term means.
    #[error("expected protected terms to keep their meaning, found a new definition of `{0}`")]
    ProtectedTerm(String),
    /// `null` as a context would take protected terms away.
    #[error("expected the protected terms to stay, found a context of `null`")]
    ProtectedContext,
    /// A context is not well-formed.
    #[error("expected {expected} in a context, found otherwise at `{term}`")]
    Context {
        /// What the specification asks for.
        expected: &'static str,
        /// The term or keyword.
        term: String,
    },
    /// Terms defined by each other, or contexts that include each other.
    #[error("expected definitions that end, found that `{0}` leads back to itself")]
    Cycle(String),
    /// A value or object that JSON-LD does not allow here.
    #[error("expected {0}")]
    Malformed(&'static str),
    /// A part of JSON-LD 1.1 that no credential uses and that is not read here.
    #[error("expected no use of {0}, which is not supported")]
    Unsupported(&'static str),
    /// The contexts inside the document ask for too much work.
    #[error("expected contexts of a modest size, found more than {0} definitions to copy")]
    TooMuchContext(usize),
}

impl JsonLdError {
    pub(super) fn new(fault: JsonLdFault) -> Box<Self> {
        Box::new(Self {
            fault,
            place: Vec::new(),
        })
    }

    /// The same error, seen from one level further out.
    pub(super) fn inside(mut self: Box<Self>, token: impl fmt::Display) -> Box<Self> {
        self.place.push(token.to_string());
        self
    }

    /// The same error, where the document stands at this place of another.
    pub(crate) fn under(mut self, place: &JsonPointer) -> Self {
        self.place.extend(place.tokens().iter().rev().cloned());
        self
    }

    /// What is wrong.
    pub fn fault(&self) -> &JsonLdFault {
        &self.fault
    }

    /// The member or element it is wrong with.
    pub fn at(&self) -> JsonPointer {
        self.place.iter().rev().collect()
    }
}

impl From<JsonLdFault> for Box<JsonLdError> {
    fn from(fault: JsonLdFault) -> Self {
        JsonLdError::new(fault)
    }
}

impl fmt::Display for JsonLdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fault.fmt(f)
    }
}

impl std::error::Error for JsonLdError {}

impl Coded for JsonLdError {
    fn code(&self) -> &'static str {
        match self.fault {
            JsonLdFault::UnknownContext(_) => "jsonld.unknown_context",
            JsonLdFault::UndefinedTerm(_) => "jsonld.undefined_term",
            JsonLdFault::OtherName(_) => "jsonld.other_name",
            JsonLdFault::NotAnIri(_) => "jsonld.not_an_iri",
            JsonLdFault::ProtectedTerm(_) => "jsonld.protected_term",
            JsonLdFault::ProtectedContext => "jsonld.protected_context",
            JsonLdFault::Context { .. } => "jsonld.context",
            JsonLdFault::Cycle(_) => "jsonld.cycle",
            JsonLdFault::Malformed(_) => "jsonld.malformed",
            JsonLdFault::Unsupported(_) => "jsonld.unsupported",
            JsonLdFault::TooMuchContext(_) => "jsonld.too_much_context",
        }
    }

    fn pointer(&self) -> Option<String> {
        Some(self.at().to_string())
    }

    fn hint(&self) -> Option<String> {
        match self.fault {
            JsonLdFault::UnknownContext(_) => Some(
                "nothing is fetched: put the context into a folder with an index.json of URL to file, and give it as --contexts DIR"
                    .into(),
            ),
            JsonLdFault::UndefinedTerm(_) => {
                Some("it would not be signed: name a context that defines it, or leave it out".into())
            }
            JsonLdFault::OtherName(_) => Some(
                "under another name it would be signed and not seen: the claims were rewritten, ask for the original"
                    .into(),
            ),
            _ => None,
        }
    }
}
