//! Attacks the reader of the short form of events.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(value) = credentials::json::parse(bytes) {
        let _ = credentials::battery::EventDraft::from_file(&value);
        let _ = credentials::battery::Event::read(&value);
    }
});
