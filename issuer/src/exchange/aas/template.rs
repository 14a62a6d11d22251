//! What a submodel template of IDTA 02035 says: which elements there are, by which concept each is known, and where
//! its value stands in the passport. One description serves both directions.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::concept;
use super::parts::PARTS;

/// One part of IDTA 02035: a submodel.
#[derive(Debug)]
pub(super) struct Part {
    pub number: u8,
    pub id_short: &'static str,
    /// `administration/templateId`.
    pub template: &'static str,
    /// Version and revision of the template.
    pub version: (&'static str, &'static str),
    /// The semantic id, then the supplements.
    pub ids: &'static [&'static str],
    pub elements: &'static [Element],
}

/// One element of a template.
#[derive(Debug, Clone, Copy)]
pub(super) struct Element {
    /// Nothing for the elements of a list.
    pub id_short: &'static str,
    /// The semantic id, then the supplements, as published.
    pub ids: &'static [&'static str],
    pub shape: Shape,
    /// The place of its value: `*` is an index of the lists it is in, `{name=value}` the element of a list that has
    /// this member. Nothing where the passport has no such attribute.
    pub to: Option<&'static str>,
    /// The list of the passport with one element for each of these.
    pub each: Option<&'static str>,
    /// UCUM unit of a number.
    pub unit: Option<&'static str>,
    pub form: Form,
}

/// What kind of element it is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    Collection(&'static [Element]),
    List(&'static Element),
    /// With its XML Schema type.
    Property(&'static str),
    /// A text in several languages.
    Texts,
    File,
}

/// How the value is written, where not as it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Form {
    Plain,
    /// The battery's identifier.
    Identifier,
    /// The serial number in it.
    Serial,
    /// A battery category.
    Category,
    /// A period of whole months: `P96M`.
    Months,
    /// The number of a document of part 2, or its address.
    Document,
    /// Other words for the same: the first of theirs is written.
    Words(&'static [(&'static [&'static str], &'static str)]),
    /// One text a language.
    Languages,
    /// Said once for all elements of a list.
    OfAll,
    /// This piece of one text.
    Joined(u8),
}

impl Part {
    /// The part that a submodel is, by its ids.
    pub fn by_ids<'i>(ids: impl Iterator<Item = &'i str> + Clone) -> Option<&'static Part> {
        PARTS
            .iter()
            .copied()
            .filter_map(|part| Some((concept::closeness(part.ids, ids.clone())?, part)))
            .min_by_key(|(closeness, _)| *closeness)
            .map(|(_, part)| part)
    }

    pub fn by_id_short(id_short: &str) -> Option<&'static Part> {
        PARTS.iter().copied().find(|part| part.id_short == id_short)
    }
}

impl Element {
    pub const fn to(mut self, pointer: &'static str) -> Self {
        self.to = Some(pointer);
        self
    }

    pub const fn each(mut self, list: &'static str) -> Self {
        self.each = Some(list);
        self
    }

    pub const fn unit(mut self, ucum: &'static str) -> Self {
        self.unit = Some(ucum);
        self
    }

    pub const fn form(mut self, form: Form) -> Self {
        self.form = form;
        self
    }

    /// What can be in it.
    pub fn inside(&self) -> &'static [Element] {
        match self.shape {
            Shape::Collection(elements) => elements,
            Shape::List(element) => std::slice::from_ref(element),
            _ => &[],
        }
    }

    pub fn is_container(&self) -> bool {
        matches!(self.shape, Shape::Collection(_) | Shape::List(_))
    }

    const fn new(id_short: &'static str, ids: &'static [&'static str], shape: Shape) -> Self {
        Self {
            id_short,
            ids,
            shape,
            to: None,
            each: None,
            unit: None,
            form: Form::Plain,
        }
    }
}

pub(super) const fn collection(
    id_short: &'static str,
    ids: &'static [&'static str],
    elements: &'static [Element],
) -> Element {
    Element::new(id_short, ids, Shape::Collection(elements))
}

pub(super) const fn list(
    id_short: &'static str,
    ids: &'static [&'static str],
    element: &'static Element,
) -> Element {
    Element::new(id_short, ids, Shape::List(element))
}

pub(super) const fn property(
    id_short: &'static str,
    value_type: &'static str,
    ids: &'static [&'static str],
) -> Element {
    Element::new(id_short, ids, Shape::Property(value_type))
}

pub(super) const fn texts(id_short: &'static str, ids: &'static [&'static str]) -> Element {
    Element::new(id_short, ids, Shape::Texts)
}

pub(super) const fn file(id_short: &'static str, ids: &'static [&'static str]) -> Element {
    Element::new(id_short, ids, Shape::File)
}

/// The element that a concept leads to wherever it stands: its value has one place in the passport, and no other
/// element of any part is known by the same concept.
pub(super) fn anywhere(id: &str) -> Option<&'static Element> {
    static BY_CONCEPT: LazyLock<HashMap<String, Option<&'static Element>>> = LazyLock::new(|| {
        let mut found = HashMap::new();
        for part in PARTS {
            gather(part.elements, &mut found);
        }
        found
    });
    *BY_CONCEPT.get(&concept::plain(id))?
}

fn gather(elements: &'static [Element], found: &mut HashMap<String, Option<&'static Element>>) {
    for element in elements {
        gather(element.inside(), found);
        if element.is_container() {
            continue;
        }
        let single = element
            .to
            .is_some_and(|to| !to.contains('*') && element.each.is_none());
        for id in element.ids {
            found
                .entry(concept::plain(id))
                .and_modify(|known| {
                    if known.is_some_and(|known| known.to != element.to) {
                        *known = None;
                    }
                })
                .or_insert(single.then_some(element));
        }
    }
}
