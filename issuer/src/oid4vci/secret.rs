//! Codes and tokens: random, shown once, kept as hashes.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use rand::RngExt;
use sha2::{Digest, Sha256};

/// 256 random bits that fit in a URL.
pub(super) fn random() -> String {
    BASE64_URL_SAFE_NO_PAD.encode(rand::rng().random::<[u8; 32]>())
}

/// A transaction code to be typed: [`TX_CODE_LENGTH`] digits.
pub(super) fn tx_code() -> String {
    let mut rng = rand::rng();
    (0..TX_CODE_LENGTH)
        .map(|_| char::from(b'0' + rng.random_range(0..10u8)))
        .collect()
}

/// What is kept of a secret.
pub(super) fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret).into()
}

/// Digits of a transaction code: few enough to type; the attempts are counted.
pub(super) const TX_CODE_LENGTH: u32 = 6;
