//! What can be wrong with an AASX package.

use credentials::json::JsonError;
use credentials::problem::Coded;

/// What is wrong with a package.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackageFault {
    /// Not a ZIP file that can be relied on.
    #[error("{reason}")]
    Zip {
        /// What its reader says.
        reason: String,
    },
    /// More parts than any package of a battery has.
    #[error("{found} parts, expected at most {limit}")]
    Parts {
        /// How many there are.
        found: usize,
        /// How many are read.
        limit: usize,
    },
    /// Two parts that are one by the rules of packages.
    #[error("the part {part} is there twice")]
    Twice {
        /// The part.
        part: String,
    },
    /// Far larger than what it was packed into.
    #[error("with the part {part} it unpacks to more than {limit} bytes")]
    TooLarge {
        /// The part.
        part: String,
        /// How many are read.
        limit: u64,
    },
    /// A relation leads to nothing.
    #[error("there is no part {part}")]
    Missing {
        /// The part.
        part: String,
    },
    /// No relation says where the shells are.
    #[error("no relation leads to {to}")]
    NoRelation {
        /// What is looked for.
        to: &'static str,
    },
    /// XML that cannot be relied on, or that is no environment.
    #[error("{reason}")]
    Xml {
        /// What is wrong.
        reason: String,
    },
    /// An environment of another version of the metamodel.
    #[error("expected an AAS of version 3, found {found}")]
    Version {
        /// By what it is known.
        found: String,
    },
    /// JSON that cannot be relied on.
    #[error(transparent)]
    Json(#[from] JsonError),
    /// A text in another encoding.
    #[error("the part {part} is no UTF-8 text")]
    Encoding {
        /// The part.
        part: String,
    },
}

impl Coded for PackageFault {
    fn code(&self) -> &'static str {
        match self {
            Self::Zip { .. } => "aasx.zip",
            Self::Parts { .. } => "aasx.parts",
            Self::Twice { .. } => "aasx.part_repeated",
            Self::TooLarge { .. } => "aasx.part_too_large",
            Self::Missing { .. } => "aasx.part_missing",
            Self::NoRelation { .. } => "aasx.no_relation",
            Self::Xml { .. } => "aasx.xml",
            Self::Version { .. } => "aasx.version",
            Self::Json(error) => error.code(),
            Self::Encoding { .. } => "aasx.encoding",
        }
    }

    fn pointer(&self) -> Option<String> {
        match self {
            Self::Json(error) => error.pointer(),
            _ => None,
        }
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Json(error) => return error.hint(),
            Self::Version { .. } => "save it again with a tool for AAS V3",
            Self::NoRelation { .. } => "is it an AASX package?",
            _ => return None,
        };
        Some(hint.to_owned())
    }
}
