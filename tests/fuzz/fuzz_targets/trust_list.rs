//! Attacks the reader of trust lists.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = verifier::TrustList::parse(bytes);
});
