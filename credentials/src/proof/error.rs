//! Why a proof cannot be made, read or accepted.

use jiff::Timestamp;

use super::{Cryptosuite, MAX_PROOFS, ProofPurpose};
use crate::canon::jsonld::JsonLdError;
use crate::canon::rdfc::CanonicalizeError;
use crate::json::JsonPointer;
use crate::keys::{Algorithm, SignError};
use crate::problem::Coded;

/// A proof that is not made, not read or not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProofError {
    /// A member of the proof breaks Data Integrity section 2.1.
    #[error("expected {expected}")]
    Malformed {
        /// Where, in the document.
        at: JsonPointer,
        /// What the Recommendation asks for.
        expected: &'static str,
    },
    /// Another proof type than `DataIntegrityProof`.
    #[error("expected a proof of type DataIntegrityProof, found `{found}`")]
    Type {
        /// Where, in the document.
        at: JsonPointer,
        /// The type found.
        found: String,
    },
    /// A cryptosuite that is not known here.
    #[error("expected a cryptosuite of {}, found `{found}`", known_suites())]
    CryptosuiteUnknown {
        /// Where, in the document.
        at: JsonPointer,
        /// The name found.
        found: String,
    },
    /// A purpose that credentials and presentations do not have.
    #[error("expected the proof purpose assertionMethod or authentication, found `{found}`")]
    PurposeUnknown {
        /// Where, in the document.
        at: JsonPointer,
        /// The purpose found.
        found: String,
    },
    /// More proofs than anyone needs: each costs a signature check and a hash of the whole document.
    #[error("expected at most {MAX_PROOFS} proofs, found {found}")]
    TooMany {
        /// Proofs found.
        found: usize,
    },
    /// `previousProof` names a proof that the document does not carry.
    #[error("the previous proof `{id}` is not in the document")]
    PreviousProofUnknown {
        /// Where, in the document.
        at: JsonPointer,
        /// The `id` that no proof has.
        id: String,
    },
    /// `proofValue` is not in the encoding of its cryptosuite.
    #[error("expected a proof value of {expected}")]
    ValueEncoding {
        /// Where, in the document.
        at: JsonPointer,
        /// The encoding.
        expected: &'static str,
    },
    /// `proofValue` has the wrong number of bytes.
    #[error("expected a proof value of {expected} bytes, found {found}")]
    ValueLength {
        /// Where, in the document.
        at: JsonPointer,
        /// Bytes it should have.
        expected: usize,
        /// Bytes it has.
        found: usize,
    },
    /// The proof was made for another `@context` than the document has.
    #[error("the document's @context does not start with the one that the proof was made for")]
    ContextMismatch {
        /// Where, in the document.
        at: JsonPointer,
    },
    /// The proof is for another purpose.
    #[error("expected a proof for {expected}, found one for {found}")]
    PurposeMismatch {
        /// Where, in the document.
        at: JsonPointer,
        /// The purpose asked for.
        expected: ProofPurpose,
        /// The purpose of the proof.
        found: ProofPurpose,
    },
    /// The proof was made for another domain, or for none.
    #[error("expected a proof made for the domain `{expected}`, found {found}")]
    DomainMismatch {
        /// Where, in the document.
        at: JsonPointer,
        /// The domain asked for.
        expected: String,
        /// The domains of the proof.
        found: String,
    },
    /// The proof answers another challenge, or none.
    #[error("expected a proof that answers the challenge given")]
    ChallengeMismatch {
        /// Where, in the document.
        at: JsonPointer,
    },
    /// The proof is no longer to be accepted.
    #[error("the proof expired at {expires}")]
    Expired {
        /// Where, in the document.
        at: JsonPointer,
        /// When it expired.
        expires: Timestamp,
    },
    /// Keys of this algorithm make no such proofs.
    #[error("a key of {algorithm} makes no proofs of {cryptosuite}")]
    KeyAlgorithm {
        /// Where, in the document.
        at: JsonPointer,
        /// The cryptosuite of the proof.
        cryptosuite: Cryptosuite,
        /// The algorithm of the key.
        algorithm: Algorithm,
    },
    /// The signature does not hold.
    #[error("the proof was not made by this key over this document")]
    Signature {
        /// Where, in the document.
        at: JsonPointer,
    },
    /// The document, or the proof, says something that its contexts do not define.
    #[error(transparent)]
    JsonLd(#[from] JsonLdError),
    /// The statements of the document have no canonical form.
    #[error(transparent)]
    Canonicalize(#[from] CanonicalizeError),
    /// The signer refused.
    #[error(transparent)]
    Signer(#[from] SignError),
}

impl Coded for ProofError {
    fn code(&self) -> &'static str {
        match self {
            Self::Malformed { .. } => "proof.malformed",
            Self::Type { .. } => "proof.type_unknown",
            Self::CryptosuiteUnknown { .. } => "proof.cryptosuite_unknown",
            Self::PurposeUnknown { .. } => "proof.purpose_unknown",
            Self::TooMany { .. } => "proof.too_many",
            Self::PreviousProofUnknown { .. } => "proof.previous_proof_unknown",
            Self::ValueEncoding { .. } => "proof.value_encoding",
            Self::ValueLength { .. } => "proof.value_length",
            Self::ContextMismatch { .. } => "proof.context_mismatch",
            Self::PurposeMismatch { .. } => "proof.purpose_mismatch",
            Self::DomainMismatch { .. } => "proof.domain_mismatch",
            Self::ChallengeMismatch { .. } => "proof.challenge_mismatch",
            Self::Expired { .. } => "proof.expired",
            Self::KeyAlgorithm { .. } => "proof.key_algorithm",
            Self::Signature { .. } => "proof.signature_invalid",
            Self::JsonLd(error) => error.code(),
            Self::Canonicalize(error) => error.code(),
            Self::Signer(error) => error.code(),
        }
    }

    fn pointer(&self) -> Option<String> {
        match self {
            Self::Malformed { at, .. }
            | Self::Type { at, .. }
            | Self::CryptosuiteUnknown { at, .. }
            | Self::PurposeUnknown { at, .. }
            | Self::PreviousProofUnknown { at, .. }
            | Self::ValueEncoding { at, .. }
            | Self::ValueLength { at, .. }
            | Self::ContextMismatch { at }
            | Self::PurposeMismatch { at, .. }
            | Self::DomainMismatch { at, .. }
            | Self::ChallengeMismatch { at }
            | Self::Expired { at, .. }
            | Self::KeyAlgorithm { at, .. }
            | Self::Signature { at } => Some(at.to_string()),
            Self::TooMany { .. } => Some("/proof".into()),
            Self::JsonLd(error) => error.pointer(),
            Self::Canonicalize(_) | Self::Signer(_) => None,
        }
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Signature { .. } => {
                "something was changed after signing, or another key signed: ask for the original"
            }
            Self::ContextMismatch { .. } => {
                "contexts give the claims their meaning: restore those that were signed"
            }
            Self::DomainMismatch { .. } | Self::ChallengeMismatch { .. } => {
                "the presentation was made for someone else or for an earlier request: ask for a fresh one"
            }
            Self::Expired { .. } => "ask for a fresh one",
            Self::KeyAlgorithm { .. } => "choose the suite that fits the key, or another key",
            Self::JsonLd(error) => return error.hint(),
            Self::Canonicalize(error) => return error.hint(),
            _ => return None,
        };
        Some(hint.into())
    }
}

impl ProofError {
    /// The same error where what was read stands at this place of the document.
    pub(super) fn inside(self, place: &JsonPointer) -> Self {
        match self {
            Self::JsonLd(error) => Self::JsonLd(error.under(place)),
            other => other,
        }
    }
}

fn known_suites() -> String {
    Cryptosuite::ALL.map(Cryptosuite::name).join(", ")
}
