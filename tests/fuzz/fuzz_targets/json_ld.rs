//! Attacks the reader of JSON-LD under the pinned contexts.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(node) = credentials::json::Node::parse(bytes) {
        let contexts = credentials::context::Contexts::pinned();
        let _ = credentials::canon::jsonld::to_rdf(&node, contexts);
    }
});
