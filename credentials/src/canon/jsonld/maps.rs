//! The values of a property by its container: lists, graphs, and maps by language, index, identifier or type
//! (JSON-LD 1.1 API section 5.1.2, steps 13.5 to 13.13).

use std::sync::Arc;

use super::compiled::Manner;
use super::context::{Active, Result};
use super::definition::{Coercion, Container, Definition, Direction, Key};
use super::error::{JsonLdError, JsonLdFault};
use super::keyword::Keyword;
use super::statements::{Given, Of, Reader, To, nameless};
use crate::canon::rdf::{Span, Term};
use crate::json::{Node, Object};

impl Reader<'_> {
    pub(super) fn property(
        &mut self,
        active: &Arc<Active>,
        definition: Option<&Definition>,
        predicate: Span,
        value: &Node<'_>,
        subject: Term,
    ) -> Result<()> {
        let mut to = To::Link {
            subject,
            predicate,
            reverse: definition.is_some_and(|definition| definition.reverse),
        };
        let of = Of::Property(definition);
        let Some(definition) = definition else {
            return self.element(active, of, value, Given::default(), &mut to);
        };
        if definition.coercion == Coercion::Json {
            let term = self.json(value);
            return self.deliver(term, &mut to);
        }
        match (definition.container, value) {
            (_, Node::Null) => Ok(()),
            (
                Container {
                    key: Some(Key::Language),
                    ..
                },
                Node::Object(map),
            ) => self.language_map(active, definition, map, &mut to),
            (Container { key: Some(key), .. }, Node::Object(map)) => {
                self.map(active, definition, key, map, &mut to)
            }
            (Container { list: true, .. }, Node::Object(object))
                if object
                    .members()
                    .iter()
                    .any(|(name, _)| active.means(name, Keyword::List)) =>
            {
                self.element(active, of, value, Given::default(), &mut to)
            }
            (Container { list: true, .. }, _) => self.list(active, of, value, &mut to),
            (Container { graph: true, .. }, _) => {
                self.graphs(active, of, value, Given::default(), &mut to)
            }
            _ => self.element(active, of, value, Given::default(), &mut to),
        }
    }

    /// Each value is a graph of its own; its name is what the property links to.
    fn graphs(
        &mut self,
        active: &Arc<Active>,
        of: Of<'_>,
        value: &Node<'_>,
        given: Given,
        to: &mut To<'_>,
    ) -> Result<()> {
        if let Node::Array(items) = value {
            for (at, item) in items.iter().enumerate() {
                self.within(at, |this| this.graphs(active, of, item, given, to))?;
            }
            return Ok(());
        }
        let Node::Object(object) = value else {
            return match value {
                Node::Null => Ok(()),
                _ => Err(nameless()),
            };
        };
        // Step 13.8.3.7.1: what stands in a map may be a graph already.
        if given.from_map && is_graph(active, object) {
            return self.object(active, of, object, given, to);
        }
        let name = match given.id {
            Some(name) => name,
            None => Term::Blank(self.out.blank()),
        };
        let inside = Given {
            from_map: given.from_map,
            ..Given::default()
        };
        let outer = self.graph.replace(name);
        let done = self.object(active, of, object, inside, &mut To::Nowhere);
        self.graph = outer;
        done?;
        self.deliver(name, to)
    }

    fn language_map(
        &mut self,
        active: &Arc<Active>,
        definition: &Definition,
        map: &Object<'_>,
        to: &mut To<'_>,
    ) -> Result<()> {
        let direction = definition.direction.unwrap_or(active.direction);
        for (tag, value) in map.members() {
            let language = (!active.means(tag, Keyword::None)).then_some(tag.as_ref());
            self.within(tag.as_ref(), |this| {
                this.texts(value, language, direction, to)
            })?;
        }
        Ok(())
    }

    fn texts(
        &mut self,
        value: &Node<'_>,
        language: Option<&str>,
        direction: Option<Direction>,
        to: &mut To<'_>,
    ) -> Result<()> {
        match value {
            Node::Null => Ok(()),
            Node::String(text) => {
                let text = self.text(text, language, direction)?;
                self.deliver(text, to)
            }
            Node::Array(items) => items.iter().enumerate().try_for_each(|(at, item)| {
                self.within(at, |this| match item {
                    Node::Array(_) => Err(not_texts()),
                    item => this.texts(item, language, direction, to),
                })
            }),
            _ => Err(not_texts()),
        }
    }

    fn map(
        &mut self,
        active: &Arc<Active>,
        definition: &Definition,
        key: Key,
        map: &Object<'_>,
        to: &mut To<'_>,
    ) -> Result<()> {
        let base = match (&active.previous, key) {
            (Some(previous), Key::Id | Key::Type) => previous,
            _ => active,
        };
        for (name, value) in map.members() {
            self.within(name.as_ref(), |this| {
                this.entry(base, definition, key, (name, value), to)
            })?;
        }
        Ok(())
    }

    fn entry(
        &mut self,
        base: &Arc<Active>,
        definition: &Definition,
        key: Key,
        (name, value): (&str, &Node<'_>),
        to: &mut To<'_>,
    ) -> Result<()> {
        let of = Of::Property(Some(definition));
        let mut given = Given {
            from_map: true,
            ..Given::default()
        };
        let mut inner = base.clone();
        if !base.means(name, Keyword::None) {
            match key {
                Key::Id => given.id = Some(self.reference(base.expand_reference(name), name)?),
                Key::Type => {
                    if let Some(scoped) = base.term(name).and_then(|term| term.context.as_ref()) {
                        inner = self.processor.scoped(base, scoped, Manner::Type)?;
                    }
                    given.class = Some(self.class(base, name)?);
                }
                Key::Index | Key::Language => {}
            }
        }
        if definition.container.graph {
            return self.graphs(&inner, of, value, given, to);
        }
        let several = std::slice::from_ref(value);
        let objects = |item: &Node<'_>| matches!(item, Node::Object(_) | Node::Null);
        if key != Key::Index && !value.as_array().unwrap_or(several).iter().all(objects) {
            let fault = JsonLdFault::Malformed("objects in a map by identifier or type");
            return Err(JsonLdError::new(fault));
        }
        self.element(&inner, of, value, given, to)
    }
}

/// A graph with no more than its name.
fn is_graph(active: &Active, object: &Object<'_>) -> bool {
    let means = |name: &str, keywords: &[Keyword]| {
        keywords.iter().any(|keyword| active.means(name, *keyword))
    };
    let mut names = object.members().iter().map(|(name, _)| name);
    names.clone().any(|name| active.means(name, Keyword::Graph))
        && names.all(|name| {
            means(
                name,
                &[
                    Keyword::Graph,
                    Keyword::Id,
                    Keyword::Index,
                    Keyword::Context,
                ],
            )
        })
}

fn not_texts() -> Box<JsonLdError> {
    JsonLdFault::Malformed("texts in a language map").into()
}
