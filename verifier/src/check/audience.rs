//! `audience`: nothing is disclosed that the audience may not see, and nothing that is public is withheld.

use credentials::Problem;
use credentials::battery::audit::{audit, told_beyond};
use credentials::battery::documents::{bound, named};
use credentials::battery::event::LIFECYCLE_EVENT;
use credentials::battery::passport::PASSPORT;
use credentials::battery::{Audience, Category};
use credentials::json::JsonPointer;
use serde_json::Value;

use super::Case;
use crate::report::Outcome;

pub(crate) fn check(case: &Case<'_>) -> Outcome {
    let Some(audience) = case.policy.audience else {
        return Outcome::not_asked("no audience was asked for");
    };
    let subject = case
        .credential
        .get("credentialSubject")
        .unwrap_or(&Value::Null);
    if case.view().has_type(LIFECYCLE_EVENT) {
        return match told_beyond(subject, audience).split_first() {
            Some((first, more)) => Outcome::Fail(beyond(audience, first, more.len())),
            None => Outcome::pass(format!(
                "the event tells nothing that the audience {audience} may not see ({})",
                audience.article()
            )),
        };
    }
    if !case.view().has_type(PASSPORT) {
        return Outcome::not_asked("only passports and events tell what is for some audiences");
    }
    let audit = audit(subject, audience, Category::of(subject).ok());
    if let Some((first, more)) = audit.beyond.split_first() {
        return Outcome::Fail(beyond(audience, first, more.len()));
    }
    if let Some((place, url)) = unnamed_documents(&case.credential).into_iter().next() {
        return Outcome::Fail(document(audience, &place, &url));
    }
    if let Some((first, more)) = audit.missing_public.split_first() {
        return Outcome::Fail(missing(first, more.len()));
    }
    Outcome::pass(format!(
        "nothing but what the audience {audience} may see ({}), and all that is public",
        audience.article()
    ))
}

fn beyond(audience: Audience, first: &JsonPointer, more: usize) -> Problem {
    Problem::new(
        "audience.beyond",
        format!(
            "{} is disclosed, which the audience {audience} may not see ({}){}",
            name(first),
            audience.article(),
            and_more(more)
        ),
    )
    .at(format!("/credentialSubject{first}"))
    .hint("do not keep it; ask the holder for a presentation made for this audience")
}

/// Documents that the credential binds for everybody, though nothing that is disclosed names them: where the attribute
/// is withheld, its document has to be.
fn unnamed_documents(credential: &Value) -> Vec<(JsonPointer, String)> {
    let links = named(&credential["credentialSubject"]);
    let schemas = &credential["credentialSchema"];
    let schemas = schemas
        .as_array()
        .map_or(std::slice::from_ref(schemas), Vec::as_slice);
    bound(credential)
        .into_iter()
        .filter(|bound| links.iter().all(|link| link.url != bound.url))
        .filter(|bound| schemas.iter().all(|schema| schema["id"] != *bound.url))
        .map(|bound| (bound.pointer, bound.url))
        .collect()
}

fn document(audience: Audience, place: &JsonPointer, url: &str) -> Problem {
    Problem::new(
        "audience.beyond",
        format!(
            "the document {url} is bound for everybody, but no attribute that the audience {audience} is shown names it ({})",
            audience.article()
        ),
    )
    .at(place.to_string())
    .hint("do not fetch it; its issuer should bind a restricted document beside its attribute")
}

fn missing(first: &JsonPointer, more: usize) -> Problem {
    Problem::new(
        "audience.missing_public",
        format!(
            "{} is public and mandatory, but not disclosed{}",
            name(first),
            and_more(more)
        ),
    )
    .at(format!("/credentialSubject{first}"))
    .hint("ask for a presentation with all public data (Annex XIII point 1), or scan the battery's label")
}

/// The title of an attribute, for people.
fn name(pointer: &JsonPointer) -> String {
    let row = credentials::battery::attributes::table().at(&pointer.to_string());
    row.map_or_else(|| pointer.to_string(), |row| format!("`{}`", row.title))
}

fn and_more(more: usize) -> String {
    match more {
        0 => String::new(),
        more => format!(", and {more} more"),
    }
}
