//! OpenID for Verifiable Credential Issuance 1.0 (final), pre-authorized code flow.
//!
//! In the order of the flow: a [`OfferLink`] on a QR code leads to a [`CredentialOffer`]; its issuer publishes
//! [`IssuerMetadata`] and [`AuthorizationServerMetadata`]; the wallet trades the code for an access token
//! ([`TokenRequest`], [`TokenResponse`]), fetches a [`NonceResponse`], proves its key, asks
//! ([`CredentialRequest`]), receives ([`CredentialResponse`]) and says how it went ([`NotificationRequest`]).
//! Errors on the wire are [`ErrorResponse`]s.
//!
//! Section numbers are those of the final specification; members that it does not name are ignored, as it asks.

mod authorization_server;
mod credential;
mod endpoint_url;
mod error;
mod issuer_url;
mod key_proof;
mod metadata;
mod nonce;
mod notification;
mod offer;
mod token;

pub use authorization_server::AuthorizationServerMetadata;
pub use credential::{CredentialRequest, CredentialResponse, IssuedCredential, Requested};
pub use endpoint_url::EndpointUrl;
pub use error::{ErrorCode, ErrorResponse, MessageError};
pub use issuer_url::IssuerUrl;
pub use key_proof::{KeyProof, NamedKey, prove};
pub use metadata::{
    CredentialConfiguration, CredentialDefinition, CredentialMetadata, Display, Format,
    IssuerMetadata, ProofType,
};
pub use nonce::NonceResponse;
pub use notification::{Event, NotificationRequest};
pub use offer::{CredentialOffer, Grants, InputMode, OfferLink, PreAuthorizedGrant, TxCode};
pub use token::{AuthorizationDetail, TokenRequest, TokenResponse};

/// The grant type of the pre-authorized code flow (section 15.1.1).
pub const PRE_AUTHORIZED_CODE_GRANT: &str = "urn:ietf:params:oauth:grant-type:pre-authorized_code";
