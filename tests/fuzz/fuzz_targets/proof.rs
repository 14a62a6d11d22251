//! Attacks whoever verifies a proof, and derives another from it: the values of every cryptosuite, and the statements.

#![no_main]

use credentials::context::Contexts;
use credentials::json::{self, JsonPointer};
use credentials::keys::{Algorithm, SecretKey};
use credentials::proof;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(document) = json::parse(bytes) else {
        return;
    };
    let contexts = Contexts::pinned();
    for proof in proof::proofs(&document).into_iter().flatten() {
        for algorithm in Algorithm::ALL {
            let seed = vec![7; algorithm.secret_key_length()];
            if let Ok(key) = SecretKey::from_seed(algorithm, &seed) {
                let _ = proof.verify(&document, key.public(), contexts);
            }
        }
    }
    let shown = [JsonPointer::from_iter(["credentialSubject"])];
    let _ = proof::derive(&document, &shown, contexts, &mut rand::rng());
});
