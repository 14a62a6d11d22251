//! Strict JSON: one parser for everything that comes from outside.
//!
//! RFC 8259 with the limits that signatures need (RFC 7493, I-JSON): UTF-8 only, no member name twice, no lone
//! surrogate, no number that RFC 8785 would change silently, bounded size and depth.
//!
//! - [`parse`] gives a [`serde_json::Value`]; [`Node`] is the borrowed tree of the hot path; [`Tree`] is either
//! - [`JsonPointer`] names a place in a document (RFC 6901)

#[cfg(test)]
pub(crate) mod arbitrary;
mod error;
mod node;
mod parser;
mod pointer;
mod tree;

use serde_json::Value;

pub use error::{JsonError, JsonFault};
pub use node::{Member, Node, Number, Object};
pub use pointer::{JsonPointer, PointerError};
pub use tree::Tree;

pub(crate) use node::{utf16_beginning, utf16_order};
pub(crate) use parser::plain_prefix;

/// Bounds on what the parser accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Largest text, in bytes.
    pub size: usize,
    /// Deepest nesting of arrays and objects.
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            size: 4 * 1024 * 1024,
            depth: 64,
        }
    }
}

/// Parses one JSON text under the default [`Limits`].
pub fn parse(text: &[u8]) -> Result<Value, JsonError> {
    parse_with(text, Limits::default())
}

/// Parses one JSON text under the given limits.
pub fn parse_with(text: &[u8], limits: Limits) -> Result<Value, JsonError> {
    Node::parse_with(text, limits).map(Value::from)
}
