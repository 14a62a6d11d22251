//! Attacks the reader of Token Status Lists, as JWTs and as bits.

#![no_main]

use credentials::status::{ListToken, TokenStatusList};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes) {
        if let Ok(token) = ListToken::parse(text) {
            let _ = (token.verification_method(), token.expand());
        }
        for bits in [1, 2, 4, 8] {
            let _ = TokenStatusList::decode(text, bits);
        }
    }
});
