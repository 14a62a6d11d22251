//! The documents that a passport names (declaration of conformity, test reports, due-diligence report, dismantling
//! information …), bound by digest so that none can be swapped afterwards.
//!
//! A public document is bound by an entry of `relatedResource` (VCDM 2.0 section 5.3), which every reader is shown:
//! VC-JOSE-COSE section 3.2.1 lets nobody withhold it. The entry of a test report would tell the public where the
//! report lies and what it hashes to (Annex XIII point 3 is for authorities). So a restricted document is bound by a
//! digest beside the attribute that names it, such as `resultOfTestReportDigest`: an attribute of the same audience,
//! withheld and disclosed like any other, under every suite.
//!
//! [`named`] finds the documents, [`bind`] binds them, [`bound`] says what is bound,
//! [`documents`] what is known of each document, [`crate::battery::lint::evidence`] judges it.

mod bind;
mod bound;
mod media_type;
mod named;

use std::collections::BTreeMap;

use serde_json::Value;

use super::attributes::{Attribute, Part, table};
use crate::json::JsonPointer;

pub use bind::{BindError, attach, bind};
pub use bound::{Bound, Document, bound, documents};
pub use media_type::media_type;
pub use named::{Named, named};

/// The bytes of documents at hand, by URL.
pub type Files = BTreeMap<String, Vec<u8>>;

/// The entries of `relatedResource`, which may be one alone or a list, each with its place in it.
fn entries(related: &Value) -> impl Iterator<Item = (JsonPointer, &Value)> {
    let list = related.as_array().map(Vec::as_slice).unwrap_or_default();
    let alone = related.is_object().then(|| (JsonPointer::root(), related));
    let several = list.iter().enumerate();
    let several = several.map(|(at, entry)| (JsonPointer::root().child(at), entry));
    several.chain(alone)
}

/// The texts of a member that may have one or several.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
        other => other.as_str().into_iter().collect(),
    }
}

/// What people call a link: an attribute by its own title, a member by that of its attribute.
fn title(row: &'static Attribute) -> &'static str {
    match row.part {
        Part::Member => table().governing(row.pointer).unwrap_or(row).title,
        _ => row.title,
    }
}
