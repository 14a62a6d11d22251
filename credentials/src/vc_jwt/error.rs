//! Why a credential or presentation as JWT is refused.

use crate::did::DidError;
use crate::jose::{JoseError, OutOfTime};
use crate::problem::Coded;

/// A refused JWT, or a credential that cannot become one.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum VcJwtError {
    /// Not a JWS, or not signed by this key.
    #[error(transparent)]
    Jose(#[from] JoseError),
    /// Another kind of token.
    #[error("expected a JWT of type {expected}, found {}", told(.found))]
    Type {
        /// What it should be.
        expected: &'static str,
        /// What it is.
        found: Option<String>,
    },
    /// A payload of another kind.
    #[error("expected a payload of type {expected} (`cty`), found `{found}`")]
    ContentType {
        /// What it should be.
        expected: &'static str,
        /// What it is.
        found: String,
    },
    /// The payload is no object.
    #[error("expected a JSON object as payload")]
    NotAnObject,
    /// A document inside a claim, as the data model 1.1 had it.
    #[error("expected the document as the payload, found it in a claim `{0}`")]
    Nested(&'static str),
    /// A claim of the token says something else than the credential.
    #[error("the claim `{name}` and the document's {member} differ")]
    Differs {
        /// The claim.
        name: &'static str,
        /// The member.
        member: &'static str,
    },
    /// Made in answer to another nonce, or to none.
    #[error("the presentation answers another nonce")]
    Nonce,
    /// Made for somebody else.
    #[error("the presentation is not made for {0}")]
    Audience(String),
    /// Made too long ago.
    #[error("the presentation was made at {issued_at}, longer ago than one lasts")]
    Stale {
        /// Seconds since 1970.
        issued_at: i64,
    },
    /// Made in the future.
    #[error("the presentation was made at {issued_at}, which is yet to come")]
    Future {
        /// Seconds since 1970.
        issued_at: i64,
    },
    /// `nbf`, `exp` or `iat` is no number.
    #[error("expected whole seconds since 1970 in `{name}`")]
    Time {
        /// The claim.
        name: &'static str,
    },
    /// Before `nbf` or after `exp`.
    #[error("the token is valid {when} {bound} (`{name}`, seconds since 1970)")]
    NotNow {
        /// The claim.
        name: &'static str,
        /// From or until.
        when: &'static str,
        /// Seconds since 1970.
        bound: i64,
    },
    /// No `kid`.
    #[error("the header names no key (`kid`)")]
    KeyIdMissing,
    /// `kid` is no DID URL.
    #[error("`kid` is no verification method: {0}")]
    KeyId(DidError),
}

fn told(typ: &Option<String>) -> String {
    match typ {
        Some(typ) => format!("`{typ}`"),
        None => "no `typ`".to_owned(),
    }
}

impl From<OutOfTime> for VcJwtError {
    fn from(fault: OutOfTime) -> Self {
        match fault {
            OutOfTime::NoTime(name) => Self::Time { name },
            OutOfTime::NotNow(name, when, bound) => Self::NotNow { name, when, bound },
        }
    }
}

impl Coded for VcJwtError {
    fn code(&self) -> &'static str {
        match self {
            Self::Jose(error) => error.code(),
            Self::Type { .. } => "vc_jwt.typ",
            Self::ContentType { .. } => "vc_jwt.cty",
            Self::NotAnObject => "vc_jwt.not_an_object",
            Self::Nested(_) => "vc_jwt.nested",
            Self::Differs { .. } => "vc_jwt.differs",
            Self::Nonce => "vp_jwt.nonce",
            Self::Audience(_) => "vp_jwt.audience",
            Self::Stale { .. } => "vp_jwt.stale",
            Self::Future { .. } => "vp_jwt.future",
            Self::Time { .. } => "vc_jwt.time",
            Self::NotNow { name: "nbf", .. } => "vc_jwt.not_yet_valid",
            Self::NotNow { .. } => "vc_jwt.expired",
            Self::KeyIdMissing => "vc_jwt.kid_missing",
            Self::KeyId(_) => "vc_jwt.kid",
        }
    }

    fn pointer(&self) -> Option<String> {
        match self {
            Self::Jose(error) => error.pointer(),
            Self::Type { .. } => Some("/typ".into()),
            Self::ContentType { .. } => Some("/cty".into()),
            Self::Nonce => Some("/nonce".into()),
            Self::Audience(_) => Some("/aud".into()),
            Self::Stale { .. } | Self::Future { .. } => Some("/iat".into()),
            Self::NotAnObject => Some(String::new()),
            Self::Nested(name)
            | Self::Differs { name, .. }
            | Self::Time { name }
            | Self::NotNow { name, .. } => Some(format!("/{name}")),
            Self::KeyIdMissing | Self::KeyId(_) => Some("/kid".into()),
        }
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Jose(error) => return error.hint(),
            Self::Nonce | Self::Stale { .. } => {
                "an answer counts once: ask for a new presentation with a new nonce"
            }
            Self::Audience(_) => "it may have been made for another verifier and replayed",
            Self::Future { .. } => "compare the clocks of holder and verifier",
            Self::Type { .. } | Self::ContentType { .. } => {
                "a token of another kind is no credential, even if its claims look like one"
            }
            Self::Nested(_) => "ask for a credential of the data model 2.0",
            Self::Differs { .. } => {
                "two readers could see different claims: ask the issuer for a correct credential"
            }
            Self::NotNow { .. } => "ask the issuer for a credential that is valid now",
            Self::KeyIdMissing | Self::KeyId(_) => {
                "the issuer must put the DID URL of its key into the header"
            }
            _ => return None,
        };
        Some(hint.into())
    }
}
