//! JSON-LD to canonical N-Quads against jsonld.js and rdf-canonize.

use credentials::Coded;
use credentials::canon::jsonld::to_rdf;
use credentials::canon::rdfc::canonicalize;
use credentials::context::Contexts;
use credentials::json::Node;
use serde_json::{Value, json};

use super::documents::{contexts, event, passport};
use super::judge::{accepts, ask};

const JUDGE: &str = "json_ld.js";
const ISSUER: &str = "did:web:voltcell.example";

#[test]
fn jsonld_js_reads_the_same_statements_in_whole_passports_and_an_event() {
    use issuer::sample;
    for (name, document) in [
        ("ev", passport(sample::ev_passport(), ISSUER)),
        ("lmt", passport(sample::lmt_passport(), ISSUER)),
        (
            "stationary",
            passport(sample::stationary_passport(), ISSUER),
        ),
        (
            "second life",
            passport(sample::second_life_passport(), ISSUER),
        ),
        ("event", event(ISSUER)),
    ] {
        let answer = accepts(JUDGE, &request(&document));
        assert_eq!(answer["statements"], ours(&document), "{name}");
    }
}

#[test]
fn a_term_that_no_context_defines_is_refused_by_both_at_any_depth() {
    for place in ["", "generalProductInformation", "labels"] {
        let mut document = passport(issuer::sample::ev_passport(), ISSUER);
        let subject = &mut document["credentialSubject"];
        let object = if place.is_empty() {
            subject
        } else {
            &mut subject[place]
        };
        object["unheardOf"] = json!("x");
        assert!(
            ask(JUDGE, &request(&document)).get("error").is_some(),
            "{place}"
        );
        let error = to_rdf(&Node::from(&document), Contexts::pinned()).unwrap_err();
        assert_eq!(error.code(), "jsonld.undefined_term", "{place}");
    }
}

fn request(document: &Value) -> Value {
    json!({"do": "canonize", "document": document, "contexts": contexts()})
}

fn ours(document: &Value) -> String {
    let dataset = to_rdf(&Node::from(document), Contexts::pinned()).unwrap();
    canonicalize(&dataset).unwrap().as_str().to_owned()
}
