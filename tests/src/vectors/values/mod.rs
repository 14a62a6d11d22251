//! Every value on the way to a signature, for whoever needs to find where two implementations part.

mod jwt;
mod sd_jwt;
mod selective;
mod whole;

use credentials::proof::Cryptosuite;
use credentials::secured::Secured;
use serde_json::Value;

pub use sd_jwt::key_binding;
pub use selective::of_derived;

/// How much is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Canonical forms in full.
    Full,
    /// Their hashes, where the canonical form of much the same document is told elsewhere.
    Hashes,
}

/// The values behind everything that secures a credential.
pub fn of_credential(secured: &Secured, extent: Extent) -> Value {
    match secured {
        Secured::SdJwt(sd_jwt) => sd_jwt::of(sd_jwt),
        Secured::Jwt(token) => jwt::of(token.as_str(), extent),
        Secured::DataIntegrity(embedded) => of_document(embedded.document(), extent),
    }
}

/// The values behind the one proof of a document.
pub fn of_document(document: &Value, extent: Extent) -> Value {
    let suite = document["proof"]["cryptosuite"].as_str();
    match suite.and_then(Cryptosuite::named) {
        Some(suite) if suite.discloses_selectively() => selective::of(document, suite),
        _ => whole::of(document, extent),
    }
}
