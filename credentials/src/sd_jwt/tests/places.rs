//! Digests and disclosures that do not belong together (RFC 9901 section 7.1).

use super::*;
use crate::problem::Coded;

const A: &str = r#"["salt-of-a","a",1]"#;
const ITEM: &str = r#"["salt-of-item",7]"#;

fn refused(payload: &str, disclosures: &[&str]) -> (&'static str, Option<String>) {
    let text = signed(payload, disclosures);
    match SdJwt::parse(&text) {
        Ok(read) => panic!("{payload} was read as {}", read.claims()),
        Err(error) => {
            assert!(error.hint().is_some(), "{} has no hint", error.code());
            (error.code(), error.pointer())
        }
    }
}

#[test]
fn a_disclosure_goes_where_its_digest_stands() {
    let (a, item) = (digest(A), digest(ITEM));
    let payload = format!(r#"{{"_sd":["{a}"],"list":[1,{{"...":"{item}"}}],"_sd_alg":"sha-256"}}"#);
    let read = SdJwt::parse(&signed(&payload, &[ITEM, A])).unwrap();
    assert_eq!(*read.claims(), json!({"a": 1, "list": [1, 7]}));
    let read = SdJwt::parse(&signed(&payload, &[])).unwrap();
    assert_eq!(*read.claims(), json!({"list": [1]}));
    assert_eq!(read.withheld(), 2);
}

#[test]
fn the_example_of_rfc_9901_section_4_2_has_the_published_digests() {
    for (disclosure, expected) in [
        (
            "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0",
            "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0",
        ),
        (
            "WyJsa2x4RjVqTVlsR1RQVW92TU5JdkNBIiwgIkZSIl0",
            "w0I8EKcdCtUPkGCNUrfwVp2xEgNjtoIDlOxc9-PlOhs",
        ),
    ] {
        assert_eq!(Digest::of(disclosure).as_str(), expected);
    }
}

#[test]
fn a_repeated_disclosure_is_refused() {
    let payload = format!(r#"{{"_sd":["{}"]}}"#, digest(A));
    assert_eq!(refused(&payload, &[A, A]).0, "sd_jwt.disclosure_repeated");
}

#[test]
fn a_disclosure_that_no_digest_refers_to_is_refused() {
    let code = "sd_jwt.disclosure_unreferenced";
    assert_eq!(refused("{}", &[A]).0, code);
    let payload = format!(r#"{{"_sd":["{}"]}}"#, digest(ITEM));
    assert_eq!(refused(&payload, &[A]).0, code);
    // A digest that is text and stands in no `_sd` is no digest.
    let payload = format!(r#"{{"list":["{}"]}}"#, digest(A));
    assert_eq!(refused(&payload, &[A]).0, code);
}

#[test]
fn a_disclosure_without_the_one_around_it_is_refused() {
    let outer = format!(r#"["salt","outer",{{"_sd":["{}"]}}]"#, digest(A));
    let payload = format!(r#"{{"_sd":["{}"]}}"#, digest(&outer));
    let read = SdJwt::parse(&signed(&payload, &[A, &outer])).unwrap();
    assert_eq!(*read.claims(), json!({"outer": {"a": 1}}));
    assert_eq!(refused(&payload, &[A]).0, "sd_jwt.disclosure_unreferenced");
}

#[test]
fn a_digest_that_occurs_twice_is_refused_shown_or_not() {
    let a = digest(A);
    let inner = format!(r#"["salt","b",{{"_sd":["{a}"]}}]"#);
    for (payload, disclosures) in [
        (format!(r#"{{"_sd":["{a}","{a}"]}}"#), vec![A]),
        (format!(r#"{{"_sd":["{a}","{a}"]}}"#), vec![]),
        (
            format!(r#"{{"_sd":["{a}"],"x":{{"_sd":["{a}"]}}}}"#),
            vec![A],
        ),
        (
            format!(r#"{{"_sd":["{a}"],"x":[{{"...":"{a}"}}]}}"#),
            vec![],
        ),
        // RFC 9901 section 7.1 step 4: also through another disclosure.
        (
            format!(r#"{{"_sd":["{a}","{}"]}}"#, digest(&inner)),
            vec![A, &inner],
        ),
        (
            format!(r#"{{"_sd":["{a}","{}"]}}"#, digest(&inner)),
            vec![&inner],
        ),
    ] {
        assert_eq!(
            refused(&payload, &disclosures).0,
            "sd_jwt.digest_repeated",
            "{payload}"
        );
    }
}

#[test]
fn a_disclosure_that_names_a_reserved_claim_is_refused() {
    for name in ["_sd", "...", "_sd_alg"] {
        let json = format!(r#"["salt","{name}",["x"]]"#);
        let payload = format!(r#"{{"x":{{"_sd":["{}"]}}}}"#, digest(&json));
        assert_eq!(
            refused(&payload, &[&json]),
            ("sd_jwt.disclosure_reserved", Some("/x".into())),
            "{name}"
        );
    }
}

#[test]
fn a_disclosure_of_a_claim_that_is_there_already_is_refused() {
    let expected = ("sd_jwt.disclosure_name_taken", Some("/a".into()));
    let payload = format!(r#"{{"_sd":["{}"],"a":2}}"#, digest(A));
    assert_eq!(refused(&payload, &[A]), expected);
    let again = r#"["another-salt","a",1]"#;
    let payload = format!(r#"{{"_sd":["{}","{}"]}}"#, digest(A), digest(again));
    assert_eq!(refused(&payload, &[A, again]), expected);
    SdJwt::parse(&signed(&payload, &[again])).unwrap();
}

#[test]
fn a_disclosure_of_the_wrong_kind_for_its_place_is_refused() {
    let payload = format!(r#"{{"x":[{{"...":"{}"}}]}}"#, digest(A));
    assert_eq!(
        refused(&payload, &[A]),
        ("sd_jwt.disclosure_kind", Some("/x/0".into()))
    );
    let payload = format!(r#"{{"x":{{"_sd":["{}"]}}}}"#, digest(ITEM));
    assert_eq!(
        refused(&payload, &[ITEM]),
        ("sd_jwt.disclosure_kind", Some("/x".into()))
    );
}

#[test]
fn digests_in_another_form_are_refused() {
    let d = digest(A);
    for (payload, code, pointer) in [
        (r#"{"_sd":{}}"#.into(), "sd_jwt.digests_malformed", "/_sd"),
        (
            r#"{"a":{"_sd":[1]}}"#.into(),
            "sd_jwt.digests_malformed",
            "/a/_sd",
        ),
        (
            r#"{"a":[{"...":1}]}"#.into(),
            "sd_jwt.digests_malformed",
            "/a/0/...",
        ),
        (
            format!(r#"{{"a":[{{"...":"{d}","b":1}}]}}"#),
            "sd_jwt.digests_malformed",
            "/a/0/...",
        ),
        (
            format!(r#"{{"a":{{"...":"{d}"}}}}"#),
            "sd_jwt.reserved_claim",
            "/a/...",
        ),
        (
            r#"{"a":{"_sd_alg":"sha-256"}}"#.into(),
            "sd_jwt.reserved_claim",
            "/a/_sd_alg",
        ),
        (
            r#"{"_sd_alg":"sha-512"}"#.into(),
            "sd_jwt.hash_unsupported",
            "/_sd_alg",
        ),
        (
            r#"{"_sd_alg":["sha-256"]}"#.into(),
            "sd_jwt.hash_unsupported",
            "/_sd_alg",
        ),
    ] {
        let payload: String = payload;
        assert_eq!(
            refused(&payload, &[]),
            (code, Some(pointer.into())),
            "{payload}"
        );
    }
}

#[test]
fn nesting_is_counted_through_disclosures() {
    let mut disclosures: Vec<String> = vec![r#"["salt-0","a",1]"#.into()];
    for depth in 1..70 {
        let inner = digest(&disclosures[depth - 1]);
        disclosures.push(format!(r#"["salt-{depth}","a",{{"_sd":["{inner}"]}}]"#));
    }
    let read = |count: usize| {
        let payload = format!(r#"{{"_sd":["{}"]}}"#, digest(&disclosures[count - 1]));
        let shown: Vec<&str> = disclosures[..count].iter().map(String::as_str).collect();
        SdJwt::parse(&signed(&payload, &shown))
    };
    assert_eq!(read(64).unwrap().disclosed().len(), 64);
    assert_eq!(read(65).unwrap_err().code(), "sd_jwt.too_deep");
}
