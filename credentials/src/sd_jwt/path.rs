//! The way to a place while a document is walked.

use crate::json::JsonPointer;

/// One step of it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step<'v> {
    Member(&'v str),
    Item(usize),
}

/// The place as a pointer, made when something must be said about it.
pub(super) fn pointer(path: &[Step<'_>]) -> JsonPointer {
    let token = |step: &Step<'_>| match step {
        Step::Member(name) => (*name).to_owned(),
        Step::Item(at) => at.to_string(),
    };
    path.iter().map(token).collect()
}
