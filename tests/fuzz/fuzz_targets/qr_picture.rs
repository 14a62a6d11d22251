//! Attacks the reader of pictures of QR codes.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = platform::qr::read_picture(bytes);
});
