//! Objects: nodes, values and lists (JSON-LD 1.1 API section 5.1.2, steps 7 to 18).

use std::borrow::Cow;
use std::sync::Arc;

use super::compiled::Manner;
use super::context::{Active, Result};
use super::definition::{Definition, Direction, Target};
use super::error::{JsonLdError, JsonLdFault};
use super::iri::Expanded;
use super::keyword::Keyword;
use super::names::keyword_allowed;
use super::statements::{Given, Of, RDF_TYPE, Reader, To, nameless, of_values};
use crate::canon::rdf::{Span, Term, is_iri};
use crate::json::{Node, Object};

/// A member whose name was understood.
struct Entry<'e> {
    name: &'e str,
    value: &'e Node<'e>,
    meaning: Meaning<'e>,
}

enum Meaning<'e> {
    Keyword(Keyword),
    /// Defined by a term.
    Term(&'e Definition, &'e str),
    /// An IRI, in itself or by the vocabulary.
    Iri(Cow<'e, str>),
}

impl Reader<'_> {
    pub(super) fn object(
        &mut self,
        active: &Arc<Active>,
        of: Of<'_>,
        object: &Object<'_>,
        given: Given,
        to: &mut To<'_>,
    ) -> Result<()> {
        let mut active = active.clone();
        if let Some(previous) = &active.previous
            && !given.from_map
            && !keeps_context(&active, object)
        {
            active = previous.clone();
        }
        if let Some(scoped) = of
            .definition()
            .and_then(|definition| definition.context.as_ref())
        {
            active = self.processor.scoped(&active, scoped, Manner::Property)?;
        }
        if let Some(context) = object.get("@context") {
            active = self
                .local_context(&active, context)
                .map_err(|error| error.inside("@context"))?;
        }
        let typed = active;
        let active = self.apply_types(&typed, object)?;
        let entries = self.entries(&active, object, given.top)?;
        let has = |keyword| {
            entries
                .iter()
                .any(|entry| matches!(entry.meaning, Meaning::Keyword(found) if found == keyword))
        };
        if has(Keyword::Value) {
            self.value_object(&typed, of, &entries, to)
        } else if has(Keyword::List) || has(Keyword::Set) {
            self.collection(&active, of, &entries, to)
        } else {
            self.node(&typed, &active, &entries, given, to)
        }
    }

    /// Steps 10 and 11: contexts of the types, in the order of their names.
    fn apply_types(&mut self, typed: &Arc<Active>, object: &Object<'_>) -> Result<Arc<Active>> {
        let mut active = typed.clone();
        let mut names: Vec<&(Cow<'_, str>, Node<'_>)> = object
            .members()
            .iter()
            .filter(|(name, _)| typed.says_type(name))
            .collect();
        names.sort_by(|a, b| a.0.cmp(&b.0));
        for (_, value) in names {
            let several = std::slice::from_ref(value);
            let several = value.as_array().unwrap_or(several);
            let mut types: Vec<&str> = several.iter().filter_map(Node::as_str).collect();
            types.sort_unstable();
            for name in types {
                if let Some(scoped) = typed.term(name).and_then(|term| term.context.as_ref()) {
                    active = self.processor.scoped(&active, scoped, Manner::Type)?;
                }
            }
        }
        Ok(active)
    }

    fn entries<'e>(
        &self,
        active: &'e Active,
        object: &'e Object<'e>,
        top: bool,
    ) -> Result<Vec<Entry<'e>>> {
        let mut entries = Vec::with_capacity(object.members().len());
        for (name, value) in object.members() {
            let name: &str = name;
            if name == "@context" || top && self.without == Some(name) {
                continue;
            }
            let meaning = meaning(active, name)
                .and_then(|meaning| self.by_name(active, name, meaning))
                .map_err(|error| error.inside(name))?;
            entries.push(Entry {
                name,
                value,
                meaning,
            });
        }
        Ok(entries)
    }

    /// The same meaning, unless it should go by another name.
    fn by_name<'e>(
        &self,
        active: &Active,
        name: &str,
        meaning: Meaning<'e>,
    ) -> Result<Meaning<'e>> {
        let Some(contexts) = self.names else {
            return Ok(meaning);
        };
        let allowed = match &meaning {
            Meaning::Keyword(keyword) => keyword_allowed(name, *keyword),
            // Known contexts use the names that they have.
            Meaning::Term(..) if active.named => true,
            Meaning::Term(_, iri) => contexts.names().allow(name, iri),
            Meaning::Iri(iri) => contexts.names().allow(name, iri),
        };
        match allowed {
            true => Ok(meaning),
            false => Err(JsonLdFault::OtherName(name.to_owned()).into()),
        }
    }

    fn node(
        &mut self,
        typed: &Arc<Active>,
        active: &Arc<Active>,
        entries: &[Entry<'_>],
        given: Given,
        to: &mut To<'_>,
    ) -> Result<()> {
        let only_graph =
            |entry: &Entry<'_>| matches!(entry.meaning, Meaning::Keyword(Keyword::Graph));
        if given.top && !entries.is_empty() && entries.iter().all(only_graph) {
            for entry in entries {
                self.within(entry.name, |this| {
                    this.element(
                        active,
                        Of::Nothing,
                        entry.value,
                        Given::default(),
                        &mut To::Nowhere,
                    )
                })?;
            }
            return Ok(());
        }
        let mut subject = None;
        for entry in entries {
            if let Meaning::Keyword(Keyword::Id) = entry.meaning {
                let id = self.id(active, entry, subject.is_some());
                subject = Some(id.map_err(|error| error.inside(entry.name))?);
            }
        }
        let subject = match subject.or(given.id) {
            Some(subject) => subject,
            None => Term::Blank(self.out.blank()),
        };
        self.deliver(subject, to)?;
        if let Some(class) = given.class {
            self.state_type(subject, class);
        }
        self.members(typed, active, entries, subject)
    }

    fn id(&mut self, active: &Active, entry: &Entry<'_>, again: bool) -> Result<Term> {
        match entry.value {
            Node::String(text) if !again => self.reference(active.expand_reference(text), text),
            _ => Err(JsonLdFault::Malformed("one identifier that is a string").into()),
        }
    }

    fn members(
        &mut self,
        typed: &Arc<Active>,
        active: &Arc<Active>,
        entries: &[Entry<'_>],
        subject: Term,
    ) -> Result<()> {
        for entry in entries {
            if let Meaning::Keyword(Keyword::Type) = entry.meaning
                && ALWAYS_SELECTED.contains(&entry.name)
            {
                // Wherever an object is selected, so are its types.
                let done = self.types(typed, entry.value, subject);
                done.map_err(|error| error.inside(entry.name))?;
                continue;
            }
            self.within(entry.name, |this| match &entry.meaning {
                Meaning::Keyword(keyword) => this.keyword(typed, active, *keyword, entry, subject),
                Meaning::Term(definition, iri) => {
                    let predicate = this.predicate(iri);
                    this.property(active, Some(definition), predicate, entry.value, subject)
                }
                Meaning::Iri(iri) => {
                    let predicate = this.predicate(iri);
                    this.property(active, None, predicate, entry.value, subject)
                }
            })?;
        }
        Ok(())
    }

    fn keyword(
        &mut self,
        typed: &Arc<Active>,
        active: &Arc<Active>,
        keyword: Keyword,
        entry: &Entry<'_>,
        subject: Term,
    ) -> Result<()> {
        match keyword {
            Keyword::Id => Ok(()),
            Keyword::Type => self.types(typed, entry.value, subject),
            Keyword::Graph => {
                let outer = self.graph.replace(subject);
                let done = self.element(
                    active,
                    Of::Nothing,
                    entry.value,
                    Given::default(),
                    &mut To::Nowhere,
                );
                self.graph = outer;
                done
            }
            Keyword::Included => self.element(
                active,
                Of::Nothing,
                entry.value,
                Given::default(),
                &mut To::Nowhere,
            ),
            Keyword::Index if entry.value.as_str().is_some() => Ok(()),
            Keyword::Reverse => {
                let Node::Object(object) = entry.value else {
                    return Err(JsonLdFault::Malformed("an object of reverse properties").into());
                };
                self.reverse(active, object, subject)
            }
            Keyword::Nest => {
                // An alias may have a context for what is nested (step 14.2).
                let scoped = active.term(entry.name);
                let active = match scoped.and_then(|alias| alias.context.as_ref()) {
                    Some(scoped) => &self.processor.scoped(active, scoped, Manner::Property)?,
                    None => active,
                };
                let several = std::slice::from_ref(entry.value);
                for nested in entry.value.as_array().unwrap_or(several) {
                    let Node::Object(object) = nested else {
                        return Err(
                            JsonLdFault::Malformed("objects whose members are nested").into()
                        );
                    };
                    let entries = self.entries(active, object, false)?;
                    self.members(typed, active, &entries, subject)?;
                }
                Ok(())
            }
            _ => {
                Err(JsonLdFault::Malformed("no such keyword in an object that is no value").into())
            }
        }
    }

    /// The values of `@type`.
    fn types(&mut self, typed: &Active, value: &Node<'_>, subject: Term) -> Result<()> {
        let several = std::slice::from_ref(value);
        for (at, name) in value.as_array().unwrap_or(several).iter().enumerate() {
            let class = match name {
                Node::String(name) => self.class(typed, name),
                _ => Err(JsonLdFault::Malformed("types that are strings").into()),
            };
            let class = class.map_err(|error| match value {
                Node::Array(_) => error.inside(at),
                _ => error,
            })?;
            self.state_type(subject, class);
        }
        Ok(())
    }

    /// A type: a term of the contexts, or an IRI.
    pub(super) fn class(&mut self, typed: &Active, name: &str) -> Result<Term> {
        match typed.expand_term(name) {
            Expanded::Iri(iri) if iri.contains(':') => {
                let known = typed.named && typed.term(name).is_some();
                if !known
                    && let Some(contexts) = self.names
                    && !contexts.names().allow(name, &iri)
                {
                    return Err(JsonLdFault::OtherName(name.to_owned()).into());
                }
                self.reference(Expanded::Iri(iri), name)
            }
            _ => Err(JsonLdFault::UndefinedTerm(name.to_owned()).into()),
        }
    }

    fn state_type(&mut self, subject: Term, class: Term) {
        let predicate = self
            .out
            .span(|out| out.extend_from_slice(RDF_TYPE.as_bytes()));
        self.state(subject, predicate, class);
    }

    fn reverse(&mut self, active: &Arc<Active>, object: &Object<'_>, subject: Term) -> Result<()> {
        for entry in self.entries(active, object, false)? {
            let (definition, iri) = match &entry.meaning {
                Meaning::Term(definition, iri) => (Some(*definition), *iri),
                Meaning::Iri(iri) => (None, iri.as_ref()),
                Meaning::Keyword(_) => {
                    return Err(JsonLdFault::Malformed("only properties in `@reverse`").into());
                }
            };
            let predicate = self.predicate(iri);
            // A reverse property in `@reverse` goes forward.
            let reverse = !definition.is_some_and(|definition| definition.reverse);
            let mut to = To::Link {
                subject,
                predicate,
                reverse,
            };
            self.within(entry.name, |this| {
                this.element(
                    active,
                    Of::Property(definition),
                    entry.value,
                    Given::default(),
                    &mut to,
                )
            })?;
        }
        Ok(())
    }

    fn predicate(&mut self, iri: &str) -> Span {
        self.out.span(|out| {
            out.push(b'<');
            out.extend_from_slice(iri.as_bytes());
            out.push(b'>');
        })
    }

    /// `@list` or `@set`.
    fn collection(
        &mut self,
        active: &Arc<Active>,
        of: Of<'_>,
        entries: &[Entry<'_>],
        to: &mut To<'_>,
    ) -> Result<()> {
        let mut found = None;
        for entry in entries {
            match entry.meaning {
                Meaning::Keyword(keyword @ (Keyword::List | Keyword::Set)) if found.is_none() => {
                    found = Some((keyword, entry));
                }
                Meaning::Keyword(Keyword::Index) => {}
                _ => {
                    let fault = JsonLdFault::Malformed("nothing beside `@list` or `@set`");
                    return Err(JsonLdError::new(fault).inside(entry.name));
                }
            }
        }
        let Some((keyword, entry)) = found else {
            return Ok(());
        };
        self.within(entry.name, |this| match (keyword, of) {
            (Keyword::List, Of::Nothing) => Err(nameless()),
            (Keyword::List, _) if matches!(to, To::Link { reverse: true, .. }) => {
                Err(JsonLdFault::Malformed("an object as value of a reverse property").into())
            }
            (Keyword::List, _) => this.list(active, of, entry.value, to),
            _ => this.element(active, of, entry.value, Given::default(), to),
        })
    }

    /// `@value` with its type, or its language and direction.
    fn value_object(
        &mut self,
        typed: &Arc<Active>,
        of: Of<'_>,
        entries: &[Entry<'_>],
        to: &mut To<'_>,
    ) -> Result<()> {
        let (mut value, mut datatype, mut language, mut direction) = (None, None, None, None);
        for entry in entries {
            let keyword = match entry.meaning {
                Meaning::Keyword(keyword) if of_values(keyword) => keyword,
                _ => {
                    let fault = JsonLdFault::Malformed(
                        "only a type, a language, a direction and an index beside `@value`",
                    );
                    return Err(JsonLdError::new(fault).inside(entry.name));
                }
            };
            if keyword == Keyword::Value {
                value = Some(entry.value);
                continue;
            }
            let text = match entry.value {
                Node::String(text) => text.as_ref(),
                Node::Null if keyword != Keyword::Index => continue,
                _ => {
                    let fault = JsonLdFault::Malformed("a string beside `@value`");
                    return Err(JsonLdError::new(fault).inside(entry.name));
                }
            };
            match keyword {
                Keyword::Type => datatype = Some((entry.name, text)),
                Keyword::Language => language = Some(text),
                Keyword::Direction => {
                    let fault = JsonLdFault::Malformed("a direction of `ltr` or `rtl`");
                    direction = Some(
                        Direction::read(text)
                            .ok_or_else(|| JsonLdError::new(fault).inside(entry.name))?,
                    );
                }
                _ => {}
            }
        }
        let (Of::Property(_), To::Link { .. } | To::List(_)) = (of, &to) else {
            return Err(nameless());
        };
        let term = match (value, datatype) {
            (None, _) => return Ok(()),
            (_, Some(_)) if language.is_some() || direction.is_some() => {
                let expected = "either a type, or a language and direction, beside `@value`";
                return Err(JsonLdFault::Malformed(expected).into());
            }
            (Some(value), Some((name, datatype))) => match typed.expand_term(datatype) {
                Expanded::Keyword(Keyword::Json) => self.json(value),
                _ if value == &Node::Null => return Ok(()),
                Expanded::Iri(iri) if is_iri(&iri) => {
                    scalar_value(value)?;
                    self.literal(value, Some(&iri))
                }
                Expanded::Iri(iri) if iri.contains(':') => {
                    return Err(
                        JsonLdError::new(JsonLdFault::NotAnIri(iri.into_owned())).inside(name)
                    );
                }
                _ => {
                    let fault = JsonLdFault::UndefinedTerm(datatype.to_owned());
                    return Err(JsonLdError::new(fault).inside(name));
                }
            },
            (Some(Node::Null), None) => return Ok(()),
            (Some(Node::String(text)), None) => self.text(text, language, direction)?,
            (Some(value), None) => {
                scalar_value(value)?;
                if language.is_some() || direction.is_some() {
                    let expected = "a string as `@value`, since it has a language or direction";
                    return Err(JsonLdFault::Malformed(expected).into());
                }
                self.literal(value, None)
            }
        };
        self.deliver(term, to)
    }
}

/// Members that a selection has of every object that it has anything of (vc-di-ecdsa section 3.4.12), beside those that
/// say which object it is and so make no statement.
const ALWAYS_SELECTED: [&str; 2] = ["type", "@type"];

impl Active {
    pub(super) fn means(&self, name: &str, keyword: Keyword) -> bool {
        match self.term(name) {
            Some(definition) => definition.target == Target::Keyword(keyword),
            None => Keyword::read(name) == Some(keyword),
        }
    }
}

/// Step 7: the context of a type ends with its object, but a value or a mere reference is no object of its own.
fn keeps_context(active: &Active, object: &Object<'_>) -> bool {
    let members = object.members();
    members
        .iter()
        .any(|(name, _)| active.means(name, Keyword::Value))
        || members.len() == 1 && active.means(&members[0].0, Keyword::Id)
}

fn meaning<'e>(active: &'e Active, name: &'e str) -> Result<Meaning<'e>> {
    if let Some(definition) = active.term(name) {
        match &definition.target {
            Target::Keyword(keyword) => return Ok(Meaning::Keyword(*keyword)),
            Target::Iri(iri) if definition.sound => return Ok(Meaning::Term(definition, iri)),
            Target::Iri(_) | Target::Nothing => {}
        }
    }
    match active.expand_term(name) {
        Expanded::Keyword(keyword) => Ok(Meaning::Keyword(keyword)),
        Expanded::Iri(iri) if is_iri(&iri) => Ok(Meaning::Iri(iri)),
        Expanded::Iri(iri) if iri.starts_with("_:") => {
            Err(JsonLdFault::Unsupported("a blank node as a property").into())
        }
        Expanded::Iri(iri) if iri.contains(':') => {
            Err(JsonLdFault::NotAnIri(iri.into_owned()).into())
        }
        Expanded::Iri(_) | Expanded::Nothing => {
            Err(JsonLdFault::UndefinedTerm(name.to_owned()).into())
        }
    }
}

fn scalar_value(value: &Node<'_>) -> Result<()> {
    match value {
        Node::Array(_) | Node::Object(_) => {
            let expected = "a string, number or boolean as `@value`";
            Err(JsonLdError::new(JsonLdFault::Malformed(expected)))
        }
        _ => Ok(()),
    }
}
