//! Documents that are bound by digest: the right file, a swapped one, and who is shown what.

use std::path::PathBuf;

use credentials::battery::documents::{Files, attach, bind};
use credentials::battery::passport::disclosed_to;
use credentials::battery::{Audience, Purpose};
use credentials::context::Contexts;
use credentials::secured::Secured;
use credentials::suite::Suite;
use platform::documents::Given;
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Value, json};
use verifier::{CheckName, DocumentStatus, Policy};

use crate::world::{World, full_subject, policy, refused, verified};

const DECLARATION: &str = "https://docs.cells.example/declaration.pdf";
const REPORT: &str = "https://docs.cells.example/test-report.pdf";
const AT_REPORT: &str = "/credentialSubject/labels/resultOfTestReportDigest";

fn subject(mut subject: Value) -> Value {
    subject["labels"]["declarationOfConformity"] = json!(DECLARATION);
    subject["labels"]["resultOfTestReport"] = json!(REPORT);
    // A digest of the generated text would be none.
    if let Some(labels) = subject["labels"].as_object_mut() {
        labels.remove("resultOfTestReportDigest");
    }
    subject
}

/// A passport that binds a public and a restricted document.
fn passport(world: &World, content: Value) -> Value {
    let mut content = subject(content);
    let files = Files::from([
        (DECLARATION.to_owned(), b"we declare".to_vec()),
        (REPORT.to_owned(), b"passed".to_vec()),
    ]);
    let related = bind(&mut content, &files, None).unwrap();
    let mut credential = world.passport_of(content);
    attach(&mut credential, related);
    credential
}

fn given(url: Option<&str>, path: &str, bytes: &[u8]) -> Given {
    Given {
        url: url.map(str::to_owned),
        path: PathBuf::from(path),
        bytes: bytes.to_vec(),
        listed: false,
    }
}

fn with(documents: Vec<Given>) -> Policy {
    Policy {
        documents,
        ..policy()
    }
}

fn sd_jwt(world: &World) -> Secured {
    let credential = passport(world, full_subject());
    let holder = Some(world.holder.key.public());
    world.issuer.secure(&credential, Suite::SdJwt, holder)
}

#[test]
fn the_documents_that_were_bound_pass_by_address_and_by_name() {
    let world = World::new();
    let secured = sd_jwt(&world);
    for files in [
        vec![
            given(Some(DECLARATION), "a.pdf", b"we declare"),
            given(Some(REPORT), "b.pdf", b"passed"),
        ],
        vec![
            given(None, "downloads/declaration.pdf", b"we declare"),
            given(None, "renamed.pdf", b"passed"),
        ],
    ] {
        let report = world.verify(secured.to_text(), &with(files));
        verified(&report);
        let states: Vec<_> = report
            .documents
            .iter()
            .map(|document| {
                (
                    document.id.as_str(),
                    document.pointer.as_str(),
                    document.status,
                )
            })
            .collect();
        assert_eq!(
            states,
            [
                (DECLARATION, "/relatedResource/0", DocumentStatus::Match),
                (REPORT, AT_REPORT, DocumentStatus::Match),
            ]
        );
    }
}

#[test]
fn a_swapped_document_is_refused_where_its_digest_stands() {
    let world = World::new();
    let secured = sd_jwt(&world);
    for (file, place) in [
        (
            given(Some(DECLARATION), "a.pdf", b"we declare nothing"),
            "/relatedResource/0",
        ),
        (
            given(None, "declaration.pdf", b"we declare nothing"),
            "/relatedResource/0",
        ),
        (given(Some(REPORT), "b.pdf", b"failed"), AT_REPORT),
    ] {
        let report = world.verify(secured.to_text(), &with(vec![file]));
        refused(&report, CheckName::Schema, "document.mismatch", Some(place));
        let bad = report
            .documents
            .iter()
            .find(|document| document.pointer == place);
        assert_eq!(bad.unwrap().status, DocumentStatus::Mismatch);
    }
}

#[test]
fn a_file_that_nothing_binds_is_refused_unless_a_folder_listed_it() {
    let world = World::new();
    let secured = sd_jwt(&world);
    let stray = given(Some("https://docs.cells.example/other.pdf"), "o.pdf", b"?");
    let report = world.verify(secured.to_text(), &with(vec![stray.clone()]));
    refused(
        &report,
        CheckName::Schema,
        "document.not_bound",
        Some("/relatedResource"),
    );
    let listed = Given {
        listed: true,
        ..stray
    };
    verified(&world.verify(secured.to_text(), &with(vec![listed])));
}

#[test]
fn what_is_bound_and_was_not_given_is_listed_and_no_failure() {
    let world = World::new();
    let report = world.verify(sd_jwt(&world).to_text(), &policy());
    verified(&report);
    let unchecked =
        |document: &verifier::DocumentState| document.status == DocumentStatus::Unchecked;
    assert_eq!(report.documents.len(), 2);
    assert!(report.documents.iter().all(unchecked));
    let detail = report
        .check(CheckName::Schema)
        .unwrap()
        .detail
        .clone()
        .unwrap();
    assert!(
        detail.contains("2 documents bound and not compared"),
        "{detail}"
    );
}

#[test]
fn each_audience_is_shown_the_documents_of_its_attributes_under_every_selective_suite() {
    for suite in Suite::all().filter(|suite| suite.discloses_selectively()) {
        let world = World::signing(suite);
        let credential = passport(&world, full_subject());
        let secured = world.issuer.secure(&credential, suite, None);
        for audience in [
            Audience::Public,
            Audience::Authority,
            Audience::LegitimateInterest(Purpose::Recycling),
        ] {
            let mut rng = StdRng::seed_from_u64(3);
            let shown = secured.for_audience(audience, Contexts::pinned(), &mut rng);
            let shown = shown.unwrap().unwrap();
            let policy = Policy {
                audience: Some(audience),
                ..policy()
            };
            let report = world.verify(shown.to_text(), &policy);
            verified(&report);
            let urls: Vec<&str> = report
                .documents
                .iter()
                .map(|document| document.id.as_str())
                .collect();
            let expected: &[&str] = match audience {
                Audience::Authority => &[DECLARATION, REPORT],
                _ => &[DECLARATION],
            };
            assert_eq!(urls, expected, "{suite} {audience}");
            let text = shown.credential().to_string();
            assert_eq!(
                text.contains(REPORT),
                audience == Audience::Authority,
                "{suite} {audience}"
            );
        }
    }
}

#[test]
fn a_restricted_document_that_is_bound_for_everybody_is_beyond_the_public() {
    let world = World::new();
    let mut credential = passport(&world, full_subject());
    let entry =
        json!({"id": REPORT, "digestSRI": "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="});
    credential["relatedResource"]
        .as_array_mut()
        .unwrap()
        .push(entry);
    let holder = Some(world.holder.key.public());
    let Secured::SdJwt(whole) = world.issuer.secure(&credential, Suite::SdJwt, holder) else {
        panic!("asked for an SD-JWT");
    };
    for (audience, good) in [(Audience::Public, false), (Audience::Authority, true)] {
        let shown = whole.present(&disclosed_to(&credential, audience)).unwrap();
        let policy = Policy {
            audience: Some(audience),
            ..policy()
        };
        let report = world.verify(shown.to_string(), &policy);
        match good {
            true => verified(&report),
            false => refused(
                &report,
                CheckName::Audience,
                "audience.beyond",
                Some("/relatedResource/1"),
            ),
        }
    }
}
