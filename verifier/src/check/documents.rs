//! Documents that a passport binds by digest (VCDM 2.0 section 5.3), held against the files that the reader has.
//!
//! A file that is not what was bound fails the check `schema`: the list of checks is fixed, the credential says
//! something that the file contradicts, and no other check is about what it says. What is bound and could not be
//! compared is no failure; the report lists it.

use credentials::Problem;
use credentials::battery::documents::{Bound, bound};
use credentials::battery::passport::PASSPORT;
use credentials::model::has_type;
use platform::documents::Given;
use serde_json::Value;

use super::{Case, Tense};
use crate::report::{DocumentState, DocumentStatus};

/// What was found of the documents: those that are bound, and the first that is not as it should be.
#[derive(Debug, Default)]
pub(crate) struct Documents {
    /// Every document that the credential binds.
    pub states: Vec<DocumentState>,
    /// The first fault.
    pub fault: Option<Problem>,
}

/// Looks at the documents of a current passport. An earlier one may have bound an earlier edition.
pub(crate) fn look(case: &Case<'_>) -> Documents {
    if case.tense != Tense::Present || !case.view().has_type(PASSPORT) {
        return Documents::default();
    }
    let bound = bound(&case.credential);
    let given = &case.policy.documents;
    let mut found = Documents::default();
    for document in &bound {
        let status = compare(document, given);
        if status == DocumentStatus::Mismatch {
            found.fault.get_or_insert_with(|| mismatch(document));
        }
        found.states.push(DocumentState {
            id: document.url.clone(),
            pointer: document.pointer.to_string(),
            status,
        });
    }
    let stray = given
        .iter()
        .find(|file| !file.listed && !is_known(file, &bound));
    if let Some(file) = stray {
        found.fault.get_or_insert_with(|| unbound(file));
    }
    found
}

/// A file that was given for a document, where nothing that was shown is a passport, which alone binds any.
pub(crate) fn stray(given: &[Given], shown: Option<&Value>) -> Option<Problem> {
    if shown.is_some_and(|credential| has_type(credential, PASSPORT)) {
        return None;
    }
    given.iter().find(|file| !file.listed).map(unbound)
}

/// By the address it was given for; a file that stands alone, by what is in it or else by its name.
fn compare(document: &Bound, given: &[Given]) -> DocumentStatus {
    let holds = |file: &&Given| document.integrity.holds_for(&file.bytes);
    let mut named = given.iter().filter(|file| match &file.url {
        Some(url) => *url == document.url,
        None => is_called(file, document) || holds(file),
    });
    match (named.clone().next(), named.all(|file| holds(&file))) {
        (None, _) => DocumentStatus::Unchecked,
        (Some(_), true) => DocumentStatus::Match,
        (Some(_), false) => DocumentStatus::Mismatch,
    }
}

fn is_known(file: &Given, bound: &[Bound]) -> bool {
    bound.iter().any(|document| match &file.url {
        Some(url) => *url == document.url,
        None => is_called(file, document) || document.integrity.holds_for(&file.bytes),
    })
}

/// Whether the file has the name that ends the document's address.
fn is_called(file: &Given, document: &Bound) -> bool {
    let path = document.url.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit('/').next().filter(|name| !name.is_empty());
    name.is_some() && name == file.path.file_name().and_then(|name| name.to_str())
}

fn mismatch(document: &Bound) -> Problem {
    Problem::new(
        "document.mismatch",
        format!(
            "the file given for {} is not the document that was bound",
            document.url
        ),
    )
    .at(document.pointer.to_string())
    .hint("do not rely on the file; ask the issuer for the document that its passport binds")
}

fn unbound(file: &Given) -> Problem {
    let name = match &file.url {
        Some(url) => url.clone(),
        None => file.path.display().to_string(),
    };
    Problem::new(
        "document.not_bound",
        format!("nothing that is disclosed binds the document {name}"),
    )
    .at("/relatedResource")
    .hint("nobody can tell whether it is genuine; a restricted document is bound beside its attribute, which has to be disclosed")
}
