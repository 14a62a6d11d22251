//! `eddsa-rdfc-2022`: Ed25519 over SHA-256 of canonical N-Quads (Data Integrity EdDSA Cryptosuites 1.0 section 3.2).

use super::whole::{Form, Whole};
use crate::keys::Algorithm;

pub(super) const SUITE: Whole = Whole {
    form: Form::Rdf,
    algorithms: &[Algorithm::Ed25519],
};
