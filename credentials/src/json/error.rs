//! Why a text is not acceptable JSON, and where.

use std::fmt;

use super::JsonPointer;
use crate::problem::Coded;

/// A refused JSON text: what is wrong, at which byte, inside which member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonError {
    fault: JsonFault,
    offset: usize,
    pointer: JsonPointer,
}

/// What is wrong with a JSON text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JsonFault {
    /// The grammar of RFC 8259 asks for something else.
    #[error("expected {0}")]
    Syntax(&'static str),
    /// The text ends inside a value.
    #[error("the text ends inside a value")]
    Truncated,
    /// Something follows the value.
    #[error("expected the end of the text after the value")]
    TrailingBytes,
    /// The bytes are not UTF-8.
    #[error("the text is not UTF-8")]
    Utf8,
    /// One object has a member name twice.
    #[error("the member name appears twice in its object")]
    DuplicateKey,
    /// An escaped surrogate has no partner.
    #[error("a surrogate escape has no partner")]
    LoneSurrogate,
    /// An integer that no double holds exactly, so that its canonical form would be another number.
    #[error("the integer is beyond 2^53 and has no exact double")]
    NumberImprecise,
    /// A number beyond the range of a double.
    #[error("the number is beyond the range of a double")]
    NumberOutOfRange,
    /// Nested deeper than the limit.
    #[error("nested deeper than the limit of {0}")]
    TooDeep(usize),
    /// Longer than the limit.
    #[error("longer than the limit of {0} bytes")]
    TooLarge(usize),
}

impl JsonError {
    pub(super) fn new(fault: JsonFault, offset: usize) -> Box<Self> {
        Box::new(Self {
            fault,
            offset,
            pointer: JsonPointer::root(),
        })
    }

    /// The same error, seen from one level further out.
    pub(super) fn inside(mut self: Box<Self>, token: impl fmt::Display) -> Box<Self> {
        self.pointer.push_front(token.to_string());
        self
    }

    /// What is wrong.
    pub fn fault(&self) -> JsonFault {
        self.fault
    }

    /// Bytes from the start of the text; for a repeated member name, where its object starts.
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// The member or element that could not be read.
    pub fn at(&self) -> &JsonPointer {
        &self.pointer
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (byte {})", self.fault, self.offset)
    }
}

impl std::error::Error for JsonError {}

impl Coded for JsonError {
    fn code(&self) -> &'static str {
        match self.fault {
            JsonFault::Syntax(_) => "json.syntax",
            JsonFault::Truncated => "json.truncated",
            JsonFault::TrailingBytes => "json.trailing_bytes",
            JsonFault::Utf8 => "json.not_utf8",
            JsonFault::DuplicateKey => "json.duplicate_key",
            JsonFault::LoneSurrogate => "json.lone_surrogate",
            JsonFault::NumberImprecise => "json.number_imprecise",
            JsonFault::NumberOutOfRange => "json.number_out_of_range",
            JsonFault::TooDeep(_) => "json.too_deep",
            JsonFault::TooLarge(_) => "json.too_large",
        }
    }

    fn pointer(&self) -> Option<String> {
        Some(self.pointer.to_string())
    }

    fn hint(&self) -> Option<String> {
        match self.fault {
            JsonFault::DuplicateKey => {
                Some("two readers may each see another value: keep one of the two".into())
            }
            JsonFault::TrailingBytes => Some(
                "one document is read: of a file with one on each line, give a line at a time"
                    .into(),
            ),
            JsonFault::NumberImprecise => Some("write numbers of this size as strings".into()),
            _ => None,
        }
    }
}
