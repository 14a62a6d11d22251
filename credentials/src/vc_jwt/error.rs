//! Why a credential as JWT is refused.

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
    #[error("expected a JWT of type vc+jwt, found {}", found(.0))]
    Type(Option<String>),
    /// A payload of another kind.
    #[error("expected a payload of type vc (`cty`), found `{0}`")]
    ContentType(String),
    /// The payload is no object.
    #[error("expected a credential as a JSON object")]
    NotAnObject,
    /// A credential inside a claim, as the data model 1.1 had it.
    #[error("expected the credential as the payload, found it in a claim `{0}`")]
    Nested(&'static str),
    /// A claim of the token says something else than the credential.
    #[error("the claim `{name}` and the credential's {member} differ")]
    Differs {
        /// The claim.
        name: &'static str,
        /// The member.
        member: &'static str,
    },
    /// `nbf` or `exp` is no number.
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

fn found(typ: &Option<String>) -> String {
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
            Self::Type(_) => "vc_jwt.typ",
            Self::ContentType(_) => "vc_jwt.cty",
            Self::NotAnObject => "vc_jwt.not_an_object",
            Self::Nested(_) => "vc_jwt.nested",
            Self::Differs { .. } => "vc_jwt.differs",
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
            Self::Type(_) => Some("/typ".into()),
            Self::ContentType(_) => Some("/cty".into()),
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
            Self::Type(_) | Self::ContentType(_) => {
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
