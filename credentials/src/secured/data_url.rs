//! The `data:` URL that carries a compact credential inside a JSON one (RFC 2397, VCDM 2.0 section 4.13).

use serde_json::Value;

use super::SecuredError;

/// Media type, without parameters, and text of an enveloped credential.
pub(super) fn read(envelope: &Value) -> Result<(&str, &str), SecuredError> {
    let (head, text) = envelope["id"]
        .as_str()
        .and_then(|id| id.strip_prefix("data:"))
        .and_then(|rest| rest.split_once(','))
        .ok_or(SecuredError::Envelope("a `data:` URL"))?;
    let mut parts = head.split(';');
    let media_type = parts.next().unwrap_or_default();
    if parts.any(|parameter| parameter.eq_ignore_ascii_case("base64")) {
        return Err(SecuredError::Envelope(
            "a `data:` URL whose text is not in base64",
        ));
    }
    // Compact forms have no character that a URL would escape.
    if text.contains('%') {
        return Err(SecuredError::Envelope(
            "a `data:` URL whose text is not escaped",
        ));
    }
    Ok((media_type, text))
}
