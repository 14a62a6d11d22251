//! Canonical forms and hashes that the EdDSA, ECDSA and BBS cryptosuites publish.

use credentials::canon::jsonld::{to_rdf, to_rdf_without};
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
fn every_published_document_and_proof_configuration_has_the_published_canonical_form_and_hash() {
    for (folder, suffix, hash) in [
        ("vc-di-eddsa/eddsa-rdfc-2022", "DataInt", Hash::Sha256),
        (
            "vc-di-ecdsa/ecdsa-rdfc-2019-p256",
            "ECDSAP256",
            Hash::Sha256,
        ),
        (
            "vc-di-ecdsa/ecdsa-rdfc-2019-p384",
            "ECDSAP384",
            Hash::Sha384,
        ),
    ] {
        let Some(path) = find("rdf_suites", folder) else {
            continue;
        };
        let unsigned = read(path.join("../unsigned.json"));
        let configuration = read(path.join(format!("proofConfig{suffix}.json")));
        let mut hashes = String::new();
        for (name, text) in [("proof", &configuration), ("doc", &unsigned)] {
            let canonical = canonical(&Node::parse(text.as_bytes()).unwrap(), hash);
            let (form, digest) = match name {
                "proof" => ("proofCanon", "proofHash"),
                _ => ("canonDoc", "docHash"),
            };
            let expected = read(path.join(format!("{form}{suffix}.txt")));
            assert_eq!(canonical.as_str(), expected, "{folder} {name}");
            let digest_expected = read(path.join(format!("{digest}{suffix}.txt")));
            let digest = hash.of([canonical.as_bytes()]).to_string();
            assert_eq!(digest, digest_expected.trim(), "{folder} {name}");
            hashes.push_str(&digest);
        }
        let combined = read(path.join(format!("combinedHash{suffix}.txt")));
        assert_eq!(hashes, combined.trim(), "{folder}");

        let signed = read(path.join(format!("signed{suffix}.json")));
        let signed = Node::parse(signed.as_bytes()).unwrap();
        let dataset = to_rdf_without(&signed, Contexts::pinned(), Some("proof")).unwrap();
        let form = canonicalize_with(&dataset, hash, Effort::default()).unwrap();
        assert_eq!(
            form.as_str(),
            read(path.join(format!("canonDoc{suffix}.txt"))),
            "{folder}, the proof left out"
        );
    }
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
