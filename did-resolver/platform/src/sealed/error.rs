//! What can go wrong.

use credentials::problem::Coded;

use super::Kind;

/// Why something could not be sealed or opened.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// Not made by [`create`](super::create).
    #[error("not a sealed file: it does not begin as one")]
    NotSealed,
    /// Made by a newer version.
    #[error("sealed in format {0}, which this version does not know")]
    Version(u8),
    /// Bytes changed, or a record was moved to another place.
    #[error("{0} is damaged or does not belong here")]
    Corrupt(&'static str),
    /// The passphrase does not open it.
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// The key file does not open it.
    #[error("the key file belongs to other data")]
    WrongKeyFile,
    /// The other kind of protection is needed.
    #[error("sealed with {}", match .0 { Kind::Passphrase => "a passphrase", Kind::KeyFile => "a key file" })]
    Needs(Kind),
    /// The key file cannot be read or made.
    #[error("key file {path}: {error}")]
    KeyFile {
        /// The file.
        path: String,
        /// What the system says.
        error: std::io::Error,
    },
    /// No memory for the derivation, or no randomness.
    #[error("{0}")]
    Machine(String),
}

impl Coded for SealError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotSealed => "sealed.not_sealed",
            Self::Version(_) => "sealed.version",
            Self::Corrupt(_) => "sealed.corrupt",
            Self::WrongPassphrase => "sealed.wrong_passphrase",
            Self::WrongKeyFile => "sealed.wrong_key_file",
            Self::Needs(_) => "sealed.other_protection",
            Self::KeyFile { .. } => "sealed.key_file",
            Self::Machine(_) => "sealed.machine",
        }
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Version(_) => "use the version that made it, or a newer one",
            Self::Corrupt(_) => "restore it from a backup",
            Self::KeyFile { .. } | Self::WrongKeyFile => {
                "restore the key file from a backup: without it the keys are lost"
            }
            _ => return None,
        };
        Some(hint.into())
    }
}
