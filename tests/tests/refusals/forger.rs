//! Somebody with a real key who signs whatever he likes.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL;
use credentials::battery::PassportDraft;
use credentials::context::Contexts;
use credentials::keys::{Algorithm, PublicKey, SecretKey, Signer};
use credentials::sd_jwt::SdJwt;
use credentials::secured::{Secured, Securing, secure};
use credentials::{Did, DidUrl, Suite};
use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// A signer and its DID.
pub struct Forger {
    pub key: SecretKey,
    pub did: Did,
    pub method: DidUrl,
}

impl Forger {
    /// With a did:key.
    pub fn new() -> Self {
        let key = SecretKey::generate(Algorithm::Ed25519, &mut rand::rng()).unwrap();
        Self {
            did: Did::of_key(key.public()),
            method: DidUrl::of_key(key.public()),
            key,
        }
    }

    /// The unsigned passport of the sample, without status: as good as any.
    pub fn passport(&self) -> Value {
        PassportDraft {
            id: "urn:uuid:7f1c1f0e-2f4b-4a67-9a0c-0d5a3b1c9e11".into(),
            issuer: self.did.to_string(),
            issuer_name: Some("Cells SE".into()),
            valid_from: "2026-06-01T00:00:00Z".parse().unwrap(),
            valid_until: None,
            subject: issuer::sample::ev_passport(),
            version: 1,
            supersedes: None,
            predecessor: Vec::new(),
            status: Vec::new(),
        }
        .build()
        .unwrap()
    }

    /// Signs it; presentations are bound to the holder.
    pub fn secure(&self, credential: &Value, suite: Suite, holder: Option<&PublicKey>) -> Secured {
        let by = Securing {
            method: &self.method,
            holder,
            created: Timestamp::now(),
            contexts: Contexts::pinned(),
        };
        secure(credential, suite, &by, &self.key, &mut rand::rng()).unwrap()
    }

    /// Signs JSON whole; its text.
    pub fn json(&self, credential: &Value) -> String {
        self.secure(credential, Suite::EDDSA_JCS_2022, None)
            .to_text()
    }

    /// The passport as an SD-JWT.
    pub fn sd_jwt(&self, holder: Option<&PublicKey>) -> SdJwt {
        SdJwt::parse(
            &self
                .secure(&self.passport(), Suite::SdJwt, holder)
                .to_text(),
        )
        .unwrap()
    }

    /// A compact JWS over these very texts.
    pub fn jws(&self, header: &str, payload: &str) -> String {
        let input = format!("{}.{}", BASE64URL.encode(header), BASE64URL.encode(payload));
        let signature = self.key.sign(input.as_bytes()).unwrap();
        format!("{input}.{}", BASE64URL.encode(signature))
    }

    /// The header of an SD-JWT of this signer.
    pub fn header(&self) -> Value {
        json!({"alg": "EdDSA", "typ": "vc+sd-jwt", "cty": "vc", "kid": self.method})
    }
}

/// The parts of an SD-JWT: header, payload, signature, disclosures.
pub struct Parts {
    pub header: String,
    pub payload: String,
    pub signature: String,
    pub disclosures: Vec<String>,
}

impl Parts {
    /// Takes an SD-JWT without key binding apart.
    pub fn of(compact: &str) -> Self {
        let mut parts = compact.trim_end().split('~').map(str::to_owned);
        let token = parts.next().unwrap();
        let mut token = token.split('.').map(str::to_owned);
        let mut next = || token.next().unwrap();
        Self {
            header: next(),
            payload: next(),
            signature: next(),
            disclosures: parts.filter(|part| !part.is_empty()).collect(),
        }
    }

    /// Puts it together again.
    pub fn compact(&self) -> String {
        let token = [&*self.header, &*self.payload, &*self.signature].join(".");
        together(&token, &self.disclosures)
    }

    /// What the issuer signed.
    pub fn claims(&self) -> Value {
        serde_json::from_slice(&BASE64URL.decode(&self.payload).unwrap()).unwrap()
    }
}

/// An SD-JWT of a token and its disclosures.
pub fn together(token: &str, disclosures: &[String]) -> String {
    let mut compact = format!("{token}~");
    for disclosure in disclosures {
        compact += disclosure;
        compact.push('~');
    }
    compact
}

/// A disclosure of this text, and its digest.
pub fn disclosure(content: &str) -> (String, String) {
    let text = BASE64URL.encode(content);
    let digest = BASE64URL.encode(Sha256::digest(&text));
    (text, digest)
}

/// The text with the byte in its middle changed, still base64url.
pub fn changed(part: &str) -> String {
    let mut bytes = BASE64URL.decode(part).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    BASE64URL.encode(bytes)
}
