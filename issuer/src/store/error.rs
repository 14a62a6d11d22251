//! Why the store refuses.

use credentials::Problem;
use credentials::problem::Coded;

/// Why something was not kept or not found.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum StoreError {
    /// What a change expected is not so; nothing was changed.
    #[error(transparent)]
    Conflict(#[from] Conflict),
    /// The database cannot be used.
    #[error(transparent)]
    Engine(Problem),
    /// What is kept makes no sense.
    #[error("the database holds {0} that this version cannot read")]
    Corrupt(&'static str),
}

/// What a change found instead of what it expected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Conflict {
    /// There is an identity already.
    #[error("this data folder has an issuer already")]
    Identity,
    /// A key of this name exists, or is not active.
    #[error("key {0} was changed by another process")]
    Key(String),
    /// A credential with this id exists.
    #[error("a credential with the id {0} exists already")]
    Credential(String),
    /// Somebody has this status index.
    #[error("status index {index} of group {group} is given already")]
    StatusIndex {
        /// The group.
        group: u32,
        /// The index.
        index: u32,
    },
    /// The battery's current passport is another one than the change wants to replace.
    #[error("the current passport of {0} is another one")]
    Passport(String),
    /// The credential stands in another way, or does not exist.
    #[error("the status of {0} was changed by another process")]
    Standing(String),
    /// The passport is in a transfer that is open or done.
    #[error("the passport {0} has a transfer that is open or done")]
    TransferOpen(String),
    /// The transfer is in another state, or does not exist.
    #[error("the transfer {0} was changed by another process")]
    Transfer(String),
    /// The credential offer was used, or does not exist.
    #[error("the credential offer {0} was used already")]
    Offer(String),
}

impl Coded for StoreError {
    fn code(&self) -> &'static str {
        match self {
            Self::Conflict(conflict) => conflict.code(),
            Self::Engine(problem) => problem.code,
            Self::Corrupt(_) => "store.corrupt",
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::Conflict(conflict) => conflict.hint(),
            Self::Engine(problem) => problem.hint.clone(),
            Self::Corrupt(_) => Some("use the version that wrote it, or restore a backup".into()),
        }
    }
}

impl Coded for Conflict {
    fn code(&self) -> &'static str {
        match self {
            Self::Identity => "store.identity_exists",
            Self::Key(_) => "store.key_changed",
            Self::Credential(_) => "store.credential_exists",
            Self::StatusIndex { .. } => "store.status_index_given",
            Self::Passport(_) => "store.passport_changed",
            Self::Standing(_) => "store.status_changed",
            Self::TransferOpen(_) => "transfer.already_open",
            Self::Transfer(_) => "store.transfer_changed",
            Self::Offer(_) => "store.offer_used",
        }
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Identity => "take another one with --data-dir",
            Self::TransferOpen(_) => {
                "see `transfer list`; an open offer ends with `transfer withdraw`"
            }
            Self::Key(_) | Self::Passport(_) | Self::Standing(_) | Self::Transfer(_) => {
                "look at it again, then repeat the command if it is still wanted"
            }
            Self::Credential(_) | Self::StatusIndex { .. } | Self::Offer(_) => return None,
        };
        Some(hint.into())
    }
}
