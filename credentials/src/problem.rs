//! The one shape that every error of the workspace can be turned into.

use serde::Serialize;

/// What went wrong, for a program and for a person: what `--json` prints and what a service answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Dotted and stable, such as `sd_jwt.disclosure_repeated`.
    pub code: &'static str,
    /// What was expected and what was found; lower case, no full stop.
    pub message: String,
    /// JSON pointer (RFC 6901) to the place in the input.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}
