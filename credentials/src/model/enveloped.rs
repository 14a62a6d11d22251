//! A compact credential inside a JSON document: a `data:` URL in an object (sections 4.13 and 4.14, RFC 2397).

use serde_json::{Value, json};

use super::shape::{Faults, Members};
use super::{Rule, Version, context};
use crate::context::CREDENTIALS_V2;

/// Type of the object that carries a credential.
pub const ENVELOPED_CREDENTIAL: &str = "EnvelopedVerifiableCredential";
/// Type of the object that carries a presentation.
pub const ENVELOPED_PRESENTATION: &str = "EnvelopedVerifiablePresentation";

/// An envelope that cannot be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EnvelopeError {
    /// No `data:` URL in `id`.
    #[error("a `data:` URL")]
    DataUrl,
    /// Text in base64.
    #[error("a `data:` URL whose text is not in base64")]
    Base64,
    /// Text with escapes: compact forms have no character that a URL would escape.
    #[error("a `data:` URL whose text is not escaped")]
    Escaped,
}

/// The object that carries a compact credential of this media type.
pub fn envelope(compact: &str, media_type: &str) -> Value {
    json!({
        "@context": CREDENTIALS_V2,
        "id": format!("data:{media_type},{compact}"),
        "type": ENVELOPED_CREDENTIAL,
    })
}

/// Media type, without parameters, and text of an envelope. What it holds may be anything.
pub fn open_envelope(envelope: &Value) -> Result<(&str, &str), EnvelopeError> {
    let (head, text) = envelope["id"]
        .as_str()
        .and_then(data_url)
        .ok_or(EnvelopeError::DataUrl)?;
    let mut parts = head.split(';');
    let media_type = parts.next().unwrap_or_default();
    if parts.any(|parameter| parameter.eq_ignore_ascii_case("base64")) {
        return Err(EnvelopeError::Base64);
    }
    if text.contains('%') {
        return Err(EnvelopeError::Escaped);
    }
    Ok((media_type, text))
}

/// Media type and text of an `EnvelopedVerifiableCredential`; none for every other value.
pub fn unwrap_envelope(value: &Value) -> Option<(&str, &str)> {
    if !super::Credential::new(value).has_type(ENVELOPED_CREDENTIAL) {
        return None;
    }
    open_envelope(value).ok()
}

/// Checks an envelope of either kind.
pub(super) fn check(envelope: &Members<'_>, faults: &mut Faults) {
    // 1.1 has no envelopes.
    if context::check(envelope, faults) == Version::V1 {
        faults.add(Rule::BaseContext, &envelope.at.child("@context"));
    }
    faults.types(envelope, None);
    match envelope.get("id") {
        None => faults.add(Rule::Missing("an id"), &envelope.at.child("id")),
        Some(id) if id.value.as_str().and_then(data_url).is_some() => {}
        Some(id) => faults.add(Rule::Envelope, &id.at),
    }
}

/// What stands before and after the comma of a `data:` URL.
fn data_url(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix("data:")?.split_once(',')
}
