//! A presentation as the payload of a JWT that its holder signs (VC-JOSE-COSE section 3.1.2).

use std::time::Duration;

use serde_json::{Value, json};

use super::VcJwtError;
use super::token::{Kind, Token, check, id};
use crate::did::DidUrl;
use crate::jose::{Jws, OF_THE_TOKEN};
use crate::keys::{PublicKey, Signer};
use crate::sd_jwt::{ExpectedBinding, KeyBinding};

/// Media type of a presentation in this form.
pub const PRESENTATION_MEDIA_TYPE: &str = "application/vp+jwt";

/// A presentation as JWT that was read. Its signature is not verified before [`VpJwt::verify`].
#[derive(Debug, Clone)]
pub struct VpJwt(Token);

impl VpJwt {
    /// Signs a presentation for one verifier, in answer to its nonce.
    pub fn sign(
        presentation: &Value,
        binding: &KeyBinding<'_>,
        kid: &DidUrl,
        signer: &dyn Signer,
    ) -> Result<Self, VcJwtError> {
        let mut payload = presentation.clone();
        let claims = payload.as_object_mut().ok_or(VcJwtError::NotAnObject)?;
        claims.insert("nonce".into(), json!(binding.nonce));
        claims.insert("aud".into(), json!(binding.audience));
        claims.insert("iat".into(), json!(binding.issued_at.as_second()));
        check_claims(&payload)?;
        Token::sign(KIND, payload, kid, signer).map(Self)
    }

    /// Whether a text says that it is a presentation as JWT.
    pub fn is_one(text: &str) -> bool {
        Jws::parse(text).is_ok_and(|jws| jws.header.is_of_type(KIND.typ))
    }

    /// Reads the compact form.
    pub fn parse(text: &str) -> Result<Self, VcJwtError> {
        let token = Token::parse(KIND, text)?;
        check_claims(&token.payload)?;
        Ok(Self(token))
    }

    /// Checks the holder's signature. The header's algorithm must be the key's.
    pub fn verify(&self, key: &PublicKey) -> Result<(), VcJwtError> {
        self.0.verify(key)
    }

    /// The verification method that the holder names. A token that also names who speaks (`iss`) has to be signed by
    /// that one.
    pub fn verification_method(&self) -> Result<DidUrl, VcJwtError> {
        let method = self.0.verification_method()?;
        match id(self.0.payload.get("iss")) {
            Some(issuer) if issuer != method.did().as_str() => Err(VcJwtError::Differs {
                name: "iss",
                member: "signer",
            }),
            _ => Ok(method),
        }
    }

    /// The presentation: the payload without the claims that concern the token alone.
    pub fn presentation(&self) -> Value {
        self.0.without(&[&OF_THE_TOKEN[..], &["nonce"]].concat())
    }

    /// Checks for whom, in answer to what and when it was made.
    pub fn check(&self, expected: &ExpectedBinding<'_>) -> Result<(), VcJwtError> {
        self.0.check_time(expected.now)?;
        let claim = |name| self.0.payload.get(name);
        if let Some(nonce) = expected.nonce
            && claim("nonce").and_then(Value::as_str) != Some(nonce)
        {
            return Err(VcJwtError::Nonce);
        }
        if let Some(audience) = expected.audience
            && !names(claim("aud"), audience)
        {
            return Err(VcJwtError::Audience(audience.to_owned()));
        }
        match claim("iat").map(|time| time.as_i64().ok_or(VcJwtError::Time { name: "iat" })) {
            None if expected.nonce.is_none() && expected.audience.is_none() => Ok(()),
            // Without it, nobody knows how old the answer is.
            None => Err(VcJwtError::Time { name: "iat" }),
            Some(issued_at) => check_age(issued_at?, expected),
        }
    }

    /// The compact form.
    pub fn as_str(&self) -> &str {
        &self.0.text
    }
}

fn check_claims(payload: &Value) -> Result<(), VcJwtError> {
    // A presentation may leave its holder unnamed.
    let holder = id(payload.get("holder")).or_else(|| id(payload.get("iss")));
    check(
        payload,
        &[
            ("iss", "holder", holder),
            ("jti", "id", id(payload.get("id"))),
        ],
    )
}

/// RFC 7519 section 4.1.3: one reader, or several.
fn names(aud: Option<&Value>, audience: &str) -> bool {
    match aud {
        Some(Value::Array(several)) => several.iter().any(|one| one == audience),
        Some(one) => one == audience,
        None => false,
    }
}

fn check_age(issued_at: i64, expected: &ExpectedBinding<'_>) -> Result<(), VcJwtError> {
    let seconds = |span: Duration| i64::try_from(span.as_secs()).unwrap_or(i64::MAX);
    let age = expected.now.as_second().saturating_sub(issued_at);
    if age < seconds(expected.skew).saturating_neg() {
        return Err(VcJwtError::Future { issued_at });
    }
    if age > seconds(expected.max_age).saturating_add(seconds(expected.skew)) {
        return Err(VcJwtError::Stale { issued_at });
    }
    Ok(())
}

const KIND: Kind = Kind {
    typ: "vp+jwt",
    cty: "vp",
};
