//! What a caller is told: the result, or each fault with its code and place.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use credentials::Problem;
use platform::serve::ProblemResponse;
use serde_json::{Value, json};

use crate::Error;

/// What came of a request.
#[derive(Debug)]
pub(super) enum Answer {
    /// 201: something was made.
    Made(Value),
    /// 200: it holds, or here it is.
    Good(Value),
}

/// Why a request is refused.
#[derive(Debug)]
pub(super) enum Refusal {
    /// 400: what was sent has these faults, at least one.
    Faults(Vec<Problem>),
    /// 400: what was sent does not hold, for these reasons, at least one.
    NotVerified(Vec<Problem>),
    /// 500: not the caller's fault.
    Failed(Error),
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self::Faults(vec![problem])
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        match self {
            Self::Made(body) => (StatusCode::CREATED, Json(body)).into_response(),
            Self::Good(body) => Json(body).into_response(),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (faults, judged) = match self {
            Self::Faults(faults) => (faults, false),
            Self::NotVerified(faults) => (faults, true),
            Self::Failed(error) => return ProblemResponse::internal(error).into_response(),
        };
        let errors: Vec<Value> = faults.iter().map(|fault| told(fault, judged)).collect();
        // The first one speaks for all, in the members of RFC 9457.
        let mut body = errors.first().cloned().unwrap_or_default();
        body["status"] = StatusCode::BAD_REQUEST.as_u16().into();
        if judged {
            body["verified"] = false.into();
        }
        body["errors"] = errors.into();
        let content_type = HeaderValue::from_static("application/problem+json");
        let headers = [(header::CONTENT_TYPE, content_type)];
        (StatusCode::BAD_REQUEST, headers, Json(body)).into_response()
    }
}

/// A fault as problem details (VCDM 2.0 section 7.2), of a document that was to be signed or of one that was judged.
fn told(problem: &Problem, judged: bool) -> Value {
    let (kind, title) = kind(problem.code, judged);
    let mut told = json!({
        "type": kind,
        "title": title,
        "detail": problem.message,
        "code": problem.code,
    });
    if let Some(pointer) = &problem.pointer {
        told["pointer"] = json!(pointer);
    }
    if let Some(hint) = &problem.hint {
        told["hint"] = json!(hint);
    }
    told
}

/// The type that the specifications give a fault of this code, and its title: VCDM 2.0 section 7.2, Data Integrity
/// section 4.7, Bitstring Status List section 3.5.
fn kind(code: &str, judged: bool) -> (&'static str, &'static str) {
    let family = code.split('.').next().unwrap_or_default();
    match code {
        "jsonld.undefined_term" => {
            return (
                "https://w3id.org/security#DATA_LOSS_DETECTION_ERROR",
                "data would be lost",
            );
        }
        "proof.domain_mismatch" => {
            return (
                "https://w3id.org/security#INVALID_DOMAIN_ERROR",
                "made for another domain",
            );
        }
        "proof.challenge_mismatch" => {
            return (
                "https://w3id.org/security#INVALID_CHALLENGE_ERROR",
                "answers another challenge",
            );
        }
        "status.list_unavailable" => {
            return (
                "https://www.w3.org/ns/credentials/status-list#STATUS_RETRIEVAL_ERROR",
                "the status list is not to be had",
            );
        }
        "status.list_too_short" => {
            return (
                "https://www.w3.org/ns/credentials/status-list#STATUS_LIST_LENGTH_ERROR",
                "the status list is too short to hide in",
            );
        }
        _ => {}
    }
    match family {
        "parse" | "request" | "secured" | "json" => (
            "https://www.w3.org/TR/vc-data-model#PARSING_ERROR",
            "not the document expected",
        ),
        "model" | "jsonld" => (
            "https://www.w3.org/TR/vc-data-model#MALFORMED_VALUE_ERROR",
            "not by the data model",
        ),
        "validity" => (
            "https://www.w3.org/TR/vc-data-model#RANGE_ERROR",
            "not valid at this time",
        ),
        "status" => (
            "https://www.w3.org/ns/credentials/status-list#STATUS_VERIFICATION_ERROR",
            "the status cannot be vouched for",
        ),
        "rdfc" => (
            "https://w3id.org/security#PROOF_TRANSFORMATION_ERROR",
            "no canonical form",
        ),
        "proof" | "signature" | "sd_jwt" | "vc_jwt" | "jose" | "holder_binding" | "issuer_key"
        | "bbs"
            if judged =>
        {
            (
                "https://w3id.org/security#PROOF_VERIFICATION_ERROR",
                "the proof does not hold",
            )
        }
        "proof" => (
            "https://w3id.org/security#PROOF_GENERATION_ERROR",
            "no proof was made",
        ),
        _ => ("about:blank", "Bad Request"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_has_the_type_that_the_specifications_give_it() {
        for (code, expected) in [
            (
                "model.missing",
                "https://www.w3.org/TR/vc-data-model#MALFORMED_VALUE_ERROR",
            ),
            (
                "json.duplicate_key",
                "https://www.w3.org/TR/vc-data-model#PARSING_ERROR",
            ),
            (
                "proof.signature_invalid",
                "https://w3id.org/security#PROOF_VERIFICATION_ERROR",
            ),
            (
                "proof.domain_mismatch",
                "https://w3id.org/security#INVALID_DOMAIN_ERROR",
            ),
            (
                "signature.invalid",
                "https://w3id.org/security#PROOF_VERIFICATION_ERROR",
            ),
            ("anything.else", "about:blank"),
        ] {
            let told = told(&Problem::new(code, "x"), true);
            assert_eq!(told["type"], expected, "{code}");
        }
    }
}
