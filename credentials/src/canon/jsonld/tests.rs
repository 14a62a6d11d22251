use serde_json::{Value, json};

use super::*;
use crate::canon::rdfc::canonicalize;
use crate::problem::Coded;

fn canonical(document: &Value) -> Result<String, JsonLdError> {
    let dataset = to_rdf(&Node::from(document), Contexts::pinned())?;
    Ok(canonicalize(&dataset).unwrap().as_str().to_owned())
}

fn statements(document: Value) -> String {
    canonical(&document).unwrap_or_else(|error| panic!("{error} at {}: {document}", error.at()))
}

fn refusal(document: &Value) -> (&'static str, String) {
    let error = canonical(document).expect_err(&document.to_string());
    (error.code(), error.at().to_string())
}

const V2: &str = "https://www.w3.org/ns/credentials/v2";

#[test]
fn what_would_be_dropped_is_refused_with_its_place() {
    let v2 = |more: Value| {
        let mut document = json!({"@context": [V2], "type": "VerifiableCredential"});
        document
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        document
    };
    for (more, code, at) in [
        (json!({"colour": "red"}), "jsonld.undefined_term", "/colour"),
        (
            json!({"credentialSubject": {"a": [{"b": 1}]}}),
            "jsonld.undefined_term",
            "/credentialSubject/a",
        ),
        (
            json!({"type": ["VerifiableCredential", "Undefined"]}),
            "jsonld.undefined_term",
            "/type/1",
        ),
        (
            json!({"credentialSubject": {"name": {"@value": "x", "@type": "t"}}}),
            "jsonld.undefined_term",
            "/credentialSubject/name/@type",
        ),
        (
            json!({"issuer": "relative"}),
            "jsonld.not_an_iri",
            "/issuer",
        ),
        (json!({"id": "7"}), "jsonld.not_an_iri", "/id"),
        (json!({"id": "urn:a b"}), "jsonld.not_an_iri", "/id"),
        (json!({"id": null}), "jsonld.malformed", "/id"),
        (json!({"id": ["urn:a"]}), "jsonld.malformed", "/id"),
        (
            json!({"@id": "urn:a", "id": "urn:b"}),
            "jsonld.malformed",
            "/id",
        ),
        (json!({"type": [1]}), "jsonld.malformed", "/type/0"),
        (json!({"@future": 1}), "jsonld.undefined_term", "/@future"),
        (json!({"_:p": 1}), "jsonld.unsupported", "/_:p"),
        (json!({"urn:a b": 1}), "jsonld.not_an_iri", "/urn:a b"),
        (json!({"proof": "text"}), "jsonld.malformed", "/proof"),
        (json!({"@graph": ["text"]}), "jsonld.malformed", "/@graph/0"),
        (json!({"@included": 7}), "jsonld.malformed", "/@included"),
        (
            json!({"name": {"@value": {"a": 1}}}),
            "jsonld.malformed",
            "/name",
        ),
        (
            json!({"name": {"@value": "x", "name": "y"}}),
            "jsonld.malformed",
            "/name/name",
        ),
        (
            json!({"name": {"@value": "x", "@language": "not a tag"}}),
            "jsonld.malformed",
            "/name",
        ),
        (
            json!({"name": {"@value": "x", "@language": "en", "@type": "urn:t"}}),
            "jsonld.malformed",
            "/name",
        ),
        (
            json!({"name": {"@value": "x", "@direction": "up"}}),
            "jsonld.malformed",
            "/name/@direction",
        ),
        (
            json!({"name": {"@value": 1, "@language": "en"}}),
            "jsonld.malformed",
            "/name",
        ),
        (
            json!({"name": {"@list": [1], "id": "urn:a"}}),
            "jsonld.malformed",
            "/name/id",
        ),
        (json!({"@value": "x"}), "jsonld.malformed", ""),
    ] {
        assert_eq!(refusal(&v2(more.clone())), (code, at.to_owned()), "{more}");
    }
    assert_eq!(refusal(&json!("text")), ("jsonld.malformed", String::new()));
    assert_eq!(
        refusal(&json!({"x": 1})),
        ("jsonld.undefined_term", "/x".to_owned())
    );
}

#[test]
fn an_unknown_context_is_named_with_the_way_to_add_it() {
    let error = canonical(&json!({"@context": [V2, "https://example.org/c"]})).unwrap_err();
    assert_eq!(
        *error.fault(),
        JsonLdFault::UnknownContext("https://example.org/c".into())
    );
    assert_eq!(error.at().to_string(), "/@context/1");
    assert!(error.hint().unwrap().contains("--contexts DIR"));
    let extra = json!({"@context": {"x": "urn:x"}});
    let contexts = Contexts::with([("https://example.org/c".to_owned(), extra)]).unwrap();
    let document = json!({"@context": "https://example.org/c", "x": "1"});
    let dataset = to_rdf(&Node::from(&document), &contexts).unwrap();
    assert_eq!(dataset.quads().len(), 1);
}

#[test]
fn contexts_that_break_a_rule_are_refused() {
    for (context, code) in [
        (json!([V2, {"name": "urn:other"}]), "jsonld.protected_term"),
        (json!([V2, {"name": null}]), "jsonld.protected_term"),
        (json!([V2, null]), "jsonld.protected_context"),
        (json!({"a": "b:x", "b": "a:x"}), "jsonld.cycle"),
        (json!({"a": {"@id": "a:x"}}), "jsonld.cycle"),
        (json!({"@version": 1.0}), "jsonld.context"),
        (
            json!({"@base": "https://example.org/"}),
            "jsonld.unsupported",
        ),
        (json!({"@vocab": "relative"}), "jsonld.not_an_iri"),
        (json!({"@vocab": 1}), "jsonld.context"),
        (json!({"@language": 1}), "jsonld.context"),
        (json!({"@direction": "up"}), "jsonld.context"),
        (json!({"@protected": "yes"}), "jsonld.context"),
        (json!({"a": 1}), "jsonld.context"),
        (json!({"": "urn:a"}), "jsonld.context"),
        (
            json!({"a": {"@id": "urn:a", "@container": "@bag"}}),
            "jsonld.context",
        ),
        (
            json!({"a": {"@id": "urn:a", "@container": ["@list", "@set"]}}),
            "jsonld.context",
        ),
        (
            json!({"a": {"@id": "urn:a", "@type": "relative"}}),
            "jsonld.not_an_iri",
        ),
        (
            json!({"a": {"@id": "urn:a", "colour": 1}}),
            "jsonld.context",
        ),
        (json!({"a": {"@id": "@context"}}), "jsonld.context"),
        (json!({"a:b": "urn:other"}), "jsonld.context"),
        (
            json!({"@context": {"a": "urn:a"}, "b": "urn:b"}),
            "jsonld.context",
        ),
        (
            json!({"@context": {"@context": {"a": "urn:a"}}}),
            "jsonld.context",
        ),
        (
            json!({"@context": ["https://example.org/c"]}),
            "jsonld.context",
        ),
        (json!({"@type": {"@id": "urn:a"}}), "jsonld.context"),
        (
            json!({"a": {"@reverse": "urn:a", "@id": "urn:b"}}),
            "jsonld.context",
        ),
        (json!(7), "jsonld.context"),
        (json!(["relative"]), "jsonld.not_an_iri"),
    ] {
        let document = json!({"@context": context});
        assert_eq!(refusal(&document).0, code, "{context}");
    }
}

#[test]
fn a_context_in_an_object_of_its_own_is_read_and_not_passed_over() {
    let wrapped = json!({"@context": [V2, {"@context": {"a": "urn:a"}}], "a": "1"});
    let plain = json!({"@context": [V2, {"a": "urn:a"}], "a": "1"});
    assert_eq!(statements(wrapped), statements(plain));
    let redefining = json!({"@context": [V2, {"@context": {"name": "urn:other"}}]});
    assert_eq!(refusal(&redefining).0, "jsonld.protected_term");
}

#[test]
fn a_scoped_context_cannot_redefine_what_is_protected_unless_it_is_of_a_property() {
    let base = json!({"@protected": true, "a": "urn:a",
        "T": {"@id": "urn:T", "@context": {"a": "urn:other"}},
        "p": {"@id": "urn:p", "@context": {"a": "urn:other"}}});
    let by_type = json!({"@context": base, "@type": "T", "a": "1"});
    assert_eq!(refusal(&by_type), ("jsonld.protected_term", String::new()));
    let by_property = json!({"@context": base, "p": {"a": "1"}});
    assert_eq!(
        statements(by_property),
        "_:c14n0 <urn:other> \"1\" .\n_:c14n1 <urn:p> _:c14n0 .\n"
    );
}

#[test]
fn contexts_that_copy_without_end_are_refused() {
    let many: serde_json::Map<String, Value> = (0..2000)
        .map(|at| (format!("t{at}"), json!(format!("urn:t{at}"))))
        .collect();
    let each: Vec<Value> = (0..1000)
        .map(|at| json!({"@context": {"x": format!("urn:x{at}")}, "x": "1"}))
        .collect();
    let document = json!({"@context": many, "t1": each});
    assert_eq!(refusal(&document).0, "jsonld.too_much_context");
}

#[test]
fn the_context_of_a_type_ends_with_its_object() {
    let context = json!({"p": "urn:p", "T": {"@id": "urn:T", "@context": {"q": "urn:q"}}});
    let inside = json!({"@context": context, "@type": "T", "q": "1"});
    assert_eq!(statements(inside).lines().count(), 2);
    let nested = json!({"@context": context, "@type": "T", "p": {"q": "1"}});
    assert_eq!(
        refusal(&nested),
        ("jsonld.undefined_term", "/p/q".to_owned())
    );
}

#[test]
fn values_become_the_literals_of_the_specification() {
    let context = json!({"@vocab": "urn:v#", "en": {"@language": "EN-gb"}, "rtl": {"@direction": "rtl", "@language": "ar"},
        "xsd": "http://www.w3.org/2001/XMLSchema#", "date": {"@type": "xsd:date"}, "double": {"@type": "xsd:double"},
        "raw": {"@type": "@json"}, "id": {"@type": "@id"}, "word": {"@type": "@vocab"},
        "text": {"@container": "@language"}, "list": {"@container": "@list"}, "index": {"@container": "@index"}});
    for (member, value, expected) in [
        ("x", json!("a\n\"b\""), "\"a\\n\\\"b\\\"\""),
        (
            "x",
            json!(true),
            "\"true\"^^<http://www.w3.org/2001/XMLSchema#boolean>",
        ),
        ("x", json!({"@value": "a", "@language": "DE"}), "\"a\"@de"),
        (
            "x",
            json!({"@value": "a", "@direction": "ltr"}),
            "\"a\"^^<https://www.w3.org/ns/i18n#_ltr>",
        ),
        ("x", json!({"@value": "a", "@type": "xsd:string"}), "\"a\""),
        (
            "x",
            json!({"@value": [1.0], "@type": "@json"}),
            "\"[1]\"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON>",
        ),
        ("en", json!("a"), "\"a\"@en-gb"),
        (
            "rtl",
            json!("a"),
            "\"a\"^^<https://www.w3.org/ns/i18n#ar_rtl>",
        ),
        (
            "date",
            json!("2027-02-18"),
            "\"2027-02-18\"^^<http://www.w3.org/2001/XMLSchema#date>",
        ),
        (
            "double",
            json!(5),
            "\"5.0E0\"^^<http://www.w3.org/2001/XMLSchema#double>",
        ),
        (
            "raw",
            json!({"b": null, "a": "\u{7}"}),
            "\"{\\\"a\\\":\\\"\\\\u0007\\\",\\\"b\\\":null}\"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON>",
        ),
        ("id", json!("xsd:a"), "<http://www.w3.org/2001/XMLSchema#a>"),
        ("word", json!("w"), "<urn:v#w>"),
        ("text", json!({"de": ["a"], "@none": null}), "\"a\"@de"),
        ("text", json!({"@none": "a"}), "\"a\""),
        (
            "list",
            json!([]),
            "<http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>",
        ),
        ("index", json!({"one": "a"}), "\"a\""),
    ] {
        let document = json!({"@context": context, "@id": "urn:s", member: value});
        let line = format!("<urn:s> <urn:v#{member}> {expected} .\n");
        assert_eq!(statements(document), line, "{member}");
    }
}

#[test]
fn lists_keep_order_and_repetition_and_may_hold_lists() {
    let document = json!({"@context": {"l": {"@id": "urn:l", "@container": "@list"}}, "@id": "urn:s", "l": ["a", "a", ["b"]]});
    let text = statements(document);
    assert_eq!(text.matches("#first>").count(), 4, "{text}");
    assert_eq!(text.matches("#nil>").count(), 2, "{text}");
}

#[test]
fn the_credentials_of_a_presentation_are_graphs_of_their_own_with_contexts_of_their_own() {
    let credential = json!({"@context": V2, "type": "VerifiableCredential", "id": "urn:c", "issuer": "did:example:i",
        "credentialSubject": {"id": "urn:b"}});
    let document = json!({"@context": V2, "type": "VerifiablePresentation", "verifiableCredential": [credential]});
    assert_eq!(
        statements(document),
        "<urn:c> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://www.w3.org/2018/credentials#VerifiableCredential> _:c14n0 .\n\
         <urn:c> <https://www.w3.org/2018/credentials#credentialSubject> <urn:b> _:c14n0 .\n\
         <urn:c> <https://www.w3.org/2018/credentials#issuer> <did:example:i> _:c14n0 .\n\
         _:c14n1 <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://www.w3.org/2018/credentials#VerifiablePresentation> .\n\
         _:c14n1 <https://www.w3.org/2018/credentials#verifiableCredential> _:c14n0 .\n"
    );
    let without_context = json!({"@context": V2, "type": "VerifiablePresentation",
        "verifiableCredential": {"type": "VerifiableCredential"}});
    assert_eq!(
        refusal(&without_context),
        (
            "jsonld.undefined_term",
            "/verifiableCredential/type".to_owned()
        )
    );
}

#[test]
fn maps_by_identifier_and_type_reverse_nested_and_included_members_are_read() {
    let context = json!({"@vocab": "urn:v#", "by": {"@container": "@id"}, "kind": {"@container": "@type"},
        "of": {"@reverse": "has"}});
    let document = json!({"@context": context, "@id": "urn:s",
        "by": {"urn:x": {"n": "1"}}, "kind": {"K": {"@id": "urn:k"}}, "of": {"@id": "urn:w"},
        "@nest": {"m": "2"}, "@included": [{"@id": "urn:i", "o": "3"}], "@reverse": {"r": {"@id": "urn:z"}}});
    assert_eq!(
        statements(document),
        "<urn:i> <urn:v#o> \"3\" .\n\
         <urn:k> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn:v#K> .\n\
         <urn:s> <urn:v#by> <urn:x> .\n\
         <urn:s> <urn:v#kind> <urn:k> .\n\
         <urn:s> <urn:v#m> \"2\" .\n\
         <urn:w> <urn:v#has> <urn:s> .\n\
         <urn:x> <urn:v#n> \"1\" .\n\
         <urn:z> <urn:v#r> <urn:s> .\n"
    );
}

#[test]
fn a_graph_in_a_map_of_graphs_is_that_graph() {
    let context = json!({"@vocab": "urn:v#", "g": "@graph", "by": {"@container": ["@graph", "@id"]},
        "listed": {"@container": ["@graph", "@index"]}});
    let document = json!({"@context": context, "@id": "urn:s",
        "by": {"urn:one": {"g": {"n": "1"}}, "urn:two": {"n": "2"}, "urn:not": {"@id": "urn:own", "g": {"n": "3"}}},
        "listed": {"a": {"@id": "urn:three", "@graph": {"n": "4"}}}});
    let found = statements(document);
    for expected in [
        "<urn:s> <urn:v#by> <urn:one> .",
        "<urn:s> <urn:v#by> <urn:own> .",
        "<urn:s> <urn:v#by> <urn:two> .",
        "<urn:s> <urn:v#listed> <urn:three> .",
        "<urn:v#n> \"1\" <urn:one> .",
        "<urn:v#n> \"2\" <urn:two> .",
        "<urn:v#n> \"3\" <urn:own> .",
        "<urn:v#n> \"4\" <urn:three> .",
    ] {
        assert!(found.contains(expected), "{expected}\n{found}");
    }
    assert_eq!(found.lines().count(), 8, "{found}");
}

#[test]
fn what_looks_like_a_keyword_to_come_defines_nothing() {
    let later = json!({"@vocab": "urn:v#", "a": "@later", "b": {"@id": "@later"}, "c": {"@reverse": "@later"}});
    assert_eq!(
        statements(
            json!({"@context": later, "@id": "urn:s", "a": "1", "b": "2", "c": {"@id": "urn:o"}})
        ),
        "<urn:s> <urn:v#a> \"1\" .\n<urn:s> <urn:v#b> \"2\" .\n<urn:s> <urn:v#c> <urn:o> .\n"
    );
    // Without a vocabulary it is a term that nobody defines, and a protected one stays what it is.
    let undefined = json!({"@context": {"a": "@later"}, "@id": "urn:s", "a": "1"});
    assert_eq!(refusal(&undefined).0, "jsonld.undefined_term");
    let protected =
        json!({"@context": [V2, {"name": "@later"}], "type": "VerifiableCredential", "name": "n"});
    assert_eq!(refusal(&protected).0, "jsonld.protected_term");
}

#[test]
fn an_alias_of_nest_may_have_a_context_of_its_own() {
    let context =
        json!({"@vocab": "urn:v#", "within": {"@id": "@nest", "@context": {"@vocab": "urn:w#"}}});
    assert_eq!(
        statements(json!({"@context": context, "@id": "urn:s", "a": "1", "within": {"a": "2"}})),
        "<urn:s> <urn:v#a> \"1\" .\n<urn:s> <urn:w#a> \"2\" .\n"
    );
}

#[test]
fn terms_that_keywords_cannot_have_and_reversed_lists_are_refused() {
    for (context, member) in [
        (json!({"urn:type": "@type"}), json!({"urn:type": "urn:T"})),
        (
            json!({"a": {"@id": "@type", "@prefix": true}}),
            json!({"a:b": "1"}),
        ),
        (
            json!({"a": {"@id": "urn:a", "@type": "@later"}}),
            json!({"a": "1"}),
        ),
        (
            json!({"a": {"@reverse": "urn:a"}}),
            json!({"a": {"@list": [{"@id": "urn:o"}]}}),
        ),
    ] {
        let mut document = json!({"@context": context, "@id": "urn:s"});
        let members = member.as_object().unwrap().clone();
        document.as_object_mut().unwrap().extend(members);
        let (code, _) = refusal(&document);
        assert!(
            ["jsonld.malformed", "jsonld.context", "jsonld.not_an_iri"].contains(&code),
            "{code} {document}"
        );
    }
}

#[test]
fn an_object_that_says_nothing_takes_no_name() {
    let document = json!({"@context": {"@vocab": "urn:v#"}, "@included": [{}], "x": {"y": "1"}});
    assert_eq!(
        statements(document),
        "_:c14n0 <urn:v#x> _:c14n1 .\n_:c14n1 <urn:v#y> \"1\" .\n"
    );
}

#[test]
fn compiled_contexts_are_kept_and_shared() {
    let document = json!({"@context": [V2, "https://www.w3.org/ns/credentials/examples/v2"], "type": "VerifiableCredential",
        "issuer": {"id": "did:example:i", "name": "n"}, "credentialSubject": {"x": 1}});
    let contexts = Contexts::with([]).unwrap();
    let once = to_rdf(&Node::from(&document), &contexts).unwrap();
    let kept = contexts.compiled().len();
    let again = to_rdf(&Node::from(&document), &contexts.clone()).unwrap();
    assert!(kept > 0);
    assert_eq!(contexts.compiled().len(), kept);
    assert_eq!(canonicalize(&once), canonicalize(&again));
}
