//! What an issuer answers over HTTP: passports at the address on the label, its DID document, its status lists, and
//! the endpoints of [`oid4vci`].

mod accept;
mod did_document;
mod passport;
mod status_list;
#[cfg(test)]
mod tests;

use std::sync::Arc;

pub(crate) use accept::best;

use axum::Router;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use platform::serve::ProblemResponse;
use url::Url;

use crate::publish::Lists;
use crate::{Error, Issuer, identity, oid4vci};

/// What all answers are made from.
pub(crate) struct Desk {
    issuer: Arc<Issuer>,
    lists: Lists,
}

/// All routes of an issuer, at the places where its address puts them; the VC-API has its own router, see
/// [`vc_api`](crate::vc_api). Its keys must be unlocked.
pub fn router(issuer: Arc<Issuer>) -> Result<Router, Error> {
    // Fails now and not at the first request.
    issuer.ring()?;
    let base =
        Url::parse(issuer.base_url()).map_err(|_| Error::BaseUrl(issuer.base_url().to_owned()))?;
    let base = base.path().trim_end_matches('/');
    let offers = oid4vci::router(Arc::clone(&issuer))?;
    let desk = Arc::new(Desk {
        issuer,
        lists: Lists::default(),
    });
    // Of another method's DID, where people would look for it: the answer says that there is none.
    let document = identity::document_path(desk.issuer.did())
        .unwrap_or_else(|| "/.well-known/did.json".to_owned());
    Ok(Router::new()
        .route("/01/{gtin}/21/{serial}", get(passport::get))
        .route(&document, get(did_document::get))
        .route(&format!("{base}/status/{{number}}"), get(status_list::get))
        .route(
            &format!("{base}/status/tokens/{{group}}"),
            get(status_list::get_token),
        )
        .with_state(desk)
        .merge(offers))
}

/// A public text of a type, good for some seconds.
fn public(media_type: &'static str, seconds: i64, body: impl IntoResponse) -> Response {
    let age = HeaderValue::from_str(&format!("public, max-age={seconds}"));
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    if let Ok(age) = age {
        headers.insert(header::CACHE_CONTROL, age);
    }
    // Wallets and verifiers also run in browsers, on pages of others.
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    response
}

/// Runs what may wait for the disk on a thread that may wait.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, ProblemResponse> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(ProblemResponse::lost_task)?
        .map_err(ProblemResponse::internal)
}
