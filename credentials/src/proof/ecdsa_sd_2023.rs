//! `ecdsa-sd-2023`: each statement signed with a key of its own making (Data Integrity ECDSA Cryptosuites 1.0 sections
//! 3.5 and 3.6).
//!
//! The issuer's key signs the hash of the mandatory statements and the public half of a P-256 key that is used once;
//! that key signs every other statement. The holder hands over the signatures of what is shown.

use rand::CryptoRng;
use serde_json::Value;

use super::selective::value::{self, Header, Reader, Writer};
use super::selective::{Grouped, HMAC, Label, Labelling, Revealed, Statements, relabelled};
use super::{Proof, ProofError};
use crate::context::Contexts;
use crate::json::{JsonPointer, Tree};
use crate::keys::{Algorithm, KeyError, PublicKey, SecretKey, SignError, Signer};

/// Whose keys sign.
pub(super) const ALGORITHMS: &[Algorithm] = &[Algorithm::P256];

/// The value of a base proof (section 3.6.1 and section 3.6.5).
pub(super) fn sign(
    document: Tree<'_, '_>,
    proof_hash: &[u8],
    mandatory: &[JsonPointer],
    signer: &dyn Signer,
    contexts: &Contexts,
    mut rng: &mut dyn CryptoRng,
) -> Result<String, ProofError> {
    let mut hmac_key = [0; HMAC];
    rng.fill_bytes(&mut hmac_key);
    let grouped = Grouped::of(document, mandatory, &[], LABELLING, &hmac_key, contexts)?;
    grouped.check(document, mandatory, contexts)?;

    let once = SecretKey::generate(Algorithm::P256, &mut rng).map_err(no_key)?;
    let statements = grouped.statements();
    let signatures = grouped
        .withholdable()
        .map(|line| sign_with(&once, statements.line(line)))
        .collect::<Result<Vec<_>, _>>()?;
    let public_key = [&MULTIKEY[..], once.public().as_bytes()].concat();
    let signed = [proof_hash, &public_key, &grouped.mandatory_hash()].concat();
    let base_signature = sign_with(signer, &signed)?;

    let mut writer = Writer::after(&BASE);
    writer.array(5);
    writer.bytes(&base_signature);
    writer.bytes(&public_key);
    writer.bytes(&hmac_key);
    write_signatures(&mut writer, signatures.iter());
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

/// The part of the document that shows what is mandatory and these places, and the value of the proof that it is one
/// (section 3.5.7 and section 3.6.6).
pub(super) fn derive(
    proof: &Proof,
    document: &Value,
    shown: &[JsonPointer],
    contexts: &Contexts,
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
    let withholdable = grouped.withholdable().count();
    count_signatures(proof, base.signatures.len(), withholdable)?;
    let Revealed { document, labels } =
        grouped.reveal(document, base.mandatory.iter().chain(shown), contexts)?;

    let shown: Vec<usize> = grouped.shown_among_withholdable().collect();
    let mandatory: Vec<usize> = grouped.mandatory_among_combined().collect();
    let mut writer = Writer::after(&DERIVED);
    writer.array(5);
    writer.bytes(base.base_signature);
    writer.bytes(base.public_key);
    write_signatures(&mut writer, shown.iter().map(|at| base.signatures[*at]));
    value::write_labels(&mut writer, &labels);
    value::write_indexes(&mut writer, &mandatory);
    Ok((document, value::encode(&writer.finish())))
}

/// Whether the issuer's key and the key used once made all these signatures (section 3.6.7 and section 3.6.8). A base
/// proof is verified whole.
pub(super) fn verify(
    proof: &Proof,
    document: Tree<'_, '_>,
    proof_hash: &[u8],
    key: &PublicKey,
    contexts: &Contexts,
) -> Result<(), ProofError> {
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
            let signed = Signed {
                statements: grouped.statements(),
                mandatory: grouped.mandatory().collect(),
                base_signature: base.base_signature,
                public_key: base.public_key,
                signatures: base.signatures,
            };
            signed.verify(proof, proof_hash, key)
        }
        Content::Derived(derived) => {
            let statements = relabelled(document, contexts, &derived.labels)?;
            let signed = Signed {
                statements: &statements,
                mandatory: derived.mandatory,
                base_signature: derived.base_signature,
                public_key: derived.public_key,
                signatures: derived.signatures,
            };
            signed.verify(proof, proof_hash, key)
        }
    }
}

/// Statements, and who should have signed them.
struct Signed<'b> {
    statements: &'b Statements,
    mandatory: Vec<usize>,
    base_signature: &'b Signature,
    public_key: &'b [u8; MULTIKEY.len() + 33],
    /// Of the statements that are not mandatory, in their order.
    signatures: Vec<&'b Signature>,
}

impl Signed<'_> {
    fn verify(&self, proof: &Proof, proof_hash: &[u8], key: &PublicKey) -> Result<(), ProofError> {
        let invalid = || ProofError::Signature {
            at: proof.pointer.child("proofValue"),
        };
        let lines = self.statements.len();
        if let Some(found) = self.mandatory.iter().find(|index| **index >= lines) {
            return Err(ProofError::ValueIndex {
                at: proof.pointer.child("proofValue"),
                found: *found,
                statements: lines,
            });
        }
        count_signatures(proof, self.signatures.len(), lines - self.mandatory.len())?;
        let mandatory_hash = self.statements.hash(self.mandatory.iter().copied());
        let signed = [proof_hash, self.public_key, &mandatory_hash].concat();
        key.verify(&signed, self.base_signature)
            .map_err(|_| invalid())?;

        let once = self.public_key.strip_prefix(&MULTIKEY);
        let once = once.and_then(|point| PublicKey::from_bytes(Algorithm::P256, point).ok());
        let once = once.ok_or_else(|| {
            value::malformed(proof.pointer.child("proofValue"), "a P-256 key as Multikey")
        })?;
        let mut mandatory = self.mandatory.iter().peekable();
        let others = (0..lines).filter(|line| mandatory.next_if(|index| *index == line).is_none());
        for (line, signature) in others.zip(&self.signatures) {
            once.verify(self.statements.line(line), *signature)
                .map_err(|_| invalid())?;
        }
        Ok(())
    }
}

/// What a proof value holds.
enum Content<'b> {
    Base(Base<'b>),
    Derived(Derived<'b>),
}

struct Base<'b> {
    base_signature: &'b Signature,
    public_key: &'b [u8; MULTIKEY.len() + 33],
    hmac_key: &'b [u8; HMAC],
    signatures: Vec<&'b Signature>,
    mandatory: Vec<JsonPointer>,
}

struct Derived<'b> {
    base_signature: &'b Signature,
    public_key: &'b [u8; MULTIKEY.len() + 33],
    signatures: Vec<&'b Signature>,
    labels: Vec<Label>,
    mandatory: Vec<usize>,
}

impl<'b> Content<'b> {
    fn read(value: &'b [u8], at: &JsonPointer) -> Result<Self, ProofError> {
        if is_base(value) {
            let expected = "the five parts of a base proof of ecdsa-sd-2023 as CBOR";
            return value::parts(value, &BASE, expected, at, Base::read).map(Self::Base);
        }
        let expected = "the five parts of a derived proof of ecdsa-sd-2023 as CBOR";
        value::parts(value, &DERIVED, expected, at, Derived::read).map(Self::Derived)
    }
}

impl<'b> Base<'b> {
    fn read(reader: &mut Reader<'b>) -> Option<Self> {
        Some(Self {
            base_signature: reader.bytes()?.try_into().ok()?,
            public_key: reader.bytes()?.try_into().ok()?,
            hmac_key: value::read_hmac_key(reader)?,
            signatures: read_signatures(reader)?,
            mandatory: value::read_pointers(reader)?,
        })
    }
}

impl<'b> Derived<'b> {
    fn read(reader: &mut Reader<'b>) -> Option<Self> {
        Some(Self {
            base_signature: reader.bytes()?.try_into().ok()?,
            public_key: reader.bytes()?.try_into().ok()?,
            signatures: read_signatures(reader)?,
            labels: value::read_labels(reader, value::read_hmac_label)?,
            mandatory: value::read_indexes(reader)?,
        })
    }
}

fn write_signatures<'s>(
    writer: &mut Writer,
    signatures: impl ExactSizeIterator<Item = &'s Signature>,
) {
    writer.array(signatures.len());
    for signature in signatures {
        writer.bytes(signature);
    }
}

fn read_signatures<'b>(reader: &mut Reader<'b>) -> Option<Vec<&'b Signature>> {
    reader.array_of(|reader| reader.bytes()?.try_into().ok())
}

/// One signature for each statement that is not mandatory.
fn count_signatures(proof: &Proof, found: usize, expected: usize) -> Result<(), ProofError> {
    match found == expected {
        true => Ok(()),
        false => Err(ProofError::SignatureCount {
            at: proof.pointer.child("proofValue"),
            expected,
            found,
        }),
    }
}

fn sign_with(signer: &dyn Signer, message: &[u8]) -> Result<Signature, SignError> {
    let signature = signer.sign(message)?;
    let wrong = |found: Vec<u8>| SignError(format!("expected 64 bytes, found {}", found.len()));
    signature.try_into().map_err(wrong)
}

fn no_key(error: KeyError) -> SignError {
    SignError(format!("no key to sign single statements: {error}"))
}

type Signature = [u8; 64];

/// Section 3.5.2 and section 3.5.6.
const BASE: Header = [0xD9, 0x5D, 0x00];
const DERIVED: Header = [0xD9, 0x5D, 0x01];
/// What Multikey puts before a compressed point of P-256.
const MULTIKEY: [u8; 2] = [0x80, 0x24];
const LABELLING: Labelling = Labelling::Hmac;
