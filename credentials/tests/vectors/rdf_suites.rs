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
    for steps in [
        "vc-di-ecdsa/ecdsa-sd-2023/employ",
        "vc-di-ecdsa/ecdsa-sd-2023/prc",
        "vc-di-bbs",
        "vc-di-bbs/prc",
    ] {
        let Some(folder) = find("rdf_suites", steps) else {
            continue;
        };
        let mut document = read_json(folder.join("addSignedSDBase.json"));
        document.as_object_mut().unwrap().shift_remove("proof");
        let canonical_document = canonical(&Node::from(&document), Hash::Sha256);
        let lines: Vec<Value> = canonical_document.lines().map(Value::from).collect();
        let expected = read_json(folder.join("addBaseDocCanon.json"));
        assert_eq!(Value::from(lines), expected, "{steps}");
        let text = read(folder.join("addProofConfig.json"));
        let configuration = canonical(&Node::parse(text.as_bytes()).unwrap(), Hash::Sha256);
        assert_eq!(
            configuration.as_str(),
            read(folder.join("addProofConfigCanon.txt")),
            "{steps}"
        );
    }
}
