//! What is wrong with a mapping, and with one row of many.

use credentials::problem::Coded;
use serde::Serialize;

/// What is wrong with a mapping file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}{at}: {message}", at = pointer.as_ref().map(|at| format!(" at {at}")).unwrap_or_default())]
pub struct MappingFault {
    /// The file.
    pub file: String,
    /// Where in it, where it could be read at all.
    pub pointer: Option<String>,
    /// What was expected and what was found.
    pub message: String,
}

impl Coded for MappingFault {
    fn code(&self) -> &'static str {
        "import.mapping"
    }

    fn pointer(&self) -> Option<String> {
        self.pointer.clone()
    }

    fn hint(&self) -> Option<String> {
        Some("dbp-issuer import TABLE --mapping-template prints a mapping to start from".to_owned())
    }
}

/// Why one row or line of many became no passport.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{file}:{place}: {message}")]
pub struct RowFault {
    /// The file.
    pub file: String,
    /// Line and column (`7:2`), a cell (`Sheet!B7`), or a line and a pointer in it (`7/id`).
    pub place: String,
    /// Stable name of what is wrong.
    pub code: &'static str,
    /// What was expected and what was found.
    pub message: String,
}

impl Coded for RowFault {
    fn code(&self) -> &'static str {
        self.code
    }
}
