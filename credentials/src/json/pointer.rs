//! A place in a JSON document (RFC 6901).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::problem::Coded;

/// A JSON Pointer: reference tokens from the root of a document, unescaped.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct JsonPointer(Vec<String>);

/// A text that is not a JSON Pointer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PointerError {
    /// RFC 6901 section 3: empty, or every token begins with `/`.
    #[error("expected a JSON pointer that is empty or starts with `/`, found `{0}`")]
    NoSlash(String),
    /// RFC 6901 section 3: `~` is only ever `~0` or `~1`.
    #[error("expected `~0` or `~1` wherever `~` appears, found `{0}`")]
    Escape(String),
}

impl JsonPointer {
    /// The whole document.
    pub fn root() -> Self {
        Self::default()
    }

    /// Parses the text form, such as `/credentialSubject/id`.
    pub fn parse(text: &str) -> Result<Self, PointerError> {
        if text.is_empty() {
            return Ok(Self::root());
        }
        let Some(tokens) = text.strip_prefix('/') else {
            return Err(PointerError::NoSlash(text.to_owned()));
        };
        let tokens: Option<Vec<String>> = tokens.split('/').map(unescape).collect();
        tokens
            .map(Self)
            .ok_or_else(|| PointerError::Escape(text.to_owned()))
    }

    /// The unescaped reference tokens, outermost first.
    pub fn tokens(&self) -> &[String] {
        &self.0
    }

    /// Whether this is the whole document.
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// Goes one level deeper: a member name or an array index.
    pub fn push(&mut self, token: impl fmt::Display) {
        self.0.push(token.to_string());
    }

    /// Goes one level up and gives the token that was left.
    pub fn pop(&mut self) -> Option<String> {
        self.0.pop()
    }

    /// The place one level deeper.
    #[must_use]
    pub fn child(&self, token: impl fmt::Display) -> Self {
        let mut child = self.clone();
        child.push(token);
        child
    }

    /// The place one level up; none for the root.
    pub fn parent(&self) -> Option<Self> {
        let (_, rest) = self.0.split_last()?;
        Some(Self(rest.to_vec()))
    }

    /// The place that `relative` names when this place is its root.
    #[must_use]
    pub fn join(&self, relative: &Self) -> Self {
        Self(self.0.iter().chain(&relative.0).cloned().collect())
    }

    /// Whether this place is `outer` or lies inside it.
    pub fn starts_with(&self, outer: &Self) -> bool {
        self.0.starts_with(&outer.0)
    }

    /// What the document has at this place.
    pub fn get<'v>(&self, document: &'v Value) -> Option<&'v Value> {
        self.0
            .iter()
            .try_fold(document, |value, token| match value {
                Value::Object(members) => members.get(token),
                Value::Array(items) => items.get(index(token)?),
                _ => None,
            })
    }

    /// What the document has at this place, to be changed.
    pub fn get_mut<'v>(&self, document: &'v mut Value) -> Option<&'v mut Value> {
        self.0
            .iter()
            .try_fold(document, |value, token| match value {
                Value::Object(members) => members.get_mut(token),
                Value::Array(items) => items.get_mut(index(token)?),
                _ => None,
            })
    }

    pub(super) fn push_front(&mut self, token: String) {
        self.0.insert(0, token);
    }
}

impl fmt::Display for JsonPointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|token| write!(f, "/{}", token.replace('~', "~0").replace('/', "~1")))
    }
}

impl FromStr for JsonPointer {
    type Err = PointerError;

    fn from_str(text: &str) -> Result<Self, PointerError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for JsonPointer {
    type Error = PointerError;

    fn try_from(text: String) -> Result<Self, PointerError> {
        Self::parse(&text)
    }
}

impl From<JsonPointer> for String {
    fn from(pointer: JsonPointer) -> Self {
        pointer.to_string()
    }
}

impl<T: Into<String>> FromIterator<T> for JsonPointer {
    fn from_iter<I: IntoIterator<Item = T>>(tokens: I) -> Self {
        Self(tokens.into_iter().map(Into::into).collect())
    }
}

impl Coded for PointerError {
    fn code(&self) -> &'static str {
        match self {
            Self::NoSlash(_) => "json_pointer.no_slash",
            Self::Escape(_) => "json_pointer.escape",
        }
    }
}

fn unescape(token: &str) -> Option<String> {
    if !token.contains('~') {
        return Some(token.to_owned());
    }
    let mut parts = token.split('~');
    let mut out = parts.next()?.to_owned();
    for part in parts {
        match part.as_bytes().first()? {
            b'0' => out.push('~'),
            b'1' => out.push('/'),
            _ => return None,
        }
        out.push_str(&part[1..]);
    }
    Some(out)
}

/// RFC 6901 section 4: digits without a leading zero.
fn index(token: &str) -> Option<usize> {
    let plain =
        token.bytes().all(|b| b.is_ascii_digit()) && (token == "0" || !token.starts_with('0'));
    plain.then(|| token.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_examples_of_rfc_6901_section_5_resolve() {
        let document = json!({"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5,
            "k\"l": 6, " ": 7, "m~n": 8});
        let cases = [
            ("", document.clone()),
            ("/foo", json!(["bar", "baz"])),
            ("/foo/0", json!("bar")),
            ("/", json!(0)),
            ("/a~1b", json!(1)),
            ("/c%d", json!(2)),
            ("/e^f", json!(3)),
            ("/g|h", json!(4)),
            ("/i\\j", json!(5)),
            ("/k\"l", json!(6)),
            ("/ ", json!(7)),
            ("/m~0n", json!(8)),
        ];
        for (text, expected) in cases {
            let pointer = JsonPointer::parse(text).unwrap();
            assert_eq!(pointer.get(&document), Some(&expected), "{text}");
            assert_eq!(pointer.to_string(), text);
            assert_eq!(
                pointer.get_mut(&mut document.clone()),
                Some(&mut expected.clone()),
                "{text}"
            );
        }
    }

    #[test]
    fn malformed_pointers_are_refused() {
        for (text, code) in [
            ("a", "json_pointer.no_slash"),
            ("/~", "json_pointer.escape"),
            ("/~2", "json_pointer.escape"),
            ("/a~", "json_pointer.escape"),
            ("/~é", "json_pointer.escape"),
        ] {
            assert_eq!(JsonPointer::parse(text).unwrap_err().code(), code, "{text}");
        }
    }

    #[test]
    fn an_array_index_has_no_sign_and_no_leading_zero() {
        let document = json!([1, 2]);
        for text in [
            "/01",
            "/-",
            "/+1",
            "/2",
            "/ 1",
            "/",
            "/99999999999999999999999",
        ] {
            assert_eq!(
                JsonPointer::parse(text).unwrap().get(&document),
                None,
                "{text}"
            );
        }
    }

    #[test]
    fn a_place_knows_what_lies_inside_it() {
        let outer = JsonPointer::parse("/a").unwrap();
        let inner = outer.child("b/c").child(0);
        assert_eq!(inner.to_string(), "/a/b~1c/0");
        assert!(inner.starts_with(&outer));
        assert!(!JsonPointer::parse("/ab").unwrap().starts_with(&outer));
        assert_eq!(inner.parent().unwrap().parent().unwrap(), outer);
        assert_eq!(
            outer.join(&JsonPointer::parse("/b").unwrap()).to_string(),
            "/a/b"
        );
        assert_eq!(JsonPointer::root().parent(), None);
    }
}
