//! Attacks the reader of compact JSON Web Signatures.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Ok(jws) = credentials::jose::Jws::parse(text)
    {
        let _ = jws.claims();
    }
});
