//! The endpoints over HTTP.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use credentials::protocol::oid4vci::{
    ErrorCode, ErrorResponse, IssuerUrl, NonceResponse, NotificationRequest,
};

use super::{credential, failed, metadata, nonce, token};
use crate::clock::now;
use crate::{Error, Issuer};

/// All endpoints, at the places where the issuer's address puts them.
pub fn router(issuer: Arc<Issuer>) -> Result<Router, Error> {
    let url = IssuerUrl::parse(issuer.base_url()).map_err(credentials::Problem::from)?;
    let own = metadata::issuer(&url, &issuer.identity().name).to_json();
    let server = metadata::authorization_server(&url).to_json();
    let path = |name: &str| url.endpoint(name).as_url().path().to_owned();
    Ok(Router::new()
        .route(url.metadata_url().path(), get(|| async { json(own) }))
        .route(
            url.authorization_server_metadata_url().path(),
            get(|| async { json(server) }),
        )
        .route(&path("token"), post(trade))
        .route(&path("nonce"), post(challenge))
        .route(&path("credential"), post(give))
        .route(&path("notification"), post(notified))
        .with_state(issuer))
}

async fn trade(State(issuer): State<Arc<Issuer>>, form: Bytes) -> Response {
    answer(move || {
        let response = token::trade(&issuer, &form, now())?;
        Ok(response.to_json())
    })
    .await
}

async fn challenge(State(issuer): State<Arc<Issuer>>) -> Response {
    answer(move || {
        let c_nonce = nonce::make(&issuer, now()).map_err(failed)?;
        Ok(NonceResponse { c_nonce }.to_json())
    })
    .await
}

async fn give(State(issuer): State<Arc<Issuer>>, headers: HeaderMap, body: Bytes) -> Response {
    answer(move || {
        let response = credential::give(&issuer, bearer(&headers), &body, now())?;
        Ok(response.to_json())
    })
    .await
}

/// Section 11: what became of a credential. It is noted in the log; nothing depends on it.
async fn notified(body: Bytes) -> Response {
    match NotificationRequest::parse(&body) {
        Ok(request) => {
            tracing::info!("a wallet says {}", request.event.as_str());
            StatusCode::NO_CONTENT.into_response()
        }
        Err(error) => refuse(ErrorResponse::new(
            ErrorCode::InvalidNotificationRequest,
            error.to_string(),
        )),
    }
}

/// Runs what may wait for the disk on a thread that may wait.
async fn answer(work: impl FnOnce() -> Result<String, ErrorResponse> + Send + 'static) -> Response {
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(body)) => json(body),
        Ok(Err(error)) => refuse(error),
        Err(lost) => platform::serve::ProblemResponse::lost_task(lost).into_response(),
    }
}

fn json(body: String) -> Response {
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        ),
        // Tokens and credentials are nobody else's.
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, body).into_response()
}

fn refuse(error: ErrorResponse) -> Response {
    let status = match error.error {
        ErrorCode::InvalidToken => StatusCode::UNAUTHORIZED,
        ErrorCode::ServerError => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::BAD_REQUEST,
    };
    let mut response = (status, json(error.to_json())).into_response();
    if status == StatusCode::UNAUTHORIZED {
        // RFC 6750 section 3.
        let challenge = HeaderValue::from_static("Bearer error=\"invalid_token\"");
        response
            .headers_mut()
            .insert(header::WWW_AUTHENTICATE, challenge);
    }
    response
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
