//! Data Integrity proofs (W3C Recommendation, 15 May 2025): made, read, and verified.
//!
//! - [`sign`] adds a proof to a document; a second one makes a proof set, or a chain where it names the first
//! - [`derive()`] shows part of a document whose proof discloses selectively
//! - [`proofs`] reads what a document carries: in a proof set every proof has to hold, or the set does not
//! - [`Proof::check`] asks whether a proof is meant for this use, [`Proof::verify`] whether this key made it
//!
//! Each cryptosuite is a file; [`Cryptosuite`] is the one place that chooses between them. Documents come as
//! `serde_json` values or as the borrowed tree, see [`Tree`](crate::json::Tree). Whose key it is, and whether that
//! key may sign for an issuer, is the verifier's question.

mod base58;
mod bbs_2023;
mod covered;
mod cryptosuite;
mod derive;
mod ecdsa_jcs_2019;
mod ecdsa_rdfc_2019;
mod ecdsa_sd_2023;
mod eddsa_jcs_2022;
mod eddsa_rdfc_2022;
mod error;
mod expected;
mod options;
mod read;
pub mod selective;
mod sign;
#[cfg(test)]
mod tests;
mod whole;

pub use cryptosuite::Cryptosuite;
pub use derive::{derive, derive_for};
pub use error::ProofError;
pub use expected::Expected;
pub use options::{ProofOptions, ProofPurpose, configuration};
pub use read::{MAX_PROOFS, Proof, proofs, unsecured};
pub use sign::{sign, sign_in_place};
