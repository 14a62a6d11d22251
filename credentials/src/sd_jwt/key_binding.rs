//! Key binding: the holder's signature over one presentation (RFC 9901 sections 4.3 and 7.3).

use std::time::Duration;

use jiff::Timestamp;

use super::digest::Digest;
use super::{SdJwt, SdJwtError};
use crate::canon::jcs;
use crate::jose::{self, Header, JoseError, Jws};
use crate::json::{Node, Number};
use crate::keys::{PublicKey, Signer};

/// For whom, in answer to what, and when a presentation is made.
#[derive(Debug, Clone, Copy)]
pub struct KeyBinding<'a> {
    /// The verifier's nonce.
    pub nonce: &'a str,
    /// The verifier.
    pub audience: &'a str,
    /// Now.
    pub issued_at: Timestamp,
}

/// What a verifier expects of a key binding.
#[derive(Debug, Clone, Copy)]
pub struct ExpectedBinding<'a> {
    /// The nonce it sent; not compared when it sent none.
    pub nonce: Option<&'a str>,
    /// Its own name; not compared when it has none.
    pub audience: Option<&'a str>,
    /// Now.
    pub now: Timestamp,
    /// How old a key binding may be.
    pub max_age: Duration,
    /// How far the holder's clock may be ahead or behind.
    pub skew: Duration,
}

/// The claims of a key-binding JWT, not verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyBindingJwt {
    /// What it answers.
    pub nonce: String,
    /// Whom it is for.
    pub audience: String,
    /// When it was made, in seconds since 1970.
    pub issued_at: i64,
    /// Digest of what it is over.
    pub sd_hash: String,
}

impl SdJwt {
    /// The compact form with a key-binding JWT by the holder's key.
    pub fn bind(
        &self,
        binding: &KeyBinding<'_>,
        signer: &dyn Signer,
    ) -> Result<String, SdJwtError> {
        let holder = self.holder_key()?.ok_or(SdJwtError::NoHolderKey)?;
        if holder != *signer.public_key() {
            return Err(SdJwtError::NotTheHolder);
        }
        let header = Header {
            typ: Some(TYP.to_owned()),
            ..Header::new(holder.algorithm())
        };
        let mut payload = Vec::with_capacity(192);
        payload.extend_from_slice(b"{\"iat\":");
        payload.extend_from_slice(binding.issued_at.as_second().to_string().as_bytes());
        payload.extend_from_slice(b",\"aud\":");
        jcs::append_string(&mut payload, binding.audience);
        payload.extend_from_slice(b",\"nonce\":");
        jcs::append_string(&mut payload, binding.nonce);
        payload.extend_from_slice(b",\"sd_hash\":");
        jcs::append_string(&mut payload, Digest::of(self.presented()).as_str());
        payload.push(b'}');
        let jwt = jose::sign(&header, &payload, signer).map_err(SdJwtError::KeyBinding)?;
        Ok([self.presented(), &jwt].concat())
    }

    /// Checks the key binding by the key in `cnf`: signature, what it is over, when, for whom, in answer to what.
    pub fn verify_key_binding(&self, expected: &ExpectedBinding<'_>) -> Result<(), SdJwtError> {
        let (bound, jwt) = self.bound().ok_or(SdJwtError::KeyBindingMissing)?;
        let found = &bound.claims;
        let holder = self.holder_key()?.ok_or(SdJwtError::KeyBindingUnexpected)?;
        let verified = bound.verify(jwt, &holder);
        verified.map_err(SdJwtError::KeyBinding)?;
        if found.sd_hash != Digest::of(self.presented()).as_str() {
            return Err(SdJwtError::SdHash);
        }
        if expected.nonce.is_some_and(|nonce| nonce != found.nonce) {
            return Err(SdJwtError::Nonce);
        }
        if let Some(audience) = expected.audience.filter(|own| *own != found.audience) {
            return Err(SdJwtError::Audience {
                expected: audience.to_owned(),
                found: found.audience.clone(),
            });
        }
        found.check_age(expected)
    }
}

/// A key-binding JWT that was read.
#[derive(Debug, Clone)]
pub(super) struct Bound {
    pub claims: KeyBindingJwt,
    header: Header,
    /// Length of what the holder signed.
    signed: usize,
    signature: Vec<u8>,
}

impl Bound {
    /// Reads header and claims.
    pub(super) fn parse(jwt: &str) -> Result<Self, SdJwtError> {
        let jws = Jws::parse(jwt).map_err(SdJwtError::KeyBinding)?;
        if !jws.header.is_of_type(TYP) {
            return Err(SdJwtError::KeyBindingType);
        }
        let claims = KeyBindingJwt::read(&jws.payload)?;
        Ok(Self {
            claims,
            signed: jws.signing_input.len(),
            header: jws.header,
            signature: jws.signature,
        })
    }

    fn verify(&self, jwt: &str, holder: &PublicKey) -> Result<(), JoseError> {
        self.header.fits(holder.algorithm())?;
        let signed = &jwt.as_bytes()[..self.signed];
        Ok(holder.verify(signed, &self.signature)?)
    }
}

impl KeyBindingJwt {
    fn read(payload: &[u8]) -> Result<Self, SdJwtError> {
        let payload = Node::parse(payload).map_err(JoseError::PayloadJson);
        let payload = payload.map_err(SdJwtError::KeyBinding)?;
        let text = |name: &'static str| match payload.get(name) {
            Some(Node::String(text)) => Ok(text.to_string()),
            _ => Err(SdJwtError::KeyBindingClaim {
                name,
                expected: "a text",
            }),
        };
        // RFC 7519 would take fractions; a whole number has one reading.
        let Some(Node::Number(Number::Integer(issued_at))) = payload.get("iat") else {
            return Err(SdJwtError::KeyBindingClaim {
                name: "iat",
                expected: "whole seconds since 1970",
            });
        };
        Ok(Self {
            nonce: text("nonce")?,
            audience: text("aud")?,
            issued_at: *issued_at,
            sd_hash: text("sd_hash")?,
        })
    }

    fn check_age(&self, expected: &ExpectedBinding<'_>) -> Result<(), SdJwtError> {
        let seconds = |span: Duration| i64::try_from(span.as_secs()).unwrap_or(i64::MAX);
        let age = expected.now.as_second().saturating_sub(self.issued_at);
        let skew = seconds(expected.skew);
        if age < 0 && age.saturating_neg() > skew {
            return Err(SdJwtError::Future {
                ahead: age.saturating_neg(),
            });
        }
        let limit = seconds(expected.max_age).saturating_add(skew);
        if age > limit {
            return Err(SdJwtError::Stale { age, limit });
        }
        Ok(())
    }
}

/// RFC 9901 section 4.3.
const TYP: &str = "kb+jwt";
