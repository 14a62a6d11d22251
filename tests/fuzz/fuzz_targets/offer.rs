//! Attacks the reader of credential offers.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = credentials::protocol::oid4vci::CredentialOffer::parse(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = credentials::protocol::oid4vci::OfferLink::parse(text);
    }
});
