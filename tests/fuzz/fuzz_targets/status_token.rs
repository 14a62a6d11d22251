//! Attacks the reader of Status List Tokens and of the lists in them.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = credentials::status::TokenStatusList::decode(text, 4);
        if let Ok(token) = credentials::status::ListToken::parse(text) {
            let _ = token.verification_method();
            let _ = token.expand();
        }
    }
});
