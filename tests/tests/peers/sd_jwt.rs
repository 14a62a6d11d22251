//! SD-JWT and key binding against `@sd-jwt/core`.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL;
use credentials::Coded;
use credentials::keys::{Algorithm, PublicKey, SecretKey};
use credentials::sd_jwt::{ExpectedBinding, Issue, KeyBinding, SdJwt, issue};
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Value, json};

use super::binding::{AUDIENCE, NONCE, binding, expected, kid, now};
use super::judge::{accepts, ask};
use super::{key, pointers, secret};

const JUDGE: &str = "sd_jwt.js";

/// Issuer and holder of either kind, crosswise.
const KEYS: [(Algorithm, Algorithm); 2] = [
    (Algorithm::Ed25519, Algorithm::P256),
    (Algorithm::P256, Algorithm::Ed25519),
];

#[test]
fn an_sd_jwt_made_here_verifies_there_with_key_binding() {
    for (issuer, holder) in KEYS {
        let (issuer, holder) = (key(issuer, 1), key(holder, 2));
        for shown in [
            vec![],
            vec!["/credentialSubject/performance/capacity/unit"],
            vec![
                "/credentialSubject/materials/1",
                "/credentialSubject/performance",
            ],
            DISCLOSABLE.to_vec(),
        ] {
            let shown = issued(&issuer, holder.public())
                .present(&pointers(&shown))
                .unwrap();
            let bound = shown.bind(&binding(), &holder).unwrap();
            let answer = accepts(JUDGE, &verify(&bound, issuer.public()));
            assert_eq!(answer["payload"], *shown.claims());
            assert_eq!(answer["kb"]["payload"]["aud"], AUDIENCE);
        }
    }
}

#[test]
fn an_sd_jwt_made_there_verifies_here_with_key_binding() {
    for (issuer, holder) in KEYS {
        let (issuer, holder) = (key(issuer, 3), key(holder, 4));
        let text = made_there(&issuer, holder.public());
        let whole = SdJwt::parse(&text).unwrap();
        whole.verify(issuer.public()).unwrap();
        assert_eq!(whole.credential(), claims());
        assert_eq!(whole.verification_method().unwrap(), kid());

        let bound = presented_there(&text, &holder);
        let bound = SdJwt::parse(&bound).unwrap();
        bound.verify(issuer.public()).unwrap();
        bound.verify_key_binding(&expected()).unwrap();
        let subject = &bound.claims()["credentialSubject"];
        assert_eq!(subject["performance"]["capacity"], json!({"value": 78.5}));
        assert_eq!(subject.get("materials"), None);
    }
}

#[test]
fn a_holder_there_can_present_what_was_issued_here() {
    let (issuer, holder) = (key(Algorithm::Ed25519, 5), key(Algorithm::P256, 6));
    let text = issued(&issuer, holder.public()).to_string();
    let bound = SdJwt::parse(&presented_there(&text, &holder)).unwrap();
    bound.verify(issuer.public()).unwrap();
    bound.verify_key_binding(&expected()).unwrap();
    assert_eq!(bound.disclosed().len(), 2);
}

#[test]
fn a_holder_here_can_present_what_was_issued_there() {
    let (issuer, holder) = (key(Algorithm::P256, 7), key(Algorithm::Ed25519, 8));
    let text = made_there(&issuer, holder.public());
    let shown = pointers(&["/credentialSubject/performance/cycles/2"]);
    let shown = SdJwt::parse(&text).unwrap().present(&shown).unwrap();
    let bound = shown.bind(&binding(), &holder).unwrap();
    let answer = accepts(JUDGE, &verify(&bound, issuer.public()));
    assert_eq!(answer["payload"], *shown.claims());
}

#[test]
fn both_refuse_another_key_a_changed_payload_and_another_nonce() {
    let (issuer, holder) = (key(Algorithm::Ed25519, 9), key(Algorithm::P256, 10));
    let bound = issued(&issuer, holder.public())
        .bind(&binding(), &holder)
        .unwrap();
    let stranger = key(Algorithm::Ed25519, 11);
    let mut request = verify(&bound, stranger.public());
    assert!(ask(JUDGE, &request).get("error").is_some());
    let read = SdJwt::parse(&bound).unwrap();
    assert_eq!(
        read.verify(stranger.public()).unwrap_err().code(),
        "sd_jwt.signature_invalid"
    );

    request = verify(&bound, issuer.public());
    request["nonce"] = json!("another");
    assert!(ask(JUDGE, &request).get("error").is_some());
    let wrong = ExpectedBinding {
        nonce: Some("another"),
        ..expected()
    };
    assert_eq!(
        read.verify_key_binding(&wrong).unwrap_err().code(),
        "key_binding.nonce"
    );
}

#[test]
fn a_disclosure_that_no_digest_refers_to_is_dropped_there_and_refused_here() {
    // RFC 9901 section 7.1 step 5: "If any Disclosure was not referenced by digest value in the Issuer-signed JWT [...],
    // the SD-JWT MUST be rejected." The judge drops it and says nothing (GHSA-f9j6-8p6x-r9j6).
    let issuer = key(Algorithm::Ed25519, 12);
    let text = issued(&issuer, key(Algorithm::P256, 13).public()).to_string();
    let text = format!("{text}{}~", BASE64URL.encode(r#"["salt","price",1]"#));
    let mut request = verify(&text, issuer.public());
    request["nonce"] = Value::Null;
    let answer = accepts(JUDGE, &request);
    assert_eq!(answer["payload"].get("price"), None);
    assert_eq!(
        SdJwt::parse(&text).unwrap_err().code(),
        "sd_jwt.disclosure_unreferenced"
    );
}

#[test]
fn a_presentation_for_another_verifier_passes_there_and_is_refused_here() {
    // RFC 9901 section 7.3 step 5.g has the verifier check `aud`; the judge leaves that to its caller.
    let (issuer, holder) = (key(Algorithm::Ed25519, 14), key(Algorithm::P256, 15));
    let elsewhere = KeyBinding {
        audience: "https://other.example",
        ..binding()
    };
    let bound = issued(&issuer, holder.public())
        .bind(&elsewhere, &holder)
        .unwrap();
    accepts(JUDGE, &verify(&bound, issuer.public()));
    let error = SdJwt::parse(&bound)
        .unwrap()
        .verify_key_binding(&expected())
        .unwrap_err();
    assert_eq!(error.code(), "key_binding.audience");
}

#[test]
fn salts_there_have_64_bits_and_are_read_and_ours_have_128() {
    // RFC 9901 section 9.3: 128 bits are RECOMMENDED, so fewer are no reason to refuse and none to follow.
    let bytes = |sd_jwt: &SdJwt, decode: fn(&str) -> usize| -> Vec<usize> {
        let salt = |text| {
            serde_json::from_slice::<Vec<Value>>(&BASE64URL.decode(text).unwrap()).unwrap()[0]
                .clone()
        };
        sd_jwt
            .disclosed()
            .iter()
            .map(|shown| decode(salt(shown.text).as_str().unwrap()))
            .collect()
    };
    let (issuer, holder) = (key(Algorithm::Ed25519, 16), key(Algorithm::P256, 17));
    let theirs = SdJwt::parse(&made_there(&issuer, holder.public())).unwrap();
    // In hexadecimal digits.
    assert!(
        bytes(&theirs, |salt| salt.len() / 2)
            .iter()
            .all(|bytes| *bytes == 8)
    );
    let ours = issued(&issuer, holder.public());
    assert!(
        bytes(&ours, |salt| BASE64URL.decode(salt).unwrap().len())
            .iter()
            .all(|bytes| *bytes == 16)
    );
}

fn issued(issuer: &SecretKey, holder: &PublicKey) -> SdJwt {
    let issue_as = Issue {
        typ: "vc+sd-jwt",
        kid: &kid(),
        disclosable: &pointers(&DISCLOSABLE),
        holder: Some(holder),
        decoys: 1,
    };
    issue(&claims(), &issue_as, issuer, &mut StdRng::seed_from_u64(18)).unwrap()
}

/// The same places can be withheld as in what we issue.
fn made_there(issuer: &SecretKey, holder: &PublicKey) -> String {
    let mut claims = claims();
    claims["cnf"] = json!({"jwk": holder.to_jwk()});
    let frame = json!({"credentialSubject": {
        "_sd": ["performance", "materials"],
        "_sd_decoy": 1,
        "performance": {"_sd": ["capacity"], "capacity": {"_sd": ["unit"]}, "cycles": {"_sd": [0, 2]}},
        "materials": {"_sd": [0], "1": {"_sd": ["share"]}},
    }});
    let header = json!({"typ": "vc+sd-jwt", "cty": "vc", "kid": kid()});
    let request = json!({"do": "issue", "secret": secret(issuer), "header": header, "claims": claims, "frame": frame});
    accepts(JUDGE, &request)["text"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// Shows the capacity and nothing else.
fn presented_there(text: &str, holder: &SecretKey) -> String {
    let frame = json!({"credentialSubject": {"performance": {"capacity": true}}});
    let request = json!({"do": "present", "text": text, "frame": frame, "holder": secret(holder), "nonce": NONCE,
        "aud": AUDIENCE, "iat": now().as_second()});
    accepts(JUDGE, &request)["text"]
        .as_str()
        .unwrap()
        .to_owned()
}

fn verify(text: &str, issuer: &PublicKey) -> Value {
    json!({"do": "verify", "text": text, "public": issuer.to_jwk(), "nonce": NONCE})
}

fn claims() -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "issuer": "did:web:manufacturer.example",
        "credentialSubject": {
            "id": "https://manufacturer.example/01/04012345678901/21/S1",
            "performance": {
                "capacity": {"value": 78.5, "unit": "kWh"},
                "cycles": [100, 200, 300],
                "note": "Zürich \"quoted\" \\ \n"
            },
            "materials": [{"name": "cobalt", "share": 0.1}, {"name": "lithium", "share": 1e-7}]
        }
    })
}

const DISCLOSABLE: [&str; 8] = [
    "/credentialSubject/performance",
    "/credentialSubject/performance/capacity",
    "/credentialSubject/performance/capacity/unit",
    "/credentialSubject/performance/cycles/0",
    "/credentialSubject/performance/cycles/2",
    "/credentialSubject/materials",
    "/credentialSubject/materials/0",
    "/credentialSubject/materials/1/share",
];
