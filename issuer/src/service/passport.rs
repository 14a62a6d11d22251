//! `GET /01/{gtin}/21/{serial}`: where the label leads. A page for people, the signed credential for programs, a
//! linkset for GS1 resolvers.

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use credentials::Problem;
use credentials::battery::{Gtin, Serial};
use platform::serve::ProblemResponse;
use serde_json::json;

use super::{Desk, accept, blocking, public};
use crate::pages::{PassportPage, missing};
use crate::publish::PublicPassport;

pub(super) async fn get(
    State(desk): State<Arc<Desk>>,
    Path((gtin, serial)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, ProblemResponse> {
    let found = match (gtin.parse::<Gtin>(), serial.parse::<Serial>()) {
        (Ok(gtin), Ok(serial)) => {
            blocking(move || desk.issuer.public_passport(gtin, &serial)).await?
        }
        _ => None,
    };
    let Some(passport) = found else {
        return Ok(not_found(&headers));
    };
    let credential_type = passport
        .secured
        .as_ref()
        .map(|secured| secured.media_type());
    let mut on_offer = vec![HTML];
    on_offer.extend(credential_type);
    on_offer.push(LINKSET);
    let wanted = match query.as_deref() {
        Some(AS_CREDENTIAL) => credential_type,
        _ => accept::best(&headers, &on_offer),
    };
    let mut response = match wanted {
        Some(HTML) => page(&passport)?,
        Some(LINKSET) => linkset(&passport, credential_type),
        Some(media_type) => match &passport.secured {
            Some(secured) => public(media_type, FRESH, secured.to_text()),
            None => nothing_signed(),
        },
        None => nothing_signed(),
    };
    let vary = HeaderValue::from_static("accept");
    response.headers_mut().insert(header::VARY, vary);
    Ok(response)
}

fn page(passport: &PublicPassport) -> Result<Response, ProblemResponse> {
    let page = PassportPage::new(
        &passport.credential,
        passport.state,
        format!("?{AS_CREDENTIAL}"),
    )
    .ended_by(passport.end.clone());
    let html = page
        .to_html()
        .map_err(|error| ProblemResponse::internal(crate::Error::page(error)))?;
    Ok(as_page(public("text/html; charset=utf-8", FRESH, html)))
}

/// A page has its style in it; nothing on it runs, loads or can be framed.
fn as_page(mut response: Response) -> Response {
    response.headers_mut().insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; \
             frame-ancestors 'none'",
        ),
    );
    response.headers_mut().insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    );
    response
}

/// RFC 9264, as the GS1 Digital Link resolver standard uses it.
fn linkset(passport: &PublicPassport, credential_type: Option<&str>) -> Response {
    let battery = &passport.kept.battery;
    let mut links = vec![json!({"href": battery, "type": HTML, "title": "Battery passport"})];
    links.extend(credential_type.map(|media_type| {
        json!({
            "href": format!("{battery}?{AS_CREDENTIAL}"),
            "type": media_type,
            "title": "Battery passport as verifiable credential",
        })
    }));
    let body = json!({"linkset": [{"anchor": battery, "https://gs1.org/voc/dpp": links}]});
    public(LINKSET, FRESH, body.to_string())
}

fn not_found(headers: &HeaderMap) -> Response {
    if accept::best(headers, &["application/problem+json", HTML]) == Some(HTML) {
        let page = (StatusCode::NOT_FOUND, Html(missing()));
        return as_page(page.into_response());
    }
    ProblemResponse::not_found(
        Problem::new(
            "service.no_passport",
            "there is no passport of this battery here",
        )
        .hint("compare the link with the label: GTIN and serial number"),
    )
    .into_response()
}

/// Either the client wants a form that there is none of, or the credential may not be shown to everyone.
fn nothing_signed() -> Response {
    ProblemResponse::new(
        StatusCode::NOT_ACCEPTABLE,
        Problem::new(
            "service.not_acceptable",
            "this passport is not to be had here in the form that is wanted",
        )
        .hint("accept text/html, application/vc+sd-jwt or application/linkset+json"),
    )
    .into_response()
}

const HTML: &str = "text/html";
const LINKSET: &str = "application/linkset+json";
const AS_CREDENTIAL: &str = "as=credential";

/// Seconds that a passport may be kept on the way.
const FRESH: i64 = 60;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_that_says_there_is_no_passport_may_have_its_style_like_any_other() {
        let headers = HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(HTML))]);
        let response = not_found(&headers);
        assert_eq!(response.status(), StatusCode::NOT_FOUND);
        let policy = response.headers()[header::CONTENT_SECURITY_POLICY].to_str();
        assert!(policy.unwrap().contains("style-src 'unsafe-inline'"));
    }
}
