//! From an issuer's proof of a whole document to a proof of part of it.

use rand::CryptoRng;
use serde_json::Value;

use super::{Proof, ProofError, proofs};
use crate::context::Contexts;
use crate::json::JsonPointer;

/// The part of a document that shows these places and whatever is mandatory, with a proof derived from the one base
/// proof that the document carries. Other proofs cover the whole document and stay behind.
///
/// Whether the base proof holds is not checked: derive from one that was verified.
pub fn derive(
    document: &Value,
    shown: &[JsonPointer],
    contexts: &Contexts,
    rng: &mut dyn CryptoRng,
) -> Result<Value, ProofError> {
    derive_for(document, shown, &[], contexts, rng)
}

/// As [`derive()`], for a presentation header, which a proof of bbs-2023 then says and proves (vc-di-bbs section 3.3.5).
/// The other suites have none.
pub fn derive_for(
    document: &Value,
    shown: &[JsonPointer],
    presentation_header: &[u8],
    contexts: &Contexts,
    rng: &mut dyn CryptoRng,
) -> Result<Value, ProofError> {
    let all = proofs(document)?;
    let base = base(&all)?;
    if !base.previous.is_empty() {
        return Err(ProofError::ChainUnsupported {
            at: base.pointer.clone(),
        });
    }
    let suite = base.cryptosuite();
    let (mut revealed, value) =
        suite.derive(base, document, shown, presentation_header, contexts, rng)?;
    let mut proof = base.pointer.get(document).cloned().unwrap_or_default();
    proof["proofValue"] = value.into();
    if let Some(members) = revealed.as_object_mut() {
        members.insert("proof".into(), proof);
    }
    Ok(revealed)
}

/// The one proof to derive from.
fn base(all: &[Proof]) -> Result<&Proof, ProofError> {
    let mut found = all.iter().filter(|proof| proof.is_base());
    if let (Some(base), None) = (found.next(), found.next()) {
        return Ok(base);
    }
    match all
        .iter()
        .find(|proof| proof.cryptosuite().discloses_selectively() && !proof.is_base())
    {
        Some(derived) if !all.iter().any(Proof::is_base) => Err(ProofError::AlreadyDerived {
            at: derived.pointer.clone(),
        }),
        _ => Err(ProofError::NoBaseProof),
    }
}
