//! Attacks the reader of secured credentials of every envelope.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(secured) = credentials::secured::Secured::parse(bytes) {
        let _ = secured.verification_methods();
        let _ = credentials::model::validate_credential(&secured.credential());
    }
});
