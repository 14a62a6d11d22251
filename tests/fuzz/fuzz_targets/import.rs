//! Attacks the reader of the import formats.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let files = [issuer::exchange::SourceFile {
        name: "input.json".into(),
        bytes: bytes.to_vec(),
    }];
    let _ = issuer::exchange::import(&files, &issuer::exchange::Options::default());
});
