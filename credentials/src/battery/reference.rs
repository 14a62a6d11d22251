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

/// Digest of a credential secured as JSON, its issuer's proof included: of its RFC 8785 form, so that white space and
/// member order do not matter. Nor does what anybody can do to a list of proofs, and it still verifies: of a list only
/// the proofs by methods of the issuer's DID count, each once, in whatever order.
pub fn digest_json(secured: &Value) -> String {
    match own_proofs(secured) {
        Some(proof) => {
            let mut plain = secured.clone();
            plain["proof"] = proof;
            multibase(jcs::sha256(&plain))
        }
        None => multibase(jcs::sha256(secured)),
    }
}

/// Of a list of proofs those that are by a method of the issuer's DID, for anybody can sign beside it (Data Integrity
/// section 2.1.1); all where there are none. Each is said once, in the order of their RFC 8785 forms, and one alone is no
/// list.
fn own_proofs(secured: &Value) -> Option<Value> {
    let proofs = secured.get("proof")?.as_array()?;
    let issuer = &secured["issuer"];
    let issuer = issuer.as_str().or_else(|| issuer["id"].as_str());
    let is_own = |proof: &&Value| {
        let method = proof["verificationMethod"].as_str();
        let did = method.and_then(|method| method.split_once('#'));
        did.is_some_and(|(did, _)| Some(did) == issuer)
    };
    let mut own: Vec<&Value> = proofs.iter().filter(is_own).collect();
    if own.is_empty() {
        own = proofs.iter().collect();
    }
    own.sort_by_cached_key(|proof| jcs::to_vec(*proof));
    own.dedup();
    Some(match own.as_slice() {
        [only] => (*only).clone(),
        several => several.iter().copied().cloned().collect(),
    })
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
        let turned = json!({"a": 1, "proof": [{"proofValue": "z2"}, proof, proof]});
        assert_eq!(digest_json(&turned), digest_json(&two));
    }

    #[test]
    fn who_signs_beside_the_issuer_does_not_change_the_digest() {
        let proof = |did: &str, value: &str| json!({"verificationMethod": format!("{did}#k"), "proofValue": value});
        let (own, notary) = (
            proof("did:web:maker.example", "z1"),
            proof("did:web:notary.example", "z2"),
        );
        for issuer in [
            json!("did:web:maker.example"),
            json!({"id": "did:web:maker.example"}),
        ] {
            let plain = json!({"issuer": issuer, "proof": own});
            for proofs in [json!([own, notary]), json!([notary, own, notary])] {
                let beside = json!({"issuer": issuer, "proof": proofs});
                assert_eq!(digest_json(&beside), digest_json(&plain));
            }
            // Another one of the issuer's own is another credential, and so is one that it did not sign.
            for proofs in [
                json!([own, proof("did:web:maker.example", "z3")]),
                json!([notary]),
            ] {
                let other = json!({"issuer": issuer, "proof": proofs});
                assert_ne!(digest_json(&other), digest_json(&plain));
            }
        }
    }

    #[test]
    fn member_order_does_not_change_the_digest_of_json() {
        assert_eq!(
            digest_json(&json!({"a": 1, "b": 2})),
            digest_json(&json!({"b": 2, "a": 1}))
        );
    }
}
