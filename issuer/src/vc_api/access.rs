//! Who may call: everyone on this machine, or who knows the token.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use credentials::Problem;
use platform::serve::ProblemResponse;
use sha2::{Digest, Sha256};

/// The bearer token (RFC 6750) that callers have to present, kept as its hash.
#[derive(Debug, Clone)]
pub struct Token([u8; 32]);

impl Token {
    /// A token of at least [`Token::SHORTEST`] visible characters.
    pub fn new(text: &str) -> Result<Self, Problem> {
        let text = text.trim();
        let visible = text.bytes().all(|byte| byte.is_ascii_graphic());
        if text.len() < Self::SHORTEST || !visible {
            return Err(Problem::new(
                "vc_api.token",
                format!(
                    "expected a token of at least {} visible ASCII characters",
                    Self::SHORTEST
                ),
            )
            .hint("make one with `openssl rand -hex 32`"));
        }
        Ok(Self(hash(text)))
    }

    /// Fewest characters: 128 random bits in base64.
    pub const SHORTEST: usize = 22;

    fn opens(&self, presented: &str) -> bool {
        // Of hashes, nothing is learned by timing.
        hash(presented) == self.0
    }
}

/// Lets pass who presents the token; everyone where there is none.
pub(super) async fn guard(
    State(token): State<Arc<Option<Token>>>,
    request: Request,
    next: Next,
) -> Response {
    let Some(token) = token.as_ref() else {
        return next.run(request).await;
    };
    let presented = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim());
    if presented.is_some_and(|presented| token.opens(presented)) {
        return next.run(request).await;
    }
    let problem = Problem::new(
        "vc_api.unauthorized",
        "expected the bearer token of the VC-API",
    );
    let mut response = ProblemResponse::new(StatusCode::UNAUTHORIZED, problem).into_response();
    let challenge = HeaderValue::from_static("Bearer");
    response
        .headers_mut()
        .insert(header::WWW_AUTHENTICATE, challenge);
    response
}

fn hash(text: &str) -> [u8; 32] {
    Sha256::digest(text).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_token_opens() {
        let token = Token::new("0123456789abcdef0123456789abcdef\n").unwrap();
        assert!(token.opens("0123456789abcdef0123456789abcdef"));
        for other in [
            "",
            "0123456789abcdef0123456789abcdeF",
            "0123456789abcdef0123456789abcdef0",
        ] {
            assert!(!token.opens(other), "{other}");
        }
    }

    #[test]
    fn a_token_that_could_be_guessed_is_refused() {
        for text in ["", "secret", "spaces within are not well read"] {
            assert_eq!(Token::new(text).unwrap_err().code, "vc_api.token", "{text}");
        }
    }
}
