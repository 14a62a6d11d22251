//! RDF statements in memory and as N-Quads.
//!
//! A [`Dataset`] keeps every term as the bytes that N-Quads writes for it, one after another in one text, and blank
//! nodes as numbers: writing a statement copies bytes, and nothing is escaped twice.

mod dataset;
mod nquads;

pub use dataset::{Blank, Dataset, Quad, Span, Term};
pub use nquads::{NQuadsError, NQuadsFault};

pub(crate) use dataset::Place;
pub(crate) use nquads::{XSD_STRING, is_iri, is_language_tag, write_escaped};
