//! `ecdsa-rdfc-2019`: ECDSA over canonical N-Quads, P-256 with SHA-256 and P-384 with SHA-384 (Data Integrity ECDSA
//! Cryptosuites 1.0 section 3.2).

use super::whole::{Form, Whole};
use crate::keys::Algorithm;

pub(super) const SUITE: Whole = Whole {
    form: Form::Rdf,
    algorithms: &[Algorithm::P256, Algorithm::P384],
};
