//! `bbs-2023`: one BBS signature over all statements, shown part by part without a trace of it (Data Integrity BBS
//! Cryptosuites 1.0 sections 3.3 and 3.4), with the feature option `baseline`.

use rand::CryptoRng;
use serde_json::Value;

use super::selective::value::{self, Header, Reader, Writer};
use super::selective::{Grouped, HMAC, Label, Labelling, Revealed, relabelled};
use super::{Proof, ProofError};
use crate::bbs::{self, BbsError, VerifyingKey};
use crate::context::Contexts;
use crate::json::{JsonPointer, Tree};
use crate::keys::{Algorithm, PublicKey, SignError, Signer};

/// Whose keys sign.
pub(super) const ALGORITHMS: &[Algorithm] = &[Algorithm::Bls12381G2];

/// The value of a base proof (section 3.4.1 and section 3.4.5).
pub(super) fn sign(
    document: Tree<'_, '_>,
    proof_hash: &[u8],
    mandatory: &[JsonPointer],
    signer: &dyn Signer,
    contexts: &Contexts,
    rng: &mut dyn CryptoRng,
) -> Result<String, ProofError> {
    let mut hmac_key = [0; HMAC];
    rng.fill_bytes(&mut hmac_key);
    let grouped = Grouped::of(document, mandatory, &[], LABELLING, &hmac_key, contexts)?;
    grouped.check(document, mandatory, contexts)?;

    let header = [proof_hash, &grouped.mandatory_hash()].concat();
    let signature = signer.sign_messages(&header, &messages(&grouped))?;
    if signature.len() != bbs::Signature::LENGTH {
        let found = signature.len();
        return Err(SignError(format!("expected 80 bytes, found {found}")).into());
    }
    let mut writer = Writer::after(&BASE);
    writer.array(5);
    writer.bytes(&signature);
    writer.bytes(&header);
    writer.bytes(signer.public_key().as_bytes());
    writer.bytes(&hmac_key);
    value::write_pointers(&mut writer, mandatory);
    Ok(value::encode(&writer.finish()))
}

/// The bytes of a proof value, of the shape that its header says.
pub(super) fn read_value(text: &str, at: &JsonPointer) -> Result<Vec<u8>, ProofError> {
    let bytes = value::decode(text, [BASE, DERIVED], at)?;
    Content::read(&bytes, at)?;
    Ok(bytes)
}

/// Whether it is as the issuer made it.
pub(super) fn is_base(value: &[u8]) -> bool {
    value.starts_with(&BASE)
}

/// The part of the document that shows what is mandatory and these places, and the value of the proof that it is one,
/// made for this presentation header (section 3.3.5 and section 3.4.6).
pub(super) fn derive(
    proof: &Proof,
    document: &Value,
    shown: &[JsonPointer],
    presentation_header: &[u8],
    contexts: &Contexts,
    mut rng: &mut dyn CryptoRng,
) -> Result<(Value, String), ProofError> {
    let Content::Base(base) = Content::read(&proof.value, &proof.pointer)? else {
        return Err(ProofError::AlreadyDerived {
            at: proof.pointer.clone(),
        });
    };
    let grouped = Grouped::of(
        document,
        &base.mandatory,
        shown,
        LABELLING,
        base.hmac_key,
        contexts,
    )?;
    let Revealed { document, labels } =
        grouped.reveal(document, base.mandatory.iter().chain(shown), contexts)?;

    let fault = |error| in_proof(error, proof);
    let key = VerifyingKey::from_bytes(base.public_key)
        .ok_or_else(|| value::malformed(proof.pointer.child("proofValue"), "a BLS12-381 G2 key"))?;
    let signature = bbs::Signature::from_bytes(base.signature).map_err(fault)?;
    let selective: Vec<usize> = grouped.shown_among_withholdable().collect();
    let mandatory: Vec<usize> = grouped.mandatory_among_combined().collect();
    let shown = signature.derive(
        &key,
        base.header,
        &messages(&grouped),
        presentation_header,
        &selective,
        &mut rng,
    );
    let mut writer = Writer::after(&DERIVED);
    writer.array(5);
    writer.bytes(&shown.map_err(fault)?.to_bytes());
    value::write_labels(&mut writer, &labels);
    value::write_indexes(&mut writer, &mandatory);
    value::write_indexes(&mut writer, &selective);
    writer.bytes(presentation_header);
    Ok((document, value::encode(&writer.finish())))
}

/// Whether this key signed all these statements, among others (section 3.4.7 and section 3.4.8). A base proof is
/// verified whole.
pub(super) fn verify(
    proof: &Proof,
    document: Tree<'_, '_>,
    proof_hash: &[u8],
    key: &PublicKey,
    contexts: &Contexts,
) -> Result<(), ProofError> {
    let fault = |error| in_proof(error, proof);
    let at = || proof.pointer.child("proofValue");
    let key = key
        .bbs()
        .ok_or_else(|| ProofError::Signature { at: at() })?;
    match Content::read(&proof.value, &proof.pointer)? {
        Content::Base(base) => {
            let grouped = Grouped::of(
                document,
                &base.mandatory,
                &[],
                LABELLING,
                base.hmac_key,
                contexts,
            )?;
            let header = [proof_hash, &grouped.mandatory_hash()].concat();
            // Derivation takes both from the value.
            if header != base.header || key.as_bytes() != base.public_key {
                return Err(ProofError::Signature { at: at() });
            }
            let signature = bbs::Signature::from_bytes(base.signature).map_err(fault)?;
            let verified = signature.verify(key, &header, &messages(&grouped));
            verified.map_err(fault)
        }
        Content::Derived(derived) => {
            let statements = relabelled(document, contexts, &derived.labels)?;
            let lines = statements.len();
            if let Some(found) = derived.mandatory.iter().find(|index| **index >= lines) {
                return Err(ProofError::ValueIndex {
                    at: at(),
                    found: *found,
                    statements: lines,
                });
            }
            let mut mandatory = derived.mandatory.iter().peekable();
            let others: Vec<&[u8]> = (0..lines)
                .filter(|line| mandatory.next_if(|index| *index == line).is_none())
                .map(|line| statements.line(line))
                .collect();
            if others.len() != derived.selective.len() {
                return Err(ProofError::SignatureCount {
                    at: at(),
                    expected: others.len(),
                    found: derived.selective.len(),
                });
            }
            let mandatory_hash = statements.hash(derived.mandatory.iter().copied());
            let header = [proof_hash, &mandatory_hash].concat();
            let disclosed: Vec<(usize, &[u8])> =
                derived.selective.iter().copied().zip(others).collect();
            let shown = bbs::Proof::from_bytes(derived.proof).map_err(fault)?;
            let verified = shown.verify(key, &header, derived.presentation_header, &disclosed);
            verified.map_err(fault)
        }
    }
}

/// What a proof value holds.
enum Content<'b> {
    Base(Base<'b>),
    Derived(Derived<'b>),
}

struct Base<'b> {
    signature: &'b [u8],
    header: &'b [u8],
    public_key: &'b [u8; 96],
    hmac_key: &'b [u8; HMAC],
    mandatory: Vec<JsonPointer>,
}

struct Derived<'b> {
    proof: &'b [u8],
    labels: Vec<Label>,
    mandatory: Vec<usize>,
    /// Of the statements shown that are not mandatory, their places among all such.
    selective: Vec<usize>,
    presentation_header: &'b [u8],
}

impl<'b> Content<'b> {
    fn read(value: &'b [u8], at: &JsonPointer) -> Result<Self, ProofError> {
        if is_base(value) {
            let expected = "the five parts of a base proof of bbs-2023 as CBOR";
            return value::parts(value, &BASE, expected, at, Base::read).map(Self::Base);
        }
        let expected = "the five parts of a derived proof of bbs-2023 as CBOR";
        value::parts(value, &DERIVED, expected, at, Derived::read).map(Self::Derived)
    }
}

impl<'b> Base<'b> {
    fn read(reader: &mut Reader<'b>) -> Option<Self> {
        Some(Self {
            signature: reader.bytes()?,
            header: reader.bytes()?,
            public_key: reader.bytes()?.try_into().ok()?,
            hmac_key: value::read_hmac_key(reader)?,
            mandatory: value::read_pointers(reader)?,
        })
    }
}

impl<'b> Derived<'b> {
    fn read(reader: &mut Reader<'b>) -> Option<Self> {
        Some(Self {
            proof: reader.bytes()?,
            labels: value::read_labels(reader, value::read_shuffled_label)?,
            mandatory: value::read_indexes(reader)?,
            selective: value::read_indexes(reader)?,
            presentation_header: reader.bytes()?,
        })
    }
}

/// The statements that one can withhold.
fn messages(grouped: &Grouped) -> Vec<&[u8]> {
    let statements = grouped.statements();
    grouped
        .withholdable()
        .map(|line| statements.line(line))
        .collect()
}

fn in_proof(error: BbsError, proof: &Proof) -> ProofError {
    let at = proof.pointer.child("proofValue");
    match error {
        BbsError::SignatureInvalid | BbsError::ProofInvalid => ProofError::Signature { at },
        error => ProofError::Bbs { at, error },
    }
}

/// Section 3.3.1 and section 3.3.6.
const BASE: Header = [0xD9, 0x5D, 0x02];
const DERIVED: Header = [0xD9, 0x5D, 0x03];
const LABELLING: Labelling = Labelling::Shuffled;
