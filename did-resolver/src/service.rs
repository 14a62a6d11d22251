//! The HTTP binding of DID Resolution: `GET /1.0/identifiers/{did}`.

use std::sync::Arc;

use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use credentials::Did;
use platform::serve::ProblemResponse;
use serde_json::Value;

use crate::resolve::Resolve;
use crate::result::{Failed, resolution};

/// The routes of a resolver.
pub fn router(resolver: Arc<dyn Resolve>) -> Router {
    Router::new()
        .route("/1.0/identifiers/{*did}", get(identifiers))
        .with_state(resolver)
}

async fn identifiers(
    State(resolver): State<Arc<dyn Resolve>>,
    uri: Uri,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, ProblemResponse> {
    let Some(wanted) = Wanted::by(&headers) else {
        return Ok(failed(&Failed::representation()));
    };
    let did = match read(&uri, query.as_deref()) {
        Ok(did) => did,
        Err(error) => return Ok(failed(&error)),
    };
    let asked = did.clone();
    let resolved = tokio::task::spawn_blocking(move || resolver.resolve(&asked))
        .await
        .map_err(ProblemResponse::lost_task)?;
    let resolved = match resolved {
        Ok(resolved) => resolved,
        Err(error) => {
            tracing::info!("{did}: {error}");
            return Ok(failed(&Failed::from(&error)));
        }
    };
    Ok(match wanted {
        Wanted::Result => answer(StatusCode::OK, RESULT, &resolution(&resolved)),
        Wanted::Document(media_type) => {
            answer(StatusCode::OK, media_type, resolved.document.as_value())
        }
    })
}

/// What the caller wants to have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// The whole resolution result.
    Result,
    /// The document alone, in this media type.
    Document(&'static str),
}

impl Wanted {
    /// The first of the best that `Accept` names (RFC 9110 section 12.5.1); none when we have none of it.
    fn by(headers: &HeaderMap) -> Option<Self> {
        let mut named = headers.get_all(header::ACCEPT).iter().peekable();
        if named.peek().is_none() {
            return Some(Self::Result);
        }
        let mut best: Option<(u16, Self)> = None;
        for range in named
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
        {
            let mut parts = range.split(';').map(str::trim);
            let media_type = parts.next().unwrap_or_default().to_ascii_lowercase();
            let mut weight = 1000;
            let mut profile = false;
            for parameter in parts {
                let parameter = parameter.to_ascii_lowercase();
                if let Some(quality) = parameter.strip_prefix("q=") {
                    weight = thousandths(quality).unwrap_or(0);
                }
                profile |= parameter.starts_with("profile=")
                    && parameter.contains("https://w3id.org/did-resolution");
            }
            let wanted = match media_type.as_str() {
                // Universal Resolver clients ask with a JSON-LD profile.
                "application/did-resolution" | "*/*" | "application/*" => Self::Result,
                "application/ld+json" if profile => Self::Result,
                "application/did" => Self::Document("application/did"),
                "application/did+ld+json" | "application/ld+json" => {
                    Self::Document("application/did+ld+json")
                }
                "application/did+json" => Self::Document("application/did+json"),
                "application/json" => Self::Document("application/json"),
                _ => continue,
            };
            if weight > best.map_or(0, |(weight, _)| weight) {
                best = Some((weight, wanted));
            }
        }
        best.map(|(_, wanted)| wanted)
    }
}

/// The DID in the path. It is taken from the raw path: `did:web:localhost%3A8080` is a DID as it stands, and only one
/// that is escaped as a whole, as a caller with options must send it, is unescaped.
fn read(uri: &Uri, query: Option<&str>) -> Result<Did, Failed> {
    let raw = uri.path().strip_prefix(PATH).unwrap_or_default();
    let escaped = raw
        .get(..6)
        .is_some_and(|start| start.eq_ignore_ascii_case("did%3A"));
    let text = if escaped {
        unescape(raw).ok_or_else(|| Failed::invalid_did("expected a DID in UTF-8"))?
    } else {
        raw.to_owned()
    };
    let did = Did::parse(&text).map_err(|error| Failed::invalid_did(&error.to_string()))?;
    for option in query.unwrap_or_default().split('&') {
        let name = option.split('=').next().unwrap_or_default();
        // None of our methods has versions; any other option may be ignored.
        if name == "versionId" || name == "versionTime" {
            return Err(Failed::versions(did.method()));
        }
    }
    Ok(did)
}

fn unescape(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut parts = text.split('%');
    bytes.extend(parts.next().unwrap_or_default().bytes());
    for part in parts {
        bytes.push(u8::from_str_radix(part.get(..2)?, 16).ok()?);
        bytes.extend(part.bytes().skip(2));
    }
    String::from_utf8(bytes).ok()
}

/// A weight such as `0.8`, in thousandths (RFC 9110 section 12.4.2).
fn thousandths(text: &str) -> Option<u16> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit());
    let part: u16 = format!("{part:0<3}").parse().ok().filter(|_| digits)?;
    match whole {
        "1" if part == 0 => Some(1000),
        "0" => Some(part),
        _ => None,
    }
}

fn failed(error: &Failed) -> Response {
    let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    answer(status, RESULT, &error.result())
}

fn answer(status: StatusCode, media_type: &'static str, body: &Value) -> Response {
    let headers = [
        (header::CONTENT_TYPE, media_type),
        (header::VARY, "accept"),
        // Public by nature: pages of any origin may read it.
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ];
    (status, headers, body.to_string()).into_response()
}

const PATH: &str = "/1.0/identifiers/";
const RESULT: &str = "application/did-resolution";

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn the_best_that_accept_names_is_given() {
        let document = |media_type| Some(Wanted::Document(media_type));
        for (accept, expected) in [
            ("application/did-resolution", Some(Wanted::Result)),
            ("*/*", Some(Wanted::Result)),
            ("application/did", document("application/did")),
            (
                "application/did+ld+json",
                document("application/did+ld+json"),
            ),
            ("application/did+json", document("application/did+json")),
            (
                "application/ld+json;profile=\"https://w3id.org/did-resolution\"",
                Some(Wanted::Result),
            ),
            ("application/ld+json", document("application/did+ld+json")),
            (
                "text/html, application/did;q=0.5, */*;q=0.1",
                document("application/did"),
            ),
            (
                "application/did;q=0.5, application/did-resolution;q=0.7",
                Some(Wanted::Result),
            ),
            (
                "application/did, application/did-resolution",
                document("application/did"),
            ),
            ("application/did;q=0", None),
            ("text/html", None),
            ("application/did;q=9", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, HeaderValue::from_static(accept));
            assert_eq!(Wanted::by(&headers), expected, "{accept}");
        }
        assert_eq!(Wanted::by(&HeaderMap::new()), Some(Wanted::Result));
    }

    #[test]
    fn a_port_in_the_did_survives_the_path() {
        for (path, did) in [
            (
                "/1.0/identifiers/did:web:localhost%3A8080",
                "did:web:localhost%3A8080",
            ),
            (
                "/1.0/identifiers/did%3Aweb%3Alocalhost%253A8080",
                "did:web:localhost%3A8080",
            ),
            (
                "/1.0/identifiers/did%3aweb%3aexample.com",
                "did:web:example.com",
            ),
        ] {
            let read = read(&path.parse().unwrap(), None).unwrap();
            assert_eq!(read.as_str(), did, "{path}");
        }
    }
}
