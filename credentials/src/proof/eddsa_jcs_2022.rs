//! `eddsa-jcs-2022`: Ed25519 over SHA-256 of canonical JSON (Data Integrity EdDSA Cryptosuites 1.0 section 3.3).

use super::whole::{Form, Whole};
use crate::keys::Algorithm;

pub(super) const SUITE: Whole = Whole {
    form: Form::Json,
    algorithms: &[Algorithm::Ed25519],
};
