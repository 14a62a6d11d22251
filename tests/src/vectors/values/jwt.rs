//! Values of compact JWS: header and payload as they were signed, and the signature.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::Extent;
use crate::vectors::hex;

/// Header, payload, the digest of what is signed, and the signature.
pub(super) fn of(token: &str, extent: Extent) -> Value {
    let parts: Vec<&str> = token.split('.').collect();
    let [header, payload, signature] = parts.try_into().unwrap();
    let mut values = json!({
        "header": decoded(header),
        "signedSha256": hex(&Sha256::digest(format!("{header}.{payload}"))),
        "signature": hex(&BASE64URL.decode(signature).unwrap()),
    });
    if extent == Extent::Full {
        values["payload"] = json!(decoded(payload));
    }
    values
}

/// The text behind base64url.
pub(super) fn decoded(part: &str) -> String {
    String::from_utf8(BASE64URL.decode(part).unwrap()).unwrap()
}
