//! Attacks the reader of AAS environments, and the writer with what it read.

#![no_main]

use issuer::exchange::{Format, Options, SourceFile, aas, import};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let files = [SourceFile {
        name: "input.json".into(),
        bytes: bytes.to_vec(),
    }];
    let options = Options {
        format: Some(Format::Aas),
        ..Options::default()
    };
    if let Ok(imported) = import(&files, &options) {
        let _ = aas::export(&imported.passport);
    }
    if let Ok(content) = serde_json::from_slice(bytes) {
        let _ = aas::export_package(&content);
    }
});
