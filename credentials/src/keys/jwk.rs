//! Public keys as JSON Web Keys (RFC 7517, 7518 section 6.2, 8037) and their thumbprints (RFC 7638).

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL;
use serde_json::{Value, json};

use super::{Algorithm, KeyError, PublicKey};
use crate::canon::jcs;

impl PublicKey {
    /// Reads a public JWK. A JWK with a private member is refused: it should never have travelled.
    pub fn from_jwk(jwk: &Value) -> Result<Self, KeyError> {
        if PRIVATE.iter().any(|member| jwk.get(member).is_some()) {
            return Err(KeyError::Half {
                expected: "public",
                found: "secret",
            });
        }
        let text = |member: &'static str| jwk.get(member).and_then(Value::as_str);
        let algorithm = match (text("kty"), text("crv")) {
            (Some("OKP"), Some("Ed25519")) => Algorithm::Ed25519,
            (Some("EC"), Some("P-256")) => Algorithm::P256,
            (Some("EC"), Some("P-384")) => Algorithm::P384,
            (Some("OKP"), _) => return Err(expected("crv", "`Ed25519` where `kty` is `OKP`")),
            (Some("EC"), _) => {
                return Err(expected("crv", "`P-256` or `P-384` where `kty` is `EC`"));
            }
            _ => return Err(expected("kty", "`OKP` or `EC`")),
        };
        let fits = |alg: &Value| alg.as_str().is_some_and(|alg| algorithm.answers_to(alg));
        if jwk.get("alg").is_some_and(|alg| !fits(alg)) {
            return Err(expected("alg", "the one of its `crv`, or absent"));
        }
        if jwk.get("use").is_some_and(|usage| usage != "sig") {
            return Err(expected("use", "`sig`, or absent"));
        }
        let allowed = |operations: &Value| {
            let operations = operations.as_array();
            operations
                .is_some_and(|operations| operations.iter().any(|operation| operation == "verify"))
        };
        if jwk
            .get("key_ops")
            .is_some_and(|operations| !allowed(operations))
        {
            return Err(expected("key_ops", "a list with `verify`, or absent"));
        }
        let coordinate = |member: &'static str| {
            let bytes = text(member).and_then(|text| BASE64URL.decode(text).ok());
            let bytes = bytes.filter(|bytes| bytes.len() == algorithm.secret_key_length());
            bytes.ok_or_else(|| {
                expected(
                    member,
                    "a coordinate of full length in base64url without padding",
                )
            })
        };
        let x = coordinate("x")?;
        if algorithm == Algorithm::Ed25519 {
            return Self::from_bytes(algorithm, &x);
        }
        let y = coordinate("y")?;
        Self::from_sec1(algorithm, &[&[0x04], x.as_slice(), &y].concat())
    }

    /// Writes a public JWK: the members that RFC 7638 hashes, and no other.
    pub fn to_jwk(&self) -> Value {
        let encode = |bytes: &[u8]| BASE64URL.encode(bytes);
        let coordinates = self.uncompressed().get(1..).unwrap_or_default();
        let (x, y) = coordinates.split_at(coordinates.len() / 2);
        match self.algorithm() {
            Algorithm::Ed25519 => {
                json!({"kty": "OKP", "crv": "Ed25519", "x": encode(self.as_bytes())})
            }
            Algorithm::P256 => json!({"kty": "EC", "crv": "P-256", "x": encode(x), "y": encode(y)}),
            Algorithm::P384 => json!({"kty": "EC", "crv": "P-384", "x": encode(x), "y": encode(y)}),
            // draft-ietf-cose-bls-key-representations
            Algorithm::Bls12381G2 => {
                json!({"kty": "OKP", "crv": "BLS12381G2", "x": encode(self.as_bytes())})
            }
        }
    }

    /// The SHA-256 thumbprint of RFC 7638, in base64url.
    pub fn thumbprint(&self) -> String {
        // For these members RFC 8785 and RFC 7638 section 3 ask for the same bytes.
        BASE64URL.encode(jcs::sha256(&self.to_jwk()))
    }
}

fn expected(member: &'static str, expected: &'static str) -> KeyError {
    KeyError::Jwk { member, expected }
}

/// RFC 7518 sections 6.2.2, 6.3.2 and 6.4.1.
const PRIVATE: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];
