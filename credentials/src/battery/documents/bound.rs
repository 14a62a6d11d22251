//! What is bound, and whether the files at hand are what was bound.

use serde::Serialize;
use serde_json::Value;

use super::{Files, Named, entries, named};
use crate::json::JsonPointer;
use crate::model::Integrity;

/// A document that a credential binds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// Its address.
    pub url: String,
    /// Where its digest stands, in the credential.
    pub pointer: JsonPointer,
    /// What it has to hash to.
    pub integrity: Integrity,
}

/// A document that a passport names, and what is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Document {
    /// Its address.
    pub url: String,
    /// What people call the attribute that names it.
    pub title: &'static str,
    /// What names it, relative to `credentialSubject`.
    pub pointer: JsonPointer,
    /// Whether not everybody may see it.
    pub restricted: bool,
    /// Whether a digest binds it.
    pub bound: bool,
    /// Whether its bytes are at hand.
    pub present: bool,
    /// Whether these are the bytes that were bound; nothing where there is nothing to compare.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matches: Option<bool>,
}

/// The documents that `credential` binds, as far as it is disclosed: public ones by `relatedResource`, restricted ones
/// beside their links. Its contexts may be listed among the former and are no documents.
pub fn bound(credential: &Value) -> Vec<Bound> {
    let contexts = super::texts(&credential["@context"]);
    let in_credential = JsonPointer::from_iter(["credentialSubject"]);
    let public = entries(&credential["relatedResource"]).filter_map(|(place, entry)| {
        Some(Bound {
            url: entry["id"].as_str()?.to_owned(),
            pointer: JsonPointer::from_iter(["relatedResource"]).join(&place),
            integrity: Integrity::of(entry)?,
        })
    });
    let subject = &credential["credentialSubject"];
    let restricted = named(subject).into_iter().filter_map(|link| {
        let place = link.digest_place()?;
        Some(Bound {
            url: link.url.to_owned(),
            integrity: Integrity::of_multibase(place.get(subject)?.as_str()?)?,
            pointer: in_credential.join(&place),
        })
    });
    public
        .filter(|bound| !contexts.contains(&bound.url.as_str()))
        .chain(restricted)
        .collect()
}

/// The documents of a passport that is issued, or is to be: those its claims rest on, and whatever else is bound or at
/// hand. `related` is the credential's `relatedResource`.
pub fn documents(subject: &Value, related: &Value, files: &Files) -> Vec<Document> {
    let known = |link: &Named<'_>| {
        let integrity = integrity(subject, related, link);
        let file = files.get(link.url);
        Document {
            url: link.url.to_owned(),
            title: super::title(link.row),
            pointer: link.pointer.clone(),
            restricted: !link.is_public(),
            bound: integrity.is_some(),
            present: file.is_some(),
            matches: integrity
                .zip(file)
                .map(|(known, bytes)| known.holds_for(bytes)),
        }
    };
    named(subject)
        .iter()
        .map(|link| (link.is_evidence(), known(link)))
        .filter(|(evidence, document)| *evidence || document.bound || document.present)
        .map(|(_, document)| document)
        .collect()
}

fn integrity(subject: &Value, related: &Value, link: &Named<'_>) -> Option<Integrity> {
    if let Some(place) = link.digest_place() {
        return Integrity::of_multibase(place.get(subject)?.as_str()?);
    }
    let (_, entry) = entries(related).find(|(_, entry)| entry["id"] == link.url)?;
    Integrity::of(entry)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::battery::documents::bind;

    const DECLARATION: &str = "https://volt.example/doc.pdf";
    const REPORT: &str = "https://volt.example/test-report.pdf";

    fn files(given: &[(&str, &str)]) -> Files {
        given
            .iter()
            .map(|(url, text)| ((*url).to_owned(), text.as_bytes().to_vec()))
            .collect()
    }

    fn credential() -> Value {
        let mut subject = json!({"labels": {
            "declarationOfConformity": DECLARATION, "resultOfTestReport": REPORT
        }});
        let given = files(&[(DECLARATION, "we declare"), (REPORT, "passed")]);
        let mut related = bind(&mut subject, &given, None).unwrap();
        related
            .push(json!({"id": "https://www.w3.org/ns/credentials/v2", "digestSRI": "sha256-x"}));
        json!({
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "relatedResource": related,
            "credentialSubject": subject
        })
    }

    #[test]
    fn what_is_bound_is_found_with_the_place_of_its_digest() {
        let credential = credential();
        let found = bound(&credential);
        let places: Vec<_> = found
            .iter()
            .map(|bound| (bound.url.as_str(), bound.pointer.to_string()))
            .collect();
        assert_eq!(
            places,
            [
                (DECLARATION, "/relatedResource/0".to_owned()),
                (
                    REPORT,
                    "/credentialSubject/labels/resultOfTestReportDigest".to_owned()
                ),
            ]
        );
        assert!(found[1].integrity.holds_for(b"passed"));
        assert!(!found[1].integrity.holds_for(b"failed"));
    }

    #[test]
    fn a_document_is_bound_or_not_at_hand_or_not_and_matches_or_not() {
        let credential = credential();
        let subject = &credential["credentialSubject"];
        let related = &credential["relatedResource"];
        let state = |related: &Value, given: &[(&str, &str)]| {
            documents(subject, related, &files(given))
                .iter()
                .map(|document| (document.bound, document.present, document.matches))
                .collect::<Vec<_>>()
        };
        let swapped = [(DECLARATION, "we declare"), (REPORT, "failed")];
        assert_eq!(
            state(related, &swapped),
            [(true, true, Some(true)), (true, true, Some(false))]
        );
        assert_eq!(
            state(&Value::Null, &[]),
            [(false, false, None), (true, false, None)]
        );
    }

    #[test]
    fn a_related_resource_that_stands_alone_is_read_as_one() {
        let mut credential = credential();
        credential["relatedResource"] = credential["relatedResource"][0].clone();
        assert_eq!(
            bound(&credential)[0].pointer.to_string(),
            "/relatedResource"
        );
    }
}
