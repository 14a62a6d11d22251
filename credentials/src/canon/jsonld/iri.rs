//! IRI expansion (JSON-LD 1.1 API section 5.2), without a base.

use std::borrow::Cow;

use super::context::Active;
use super::definition::Target;
use super::keyword::{Keyword, looks_like_keyword};

/// What a string of a document stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Expanded<'t> {
    Keyword(Keyword),
    /// An IRI, a blank node (`_:`), or a relative reference that nothing resolves.
    Iri(Cow<'t, str>),
    /// A term that its context takes away, or what may become a keyword.
    Nothing,
}

impl Active {
    /// Expands a member name or a type: terms first, then prefixes, then the vocabulary.
    pub(super) fn expand_term<'t>(&'t self, text: &'t str) -> Expanded<'t> {
        if let Some(definition) = self.term(text) {
            return match &definition.target {
                Target::Nothing => Expanded::Nothing,
                Target::Keyword(keyword) => Expanded::Keyword(*keyword),
                Target::Iri(iri) => Expanded::Iri(Cow::Borrowed(iri)),
            };
        }
        self.expand(text, true)
    }

    /// Expands a reference: prefixes alone, and aliases of keywords.
    pub(super) fn expand_reference<'t>(&'t self, text: &'t str) -> Expanded<'t> {
        if let Some(definition) = self.term(text)
            && let Target::Keyword(keyword) = definition.target
        {
            return Expanded::Keyword(keyword);
        }
        self.expand(text, false)
    }

    fn expand<'t>(&'t self, text: &'t str, vocab: bool) -> Expanded<'t> {
        if let Some(keyword) = Keyword::read(text) {
            return Expanded::Keyword(keyword);
        }
        if looks_like_keyword(text) {
            return Expanded::Nothing;
        }
        // A colon in the first place makes no prefix.
        if let Some(colon) = text.bytes().skip(1).position(|byte| byte == b':') {
            let (prefix, suffix) = (&text[..=colon], &text[colon + 2..]);
            if prefix == "_" || suffix.starts_with("//") {
                return Expanded::Iri(Cow::Borrowed(text));
            }
            if let Some(definition) = self.term(prefix)
                && definition.prefix
                && let Target::Iri(iri) = &definition.target
            {
                return Expanded::Iri(Cow::Owned(format!("{iri}{suffix}")));
            }
            if has_scheme(text) {
                return Expanded::Iri(Cow::Borrowed(text));
            }
        }
        match &self.vocab {
            Some(base) if vocab => Expanded::Iri(Cow::Owned(format!("{base}{text}"))),
            _ => Expanded::Iri(Cow::Borrowed(text)),
        }
    }
}

/// Whether it is absolute as far as its beginning tells.
pub(super) fn has_scheme(text: &str) -> bool {
    text.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
    })
}
