//! JSON Canonicalization Scheme (RFC 8785): one text, and so one hash, for one JSON value.
//!
//! Members sorted by name in UTF-16 order, no white space, the fewest escapes, numbers as ECMAScript writes them.

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::number::Canonical;
use super::rdfc::{self, Hash};
use crate::json::{Node, Number, Object, Tree, plain_prefix, utf16_beginning, utf16_order};

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
    let mut text = Vec::with_capacity(USUAL);
    write(&mut text, tree, without);
    with.of([text.as_slice()])
}

fn hash(tree: Tree<'_, '_>, without: Option<&str>) -> [u8; 32] {
    let mut text = Vec::with_capacity(USUAL);
    write(&mut text, tree, without);
    Sha256::digest(&text).into()
}

fn write(text: &mut Vec<u8>, tree: Tree<'_, '_>, without: Option<&str>) {
    match tree {
        Tree::Value(Value::Object(map)) => write_map(text, map, without, &mut Vec::new()),
        Tree::Value(value) => write_value(text, value, &mut Vec::new()),
        Tree::Node(Node::Object(object)) => write_object(text, object, without),
        Tree::Node(node) => write_node(text, node),
    }
}

fn write_node(text: &mut Vec<u8>, node: &Node<'_>) {
    match node {
        Node::Null => text.extend(b"null"),
        Node::Bool(true) => text.extend(b"true"),
        Node::Bool(false) => text.extend(b"false"),
        Node::Number(number) => write_number(text, *number),
        Node::String(string) => write_string(text, string),
        Node::Array(items) => {
            text.push(b'[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    text.push(b',');
                }
                write_node(text, item);
            }
            text.push(b']');
        }
        Node::Object(object) => write_object(text, object, None),
    }
}

fn write_object(text: &mut Vec<u8>, object: &Object<'_>, without: Option<&str>) {
    text.push(b'{');
    let mut first = true;
    for (name, value) in object.sorted() {
        if without == Some(name.as_ref()) {
            continue;
        }
        write_name(text, name, first);
        write_node(text, value);
        first = false;
    }
    text.push(b'}');
}

/// The members of the objects being written, outermost first: one allocation for a whole tree.
type Sorting<'v> = Vec<Sorted<'v>>;

/// A member and the beginning of its name as a number, which decides most comparisons.
struct Sorted<'v> {
    beginning: u64,
    name: &'v str,
    value: &'v Value,
}

fn write_value<'v>(text: &mut Vec<u8>, value: &'v Value, sorting: &mut Sorting<'v>) {
    match value {
        Value::Null => text.extend(b"null"),
        Value::Bool(true) => text.extend(b"true"),
        Value::Bool(false) => text.extend(b"false"),
        Value::Number(number) => write_number(text, number.into()),
        Value::String(string) => write_string(text, string),
        Value::Array(items) => {
            text.push(b'[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    text.push(b',');
                }
                write_value(text, item, sorting);
            }
            text.push(b']');
        }
        Value::Object(map) => write_map(text, map, None, sorting),
    }
}

fn write_map<'v>(
    text: &mut Vec<u8>,
    map: &'v Map<String, Value>,
    without: Option<&str>,
    sorting: &mut Sorting<'v>,
) {
    let base = sorting.len();
    let members = map.iter().map(|(name, value)| Sorted {
        beginning: utf16_beginning(name),
        name,
        value,
    });
    sorting.extend(members.filter(|member| without != Some(member.name)));
    sorting[base..].sort_unstable_by(|a, b| {
        let beginnings = a.beginning.cmp(&b.beginning);
        beginnings.then_with(|| utf16_order(a.name, b.name))
    });
    text.push(b'{');
    for at in base..sorting.len() {
        let Sorted { name, value, .. } = sorting[at];
        write_name(text, name, at == base);
        write_value(text, value, sorting);
    }
    sorting.truncate(base);
    text.push(b'}');
}

/// The name of a member, with what stands before and after it.
fn write_name(text: &mut Vec<u8>, name: &str, first: bool) {
    text.reserve(name.len() + 4);
    if !first {
        text.push(b',');
    }
    write_string(text, name);
    text.push(b':');
}

fn write_number(text: &mut Vec<u8>, number: Number) {
    match number {
        Number::Integer(value) => write_integer(text, value),
        Number::Double(value) => text.extend_from_slice(Canonical::new(value).as_bytes()),
    }
}

fn write_integer(text: &mut Vec<u8>, value: i64) {
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
        text.push(b'-');
    }
    text.extend_from_slice(&digits[start..]);
}

/// RFC 8785 section 3.2.2.2.
fn write_string(text: &mut Vec<u8>, string: &str) {
    text.reserve(string.len() + 2);
    text.push(b'"');
    let mut rest = string.as_bytes();
    loop {
        let (plain, special) = rest.split_at(plain_prefix(rest));
        text.extend_from_slice(plain);
        let Some((&byte, after)) = special.split_first() else {
            break;
        };
        write_escape(text, byte);
        rest = after;
    }
    text.push(b'"');
}

fn write_escape(text: &mut Vec<u8>, byte: u8) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    match byte {
        b'"' => text.extend(b"\\\""),
        b'\\' => text.extend(b"\\\\"),
        0x08 => text.extend(b"\\b"),
        b'\t' => text.extend(b"\\t"),
        b'\n' => text.extend(b"\\n"),
        0x0C => text.extend(b"\\f"),
        b'\r' => text.extend(b"\\r"),
        _ => text.extend([
            b'\\',
            b'u',
            b'0',
            b'0',
            HEX[usize::from(byte >> 4)],
            HEX[usize::from(byte & 0xF)],
        ]),
    }
}

/// Most credentials are smaller.
const USUAL: usize = 8 * 1024;

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
