//! Why a BBS signature or proof is not made or not accepted.

use super::MAX_MESSAGES;
use crate::problem::Coded;

/// A signature or proof that is not made, not read or not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BbsError {
    /// A signature of the wrong length.
    #[error("expected a BBS signature of 80 bytes, found {found}")]
    SignatureLength {
        /// Bytes found.
        found: usize,
    },
    /// A proof that is too short, or whose scalars are not whole.
    #[error("expected a BBS proof of 272 bytes and 32 for each hidden message, found {found}")]
    ProofLength {
        /// Bytes found.
        found: usize,
    },
    /// More messages than a signature may cover here.
    #[error("expected at most {MAX_MESSAGES} messages, found {found}")]
    TooManyMessages {
        /// Messages found.
        found: usize,
    },
    /// Octets that are no point of the group G1, or its identity.
    #[error("expected a point of G1 other than its identity as {0}")]
    Point(&'static str),
    /// Octets that are no scalar, or zero.
    #[error("expected a scalar between 1 and the order of the group as {0}")]
    Scalar(&'static str),
    /// Indexes of disclosed messages that do not rise, or that no message has.
    #[error("expected rising indexes of disclosed messages below {messages}, found {found}")]
    Index {
        /// The first index that is wrong.
        found: usize,
        /// How many messages were signed.
        messages: usize,
    },
    /// The random source gave what no random source gives.
    #[error("expected random bytes, found a source that does not work")]
    Randomness,
    /// The signature was not made by this key over these messages and this header.
    #[error("the BBS signature was not made by this key over these messages and this header")]
    SignatureInvalid,
    /// The proof was not made from such a signature, or for another presentation.
    #[error("the BBS proof does not show these messages, this header and this presentation header")]
    ProofInvalid,
}

impl Coded for BbsError {
    fn code(&self) -> &'static str {
        match self {
            Self::SignatureLength { .. } => "bbs.signature_length",
            Self::ProofLength { .. } => "bbs.proof_length",
            Self::TooManyMessages { .. } => "bbs.too_many_messages",
            Self::Point(_) => "bbs.point",
            Self::Scalar(_) => "bbs.scalar",
            Self::Index { .. } => "bbs.index",
            Self::Randomness => "bbs.randomness",
            Self::SignatureInvalid => "bbs.signature_invalid",
            Self::ProofInvalid => "bbs.proof_invalid",
        }
    }
}
