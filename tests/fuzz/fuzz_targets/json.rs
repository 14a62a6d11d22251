//! Attacks the reader of strict JSON, and that its canonical form reads back as the same value.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(value) = credentials::json::parse(bytes) {
        let canonical = credentials::canon::jcs::to_vec(&value);
        let again = credentials::json::parse(&canonical).expect("a canonical text is JSON");
        assert_eq!(credentials::canon::jcs::to_vec(&again), canonical);
    }
});
