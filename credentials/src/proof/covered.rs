//! What of a document a proof covers.

use serde_json::Value;

use super::{Proof, ProofError};
use crate::json::Tree;

/// The document as it goes into a proof: without its proofs, or with only those that the proof follows.
#[derive(Debug)]
pub(super) enum Covered<'v, 'd> {
    /// This document, without its `proof`.
    AllButProofs(Tree<'v, 'd>),
    /// This document, as it is.
    Whole(Box<Value>),
}

impl Covered<'_, '_> {
    /// The document, and the member of it that is not covered.
    pub(super) fn parts(&self) -> (Tree<'_, '_>, Option<&'static str>) {
        match self {
            Self::AllButProofs(document) => (*document, Some("proof")),
            Self::Whole(document) => (Tree::from(&**document), None),
        }
    }
}

/// What a new proof of this document covers that follows these previous ones (Data Integrity section 4.3).
pub(super) fn by_new<'v>(
    document: &'v Value,
    previous: &[String],
) -> Result<Covered<'v, 'v>, ProofError> {
    if previous.is_empty() {
        return Ok(Covered::AllButProofs(document.into()));
    }
    let mut covered = document.clone();
    let found = previous.iter().map(|id| {
        let found = find(document.into(), id).map(Tree::to_value);
        found.ok_or_else(|| ProofError::PreviousProofUnknown {
            at: crate::JsonPointer::from_iter(["proof"]),
            id: id.clone(),
        })
    });
    covered["proof"] = found.collect::<Result<_, _>>()?;
    Ok(Covered::Whole(Box::new(covered)))
}

/// What a proof covers of the document that it was read from (Data Integrity section 4.5).
///
/// vc-di-eddsa section 3.3.2 step 4: where the proof has an `@context`, the document's starts with its values in the
/// same order, and the proof's is what was signed.
pub(super) fn by_read<'v, 'd>(
    proof: &Proof,
    document: Tree<'v, 'd>,
) -> Result<Covered<'v, 'd>, ProofError> {
    let context = match &proof.context {
        Some(signed) => another_context(proof, document, signed)?,
        None => None,
    };
    if context.is_none() && proof.previous.is_empty() {
        return Ok(Covered::AllButProofs(document));
    }
    let mut covered = document.to_value();
    if let Some(members) = covered.as_object_mut() {
        members.shift_remove("proof");
        if !proof.previous.is_empty() {
            let found = proof.previous.iter().filter_map(|id| find(document, id));
            let found = found.map(Tree::to_value);
            members.insert("proof".into(), found.collect());
        }
        if let Some(context) = context {
            members.insert("@context".into(), context.clone());
        }
    }
    Ok(Covered::Whole(Box::new(covered)))
}

/// The proof of this `id`.
pub(super) fn find<'v, 'd>(document: Tree<'v, 'd>, id: &str) -> Option<Tree<'v, 'd>> {
    let proofs = document.get("proof")?;
    let has_id = |proof: &Tree<'_, '_>| proof.get("id").and_then(Tree::as_str) == Some(id);
    match proofs.items() {
        Some(mut several) => several.find(has_id),
        None => Some(proofs).filter(has_id),
    }
}

/// The context that was signed, where it is another than the document's; an error where it cannot have been.
fn another_context<'p>(
    proof: &Proof,
    document: Tree<'_, '_>,
    signed: &'p Value,
) -> Result<Option<&'p Value>, ProofError> {
    let found = document.get("@context");
    if found.is_some_and(|found| found.is(signed)) {
        return Ok(None);
    }
    let starts = |found: Tree<'_, '_>| match (found.length(), signed.as_array()) {
        (Some(_), Some(signed)) => (0..)
            .zip(signed)
            .all(|(position, one)| found.item(position).is_some_and(|item| item.is(one))),
        (Some(_), None) => found.item(0).is_some_and(|item| item.is(signed)),
        (None, Some(signed)) => signed.len() == 1 && found.is(&signed[0]),
        (None, None) => false,
    };
    if found.is_some_and(starts) {
        return Ok(Some(signed));
    }
    Err(ProofError::ContextMismatch {
        at: proof.pointer.child("@context"),
    })
}
