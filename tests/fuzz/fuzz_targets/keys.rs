//! Attacks the reader of Multikeys and JWKs.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes) {
        if let Ok(key) = credentials::keys::PublicKey::from_multikey(text) {
            assert_eq!(key.to_multikey(), text);
        }
        if let Ok(jwk) = credentials::json::parse(bytes) {
            let _ = credentials::keys::PublicKey::from_jwk(&jwk);
        }
    }
});
