//! Attacks the reader of DIDs and DID URLs.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Ok(url) = credentials::DidUrl::parse(text)
    {
        assert_eq!(url.to_string(), text);
    }
});
