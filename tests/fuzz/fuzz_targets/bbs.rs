//! Attacks the readers of BBS signatures, proofs and keys.

#![no_main]

use credentials::bbs::{Proof, Signature, SigningKey, VerifyingKey};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(signature) = Signature::from_bytes(bytes) {
        assert_eq!(signature.to_bytes(), bytes);
    }
    if let Ok(key) = bytes.try_into()
        && let Some(key) = VerifyingKey::from_bytes(key)
    {
        assert_eq!(key.as_bytes(), bytes);
    }
    if let Ok(proof) = Proof::from_bytes(bytes) {
        assert_eq!(proof.to_bytes(), bytes);
        let key = SigningKey::derive(&[1; 32], b"").map(|key| key.public().clone());
        let shown = [(0, "shown")];
        assert!(key.is_some_and(|key| proof.verify(&key, b"", b"", &shown).is_err()));
    }
});
