//! Why a status list or an entry of a credential is refused.

use crate::jose::JoseError;
use crate::json::JsonPointer;
use crate::problem::Coded;

/// A refused status list, status entry or index.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StatusError {
    /// `credentialStatus` breaks a MUST of section 2.1.
    #[error("expected {expected}")]
    EntryMalformed {
        /// Where, in the credential that carries the entry.
        at: JsonPointer,
        /// What the Recommendation asks for.
        expected: &'static str,
    },
    /// The status list credential breaks a MUST of section 2.2.
    #[error("expected {expected} in the status list credential")]
    ListMalformed {
        /// Where, in the status list credential.
        at: JsonPointer,
        /// What the Recommendation asks for.
        expected: &'static str,
    },
    /// `encodedList` is not the multibase form of a gzip stream.
    #[error("the encoded list is not gzip in multibase base64url: {0}")]
    EncodingMalformed(String),
    /// The expanded list is larger than any list needs to be: a decompression bomb, or a mistake.
    #[error("the list expands to more than {limit} bytes")]
    TooLarge {
        /// The bound, in bytes.
        limit: usize,
    },
    /// Fewer entries than herd privacy asks for (section 5.1).
    #[error("the list has {entries} entries, expected at least {minimum}")]
    TooShort {
        /// Entries found.
        entries: usize,
        /// Entries asked for.
        minimum: usize,
    },
    /// The list is for another purpose than the entry.
    #[error("the list is for {found}, expected {expected}")]
    PurposeMismatch {
        /// Purpose of the entry.
        expected: String,
        /// Purposes of the list.
        found: String,
    },
    /// The list says that it is another list than the one that the entry names.
    #[error("the list calls itself {found}, expected {expected}")]
    ListMismatch {
        /// `statusListCredential` of the entry.
        expected: String,
        /// `id` of the list.
        found: String,
    },
    /// The index lies beyond the end of the list.
    #[error("index {index} is beyond the {entries} entries of the list")]
    IndexOutOfRange {
        /// The index asked for.
        index: u64,
        /// Entries of the list.
        entries: usize,
    },
    /// The value does not fit in the entry size of the list.
    #[error("value {value} does not fit in {size} bits")]
    ValueOutOfRange {
        /// The value to be set.
        value: u8,
        /// Bits an entry.
        size: u8,
    },
    /// `lst` is not a zlib stream.
    #[error("the list of the token is not zlib in base64url: {0}")]
    LstMalformed(String),
    /// A number of bits that a Token Status List cannot have.
    #[error("expected 1, 2, 4 or 8 bits in the status list, found {0}")]
    BitsUnsupported(u64),
    /// The Status List Token lacks a claim, or has it in another form.
    #[error("expected {expected} in the Status List Token")]
    TokenMalformed {
        /// Where, in its claims.
        at: &'static str,
        /// What the draft asks for.
        expected: &'static str,
    },
    /// Another kind of token.
    #[error("expected a token of type statuslist+jwt, found {}", .0.as_deref().unwrap_or("none"))]
    TokenType(Option<String>),
    /// No key is named, or not by a DID URL.
    #[error("the Status List Token names no verification method (`kid`)")]
    TokenKey,
    /// The token says that it is another list than the one that the credential names.
    #[error("the Status List Token calls itself {found}, expected {expected}")]
    SubjectMismatch {
        /// `uri` of the entry.
        expected: String,
        /// `sub` of the token.
        found: String,
    },
    /// Not a JWS, or not signed by this key.
    #[error(transparent)]
    Jose(#[from] JoseError),
    /// An entry size that no byte holds.
    #[error("expected a status size of 1 to 8 bits, found {0}")]
    SizeUnsupported(u64),
}

impl Coded for StatusError {
    fn code(&self) -> &'static str {
        match self {
            Self::EntryMalformed { .. } => "status.entry_malformed",
            Self::ListMalformed { .. } => "status.list_malformed",
            Self::EncodingMalformed(_) => "status.encoding_malformed",
            Self::TooLarge { .. } => "status.list_too_large",
            Self::TooShort { .. } => "status.list_too_short",
            Self::PurposeMismatch { .. } => "status.purpose_mismatch",
            Self::ListMismatch { .. } => "status.list_mismatch",
            Self::IndexOutOfRange { .. } => "status.index_out_of_range",
            Self::ValueOutOfRange { .. } => "status.value_out_of_range",
            Self::SizeUnsupported(_) => "status.size_unsupported",
            Self::LstMalformed(_) => "status.lst_malformed",
            Self::BitsUnsupported(_) => "status.bits_unsupported",
            Self::TokenMalformed { .. } => "status.token_malformed",
            Self::TokenType(_) => "status.token_typ",
            Self::TokenKey => "status.token_kid",
            Self::SubjectMismatch { .. } => "status.list_mismatch",
            Self::Jose(error) => error.code(),
        }
    }

    fn pointer(&self) -> Option<String> {
        match self {
            Self::EntryMalformed { at, .. } | Self::ListMalformed { at, .. } => {
                Some(at.to_string())
            }
            Self::EncodingMalformed(_) | Self::TooLarge { .. } => {
                Some("/credentialSubject/encodedList".into())
            }
            Self::PurposeMismatch { .. } => Some("/credentialSubject/statusPurpose".into()),
            Self::ListMismatch { .. } => Some("/id".into()),
            Self::LstMalformed(_) => Some("/status_list/lst".into()),
            Self::BitsUnsupported(_) => Some("/status_list/bits".into()),
            Self::TokenMalformed { at, .. } => Some((*at).into()),
            Self::TokenType(_) => Some("/typ".into()),
            Self::TokenKey => Some("/kid".into()),
            Self::SubjectMismatch { .. } => Some("/sub".into()),
            Self::Jose(error) => error.pointer(),
            _ => None,
        }
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::TooShort { .. } => {
                "a short list tells who was revoked; ask the issuer for a list of full length"
            }
            Self::TooLarge { .. } => {
                "do not expand it elsewhere either; ask the issuer for a proper list"
            }
            Self::Jose(error) => return error.hint(),
            Self::PurposeMismatch { .. }
            | Self::ListMismatch { .. }
            | Self::SubjectMismatch { .. } => {
                "the entry points at the wrong list, or the wrong list was served: ask the issuer"
            }
            Self::IndexOutOfRange { .. } => "the credential was never in this list: ask the issuer",
            _ => return None,
        };
        Some(hint.into())
    }
}
