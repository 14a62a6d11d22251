//! The keywords of JSON-LD 1.1.

/// A keyword that may stand in a document or context.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keyword {
    Base,
    Container,
    Context,
    Default,
    Direction,
    Graph,
    Id,
    Import,
    Included,
    Index,
    Json,
    Language,
    List,
    Nest,
    None,
    Prefix,
    Propagate,
    Protected,
    Reverse,
    Set,
    Type,
    Value,
    Version,
    Vocab,
}

impl Keyword {
    pub(super) fn read(text: &str) -> Option<Self> {
        if !text.starts_with('@') {
            return None;
        }
        Some(match text {
            "@base" => Self::Base,
            "@container" => Self::Container,
            "@context" => Self::Context,
            "@default" => Self::Default,
            "@direction" => Self::Direction,
            "@graph" => Self::Graph,
            "@id" => Self::Id,
            "@import" => Self::Import,
            "@included" => Self::Included,
            "@index" => Self::Index,
            "@json" => Self::Json,
            "@language" => Self::Language,
            "@list" => Self::List,
            "@nest" => Self::Nest,
            "@none" => Self::None,
            "@prefix" => Self::Prefix,
            "@propagate" => Self::Propagate,
            "@protected" => Self::Protected,
            "@reverse" => Self::Reverse,
            "@set" => Self::Set,
            "@type" => Self::Type,
            "@value" => Self::Value,
            "@version" => Self::Version,
            "@vocab" => Self::Vocab,
            _ => return None,
        })
    }
}

/// `@` and letters: reserved for keywords to come (JSON-LD 1.1 section 9.1).
pub(super) fn looks_like_keyword(text: &str) -> bool {
    text.strip_prefix('@')
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_alphabetic()))
}
