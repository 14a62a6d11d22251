//! The challenge for key proofs (section 7).
//!
//! A nonce says when it was made, under a MAC that only this issuer can make; nothing is kept. One offer gives one
//! credential, so a nonce that is used twice gives nothing twice.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use rand::RngExt;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::{Error, Issuer};

/// A new nonce.
pub fn make(issuer: &Issuer, now: Timestamp) -> Result<String, Error> {
    let mut nonce = [0; LENGTH];
    nonce[..TIME].copy_from_slice(&now.as_second().to_be_bytes());
    nonce[TIME..BODY].copy_from_slice(&rand::rng().random::<[u8; BODY - TIME]>());
    let mac = mac(issuer, &nonce[..BODY])?;
    nonce[BODY..].copy_from_slice(&mac);
    Ok(BASE64_URL_SAFE_NO_PAD.encode(nonce))
}

/// Whether this is a nonce of this issuer that is still good.
pub fn is_good(issuer: &Issuer, nonce: &str, now: Timestamp) -> Result<bool, Error> {
    let Ok(bytes) = BASE64_URL_SAFE_NO_PAD.decode(nonce) else {
        return Ok(false);
    };
    let Some((body, found)) = bytes.split_at_checked(BODY) else {
        return Ok(false);
    };
    let Some(time) = body.first_chunk::<TIME>() else {
        return Ok(false);
    };
    let made = i64::from_be_bytes(*time);
    let age = now.as_second().saturating_sub(made);
    // Compared as hashes, so that the time it takes tells nothing about the bytes.
    let right = Sha256::digest(mac(issuer, body)?) == Sha256::digest(found);
    Ok(right && (0..=LIFETIME.as_secs()).contains(&age))
}

/// SHA-256 over a secret and a text of fixed length. The secret comes from the issuer's key for a purpose of its own, so
/// that all processes of one issuer know it and nobody stores it.
fn mac(issuer: &Issuer, body: &[u8]) -> Result<[u8; MAC], Error> {
    let ring = issuer.ring()?;
    let secret = ring.for_suite(ring.attesting()?)?.secret.to_bytes();
    let key = Sha256::new().chain_update(PURPOSE).chain_update(&*secret);
    let key = Zeroizing::new(<[u8; 32]>::from(key.finalize()));
    let digest = Sha256::new()
        .chain_update(*key)
        .chain_update(body)
        .finalize();
    let mut mac = [0; MAC];
    mac.copy_from_slice(&digest[..MAC]);
    Ok(mac)
}

const PURPOSE: &[u8] = b"dbp-issuer: secret of the nonces for key proofs, version 1";
const LIFETIME: SignedDuration = SignedDuration::from_mins(5);
/// Seconds since 1970.
const TIME: usize = 8;
/// Time and 128 random bits.
const BODY: usize = TIME + 16;
const MAC: usize = 16;
const LENGTH: usize = BODY + MAC;
