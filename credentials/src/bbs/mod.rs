//! BBS signatures (draft-irtf-cfrg-bbs-signatures), ciphersuite BLS12-381-SHA-256: what `bbs-2023` stands on.
//!
//! One signature covers a list of messages; whoever holds it derives proofs that show some of the messages, and nothing
//! by which two proofs could be linked.
//!
//! - [`SigningKey`] signs, [`VerifyingKey`] is valid from the moment it exists
//! - [`Signature`] is checked with all messages, and [derives](Signature::derive) proofs
//! - [`Proof`] is checked with the messages it shows
//!
//! The generators of the curve are hashed once a process and kept, see `generators`. What depends on the secret key
//! takes the same time whatever the key is; sums over messages do not, so that who shares a processor with a signer or
//! a holder might learn something about messages, never about the key.

mod ciphersuite;
mod derive;
mod error;
mod generators;
mod key;
mod octets;
mod pairing;
mod proof;
mod signature;
#[cfg(test)]
mod tests;

pub use ciphersuite::MAX_MESSAGES;
pub use error::BbsError;
pub use key::{SigningKey, VerifyingKey};
pub use proof::Proof;
pub use signature::Signature;
