//! Binding: from files to `relatedResource` entries and to digests beside restricted links.

use serde_json::{Map, Value, json};

use super::{Files, Named, entries, named};
use crate::battery::reference::digest_multibase;
use crate::json::JsonPointer;
use crate::problem::Coded;

/// Why a document cannot be bound.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BindError {
    /// A digest that nothing refers to would prove nothing.
    #[error("no attribute of this passport names the document {0}")]
    Unnamed(String),
    /// A restricted link that is no document of Annex XIII, such as a supplier's web site.
    #[error("{url} is restricted, and the table has no place for its digest")]
    NoPlace {
        /// The document.
        url: String,
        /// What names it, relative to `credentialSubject`.
        pointer: JsonPointer,
    },
}

/// Binds `files` to the links of `subject`, and what `earlier` had bound, the credential that this one corrects, as far
/// as the new content still names it. Restricted documents are bound in the subject; gives the entries of the
/// credential's `relatedResource`, for public ones.
/// A file takes the place of an earlier digest; a digest in the content itself
/// stays, so that a file which does not match is found by the linter.
pub fn bind(
    subject: &mut Value,
    files: &Files,
    earlier: Option<&Value>,
) -> Result<Vec<Value>, BindError> {
    let mut related: Vec<Value> = Vec::new();
    let mut beside: Vec<(JsonPointer, String)> = Vec::new();
    let links = named(subject);
    if let Some(url) = files
        .keys()
        .find(|url| links.iter().all(|link| link.url != **url))
    {
        return Err(BindError::Unnamed(url.clone()));
    }
    for link in &links {
        let file = files.get(link.url);
        if link.is_public() {
            let entry = match file {
                Some(bytes) => Some(entry(link.url, bytes)),
                None => earlier.and_then(|earlier| entry_of(earlier, link.url)),
            };
            // One entry for each document, however often it is named.
            let entry =
                entry.filter(|entry| related.iter().all(|known| known["id"] != entry["id"]));
            related.extend(entry);
            continue;
        }
        let place = match (link.digest_place(), file) {
            (Some(place), _) => place,
            (None, None) => continue,
            (None, Some(_)) => {
                return Err(BindError::NoPlace {
                    url: link.url.to_owned(),
                    pointer: link.pointer.clone(),
                });
            }
        };
        if place.get(subject).is_some() {
            continue;
        }
        let digest = match file {
            Some(bytes) => Some(digest_multibase(bytes)),
            None => earlier.and_then(|earlier| digest_of(earlier, link)),
        };
        beside.extend(digest.map(|digest| (place, digest)));
    }
    for (place, digest) in beside {
        insert(subject, &place, digest);
    }
    Ok(related)
}

/// Puts the entries of [`bind`] into the credential. A list without entries is none (section 5.3).
pub fn attach(credential: &mut Value, related: Vec<Value>) {
    if let Value::Object(members) = credential
        && !related.is_empty()
    {
        members.insert("relatedResource".to_owned(), related.into());
    }
}

fn entry(url: &str, bytes: &[u8]) -> Value {
    let mut entry = Map::new();
    entry.insert("id".to_owned(), url.into());
    if let Some(media_type) = kind(url, bytes) {
        entry.insert("mediaType".to_owned(), media_type.into());
    }
    entry.insert("digestMultibase".to_owned(), digest_multibase(bytes).into());
    entry.into()
}

/// What an earlier credential bound under this address.
fn entry_of(earlier: &Value, url: &str) -> Option<Value> {
    entries(&earlier["relatedResource"])
        .find(|(_, entry)| entry["id"] == url)
        .map(|(_, entry)| entry.clone())
}

/// The digest of the same restricted document in an earlier credential, wherever its list had it.
fn digest_of(earlier: &Value, link: &Named<'_>) -> Option<String> {
    let subject = &earlier["credentialSubject"];
    named(subject)
        .iter()
        .filter(|known| known.row.pointer == link.row.pointer && known.url == link.url)
        .find_map(|known| {
            known
                .digest_place()?
                .get(subject)?
                .as_str()
                .map(str::to_owned)
        })
}

fn insert(subject: &mut Value, place: &JsonPointer, digest: String) {
    let members = place
        .parent()
        .and_then(|parent| parent.get_mut(subject)?.as_object_mut());
    if let (Some(members), Some(name)) = (members, place.tokens().last()) {
        members.insert(name.clone(), json!(digest));
    }
}

/// By what it begins with, else by the ending of its address.
fn kind(url: &str, bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"%PDF-") {
        return Some("application/pdf");
    }
    super::media_type(url)
}

impl Coded for BindError {
    fn code(&self) -> &'static str {
        match self {
            Self::Unnamed(_) => "document.unnamed",
            Self::NoPlace { .. } => "document.no_place",
        }
    }

    fn pointer(&self) -> Option<String> {
        match self {
            Self::Unnamed(_) => None,
            Self::NoPlace { pointer, .. } => Some(pointer.to_string()),
        }
    }

    fn hint(&self) -> Option<String> {
        Some(
            match self {
                Self::Unnamed(_) => {
                    "write its address as the passport does, such as labels/declarationOfConformity"
                }
                Self::NoPlace { .. } => "bind documents, not web sites",
            }
            .to_owned(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DECLARATION: &str = "https://volt.example/doc.pdf";
    const REPORT: &str = "https://volt.example/test-report.pdf";
    const MANUAL: &str = "https://volt.example/dismantling.pdf";
    const SHOP: &str = "https://parts.example/";

    fn subject() -> Value {
        json!({
            "labels": {"declarationOfConformity": DECLARATION, "resultOfTestReport": REPORT},
            "circularity": {
                "dismantlingAndRemovalInformation": [
                    {"documentType": "BillOfMaterial", "documentURL": "https://volt.example/bom.csv"},
                    {"documentType": "Manual", "documentURL": MANUAL}
                ],
                "sparePartSources": [{"supplierWebAddress": SHOP}]
            }
        })
    }

    fn files(given: &[(&str, &str)]) -> Files {
        given
            .iter()
            .map(|(url, text)| ((*url).to_owned(), text.as_bytes().to_vec()))
            .collect()
    }

    #[test]
    fn a_public_document_is_bound_in_the_credential_and_a_restricted_one_beside_its_link() {
        let mut subject = subject();
        let given = files(&[
            (DECLARATION, "%PDF-1.7 we declare"),
            (REPORT, "passed"),
            (MANUAL, "screws"),
        ]);
        let related = bind(&mut subject, &given, None).unwrap();
        assert_eq!(
            related,
            [json!({
                "id": DECLARATION,
                "mediaType": "application/pdf",
                "digestMultibase": digest_multibase(b"%PDF-1.7 we declare")
            })]
        );
        assert_eq!(
            subject["labels"]["resultOfTestReportDigest"],
            digest_multibase(b"passed")
        );
        let manuals = &subject["circularity"]["dismantlingAndRemovalInformation"];
        assert_eq!(manuals[1]["documentURLDigest"], digest_multibase(b"screws"));
        assert!(manuals[0].get("documentURLDigest").is_none());
    }

    #[test]
    fn what_an_earlier_version_bound_is_carried_over_unless_a_new_file_is_given() {
        let mut old = subject();
        let given = files(&[
            (DECLARATION, "first"),
            (REPORT, "passed"),
            (MANUAL, "screws"),
        ]);
        let related = bind(&mut old, &given, None).unwrap();
        let earlier = json!({"relatedResource": related, "credentialSubject": old});

        let mut new = subject();
        // The manual moves up in its list, and is found all the same.
        let manuals = &mut new["circularity"]["dismantlingAndRemovalInformation"];
        manuals.as_array_mut().unwrap().remove(0);
        let related = bind(&mut new, &files(&[(DECLARATION, "second")]), Some(&earlier)).unwrap();
        assert_eq!(related[0]["digestMultibase"], digest_multibase(b"second"));
        assert_eq!(
            new["labels"]["resultOfTestReportDigest"],
            digest_multibase(b"passed")
        );
        let manuals = &new["circularity"]["dismantlingAndRemovalInformation"];
        assert_eq!(manuals[0]["documentURLDigest"], digest_multibase(b"screws"));

        let mut elsewhere = subject();
        elsewhere["labels"]["declarationOfConformity"] = json!("https://volt.example/new.pdf");
        let related = bind(&mut elsewhere, &Files::new(), Some(&earlier)).unwrap();
        assert_eq!(related, [] as [Value; 0]);
    }

    #[test]
    fn a_document_that_nothing_names_or_that_is_none_is_refused() {
        let mut content = subject();
        let stranger = files(&[("https://volt.example/other.pdf", "x")]);
        let error = bind(&mut content, &stranger, None).unwrap_err();
        assert_eq!(error.code(), "document.unnamed");
        let error = bind(&mut content, &files(&[(SHOP, "<html>")]), None).unwrap_err();
        assert_eq!(error.code(), "document.no_place");
        assert_eq!(
            error.pointer().as_deref(),
            Some("/circularity/sparePartSources/0/supplierWebAddress")
        );
    }

    #[test]
    fn a_digest_that_the_content_states_itself_is_not_overwritten() {
        let mut content = subject();
        content["labels"]["resultOfTestReportDigest"] = json!(digest_multibase(b"passed"));
        bind(&mut content, &files(&[(REPORT, "failed")]), None).unwrap();
        assert_eq!(
            content["labels"]["resultOfTestReportDigest"],
            digest_multibase(b"passed")
        );
    }
}
