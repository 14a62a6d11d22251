//! Why a proof cannot be made, read or accepted.

use jiff::Timestamp;

use super::{Cryptosuite, MAX_PROOFS, ProofPurpose};
use crate::bbs::BbsError;
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
    /// `previousProof` names more proofs than a document can have.
    #[error("expected at most {MAX_PROOFS} previous proofs, found {found}")]
    TooManyPrevious {
        /// Where, in the document.
        at: JsonPointer,
        /// Names found.
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
    /// `proofValue` does not hold what its cryptosuite puts there.
    #[error("expected {expected}")]
    ValueMalformed {
        /// Where, in the document.
        at: JsonPointer,
        /// What should stand there.
        expected: &'static str,
    },
    /// `proofValue` says that a statement is mandatory which the document does not have.
    #[error("expected indexes of mandatory statements below {statements}, found {found}")]
    ValueIndex {
        /// Where, in the document.
        at: JsonPointer,
        /// The first index that is too large.
        found: usize,
        /// Statements of the document.
        statements: usize,
    },
    /// `proofValue` answers for more statements, or fewer, than the document has.
    #[error("expected signatures of {expected} statements, found {found}")]
    SignatureCount {
        /// Where, in the document.
        at: JsonPointer,
        /// Statements of the document that are not mandatory.
        expected: usize,
        /// Statements that the proof answers for.
        found: usize,
    },
    /// `proofValue` does not name each blank node of the document once.
    #[error("expected a name of its own for each of {nodes} blank nodes, found {labels}")]
    LabelMap {
        /// Blank nodes of the document.
        nodes: usize,
        /// Names.
        labels: usize,
    },
    /// A feature option that is not known here.
    #[error("expected the baseline of bbs-2023, found a proof with holder binding or a pseudonym")]
    FeatureUnsupported {
        /// Where, in the document.
        at: JsonPointer,
    },
    /// What `proofValue` holds is no BBS signature or proof, or none over so many statements.
    #[error("{error}")]
    Bbs {
        /// Where, in the document.
        at: JsonPointer,
        /// What is wrong with it.
        error: BbsError,
    },
    /// A proof that follows others cannot be disclosed in part.
    #[error("a proof that discloses selectively cannot follow other proofs")]
    ChainUnsupported {
        /// Where, in the document.
        at: JsonPointer,
    },
    /// A pointer leads nowhere.
    #[error("expected a pointer to a place of the document, found `{at}`")]
    PointerMissing {
        /// The pointer.
        at: JsonPointer,
    },
    /// Nothing is mandatory and nothing is to be shown.
    #[error("expected something to show, found no pointer and nothing that is mandatory")]
    NothingShown,
    /// The part of the document that is to be shown would say something else than the whole.
    #[error(
        "expected pointers to values that stand for themselves, found one into a list or a typed value, or past a context"
    )]
    SelectionMeaning,
    /// There is no one proof to derive from.
    #[error("expected one base proof of ecdsa-sd-2023 or bbs-2023 to derive from")]
    NoBaseProof,
    /// The holder derived this proof already.
    #[error("expected a base proof, found one that was derived from it")]
    AlreadyDerived {
        /// Where, in the document.
        at: JsonPointer,
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
            Self::TooManyPrevious { .. } => "proof.too_many_previous",
            Self::PreviousProofUnknown { .. } => "proof.previous_proof_unknown",
            Self::ValueEncoding { .. } => "proof.value_encoding",
            Self::ValueLength { .. } => "proof.value_length",
            Self::ValueMalformed { .. } => "proof.value_malformed",
            Self::ValueIndex { .. } => "proof.value_index",
            Self::SignatureCount { .. } => "proof.signature_count",
            Self::LabelMap { .. } => "proof.label_map",
            Self::FeatureUnsupported { .. } => "proof.feature_unsupported",
            Self::Bbs { error, .. } => error.code(),
            Self::ChainUnsupported { .. } => "proof.chain_unsupported",
            Self::PointerMissing { .. } => "proof.pointer_missing",
            Self::NothingShown => "proof.nothing_shown",
            Self::SelectionMeaning => "proof.selection_meaning",
            Self::NoBaseProof => "proof.no_base_proof",
            Self::AlreadyDerived { .. } => "proof.already_derived",
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
            | Self::TooManyPrevious { at, .. }
            | Self::PreviousProofUnknown { at, .. }
            | Self::ValueEncoding { at, .. }
            | Self::ValueLength { at, .. }
            | Self::ValueMalformed { at, .. }
            | Self::ValueIndex { at, .. }
            | Self::SignatureCount { at, .. }
            | Self::FeatureUnsupported { at }
            | Self::Bbs { at, .. }
            | Self::ChainUnsupported { at }
            | Self::PointerMissing { at }
            | Self::AlreadyDerived { at }
            | Self::ContextMismatch { at }
            | Self::PurposeMismatch { at, .. }
            | Self::DomainMismatch { at, .. }
            | Self::ChallengeMismatch { at }
            | Self::Expired { at, .. }
            | Self::KeyAlgorithm { at, .. }
            | Self::Signature { at } => Some(at.to_string()),
            Self::TooMany { .. } | Self::LabelMap { .. } | Self::NoBaseProof => {
                Some("/proof".into())
            }
            Self::JsonLd(error) => error.pointer(),
            Self::NothingShown
            | Self::SelectionMeaning
            | Self::Canonicalize(_)
            | Self::Signer(_) => None,
        }
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Signature { .. } => {
                "something was changed after signing, or another key signed: ask for the original"
            }
            Self::ValueIndex { .. } | Self::SignatureCount { .. } | Self::LabelMap { .. } => {
                "a statement was added, changed or taken away after the proof was made: ask for the original"
            }
            Self::FeatureUnsupported { .. } => "ask for a proof of the feature option `baseline`",
            Self::SelectionMeaning => "point at the whole list or value",
            Self::NothingShown => "name what to show",
            Self::NoBaseProof => "derive from the credential as the issuer signed it",
            Self::AlreadyDerived { .. } => {
                "derive from the credential as the issuer signed it; a part cannot be cut again"
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
