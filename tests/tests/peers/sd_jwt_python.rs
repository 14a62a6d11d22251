//! SD-JWT and key binding against `sd-jwt` of the OpenWallet Foundation, which follows the RFC's authors.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL;
use credentials::Coded;
use credentials::keys::{Algorithm, PublicKey, SecretKey};
use credentials::sd_jwt::{ExpectedBinding, Issue, SdJwt, issue};
use jiff::Timestamp;
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Value, json};

use super::binding::{AUDIENCE, NONCE, binding, expected, kid};
use super::judge::{accepts, ask};
use super::{key, pointers, secret};

const JUDGE: &str = "sd_jwt.py";

/// The judge takes key-binding JWTs in ES256 alone.
const HOLDER: Algorithm = Algorithm::P256;

const ISSUERS: [Algorithm; 3] = [Algorithm::Ed25519, Algorithm::P256, Algorithm::P384];

#[test]
fn an_sd_jwt_made_here_verifies_there_with_key_binding() {
    for algorithm in ISSUERS {
        let (issuer, holder) = (key(algorithm, 50), key(HOLDER, 51));
        for shown in [
            &[][..],
            &["/performance/capacity/unit", "/materials/1"],
            &DISCLOSABLE,
        ] {
            let shown = issued(&issuer, holder.public())
                .present(&pointers(shown))
                .unwrap();
            let bound = shown.bind(&binding(), &holder).unwrap();
            let answer = accepts(JUDGE, &verify(&bound, issuer.public()));
            assert_eq!(answer["payload"], *shown.claims());
        }
    }
}

#[test]
fn an_sd_jwt_made_there_verifies_here_with_key_binding() {
    for algorithm in ISSUERS {
        let (issuer, holder) = (key(algorithm, 52), key(HOLDER, 53));
        let text = made_there(&issuer, holder.public());
        let whole = SdJwt::parse(&text).unwrap();
        whole.verify(issuer.public()).unwrap();
        assert_eq!(whole.credential(), claims());
        assert_eq!(whole.verification_method().unwrap(), kid());

        // Presented there, and presented here.
        let shown = json!({"performance": {"capacity": {"unit": true}}, "materials": [false, {"share": true}]});
        let request = json!({"do": "present", "text": text, "shown": shown, "holder": secret(&holder), "nonce": NONCE,
            "aud": AUDIENCE});
        let there = accepts(JUDGE, &request)["text"]
            .as_str()
            .unwrap()
            .to_owned();
        let places = pointers(&["/performance/capacity/unit", "/materials/1/share"]);
        let here = whole
            .present(&places)
            .unwrap()
            .bind(&binding(), &holder)
            .unwrap();
        let read = [&there, &here].map(|text| SdJwt::parse(text).unwrap());
        for presentation in &read {
            presentation.verify(issuer.public()).unwrap();
        }
        assert_eq!(read[0].claims(), read[1].claims());
        assert_eq!(
            read[0].claims()["performance"]["capacity"],
            json!({"value": 78.5, "unit": "kWh"})
        );
        assert_eq!(
            read[0].claims()["materials"],
            json!([{"name": "lithium", "share": 1e-7}])
        );
        // The judge signs by its own clock.
        let signed_at = read[0].key_binding().unwrap().issued_at;
        let now = Timestamp::from_second(signed_at).unwrap();
        read[0]
            .verify_key_binding(&ExpectedBinding { now, ..expected() })
            .unwrap();
        read[1].verify_key_binding(&expected()).unwrap();
        let answer = accepts(JUDGE, &verify(&here, issuer.public()));
        assert_eq!(answer["payload"], *read[1].claims());
    }
}

#[test]
fn both_refuse_another_key_nonce_and_audience_and_a_changed_disclosure() {
    let (issuer, holder) = (key(Algorithm::P256, 54), key(HOLDER, 55));
    let bound = issued(&issuer, holder.public())
        .bind(&binding(), &holder)
        .unwrap();
    let read = SdJwt::parse(&bound).unwrap();
    let stranger = key(Algorithm::P256, 56);
    assert!(
        ask(JUDGE, &verify(&bound, stranger.public()))
            .get("error")
            .is_some()
    );
    assert!(read.verify(stranger.public()).is_err());
    for (name, other) in [("nonce", "another"), ("aud", "https://other.example")] {
        let mut request = verify(&bound, issuer.public());
        request[name] = json!(other);
        assert!(ask(JUDGE, &request).get("error").is_some(), "{name}");
    }
    for expected in [
        ExpectedBinding {
            nonce: Some("another"),
            ..expected()
        },
        ExpectedBinding {
            audience: Some("https://other.example"),
            ..expected()
        },
    ] {
        assert!(read.verify_key_binding(&expected).is_err());
    }
    let last = read.disclosed().last().unwrap().text.to_owned();
    let changed = bound.replacen(&format!("~{last}~"), "~", 1);
    assert!(
        ask(JUDGE, &verify(&changed, issuer.public()))
            .get("error")
            .is_some()
    );
    assert!(
        SdJwt::parse(&changed)
            .and_then(|read| read.verify_key_binding(&expected()))
            .is_err()
    );
}

#[test]
fn a_disclosure_that_no_digest_refers_to_is_dropped_there_and_refused_here() {
    // RFC 9901 section 7.1 step 5: "If any Disclosure was not referenced by digest value in the Issuer-signed JWT [...],
    // the SD-JWT MUST be rejected." The judge drops it and says nothing, as `@sd-jwt/core` does.
    let (issuer, holder) = (key(Algorithm::P256, 57), key(HOLDER, 58));
    let stray = BASE64URL.encode(r#"["salt","price",1]"#);
    let text = format!("{}{stray}~", issued(&issuer, holder.public()));
    let mut request = verify(&text, issuer.public());
    request["nonce"] = Value::Null;
    request["aud"] = Value::Null;
    let answer = accepts(JUDGE, &request);
    assert_eq!(answer["payload"].get("price"), None);
    assert_eq!(
        SdJwt::parse(&text).unwrap_err().code(),
        "sd_jwt.disclosure_unreferenced"
    );
}

fn issued(issuer: &SecretKey, holder: &PublicKey) -> SdJwt {
    let issue_as = Issue {
        typ: "example+sd-jwt",
        kid: &kid(),
        disclosable: &pointers(&DISCLOSABLE),
        holder: Some(holder),
        decoys: 2,
    };
    issue(&claims(), &issue_as, issuer, &mut StdRng::seed_from_u64(59)).unwrap()
}

fn made_there(issuer: &SecretKey, holder: &PublicKey) -> String {
    let header = json!({"typ": "example+sd-jwt", "kid": kid()});
    let request = json!({"do": "issue", "secret": secret(issuer), "holder": holder.to_jwk(), "header": header,
        "claims": claims(), "disclosable": DISCLOSABLE});
    accepts(JUDGE, &request)["text"]
        .as_str()
        .unwrap()
        .to_owned()
}

fn verify(text: &str, issuer: &PublicKey) -> Value {
    json!({"do": "verify", "text": text, "public": issuer.to_jwk(), "nonce": NONCE, "aud": AUDIENCE})
}

fn claims() -> Value {
    json!({
        "note": "Zürich \"quoted\" \\ \n",
        "performance": {"capacity": {"value": 78.5, "unit": "kWh"}, "cycles": [100, 200, 300]},
        "materials": [{"name": "cobalt", "share": 0.1}, {"name": "lithium", "share": 1e-7}]
    })
}

const DISCLOSABLE: [&str; 7] = [
    "/performance",
    "/performance/capacity",
    "/performance/capacity/unit",
    "/performance/cycles/0",
    "/materials/0",
    "/materials/1",
    "/materials/1/share",
];
