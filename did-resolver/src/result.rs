//! The result object of DID Resolution (section 4), and its errors with their HTTP statuses (section 12.1).

use credentials::Coded;
use serde_json::{Value, json};

use crate::error::ResolveError;
use crate::resolve::{Origin, Resolved};

/// The result object of a resolution that found a document.
pub fn resolution(resolved: &Resolved) -> Value {
    let mut metadata = json!({ "contentType": "application/did" });
    if let Origin::Cache(fetched_at) = resolved.origin {
        metadata["fetched"] = json!(fetched_at);
    }
    json!({
        "@context": "https://w3id.org/did-resolution/v1",
        "didDocument": resolved.document.as_value(),
        "didResolutionMetadata": metadata,
        "didDocumentMetadata": {},
    })
}

/// A resolution that found none, in the specification's terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failed {
    /// The HTTP status of the binding.
    pub status: u16,
    /// The last part of the error's type URI.
    name: &'static str,
    title: &'static str,
    detail: String,
}

impl Failed {
    /// 400: not a DID, or not one of its method.
    pub fn invalid_did(detail: &str) -> Self {
        Self::new(400, "INVALID_DID", "Invalid DID", detail)
    }

    /// 406: none of the representations that were asked for.
    pub fn representation() -> Self {
        let detail = "expected application/did-resolution, application/did or application/did+ld+json in `Accept`";
        let title = "Representation not supported";
        Self::new(406, "REPRESENTATION_NOT_SUPPORTED", title, detail)
    }

    /// 501: a version was asked for, and the method has none.
    pub fn versions(method: &str) -> Self {
        let detail = format!("documents of did:{method} have no versions");
        Self::new(
            501,
            "FEATURE_NOT_SUPPORTED",
            "Feature not supported",
            &detail,
        )
    }

    /// The result object.
    pub fn result(&self) -> Value {
        json!({
            "@context": "https://w3id.org/did-resolution/v1",
            "didDocument": null,
            "didResolutionMetadata": {
                "error": {
                    "type": format!("https://www.w3.org/ns/did#{}", self.name),
                    "title": self.title,
                    "detail": self.detail,
                }
            },
            "didDocumentMetadata": {},
        })
    }

    fn new(status: u16, name: &'static str, title: &'static str, detail: &str) -> Self {
        Self {
            status,
            name,
            title,
            detail: detail.to_owned(),
        }
    }
}

impl From<&ResolveError> for Failed {
    fn from(error: &ResolveError) -> Self {
        let detail = &error.to_string();
        match error {
            ResolveError::InvalidDid { .. } => Self::invalid_did(detail),
            ResolveError::MethodNotSupported(_) => {
                Self::new(501, "METHOD_NOT_SUPPORTED", "Method not supported", detail)
            }
            ResolveError::NotFound(_) => Self::new(404, "NOT_FOUND", "Not found", detail),
            ResolveError::Json { .. } | ResolveError::Document { .. } => {
                Self::new(500, "INVALID_DID_DOCUMENT", "Invalid DID document", detail)
            }
            // What the machine says about names and addresses inside its network is not for the caller.
            ResolveError::Fetch { source, .. } => Self::new(
                500,
                "INTERNAL_ERROR",
                "Internal error",
                &format!("the document was not fetched: {}", source.code()),
            ),
        }
    }
}
