//! Why files cannot be imported at all.

use credentials::json::JsonError;
use credentials::problem::Coded;

use super::detect::Format;

/// What is wrong with the files.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// Not JSON that can be relied on.
    #[error("{file}: {error}")]
    Json {
        /// The file.
        file: String,
        /// What is wrong in it.
        error: JsonError,
    },
    /// Neither UTF-8 nor UTF-16.
    #[error("{file}: expected UTF-8 or UTF-16 text")]
    Encoding {
        /// The file.
        file: String,
    },
    /// An array, a text, a number.
    #[error("{file}: expected a JSON object")]
    NotAnObject {
        /// The file.
        file: String,
    },
    /// No file with content.
    #[error("there is no file to import")]
    Nothing,
    /// The shape of no format.
    #[error("{file}: not a passport of a known format")]
    UnknownShape {
        /// The file.
        file: String,
    },
    /// The format asked for, and not its shape.
    #[error("{file}: not {format} content")]
    NotOfFormat {
        /// The file.
        file: String,
        /// The format asked for.
        format: Format,
    },
    /// A passport is one file in this format.
    #[error("{format} keeps a passport in one file, found {found}")]
    OneFile {
        /// The format.
        format: Format,
        /// How many there are.
        found: usize,
    },
    /// Two files with the same aspect.
    #[error("{file}: the aspect {aspect} is in {first} already")]
    AspectRepeated {
        /// The second file.
        file: String,
        /// The first file.
        first: String,
        /// The aspect.
        aspect: &'static str,
    },
    /// Files of several formats.
    #[error("{file} is {found}, the files before it are {expected}")]
    Mixed {
        /// The file that differs.
        file: String,
        /// Its format.
        found: Format,
        /// Theirs.
        expected: Format,
    },
    /// A name that `--format` does not know.
    #[error("unknown format {0:?}, expected auto, {names}", names = names())]
    UnknownFormat(String),
}

fn names() -> String {
    let names: Vec<&str> = Format::ALL.iter().map(|format| format.name()).collect();
    names.join(", ")
}

impl Coded for ImportError {
    fn code(&self) -> &'static str {
        match self {
            Self::Json { error, .. } => error.code(),
            Self::Encoding { .. } => "import.encoding",
            Self::NotAnObject { .. } => "import.not_an_object",
            Self::Nothing => "import.nothing",
            Self::UnknownShape { .. } => "import.unknown_shape",
            Self::NotOfFormat { .. } => "import.not_of_format",
            Self::OneFile { .. } => "import.one_file",
            Self::AspectRepeated { .. } => "import.aspect_repeated",
            Self::Mixed { .. } => "import.mixed_formats",
            Self::UnknownFormat(_) => "import.unknown_format",
        }
    }

    fn pointer(&self) -> Option<String> {
        match self {
            Self::Json { error, .. } => error.pointer(),
            Self::NotAnObject { .. } | Self::UnknownShape { .. } | Self::NotOfFormat { .. } => {
                Some(String::new())
            }
            _ => None,
        }
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Json { error, .. } => return error.hint(),
            Self::Encoding { .. } => "save the file as UTF-8",
            Self::NotAnObject { .. } | Self::UnknownShape { .. } | Self::NotOfFormat { .. } => {
                "import reads Battery Pass 1.2 aspects (one file each, or merged) and Catena-X BatteryPass 6.1.0"
            }
            Self::Nothing => "name the JSON files, or the folder they are in",
            Self::OneFile { .. } | Self::Mixed { .. } => "import the passports one by one",
            Self::AspectRepeated { .. } => "name the files of one battery only",
            Self::UnknownFormat(_) => return None,
        };
        Some(hint.to_owned())
    }
}
