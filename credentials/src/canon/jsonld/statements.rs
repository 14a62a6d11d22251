//! From values to statements: what a property says of its subject, and what is kept while a document is read.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::Value;

use super::context::{Active, Processor, Result};
use super::definition::{Coercion, Definition, Direction};
use super::error::{JsonLdError, JsonLdFault};
use super::iri::Expanded;
use super::keyword::Keyword;
use super::literal::{RDF_JSON, XSD_BOOLEAN, write_number, write_text, write_typed};
use super::marks::{Marks, Place, Step};
use crate::canon::jcs;
use crate::canon::rdf::{Blank, Dataset, Quad, Span, Term, is_iri};
use crate::context::Contexts;
use crate::json::Node;

/// Reads a whole document. Beside its statements come the groups that each is in.
pub(super) fn read(
    document: &Node<'_>,
    contexts: &Contexts,
    without: Option<&str>,
    marks: Option<&Marks>,
    by_name: bool,
) -> Result<(Dataset, Vec<u8>)> {
    let mut reader = Reader {
        processor: Processor::new(contexts),
        out: Dataset::with_capacity(16 * 1024, 192),
        groups: Vec::with_capacity(192),
        place: marks.map_or_else(Place::default, Place::root),
        graph: None,
        labels: HashMap::new(),
        without,
        names: by_name.then_some(contexts),
    };
    let given = Given {
        top: true,
        ..Given::default()
    };
    let active = Active::initial();
    match document {
        Node::Object(object) => {
            reader.object(&active, Of::Nothing, object, given, &mut To::Nowhere)?
        }
        Node::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                let Node::Object(object) = item else {
                    return Err(nameless().inside(at));
                };
                reader.within(at, |reader| {
                    reader.object(&active, Of::Nothing, object, given, &mut To::Nowhere)
                })?;
            }
        }
        _ => return Err(nameless()),
    }
    let (mut dataset, mut groups) = (reader.out, reader.groups);
    let removed = dataset.deduplicate();
    for &(removed, kept) in &removed {
        // A statement is in a group when one of the places that say it is.
        groups[kept as usize] |= groups[removed as usize];
    }
    let mut gone = removed.iter().map(|(at, _)| *at).peekable();
    let mut at = 0..;
    groups.retain(|_| {
        let at = at.next();
        gone.next_if(|gone| Some(*gone) == at).is_none()
    });
    Ok((dataset, groups))
}

/// One document being read.
pub(super) struct Reader<'c> {
    pub(super) processor: Processor<'c>,
    pub(super) out: Dataset,
    /// Of each statement, the groups that have it.
    groups: Vec<u8>,
    place: Place<'c>,
    pub(super) graph: Option<Term>,
    labels: HashMap<String, Blank>,
    pub(super) without: Option<&'c str>,
    /// Where what has a name goes by that name: who knows them.
    pub(super) names: Option<&'c Contexts>,
}

/// What a value is the value of.
#[derive(Clone, Copy)]
pub(super) enum Of<'d> {
    /// Nothing: it stands at the top, in a graph, or is included.
    Nothing,
    /// A property; the definition is absent where the vocabulary or an IRI alone makes it one.
    Property(Option<&'d Definition>),
}

/// Where values go.
pub(super) enum To<'t> {
    /// Into a statement.
    Link {
        subject: Term,
        predicate: Span,
        reverse: bool,
    },
    /// Into a list.
    List(&'t mut Vec<Term>),
    /// They stand for themselves.
    Nowhere,
}

/// What is known of an object beside what it says.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Given {
    pub(super) top: bool,
    /// It is a value in a map of objects, and keeps the context of the map.
    pub(super) from_map: bool,
    pub(super) id: Option<Term>,
    pub(super) class: Option<Term>,
}

impl<'d> Of<'d> {
    pub(super) fn definition(self) -> Option<&'d Definition> {
        match self {
            Of::Nothing => None,
            Of::Property(definition) => definition,
        }
    }
}

pub(super) const RDF_TYPE: &str = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>";
const RDF_FIRST: &str = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#first>";
const RDF_REST: &str = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#rest>";
const RDF_NIL: &str = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>";

impl Reader<'_> {
    /// Reads what stands one level deeper.
    #[inline]
    pub(super) fn within<'s, T>(
        &mut self,
        step: impl Into<Step<'s>>,
        read: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<T> {
        let step = step.into();
        let outer = self.place;
        self.place = outer.enter(step);
        let done = read(self);
        self.place = outer;
        done.map_err(|error| error.inside(step))
    }

    /// A value of any shape.
    pub(super) fn element(
        &mut self,
        active: &Arc<Active>,
        of: Of<'_>,
        node: &Node<'_>,
        given: Given,
        to: &mut To<'_>,
    ) -> Result<()> {
        match node {
            Node::Null => Ok(()),
            Node::Object(object) => self.object(active, of, object, given, to),
            Node::Array(items) => {
                let in_list = of
                    .definition()
                    .is_some_and(|definition| definition.container.list);
                for (at, item) in items.iter().enumerate() {
                    self.within(at, |this| match item {
                        Node::Array(_) if in_list => this.list(active, of, item, to),
                        _ => this.element(active, of, item, given, to),
                    })?;
                }
                Ok(())
            }
            scalar => self.scalar(active, of, scalar, to),
        }
    }

    /// A string, number or boolean (JSON-LD 1.1 API section 5.3).
    fn scalar(
        &mut self,
        active: &Arc<Active>,
        of: Of<'_>,
        node: &Node<'_>,
        to: &mut To<'_>,
    ) -> Result<()> {
        let (Of::Property(definition), To::Link { .. } | To::List(_)) = (of, &to) else {
            return Err(nameless());
        };
        let scoped;
        let mut active = active;
        if let Some(context) = definition.and_then(|definition| definition.context.as_ref()) {
            scoped = self
                .processor
                .scoped(active, context, super::compiled::Manner::Property)?;
            active = &scoped;
        }
        let coercion = definition.map_or(&Coercion::Nothing, |definition| &definition.coercion);
        let term = match (node, coercion) {
            (Node::String(text), Coercion::Id) => {
                self.reference(active.expand_reference(text), text)?
            }
            (Node::String(text), Coercion::Vocab) => {
                self.reference(active.expand_term(text), text)?
            }
            (_, Coercion::Datatype(datatype)) => self.literal(node, Some(datatype)),
            (Node::String(text), _) => {
                let language = definition.and_then(|definition| definition.language.as_ref());
                let language = language.unwrap_or(&active.language).as_deref();
                let direction = definition.and_then(|definition| definition.direction);
                let direction = direction.unwrap_or(active.direction);
                self.text(text, language, direction)?
            }
            _ => self.literal(node, None),
        };
        self.deliver(term, to)
    }

    pub(super) fn text(
        &mut self,
        text: &str,
        language: Option<&str>,
        direction: Option<Direction>,
    ) -> Result<Term> {
        if language.is_some_and(|tag| !crate::canon::rdf::is_language_tag(tag)) {
            return Err(JsonLdFault::Malformed("a well-formed language tag").into());
        }
        let span = self
            .out
            .span(|out| write_text(out, text, language, direction));
        Ok(Term::Text(span))
    }

    /// A value of a datatype, or of the one that follows from it.
    pub(super) fn literal(&mut self, node: &Node<'_>, datatype: Option<&str>) -> Term {
        Term::Text(self.out.span(|out| match node {
            Node::String(text) => {
                write_typed(out, text, datatype.unwrap_or(crate::canon::rdf::XSD_STRING))
            }
            Node::Number(number) => write_number(out, *number, datatype),
            Node::Bool(value) => {
                let lexical = if *value { "true" } else { "false" };
                write_typed(out, lexical, datatype.unwrap_or(XSD_BOOLEAN));
            }
            Node::Null | Node::Array(_) | Node::Object(_) => write_json(out, node),
        }))
    }

    /// A JSON value as it is (JSON-LD 1.1 section 10.2: `rdf:JSON`, RFC 8785).
    pub(super) fn json(&mut self, node: &Node<'_>) -> Term {
        Term::Text(self.out.span(|out| write_json(out, node)))
    }

    /// An IRI or a blank node; `text` is what the document has.
    pub(super) fn reference(&mut self, expanded: Expanded<'_>, text: &str) -> Result<Term> {
        let Expanded::Iri(iri) = expanded else {
            return Err(JsonLdFault::NotAnIri(text.to_owned()).into());
        };
        if let Some(label) = iri.strip_prefix("_:") {
            if let Some(blank) = self.labels.get(label) {
                return Ok(Term::Blank(*blank));
            }
            let blank = self.out.blank();
            self.labels.insert(label.to_owned(), blank);
            return Ok(Term::Blank(blank));
        }
        if !is_iri(&iri) {
            return Err(JsonLdFault::NotAnIri(iri.into_owned()).into());
        }
        Ok(Term::Text(self.out.span(|out| {
            out.push(b'<');
            out.extend_from_slice(iri.as_bytes());
            out.push(b'>');
        })))
    }

    /// The values of `node` as one list.
    pub(super) fn list(
        &mut self,
        active: &Arc<Active>,
        of: Of<'_>,
        node: &Node<'_>,
        to: &mut To<'_>,
    ) -> Result<()> {
        let mut items = Vec::new();
        self.element(
            active,
            of,
            node,
            Given::default(),
            &mut To::List(&mut items),
        )?;
        let mut rest = self.constant(RDF_NIL);
        if !items.is_empty() {
            let (Term::Text(first), Term::Text(next)) =
                (self.constant(RDF_FIRST), self.constant(RDF_REST))
            else {
                return Ok(());
            };
            // Part of a list is another list, with other cells.
            let groups = self.place.whole();
            for item in items.into_iter().rev() {
                let cell = Term::Blank(self.out.blank());
                self.state_in(groups, cell, first, item);
                self.state_in(groups, cell, next, rest);
                rest = cell;
            }
        }
        self.deliver(rest, to)
    }

    pub(super) fn constant(&mut self, text: &str) -> Term {
        Term::Text(self.out.span(|out| out.extend_from_slice(text.as_bytes())))
    }

    pub(super) fn deliver(&mut self, term: Term, to: &mut To<'_>) -> Result<()> {
        match to {
            To::Nowhere => {}
            To::List(items) => items.push(term),
            To::Link {
                subject,
                predicate,
                reverse: false,
            } => self.state(*subject, *predicate, term),
            To::Link {
                subject,
                predicate,
                reverse: true,
            } => {
                if let Term::Text(span) = term
                    && self.out.text(span).starts_with(b"\"")
                {
                    return Err(
                        JsonLdFault::Malformed("an object as value of a reverse property").into(),
                    );
                }
                self.state(term, *predicate, *subject);
            }
        }
        Ok(())
    }

    pub(super) fn state(&mut self, subject: Term, predicate: Span, object: Term) {
        self.state_in(self.place.groups(), subject, predicate, object);
    }

    fn state_in(&mut self, groups: u8, subject: Term, predicate: Span, object: Term) {
        self.groups.push(groups);
        self.out.push(Quad {
            subject,
            predicate,
            object,
            graph: self.graph,
        });
    }

    /// The `@context` of an object.
    pub(super) fn local_context(
        &mut self,
        active: &Arc<Active>,
        context: &Node<'_>,
    ) -> Result<Arc<Active>> {
        match context {
            Node::String(url) => self.processor.named(active, url),
            Node::Array(several) => {
                let mut active = active.clone();
                for (at, context) in several.iter().enumerate() {
                    active = match context {
                        Node::String(url) => self.processor.named(&active, url),
                        other => self.processor.local(&active, &Value::from(other)),
                    }
                    .map_err(|error| error.inside(at))?;
                }
                Ok(active)
            }
            other => self.processor.local(active, &Value::from(other)),
        }
    }
}

fn write_json(out: &mut Vec<u8>, node: &Node<'_>) {
    let text = jcs::to_vec(node);
    // What RFC 8785 writes is UTF-8.
    write_typed(
        out,
        std::str::from_utf8(&text).unwrap_or_default(),
        RDF_JSON,
    );
}

/// What stands where nothing says what it means would be dropped.
pub(super) fn nameless() -> Box<JsonLdError> {
    JsonLdFault::Malformed("an object here, since no property says what a plain value means").into()
}

/// Whether a keyword may stand in an object with `@value`.
pub(super) fn of_values(keyword: Keyword) -> bool {
    matches!(
        keyword,
        Keyword::Value | Keyword::Type | Keyword::Language | Keyword::Direction | Keyword::Index
    )
}
