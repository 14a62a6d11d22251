//! The holder's signature (RFC 9901 section 7.3).

use std::time::Duration;

use super::*;
use crate::problem::Coded;
use crate::sd_jwt::{ExpectedBinding, KeyBinding};

const AUDIENCE: &str = "https://recycler.example";

fn expected() -> ExpectedBinding<'static> {
    ExpectedBinding {
        nonce: Some("n-1"),
        audience: Some(AUDIENCE),
        now: now(),
        max_age: Duration::from_secs(300),
        skew: Duration::from_secs(60),
    }
}

fn bound() -> SdJwt {
    let binding = KeyBinding {
        nonce: "n-1",
        audience: AUDIENCE,
        issued_at: now(),
    };
    let shown = pointers(&["/credentialSubject/performance/capacity"]);
    let shown = issued(&claims(), &DISCLOSABLE).present(&shown).unwrap();
    SdJwt::parse(&shown.bind(&binding, &holder()).unwrap()).unwrap()
}

/// The same presentation with another key-binding JWT.
fn rebound(header: Header, payload: &str, signer: &SecretKey) -> SdJwt {
    SdJwt::parse(&rebound_text(header, payload, signer)).unwrap()
}

fn rebound_text(header: Header, payload: &str, signer: &SecretKey) -> String {
    let jwt = jose::sign(&header, payload.as_bytes(), signer).unwrap();
    bound().presented().to_owned() + &jwt
}

fn kb_header() -> Header {
    Header {
        typ: Some("kb+jwt".into()),
        ..Header::new(Algorithm::P256)
    }
}

fn kb_payload(change: impl FnOnce(&mut Value)) -> String {
    let mut payload = json!({"iat": now().as_second(), "aud": AUDIENCE, "nonce": "n-1",
        "sd_hash": Digest::of(bound().presented()).as_str()});
    change(&mut payload);
    payload.to_string()
}

#[test]
fn a_presentation_that_the_holder_signed_verifies() {
    let presentation = bound();
    presentation.verify(issuer().public()).unwrap();
    presentation.verify_key_binding(&expected()).unwrap();
    let key_binding = presentation.key_binding().unwrap();
    assert_eq!(
        (key_binding.nonce.as_str(), key_binding.audience.as_str()),
        ("n-1", AUDIENCE)
    );
    assert_eq!(key_binding.issued_at, now().as_second());
    rebound(kb_header(), &kb_payload(|_| {}), &holder())
        .verify_key_binding(&expected())
        .unwrap();
}

#[test]
fn every_kind_of_key_binds() {
    for algorithm in [Algorithm::Ed25519, Algorithm::P256, Algorithm::P384] {
        let holder = key(algorithm, 7);
        let issue_as = Issue {
            typ: "vc+sd-jwt",
            kid: &kid(),
            disclosable: &[],
            holder: Some(holder.public()),
            decoys: 0,
        };
        let text = issue(
            &json!({"a": 1}),
            &issue_as,
            &issuer(),
            &mut StdRng::seed_from_u64(8),
        )
        .unwrap();
        let binding = KeyBinding {
            nonce: "n-1",
            audience: AUDIENCE,
            issued_at: now(),
        };
        let text = SdJwt::parse(text.as_str())
            .unwrap()
            .bind(&binding, &holder)
            .unwrap();
        SdJwt::parse(&text)
            .unwrap()
            .verify_key_binding(&expected())
            .unwrap();
    }
}

#[test]
fn only_the_key_in_cnf_can_bind() {
    let stranger = key(Algorithm::P256, 20);
    let binding = KeyBinding {
        nonce: "n-1",
        audience: AUDIENCE,
        issued_at: now(),
    };
    let error = bound().bind(&binding, &stranger).unwrap_err();
    assert_eq!(error.code(), "sd_jwt.not_the_holder");
    let forged = rebound(kb_header(), &kb_payload(|_| {}), &stranger);
    let error = forged.verify_key_binding(&expected()).unwrap_err();
    assert_eq!(error.code(), "key_binding.signature_invalid");
    // The stranger's own key in the header changes nothing.
    let header = Header {
        jwk: Some(stranger.public().to_jwk()),
        ..kb_header()
    };
    let error = rebound(header, &kb_payload(|_| {}), &stranger).verify_key_binding(&expected());
    assert_eq!(error.unwrap_err().code(), "key_binding.signature_invalid");
    let other_kind = key(Algorithm::Ed25519, 21);
    let header = Header {
        algorithm: Algorithm::Ed25519,
        ..kb_header()
    };
    let error = rebound(header, &kb_payload(|_| {}), &other_kind).verify_key_binding(&expected());
    assert_eq!(error.unwrap_err().code(), "key_binding.alg_mismatch");
}

#[test]
fn a_changed_character_of_the_key_binding_is_refused() {
    let text = bound().to_string();
    for at in bound().presented().len()..text.len() {
        let mut bytes = text.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        let changed = SdJwt::parse(&String::from_utf8(bytes).unwrap());
        let outcome = changed.and_then(|read| read.verify_key_binding(&expected()));
        assert!(outcome.is_err(), "character {at}");
    }
}

#[test]
fn what_the_verifier_did_not_ask_for_is_refused() {
    let seconds = now().as_second();
    for (name, value, code) in [
        ("nonce", json!("n-2"), "key_binding.nonce"),
        (
            "aud",
            json!("https://other.example"),
            "key_binding.audience",
        ),
        (
            "sd_hash",
            json!(Digest::of("x~").as_str()),
            "key_binding.sd_hash",
        ),
        ("iat", json!(seconds - 361), "key_binding.stale"),
        ("iat", json!(seconds + 61), "key_binding.future"),
        ("iat", json!(i64::MIN / 1024), "key_binding.stale"),
    ] {
        let payload = kb_payload(|payload| payload[name] = value);
        let error = rebound(kb_header(), &payload, &holder())
            .verify_key_binding(&expected())
            .unwrap_err();
        assert_eq!(
            (error.code(), error.pointer()),
            (code, Some(format!("/{name}")))
        );
        assert!(error.hint().is_some(), "{code} has no hint");
    }
    for value in [seconds - 360, seconds + 60] {
        let payload = kb_payload(|payload| payload["iat"] = json!(value));
        rebound(kb_header(), &payload, &holder())
            .verify_key_binding(&expected())
            .unwrap();
    }
}

#[test]
fn claims_that_are_missing_or_of_another_type_are_refused() {
    for (name, value) in [
        ("nonce", json!(null)),
        ("nonce", json!(1)),
        ("aud", json!(["a"])),
        ("sd_hash", json!(null)),
        ("iat", json!(null)),
        ("iat", json!(1.5)),
        ("iat", json!("1")),
    ] {
        let payload = kb_payload(|payload| payload[name] = value);
        let error = SdJwt::parse(&rebound_text(kb_header(), &payload, &holder())).unwrap_err();
        assert_eq!(
            (error.code(), error.pointer()),
            ("key_binding.claim", Some(format!("/{name}")))
        );
    }
    let payload = kb_payload(|payload| drop(payload.as_object_mut().unwrap().remove("nonce")));
    let error = SdJwt::parse(&rebound_text(kb_header(), &payload, &holder())).unwrap_err();
    assert_eq!(error.code(), "key_binding.claim");
    let payload = kb_payload(|_| {}).replacen('{', "{\"nonce\":\"n-1\",", 1);
    let error = SdJwt::parse(&rebound_text(kb_header(), &payload, &holder())).unwrap_err();
    assert_eq!(error.code(), "json.duplicate_key");
}

#[test]
fn a_key_binding_of_another_type_or_unsigned_is_refused() {
    for typ in [None, Some("JWT"), Some("vc+sd-jwt")] {
        let header = Header {
            typ: typ.map(Into::into),
            ..kb_header()
        };
        let error =
            SdJwt::parse(&rebound_text(header, &kb_payload(|_| {}), &holder())).unwrap_err();
        assert_eq!(error.code(), "key_binding.typ");
    }
    let header = BASE64URL.encode(r#"{"alg":"none","typ":"kb+jwt"}"#);
    let unsigned = format!(
        "{}{header}.{}.",
        bound().presented(),
        BASE64URL.encode(kb_payload(|_| {}))
    );
    assert_eq!(
        SdJwt::parse(&unsigned).unwrap_err().code(),
        "key_binding.alg_none"
    );
}

#[test]
fn disclosures_cannot_be_added_or_taken_away_after_signing() {
    let (whole, bound) = (issued(&claims(), &DISCLOSABLE), bound());
    let kb_jwt = bound.bound().unwrap().1;
    for presented in [
        whole.presented().to_owned(),
        whole.present(&[]).unwrap().presented().to_owned(),
    ] {
        let error = SdJwt::parse(&(presented + kb_jwt))
            .unwrap()
            .verify_key_binding(&expected());
        assert_eq!(error.unwrap_err().code(), "key_binding.sd_hash");
    }
}

#[test]
fn a_key_binding_that_is_missing_or_has_nothing_to_bind_to_is_refused() {
    let unbound = issued(&claims(), &DISCLOSABLE);
    let error = unbound.verify_key_binding(&expected()).unwrap_err();
    assert_eq!(error.code(), "key_binding.missing");
    let jwt = jose::sign(&kb_header(), kb_payload(|_| {}).as_bytes(), &holder()).unwrap();
    let error = SdJwt::parse(&(signed("{}", &[]) + &jwt)).unwrap_err();
    assert_eq!(error.code(), "key_binding.unexpected");
    let nobodys = SdJwt::parse(&signed("{}", &[])).unwrap();
    let binding = KeyBinding {
        nonce: "n",
        audience: "a",
        issued_at: now(),
    };
    assert_eq!(
        nobodys.bind(&binding, &holder()).unwrap_err().code(),
        "sd_jwt.cnf_missing"
    );
}

#[test]
fn presenting_again_drops_the_key_binding() {
    let again = bound().present(&[]).unwrap();
    assert!(again.key_binding().is_none() && again.as_str().ends_with('~'));
}

#[test]
fn a_confirmation_without_a_good_key_is_refused() {
    for (cnf, code, pointer) in [
        (json!({"kid": "x"}), "sd_jwt.cnf", "/cnf"),
        (json!("x"), "sd_jwt.cnf", "/cnf"),
        (
            json!({"jwk": {"kty": "RSA"}}),
            "sd_jwt.holder_key",
            "/cnf/jwk",
        ),
    ] {
        let read = SdJwt::parse(&signed(&json!({"cnf": cnf}).to_string(), &[])).unwrap();
        let error = read.holder_key().unwrap_err();
        assert_eq!(
            (error.code(), error.pointer().as_deref()),
            (code, Some(pointer))
        );
    }
}
