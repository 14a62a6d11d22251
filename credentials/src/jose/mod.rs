//! JSON Web Signatures in compact form (RFC 7515), as strict as a signature needs.
//!
//! - [`Jws`] is one read: header understood, nothing verified until a key says so
//! - [`sign`] makes one
//! - [`Header`] has the parameters that are used here; `crit` is refused, for no extension is understood
//!
//! Algorithms are `EdDSA` (Ed25519), `ES256` and `ES384`; `none` is none of them.

pub(crate) mod base64url;
mod claims;
mod error;
mod header;
mod jws;

pub(crate) use claims::{OF_THE_TOKEN, OutOfTime, check_time};
pub use error::JoseError;
pub use header::Header;
pub(crate) use header::short_type;
pub(crate) use jws::sign_parts;
pub use jws::{Jws, sign};
