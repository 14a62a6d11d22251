//! Are the claims backed by documents that are bound, and are the files at hand the ones that were bound?

use serde_json::Value;
use url::Url;

use super::finding::{Finding, Findings};
use crate::battery::attributes::table;
use crate::battery::documents::{Document, Files, documents, named};
use crate::model::Integrity;

/// Judges the evidence of a passport: its subject, its `relatedResource` (null before it is issued), and the documents
/// at hand. A document that is bound and does not match blocks issuing; one that is not bound leaves the evidence
/// incomplete.
pub fn evidence(subject: &Value, related: &Value, files: &Files) -> Findings {
    let mut findings = Findings::default();
    for document in documents(subject, related, files) {
        let place = document.pointer.to_string();
        let finding = match (document.bound, document.matches) {
            (true, Some(false)) => Some(swapped(&document)),
            // What is no address can be bound to nothing; the verdict schema tells of it.
            (false, _) if !document.present && Url::parse(&document.url).is_ok() => {
                Some(unbound(&document))
            }
            _ => None,
        };
        findings.extend(finding.map(|finding| match table().governing(&place) {
            Some(row) => finding.by(row),
            None => finding,
        }));
    }
    malformed(subject, &mut findings);
    unnamed(subject, files, &mut findings);
    findings.in_order()
}

fn swapped(document: &Document) -> Finding {
    let Document { title, url, .. } = document;
    Finding::error(
        "document.mismatch",
        &document.pointer,
        format!("{title}: the file given for {url} is not the document that was bound"),
    )
    .hint("take the file that was bound; a new edition is bound by a corrected passport (issue passport --supersede --document)")
}

fn unbound(document: &Document) -> Finding {
    let Document { title, url, .. } = document;
    Finding::warning(
        "document.unbound",
        &document.pointer,
        format!("{title} is named, but no digest binds it"),
    )
    .hint(format!("bind it: --document {url}=FILE"))
}

/// A digest that stands beside its link and cannot be read binds nothing.
fn malformed(subject: &Value, findings: &mut Findings) {
    for link in named(subject) {
        let Some(place) = link.digest_place() else {
            continue;
        };
        let Some(found) = place.get(subject) else {
            continue;
        };
        if found.as_str().and_then(Integrity::of_multibase).is_none() {
            findings.push(
                Finding::error(
                    "document.digest",
                    &place,
                    "expected a digestMultibase: u and the base64url of a SHA-2 multihash",
                )
                .hint("leave it out, and let --document make it"),
            );
        }
    }
}

fn unnamed(subject: &Value, files: &Files, findings: &mut Findings) {
    let links = named(subject);
    for url in files.keys() {
        if links.iter().all(|link| link.url != *url) {
            findings.push(
                Finding::error(
                    "document.unnamed",
                    "",
                    format!("no attribute of this passport names the document {url}"),
                )
                .hint("write its address as the passport does"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{complete, with};
    use super::super::{Answer, Severity, Verdict};
    use super::*;
    use crate::battery::category::Category;
    use crate::battery::documents::bind;

    const REPORT: &str = "/labels/resultOfTestReport";

    /// A file for every document that counts as evidence, each its own address.
    fn files(subject: &Value) -> Files {
        let links = named(subject);
        let evidence = links.iter().filter(|link| link.is_evidence());
        evidence
            .map(|link| (link.url.to_owned(), link.url.as_bytes().to_vec()))
            .collect()
    }

    #[test]
    fn evidence_is_incomplete_until_every_document_is_bound() {
        for category in Category::ALL {
            let mut subject = complete(category);
            let bare = evidence(&subject, &Value::Null, &Files::new());
            assert_eq!(bare.ruling(Verdict::Evidence).verdict, Answer::Incomplete);
            assert!(bare.iter().all(|finding| finding.code == "document.unbound"
                && finding.severity == Severity::Warning
                && finding.article.is_some()));
            assert!(bare.is_compliant(), "a missing document blocks nothing");

            let given = files(&subject);
            let related = json!(bind(&mut subject, &given, None).unwrap());
            let whole = evidence(&subject, &related, &Files::new());
            assert_eq!(
                whole.ruling(Verdict::Evidence).verdict,
                Answer::Pass,
                "{category}: {whole:#?}"
            );
            assert_eq!(evidence(&subject, &related, &given), Findings::default());
        }
    }

    #[test]
    fn a_swapped_document_fails_at_the_attribute_that_names_it() {
        let mut subject = complete(Category::Ev);
        let mut given = files(&subject);
        let related = json!(bind(&mut subject, &given, None).unwrap());
        let url = subject.pointer(REPORT).unwrap().as_str().unwrap();
        given.insert(url.to_owned(), b"another report".to_vec());
        let findings = evidence(&subject, &related, &given);
        let found: Vec<_> = findings
            .iter()
            .map(|finding| (finding.code, finding.pointer.to_string()))
            .collect();
        assert_eq!(found, [("document.mismatch", REPORT.to_owned())]);
        assert_eq!(findings.ruling(Verdict::Evidence).verdict, Answer::Fail);
        let article = findings.errors().next().unwrap().article.clone().unwrap();
        assert!(article.starts_with("Annex XIII 3"), "{article}");
    }

    #[test]
    fn what_is_no_address_is_not_asked_to_be_bound() {
        let subject = with(Category::Ev, REPORT, json!("on request"));
        let findings = evidence(&subject, &Value::Null, &Files::new());
        assert!(
            findings
                .iter()
                .all(|finding| finding.pointer.to_string() != REPORT)
        );
        assert!(findings.iter().next().is_some());
    }

    #[test]
    fn a_digest_that_is_none_and_a_file_that_nothing_names_are_errors() {
        let place = "/labels/resultOfTestReportDigest";
        let mut given = Files::new();
        given.insert("https://elsewhere.example/".to_owned(), Vec::new());
        let subject = with(Category::Ev, place, json!("sha256"));
        let findings = evidence(&subject, &Value::Null, &given);
        let codes: Vec<_> = findings.errors().map(|finding| finding.code).collect();
        assert_eq!(codes, ["document.digest", "document.unnamed"]);
    }
}
