//! `GET /.well-known/did.json`: the document of a did:web.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use credentials::Problem;
use platform::serve::ProblemResponse;

use super::{Desk, blocking, public};

pub(super) async fn get(State(desk): State<Arc<Desk>>) -> Result<Response, ProblemResponse> {
    if desk.issuer.did().method() != "web" {
        return Err(ProblemResponse::not_found(Problem::new(
            "service.no_document",
            "this issuer's DID holds its own document: there is nothing to fetch",
        )));
    }
    let document = blocking(move || desk.issuer.did_document()).await?;
    Ok(public("application/did+json", 300, document.to_string()))
}
