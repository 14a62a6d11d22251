//! Values of SD-JWTs: header and payload as they were signed, each disclosure with its digest, the key binding.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL;
use credentials::sd_jwt::SdJwt;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::Extent;
use super::jwt::{self, decoded};

/// What the issuer signed, and every disclosure in the order in which it stands.
pub(super) fn of(sd_jwt: &SdJwt) -> Value {
    let mut values = jwt::of(sd_jwt.issuer_jwt(), Extent::Full);
    let disclosed = sd_jwt.disclosed();
    let texts = sd_jwt.as_str().split('~').skip(1);
    let disclosures = texts.filter(|text| !text.is_empty()).map(|text| {
        let place = disclosed.iter().find(|one| one.text == text).unwrap();
        json!({
            "pointer": place.pointer.to_string(),
            "json": decoded(text),
            "digest": digest(text),
        })
    });
    values["disclosures"] = disclosures.collect();
    values
}

/// What the holder signed, over which digest.
pub fn key_binding(presentation: &str) -> Value {
    let (presented, token) = presentation.rsplit_once('~').unwrap();
    let mut values = jwt::of(token, Extent::Full);
    values["sdHash"] = json!(digest(&format!("{presented}~")));
    values
}

/// RFC 9901 section 4.2.3: over the US-ASCII bytes of the text.
fn digest(text: &str) -> String {
    BASE64URL.encode(Sha256::digest(text))
}
