//! Credentials and presentations as the payload of a JWT (VC-JOSE-COSE section 3.1): signed as a whole, nothing can be
//! withheld.
//!
//! - [`issue`] signs a credential; [`VcJwt`] is one read: what it is and whether its claims fit the credential;
//!   [`VcJwt::verify`] is the rest
//! - [`VpJwt`] is the same for a presentation, which its holder signs for one reader

mod error;
mod presentation;
#[cfg(test)]
mod tests;
mod token;

use std::fmt;

use jiff::Timestamp;
use serde_json::Value;

pub use error::VcJwtError;
pub use presentation::{PRESENTATION_MEDIA_TYPE, VpJwt};

use crate::did::DidUrl;
use crate::jose::OF_THE_TOKEN;
use crate::keys::{PublicKey, Signer};
use crate::model::Credential;
use token::{Kind, Token, check, id};

/// Media type of a credential in this form (VC-JOSE-COSE section 6.1).
pub const MEDIA_TYPE: &str = "application/vc+jwt";

/// A credential as JWT that was read. Its signature is not verified before [`VcJwt::verify`].
#[derive(Debug, Clone)]
pub struct VcJwt(Token);

/// Signs a credential: the payload is the credential and nothing else.
pub fn issue(credential: &Value, kid: &DidUrl, signer: &dyn Signer) -> Result<VcJwt, VcJwtError> {
    check_claims(credential)?;
    Token::sign(KIND, credential.clone(), kid, signer).map(VcJwt)
}

impl VcJwt {
    /// Reads the compact form, and checks that its claims fit its credential. No signature is checked yet.
    pub fn parse(text: &str) -> Result<Self, VcJwtError> {
        let token = Token::parse(KIND, text)?;
        check_claims(&token.payload)?;
        Ok(Self(token))
    }

    /// Checks the issuer's signature. The header's algorithm must be the key's.
    pub fn verify(&self, key: &PublicKey) -> Result<(), VcJwtError> {
        self.0.verify(key)
    }

    /// Checks `nbf` and `exp`, where it has them. The credential's own validity is another matter (VC-JOSE-COSE
    /// section 3.1.3: they are about the signature).
    pub fn check_time(&self, now: Timestamp) -> Result<(), VcJwtError> {
        self.0.check_time(now)
    }

    /// The verification method that the issuer names.
    pub fn verification_method(&self) -> Result<DidUrl, VcJwtError> {
        self.0.verification_method()
    }

    /// One member of the payload.
    pub fn claim(&self, name: &str) -> Option<&Value> {
        self.0.payload.get(name)
    }

    /// The payload without the claims that concern the token alone.
    pub fn credential(&self) -> Value {
        self.0.without(&OF_THE_TOKEN)
    }

    /// The compact form.
    pub fn as_str(&self) -> &str {
        &self.0.text
    }
}

impl fmt::Display for VcJwt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

fn check_claims(payload: &Value) -> Result<(), VcJwtError> {
    let subject = Credential::new(payload).subject();
    check(
        payload,
        &[
            ("iss", "issuer", id(payload.get("issuer"))),
            ("sub", "credentialSubject", id(subject)),
            ("jti", "id", id(payload.get("id"))),
        ],
    )
}

const KIND: Kind = Kind {
    typ: "vc+jwt",
    cty: "vc",
};
