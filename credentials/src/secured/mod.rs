//! A credential in whatever secures it: read without being told how, made in the way that is chosen.
//!
//! [`Secured::parse`] tells the envelopes apart by their shape; nothing is verified yet. [`secure`] is the one way to
//! sign a credential.

mod error;
mod several;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use jiff::Timestamp;
use rand::CryptoRng;
use serde_json::Value;

pub use error::SecuredError;
pub use several::{Signatory, secure_by_all};

use crate::battery::passport::{HOLDER, PASSPORT};
use crate::battery::{Audience, Reference, passport, reference};
use crate::canon::jcs;
use crate::context::Contexts;
use crate::did::{Did, DidUrl};
use crate::json::{self, JsonPointer};
use crate::keys::{PublicKey, Signer};
use crate::model::{Credential, ENVELOPED_CREDENTIAL, envelope, open_envelope};
use crate::proof::{self, Cryptosuite, Proof, ProofOptions};
use crate::sd_jwt::{self, DC, DC_MEDIA_TYPE, Issue, LD, SdJwt};
use crate::suite::Suite;
use crate::vc_jwt::{self, VcJwt};

/// A secured credential that was read and not yet verified.
#[derive(Debug, Clone)]
pub enum Secured {
    /// An SD-JWT, with or without key binding.
    SdJwt(Box<SdJwt>),
    /// A JWT whose payload is the credential.
    Jwt(Box<VcJwt>),
    /// A JSON document with Data Integrity proofs.
    DataIntegrity(Box<Embedded>),
}

/// A JSON document and the proofs in it.
#[derive(Debug, Clone)]
pub struct Embedded {
    document: Value,
    proofs: Vec<Proof>,
}

/// Who secures a credential, for whom, and when.
#[derive(Debug, Clone, Copy)]
pub struct Securing<'a> {
    /// The verification method whose key signs.
    pub method: &'a DidUrl,
    /// The key that presentations are bound to.
    pub holder: Option<&'a PublicKey>,
    /// The time of signing.
    pub created: Timestamp,
    /// The contexts that the credential may name, where its suite reads them.
    pub contexts: &'a Contexts,
}

/// Signs a credential. In an SD-JWT, and with a proof that discloses selectively, attributes of a passport can be
/// withheld; other credentials are told whole.
pub fn secure(
    credential: &Value,
    suite: Suite,
    by: &Securing<'_>,
    signer: &dyn Signer,
    rng: &mut impl CryptoRng,
) -> Result<Secured, SecuredError> {
    match suite {
        Suite::SdJwt => {
            let issue = Issue {
                typ: SD_JWT,
                kid: by.method,
                disclosable: &passport::disclosable(credential),
                holder: by.holder,
                decoys: 0,
            };
            let issued = sd_jwt::issue(credential, &issue, signer, rng)?;
            Ok(Secured::SdJwt(Box::new(issued)))
        }
        Suite::DcSdJwt => {
            let claims = sd_jwt::linked_claims(credential, by.created)?;
            let places = passport::disclosable(credential).into_iter();
            let places: Vec<_> = places
                .map(|place| JsonPointer::from_iter([LD]).join(&place))
                .collect();
            let issue = Issue {
                typ: DC,
                kid: by.method,
                disclosable: &places,
                holder: by.holder,
                decoys: 0,
            };
            let issued = sd_jwt::issue(&claims, &issue, signer, rng)?;
            Ok(Secured::SdJwt(Box::new(issued)))
        }
        Suite::VcJwt if by.holder.is_some() => Err(SecuredError::HolderUnbound(suite)),
        Suite::VcJwt => {
            let issued = vc_jwt::issue(credential, by.method, signer)?;
            Ok(Secured::Jwt(Box::new(issued)))
        }
        Suite::DataIntegrity(cryptosuite) => {
            let named = with_holder(credential, suite, by.holder)?;
            let credential = &*named;
            let options = ProofOptions {
                mandatory: mandatory(credential, cryptosuite),
                contexts: by.contexts.clone(),
                ..ProofOptions::assertion(by.method.clone(), by.created)
            };
            let mut document = proof::sign(credential, cryptosuite, &options, signer, rng)?;
            if cryptosuite.discloses_selectively() && !passport::can_be_cut(credential) {
                // Its holder has nothing to withhold, and whoever verifies it asks for a derived proof.
                document = proof::derive(&document, &[], by.contexts, rng)?;
            }
            Secured::embedded(document)
        }
    }
}

/// What no holder may withhold, where the suite lets holders withhold anything.
fn mandatory(credential: &Value, suite: Cryptosuite) -> Vec<JsonPointer> {
    match suite.discloses_selectively() {
        true => passport::mandatory(credential),
        false => Vec::new(),
    }
}

/// The credential with the member that names this key, or without it.
fn with_holder<'c>(
    credential: &'c Value,
    suite: Suite,
    holder: Option<&PublicKey>,
) -> Result<Cow<'c, Value>, SecuredError> {
    if !passport::can_be_cut(credential) {
        return match holder {
            Some(_) => Err(SecuredError::HolderUnbound(suite)),
            None => Ok(Cow::Borrowed(credential)),
        };
    }
    let mut named = credential.clone();
    if let Some(members) = named.as_object_mut() {
        members.shift_remove(HOLDER);
        if let Some(key) = holder {
            members.insert(HOLDER.to_owned(), Did::of_key(key).to_string().into());
        }
    }
    Ok(Cow::Owned(named))
}

impl Secured {
    /// Reads a credential from a file, a code or an answer: compact text, JSON, or JSON that envelopes the text.
    pub fn parse(bytes: &[u8]) -> Result<Self, SecuredError> {
        let bytes = bytes.trim_ascii();
        match bytes.first() {
            None => Err(SecuredError::Empty),
            Some(b'{') => Self::from_value(json::parse(bytes)?),
            Some(_) => Self::from_compact(bytes),
        }
    }

    /// Reads a credential that stands inside another document.
    pub fn from_value(document: Value) -> Result<Self, SecuredError> {
        if Credential::new(&document).has_type(ENVELOPED_CREDENTIAL) {
            let (media_type, text) = open_envelope(&document)?;
            // What is inside may not be an envelope again.
            if ![SD_JWT_TYPE, DC_MEDIA_TYPE, JWT_TYPE].contains(&media_type) {
                return Err(SecuredError::MediaType(media_type.to_owned()));
            }
            let inside = Self::from_compact(text.as_bytes())?;
            return match inside.media_type() == media_type {
                true => Ok(inside),
                false => Err(SecuredError::MediaType(media_type.to_owned())),
            };
        }
        Self::embedded(document)
    }

    /// How it is secured; of several proofs, the first tells.
    pub fn suite(&self) -> Suite {
        match self {
            Self::SdJwt(sd_jwt) if sd_jwt.is_dc() => Suite::DcSdJwt,
            Self::SdJwt(_) => Suite::SdJwt,
            Self::Jwt(_) => Suite::VcJwt,
            Self::DataIntegrity(embedded) => embedded.suite(),
        }
    }

    /// The key that presentations are bound to: `cnf` of an SD-JWT, [`HOLDER`] of a passport with a proof.
    pub fn holder_key(&self) -> Result<Option<PublicKey>, SecuredError> {
        match self {
            Self::SdJwt(sd_jwt) => Ok(sd_jwt.holder_key()?),
            Self::Jwt(jwt) => {
                let Some(confirmation) = jwt.claim("cnf") else {
                    return Ok(None);
                };
                // RFC 7800 section 3.2, as in an SD-JWT.
                let jwk = confirmation.get("jwk");
                let key = jwk.and_then(|jwk| PublicKey::from_jwk(jwk).ok());
                key.map(Some).ok_or(SecuredError::Holder)
            }
            Self::DataIntegrity(embedded) => {
                let document = &embedded.document;
                if !Credential::new(document).has_type(PASSPORT) {
                    return Ok(None);
                }
                let Some(holder) = document.get(HOLDER) else {
                    return Ok(None);
                };
                let did = holder.as_str().and_then(|text| Did::parse(text).ok());
                let key = did.and_then(|did| did.key());
                key.map(Some).ok_or(SecuredError::Holder)
            }
        }
    }

    /// The credential with an issuer's proof from which its holder derives others; none where nothing can be derived.
    pub fn base(&self) -> Option<&Embedded> {
        match self {
            Self::DataIntegrity(embedded) => embedded
                .proofs
                .iter()
                .any(Proof::is_base)
                .then_some(&**embedded),
            Self::SdJwt(_) | Self::Jwt(_) => None,
        }
    }

    /// What this audience may see of a passport; none where nothing can be withheld.
    pub fn for_audience(
        &self,
        audience: Audience,
        contexts: &Contexts,
        rng: &mut dyn CryptoRng,
    ) -> Result<Option<Self>, SecuredError> {
        match self {
            Self::SdJwt(sd_jwt) => {
                let shown = passport::disclosed_to(&sd_jwt.credential(), audience);
                Ok(Some(Self::SdJwt(Box::new(sd_jwt.present(&shown)?))))
            }
            _ => match self.base() {
                Some(base) => {
                    let shown = passport::attributes_for(&base.document, audience);
                    base.derive(&shown, contexts, rng).map(Some)
                }
                None => Ok(None),
            },
        }
    }

    /// The credential: what is disclosed of it, without what secures it.
    pub fn credential(&self) -> Value {
        match self {
            Self::SdJwt(sd_jwt) => sd_jwt.credential(),
            Self::Jwt(jwt) => jwt.credential(),
            Self::DataIntegrity(embedded) => proof::unsecured(&embedded.document, &embedded.proofs),
        }
    }

    /// When it says it was signed: the latest `created` of its issuer's proofs (of all, where none is by a method of that
    /// DID: others may sign beside it, at any time), or `iat` of its token. Whoever signed could have written another time.
    pub fn signed_at(&self) -> Option<Timestamp> {
        let issued = match self {
            Self::SdJwt(sd_jwt) => sd_jwt.claim("iat"),
            Self::Jwt(jwt) => jwt.claim("iat").cloned(),
            Self::DataIntegrity(embedded) => {
                let issuer = Credential::new(&embedded.document).issuer();
                let is_own =
                    |proof: &&Proof| Some(proof.verification_method().did()) == issuer.as_ref();
                let own = embedded.proofs.iter().filter(is_own);
                let latest = own.filter_map(Proof::created).max();
                let of_all = || embedded.proofs.iter().filter_map(Proof::created).max();
                return latest.or_else(of_all);
            }
        };
        Timestamp::from_second(issued?.as_i64()?).ok()
    }

    /// The verification methods that are said to have signed, all of which must have.
    pub fn verification_methods(&self) -> Result<Vec<DidUrl>, SecuredError> {
        match self {
            Self::SdJwt(sd_jwt) => Ok(vec![sd_jwt.verification_method()?]),
            Self::Jwt(jwt) => Ok(vec![jwt.verification_method()?]),
            Self::DataIntegrity(embedded) => {
                let methods = embedded.proofs.iter().map(Proof::verification_method);
                Ok(methods.cloned().collect())
            }
        }
    }

    /// The credential's id and the digest that names exactly this text of it.
    pub fn reference(&self) -> Result<Reference, SecuredError> {
        let id = match self {
            Self::SdJwt(sd_jwt) => sd_jwt.id(),
            Self::Jwt(jwt) => jwt.claim("id").cloned(),
            Self::DataIntegrity(embedded) => embedded.document.get("id").cloned(),
        };
        match id {
            Some(Value::String(id)) => Ok(Reference {
                id,
                digest_multibase: self.digest(),
            }),
            _ => Err(SecuredError::NoId),
        }
    }

    /// The digest of the secured bytes, whatever of an SD-JWT is disclosed.
    pub fn digest(&self) -> String {
        match self {
            Self::SdJwt(sd_jwt) => reference::digest_compact(sd_jwt.as_str()),
            Self::Jwt(jwt) => reference::digest_compact(jwt.as_str()),
            Self::DataIntegrity(embedded) => reference::digest_json(&embedded.document),
        }
    }

    /// The text as it goes over the wire: compact, or canonical JSON.
    pub fn to_text(&self) -> String {
        match self {
            Self::SdJwt(sd_jwt) => sd_jwt.as_str().to_owned(),
            Self::Jwt(jwt) => jwt.as_str().to_owned(),
            Self::DataIntegrity(embedded) => {
                String::from_utf8_lossy(&jcs::to_vec(&embedded.document)).into_owned()
            }
        }
    }

    /// The text as it goes into a file: a line, or JSON that people can read.
    pub fn to_file(&self) -> String {
        match self {
            Self::SdJwt(sd_jwt) => format!("{}\n", sd_jwt.as_str()),
            Self::Jwt(jwt) => format!("{}\n", jwt.as_str()),
            Self::DataIntegrity(embedded) => format!("{:#}\n", embedded.document),
        }
    }

    /// The object that stands for it in `verifiableCredential` of a presentation (VCDM 2.0 section 4.13).
    pub fn enveloped(&self) -> Value {
        match self {
            Self::SdJwt(sd_jwt) => envelope(sd_jwt.as_str(), self.media_type()),
            Self::Jwt(jwt) => envelope(jwt.as_str(), JWT_TYPE),
            Self::DataIntegrity(embedded) => embedded.document.clone(),
        }
    }

    /// The media type of [`Secured::to_text`].
    pub fn media_type(&self) -> &'static str {
        match self {
            Self::SdJwt(sd_jwt) if sd_jwt.is_dc() => DC_MEDIA_TYPE,
            Self::SdJwt(_) => SD_JWT_TYPE,
            Self::Jwt(_) => JWT_TYPE,
            Self::DataIntegrity(_) => "application/vc",
        }
    }

    fn from_compact(bytes: &[u8]) -> Result<Self, SecuredError> {
        let text = std::str::from_utf8(bytes).map_err(|_| SecuredError::NoCredential)?;
        if text.contains('~') {
            return Ok(Self::SdJwt(Box::new(SdJwt::parse(text)?)));
        }
        let parts = text.split('.').count();
        let is_base64url = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_' || c == '.';
        if parts == 3 && text.chars().all(is_base64url) {
            return Ok(Self::Jwt(Box::new(VcJwt::parse(text)?)));
        }
        Err(SecuredError::NoCredential)
    }

    fn embedded(document: Value) -> Result<Self, SecuredError> {
        if !document.is_object() {
            return Err(SecuredError::NoCredential);
        }
        let proofs = proof::proofs(&document)?;
        if proofs.is_empty() {
            return Err(SecuredError::Unsecured);
        }
        Ok(Self::DataIntegrity(Box::new(Embedded { document, proofs })))
    }
}

impl Embedded {
    /// The part of it that shows these places and whatever is mandatory, with a proof derived from the issuer's.
    pub fn derive(
        &self,
        shown: &[JsonPointer],
        contexts: &Contexts,
        rng: &mut dyn CryptoRng,
    ) -> Result<Secured, SecuredError> {
        Secured::embedded(proof::derive(&self.document, shown, contexts, rng)?)
    }

    /// The document with its proofs.
    pub fn document(&self) -> &Value {
        &self.document
    }

    /// The proofs, at least one.
    pub fn proofs(&self) -> &[Proof] {
        &self.proofs
    }

    fn suite(&self) -> Suite {
        // There is always a first one.
        let first = self.proofs.first().map(Proof::cryptosuite);
        first.map_or(Suite::EDDSA_JCS_2022, Suite::DataIntegrity)
    }
}

/// `typ` of a credential as SD-JWT (VC-JOSE-COSE section 3.2.1).
const SD_JWT: &str = "vc+sd-jwt";
const SD_JWT_TYPE: &str = sd_jwt::MEDIA_TYPE;
const JWT_TYPE: &str = vc_jwt::MEDIA_TYPE;
