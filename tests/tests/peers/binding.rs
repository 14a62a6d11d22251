//! For whom and when the judges are shown something.

use std::time::Duration;

use credentials::DidUrl;
use credentials::sd_jwt::{ExpectedBinding, KeyBinding};
use jiff::Timestamp;

pub const NONCE: &str = "n-0S6_WzA2Mj";
pub const AUDIENCE: &str = "https://recycler.example";

/// What a holder binds a presentation to.
pub fn binding() -> KeyBinding<'static> {
    KeyBinding {
        nonce: NONCE,
        audience: AUDIENCE,
        issued_at: now(),
    }
}

/// What its reader expects.
pub fn expected() -> ExpectedBinding<'static> {
    ExpectedBinding {
        nonce: Some(NONCE),
        audience: Some(AUDIENCE),
        now: now(),
        max_age: Duration::from_secs(300),
        skew: Duration::from_secs(60),
    }
}

/// The time of all presentations.
pub fn now() -> Timestamp {
    "2026-02-18T12:00:00Z".parse().unwrap()
}

/// The issuer's verification method.
pub fn kid() -> DidUrl {
    DidUrl::parse("did:web:manufacturer.example#key-1").unwrap()
}
