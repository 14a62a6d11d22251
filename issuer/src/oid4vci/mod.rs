//! Handing credentials to wallets: OpenID4VCI 1.0, pre-authorized code flow. The messages are
//! [`credentials::protocol::oid4vci`]'s; here is what the issuer does with them.
//!
//! In the order of the flow: [`Issuer::offer`](crate::Issuer::offer) makes the offer, [`metadata`] says where to go,
//! [`token`] trades the code, [`nonce`] challenges, [`credential`] binds the credential to the wallet's key, signs and
//! gives it. [`router`] is all of it over HTTP.

pub mod credential;
pub mod metadata;
pub mod nonce;
mod offer;
mod routes;
mod secret;
#[cfg(test)]
mod tests;
pub mod token;

pub use offer::Offered;
pub use routes::router;

use credentials::protocol::oid4vci::{ErrorCode, ErrorResponse};

use crate::Error;

/// A failure of ours as the wallet sees it; the log has the reason.
fn failed(error: impl Into<Error>) -> ErrorResponse {
    tracing::error!("credential offer: {}", error.into());
    ErrorResponse::new(ErrorCode::ServerError, "the issuer failed")
}
