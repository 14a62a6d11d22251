//! A JSON tree that borrows its strings from the text it was read from.

use std::borrow::Cow;
use std::cmp::Ordering;

use serde_json::Value;

use super::parser::Parser;
use super::{JsonError, Limits};

/// One JSON value, borrowing from a text or from a [`Value`].
#[derive(Debug, Clone, PartialEq)]
pub enum Node<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number.
    Number(Number),
    /// A string, unescaped.
    String(Cow<'a, str>),
    /// An array.
    Array(Vec<Node<'a>>),
    /// An object.
    Object(Object<'a>),
}

/// A number as far as JSON readers agree on it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Number {
    /// Written without fraction and exponent, within ±2^53.
    Integer(i64),
    /// Everything else, finite.
    Double(f64),
}

/// A JSON object: members in the order of the text, every name once.
#[derive(Debug, Clone, Default)]
pub struct Object<'a> {
    members: Vec<Member<'a>>,
    /// Positions of the members by name in UTF-16 order; empty when they already stand so.
    order: Box<[u32]>,
}

/// A member of an object: name and value.
pub type Member<'a> = (Cow<'a, str>, Node<'a>);

impl<'a> Node<'a> {
    /// Reads one JSON text under the default [`Limits`].
    pub fn parse(text: &'a [u8]) -> Result<Self, JsonError> {
        Self::parse_with(text, Limits::default())
    }

    /// Reads one JSON text under the given limits.
    pub fn parse_with(text: &'a [u8], limits: Limits) -> Result<Self, JsonError> {
        Parser::read(text, limits).map_err(|error| *error)
    }

    /// Reads many small texts, each under the default [`Limits`], that should be arrays: gives the elements of all in
    /// one list, and for each text how many there are up to its end. The error is in the text at this position.
    pub(crate) fn parse_arrays(
        texts: impl Iterator<Item = &'a [u8]>,
    ) -> Result<(Vec<Self>, Vec<usize>), (usize, JsonError)> {
        let mut parser = Parser::new(Limits::default());
        let ends = texts.enumerate().map(|(at, text)| {
            let end = parser.next_elements(text);
            end.map_err(|error| (at, *error))
        });
        let ends = ends.collect::<Result<_, _>>()?;
        Ok((parser.into_elements(), ends))
    }

    /// The member of this name, when this is an object that has one.
    pub fn get(&self, name: &str) -> Option<&Node<'a>> {
        self.as_object()?.get(name)
    }

    /// The string, when this is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The elements, when this is an array.
    pub fn as_array(&self) -> Option<&[Node<'a>]> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The object, when this is one.
    pub fn as_object(&self) -> Option<&Object<'a>> {
        match self {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }
}

impl<'a> Object<'a> {
    /// An object of these members; the error is a name that came twice.
    pub(super) fn new(members: Vec<Member<'a>>) -> Result<Self, String> {
        let sorted = members
            .windows(2)
            .all(|pair| utf16_order(&pair[0].0, &pair[1].0) == Ordering::Less);
        if sorted {
            return Ok(Self {
                members,
                order: Box::default(),
            });
        }
        // The text limit keeps the count far below 2^32.
        let mut order: Box<[u32]> = (0u32..).take(members.len()).collect();
        order.sort_by(|&a, &b| utf16_order(&members[a as usize].0, &members[b as usize].0));
        let name = |position: u32| &members[position as usize].0;
        match order.windows(2).find(|pair| name(pair[0]) == name(pair[1])) {
            Some(pair) => Err(name(pair[0]).to_string()),
            None => Ok(Self { members, order }),
        }
    }

    /// The members in the order of the text.
    pub fn members(&self) -> &[Member<'a>] {
        &self.members
    }

    /// The members by name in UTF-16 order, which RFC 8785 section 3.2.3 asks for.
    pub fn sorted(&self) -> impl Iterator<Item = &Member<'a>> {
        (0..self.members.len()).map(|at| match self.order.get(at) {
            Some(&position) => &self.members[position as usize],
            None => &self.members[at],
        })
    }

    /// The member of this name.
    pub fn get(&self, name: &str) -> Option<&Node<'a>> {
        self.members
            .iter()
            .find_map(|(key, value)| (key == name).then_some(value))
    }
}

/// Orders two strings by UTF-16 code units without encoding them.
///
/// UTF-8 order is code point order. UTF-16 differs in one way only: the surrogates of U+10000 and above (first byte
/// from 0xF0) sort below U+E000 to U+FFFF (first byte 0xEE or 0xEF).
pub(crate) fn utf16_order(a: &str, b: &str) -> Ordering {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let words = a.as_chunks::<8>().0.iter().zip(b.as_chunks::<8>().0);
    let same = 8 * words.take_while(|(x, y)| x == y).count();
    match a[same..].iter().zip(&b[same..]).find(|(x, y)| x != y) {
        Some((&x, &y)) => utf16_rank(x).cmp(&utf16_rank(y)),
        None => a.len().cmp(&b.len()),
    }
}

/// The first bytes of a string as a number that is in order as strings are by UTF-16 code units; strings that begin alike
/// have the same.
pub(crate) fn utf16_beginning(text: &str) -> u64 {
    let mut bytes = [0; 8];
    let length = text.len().min(8);
    bytes[..length].copy_from_slice(&text.as_bytes()[..length]);
    if !text.is_ascii() {
        bytes = bytes.map(utf16_rank);
    }
    u64::from_be_bytes(bytes)
}

fn utf16_rank(byte: u8) -> u8 {
    if byte & 0xFE == 0xEE {
        byte + 0x10
    } else {
        byte
    }
}

impl PartialEq for Object<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.members.len() == other.members.len() && self.sorted().eq(other.sorted())
    }
}

impl From<Node<'_>> for Value {
    fn from(node: Node<'_>) -> Self {
        match node {
            Node::Null => Value::Null,
            Node::Bool(value) => Value::Bool(value),
            Node::Number(number) => number.into(),
            Node::String(text) => Value::String(text.into_owned()),
            Node::Array(items) => items.into_iter().map(Value::from).collect(),
            Node::Object(object) => {
                let members = object.members.into_iter();
                Value::Object(
                    members
                        .map(|(name, value)| (name.into_owned(), value.into()))
                        .collect(),
                )
            }
        }
    }
}

impl From<&Node<'_>> for Value {
    fn from(node: &Node<'_>) -> Self {
        node.clone().into()
    }
}

impl From<Number> for Value {
    fn from(number: Number) -> Self {
        match number {
            Number::Integer(value) => value.into(),
            Number::Double(value) => value.into(),
        }
    }
}

impl<'a> From<&'a Value> for Node<'a> {
    fn from(value: &'a Value) -> Self {
        match value {
            Value::Null => Node::Null,
            Value::Bool(value) => Node::Bool(*value),
            Value::Number(number) => Node::Number(number.into()),
            Value::String(text) => Node::String(Cow::Borrowed(text)),
            Value::Array(items) => Node::Array(items.iter().map(Node::from).collect()),
            Value::Object(members) => {
                let members = members
                    .iter()
                    .map(|(name, value)| (Cow::Borrowed(name.as_str()), Node::from(value)));
                // A map has every name once, so there is nothing to refuse.
                Object::new(members.collect()).map_or(Node::Null, Node::Object)
            }
        }
    }
}

impl From<&serde_json::Number> for Number {
    fn from(number: &serde_json::Number) -> Self {
        match number.as_i64() {
            Some(value) if value.unsigned_abs() <= MAX_EXACT => Number::Integer(value),
            // Without the feature `arbitrary_precision` every number has a double.
            _ => Number::Double(number.as_f64().unwrap_or_default()),
        }
    }
}

/// 2^53: up to here every integer has its own double.
pub(super) const MAX_EXACT: u64 = 1 << 53;
