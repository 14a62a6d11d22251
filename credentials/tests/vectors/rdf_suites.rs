//! Canonical statements that the cryptosuites for selective disclosure publish.

use credentials::canon::jsonld::to_rdf;
use credentials::canon::rdfc::{Canonical, Effort, Hash, canonicalize_with};
use credentials::context::Contexts;
use credentials::json::Node;
use serde_json::Value;

use crate::{find, read, read_json};

fn canonical(document: &Node<'_>, hash: Hash) -> Canonical {
    let dataset = to_rdf(document, Contexts::pinned())
        .unwrap_or_else(|error| panic!("{error} at {}", error.at()));
    canonicalize_with(&dataset, hash, Effort::default()).unwrap()
}

#[test]
fn every_published_document_for_selective_disclosure_has_the_published_statements() {
    for (document, statements, configuration, configured) in [
        (
            "vc-di-ecdsa/employmentAuth.json",
            "vc-di-ecdsa/ecdsa-sd-2023/employ/addBaseDocCanon.json",
            "vc-di-ecdsa/ecdsa-sd-2023/employ/addProofConfig.json",
            "vc-di-ecdsa/ecdsa-sd-2023/employ/addProofConfigCanon.txt",
        ),
        (
            "vc-di-bbs/windDoc.json",
            "vc-di-bbs/addBaseDocCanon.json",
            "vc-di-bbs/addProofConfig.json",
            "vc-di-bbs/addProofConfigCanon.txt",
        ),
    ] {
        let Some(path) = find("rdf_suites", document) else {
            continue;
        };
        let text = read(path);
        let canonical_document = canonical(&Node::parse(text.as_bytes()).unwrap(), Hash::Sha256);
        let lines: Vec<Value> = canonical_document.lines().map(Value::from).collect();
        let expected = read_json(find("rdf_suites", statements).unwrap());
        assert_eq!(Value::from(lines), expected, "{document}");
        let text = read(find("rdf_suites", configuration).unwrap());
        let configuration = canonical(&Node::parse(text.as_bytes()).unwrap(), Hash::Sha256);
        assert_eq!(
            configuration.as_str(),
            read(find("rdf_suites", configured).unwrap()),
            "{document}"
        );
    }
}
