//! Create Term Definition (JSON-LD 1.1 API section 4.2).

use std::sync::Arc;

use serde_json::{Map, Value};

use super::context::{Defining, Result, flag, malformed, serial};
use super::definition::{Coercion, Container, Definition, Direction, Key, Scoped, Target};
use super::error::JsonLdFault;
use super::iri::has_scheme;
use super::keyword::{Keyword, looks_like_keyword};

/// Terms may be defined by one another this deep.
const NESTING: usize = 32;

impl<'m> Defining<'m> {
    /// Defines the term that `members` has under this name.
    pub(super) fn term(&mut self, name: &'m str, depth: usize) -> Result<()> {
        match self.progress.insert(name, false) {
            Some(true) => {
                self.progress.insert(name, true);
                return Ok(());
            }
            Some(false) => return Err(JsonLdFault::Cycle(name.to_owned()).into()),
            None if depth == NESTING => return Err(JsonLdFault::Cycle(name.to_owned()).into()),
            None => {}
        }
        let Some(value) = self.members.get(name) else {
            return Ok(());
        };
        if name.is_empty() {
            return Err(malformed("terms of at least one character", name));
        }
        if Keyword::read(name).is_none() && looks_like_keyword(name) {
            // Section 4.2.2 step 5: kept for keywords to come. Used, it is an undefined term.
            self.progress.insert(name, true);
            return Ok(());
        }
        let simple;
        let (members, is_simple) = match value {
            Value::Object(members) => (members, false),
            Value::String(_) | Value::Null => {
                simple = Map::from_iter([("@id".to_owned(), value.clone())]);
                (&simple, true)
            }
            _ => return Err(malformed("a term to be an IRI, an object or null", name)),
        };
        let previous = self.terms.remove(name);
        if kept_for_keywords(members) {
            // Steps 13.4 and 14.2.2: no definition, so that the vocabulary says what the term is.
            if previous.is_some_and(|previous| previous.protected && !self.may_redefine) {
                return Err(JsonLdFault::ProtectedTerm(name.to_owned()).into());
            }
            self.progress.insert(name, true);
            return Ok(());
        }
        let mut definition = self.definition(name, members, is_simple, depth)?;
        if let Some(previous) = previous.filter(|previous| previous.protected && !self.may_redefine)
        {
            if !previous.same_meaning(&definition) {
                return Err(JsonLdFault::ProtectedTerm(name.to_owned()).into());
            }
            definition.protected = true;
        }
        self.terms.insert(name.into(), Arc::new(definition));
        self.progress.insert(name, true);
        Ok(())
    }

    fn definition(
        &mut self,
        name: &'m str,
        members: &Map<String, Value>,
        simple: bool,
        depth: usize,
    ) -> Result<Definition> {
        known_members(name, members)?;
        let protected = flag(members, "@protected")?.unwrap_or(self.protected);
        if name == "@type" {
            let mut definition = Definition::new(Target::Keyword(Keyword::Type));
            definition.protected = protected;
            if members
                .get("@container")
                .is_some_and(|container| container != "@set")
                || members
                    .keys()
                    .any(|key| key != "@container" && key != "@protected")
            {
                return Err(malformed(
                    "`@type` to have a container of `@set` alone",
                    name,
                ));
            }
            return Ok(definition);
        }
        let reverse = members.get("@reverse");
        if reverse.is_some() && (members.contains_key("@id") || members.contains_key("@nest")) {
            return Err(malformed("`@reverse` without `@id` and `@nest`", name));
        }
        let target = match (reverse, members.get("@id")) {
            (Some(Value::String(reverse)), _) => self.target(reverse, depth)?,
            (Some(_), _) => return Err(malformed("`@reverse` to be an IRI", name)),
            (None, Some(Value::Null)) => Target::Nothing,
            (None, Some(Value::String(id))) if id != name => self.target(id, depth)?,
            (None, Some(Value::String(_)) | None) => self.by_name(name, depth)?,
            (None, Some(_)) => return Err(malformed("`@id` to be an IRI or null", name)),
        };
        let mut definition = Definition::new(target);
        definition.protected = protected;
        definition.reverse = reverse.is_some();
        let looks_like_iri = name.trim_matches(':').contains(':') || name.contains('/');
        let stands_for_it = match &definition.target {
            _ if !looks_like_iri => true,
            Target::Iri(iri) => *iri == self.by_iri_like_name(name, depth)?,
            Target::Keyword(_) => false,
            Target::Nothing => true,
        };
        if !stands_for_it {
            // Step 14.2.5.
            return Err(malformed(
                "a term that looks like an IRI to stand for it",
                name,
            ));
        }
        if let Target::Iri(iri) = &definition.target
            && !looks_like_iri
        {
            let delimited =
                iri.ends_with([':', '/', '?', '#', '[', ']', '@']) || iri.starts_with("_:");
            definition.prefix = simple && delimited;
        }
        if let Some(prefix) = flag(members, "@prefix")? {
            if name.contains([':', '/']) {
                return Err(malformed("a prefix without `:` and `/`", name));
            }
            if prefix && matches!(definition.target, Target::Keyword(_)) {
                return Err(malformed("a prefix that is no keyword", name));
            }
            definition.prefix = prefix;
        }
        self.values(name, members, depth, &mut definition)?;
        Ok(definition)
    }

    /// How values are read: type, container, language, direction, scoped context.
    fn values(
        &mut self,
        name: &str,
        members: &Map<String, Value>,
        depth: usize,
        definition: &mut Definition,
    ) -> Result<()> {
        if let Some(coercion) = members.get("@type") {
            let coercion = coercion
                .as_str()
                .ok_or_else(|| malformed("`@type` to be an IRI or a keyword", name))?;
            definition.coercion = match self.target(coercion, depth)? {
                Target::Keyword(Keyword::Id) => Coercion::Id,
                Target::Keyword(Keyword::Vocab) => Coercion::Vocab,
                Target::Keyword(Keyword::Json) => Coercion::Json,
                Target::Keyword(Keyword::None) => Coercion::Never,
                Target::Iri(iri) if crate::canon::rdf::is_iri(&iri) => Coercion::Datatype(iri),
                _ => {
                    return Err(malformed(
                        "`@type` to be an absolute IRI or a keyword",
                        name,
                    ));
                }
            };
        }
        if let Some(container) = members.get("@container") {
            definition.container = read_container(container)
                .ok_or_else(|| malformed("containers that go together", name))?;
            if definition.container.key == Some(Key::Type)
                && !matches!(
                    definition.coercion,
                    Coercion::Nothing | Coercion::Id | Coercion::Vocab
                )
            {
                return Err(malformed(
                    "`@type` of a type map to be `@id` or `@vocab`",
                    name,
                ));
            }
        }
        if definition.reverse && (definition.container.list || definition.container.graph) {
            return Err(malformed("a reverse property without list and graph", name));
        }
        if members.contains_key("@index") {
            return Err(JsonLdFault::Unsupported("`@index` in a term definition").into());
        }
        if let Some(context) = members.get("@context") {
            definition.context = Some(Scoped {
                serial: serial(),
                value: Arc::new(context.clone()),
            });
        }
        if !members.contains_key("@type") {
            definition.language = match members.get("@language") {
                None => None,
                Some(Value::Null) => Some(None),
                Some(Value::String(tag)) => Some(Some(tag.as_str().into())),
                Some(_) => return Err(malformed("`@language` to be a language tag or null", name)),
            };
            definition.direction = match members.get("@direction") {
                None => None,
                Some(Value::Null) => Some(None),
                Some(value) => match value.as_str().and_then(Direction::read) {
                    Some(direction) => Some(Some(direction)),
                    None => return Err(malformed("`@direction` to be `ltr`, `rtl` or null", name)),
                },
            };
        }
        Ok(())
    }

    /// What `text` stands for in this context, defining the terms it needs first.
    fn target(&mut self, text: &str, depth: usize) -> Result<Target> {
        if let Some(keyword) = Keyword::read(text) {
            if keyword == Keyword::Context {
                return Err(malformed("no alias of `@context`", text));
            }
            return Ok(Target::Keyword(keyword));
        }
        if looks_like_keyword(text) {
            return Err(JsonLdFault::NotAnIri(text.to_owned()).into());
        }
        if let Some((name, _)) = self.members.get_key_value(text) {
            self.term(name, depth + 1)?;
        }
        if let Some(definition) = self.terms.get(text) {
            return Ok(definition.target.clone());
        }
        if let Some(iri) = self.compact(text, depth)? {
            return Ok(Target::Iri(iri));
        }
        match self.vocab {
            Some(vocab) => Ok(Target::Iri(format!("{vocab}{text}").into())),
            None => Err(JsonLdFault::NotAnIri(text.to_owned()).into()),
        }
    }

    /// What a term without `@id` stands for.
    fn by_name(&mut self, name: &str, depth: usize) -> Result<Target> {
        if let Some(iri) = self.compact(name, depth)? {
            return Ok(Target::Iri(iri));
        }
        match self.vocab {
            Some(vocab) if !name.contains('/') => Ok(Target::Iri(format!("{vocab}{name}").into())),
            _ => Err(malformed("an `@id` or a vocabulary", name)),
        }
    }

    fn by_iri_like_name(&mut self, name: &str, depth: usize) -> Result<Box<str>> {
        let iri = self.compact(name, depth)?;
        Ok(iri.unwrap_or_else(|| name.into()))
    }

    /// `prefix:suffix` or an absolute IRI.
    fn compact(&mut self, text: &str, depth: usize) -> Result<Option<Box<str>>> {
        let Some((prefix, suffix)) = text
            .split_once(':')
            .filter(|(prefix, _)| !prefix.is_empty())
        else {
            return Ok(None);
        };
        if prefix == "_" || suffix.starts_with("//") {
            return Ok(Some(text.into()));
        }
        if let Some((name, _)) = self.members.get_key_value(prefix) {
            self.term(name, depth + 1)?;
        }
        if let Some(definition) = self.terms.get(prefix)
            && definition.prefix
            && let Target::Iri(iri) = &definition.target
        {
            return Ok(Some(format!("{iri}{suffix}").into()));
        }
        Ok(has_scheme(text).then(|| text.into()))
    }
}

/// Whether a term is to stand for what may become a keyword.
fn kept_for_keywords(members: &Map<String, Value>) -> bool {
    ["@id", "@reverse"].iter().any(|member| {
        let text = members.get(*member).and_then(Value::as_str);
        text.is_some_and(|text| Keyword::read(text).is_none() && looks_like_keyword(text))
    })
}

fn known_members(name: &str, members: &Map<String, Value>) -> Result<()> {
    let known = |key: &String| {
        matches!(
            key.as_str(),
            "@id"
                | "@reverse"
                | "@container"
                | "@context"
                | "@direction"
                | "@index"
                | "@language"
                | "@nest"
                | "@prefix"
                | "@protected"
                | "@type"
        )
    };
    match members.keys().all(known) {
        true if members.contains_key("@nest") => {
            Err(JsonLdFault::Unsupported("`@nest` in a term definition").into())
        }
        true => Ok(()),
        false => Err(malformed("only the keywords of a term definition", name)),
    }
}

/// Section 4.2.2 step 19.
fn read_container(value: &Value) -> Option<Container> {
    let mut container = Container::default();
    let several = std::slice::from_ref(value);
    for each in value.as_array().map_or(several, Vec::as_slice) {
        let key = match each.as_str()? {
            "@list" => {
                container.list = true;
                continue;
            }
            "@set" => {
                container.set = true;
                continue;
            }
            "@graph" => {
                container.graph = true;
                continue;
            }
            "@language" => Key::Language,
            "@index" => Key::Index,
            "@id" => Key::Id,
            "@type" => Key::Type,
            _ => return None,
        };
        if container.key.replace(key).is_some() {
            return None;
        }
    }
    let list_alone =
        !container.list || !container.set && !container.graph && container.key.is_none();
    let graph_by = !container.graph || matches!(container.key, None | Some(Key::Index | Key::Id));
    (list_alone && graph_by).then_some(container)
}
