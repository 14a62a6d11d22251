//! Attacks the reader of JSON pointers.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Ok(pointer) = credentials::JsonPointer::parse(text)
    {
        assert_eq!(pointer.to_string(), text);
    }
});
