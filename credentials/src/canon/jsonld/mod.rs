//! JSON-LD 1.1 read as RDF: expansion and serialization in one pass over the JSON, as much as credentials need.
//!
//! Stricter than the algorithms of the JSON-LD API where they drop what they do not understand: a term that no context
//! defines, a relative IRI, a value without a property are errors that name the place, because what is dropped is not
//! signed. Contexts come from [`Contexts`] alone, and each combination of them is compiled once.
//!
//! Language tags are lower case and a base direction becomes an `i18n` datatype, as the Data Integrity
//! implementations have it.

mod compiled;
mod context;
mod definition;
mod double;
mod error;
mod iri;
mod keyword;
mod literal;
mod maps;
mod marks;
mod names;
mod object;
mod statements;
mod terms;

use crate::canon::rdf::Dataset;
use crate::context::Contexts;
use crate::json::Node;

pub use error::{JsonLdError, JsonLdFault};

pub(crate) use compiled::Compiled;
pub(crate) use context::serial;
pub(crate) use definition::Scoped;
pub(crate) use marks::Marks;
pub(crate) use names::Names;

/// The statements of a JSON-LD document, each once, under whatever names it makes them.
pub fn to_rdf(document: &Node<'_>, contexts: &Contexts) -> Result<Dataset, JsonLdError> {
    let (dataset, _) =
        statements::read(document, contexts, None, None, false).map_err(|error| *error)?;
    Ok(dataset)
}

/// The statements of a JSON-LD document as if its outermost object had no member of this name.
///
/// For what is signed: an error where something that a known context has a name for goes by another, so that who reads
/// members by their names has read all that was said.
pub fn to_rdf_without(
    document: &Node<'_>,
    contexts: &Contexts,
    member: Option<&str>,
) -> Result<Dataset, JsonLdError> {
    let (dataset, _) =
        statements::read(document, contexts, member, None, true).map_err(|error| *error)?;
    Ok(dataset)
}

/// The statements as [`to_rdf_without`] gives them, and of each the groups of marked places that say it.
pub(crate) fn to_rdf_marked(
    document: &Node<'_>,
    contexts: &Contexts,
    member: Option<&str>,
    marks: &Marks,
) -> Result<(Dataset, Vec<u8>), JsonLdError> {
    statements::read(document, contexts, member, Some(marks), true).map_err(|error| *error)
}

#[cfg(test)]
mod tests;
