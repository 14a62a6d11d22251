//! The wallet's proof that it holds the key a credential will be bound to (appendix F.1).

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::{ErrorCode, ErrorResponse, IssuerUrl};
use crate::DidUrl;
use crate::jose::{self, Header, JoseError, Jws};
use crate::keys::{PublicKey, Signer};
use crate::problem::Coded;

/// A key proof of type `jwt` that was read; [`KeyProof::verify`] says whether it holds.
#[derive(Debug)]
pub struct KeyProof<'t> {
    jws: Jws<'t>,
    /// The key, as the proof names it.
    pub key: NamedKey,
    /// The challenge it answers.
    pub nonce: Option<String>,
}

/// How a proof names its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NamedKey {
    /// The key itself.
    Jwk(PublicKey),
    /// A verification method, to be resolved.
    Method(DidUrl),
}

/// Writes a proof for this issuer's challenge. The key travels as `jwk`, so that nobody needs to resolve anything.
pub fn prove(
    signer: &dyn Signer,
    issuer: &IssuerUrl,
    nonce: Option<&str>,
    now: Timestamp,
) -> Result<String, JoseError> {
    let key = signer.public_key();
    let mut header = Header::new(key.algorithm());
    header.typ = Some(TYPE.into());
    header.jwk = Some(key.to_jwk());
    let mut claims = json!({"aud": issuer.as_str(), "iat": now.as_second()});
    if let Some(nonce) = nonce {
        claims["nonce"] = nonce.into();
    }
    jose::sign(&header, claims.to_string().as_bytes(), signer)
}

impl<'t> KeyProof<'t> {
    /// Reads a proof for this issuer; the error is the answer to give. The caller looks the nonce up.
    pub fn parse(jwt: &'t str, issuer: &IssuerUrl, now: Timestamp) -> Result<Self, ErrorResponse> {
        let jws = Jws::parse(jwt).map_err(refused)?;
        if !jws.header.is_of_type(TYPE) {
            return Err(invalid(&format!("expected the type {TYPE}")));
        }
        let key = match (&jws.header.jwk, &jws.header.kid) {
            (Some(jwk), None) => NamedKey::Jwk(PublicKey::from_jwk(jwk).map_err(refused)?),
            (None, Some(kid)) => NamedKey::Method(DidUrl::parse(kid).map_err(refused)?),
            _ => return Err(invalid("expected the key as one of jwk and kid")),
        };
        let claims = jws.claims().map_err(refused)?;
        if claims["aud"].as_str() != Some(issuer.as_str()) {
            return Err(invalid(&format!("expected the audience {issuer}")));
        }
        let issued = claims["iat"]
            .as_i64()
            .and_then(|seconds| Timestamp::from_second(seconds).ok())
            .ok_or_else(|| invalid("expected iat in whole seconds"))?;
        if now.duration_since(issued).abs() > FRESH {
            return Err(invalid(
                "the proof is too old, or the wallet's clock is wrong",
            ));
        }
        let nonce = claims["nonce"].as_str().map(str::to_owned);
        Ok(Self { jws, key, nonce })
    }

    /// Checks that this key, the one that the proof names, made the proof.
    pub fn verify(&self, key: &PublicKey) -> Result<(), ErrorResponse> {
        self.jws.verify(key).map_err(refused)
    }
}

fn invalid(detail: &str) -> ErrorResponse {
    ErrorResponse::new(ErrorCode::InvalidProof, detail)
}

fn refused(error: impl Coded) -> ErrorResponse {
    invalid(&error.to_string())
}

/// Section F.1: `typ` of a key proof.
const TYPE: &str = "openid4vci-proof+jwt";

/// How far apart the two clocks and the way between may be.
const FRESH: SignedDuration = SignedDuration::from_mins(5);

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;
    use crate::keys::{Algorithm, SecretKey};

    fn key(seed: u64, algorithm: Algorithm) -> SecretKey {
        SecretKey::generate(algorithm, &mut StdRng::seed_from_u64(seed)).unwrap()
    }

    fn issuer() -> IssuerUrl {
        IssuerUrl::parse("https://voltcell.example").unwrap()
    }

    fn now() -> Timestamp {
        "2027-02-18T08:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_proof_names_its_key_and_its_challenge() {
        for algorithm in [Algorithm::Ed25519, Algorithm::P256] {
            let wallet = key(1, algorithm);
            let jwt = prove(&wallet, &issuer(), Some("n-1"), now()).unwrap();
            let proof = KeyProof::parse(&jwt, &issuer(), now()).unwrap();
            assert_eq!(proof.nonce.as_deref(), Some("n-1"));
            assert_eq!(proof.key, NamedKey::Jwk(wallet.public().clone()));
            proof.verify(wallet.public()).unwrap();
        }
    }

    #[test]
    fn a_proof_for_another_issuer_or_another_time_is_refused() {
        let wallet = key(1, Algorithm::Ed25519);
        let jwt = prove(&wallet, &issuer(), Some("n-1"), now()).unwrap();
        let other = IssuerUrl::parse("https://mallory.example").unwrap();
        for refused in [
            KeyProof::parse(&jwt, &other, now()).unwrap_err(),
            KeyProof::parse(&jwt, &issuer(), now() + SignedDuration::from_mins(6)).unwrap_err(),
            KeyProof::parse(&jwt, &issuer(), now() - SignedDuration::from_mins(6)).unwrap_err(),
        ] {
            assert_eq!(refused.error, ErrorCode::InvalidProof);
        }
    }

    #[test]
    fn a_proof_made_with_another_key_than_it_names_is_refused() {
        let wallet = key(1, Algorithm::Ed25519);
        let mut header = Header::new(Algorithm::Ed25519);
        header.typ = Some(TYPE.into());
        header.jwk = Some(wallet.public().to_jwk());
        let claims = json!({"aud": issuer().as_str(), "iat": now().as_second()}).to_string();
        let stranger = key(2, Algorithm::Ed25519);
        let jwt = jose::sign(&header, claims.as_bytes(), &stranger).unwrap();
        let proof = KeyProof::parse(&jwt, &issuer(), now()).unwrap();
        assert!(proof.verify(wallet.public()).is_err());
    }

    #[test]
    fn a_token_of_another_kind_is_no_key_proof() {
        let wallet = key(1, Algorithm::Ed25519);
        let mut header = Header::new(Algorithm::Ed25519);
        header.typ = Some("kb+jwt".into());
        header.jwk = Some(wallet.public().to_jwk());
        let jwt = jose::sign(&header, b"{}", &wallet).unwrap();
        assert!(KeyProof::parse(&jwt, &issuer(), now()).is_err());
        assert!(KeyProof::parse("a.b", &issuer(), now()).is_err());
    }
}
