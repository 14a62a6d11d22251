//! What is issued reads back; what is forged is refused.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL;
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::json;

use super::*;
use crate::keys::{Algorithm, SecretKey};
use crate::problem::Coded;

fn key(algorithm: Algorithm) -> SecretKey {
    SecretKey::generate(algorithm, &mut StdRng::seed_from_u64(1)).unwrap()
}

fn kid() -> DidUrl {
    DidUrl::parse("did:web:example.com#key-1").unwrap()
}

fn credential() -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": "urn:uuid:6f1c7a52-9a3e-4d5c-8a44-0b6f5d0c1e2f",
        "type": ["VerifiableCredential"],
        "issuer": {"id": "did:web:example.com", "name": "Example"},
        "validFrom": "2027-02-18T00:00:00Z",
        "credentialSubject": {"id": "did:example:battery", "capacity": 78.5, "note": "é \"quoted\"\n"}
    })
}

/// A JWT with this header and payload, signed rightly.
fn signed(header: &str, payload: &Value) -> String {
    let input = [header, &payload.to_string()]
        .map(|part| BASE64URL.encode(part))
        .join(".");
    let signature = key(Algorithm::Ed25519).sign(input.as_bytes()).unwrap();
    format!("{input}.{}", BASE64URL.encode(signature))
}

const HEADER: &str =
    r#"{"alg":"EdDSA","typ":"vc+jwt","cty":"vc","kid":"did:web:example.com#key-1"}"#;

fn with(name: &str, value: Value) -> Value {
    let mut payload = credential();
    payload[name] = value;
    payload
}

#[test]
fn what_each_key_signs_verifies_with_that_key_alone() {
    for algorithm in [Algorithm::Ed25519, Algorithm::P256, Algorithm::P384] {
        let signer = key(algorithm);
        let made = issue(&credential(), &kid(), &signer).unwrap();
        let read = VcJwt::parse(made.as_str()).unwrap();
        assert_eq!(read.credential(), credential());
        assert_eq!(read.verification_method().unwrap(), kid());
        for jwt in [&made, &read] {
            jwt.verify(signer.public()).unwrap();
            let other = SecretKey::generate(algorithm, &mut StdRng::seed_from_u64(2)).unwrap();
            let error = jwt.verify(other.public()).unwrap_err();
            assert_eq!(error.code(), "signature.invalid", "{algorithm}");
        }
    }
    let made = issue(&credential(), &kid(), &key(Algorithm::P256)).unwrap();
    let error = made.verify(key(Algorithm::Ed25519).public()).unwrap_err();
    assert_eq!(error.code(), "jose.alg_mismatch");
}

#[test]
fn the_header_says_what_vc_jose_cose_asks_for() {
    let made = issue(&credential(), &kid(), &key(Algorithm::Ed25519)).unwrap();
    let header = made.as_str().split('.').next().unwrap();
    assert_eq!(BASE64URL.decode(header).unwrap(), HEADER.as_bytes());
}

#[test]
fn a_changed_character_anywhere_is_refused() {
    let signer = key(Algorithm::Ed25519);
    let made = issue(&credential(), &kid(), &signer).unwrap().to_string();
    for at in 0..made.len() {
        let mut bytes = made.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        let changed = VcJwt::parse(&String::from_utf8(bytes).unwrap());
        let outcome = changed.and_then(|read| read.verify(signer.public()));
        assert!(outcome.is_err(), "character {at}");
    }
}

#[test]
fn a_token_of_another_kind_is_no_credential() {
    for (header, code, pointer) in [
        (r#"{"alg":"none","typ":"vc+jwt"}"#, "jose.alg_none", "/alg"),
        (
            r#"{"alg":"HS256","typ":"vc+jwt"}"#,
            "jose.alg_unsupported",
            "/alg",
        ),
        (r#"{"alg":"EdDSA"}"#, "vc_jwt.typ", "/typ"),
        (r#"{"alg":"EdDSA","typ":"JWT"}"#, "vc_jwt.typ", "/typ"),
        (r#"{"alg":"EdDSA","typ":"vp+jwt"}"#, "vc_jwt.typ", "/typ"),
        (r#"{"alg":"EdDSA","typ":"kb+jwt"}"#, "vc_jwt.typ", "/typ"),
        (
            r#"{"alg":"EdDSA","typ":"vc+jwt","cty":"vp"}"#,
            "vc_jwt.cty",
            "/cty",
        ),
        (
            r#"{"alg":"EdDSA","typ":"vc+jwt","crit":["b64"]}"#,
            "jose.critical",
            "/crit",
        ),
    ] {
        let error = VcJwt::parse(&signed(header, &credential())).unwrap_err();
        assert_eq!(
            (error.code(), error.pointer().as_deref()),
            (code, Some(pointer)),
            "{header}"
        );
        assert!(
            error.hint().is_some() || code == "jose.critical",
            "{code} has no hint"
        );
    }
    for header in [
        r#"{"alg":"EdDSA","typ":"vc+jwt"}"#,
        r#"{"alg":"Ed25519","typ":"application/vc+jwt","cty":"VC"}"#,
    ] {
        let read = VcJwt::parse(&signed(header, &credential())).unwrap();
        assert_eq!(
            read.verification_method().unwrap_err().code(),
            "vc_jwt.kid_missing"
        );
    }
    let header = HEADER.replace("did:web:example.com#key-1", "key-1");
    let read = VcJwt::parse(&signed(&header, &credential())).unwrap();
    assert_eq!(read.verification_method().unwrap_err().code(), "vc_jwt.kid");
}

#[test]
fn claims_that_repeat_the_credential_have_to_say_the_same() {
    let mut payload = credential();
    payload["iss"] = json!("did:web:example.com");
    payload["sub"] = json!("did:example:battery");
    payload["jti"] = payload["id"].clone();
    payload["iat"] = json!(1_803_000_000);
    let read = VcJwt::parse(&signed(HEADER, &payload)).unwrap();
    assert_eq!(read.credential(), credential());
    for (name, value) in [
        ("iss", json!("did:web:other.example")),
        ("iss", json!({"id": "did:web:example.com"})),
        ("sub", json!("did:example:other")),
        ("jti", json!("urn:uuid:0")),
        ("jti", json!(null)),
    ] {
        let error = VcJwt::parse(&signed(HEADER, &with(name, value))).unwrap_err();
        assert_eq!(
            (error.code(), error.pointer()),
            ("vc_jwt.differs", Some(format!("/{name}")))
        );
        assert!(error.hint().is_some());
    }
    // Of several subjects, a `sub` can name none.
    let mut payload = with("sub", json!("did:example:battery"));
    payload["credentialSubject"] =
        json!([payload["credentialSubject"], {"id": "did:example:other"}]);
    let error = VcJwt::parse(&signed(HEADER, &payload)).unwrap_err();
    assert_eq!(error.code(), "vc_jwt.differs");
}

#[test]
fn a_credential_inside_a_claim_is_refused_read_and_made() {
    for name in ["vc", "vp"] {
        let payload = with(name, json!({"type": ["VerifiableCredential"]}));
        let error = VcJwt::parse(&signed(HEADER, &payload)).unwrap_err();
        assert_eq!(
            (error.code(), error.pointer()),
            ("vc_jwt.nested", Some(format!("/{name}")))
        );
        let error = issue(&payload, &kid(), &key(Algorithm::Ed25519)).unwrap_err();
        assert_eq!(error.code(), "vc_jwt.nested");
    }
    let error = issue(&with("iss", json!("x")), &kid(), &key(Algorithm::Ed25519)).unwrap_err();
    assert_eq!(error.code(), "vc_jwt.differs");
}

#[test]
fn a_payload_that_is_no_strict_json_object_is_refused() {
    let error = VcJwt::parse(&signed(HEADER, &json!([credential()]))).unwrap_err();
    assert_eq!(error.code(), "vc_jwt.not_an_object");
    let text = credential().to_string().replacen('{', r#"{"id":"a","#, 1);
    let input = [HEADER, &text].map(|part| BASE64URL.encode(part)).join(".");
    let error = VcJwt::parse(&format!("{input}.AA")).unwrap_err();
    assert_eq!(error.code(), "json.duplicate_key");
}

#[test]
fn a_token_counts_from_nbf_until_exp() {
    let now: Timestamp = "2027-02-18T12:00:00Z".parse().unwrap();
    let seconds = now.as_second();
    for (name, value, code) in [
        ("nbf", json!(seconds), None),
        ("nbf", json!(seconds + 1), Some("vc_jwt.not_yet_valid")),
        ("nbf", json!("2027"), Some("vc_jwt.time")),
        ("exp", json!(seconds + 1), None),
        ("exp", json!(seconds), Some("vc_jwt.expired")),
        ("exp", json!(null), Some("vc_jwt.time")),
    ] {
        let read = VcJwt::parse(&signed(HEADER, &with(name, value.clone()))).unwrap();
        let outcome = read.check_time(now).err();
        assert_eq!(outcome.as_ref().map(Coded::code), code, "{name} {value}");
        assert_eq!(read.credential(), credential());
    }
}

mod presentation {
    use std::time::Duration;

    use super::*;
    use crate::sd_jwt::{ExpectedBinding, KeyBinding};

    const VP_HEADER: &str =
        r#"{"alg":"EdDSA","typ":"vp+jwt","cty":"vp","kid":"did:web:example.com#key-1"}"#;

    fn now() -> Timestamp {
        "2027-02-18T12:00:00Z".parse().unwrap()
    }

    fn expected() -> ExpectedBinding<'static> {
        ExpectedBinding {
            nonce: Some("n-1"),
            audience: Some("https://recycler.example"),
            now: now(),
            max_age: Duration::from_secs(300),
            skew: Duration::from_secs(60),
        }
    }

    fn document() -> Value {
        json!({
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "type": ["VerifiablePresentation"],
            "holder": "did:web:example.com",
            "verifiableCredential": [],
        })
    }

    fn payload() -> Value {
        let mut payload = document();
        payload["nonce"] = json!("n-1");
        payload["aud"] = json!("https://recycler.example");
        payload["iat"] = json!(now().as_second());
        payload
    }

    #[test]
    fn what_the_holder_signs_is_for_one_reader_and_its_nonce() {
        let signer = key(Algorithm::Ed25519);
        let binding = KeyBinding {
            nonce: "n-1",
            audience: "https://recycler.example",
            issued_at: now(),
        };
        let made = VpJwt::sign(&document(), &binding, &kid(), &signer).unwrap();
        assert!(VpJwt::is_one(made.as_str()));
        let read = VpJwt::parse(made.as_str()).unwrap();
        read.verify(signer.public()).unwrap();
        read.check(&expected()).unwrap();
        assert_eq!(read.presentation(), document());
        assert_eq!(read.verification_method().unwrap(), kid());
        // A credential is no presentation, nor the other way round.
        assert_eq!(
            VcJwt::parse(made.as_str()).unwrap_err().code(),
            "vc_jwt.typ"
        );
        let credential = issue(&credential(), &kid(), &signer).unwrap();
        assert!(!VpJwt::is_one(credential.as_str()));
        assert_eq!(
            VpJwt::parse(credential.as_str()).unwrap_err().code(),
            "vc_jwt.typ"
        );
    }

    #[test]
    fn what_the_verifier_did_not_ask_for_is_refused() {
        let second = now().as_second();
        for (name, value, code) in [
            ("nonce", json!("n-2"), Some("vp_jwt.nonce")),
            ("nonce", json!(null), Some("vp_jwt.nonce")),
            (
                "aud",
                json!("https://other.example"),
                Some("vp_jwt.audience"),
            ),
            (
                "aud",
                json!(["https://other.example"]),
                Some("vp_jwt.audience"),
            ),
            (
                "aud",
                json!(["https://other.example", "https://recycler.example"]),
                None,
            ),
            ("iat", json!(second - 360), None),
            ("iat", json!(second - 361), Some("vp_jwt.stale")),
            ("iat", json!(second + 60), None),
            ("iat", json!(second + 61), Some("vp_jwt.future")),
            ("iat", json!("now"), Some("vc_jwt.time")),
            ("exp", json!(second), Some("vc_jwt.expired")),
        ] {
            let mut payload = payload();
            payload[name] = value.clone();
            let read = VpJwt::parse(&signed(VP_HEADER, &payload)).unwrap();
            let found = read.check(&expected()).err();
            assert_eq!(found.as_ref().map(Coded::code), code, "{name} {value}");
        }
        let mut undated = payload();
        undated.as_object_mut().unwrap().remove("iat");
        let read = VpJwt::parse(&signed(VP_HEADER, &undated)).unwrap();
        assert_eq!(read.check(&expected()).unwrap_err().code(), "vc_jwt.time");
    }

    #[test]
    fn a_token_that_names_another_holder_is_refused() {
        let mut other = payload();
        other["iss"] = json!("did:web:other.example");
        let error = VpJwt::parse(&signed(VP_HEADER, &other)).unwrap_err();
        assert_eq!(
            (error.code(), error.pointer().as_deref()),
            ("vc_jwt.differs", Some("/iss"))
        );
        other.as_object_mut().unwrap().remove("holder");
        let read = VpJwt::parse(&signed(VP_HEADER, &other)).unwrap();
        assert_eq!(
            read.verification_method().unwrap_err().code(),
            "vc_jwt.differs"
        );
    }
}
