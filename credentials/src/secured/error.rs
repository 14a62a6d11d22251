//! Why something is not a secured credential.

use crate::json::JsonError;
use crate::model::EnvelopeError;
use crate::problem::Coded;
use crate::proof::ProofError;
use crate::sd_jwt::SdJwtError;
use crate::suite::Suite;
use crate::vc_jwt::VcJwtError;

/// A text that is no secured credential, or a credential that cannot be secured so.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SecuredError {
    /// No bytes but white space.
    #[error("expected a credential, found nothing")]
    Empty,
    /// Neither JSON nor a compact form.
    #[error("expected a credential as JSON, JWT or SD-JWT, found something else")]
    NoCredential,
    /// JSON without proof.
    #[error("expected a credential with a proof, found JSON that nothing secures")]
    Unsecured,
    /// An envelope that cannot be opened.
    #[error("expected an enveloped credential with {0} as its id")]
    Envelope(#[from] EnvelopeError),
    /// An envelope or compact form of a kind that is not read.
    #[error(
        "expected application/vc+sd-jwt, application/dc+sd-jwt or application/vc+jwt with what it says, found {0}"
    )]
    MediaType(String),
    /// Nothing to refer to.
    #[error("the credential has no id to refer to")]
    NoId,
    /// A holder's key was given for a suite that binds none.
    #[error("{0} cannot bind a credential to a holder's key")]
    HolderUnbound(Suite),
    /// The member that names the holder's key names none.
    #[error("expected the holder's key as a did:key")]
    Holder,
    /// Not strict JSON.
    #[error(transparent)]
    Json(#[from] JsonError),
    /// A broken SD-JWT, or a credential that cannot become one.
    #[error(transparent)]
    SdJwt(#[from] SdJwtError),
    /// A broken JWT, or a credential that cannot become one.
    #[error(transparent)]
    Jwt(#[from] VcJwtError),
    /// A broken proof, or a document that cannot have one.
    #[error(transparent)]
    Proof(#[from] ProofError),
}

impl Coded for SecuredError {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "secured.empty",
            Self::NoCredential => "secured.no_credential",
            Self::Unsecured => "secured.no_proof",
            Self::Envelope(_) => "secured.envelope",
            Self::MediaType(_) => "secured.media_type",
            Self::NoId => "secured.no_id",
            Self::HolderUnbound(_) => "secured.holder_unbound",
            Self::Holder => "secured.holder",
            Self::Json(error) => error.code(),
            Self::SdJwt(error) => error.code(),
            Self::Jwt(error) => error.code(),
            Self::Proof(error) => error.code(),
        }
    }

    fn pointer(&self) -> Option<String> {
        match self {
            Self::Unsecured => Some("/proof".into()),
            Self::Holder => Some("/holder".into()),
            Self::Envelope(_) | Self::NoId => Some("/id".into()),
            Self::Json(error) => error.pointer(),
            Self::SdJwt(error) => error.pointer(),
            Self::Jwt(error) => error.pointer(),
            Self::Proof(error) => error.pointer(),
            _ => None,
        }
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Unsecured => "anyone could have written this: ask its author for a signed one",
            Self::HolderUnbound(_) => "leave the holder out, or issue a passport as sd-jwt",
            Self::Json(error) => return error.hint(),
            Self::SdJwt(error) => return error.hint(),
            Self::Jwt(error) => return error.hint(),
            Self::Proof(error) => return error.hint(),
            _ => return None,
        };
        Some(hint.into())
    }
}
