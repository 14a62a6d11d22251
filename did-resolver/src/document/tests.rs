use credentials::keys::{Algorithm, PublicKey};
use credentials::{Coded, Did, DidUrl};
use serde_json::{Value, json};

use super::{DidDocument, Relationship};

const ED25519: &str = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";
const P256: &str = "zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv";

fn did() -> Did {
    Did::parse("did:web:example.com").unwrap()
}

fn id(reference: &str) -> DidUrl {
    did().join(reference).unwrap()
}

fn example() -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/did/v1"],
        "id": "did:web:example.com",
        "controller": ["did:web:example.com", "did:web:parent.example"],
        "verificationMethod": [
            {"id": "did:web:example.com#a", "type": "Multikey", "controller": "did:web:example.com",
             "publicKeyMultibase": ED25519},
            {"id": "#b", "type": "JsonWebKey2020", "controller": "did:web:example.com", "publicKeyJwk": {
                "kty": "EC", "crv": "P-256",
                "x": "igrFmi0whuihKnj9R3Om1SoMph72wUGeFaBbzG2vzns",
                "y": "efsX5b10x8yjyrj4ny3pGfLcY7Xby1KzgqOdqnsrJIM"}},
            {"id": "#old", "type": "Ed25519VerificationKey2020", "controller": "did:web:parent.example",
             "publicKeyMultibase": ED25519, "revoked": "2026-01-01T00:00:00Z", "expires": "2027-01-01T00:00:00+01:00"},
            {"id": "#x", "type": "X25519KeyAgreementKey2020", "controller": "did:web:example.com",
             "publicKeyMultibase": "z6LSbysY2xFMRpGMhb7tFTLMpeuPRaqaWM1yECx2AtzE3KCc"}
        ],
        "assertionMethod": ["#a", "did:web:example.com#b", "#x"],
        "authentication": [
            {"id": "#login", "type": "JsonWebKey", "controller": "did:web:example.com", "publicKeyJwk": {
                "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}}
        ]
    })
}

fn parse(value: &Value) -> DidDocument {
    DidDocument::parse(value, &did()).unwrap()
}

#[test]
fn methods_are_found_by_absolute_id_however_the_document_writes_it() {
    let document = parse(&example());
    for (reference, multikey) in [("#a", ED25519), ("#b", P256)] {
        let method = document.method(&id(reference)).unwrap();
        assert_eq!(method.key, PublicKey::from_multikey(multikey).unwrap());
        assert_eq!(method.controller, did());
    }
    let old = document.method(&id("#old")).unwrap();
    assert_eq!(old.revoked, "2026-01-01T00:00:00Z".parse().ok());
    assert_eq!(old.expires, "2026-12-31T23:00:00Z".parse().ok());
    assert_eq!(document.to_value(), example());
}

#[test]
fn a_method_serves_only_the_relationships_that_name_it() {
    let document = parse(&example());
    assert!(document.has(Relationship::AssertionMethod, &id("#a")));
    assert!(document.has(Relationship::AssertionMethod, &id("#b")));
    assert!(!document.has(Relationship::Authentication, &id("#a")));
    assert!(!document.has(Relationship::AssertionMethod, &id("#old")));
    assert!(!document.has(
        Relationship::AssertionMethod,
        &DidUrl::parse("did:web:other.example#a").unwrap()
    ));
    let usable: Vec<_> = document
        .methods_for(Relationship::AssertionMethod)
        .map(|method| method.key.algorithm())
        .collect();
    assert_eq!(usable, [Algorithm::Ed25519, Algorithm::P256]);
}

#[test]
fn a_method_embedded_in_a_relationship_serves_that_one_only() {
    let document = parse(&example());
    assert!(document.method(&id("#login")).is_some());
    assert!(document.has(Relationship::Authentication, &id("#login")));
    assert!(!document.has(Relationship::AssertionMethod, &id("#login")));
}

#[test]
fn a_key_of_an_unknown_kind_is_kept_aside_with_its_reason() {
    let document = parse(&example());
    assert!(document.method(&id("#x")).is_none());
    let reason = document.why_unusable(&id("#x")).unwrap();
    assert_eq!(reason.code(), "did_document.method_type");
    assert_eq!(
        reason.pointer().as_deref(),
        Some("/verificationMethod/3/type")
    );
    assert!(document.why_unusable(&id("#a")).is_none());
}

#[test]
fn a_method_that_cannot_be_used_says_where_and_why() {
    for (path, wrong, code, place) in [
        (
            "/verificationMethod/0/controller",
            json!("did:web:stranger.example"),
            "did_document.controller",
            "/verificationMethod/0/controller",
        ),
        (
            "/verificationMethod/0/controller",
            json!(7),
            "did_document.shape",
            "/verificationMethod/0/controller",
        ),
        (
            "/verificationMethod/0/publicKeyMultibase",
            json!("z6Mk"),
            "key.multicodec",
            "/verificationMethod/0/publicKeyMultibase",
        ),
        (
            "/verificationMethod/0/publicKeyMultibase",
            json!(null),
            "did_document.shape",
            "/verificationMethod/0/publicKeyMultibase",
        ),
        (
            "/verificationMethod/0/type",
            json!(null),
            "did_document.shape",
            "/verificationMethod/0/type",
        ),
        (
            "/verificationMethod/0/type",
            json!("JsonWebKey"),
            "did_document.shape",
            "/verificationMethod/0/publicKeyJwk",
        ),
        (
            "/verificationMethod/2/publicKeyMultibase",
            json!(P256),
            "did_document.key_of_type",
            "/verificationMethod/2/publicKeyMultibase",
        ),
        (
            "/verificationMethod/2/revoked",
            json!("yesterday"),
            "did_document.shape",
            "/verificationMethod/2/revoked",
        ),
    ] {
        let mut value = example();
        *value.pointer_mut(path).unwrap() = wrong;
        let document = parse(&value);
        let broken = if path.contains("/2/") { "#old" } else { "#a" };
        assert!(document.method(&id(broken)).is_none(), "{path}");
        let reason = document.why_unusable(&id(broken)).unwrap();
        assert_eq!(
            (reason.code(), reason.pointer().as_deref()),
            (code, Some(place)),
            "{path}"
        );
    }
}

#[test]
fn a_published_secret_key_is_refused() {
    let mut value = example();
    value["verificationMethod"][1]["publicKeyJwk"]["d"] =
        json!("gPh-VvVS8MbvKQ9LSVVmfnxnKjHn4Tqj0bmbpehRlpc");
    let document = parse(&value);
    assert_eq!(
        document.why_unusable(&id("#b")).unwrap().code(),
        "key.wrong_half"
    );
}

#[test]
fn a_document_that_is_not_this_dids_or_ambiguous_is_refused() {
    for (path, wrong, code, place) in [
        (
            "/id",
            json!("did:web:victim.example"),
            "did_document.foreign_id",
            "/id",
        ),
        (
            "/id",
            json!("did:web:example.com#a"),
            "did_document.foreign_id",
            "/id",
        ),
        (
            "/id",
            json!(["did:web:example.com"]),
            "did_document.shape",
            "/id",
        ),
        (
            "/controller",
            json!("parent"),
            "did_document.shape",
            "/controller",
        ),
        (
            "/controller/1",
            json!(null),
            "did_document.shape",
            "/controller/1",
        ),
        (
            "/verificationMethod",
            json!({}),
            "did_document.shape",
            "/verificationMethod",
        ),
        (
            "/verificationMethod/1/id",
            json!("did:web:example.com#a"),
            "did_document.method_twice",
            "/verificationMethod/1",
        ),
        (
            "/verificationMethod/1/id",
            json!("b"),
            "did_document.shape",
            "/verificationMethod/1/id",
        ),
        (
            "/verificationMethod/1/id",
            json!(null),
            "did_document.shape",
            "/verificationMethod/1/id",
        ),
        (
            "/verificationMethod/1",
            json!(null),
            "did_document.shape",
            "/verificationMethod/1",
        ),
        (
            "/assertionMethod/0",
            json!("a"),
            "did_document.shape",
            "/assertionMethod/0",
        ),
        (
            "/assertionMethod/0",
            json!(1),
            "did_document.shape",
            "/assertionMethod/0",
        ),
        (
            "/authentication/0/id",
            json!("#a"),
            "did_document.method_twice",
            "/authentication/0",
        ),
    ] {
        let mut value = example();
        *value.pointer_mut(path).unwrap() = wrong.clone();
        let error = DidDocument::parse(&value, &did()).unwrap_err();
        assert_eq!(
            (error.code(), error.pointer().as_deref()),
            (code, Some(place)),
            "{path} = {wrong}"
        );
    }
    assert_eq!(
        DidDocument::parse(&json!([]), &did()).unwrap_err().code(),
        "did_document.shape"
    );
}
