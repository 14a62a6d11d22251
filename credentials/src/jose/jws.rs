//! A compact JWS, read and made.

use serde_json::Value;

use super::{Header, JoseError, base64url};
use crate::json;
use crate::keys::{PublicKey, Signer};

/// A JWS that was read and not yet verified.
#[derive(Debug, Clone)]
pub struct Jws<'t> {
    /// The protected header.
    pub header: Header,
    /// What was signed: header and payload in base64url, with the dot.
    pub signing_input: &'t str,
    /// The payload's bytes.
    pub payload: Vec<u8>,
    /// The signature's bytes.
    pub signature: Vec<u8>,
}

impl<'t> Jws<'t> {
    /// Reads the three base64url parts of a compact JWS (RFC 7515 section 7.1). No signature is checked yet.
    pub fn parse(compact: &'t str) -> Result<Self, JoseError> {
        let (signing_input, signature) = compact.rsplit_once('.').ok_or(JoseError::Parts)?;
        let (header, payload) = signing_input.split_once('.').ok_or(JoseError::Parts)?;
        if payload.contains('.') {
            return Err(JoseError::Parts);
        }
        Ok(Self {
            header: Header::parse(&decode("header", header)?)?,
            signing_input,
            payload: decode("payload", payload)?,
            signature: decode("signature", signature)?,
        })
    }

    /// The payload as strict JSON.
    pub fn claims(&self) -> Result<Value, JoseError> {
        json::parse(&self.payload).map_err(JoseError::PayloadJson)
    }

    /// Checks that this key signed, with the algorithm that the header names.
    pub fn verify(&self, key: &PublicKey) -> Result<(), JoseError> {
        self.header.fits(key.algorithm())?;
        Ok(key.verify(self.signing_input.as_bytes(), &self.signature)?)
    }
}

/// Signs a payload. The header's algorithm must be the signer's.
pub fn sign(header: &Header, payload: &[u8], signer: &dyn Signer) -> Result<String, JoseError> {
    sign_parts(header, payload, signer).map(|(compact, _)| compact)
}

/// The same, with the signature's bytes beside the text.
pub(crate) fn sign_parts(
    header: &Header,
    payload: &[u8],
    signer: &dyn Signer,
) -> Result<(String, Vec<u8>), JoseError> {
    header.fits(signer.public_key().algorithm())?;
    let header = header.write()?;
    let mut compact = String::with_capacity((header.len() + payload.len()) * 4 / 3 + 136);
    base64url::append(&header, &mut compact);
    compact.push('.');
    base64url::append(payload, &mut compact);
    let signature = signer.sign(compact.as_bytes())?;
    compact.push('.');
    base64url::append(&signature, &mut compact);
    Ok((compact, signature))
}

fn decode(part: &'static str, text: &str) -> Result<Vec<u8>, JoseError> {
    base64url::decode(text).ok_or(JoseError::Base64(part))
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL;
    use rand::SeedableRng;
    use rand::rngs::StdRng;
    use serde_json::json;

    use super::*;
    use crate::keys::{Algorithm, SecretKey};
    use crate::problem::Coded;

    fn key(algorithm: Algorithm) -> SecretKey {
        SecretKey::generate(algorithm, &mut StdRng::seed_from_u64(1)).unwrap()
    }

    /// A JWS with this header, signed rightly.
    fn forged(header: &str, payload: &[u8], signer: &SecretKey) -> String {
        let input = format!("{}.{}", BASE64URL.encode(header), BASE64URL.encode(payload));
        let signature = signer.sign(input.as_bytes()).unwrap();
        format!("{input}.{}", BASE64URL.encode(signature))
    }

    #[test]
    fn what_each_algorithm_signs_verifies_and_nothing_else_does() {
        for algorithm in [Algorithm::Ed25519, Algorithm::P256, Algorithm::P384] {
            let signer = key(algorithm);
            let header = Header {
                typ: Some("example+jwt".into()),
                kid: Some("did:a:b#k".into()),
                jwk: Some(signer.public().to_jwk()),
                ..Header::new(algorithm)
            };
            let compact = sign(&header, br#"{"a":1}"#, &signer).unwrap();
            let jws = Jws::parse(&compact).unwrap();
            assert_eq!(jws.header, header);
            assert_eq!(jws.claims().unwrap(), json!({"a": 1}));
            jws.verify(signer.public()).unwrap();
            let other = SecretKey::generate(algorithm, &mut StdRng::seed_from_u64(2)).unwrap();
            let error = jws.verify(other.public()).unwrap_err();
            assert_eq!(error.code(), "signature.invalid", "{algorithm}");
        }
    }

    #[test]
    fn the_example_of_rfc_8037_verifies() {
        let compact = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
        let key = PublicKey::from_jwk(&json!({"kty": "OKP", "crv": "Ed25519",
            "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}))
        .unwrap();
        let jws = Jws::parse(compact).unwrap();
        assert_eq!(jws.payload, b"Example of Ed25519 signing");
        jws.verify(&key).unwrap();
    }

    #[test]
    fn a_header_that_is_not_understood_is_refused() {
        let signer = key(Algorithm::Ed25519);
        for (header, code, pointer) in [
            (r#"{"alg":"none"}"#, "jose.alg_none", Some("/alg")),
            (r#"{"alg":"NonE"}"#, "jose.alg_none", Some("/alg")),
            (r#"{"alg":"HS256"}"#, "jose.alg_unsupported", Some("/alg")),
            (r#"{"alg":"eddsa"}"#, "jose.alg_unsupported", Some("/alg")),
            (r#"{"alg":7}"#, "jose.parameter", Some("/alg")),
            ("{}", "jose.parameter", Some("/alg")),
            ("[]", "jose.parameter", Some("/alg")),
            (r#"{"alg":"EdDSA","kid":1}"#, "jose.parameter", Some("/kid")),
            (
                r#"{"alg":"EdDSA","crit":["b64"],"b64":false}"#,
                "jose.critical",
                Some("/crit"),
            ),
            (
                r#"{"alg":"EdDSA","alg":"EdDSA"}"#,
                "json.duplicate_key",
                Some("/alg"),
            ),
            ("{", "json.truncated", Some("")),
        ] {
            let error = Jws::parse(&forged(header, b"{}", &signer)).unwrap_err();
            assert_eq!(
                (error.code(), error.pointer().as_deref()),
                (code, pointer),
                "{header}"
            );
        }
    }

    #[test]
    fn a_header_that_names_another_algorithm_than_the_key_is_refused() {
        let signer = key(Algorithm::P256);
        let compact = forged(r#"{"alg":"EdDSA"}"#, b"{}", &signer);
        let error = Jws::parse(&compact).unwrap().verify(signer.public());
        assert_eq!(error.unwrap_err().code(), "jose.alg_mismatch");
        let error = sign(&Header::new(Algorithm::Ed25519), b"{}", &signer);
        assert_eq!(error.unwrap_err().code(), "jose.alg_mismatch");
    }

    #[test]
    fn a_text_that_is_no_compact_jws_is_refused() {
        let good = sign(
            &Header::new(Algorithm::Ed25519),
            b"{}",
            &key(Algorithm::Ed25519),
        )
        .unwrap();
        for (text, code) in [
            (String::new(), "jose.parts"),
            ("a.b".into(), "jose.parts"),
            (format!("{good}.x"), "jose.parts"),
            (format!("{good}="), "jose.base64url"),
            (good.replacen('.', ".+", 1), "jose.base64url"),
            // The same bytes, another text: trailing bits that are not zero.
            (
                format!("{}.e31.AB", &good[..good.find('.').unwrap()]),
                "jose.base64url",
            ),
        ] {
            assert_eq!(Jws::parse(&text).unwrap_err().code(), code, "{text}");
        }
    }

    #[test]
    fn a_media_type_may_leave_out_application() {
        for (typ, same) in [
            ("vc+sd-jwt", true),
            ("application/vc+sd-jwt", true),
            ("Application/VC+SD-JWT", true),
            ("text/vc+sd-jwt", false),
            ("vc+sd-jwt2", false),
        ] {
            let header = Header {
                typ: Some(typ.into()),
                ..Header::new(Algorithm::Ed25519)
            };
            assert_eq!(header.is_of_type("vc+sd-jwt"), same, "{typ}");
        }
        assert!(!Header::new(Algorithm::Ed25519).is_of_type("vc+sd-jwt"));
    }
}
