//! The disclosed payload as one flat list: most readers verify, and few ask for a [`Value`] with its many small parts.

use std::slice::Iter;

use serde_json::{Map, Value};

use super::path::{Step, pointer};
use crate::json::{JsonPointer, Node, Number};

/// A JSON tree written from the outside in, into two buffers.
#[derive(Debug, Clone, Default)]
pub(super) struct Claims {
    /// Each array and object before what it holds, each member's name before its value.
    parts: Vec<Part>,
    /// Names and strings one after another.
    text: String,
}

#[derive(Debug, Clone, Copy)]
enum Part {
    Null,
    Bool(bool),
    Number(Number),
    /// A name or a string of so many bytes.
    Text(usize),
    /// An array of so many elements.
    Array(usize),
    /// An object of so many members.
    Object(usize),
}

impl Claims {
    /// An empty one with room for this much text.
    pub(super) fn with_capacity(text: usize) -> Self {
        Self {
            parts: Vec::with_capacity(text / 16),
            text: String::with_capacity(text),
        }
    }

    /// How many parts it has: where the next one will stand.
    pub(super) fn len(&self) -> usize {
        self.parts.len()
    }

    /// Adds a name, or a value that is neither array nor object.
    pub(super) fn push(&mut self, scalar: &Node<'_>) {
        match scalar {
            Node::Bool(value) => self.parts.push(Part::Bool(*value)),
            Node::Number(number) => self.parts.push(Part::Number(*number)),
            Node::String(text) => self.push_text(text),
            Node::Null | Node::Array(_) | Node::Object(_) => self.parts.push(Part::Null),
        }
    }

    pub(super) fn push_text(&mut self, text: &str) {
        self.parts.push(Part::Text(text.len()));
        self.text.push_str(text);
    }

    /// Begins an array or object, for [`Self::array`] or [`Self::object`] to say what it was.
    pub(super) fn open(&mut self) -> usize {
        self.parts.push(Part::Null);
        self.parts.len() - 1
    }

    pub(super) fn array(&mut self, opened: usize, items: usize) {
        self.parts[opened] = Part::Array(items);
    }

    pub(super) fn object(&mut self, opened: usize, members: usize) {
        self.parts[opened] = Part::Object(members);
    }

    /// The whole, without the members of the outermost object that `keep` refuses.
    pub(super) fn to_value(&self, keep: impl Fn(&str) -> bool) -> Value {
        let mut reader = self.reader();
        match reader.part() {
            Part::Object(members) => reader.object(members, keep).into(),
            other => reader.value(other),
        }
    }

    /// A member of the outermost object.
    pub(super) fn member(&self, name: &str) -> Option<Value> {
        let mut reader = self.reader();
        let Part::Object(members) = reader.part() else {
            return None;
        };
        for _ in 0..members {
            if reader.name() == name {
                let part = reader.part();
                return Some(reader.value(part));
            }
            reader.skip();
        }
        None
    }

    /// The pointers to values that stand at these positions, and whether each is a member of an object.
    pub(super) fn pointers(&self, positions: &[usize]) -> Vec<(JsonPointer, bool)> {
        let mut wanted: Vec<_> = positions.iter().copied().zip(0..).collect();
        wanted.sort_unstable();
        let mut found = vec![(JsonPointer::root(), false); positions.len()];
        let mut wanted = wanted.into_iter().peekable();
        self.reader().walk(&mut Vec::new(), &mut |path, at| {
            while let Some((_, place)) = wanted.next_if(|(position, _)| *position == at) {
                let member = matches!(path.last(), Some(Step::Member(_)));
                found[place] = (pointer(path), member);
            }
        });
        found
    }

    fn reader(&self) -> Reader<'_> {
        Reader {
            parts: self.parts.iter(),
            text: &self.text,
            length: self.parts.len(),
        }
    }
}

/// What is left to read.
struct Reader<'c> {
    parts: Iter<'c, Part>,
    text: &'c str,
    length: usize,
}

impl<'c> Reader<'c> {
    fn value(&mut self, part: Part) -> Value {
        match part {
            Part::Null => Value::Null,
            Part::Bool(value) => Value::Bool(value),
            Part::Number(number) => number.into(),
            Part::Text(length) => Value::String(self.text(length).to_owned()),
            Part::Object(members) => self.object(members, |_| true).into(),
            Part::Array(items) => {
                let items = (0..items).map(|_| {
                    let part = self.part();
                    self.value(part)
                });
                items.collect()
            }
        }
    }

    fn object(&mut self, members: usize, keep: impl Fn(&str) -> bool) -> Map<String, Value> {
        let mut map = Map::with_capacity(members);
        for _ in 0..members {
            let name = self.name();
            if keep(name) {
                let part = self.part();
                map.insert(name.to_owned(), self.value(part));
            } else {
                self.skip();
            }
        }
        map
    }

    /// Passes one value and what it holds.
    fn skip(&mut self) {
        let mut left = 1;
        while left > 0 {
            left -= 1;
            match self.part() {
                Part::Text(length) => {
                    self.text(length);
                }
                Part::Array(items) => left += items,
                Part::Object(members) => left += 2 * members,
                Part::Null | Part::Bool(_) | Part::Number(_) => {}
            }
        }
    }

    /// Follows one value from the outside in.
    fn walk(&mut self, path: &mut Vec<Step<'c>>, visit: &mut impl FnMut(&[Step<'c>], usize)) {
        visit(path, self.length - self.parts.len());
        match self.part() {
            Part::Text(length) => {
                self.text(length);
            }
            Part::Array(items) => {
                for at in 0..items {
                    path.push(Step::Item(at));
                    self.walk(path, visit);
                    path.pop();
                }
            }
            Part::Object(members) => {
                for _ in 0..members {
                    path.push(Step::Member(self.name()));
                    self.walk(path, visit);
                    path.pop();
                }
            }
            Part::Null | Part::Bool(_) | Part::Number(_) => {}
        }
    }

    fn part(&mut self) -> Part {
        self.parts.next().copied().unwrap_or(Part::Null)
    }

    fn name(&mut self) -> &'c str {
        match self.part() {
            Part::Text(length) => self.text(length),
            _ => "",
        }
    }

    fn text(&mut self, length: usize) -> &'c str {
        let (text, rest) = self.text.split_at_checked(length).unwrap_or_default();
        self.text = rest;
        text
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::json::arbitrary;

    fn write(claims: &mut Claims, node: &Node<'_>) {
        match node {
            Node::Object(object) => {
                let opened = claims.open();
                for (name, value) in object.members() {
                    claims.push_text(name);
                    write(claims, value);
                }
                claims.object(opened, object.members().len());
            }
            Node::Array(items) => {
                let opened = claims.open();
                for item in items {
                    write(claims, item);
                }
                claims.array(opened, items.len());
            }
            scalar => claims.push(scalar),
        }
    }

    proptest! {
        #[test]
        fn what_was_written_flat_reads_back_as_it_was(value in arbitrary::value()) {
            let mut claims = Claims::default();
            write(&mut claims, &Node::from(&value));
            prop_assert_eq!(claims.to_value(|_| true), value.clone());
            for (name, member) in value.as_object().into_iter().flatten() {
                prop_assert_eq!(claims.member(name), Some(member.clone()));
                let without = claims.to_value(|other| other != name);
                let mut expected = value.clone();
                expected.as_object_mut().map(|members| members.shift_remove(name));
                prop_assert_eq!(without, expected);
            }
            // Every value has its own place, the first of all included; a name has none.
            let all: Vec<usize> = (0..claims.len()).rev().collect();
            let places = claims.pointers(&all);
            let last = places.last().map(|(pointer, member)| (pointer.is_root(), *member));
            prop_assert_eq!(last, Some((true, false)));
            for (pointer, _) in places {
                prop_assert!(pointer.get(&value).is_some(), "{}", pointer);
            }
        }
    }
}
