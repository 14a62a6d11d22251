//! Attacks the reader of encoded status lists.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = credentials::status::StatusList::decode(text, credentials::status::StatusSize::ONE);
    }
});
