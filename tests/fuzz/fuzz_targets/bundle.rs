//! Attacks the reader of bundles.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = credentials::battery::Bundle::parse(bytes);
});
