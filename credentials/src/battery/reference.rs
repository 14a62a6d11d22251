//! Naming another credential so that it cannot be swapped: its id and the digest of its secured bytes.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::canon::jcs;

/// A credential by id and digest.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reference {
    /// The credential's `id`.
    pub id: String,
    /// [`digest_multibase`] of its secured bytes, see [`digest_compact`] and [`digest_json`].
    pub digest_multibase: String,
}

/// `u` (base64url, Multibase) and a SHA-256 multihash of `bytes`, as `digestMultibase` of VCDM 2.0 has it.
pub fn digest_multibase(bytes: &[u8]) -> String {
    multibase(Sha256::digest(bytes).into())
}

/// Digest of a credential secured as JWT or SD-JWT: of the issuer-signed JWT alone, so that it does not
/// depend on which disclosures travel with it.
pub fn digest_compact(secured: &str) -> String {
    let jwt = secured.split('~').next().unwrap_or(secured);
    digest_multibase(jwt.trim().as_bytes())
}

/// Digest of a credential secured as JSON, its proof included: of its RFC 8785 form, so that white space
/// and member order do not matter. One proof is one, whether it stands in a list or is said again: both verify, and
/// anybody can write it so.
pub fn digest_json(secured: &Value) -> String {
    match secured
        .get("proof")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
    {
        Some([proof, again @ ..]) if again.iter().all(|other| other == proof) => {
            let mut plain = secured.clone();
            plain["proof"] = proof.clone();
            multibase(jcs::sha256(&plain))
        }
        _ => multibase(jcs::sha256(secured)),
    }
}

impl Reference {
    /// Reads `{"id", "digestMultibase"}`.
    pub fn read(value: &Value) -> Option<Self> {
        Self::deserialize(value).ok()
    }

    /// The object that names the credential.
    pub fn to_value(&self) -> Value {
        serde_json::json!({"id": self.id, "digestMultibase": self.digest_multibase})
    }
}

/// multihash: 0x12 is SHA2-256, 0x20 its length.
fn multibase(digest: [u8; 32]) -> String {
    let mut multihash = vec![0x12, 0x20];
    multihash.extend(digest);
    format!("u{}", URL_SAFE_NO_PAD.encode(multihash))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_digest_is_a_base64url_sha256_multihash() {
        // SHA-256 of the empty string, FIPS 180-4.
        assert_eq!(
            digest_multibase(b""),
            "uEiDjsMRCmPwcFJr79MiZb7kkJ65B5GSbk0yklZkbeFK4VQ"
        );
    }

    #[test]
    fn disclosures_do_not_change_the_digest_of_an_sd_jwt() {
        assert_eq!(digest_compact("a.b.c~WyJ4Il0~"), digest_compact("a.b.c"));
        assert_ne!(digest_compact("a.b.d"), digest_compact("a.b.c"));
    }

    #[test]
    fn how_often_the_one_proof_is_said_does_not_change_the_digest_of_json() {
        let plain = json!({"a": 1, "proof": {"proofValue": "z1"}});
        let proof = &plain["proof"];
        for proofs in [json!([proof]), json!([proof, proof])] {
            let again = json!({"a": 1, "proof": proofs});
            assert_eq!(digest_json(&again), digest_json(&plain));
        }
        let two = json!({"a": 1, "proof": [proof, {"proofValue": "z2"}]});
        assert_ne!(digest_json(&two), digest_json(&plain));
    }

    #[test]
    fn member_order_does_not_change_the_digest_of_json() {
        assert_eq!(
            digest_json(&json!({"a": 1, "b": 2})),
            digest_json(&json!({"b": 2, "a": 1}))
        );
    }
}
