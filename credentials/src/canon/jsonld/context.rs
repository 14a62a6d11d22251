//! Context processing (JSON-LD 1.1 API section 4.1): what the terms of a document mean at one place of it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};

use foldhash::{HashMap, HashMapExt as _};
use serde_json::{Map, Value};

use super::compiled::{Manner, Step};
use super::definition::{Definition, Direction, Scoped, Target};
use super::error::{JsonLdError, JsonLdFault};
use super::iri::has_scheme;
use super::keyword::Keyword;
use crate::context::Contexts;

pub(super) type Result<T> = std::result::Result<T, Box<JsonLdError>>;

/// An active context, frozen.
#[derive(Debug, Clone)]
pub(super) struct Active {
    serial: u64,
    /// Made of pinned and given contexts alone, not of one inside a document.
    pub(super) named: bool,
    pub(super) terms: Arc<HashMap<Box<str>, Arc<Definition>>>,
    /// The terms that stand for `@type`, which every member of an object is compared with.
    types: Arc<[Box<str>]>,
    pub(super) vocab: Option<Box<str>>,
    pub(super) language: Option<Box<str>>,
    pub(super) direction: Option<Direction>,
    /// The context to return to in nested objects.
    pub(super) previous: Option<Arc<Active>>,
}

impl Active {
    /// The context before any context.
    pub(super) fn initial() -> Arc<Self> {
        static INITIAL: LazyLock<Arc<Active>> = LazyLock::new(|| {
            Arc::new(Active {
                serial: serial(),
                named: true,
                terms: Arc::default(),
                types: Arc::default(),
                vocab: None,
                language: None,
                direction: None,
                previous: None,
            })
        });
        INITIAL.clone()
    }

    pub(super) fn term(&self, text: &str) -> Option<&Arc<Definition>> {
        self.terms.get(text)
    }

    /// Whether a member of this name says types.
    pub(super) fn says_type(&self, name: &str) -> bool {
        name == "@type" || self.types.iter().any(|term| **term == *name)
    }
}

/// A number of its own for each context in this process.
pub(crate) fn serial() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// Applies contexts for one document.
pub(super) struct Processor<'c> {
    contexts: &'c Contexts,
    /// Combinations with contexts inside this document.
    own: HashMap<Step, Arc<Active>>,
    copied: usize,
}

/// A document may have this many definitions copied for the contexts inside it.
const COPIES: usize = 1_000_000;
/// Contexts that name contexts are followed this deep.
const NESTING: usize = 8;

impl<'c> Processor<'c> {
    pub(super) fn new(contexts: &'c Contexts) -> Self {
        Self {
            contexts,
            own: HashMap::new(),
            copied: 0,
        }
    }

    /// Applies a context of a term definition.
    pub(super) fn scoped(
        &mut self,
        active: &Arc<Active>,
        scoped: &Scoped,
        manner: Manner,
    ) -> Result<Arc<Active>> {
        self.step(active, scoped, manner, 0)
    }

    /// Applies the `@context` of an object of the document.
    pub(super) fn local(&mut self, active: &Arc<Active>, context: &Value) -> Result<Arc<Active>> {
        self.apply(active, context, Manner::Document, 0)
    }

    /// Applies a context that the document names.
    pub(super) fn named(&mut self, active: &Arc<Active>, url: &str) -> Result<Arc<Active>> {
        self.by_url(active, url, 0)
    }

    fn by_url(&mut self, active: &Arc<Active>, url: &str, depth: usize) -> Result<Arc<Active>> {
        let Some(document) = self.contexts.document(url) else {
            let url = url.to_owned();
            return Err(match has_scheme(&url) {
                true => JsonLdFault::UnknownContext(url).into(),
                false => JsonLdFault::NotAnIri(url).into(),
            });
        };
        if depth == NESTING {
            return Err(JsonLdFault::Cycle(url.to_owned()).into());
        }
        // Section 4.1.2 step 5.2.6: what is named may not redefine protected terms, wherever it is named.
        self.step(active, document, Manner::Document, depth + 1)
    }

    fn step(
        &mut self,
        active: &Arc<Active>,
        scoped: &Scoped,
        manner: Manner,
        depth: usize,
    ) -> Result<Arc<Active>> {
        let step = Step {
            from: active.serial,
            by: scoped.serial,
            manner,
        };
        let known = match active.named {
            true => self.contexts.compiled().get(step),
            false => self.own.get(&step).cloned(),
        };
        if let Some(known) = known {
            return Ok(known);
        }
        let value = scoped.value.clone();
        let mut made = self.apply(active, &value, manner, depth)?;
        Ok(if active.named {
            // A named context and what is inside it is made of nothing that a document brought.
            if !made.named {
                made = Arc::new(Active {
                    named: true,
                    ..Active::clone(&made)
                });
            }
            self.contexts.compiled().keep(step, made)
        } else {
            self.own.entry(step).or_insert(made).clone()
        })
    }

    fn apply(
        &mut self,
        active: &Arc<Active>,
        context: &Value,
        manner: Manner,
        depth: usize,
    ) -> Result<Arc<Active>> {
        let mut propagate = manner != Manner::Type;
        if let Some(value) = context.get("@propagate") {
            propagate = value
                .as_bool()
                .ok_or_else(|| malformed("`@propagate` to be true or false", "@propagate"))?;
        }
        let mut result = active.clone();
        if !propagate && result.previous.is_none() {
            result = Arc::new(Active {
                serial: serial(),
                previous: Some(active.clone()),
                ..Active::clone(active)
            });
        }
        let several = std::slice::from_ref(context);
        for context in context.as_array().map_or(several, Vec::as_slice) {
            result = match context {
                Value::Null => nullify(&result, manner, propagate)?,
                Value::String(url) => self.by_url(&result, url, depth)?,
                Value::Object(members) => self.define(&result, unwrapped(members)?, manner)?,
                _ => return Err(malformed("a URL, an object or null", "@context")),
            };
        }
        Ok(result)
    }

    fn define(
        &mut self,
        active: &Arc<Active>,
        members: &Map<String, Value>,
        manner: Manner,
    ) -> Result<Arc<Active>> {
        self.copied += active.terms.len() + members.len();
        if self.copied > COPIES {
            return Err(JsonLdFault::TooMuchContext(COPIES).into());
        }
        let imported = self.import(members)?;
        let members = imported.as_ref().unwrap_or(members);
        let mut result = Active {
            serial: serial(),
            named: false,
            ..Active::clone(active)
        };
        settings(&mut result, members)?;
        let mut defining = Defining {
            terms: Arc::unwrap_or_clone(std::mem::take(&mut result.terms)),
            vocab: result.vocab.as_deref(),
            members,
            progress: HashMap::new(),
            protected: flag(members, "@protected")?.unwrap_or_default(),
            may_redefine: manner == Manner::Property,
        };
        for name in members.keys() {
            let setting = Keyword::read(name).is_some_and(|keyword| keyword != Keyword::Type);
            if !setting {
                defining.term(name, 0)?;
            }
        }
        let terms = defining.terms.iter();
        let types = terms.filter(|(_, term)| term.target == Target::Keyword(Keyword::Type));
        result.types = types.map(|(name, _)| name.clone()).collect();
        result.terms = Arc::new(defining.terms);
        Ok(Arc::new(result))
    }

    /// `@import`: the members of another context, beneath these.
    fn import(&self, members: &Map<String, Value>) -> Result<Option<Map<String, Value>>> {
        let Some(import) = members.get("@import") else {
            return Ok(None);
        };
        let url = import
            .as_str()
            .ok_or_else(|| malformed("`@import` to be a URL", "@import"))?;
        let document = self
            .contexts
            .document(url)
            .ok_or_else(|| JsonLdFault::UnknownContext(url.to_owned()))?;
        let Value::Object(imported) = &*document.value else {
            return Err(malformed("an imported context to be one object", "@import"));
        };
        if imported.contains_key("@import") {
            return Err(malformed("an imported context to import none", "@import"));
        }
        let mut merged = imported.clone();
        merged.extend(
            members
                .iter()
                .map(|(name, value)| (name.clone(), value.clone())),
        );
        merged.remove("@import");
        Ok(Some(merged))
    }
}

/// A context that stands in an object of its own, as documents of contexts have it. JSON-LD 1.1 does not provide for
/// that inside a document; processors and the W3C's test documents do, and passing over it would drop its terms.
fn unwrapped(members: &Map<String, Value>) -> Result<&Map<String, Value>> {
    match members.get("@context") {
        None => Ok(members),
        Some(Value::Object(inner)) if members.len() == 1 && !inner.contains_key("@context") => {
            Ok(inner)
        }
        Some(_) => Err(malformed(
            "terms, or one object of terms as `@context`",
            "@context",
        )),
    }
}

fn nullify(active: &Arc<Active>, manner: Manner, propagate: bool) -> Result<Arc<Active>> {
    let protected = || active.terms.values().any(|definition| definition.protected);
    if manner != Manner::Property && protected() {
        return Err(JsonLdFault::ProtectedContext.into());
    }
    let initial = Active::initial();
    Ok(if propagate {
        initial
    } else {
        Arc::new(Active {
            serial: serial(),
            previous: active.previous.clone(),
            ..Active::clone(&initial)
        })
    })
}

/// Steps 5.5 to 5.11: what a context says beside its terms.
fn settings(result: &mut Active, members: &Map<String, Value>) -> Result<()> {
    if let Some(version) = members.get("@version")
        && version.as_f64() != Some(1.1)
    {
        return Err(malformed("`@version` to be 1.1", "@version"));
    }
    if members.get("@base").is_some_and(|base| !base.is_null()) {
        return Err(JsonLdFault::Unsupported("`@base`").into());
    }
    match members.get("@vocab") {
        None => {}
        Some(Value::Null) => result.vocab = None,
        Some(Value::String(vocab)) => {
            let super::iri::Expanded::Iri(iri) = result.expand_term(vocab) else {
                return Err(malformed("`@vocab` to be an IRI", "@vocab"));
            };
            if !has_scheme(&iri) {
                return Err(JsonLdFault::NotAnIri(iri.into_owned()).into());
            }
            result.vocab = Some(iri.into());
        }
        Some(_) => return Err(malformed("`@vocab` to be an IRI", "@vocab")),
    }
    match members.get("@language") {
        None => {}
        Some(Value::Null) => result.language = None,
        Some(Value::String(tag)) => result.language = Some(tag.as_str().into()),
        Some(_) => return Err(malformed("`@language` to be a language tag", "@language")),
    }
    match members.get("@direction") {
        None => {}
        Some(Value::Null) => result.direction = None,
        Some(value) => {
            let direction = value.as_str().and_then(Direction::read);
            let direction = direction
                .ok_or_else(|| malformed("`@direction` to be `ltr` or `rtl`", "@direction"))?;
            result.direction = Some(direction);
        }
    }
    Ok(())
}

/// The terms of one context object while they are defined.
pub(super) struct Defining<'m> {
    pub(super) terms: HashMap<Box<str>, Arc<Definition>>,
    pub(super) vocab: Option<&'m str>,
    pub(super) members: &'m Map<String, Value>,
    /// False while a term is being defined, true after.
    pub(super) progress: HashMap<&'m str, bool>,
    pub(super) protected: bool,
    pub(super) may_redefine: bool,
}

pub(super) fn flag(members: &Map<String, Value>, name: &str) -> Result<Option<bool>> {
    match members.get(name) {
        None => Ok(None),
        Some(Value::Bool(flag)) => Ok(Some(*flag)),
        Some(_) => Err(malformed("true or false", name)),
    }
}

pub(super) fn malformed(expected: &'static str, term: &str) -> Box<JsonLdError> {
    let term = term.to_owned();
    JsonLdFault::Context { expected, term }.into()
}
