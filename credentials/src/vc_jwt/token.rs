//! What credentials and presentations as JWT have in common.

use jiff::Timestamp;
use serde_json::Value;

use super::VcJwtError;
use crate::did::DidUrl;
use crate::jose::{self, Header, JoseError, Jws, short_type};
use crate::json;
use crate::keys::{PublicKey, Signer};

/// A JWT of a known kind, read or made.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub text: String,
    header: Header,
    /// Length of what was signed.
    signed: usize,
    signature: Vec<u8>,
    /// An object.
    pub payload: Value,
}

/// What a JWT says that it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kind {
    /// `typ` of the token.
    pub typ: &'static str,
    /// `cty`, of what it holds.
    pub cty: &'static str,
}

impl Token {
    pub fn sign(
        kind: Kind,
        payload: Value,
        kid: &DidUrl,
        signer: &dyn Signer,
    ) -> Result<Self, VcJwtError> {
        let header = Header {
            typ: Some(kind.typ.to_owned()),
            cty: Some(kind.cty.to_owned()),
            kid: Some(kid.to_string()),
            ..Header::new(signer.public_key().algorithm())
        };
        let json = crate::canon::jcs::to_vec(&payload);
        let (text, signature) = jose::sign_parts(&header, &json, signer)?;
        Ok(Self {
            signed: text.rfind('.').unwrap_or_default(),
            header,
            signature,
            payload,
            text,
        })
    }

    pub fn parse(kind: Kind, text: &str) -> Result<Self, VcJwtError> {
        let jws = Jws::parse(text)?;
        // RFC 8725 section 3.11: what is typed as another kind of token, or not typed at all, is not taken for this.
        if !jws.header.is_of_type(kind.typ) {
            return Err(VcJwtError::Type {
                expected: kind.typ,
                found: jws.header.typ,
            });
        }
        // VC-JOSE-COSE section 3.1: `cty` SHOULD be there.
        let other = |cty: &&String| !short_type(cty).eq_ignore_ascii_case(kind.cty);
        if let Some(cty) = jws.header.cty.as_ref().filter(other) {
            return Err(VcJwtError::ContentType {
                expected: kind.cty,
                found: cty.clone(),
            });
        }
        let payload = json::parse(&jws.payload).map_err(JoseError::PayloadJson)?;
        Ok(Self {
            text: text.to_owned(),
            signed: jws.signing_input.len(),
            header: jws.header,
            signature: jws.signature,
            payload,
        })
    }

    pub fn verify(&self, key: &PublicKey) -> Result<(), VcJwtError> {
        self.header.fits(key.algorithm())?;
        let signed = &self.text.as_bytes()[..self.signed];
        key.verify(signed, &self.signature)
            .map_err(|error| JoseError::from(error).into())
    }

    pub fn check_time(&self, now: Timestamp) -> Result<(), VcJwtError> {
        let (nbf, exp) = (self.payload.get("nbf"), self.payload.get("exp"));
        jose::check_time(nbf, exp, now).map_err(VcJwtError::from)
    }

    pub fn verification_method(&self) -> Result<DidUrl, VcJwtError> {
        let kid = self.header.kid.as_deref().ok_or(VcJwtError::KeyIdMissing)?;
        DidUrl::parse(kid).map_err(VcJwtError::KeyId)
    }

    /// The payload without these members.
    pub fn without(&self, names: &[&str]) -> Value {
        let mut rest = self.payload.clone();
        if let Value::Object(members) = &mut rest {
            members.retain(|name, _| !names.contains(&name.as_str()));
        }
        rest
    }
}

/// Refuses what is no object, and a document inside a claim as the data model 1.1 had it: two readers could take
/// different ones (VC-JOSE-COSE section 3.1). Then, what is said twice has to be said alike.
pub(super) fn check(
    payload: &Value,
    same: &[(&'static str, &'static str, Option<String>)],
) -> Result<(), VcJwtError> {
    let claims = payload.as_object().ok_or(VcJwtError::NotAnObject)?;
    if let Some(name) = ["vc", "vp"]
        .into_iter()
        .find(|name| claims.contains_key(*name))
    {
        return Err(VcJwtError::Nested(name));
    }
    for (name, member, expected) in same {
        if let Some(found) = claims.get(*name)
            && found.as_str() != expected.as_deref()
        {
            return Err(VcJwtError::Differs { name, member });
        }
    }
    Ok(())
}

/// The id of something that is named by it, or is an object with it.
pub(super) fn id(value: Option<&Value>) -> Option<String> {
    let value = value?;
    let id = value.as_str().or_else(|| value.get("id")?.as_str());
    id.map(str::to_owned)
}
