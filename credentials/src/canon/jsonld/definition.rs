//! What a context says of one term.

use std::sync::Arc;

use serde_json::Value;

use super::keyword::Keyword;
use crate::canon::rdf::is_iri;

/// A term definition, ready for use.
#[derive(Debug, Clone)]
pub(super) struct Definition {
    pub(super) target: Target,
    pub(super) coercion: Coercion,
    pub(super) container: Container,
    /// Absent: as the context has it. None: no language.
    pub(super) language: Option<Option<Box<str>>>,
    pub(super) direction: Option<Option<Direction>>,
    pub(super) context: Option<Scoped>,
    pub(super) reverse: bool,
    pub(super) prefix: bool,
    pub(super) protected: bool,
    /// It stands for an IRI that may be written as it is.
    pub(super) sound: bool,
}

/// What a term stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// Nothing: the context takes the term away.
    Nothing,
    Keyword(Keyword),
    Iri(Box<str>),
}

/// How a string value of a term is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Coercion {
    Nothing,
    Id,
    Vocab,
    Json,
    /// `@none`
    Never,
    Datatype(Box<str>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    LeftToRight,
    RightToLeft,
}

impl Direction {
    pub(super) fn read(text: &str) -> Option<Self> {
        match text {
            "ltr" => Some(Self::LeftToRight),
            "rtl" => Some(Self::RightToLeft),
            _ => None,
        }
    }

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }
}

/// What the value of a term is a collection of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Container {
    pub(super) list: bool,
    pub(super) set: bool,
    pub(super) graph: bool,
    pub(super) key: Option<Key>,
}

/// What the member names of a map mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Language,
    Index,
    Id,
    Type,
}

/// A context inside a term definition; it is processed where the term is used.
#[derive(Debug, Clone)]
pub(crate) struct Scoped {
    /// Its own in this process.
    pub(crate) serial: u64,
    pub(crate) value: Arc<Value>,
}

impl Definition {
    pub(super) fn new(target: Target) -> Self {
        let sound = matches!(&target, Target::Iri(iri) if is_iri(iri));
        Self {
            sound,
            target,
            coercion: Coercion::Nothing,
            container: Container::default(),
            language: None,
            direction: None,
            context: None,
            reverse: false,
            prefix: false,
            protected: false,
        }
    }

    /// Whether both mean the same, protected or not.
    pub(super) fn same_meaning(&self, other: &Self) -> bool {
        let scoped = |definition: &Self| {
            definition
                .context
                .as_ref()
                .map(|scoped| scoped.value.clone())
        };
        self.target == other.target
            && self.coercion == other.coercion
            && self.container == other.container
            && self.language == other.language
            && self.direction == other.direction
            && self.reverse == other.reverse
            && self.prefix == other.prefix
            && scoped(self) == scoped(other)
    }
}
