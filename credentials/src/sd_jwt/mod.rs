//! Selective disclosure for JWTs (RFC 9901) that carry credentials (VC-JOSE-COSE).
//!
//! - [`issue`] replaces what may be withheld by salted digests and signs
//! - [`SdJwt`] is one read: every rule of RFC 9901 section 7.1 that needs no key holds; [`SdJwt::verify`] is the rest
//! - [`linked_claims`] has the claims of an SD-JWT VC that carries a credential of the data model
//! - [`SdJwt::present`] keeps some disclosures, [`SdJwt::bind`] signs the result with the holder's key
//! - [`SdJwt::verify_key_binding`] checks that signature, what it is over, and for whom and when it was made (section 7.3)
//!
//! The hash is SHA-256, over the base64url text as it stands: nothing is ever serialised again.

mod claims;
mod digest;
mod error;
mod issue;
mod key_binding;
mod linked;
mod parse;
mod path;
mod plan;
mod present;
mod registered;
mod resolve;
#[cfg(test)]
mod tests;

pub use error::SdJwtError;
pub use issue::{Issue, issue};
pub use key_binding::{ExpectedBinding, KeyBinding, KeyBindingJwt};
pub(crate) use linked::{DC, LD};
pub use linked::{DC_MEDIA_TYPE, claims as linked_claims};
pub use parse::{Disclosed, SdJwt};
pub use registered::MEDIA_TYPE;

/// Largest SD-JWT that is read or made, in bytes.
pub const MAX_SIZE: usize = 4 * 1024 * 1024;

/// Most disclosures that are read or made.
pub const MAX_DISCLOSURES: usize = 8192;

/// Deepest nesting, counted through disclosures inside disclosures.
const MAX_DEPTH: usize = 64;

/// RFC 9901 section 4.2.4.1: digests of an object's members.
const SD: &str = "_sd";

/// RFC 9901 section 4.1.1: name of the hash algorithm.
const SD_ALG: &str = "_sd_alg";

/// RFC 9901 section 4.2.4.2: digest of an array's element.
const ELEMENT: &str = "...";

/// The one hash algorithm.
const SHA_256: &str = "sha-256";
