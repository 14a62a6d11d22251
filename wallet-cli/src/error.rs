//! Why the wallet refuses.

use std::path::PathBuf;

use credentials::battery::transfer::TransferError;
use credentials::keys::KeyError;
use credentials::proof::ProofError;
use credentials::sd_jwt::SdJwtError;
use credentials::secured::SecuredError;
use credentials::{Coded, Did, Problem};
use platform::Failure;
use platform::sealed::SealError;
use platform::sqlite::DatabaseError;

use crate::present::PresentError;
use crate::receive::ReceiveError;
use crate::transfer::AnswerError;

/// What stands in the way of a wallet.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WalletError {
    /// Nothing was initialised here.
    #[error("there is no wallet in {}", .0.display())]
    Absent(PathBuf),
    /// One was.
    #[error("there is a wallet already, of {0}")]
    Exists(Did),
    /// What a backup would replace is none of this wallet.
    #[error("{} is there, and is no backup of this wallet under its passphrase", .0.display())]
    BackupExists(PathBuf),
    /// The database refuses.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// Keys or credentials cannot be sealed or opened.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// A key is not good.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// What was opened is not what was sealed.
    #[error("{what} is damaged: {reason}")]
    Damaged {
        /// Which part.
        what: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// No credential has such an id.
    #[error(
        "the wallet has no credential with an id that begins with `{0}`, and no passport of such a battery"
    )]
    NotFound(String),
    /// More than one does.
    #[error("{} credentials have an id that begins with `{prefix}`", ids.len())]
    Ambiguous {
        /// What was given.
        prefix: String,
        /// What it may mean.
        ids: Vec<String>,
    },
    /// A battery does not change hands.
    #[error(transparent)]
    Transfer(#[from] TransferError),
    /// The core of the product refuses: model, proof, presentation.
    #[error("{}", .0.message)]
    Refused(Problem),
    /// Something is not taken in.
    #[error(transparent)]
    Received(#[from] ReceiveError),
}

impl Coded for WalletError {
    fn code(&self) -> &'static str {
        match self {
            Self::Absent(_) => "wallet.absent",
            Self::Exists(_) => "wallet.exists",
            Self::BackupExists(_) => "wallet.backup_exists",
            Self::Database(error) => error.code(),
            Self::Seal(error) => error.code(),
            Self::Key(error) => error.code(),
            Self::Damaged { .. } => "wallet.damaged",
            Self::NotFound(_) => "wallet.not_found",
            Self::Ambiguous { .. } => "wallet.ambiguous_id",
            Self::Transfer(error) => error.code(),
            Self::Refused(problem) => problem.code,
            Self::Received(error) => error.code(),
        }
    }

    fn pointer(&self) -> Option<String> {
        match self {
            Self::Transfer(error) => error.pointer(),
            Self::Refused(problem) => problem.pointer.clone(),
            Self::Received(error) => error.pointer(),
            _ => None,
        }
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Absent(_) => {
                "make one with `dbp-wallet init`, or `dbp-wallet restore` a backup".into()
            }
            Self::Exists(_) => "use it, or name another folder with --data-dir".into(),
            Self::BackupExists(_) => "give another name, or move that file away".into(),
            Self::Database(error) => return error.hint(),
            Self::Seal(error) => return error.hint(),
            Self::Damaged { .. } => "restore it from a backup".into(),
            Self::NotFound(_) => "see `dbp-wallet list`".into(),
            Self::Ambiguous { ids, .. } => format!("give more of it: {}", ids.join(", ")),
            Self::Transfer(error) => return error.hint(),
            Self::Refused(problem) => return problem.hint.clone(),
            Self::Received(error) => return error.hint(),
            Self::Key(_) => return None,
        })
    }
}

/// Errors of the core, which have their own codes.
macro_rules! refused {
    ($($error:ty),+) => {$(
        impl From<$error> for WalletError {
            fn from(error: $error) -> Self {
                Self::Refused(error.into())
            }
        }
    )+};
}

refused!(
    SecuredError,
    SdJwtError,
    ProofError,
    PresentError,
    AnswerError
);

impl From<Problem> for WalletError {
    fn from(problem: Problem) -> Self {
        Self::Refused(problem)
    }
}

impl From<rusqlite::Error> for WalletError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error.into())
    }
}

impl From<WalletError> for Failure {
    fn from(error: WalletError) -> Self {
        match &error {
            WalletError::Database(_)
            | WalletError::Damaged { .. }
            | WalletError::Seal(SealError::Machine(_))
            | WalletError::Received(ReceiveError::Unreachable { .. }) => Self::environment(error),
            WalletError::Received(_) | WalletError::Transfer(_) => Self::negative(error),
            _ => Self::usage(error),
        }
    }
}
