//! Attacks the reader of SD-JWTs.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Ok(sd_jwt) = credentials::sd_jwt::SdJwt::parse(text)
    {
        let _ = (
            sd_jwt.claims(),
            sd_jwt.verification_method(),
            sd_jwt.holder_key(),
        );
    }
});
