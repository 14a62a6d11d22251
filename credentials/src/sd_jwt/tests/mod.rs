//! What is issued, presented and bound reads back; what is forged is refused.

mod binding;
mod linked;
mod places;
mod refusals;
mod round_trip;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL;
use jiff::Timestamp;
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Value, json};

use super::digest::Digest;
use super::{Issue, SdJwt, issue};
use crate::did::DidUrl;
use crate::jose::{self, Header};
use crate::json::JsonPointer;
use crate::keys::{Algorithm, SecretKey};

/// A key that is the same in every run.
fn key(algorithm: Algorithm, seed: u64) -> SecretKey {
    SecretKey::generate(algorithm, &mut StdRng::seed_from_u64(seed)).unwrap()
}

fn issuer() -> SecretKey {
    key(Algorithm::Ed25519, 1)
}

fn holder() -> SecretKey {
    key(Algorithm::P256, 2)
}

fn kid() -> DidUrl {
    DidUrl::parse("did:web:example.com#key-1").unwrap()
}

fn now() -> Timestamp {
    "2027-02-18T12:00:00Z".parse().unwrap()
}

fn pointers(texts: &[&str]) -> Vec<JsonPointer> {
    let parse = |text: &&str| JsonPointer::parse(text).unwrap();
    texts.iter().map(parse).collect()
}

fn claims() -> Value {
    json!({
        "type": ["VerifiableCredential"],
        "credentialSubject": {
            "id": "did:example:battery",
            "performance": {
                "capacity": {"value": 78.5, "unit": "kWh"},
                "cycles": [100, 200, 300],
                "note": "a \"quoted\" é\n"
            },
            "materials": [{"name": "cobalt", "share": 0.1}, {"name": "lithium", "share": 0.2}]
        }
    })
}

/// Recursive: groups, what is in them, elements and what is in those.
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

fn issued(claims: &Value, disclosable: &[&str]) -> SdJwt {
    let holder = holder();
    let issue_as = Issue {
        typ: "vc+sd-jwt",
        kid: &kid(),
        disclosable: &pointers(disclosable),
        holder: Some(holder.public()),
        decoys: 0,
    };
    let mut rng = StdRng::seed_from_u64(3);
    let made = issue(claims, &issue_as, &issuer(), &mut rng).unwrap();
    let read = SdJwt::parse(made.as_str()).unwrap();
    assert_eq!(made.disclosed(), read.disclosed());
    assert_eq!(made.claims(), read.claims());
    made.verify(issuer().public()).unwrap();
    read
}

/// The text of a disclosure with this JSON.
fn disclosure(json: &str) -> String {
    BASE64URL.encode(json)
}

/// The digest of the disclosure with this JSON.
fn digest(json: &str) -> String {
    Digest::of(&disclosure(json)).as_str().to_owned()
}

/// An SD-JWT that an issuer could have signed, with this payload and these disclosures.
fn signed(payload: &str, disclosures: &[&str]) -> String {
    let header = Header {
        typ: Some("vc+sd-jwt".into()),
        kid: Some(kid().to_string()),
        ..Header::new(Algorithm::Ed25519)
    };
    let mut text = jose::sign(&header, payload.as_bytes(), &issuer()).unwrap();
    for json in disclosures {
        text = format!("{text}~{}", disclosure(json));
    }
    text + "~"
}
