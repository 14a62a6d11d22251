//! A credential as the payload of a JWT (VC-JOSE-COSE section 3.1): signed as a whole, nothing of it can be withheld.
//!
//! - [`issue`] signs one
//! - [`VcJwt`] is one read: what it is and whether its claims fit the credential; [`VcJwt::verify`] is the rest

mod error;
#[cfg(test)]
mod tests;

use std::fmt;

use jiff::Timestamp;
use serde_json::Value;

pub use error::VcJwtError;

use crate::canon::jcs;
use crate::did::DidUrl;
use crate::jose::{self, Header, JoseError, Jws, OF_THE_TOKEN, short_type};
use crate::json;
use crate::keys::{PublicKey, Signer};
use crate::model::Credential;

/// Media type of a credential in this form (VC-JOSE-COSE section 6.1).
pub const MEDIA_TYPE: &str = "application/vc+jwt";

/// A credential as JWT that was read. Its signature is not verified before [`VcJwt::verify`].
#[derive(Debug, Clone)]
pub struct VcJwt {
    text: String,
    header: Header,
    /// Length of what the issuer signed.
    signed: usize,
    signature: Vec<u8>,
    /// An object.
    payload: Value,
}

/// Signs a credential: the payload is the credential and nothing else.
pub fn issue(credential: &Value, kid: &DidUrl, signer: &dyn Signer) -> Result<VcJwt, VcJwtError> {
    check_claims(credential)?;
    let header = Header {
        typ: Some(TYP.to_owned()),
        cty: Some(CTY.to_owned()),
        kid: Some(kid.to_string()),
        ..Header::new(signer.public_key().algorithm())
    };
    let (text, signature) = jose::sign_parts(&header, &jcs::to_vec(credential), signer)?;
    Ok(VcJwt {
        signed: text.rfind('.').unwrap_or_default(),
        header,
        signature,
        payload: credential.clone(),
        text,
    })
}

impl VcJwt {
    /// Reads the compact form.
    pub fn parse(text: &str) -> Result<Self, VcJwtError> {
        let jws = Jws::parse(text)?;
        // RFC 8725 section 3.11: what is typed as another kind of token, or not typed at all, is not taken for this.
        if !jws.header.is_of_type(TYP) {
            return Err(VcJwtError::Type(jws.header.typ));
        }
        // VC-JOSE-COSE section 3.1.1: when present, it is `vc`.
        let other = |cty: &&String| !short_type(cty).eq_ignore_ascii_case(CTY);
        if let Some(cty) = jws.header.cty.as_ref().filter(other) {
            return Err(VcJwtError::ContentType(cty.clone()));
        }
        let payload = json::parse(&jws.payload).map_err(JoseError::PayloadJson)?;
        check_claims(&payload)?;
        Ok(Self {
            text: text.to_owned(),
            signed: jws.signing_input.len(),
            header: jws.header,
            signature: jws.signature,
            payload,
        })
    }

    /// Checks the issuer's signature. The header's algorithm must be the key's.
    pub fn verify(&self, key: &PublicKey) -> Result<(), VcJwtError> {
        self.header.fits(key.algorithm())?;
        let signed = &self.text.as_bytes()[..self.signed];
        key.verify(signed, &self.signature)
            .map_err(|error| JoseError::from(error).into())
    }

    /// Checks `nbf` and `exp`, where it has them. The credential's own validity is another matter (VC-JOSE-COSE
    /// section 3.1.3: they are about the signature).
    pub fn check_time(&self, now: Timestamp) -> Result<(), VcJwtError> {
        let (nbf, exp) = (self.claim("nbf"), self.claim("exp"));
        jose::check_time(nbf, exp, now).map_err(VcJwtError::from)
    }

    /// The verification method that the issuer names.
    pub fn verification_method(&self) -> Result<DidUrl, VcJwtError> {
        let kid = self.header.kid.as_deref().ok_or(VcJwtError::KeyIdMissing)?;
        DidUrl::parse(kid).map_err(VcJwtError::KeyId)
    }

    /// One member of the payload.
    pub fn claim(&self, name: &str) -> Option<&Value> {
        self.payload.get(name)
    }

    /// The payload without the claims that concern the token alone.
    pub fn credential(&self) -> Value {
        let mut credential = self.payload.clone();
        if let Value::Object(members) = &mut credential {
            members.retain(|name, _| !OF_THE_TOKEN.contains(&name.as_str()));
        }
        credential
    }

    /// The compact form.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for VcJwt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// What is said twice is said alike, and nothing is said as the data model 1.1 said it.
fn check_claims(payload: &Value) -> Result<(), VcJwtError> {
    let claims = payload.as_object().ok_or(VcJwtError::NotAnObject)?;
    // VC-JOSE-COSE section 3.1.2: two credentials in one, of which readers could take different ones.
    if let Some(name) = ["vc", "vp"]
        .into_iter()
        .find(|name| claims.contains_key(*name))
    {
        return Err(VcJwtError::Nested(name));
    }
    let id = |value: &Value| {
        value
            .as_str()
            .or_else(|| value.get("id")?.as_str())
            .map(str::to_owned)
    };
    let same = [
        ("iss", "issuer", payload.get("issuer").and_then(id)),
        (
            "sub",
            "credentialSubject",
            Credential::new(payload).subject().and_then(id),
        ),
        ("jti", "id", payload.get("id").and_then(id)),
    ];
    for (name, member, expected) in same {
        if let Some(found) = claims.get(name)
            && found.as_str() != expected.as_deref()
        {
            return Err(VcJwtError::Differs { name, member });
        }
    }
    Ok(())
}

/// `typ` of the token and `cty` of what it holds (VC-JOSE-COSE section 3.1.1).
const TYP: &str = "vc+jwt";
const CTY: &str = "vc";
