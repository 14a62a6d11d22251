use jiff::Timestamp;
use rand::SeedableRng;
use rand::rngs::StdRng;

use super::*;
use crate::keys::{Algorithm, SecretKey};
use crate::problem::Coded;
use serde_json::json;

fn key(algorithm: Algorithm) -> SecretKey {
    SecretKey::generate(algorithm, &mut StdRng::seed_from_u64(1)).unwrap()
}

fn passport() -> Value {
    json!({
        "@context": [crate::context::CREDENTIALS_V2, crate::context::BATTERY_PASSPORT_V1],
        "id": "urn:uuid:6f1c7a52-9a3e-4d5c-8a44-0b6f5d0c1e2f",
        "type": ["VerifiableCredential", "DigitalBatteryPassport"],
        "issuer": {"id": "did:web:voltcell.example"},
        "validFrom": "2027-02-18T00:00:00Z",
        "credentialSubject": {
            "id": "https://id.voltcell.example/01/09506000134352/21/A1",
            "type": ["Battery"],
            "generalProductInformation": {"batteryCategory": "ev", "batteryMass": 430.5}
        }
    })
}

fn secured(suite: Suite) -> Secured {
    let method = DidUrl::parse("did:web:voltcell.example#key-1").unwrap();
    let created: Timestamp = "2027-02-18T08:00:00Z".parse().unwrap();
    let by = Securing {
        method: &method,
        holder: None,
        created,
        contexts: Contexts::pinned(),
    };
    let mut rng = StdRng::seed_from_u64(7);
    secure(
        &passport(),
        suite,
        &by,
        &key(suite.algorithms()[0]),
        &mut rng,
    )
    .unwrap()
}

#[test]
fn every_suite_gives_the_credential_back_from_wire_file_and_envelope() {
    for suite in Suite::all() {
        let made = secured(suite);
        let envelope = made.enveloped().to_string();
        for text in [made.to_text(), made.to_file(), envelope] {
            let read = Secured::parse(text.as_bytes()).unwrap();
            assert_eq!(read.suite(), suite);
            assert_eq!(read.credential(), passport(), "{suite}");
            assert_eq!(read.reference().unwrap(), made.reference().unwrap());
            let methods = read.verification_methods().unwrap();
            assert_eq!(methods[0].to_string(), "did:web:voltcell.example#key-1");
        }
    }
}

#[test]
fn withholding_does_not_change_what_a_reference_names() {
    let Secured::SdJwt(whole) = secured(Suite::SdJwt) else {
        panic!("expected an SD-JWT");
    };
    let shown = whole.present(&[]).unwrap();
    let part = Secured::parse(shown.as_str().as_bytes()).unwrap();
    assert_eq!(
        part.reference().unwrap(),
        Secured::SdJwt(whole).reference().unwrap()
    );
}

fn bound(
    credential: &Value,
    suite: Suite,
    holder: Option<&PublicKey>,
) -> Result<Secured, SecuredError> {
    let method = DidUrl::parse("did:web:voltcell.example#key-1").unwrap();
    let by = Securing {
        method: &method,
        holder,
        created: "2027-02-18T08:00:00Z".parse().unwrap(),
        contexts: Contexts::pinned(),
    };
    let mut rng = StdRng::seed_from_u64(7);
    secure(
        credential,
        suite,
        &by,
        &key(suite.algorithms()[0]),
        &mut rng,
    )
}

#[test]
fn a_passport_names_the_key_that_presents_it_and_nothing_else_does() {
    let holder = key(Algorithm::P256);
    let holder = holder.public();
    for suite in Suite::all().filter(|suite| *suite != Suite::VcJwt) {
        let secured = bound(&passport(), suite, Some(holder)).unwrap();
        assert_eq!(
            secured.holder_key().unwrap().as_ref(),
            Some(holder),
            "{suite}"
        );
        // Issued again for nobody, or for somebody else, it is no longer bound to the first.
        let again = bound(&secured.credential(), suite, None).unwrap();
        assert_eq!(again.holder_key().unwrap(), None, "{suite}");
    }
    for (credential, suite) in [
        (passport(), Suite::VcJwt),
        (
            json!({"type": "VerifiableCredential"}),
            Suite::EDDSA_JCS_2022,
        ),
    ] {
        let error = bound(&credential, suite, Some(holder)).unwrap_err();
        assert_eq!(error.code(), "secured.holder_unbound");
    }
    let mut document: Value =
        serde_json::from_str(&secured(Suite::EDDSA_JCS_2022).to_text()).unwrap();
    document["holder"] = json!("did:web:voltcell.example");
    let error = Secured::from_value(document).unwrap().holder_key();
    assert_eq!(error.unwrap_err().code(), "secured.holder");
}

#[test]
fn what_is_no_secured_credential_is_told_apart() {
    let sd_jwt = secured(Suite::SdJwt).to_text();
    let envelope = |id: &str| {
        json!({"@context": crate::context::CREDENTIALS_V2, "id": id, "type": ENVELOPED_CREDENTIAL})
            .to_string()
    };
    let nested = envelope(&format!("data:application/vc,{}", envelope("data:,")));
    for (text, code) in [
        (String::new(), "secured.empty"),
        (" \n".into(), "secured.empty"),
        ("%PDF-1.7".into(), "secured.no_credential"),
        ("[]".into(), "secured.no_credential"),
        ("a.b.c".into(), "jose.base64url"),
        (passport().to_string(), "secured.no_proof"),
        ("{".into(), "json.truncated"),
        (
            r#"{"id":"a","id":"b","proof":{}}"#.into(),
            "json.duplicate_key",
        ),
        (envelope("https://voltcell.example"), "secured.envelope"),
        (envelope("data:application/vc+sd-jwt"), "secured.envelope"),
        (
            envelope(&format!("data:application/vc+sd-jwt;base64,{sd_jwt}")),
            "secured.envelope",
        ),
        (
            envelope("data:application/vc+sd-jwt,a%2Eb"),
            "secured.envelope",
        ),
        (nested, "secured.media_type"),
        (
            envelope(&format!("data:text/html,{sd_jwt}")),
            "secured.media_type",
        ),
    ] {
        let error = Secured::parse(text.as_bytes()).unwrap_err();
        assert_eq!(error.code(), code, "{text}");
    }
    let error = Secured::parse(b"\xff\xfe~").unwrap_err();
    assert_eq!(error.code(), "secured.no_credential");
}

#[test]
fn huge_input_is_refused_at_once() {
    for (byte, code) in [
        (b'{', "json.too_large"),
        (b'a', "secured.no_credential"),
        (b'~', "sd_jwt.too_large"),
        (b'.', "secured.no_credential"),
    ] {
        let error = Secured::parse(&vec![byte; 5 << 20]).unwrap_err();
        assert_eq!(error.code(), code, "{byte}");
    }
}

#[test]
fn an_envelope_says_what_is_in_it() {
    let sd_jwt = secured(Suite::SdJwt).to_text();
    let jwt = secured(Suite::VcJwt).to_text();
    for (media_type, text, code) in [
        ("application/vc+jwt", &jwt, None),
        ("application/vc+sd-jwt", &sd_jwt, None),
        ("application/vc+jwt", &sd_jwt, Some("secured.media_type")),
        ("application/vc+sd-jwt", &jwt, Some("secured.media_type")),
        ("application/vp+jwt", &jwt, Some("secured.media_type")),
    ] {
        let read = Secured::from_value(crate::model::envelope(text, media_type));
        let code_found = read.as_ref().err().map(Coded::code);
        assert_eq!(code_found, code, "{media_type} of {text}");
    }
}

#[test]
fn the_holder_of_a_jwt_is_the_key_that_it_confirms() {
    let issuer = key(Algorithm::Ed25519);
    let method = DidUrl::parse("did:web:voltcell.example#key-1").unwrap();
    let read = |confirmation: Value| {
        let mut credential = passport();
        credential["cnf"] = confirmation;
        let jwt = vc_jwt::issue(&credential, &method, &issuer).unwrap();
        Secured::parse(jwt.as_str().as_bytes())
            .unwrap()
            .holder_key()
    };
    let holder = key(Algorithm::P256);
    let confirmed = read(json!({"jwk": holder.public().to_jwk()})).unwrap();
    assert_eq!(confirmed.as_ref(), Some(holder.public()));
    for unread in [
        json!({}),
        json!({"kid": "key-1"}),
        json!({"jwk": {}}),
        json!("x"),
    ] {
        assert_eq!(read(unread).unwrap_err().code(), "secured.holder");
    }
}

#[test]
fn a_passport_names_its_holder_in_whatever_shape_it_stands() {
    let holder = key(Algorithm::P256);
    let mut credential = passport();
    credential[HOLDER] = format!("did:key:{}", holder.public().to_multikey()).into();
    credential["credentialSubject"] = json!([credential["credentialSubject"]]);
    let method = DidUrl::parse("did:web:voltcell.example#key-1").unwrap();
    let options = ProofOptions::assertion(method, "2027-02-18T08:00:00Z".parse().unwrap());
    let issuer = key(Algorithm::Ed25519);
    let suite = Cryptosuite::EddsaRdfc2022;
    let mut rng = StdRng::seed_from_u64(7);
    let signed = proof::sign(&credential, suite, &options, &issuer, &mut rng).unwrap();
    let read = Secured::from_value(signed).unwrap();
    assert_eq!(read.holder_key().unwrap().as_ref(), Some(holder.public()));
}
