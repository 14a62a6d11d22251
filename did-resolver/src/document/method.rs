//! One verification method: a key with a name and an owner.

use credentials::keys::{Algorithm, PublicKey};
use credentials::{Did, DidUrl, JsonPointer};
use jiff::Timestamp;
use serde_json::Value;

use super::DocumentError;

/// A verification method whose key can be used.
#[derive(Debug, Clone, PartialEq)]
pub struct VerificationMethod {
    /// Its DID URL, absolute.
    pub id: DidUrl,
    /// Whose key it is.
    pub controller: Did,
    /// The key.
    pub key: PublicKey,
    /// From when on nothing may be signed with it (Controlled Identifiers 1.0 section 2.2).
    pub expires: Option<Timestamp>,
    /// Since when nothing it signed is to be believed (Controlled Identifiers 1.0 section 2.2).
    pub revoked: Option<Timestamp>,
}

/// A verification method that is there and cannot be used.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Unusable {
    pub id: DidUrl,
    pub reason: DocumentError,
}

impl VerificationMethod {
    pub(super) fn read(
        document: &Did,
        id: DidUrl,
        item: &Value,
        place: &JsonPointer,
        controllers: &[Did],
    ) -> Result<Self, DocumentError> {
        let text = |member: &str| item.get(member).and_then(Value::as_str);
        let controller = text("controller").and_then(|text| Did::parse(text).ok());
        let controller =
            controller.ok_or_else(|| DocumentError::shape(&place.child("controller"), "a DID"))?;
        // A stranger's key in a document proves nothing until the stranger's own document says the same.
        if controller != *document && !controllers.contains(&controller) {
            return Err(DocumentError::Controller {
                document: document.clone(),
                found: controller,
                at: place.child("controller"),
            });
        }
        Ok(Self {
            id,
            controller,
            key: key(item, place)?,
            expires: time(item, "expires", place)?,
            revoked: time(item, "revoked", place)?,
        })
    }
}

/// The absolute id of a method.
pub(super) fn id(
    document: &Did,
    item: &Value,
    place: &JsonPointer,
) -> Result<DidUrl, DocumentError> {
    if !item.is_object() {
        return Err(DocumentError::shape(place, "a verification method"));
    }
    let place = place.child("id");
    match item.get("id").and_then(Value::as_str) {
        Some(id) => absolute(document, id, &place),
        None => Err(DocumentError::shape(&place, "a DID URL")),
    }
}

/// The DID URL that a document means: an absolute one, or a relative one such as `#key-1`.
pub(super) fn absolute(
    document: &Did,
    reference: &str,
    place: &JsonPointer,
) -> Result<DidUrl, DocumentError> {
    let url = document.join(reference);
    url.map_err(|_| DocumentError::shape(place, "a DID URL, or a relative one such as `#key-1`"))
}

fn key(item: &Value, place: &JsonPointer) -> Result<PublicKey, DocumentError> {
    let text = |member: &str| item.get(member).and_then(Value::as_str);
    let multikey = || {
        let at = place.child("publicKeyMultibase");
        let text = text("publicKeyMultibase");
        let text = text.ok_or_else(|| DocumentError::shape(&at, "a Multikey"))?;
        PublicKey::from_multikey(text).map_err(|source| DocumentError::Key { source, at })
    };
    match text("type") {
        Some("Multikey") => multikey(),
        Some("Ed25519VerificationKey2020") => match multikey()? {
            key if key.algorithm() == Algorithm::Ed25519 => Ok(key),
            key => Err(DocumentError::KeyOfType {
                found: key.algorithm(),
                at: place.child("publicKeyMultibase"),
            }),
        },
        Some("JsonWebKey" | "JsonWebKey2020") => {
            let at = place.child("publicKeyJwk");
            let jwk = item.get("publicKeyJwk");
            let jwk = jwk.ok_or_else(|| DocumentError::shape(&at, "a JWK"))?;
            PublicKey::from_jwk(jwk).map_err(|source| DocumentError::Key { source, at })
        }
        Some(found) => Err(DocumentError::MethodType {
            found: found.to_owned(),
            at: place.child("type"),
        }),
        None => Err(DocumentError::shape(&place.child("type"), "a type")),
    }
}

fn time(
    item: &Value,
    member: &str,
    place: &JsonPointer,
) -> Result<Option<Timestamp>, DocumentError> {
    let Some(value) = item.get(member) else {
        return Ok(None);
    };
    let time = value.as_str().and_then(|text| text.parse().ok());
    let wrong = || DocumentError::shape(&place.child(member), "a date and time with a time zone");
    time.ok_or_else(wrong).map(Some)
}
