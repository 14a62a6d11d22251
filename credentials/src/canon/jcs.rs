//! JSON Canonicalization Scheme (RFC 8785): one text, and so one hash, for one JSON value.
//!
//! Members sorted by name in UTF-16 order, no white space, the fewest escapes, numbers as ECMAScript writes them.

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::number::Canonical;
use super::rdfc::{self, Hash};
use crate::json::{Node, Number, Object, Tree, plain_prefix, utf16_order};

/// The canonical text of a value.
pub fn to_vec<'v, 'd: 'v>(value: impl Into<Tree<'v, 'd>>) -> Vec<u8> {
    let mut text = Vec::with_capacity(1024);
    write(&mut text, value.into(), None);
    text
}

/// SHA-256 of the canonical text of a value.
pub fn sha256<'v, 'd: 'v>(value: impl Into<Tree<'v, 'd>>) -> [u8; 32] {
    hash(value.into(), None)
}

/// SHA-256 of the canonical text of an object as if it had no member of this name.
pub fn sha256_without<'v, 'd: 'v>(value: impl Into<Tree<'v, 'd>>, member: &str) -> [u8; 32] {
    hash(value.into(), Some(member))
}

/// Appends the canonical text of a string, quoted: also what a text that keeps its own order of members needs.
pub(crate) fn append_string(text: &mut Vec<u8>, string: &str) {
    write_string(text, string);
}

/// Appends the canonical text of a value.
pub(crate) fn append(text: &mut Vec<u8>, value: &Value) {
    write(text, Tree::from(value), None);
}

/// The hash of the canonical text of a tree, as if it had no member of this name.
pub(crate) fn digest(tree: Tree<'_, '_>, without: Option<&str>, with: Hash) -> rdfc::Digest {
    match with {
        Hash::Sha256 => rdfc::Digest::from_sha256(hash(tree, without)),
        Hash::Sha384 => {
            let mut text = Vec::with_capacity(8 * 1024);
            write(&mut text, tree, without);
            with.of([text.as_slice()])
        }
    }
}

fn hash(tree: Tree<'_, '_>, without: Option<&str>) -> [u8; 32] {
    let mut sink = Hashing {
        state: Sha256::new(),
        waiting: Vec::with_capacity(Hashing::ENOUGH + 512),
    };
    write(&mut sink, tree, without);
    sink.state.update(&sink.waiting);
    sink.state.finalize().into()
}

fn write(sink: &mut impl Sink, tree: Tree<'_, '_>, without: Option<&str>) {
    match tree {
        Tree::Value(Value::Object(map)) => write_map(sink, map, without, &mut Vec::new()),
        Tree::Value(value) => write_value(sink, value, &mut Vec::new()),
        Tree::Node(Node::Object(object)) => write_object(sink, object, without),
        Tree::Node(node) => write_node(sink, node),
    }
}

/// Where canonical bytes go.
trait Sink {
    fn put(&mut self, bytes: &[u8]);
}

impl Sink for Vec<u8> {
    fn put(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }
}

/// Hashes in pieces of a size that stays in the fastest cache.
struct Hashing {
    state: Sha256,
    waiting: Vec<u8>,
}

impl Hashing {
    const ENOUGH: usize = 8 * 1024;
}

impl Sink for Hashing {
    fn put(&mut self, bytes: &[u8]) {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= Self::ENOUGH {
            self.state.update(&self.waiting);
            self.waiting.clear();
        }
    }
}

fn write_node(sink: &mut impl Sink, node: &Node<'_>) {
    match node {
        Node::Null => sink.put(b"null"),
        Node::Bool(true) => sink.put(b"true"),
        Node::Bool(false) => sink.put(b"false"),
        Node::Number(number) => write_number(sink, *number),
        Node::String(text) => write_string(sink, text),
        Node::Array(items) => {
            sink.put(b"[");
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    sink.put(b",");
                }
                write_node(sink, item);
            }
            sink.put(b"]");
        }
        Node::Object(object) => write_object(sink, object, None),
    }
}

fn write_object(sink: &mut impl Sink, object: &Object<'_>, without: Option<&str>) {
    let mut separator: &[u8] = b"{";
    for (name, value) in object.sorted() {
        if without == Some(name.as_ref()) {
            continue;
        }
        sink.put(separator);
        write_string(sink, name);
        sink.put(b":");
        write_node(sink, value);
        separator = b",";
    }
    sink.put(if separator == b"{" { b"{}" } else { b"}" });
}

/// The members of the objects being written, outermost first: one allocation for a whole tree.
type Sorting<'v> = Vec<(&'v str, &'v Value)>;

fn write_value<'v>(sink: &mut impl Sink, value: &'v Value, sorting: &mut Sorting<'v>) {
    match value {
        Value::Null => sink.put(b"null"),
        Value::Bool(true) => sink.put(b"true"),
        Value::Bool(false) => sink.put(b"false"),
        Value::Number(number) => write_number(sink, number.into()),
        Value::String(text) => write_string(sink, text),
        Value::Array(items) => {
            sink.put(b"[");
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    sink.put(b",");
                }
                write_value(sink, item, sorting);
            }
            sink.put(b"]");
        }
        Value::Object(map) => write_map(sink, map, None, sorting),
    }
}

fn write_map<'v>(
    sink: &mut impl Sink,
    map: &'v Map<String, Value>,
    without: Option<&str>,
    sorting: &mut Sorting<'v>,
) {
    let base = sorting.len();
    let members = map.iter().map(|(name, value)| (name.as_str(), value));
    sorting.extend(members.filter(|(name, _)| without != Some(name)));
    sorting[base..].sort_unstable_by(|a, b| utf16_order(a.0, b.0));
    let mut separator: &[u8] = b"{";
    for at in base..sorting.len() {
        let (name, value) = sorting[at];
        sink.put(separator);
        write_string(sink, name);
        sink.put(b":");
        write_value(sink, value, sorting);
        separator = b",";
    }
    sorting.truncate(base);
    sink.put(if separator == b"{" { b"{}" } else { b"}" });
}

fn write_number(sink: &mut impl Sink, number: Number) {
    match number {
        Number::Integer(value) => write_integer(sink, value),
        Number::Double(value) => sink.put(Canonical::new(value).as_bytes()),
    }
}

fn write_integer(sink: &mut impl Sink, value: i64) {
    let mut digits = [b'0'; 20];
    let mut start = digits.len() - 1;
    let mut rest = value.unsigned_abs();
    loop {
        digits[start] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
        start -= 1;
    }
    if value < 0 {
        sink.put(b"-");
    }
    sink.put(&digits[start..]);
}

/// RFC 8785 section 3.2.2.2.
fn write_string(sink: &mut impl Sink, text: &str) {
    sink.put(b"\"");
    let mut rest = text.as_bytes();
    loop {
        let (plain, special) = rest.split_at(plain_prefix(rest));
        sink.put(plain);
        let Some((&byte, after)) = special.split_first() else {
            break;
        };
        write_escape(sink, byte);
        rest = after;
    }
    sink.put(b"\"");
}

fn write_escape(sink: &mut impl Sink, byte: u8) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    match byte {
        b'"' => sink.put(b"\\\""),
        b'\\' => sink.put(b"\\\\"),
        0x08 => sink.put(b"\\b"),
        b'\t' => sink.put(b"\\t"),
        b'\n' => sink.put(b"\\n"),
        0x0C => sink.put(b"\\f"),
        b'\r' => sink.put(b"\\r"),
        _ => sink.put(&[
            b'\\',
            b'u',
            b'0',
            b'0',
            HEX[usize::from(byte >> 4)],
            HEX[usize::from(byte & 0xF)],
        ]),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::{sha256, sha256_without, to_vec};
    use crate::json::{Node, arbitrary, parse};

    fn shuffled(value: &Value, seed: u64) -> Value {
        match value {
            Value::Object(map) => {
                let mut members: Vec<_> = map.iter().collect();
                let turn = seed as usize % members.len().max(1);
                members.rotate_left(turn);
                if seed % 2 == 1 {
                    members.reverse();
                }
                let members = members
                    .into_iter()
                    .map(|(name, value)| (name.clone(), shuffled(value, seed / 3)));
                Value::Object(members.collect())
            }
            Value::Array(items) => items.iter().map(|item| shuffled(item, seed / 3)).collect(),
            other => other.clone(),
        }
    }

    #[test]
    fn names_sort_by_utf_16_code_units() {
        let names = [
            "\u{20ac}",
            "\r",
            "\u{fb33}",
            "1",
            "\u{1f600}",
            "\u{80}",
            "\u{f6}",
            "a",
            "aa",
            "\u{ffff}",
            "\u{e000}",
            "",
        ];
        let value: Value = names
            .iter()
            .map(|name| (name.to_string(), json!(1)))
            .collect::<serde_json::Map<_, _>>()
            .into();
        let mut expected = names.map(|name| name.encode_utf16().collect::<Vec<_>>());
        expected.sort();
        let text = to_vec(&value);
        let order = parse(&text).unwrap();
        let order: Vec<Vec<u16>> = order
            .as_object()
            .unwrap()
            .keys()
            .map(|name| name.encode_utf16().collect())
            .collect();
        assert_eq!(order, expected);
    }

    #[test]
    fn a_member_left_out_leaves_no_trace() {
        for (with, without) in [
            (json!({"proof": {"a": 1}, "x": 1}), json!({"x": 1})),
            (json!({"proof": 1}), json!({})),
            (json!({"a": {"proof": 1}}), json!({"a": {"proof": 1}})),
            (
                json!({"a": 1, "proof": [], "z": 2}),
                json!({"z": 2, "a": 1}),
            ),
        ] {
            assert_eq!(sha256_without(&with, "proof"), sha256(&without), "{with}");
            assert_eq!(
                sha256_without(&Node::from(&with), "proof"),
                sha256(&without),
                "{with}"
            );
        }
    }

    proptest! {
        #[test]
        fn the_canonical_form_of_a_canonical_form_is_itself(value in arbitrary::value()) {
            let once = to_vec(&value);
            prop_assert_eq!(to_vec(&parse(&once).unwrap()), once);
        }

        #[test]
        fn the_order_of_members_makes_no_difference(value in arbitrary::value(), seed: u64) {
            prop_assert_eq!(to_vec(&shuffled(&value, seed)), to_vec(&value));
        }

        #[test]
        fn both_trees_have_one_canonical_form(value in arbitrary::value()) {
            let text = serde_json::to_vec(&value).unwrap();
            let node = Node::parse(&text).unwrap();
            prop_assert_eq!(to_vec(&node), to_vec(&value));
            prop_assert_eq!(sha256(&node), sha256(&value));
        }
    }
}
