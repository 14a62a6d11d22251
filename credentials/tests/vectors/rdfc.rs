//! RDFC-1.0 as the W3C publishes its cases: canonical forms, issued identifiers, datasets to refuse.

use std::collections::BTreeMap;
use std::path::Path;

use credentials::canon::rdf::Dataset;
use credentials::canon::rdfc::{Canonical, Effort, Hash, canonicalize_with};
use credentials::problem::Coded;
use serde_json::Value;

use crate::{find, read, read_json};

#[test]
fn every_published_dataset_has_the_published_canonical_form_and_identifiers() {
    let Some(folder) = find("rdfc", "rdf-canon") else {
        return;
    };
    let manifest = read_json(folder.join("manifest.jsonld"));
    let mut absent = 0;
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    for case in manifest["entries"].as_array().unwrap() {
        let name = format!("{} ({})", case["id"], case["name"]);
        let kind = case["type"].as_str().unwrap();
        let (action, result) = (
            file(&folder, &case["action"]),
            file(&folder, &case["result"]),
        );
        if !action.exists() || !case["result"].is_null() && !result.exists() {
            absent += 1;
            continue;
        }
        *counted.entry(kind).or_default() += 1;
        let text = read(action);
        let (dataset, labels) =
            Dataset::parse_nquads(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let hash = match case["hashAlgorithm"].as_str() {
            None => Hash::Sha256,
            Some("SHA384") => Hash::Sha384,
            Some(other) => panic!("{name}: {other}"),
        };
        let outcome = canonicalize_with(&dataset, hash, Effort::default());
        match kind {
            "rdfc:RDFC10NegativeEvalTest" => {
                assert_eq!(outcome.expect_err(&name).code(), "rdfc.too_alike", "{name}");
            }
            "rdfc:RDFC10EvalTest" => {
                let canonical = outcome.unwrap_or_else(|error| panic!("{name}: {error}"));
                let expected = read(result);
                assert_eq!(canonical.as_str(), expected, "{name}");
                let (again, _) = Dataset::parse_nquads(canonical.as_str()).unwrap();
                let again = canonicalize_with(&again, hash, Effort::default()).unwrap();
                assert_eq!(again.as_str(), expected, "{name}, a second time");
            }
            "rdfc:RDFC10MapTest" => {
                let canonical = outcome.unwrap_or_else(|error| panic!("{name}: {error}"));
                let expected = read_json(result);
                assert_eq!(issued(&canonical, &labels), expected, "{name}");
            }
            other => panic!("{name}: {other}"),
        }
    }
    println!("rdfc: {counted:?}, as published; {absent} are not on this machine");
    assert_eq!(counted.len(), 3);
}

fn file(folder: &Path, name: &Value) -> std::path::PathBuf {
    let name = name.as_str().unwrap_or_default();
    folder.join(name.rsplit('/').next().unwrap())
}

fn issued(canonical: &Canonical, labels: &[String]) -> Value {
    labels
        .iter()
        .zip(canonical.numbers())
        .map(|(label, number)| {
            (
                label.clone(),
                Value::from(format!("c14n{}", number.unwrap())),
            )
        })
        .collect::<serde_json::Map<_, _>>()
        .into()
}
