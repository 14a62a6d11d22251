//! The endpoints over HTTP.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use credentials::Problem;
use credentials::secured::Secured;
use jiff::Timestamp;
use platform::serve::ProblemResponse;
use serde_json::json;

use super::access::{Token, guard};
use super::answer::{Answer, Refusal};
use super::prefix::Prefix;
use super::{VcApi, derive, issue, status, verify};
use crate::clock::now;
use crate::service::best;

/// All endpoints, below `/vc-api`. With a token, only who presents it may call; status lists are for everyone.
pub fn router(api: VcApi, token: Option<Token>) -> Router {
    let guarded = Router::new()
        .route("/vc-api/{prefix}/credentials/issue", post(issue))
        .route("/vc-api/{prefix}/credentials/derive", post(derive))
        .route(
            "/vc-api/{prefix}/credentials/verify",
            post(verify_credential),
        )
        .route(
            "/vc-api/{prefix}/presentations/verify",
            post(verify_presentation),
        )
        .route("/vc-api/{prefix}/issuer", get(issuer))
        .layer(from_fn_with_state(Arc::new(token), guard));
    Router::new()
        .route("/vc-api/{prefix}/status/{number}", get(status_list))
        .merge(guarded)
        .with_state(api)
}

async fn issue(api: State<VcApi>, prefix: Path<String>, head: HeaderMap, body: Bytes) -> Response {
    answer(api, prefix, &head, body, issue::issue).await
}

async fn derive(api: State<VcApi>, prefix: Path<String>, head: HeaderMap, body: Bytes) -> Response {
    answer(api, prefix, &head, body, derive::derive).await
}

async fn verify_credential(
    api: State<VcApi>,
    prefix: Path<String>,
    head: HeaderMap,
    body: Bytes,
) -> Response {
    answer(api, prefix, &head, body, verify::credential).await
}

async fn verify_presentation(
    api: State<VcApi>,
    prefix: Path<String>,
    head: HeaderMap,
    body: Bytes,
) -> Response {
    answer(api, prefix, &head, body, verify::presentation).await
}

/// Whose key signs under this prefix.
async fn issuer(State(api): State<VcApi>, Path(name): Path<String>) -> Response {
    match api.prefix(&name) {
        Some(prefix) => Answer::Good(json!({
            "id": prefix.did.as_str(),
            "verificationMethod": prefix.method.to_string(),
        }))
        .into_response(),
        None => no_prefix(&api),
    }
}

/// A list, to programs that only know that it is JSON as well.
async fn status_list(
    State(api): State<VcApi>,
    Path((name, number)): Path<(String, String)>,
    head: HeaderMap,
) -> Response {
    let found = tokio::task::spawn_blocking(move || {
        let (Some(prefix), Ok(number)) = (api.prefix(&name), number.parse()) else {
            return Ok(None);
        };
        status::published(api.issuer(), prefix, number)
    });
    match found.await {
        Ok(Ok(Some(list))) => {
            let form = match list {
                Secured::DataIntegrity(_) => best(&head, &JSON_FORMS),
                _ => None,
            };
            let form = form.unwrap_or_else(|| list.media_type());
            ([(header::CONTENT_TYPE, form)], list.to_text()).into_response()
        }
        Ok(Ok(None)) => ProblemResponse::not_found(Problem::new(
            "service.no_status_list",
            "there is no such status list here",
        ))
        .into_response(),
        Ok(Err(error)) => ProblemResponse::internal(error).into_response(),
        Err(lost) => ProblemResponse::lost_task(lost).into_response(),
    }
}

const JSON_FORMS: [&str; 3] = ["application/vc", "application/ld+json", "application/json"];

type Work = fn(&VcApi, &Prefix, &[u8], Timestamp) -> Result<Answer, Refusal>;

/// Runs what computes and may wait for the disk on a thread that may wait.
async fn answer(
    State(api): State<VcApi>,
    Path(name): Path<String>,
    head: &HeaderMap,
    body: Bytes,
    work: Work,
) -> Response {
    if api.prefix(&name).is_none() {
        return no_prefix(&api);
    }
    // A page of another site can make a browser send anything but this type without asking.
    if !is_json(head) {
        let problem = Problem::new("request.media_type", "expected application/json");
        return ProblemResponse::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, problem).into_response();
    }
    let worked = tokio::task::spawn_blocking(move || {
        api.prefix(&name)
            .map(|prefix| work(&api, prefix, &body, now()))
    });
    match worked.await {
        Ok(Some(Ok(answer))) => answer.into_response(),
        Ok(Some(Err(refusal))) => refusal.into_response(),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(lost) => ProblemResponse::lost_task(lost).into_response(),
    }
}

fn is_json(head: &HeaderMap) -> bool {
    let found = head
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let bare = found.and_then(|found| found.split(';').next());
    bare.is_some_and(|bare| {
        let bare = bare.trim().to_ascii_lowercase();
        bare == "application/json" || bare.starts_with("application/") && bare.ends_with("+json")
    })
}

fn no_prefix(api: &VcApi) -> Response {
    let names: Vec<&str> = api
        .prefixes()
        .iter()
        .map(|prefix| prefix.name.as_str())
        .collect();
    ProblemResponse::not_found(Problem::new(
        "vc_api.no_prefix",
        format!("expected /vc-api/ and one of {}", names.join(", ")),
    ))
    .into_response()
}
