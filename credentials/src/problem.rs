//! What went wrong, in the one shape that every report and every `--json` error uses.

use std::fmt;

use serde::Serialize;

/// One thing a person can act on: a stable code, what was expected and found, where, and what to try.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Dotted and stable, such as `sd_jwt.disclosure_repeated`.
    pub code: &'static str,
    /// Lower case, no full stop: what was expected and what was found.
    pub message: String,
    /// JSON Pointer (RFC 6901) to the place, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// What to try next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

impl Problem {
    /// A problem with a code and a message, at no particular place.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            pointer: None,
            hint: None,
        }
    }

    /// The same problem, at this place.
    #[must_use]
    pub fn at(mut self, pointer: impl fmt::Display) -> Self {
        self.pointer = Some(pointer.to_string());
        self
    }

    /// The same problem, with advice.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.pointer {
            Some(pointer) if !pointer.is_empty() => write!(f, " (at {pointer})"),
            _ => Ok(()),
        }
    }
}

impl std::error::Error for Problem {}

/// An error that carries a stable code, and so can be told as a [`Problem`].
///
/// Every error enum of the workspace implements it; `Problem::from(error)` and `?` then work on all.
pub trait Coded: std::error::Error {
    /// Dotted and stable, such as `json.duplicate_key`.
    fn code(&self) -> &'static str;

    /// JSON Pointer to the place, where there is one.
    fn pointer(&self) -> Option<String> {
        None
    }

    /// What to try next.
    fn hint(&self) -> Option<String> {
        None
    }

    /// This error in the shape of reports.
    fn problem(&self) -> Problem {
        Problem {
            code: self.code(),
            message: self.to_string(),
            pointer: self.pointer(),
            hint: self.hint(),
        }
    }
}

impl<E: Coded> From<E> for Problem {
    fn from(error: E) -> Self {
        error.problem()
    }
}
