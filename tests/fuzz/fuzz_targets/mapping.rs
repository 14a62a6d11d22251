//! Attacks the reader of mapping files.

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| {
    let _ = issuer::exchange::table::Mapping::parse("mapping.toml", text);
});
