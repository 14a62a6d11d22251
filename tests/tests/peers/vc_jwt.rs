//! Credentials as JWT against `jose`.

use credentials::Coded;
use credentials::keys::{Algorithm, PublicKey};
use credentials::vc_jwt::{VcJwt, issue};
use serde_json::{Value, json};

use super::binding::{kid, now};
use super::judge::{accepts, ask};
use super::{key, secret};

const JUDGE: &str = "vc_jwt.js";
const ALGORITHMS: [Algorithm; 3] = [Algorithm::Ed25519, Algorithm::P256, Algorithm::P384];

#[test]
fn what_is_signed_here_verifies_there() {
    for algorithm in ALGORITHMS {
        let issuer = key(algorithm, 30);
        let made = issue(&credential(), &kid(), &issuer).unwrap();
        let answer = accepts(JUDGE, &verify(made.as_str(), issuer.public()));
        assert_eq!(answer["payload"], credential());
        assert_eq!(answer["header"]["cty"], "vc");
        assert_eq!(answer["header"]["kid"], kid().to_string());
    }
}

#[test]
fn what_is_signed_there_verifies_here() {
    for algorithm in ALGORITHMS {
        let issuer = key(algorithm, 31);
        let mut payload = credential();
        payload["iss"] = payload["issuer"].clone();
        payload["exp"] = json!(now().as_second() + 60);
        let read = VcJwt::parse(&signed_there(&issuer, "vc+jwt", &payload)).unwrap();
        read.verify(issuer.public()).unwrap();
        read.check_time(now()).unwrap();
        assert_eq!(read.credential(), credential());
        assert_eq!(read.verification_method().unwrap(), kid());
    }
}

#[test]
fn both_refuse_another_key_another_type_and_a_token_that_is_over() {
    let (issuer, stranger) = (key(Algorithm::P256, 32), key(Algorithm::P256, 33));
    let made = issue(&credential(), &kid(), &issuer).unwrap();
    assert!(
        ask(JUDGE, &verify(made.as_str(), stranger.public()))
            .get("error")
            .is_some()
    );
    assert!(made.verify(stranger.public()).is_err());

    let other = signed_there(&issuer, "vp+jwt", &credential());
    assert!(
        ask(JUDGE, &verify(&other, issuer.public()))
            .get("error")
            .is_some()
    );
    assert_eq!(VcJwt::parse(&other).unwrap_err().code(), "vc_jwt.typ");

    let mut payload = credential();
    payload["exp"] = json!(now().as_second());
    let over = signed_there(&issuer, "vc+jwt", &payload);
    assert!(
        ask(JUDGE, &verify(&over, issuer.public()))
            .get("error")
            .is_some()
    );
    let error = VcJwt::parse(&over).unwrap().check_time(now()).unwrap_err();
    assert_eq!(error.code(), "vc_jwt.expired");
}

fn signed_there(issuer: &credentials::keys::SecretKey, typ: &str, payload: &Value) -> String {
    let header = json!({"typ": typ, "cty": "vc", "kid": kid()});
    let request =
        json!({"do": "sign", "secret": secret(issuer), "header": header, "payload": payload});
    accepts(JUDGE, &request)["text"]
        .as_str()
        .unwrap()
        .to_owned()
}

fn verify(text: &str, issuer: &PublicKey) -> Value {
    json!({"do": "verify", "text": text, "public": issuer.to_jwk(), "now": now().as_second()})
}

fn credential() -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "issuer": "did:web:manufacturer.example",
        "credentialSubject": {
            "id": "https://manufacturer.example/01/04012345678901/21/S1",
            "capacity": {"value": 78.5, "unit": "kWh"},
            "note": "Zürich \"quoted\" \\ \n"
        }
    })
}
