//! Making proofs.

use rand::CryptoRng;
use serde_json::Value;

use super::{Cryptosuite, MAX_PROOFS, ProofError, ProofOptions, configuration, covered};
use crate::json::JsonPointer;
use crate::keys::Signer;

/// The document with a proof, which is a base proof where the suite discloses selectively. Where it has proofs already,
/// with one more: a proof set, or a chain where the new proof names those that it follows.
pub fn sign(
    document: &Value,
    suite: Cryptosuite,
    options: &ProofOptions,
    signer: &dyn Signer,
    rng: &mut dyn CryptoRng,
) -> Result<Value, ProofError> {
    let mut secured = document.clone();
    sign_in_place(&mut secured, suite, options, signer, rng)?;
    Ok(secured)
}

/// Adds a proof to the document, which stays as it is when that fails.
pub fn sign_in_place(
    document: &mut Value,
    suite: Cryptosuite,
    options: &ProofOptions,
    signer: &dyn Signer,
    rng: &mut dyn CryptoRng,
) -> Result<(), ProofError> {
    let malformed = |at: JsonPointer, expected| ProofError::Malformed { at, expected };
    let mut proof = configuration(document, suite, options);
    let covered = covered::by_new(document, &options.previous)?;
    let value = suite.sign(
        &covered,
        &proof,
        &options.mandatory,
        signer,
        &options.contexts,
        rng,
    )?;
    if let Some(proof) = proof.as_object_mut() {
        if suite.reads_contexts() {
            proof.shift_remove("@context");
        }
        proof.insert("proofValue".into(), value.into());
    }
    let Some(members) = document.as_object_mut() else {
        return Err(malformed(JsonPointer::root(), "an object to sign"));
    };
    match members.get_mut("proof") {
        None => drop(members.insert("proof".into(), proof)),
        Some(Value::Array(proofs)) if proofs.len() >= MAX_PROOFS => {
            return Err(ProofError::TooMany {
                found: proofs.len() + 1,
            });
        }
        Some(Value::Array(proofs)) => proofs.push(proof),
        Some(first @ Value::Object(_)) => *first = Value::Array(vec![first.take(), proof]),
        Some(_) => {
            let at = JsonPointer::from_iter(["proof"]);
            return Err(malformed(at, "a proof or a set of proofs"));
        }
    }
    Ok(())
}
