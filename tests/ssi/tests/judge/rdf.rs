//! JSON-LD to canonical N-Quads, under the same pinned contexts.

use std::collections::BTreeSet;

use credentials::canon::jsonld::to_rdf;
use credentials::canon::rdfc::canonicalize;
use credentials::context::Contexts;
use credentials::json::Node;
use serde_json::{Value, json};
use ssi_judge::Judge;
use ssi_judge::documents::{agreed, event, flat, passport, round};

#[test]
fn ssi_reads_the_same_statements_in_a_whole_passport_and_in_an_event() {
    let judge = Judge::new();
    for (name, document) in [
        ("passport", agreed(passport(ISSUER))),
        ("event", agreed(event(ISSUER))),
        ("flat", flat(ISSUER)),
    ] {
        let theirs = judge.canonical(&document).unwrap();
        assert_eq!(ours(&document).unwrap(), theirs, "{name}");
    }
}

#[test]
fn a_number_that_16_digits_do_not_tell_exactly_has_16_digits_here_and_the_fewest_there() {
    // JSON-LD 1.1 API section 8.6: the canonical double is that of `printf("%1.15E")`, trailing zeros left out. So does
    // jsonld.js. ssi writes the shortest text that reads as the same number, and signs other statements for it.
    let judge = Judge::new();
    for (document, name, written, shortest) in [
        (
            passport(ISSUER),
            "roundTripEfficiencyAt50PercentCycleLife",
            "9.409999999999999E1",
            "9.41E1",
        ),
        (
            event(ISSUER),
            "stateOfCertifiedEnergyValue",
            "9.809999999999999E1",
            "9.81E1",
        ),
    ] {
        let ours = unnamed(&ours(&document).unwrap());
        let theirs = unnamed(&judge.canonical(&document).unwrap());
        let statement = |number: &str| {
            let property = format!("<https://w3id.org/voltproof/dbp#{name}>");
            format!("_: {property} \"{number}\"^^<http://www.w3.org/2001/XMLSchema#double> .")
        };
        let only = |one: &BTreeSet<String>, other: &BTreeSet<String>| -> Vec<String> {
            one.difference(other).cloned().collect()
        };
        assert_eq!(only(&ours, &theirs), [statement(written)]);
        assert_eq!(only(&theirs, &ours), [statement(shortest)]);
    }
}

#[test]
fn objects_that_say_the_same_get_other_names_there() {
    // RDFC-1.0 section 4.8.3 step 5.4.4.1: a related blank node that has its canonical name already is appended to `path`.
    // ssi 0.16 puts it on the recursion list, which its pull request 709 mends after this release. The passport gives one
    // address to manufacturer and operator. oxrdf names them as we do, see tests/rdf_oracle.rs.
    let mut document = passport(ISSUER);
    round(&mut document);
    let (ours, theirs) = (
        ours(&document).unwrap(),
        Judge::new().canonical(&document).unwrap(),
    );
    assert_ne!(ours, theirs);
    assert_eq!(unnamed(&ours), unnamed(&theirs));
}

#[test]
fn a_term_that_no_context_defines_is_refused_by_both() {
    let mut document = flat(ISSUER);
    document["credentialSubject"]["unheardOf"] = json!("x");
    assert!(ours(&document).is_err());
    assert!(Judge::new().canonical(&document).is_err());
}

#[test]
fn a_context_that_is_not_pinned_is_refused_by_both() {
    let mut document = flat(ISSUER);
    let contexts = document["@context"].as_array_mut().unwrap();
    contexts.push(json!("https://elsewhere.example/context/v1"));
    assert!(ours(&document).is_err());
    assert!(Judge::new().canonical(&document).is_err());
}

fn ours(document: &Value) -> Result<String, String> {
    let dataset = to_rdf(&Node::from(document), Contexts::pinned()).map_err(|e| e.to_string())?;
    let canonical = canonicalize(&dataset).map_err(|e| e.to_string())?;
    Ok(canonical.as_str().to_owned())
}

/// The statements without the names of their blank nodes.
fn unnamed(canonical: &str) -> BTreeSet<String> {
    let unnamed = |line: &str| {
        let words = line
            .split(' ')
            .map(|word| if word.starts_with("_:") { "_:" } else { word });
        words.collect::<Vec<_>>().join(" ")
    };
    canonical.lines().map(unnamed).collect()
}

const ISSUER: &str = "did:web:voltcell.example";
