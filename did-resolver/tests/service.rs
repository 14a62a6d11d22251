//! The HTTP binding of DID Resolution, request by request.

#![allow(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use credentials::Did;
use did_resolver::guard::{Client, Policy};
use did_resolver::{Resolve, ResolveError, Resolved, Resolver, service};
use serde_json::Value;
use tower::ServiceExt;

const KEY: &str = "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";

/// Knows did:key, and that one DID is nobody's.
struct Known(Resolver);

impl Resolve for Known {
    fn resolve(&self, did: &Did) -> Result<Resolved, ResolveError> {
        if did.as_str() == "did:web:nobody.example" {
            return Err(ResolveError::NotFound(did.clone()));
        }
        self.0.resolve(did)
    }
}

fn ask(path: &str, accept: Option<&str>) -> (StatusCode, String, Value) {
    let client = Client::new(Policy {
        offline: true,
        ..Policy::default()
    });
    let resolver = Known(Resolver::new(Arc::new(client), None, true));
    let mut request = Request::get(path);
    if let Some(accept) = accept {
        request = request.header("accept", accept);
    }
    let request = request.body(Body::empty()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(async {
        let response = service::router(Arc::new(resolver))
            .oneshot(request)
            .await
            .unwrap();
        let status = response.status();
        let content_type = response.headers()["content-type"]
            .to_str()
            .unwrap()
            .to_owned();
        let body = to_bytes(response.into_body(), 99_999).await.unwrap();
        (status, content_type, serde_json::from_slice(&body).unwrap())
    })
}

#[test]
fn a_resolution_gives_the_result_object_or_the_document_as_asked() {
    let path = format!("/1.0/identifiers/{KEY}");
    for accept in [None, Some("application/did-resolution"), Some("*/*")] {
        let (status, content_type, body) = ask(&path, accept);
        assert_eq!(status, StatusCode::OK);
        assert_eq!(content_type, "application/did-resolution");
        assert_eq!(body["didDocument"]["id"], KEY);
        assert_eq!(
            body["didResolutionMetadata"]["contentType"],
            "application/did"
        );
        assert!(body["didDocumentMetadata"].is_object());
    }
    for accept in ["application/did", "application/did+ld+json"] {
        let (status, content_type, body) = ask(&path, Some(accept));
        assert_eq!((status, content_type.as_str()), (StatusCode::OK, accept));
        assert_eq!(body["id"], KEY);
    }
    let escaped = format!("/1.0/identifiers/{}", KEY.replace(':', "%3A"));
    assert_eq!(ask(&escaped, None).2["didDocument"]["id"], KEY);
}

#[test]
fn each_error_has_the_type_and_the_status_of_the_binding() {
    for (did, accept, status, kind) in [
        ("abc", None, 400, "INVALID_DID"),
        ("did:key:zzz", None, 400, "INVALID_DID"),
        ("did:web:127.0.0.1", None, 400, "INVALID_DID"),
        ("did:key:abc/path", None, 400, "INVALID_DID"),
        ("did%3Akey%3A%FF", None, 400, "INVALID_DID"),
        ("did:web:nobody.example", None, 404, "NOT_FOUND"),
        (KEY, Some("text/html"), 406, "REPRESENTATION_NOT_SUPPORTED"),
        ("did:ion:abc", None, 501, "METHOD_NOT_SUPPORTED"),
        (
            "did:web:example.com?versionId=1",
            None,
            501,
            "FEATURE_NOT_SUPPORTED",
        ),
        (
            "did:web:example.com?a=b&versionTime=2026-01-01T00:00:00Z",
            None,
            501,
            "FEATURE_NOT_SUPPORTED",
        ),
        (
            "did:web:example.com",
            Some("application/did"),
            500,
            "INTERNAL_ERROR",
        ),
    ] {
        let (found, content_type, body) = ask(&format!("/1.0/identifiers/{did}"), accept);
        assert_eq!(found.as_u16(), status, "{did}: {body}");
        assert_eq!(content_type, "application/did-resolution");
        let error = &body["didResolutionMetadata"]["error"];
        assert_eq!(
            error["type"],
            format!("https://www.w3.org/ns/did#{kind}"),
            "{did}"
        );
        assert!(error["title"].is_string() && error["detail"].is_string());
        assert!(body["didDocument"].is_null());
    }
}
