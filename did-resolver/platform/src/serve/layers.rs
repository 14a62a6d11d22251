//! What stands around every route: request id, log line, limits, security headers, and the shape of errors.

use std::time::{Duration, Instant};

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use credentials::Problem;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::{RequestBodyDeadlineLayer, TimeoutLayer};

use super::problem::ProblemResponse;

pub(super) fn around(router: Router, body_limit: usize, timeout: Duration) -> Router {
    router
        .layer(DefaultBodyLimit::disable())
        .layer(RequestBodyLimitLayer::new(body_limit))
        .layer(RequestBodyDeadlineLayer::new(timeout))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::GATEWAY_TIMEOUT,
            timeout,
        ))
        .layer(CatchPanicLayer::new())
        .layer(from_fn(shape_errors))
        .layer(from_fn(security_headers))
        .layer(from_fn(name_and_log))
}

/// Gives every request an id (the caller's, when it is a sane one) and every answer a log line. The line has the
/// route's template, never the path or the query: those can carry codes and identifiers.
async fn name_and_log(mut request: Request, next: Next) -> Response {
    let id = request_id(&request);
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "(no route)".to_owned(), |path| path.as_str().to_owned());
    request.headers_mut().insert(REQUEST_ID, id.clone());
    let started = Instant::now();
    let mut response = next.run(request).await;
    let status = response.status().as_u16();
    let millis = started.elapsed().as_millis();
    tracing::info!(target: "http", request = id.to_str().unwrap_or(""), %method, route, status, millis);
    response.headers_mut().insert(REQUEST_ID, id);
    response
}

fn request_id(request: &Request) -> HeaderValue {
    let sane = |id: &&HeaderValue| {
        let bytes = id.as_bytes();
        (8..=64).contains(&bytes.len())
            && bytes
                .iter()
                .all(|b| b.is_ascii_alphanumeric() || *b == b'-')
    };
    if let Some(id) = request.headers().get(REQUEST_ID).filter(sane) {
        return id.clone();
    }
    let mut random = [0; 8];
    // An id of zeros is better than no service.
    let _ = getrandom::fill(&mut random);
    let id = format!("{:016x}", u64::from_be_bytes(random));
    HeaderValue::from_str(&id).unwrap_or(HeaderValue::from_static("unnamed"))
}

/// Adds headers that a handler did not set itself. A page sets its own Content-Security-Policy.
async fn security_headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    for (name, value) in SECURITY_HEADERS {
        response
            .headers_mut()
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Turns bare errors (no such route, wrong method, too large, too slow, an extractor's plain text) into problem
/// details; leaves errors that have a form of their own alone.
async fn shape_errors(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let status = response.status();
    let content_type = response.headers().get(header::CONTENT_TYPE);
    let bare = content_type.is_none_or(|value| value.as_bytes().starts_with(b"text/plain"));
    if !bare || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let (parts, body) = response.into_parts();
    let text = to_bytes(body, 1024)
        .await
        .ok()
        .and_then(|bytes| String::from_utf8(bytes.to_vec()).ok());
    let text = text.filter(|text| !text.is_empty() && status.is_client_error());
    let (code, message) = match status {
        StatusCode::NOT_FOUND => ("http.not_found", "there is nothing at this address"),
        StatusCode::METHOD_NOT_ALLOWED => (
            "http.method_not_allowed",
            "this address does not take this method",
        ),
        StatusCode::PAYLOAD_TOO_LARGE => ("http.too_large", "the request body is too large"),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => (
            "http.media_type",
            "the request body has a media type not taken here",
        ),
        StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT => {
            ("http.timeout", "the request took too long")
        }
        StatusCode::UNAUTHORIZED => ("http.unauthorized", "this address needs authorisation"),
        StatusCode::FORBIDDEN => ("http.forbidden", "this is not allowed"),
        _ if status.is_client_error() => ("http.bad_request", "the request is wrong"),
        _ => ("service.internal", "the service failed; its log says why"),
    };
    let message = text.unwrap_or_else(|| message.to_owned());
    let mut shaped = ProblemResponse::new(
        status,
        Problem {
            code,
            message,
            pointer: None,
            hint: None,
        },
    )
    .into_response();
    for (name, value) in &parts.headers {
        if *name != header::CONTENT_TYPE && *name != header::CONTENT_LENGTH {
            shaped.headers_mut().append(name, value.clone());
        }
    }
    shaped
}

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

const SECURITY_HEADERS: [(HeaderName, &str); 4] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; frame-ancestors 'none'",
    ),
];
