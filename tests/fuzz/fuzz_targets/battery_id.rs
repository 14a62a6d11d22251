//! Attacks the reader of battery identifiers.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Ok(id) = text.parse::<credentials::battery::BatteryId>()
    {
        let again: credentials::battery::BatteryId = id.to_string().parse().expect("its own form");
        assert_eq!(again, id);
    }
});
