//! Problem details for HTTP APIs (RFC 9457).

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use credentials::Problem;
use serde_json::json;

/// A [`Problem`] as an answer: `application/problem+json` with `type`, `title`, `status`, `detail`, and ours: `code`,
/// `pointer`, `hint`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProblemResponse {
    status: StatusCode,
    problem: Problem,
}

impl ProblemResponse {
    /// An answer with this status.
    pub fn new(status: StatusCode, problem: impl Into<Problem>) -> Self {
        Self {
            status,
            problem: problem.into(),
        }
    }

    /// 400: the request is wrong.
    pub fn bad_request(problem: impl Into<Problem>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, problem)
    }

    /// 404: there is no such thing.
    pub fn not_found(problem: impl Into<Problem>) -> Self {
        Self::new(StatusCode::NOT_FOUND, problem)
    }

    /// 500 with a problem of ours. Its message is logged, not sent: it may name paths and statements.
    pub fn internal(problem: impl Into<Problem>) -> Self {
        let Problem { code, message, .. } = problem.into();
        tracing::error!("{code}: {message}");
        let message = "the service failed; its log says why".into();
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            Problem {
                code,
                message,
                pointer: None,
                hint: None,
            },
        )
    }

    /// 500 for a blocking task that panicked or was cancelled.
    pub fn lost_task(error: tokio::task::JoinError) -> Self {
        let message = error.to_string();
        Self::internal(Problem {
            code: "service.internal",
            message,
            pointer: None,
            hint: None,
        })
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }
}

impl IntoResponse for ProblemResponse {
    fn into_response(self) -> Response {
        let Problem {
            code,
            message,
            pointer,
            hint,
        } = self.problem;
        let mut body = json!({
            "type": "about:blank",
            "title": self.status.canonical_reason().unwrap_or("Error"),
            "status": self.status.as_u16(),
            "detail": message,
            "code": code,
        });
        if let Some(pointer) = pointer {
            body["pointer"] = pointer.into();
        }
        if let Some(hint) = hint {
            body["hint"] = hint.into();
        }
        let content_type = HeaderValue::from_static("application/problem+json");
        (
            self.status,
            [(header::CONTENT_TYPE, content_type)],
            Json(body),
        )
            .into_response()
    }
}
