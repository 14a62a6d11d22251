//! `eddsa-jcs-2022`: Ed25519 over SHA-256 of canonical JSON (Data Integrity EdDSA Cryptosuites 1.0 section 3.3).

use serde_json::Value;

use super::base58::{self, Decoded};
use super::{Proof, ProofError};
use crate::canon::jcs;
use crate::json::{JsonPointer, Tree};
use crate::keys::{PublicKey, SignError, SignatureError, Signer};

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
    let signature: [u8; SIGNATURE] = signature
        .try_into()
        .map_err(|other: Vec<u8>| SignError(format!("expected 64 bytes, found {}", other.len())))?;
    Ok(format!("z{}", base58::encode(&signature)))
}

/// Multibase base58btc of a signature of 64 bytes (section 3.3.2 step 3).
pub(super) fn read_value(text: &str, at: &JsonPointer) -> Result<Vec<u8>, ProofError> {
    let at = || at.child("proofValue");
    let digits = text.strip_prefix('z').and_then(base58::decode);
    match digits {
        Some(Decoded::Signature(bytes)) => Ok(bytes.to_vec()),
        Some(Decoded::Other(found)) => Err(ProofError::ValueLength {
            at: at(),
            expected: SIGNATURE,
            found,
        }),
        None => Err(ProofError::ValueEncoding { at: at() }),
    }
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
