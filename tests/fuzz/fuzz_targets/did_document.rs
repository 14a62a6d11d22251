//! Attacks the reader of DID documents.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let (Ok(value), Ok(did)) = (
        credentials::json::parse(bytes),
        credentials::Did::parse("did:web:example.com"),
    ) {
        let _ = did_resolver::DidDocument::parse(&value, &did);
    }
});
