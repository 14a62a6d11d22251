//! What a credential says: Verifiable Credentials Data Model 2.0 (W3C Recommendation, 15 May 2025). Section numbers are
//! of that document. Credentials of 1.1 are read by the rules of 1.1; see [`Version`].
//!
//! - [`validate_credential`] and [`validate_presentation`] give every fault at once, each with its place
//! - [`Credential`] looks at the members that every credential has
//! - [`validity`] compares a credential's period with a time
//! - [`Integrity`] is the digest that binds a resource outside the credential
//! - [`envelope`] carries a compact credential inside a JSON document
//!
//! Faults are data: a document with three of them is told about all three. What secures a credential is not looked
//! at here.

mod context;
mod credential;
pub mod date_time;
mod enveloped;
mod fault;
mod integrity;
mod language;
mod presentation;
mod resource;
mod shape;
#[cfg(test)]
mod tests;
pub mod validity;
mod version;
mod view;

pub use credential::validate_credential;
pub use enveloped::{
    ENVELOPED_CREDENTIAL, ENVELOPED_PRESENTATION, EnvelopeError, envelope, open_envelope,
    unwrap_envelope,
};
pub use fault::{ModelFault, Rule};
pub use integrity::Integrity;
pub use presentation::validate_presentation;
pub use version::Version;
pub use view::Credential;
pub use view::has_type;
