//! Canonical forms: the bytes that are hashed and signed.

pub mod jcs;
pub(crate) mod number;
