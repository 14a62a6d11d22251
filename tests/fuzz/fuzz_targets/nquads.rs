//! Attacks the reader of N-Quads, and what canonicalises them.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Ok((dataset, _)) = credentials::canon::rdf::Dataset::parse_nquads(text)
        && let Ok(canonical) = credentials::canon::rdfc::canonicalize(&dataset)
    {
        let (again, _) = credentials::canon::rdf::Dataset::parse_nquads(canonical.as_str())
            .expect("a canonical text is N-Quads");
        let twice = credentials::canon::rdfc::canonicalize(&again).expect("it was canonical");
        assert_eq!(twice.as_str(), canonical.as_str());
    }
});
