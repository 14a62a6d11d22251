//! `eddsa-jcs-2022`: Ed25519 over SHA-256 of canonical JSON (Data Integrity EdDSA Cryptosuites 1.0 section 3.3).

use serde_json::Value;

use super::{Proof, ProofError};
use crate::canon::jcs;
use crate::json::{JsonPointer, Tree};
use crate::keys::{PublicKey, SignatureError, Signer};

/// What is signed: the hash of the proof configuration, then that of the document without its `proof` (section 3.3.4).
pub fn hash_data<'v, 'd: 'v>(document: impl Into<Tree<'v, 'd>>, configuration: &Value) -> [u8; 64] {
    join(
        jcs::sha256(configuration),
        jcs::sha256_without(document.into(), "proof"),
    )
}

/// The `proofValue` (section 3.3.6 and section 3.3.1 step 6).
pub(super) fn sign(
    document: &Value,
    configuration: &Value,
    signer: &dyn Signer,
) -> Result<String, ProofError> {
    let signature = signer.sign(&hash_data(document, configuration))?;
    let mut text = String::with_capacity(1 + MAX_DIGITS);
    text.push('z');
    bs58::encode(signature)
        .onto(&mut text)
        .map_err(|_| ProofError::ValueEncoding {
            at: JsonPointer::root(),
        })?;
    Ok(text)
}

/// Multibase base58btc of a signature of 64 bytes (section 3.3.2 step 3).
pub(super) fn read_value(text: &str, at: &JsonPointer) -> Result<Vec<u8>, ProofError> {
    let encoding = || ProofError::ValueEncoding {
        at: at.child("proofValue"),
    };
    let digits = text.strip_prefix('z').ok_or_else(encoding)?;
    let length = |found| ProofError::ValueLength {
        at: at.child("proofValue"),
        expected: SIGNATURE,
        found,
    };
    // The work of base58 grows with the square of the length: 88 digits are never less than 64 bytes.
    if digits.len() > MAX_DIGITS {
        return Err(length(digits.len() * 11 / 15));
    }
    let mut bytes = vec![0; MAX_DIGITS];
    let found = bs58::decode(digits)
        .onto(bytes.as_mut_slice())
        .map_err(|_| encoding())?;
    if found != SIGNATURE {
        return Err(length(found));
    }
    bytes.truncate(SIGNATURE);
    Ok(bytes)
}

/// Section 3.3.5: the proof as it stands, without its `proofValue`.
pub(super) fn hash_configuration(proof: Tree<'_, '_>) -> [u8; 32] {
    jcs::sha256_without(proof, "proofValue")
}

/// Section 3.3.2 from step 4 and section 3.3.7.
pub(super) fn verify(
    proof: &Proof,
    document: Tree<'_, '_>,
    key: &PublicKey,
) -> Result<(), ProofError> {
    let document = match proof.signed_form(document)? {
        None => jcs::sha256_without(document, "proof"),
        Some(signed) => jcs::sha256(&signed),
    };
    let signed = join(*proof.configuration_hash(), document);
    key.verify(&signed, proof.value())
        .map_err(|error| match error {
            SignatureError::Length { expected, found } => ProofError::ValueLength {
                at: proof.pointer().child("proofValue"),
                expected,
                found,
            },
            _ => ProofError::Signature {
                at: proof.pointer().child("proofValue"),
            },
        })
}

fn join(configuration: [u8; 32], document: [u8; 32]) -> [u8; 64] {
    let mut data = [0; 64];
    data[..32].copy_from_slice(&configuration);
    data[32..].copy_from_slice(&document);
    data
}

/// Bytes of an Ed25519 signature.
const SIGNATURE: usize = 64;

/// The most base58 digits of 64 bytes.
const MAX_DIGITS: usize = 88;
