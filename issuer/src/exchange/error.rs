//! Why files cannot be imported at all.

use credentials::Problem;
use credentials::json::JsonError;
use credentials::problem::Coded;

use super::aas::PackageFault;
use super::amend::AmendError;
use super::catena_x;
use super::detect::Format;
use super::export::ExportFormat;
use super::table::{MappingFault, RowFault};

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
    /// Long names around many values: the account of them would fill the memory.
    #[error("{file}: the places of its values are more than {limit} bytes together")]
    Places {
        /// The file.
        file: String,
        /// How many are read.
        limit: usize,
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
    /// A passport, and not that of a battery.
    #[error("{file}: it is {what}, not the passport of a battery")]
    OtherPassport {
        /// The file.
        file: String,
        /// What it is.
        what: String,
    },
    /// What somebody signed: it is verified, and nobody issues another's words as one's own.
    #[error("{file}: it is a credential, which its issuer signed")]
    Credential {
        /// The file.
        file: String,
    },
    /// Schemas and models alone.
    #[error("{file}: it is {what}, which describes passports and has no values")]
    OnlyDescribes {
        /// The first of the files.
        file: String,
        /// What it is.
        what: &'static str,
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
    /// A table is imported row by row, by a mapping.
    #[error("a {format} holds a battery a row, and needs a mapping of its columns")]
    Table {
        /// Text or workbook.
        format: Format,
    },
    /// A file that cannot be read, or not to its end.
    #[error("{file}: {reason}")]
    Unreadable {
        /// The file.
        file: String,
        /// What the system or the reader of the format says.
        reason: String,
    },
    /// A table without the line that names its columns.
    #[error("{file}: expected a line with the names of the columns")]
    NoHeader {
        /// The file, for a workbook with the sheet.
        file: String,
    },
    /// A workbook without the sheet that the mapping names.
    #[error("{file}: no sheet {sheet:?}, found {found}")]
    NoSheet {
        /// The file.
        file: String,
        /// The sheet asked for.
        sheet: String,
        /// Its sheets.
        found: String,
    },
    /// The mapping asks for a list of materials and there is none.
    #[error("{file}: the mapping asks for a list of materials, and none was found")]
    NoMaterials {
        /// The table.
        file: String,
    },
    /// A mapping that is wrong, or does not fit the table.
    #[error(transparent)]
    Mapping(#[from] MappingFault),
    /// A row that cannot be read, where all must be.
    #[error(transparent)]
    Row(#[from] RowFault),
    /// What the caller sets cannot stand in this passport.
    #[error(transparent)]
    Amend(#[from] AmendError),
    /// A package that cannot be opened.
    #[error("{file}: {fault}")]
    Package {
        /// The file.
        file: String,
        /// What is wrong with it.
        fault: PackageFault,
    },
    /// A form that nobody filled in.
    #[error("{file}: no element has a value, it is an empty template")]
    NoValues {
        /// The file.
        file: String,
    },
    /// A shell of something else.
    #[error(
        "{file}: no submodel is a part of IDTA 02035 or the Catena-X BatteryPass, found {found:?}"
    )]
    NoPart {
        /// The file.
        file: String,
        /// Names of its submodels.
        found: String,
    },
    /// A credential of its own, whose words are its issuer's.
    #[error("{0} is written by export and not read: another issuer signed what it says")]
    OnlyWritten(Format),
    /// A name that `--format` does not know.
    #[error("unknown format {0:?}, expected auto, {names}", names = names())]
    UnknownFormat(String),
}

/// What `--format` takes: formats, and NDJSON, whose lines are in one of them.
fn names() -> String {
    let names = Format::ALL.iter().map(|format| format.name());
    let names: Vec<&str> = names.chain(["ndjson"]).collect();
    names.join(", ")
}

impl Coded for ImportError {
    fn code(&self) -> &'static str {
        match self {
            Self::Json { error, .. } => error.code(),
            Self::Encoding { .. } => "import.encoding",
            Self::Places { .. } => "import.places",
            Self::NotAnObject { .. } => "import.not_an_object",
            Self::Nothing => "import.nothing",
            Self::UnknownShape { .. } => "import.unknown_shape",
            Self::OtherPassport { .. } => "import.other_passport",
            Self::Credential { .. } => "import.credential",
            Self::OnlyDescribes { .. } => "import.only_describes",
            Self::NotOfFormat { .. } => "import.not_of_format",
            Self::OneFile { .. } => "import.one_file",
            Self::AspectRepeated { .. } => "import.aspect_repeated",
            Self::Mixed { .. } => "import.mixed_formats",
            Self::Table { .. } => "import.mapping_missing",
            Self::Unreadable { .. } => "import.unreadable",
            Self::NoHeader { .. } => "import.no_header",
            Self::NoSheet { .. } => "import.no_sheet",
            Self::NoMaterials { .. } => "import.no_materials",
            Self::Mapping(fault) => fault.code(),
            Self::Row(fault) => fault.code(),
            Self::Amend(error) => error.code(),
            Self::Package { fault, .. } => fault.code(),
            Self::NoValues { .. } => "import.no_values",
            Self::NoPart { .. } => "import.no_part",
            Self::OnlyWritten(_) => "import.only_written",
            Self::UnknownFormat(_) => "import.unknown_format",
        }
    }

    fn pointer(&self) -> Option<String> {
        match self {
            Self::Json { error, .. } => error.pointer(),
            Self::Mapping(fault) => fault.pointer(),
            Self::Amend(error) => error.pointer(),
            Self::Package { fault, .. } => fault.pointer(),
            Self::NotAnObject { .. }
            | Self::UnknownShape { .. }
            | Self::OtherPassport { .. }
            | Self::NotOfFormat { .. } => Some(String::new()),
            _ => None,
        }
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Json { error, .. } => return error.hint(),
            Self::Encoding { .. } => "save the file as UTF-8",
            Self::Places { .. } => {
                "import its passports one by one; names this long belong to none"
            }
            Self::NotAnObject { .. } | Self::UnknownShape { .. } | Self::NotOfFormat { .. } => {
                return Some(format!(
                    "looked for aspects of Battery Pass 1.2 or 1.0.0 (one file each, or merged), submodels of an Asset \
                     Administration Shell (JSON, AASX), content with its id, and {}; tables (CSV, XLSX) and NDJSON \
                     are known by their endings or --format",
                    catena_x::looked_for()
                ));
            }
            Self::OtherPassport { .. } => {
                "ask for the aspect io.catenax.battery.battery_pass of the battery in it"
            }
            Self::Credential { .. } => {
                "read it with dbp-verifier verify, and ask for the content it was made of"
            }
            Self::OnlyDescribes { .. } => "name the payload that it describes",
            Self::Nothing => "name the JSON files, or the folder they are in",
            Self::OneFile { .. } | Self::Mixed { .. } => "import the passports one by one",
            Self::AspectRepeated { .. } => "name the files of one battery only",
            Self::Table { .. } => {
                "dbp-issuer import TABLE --mapping-template > mapping.toml, then --mapping mapping.toml"
            }
            Self::NoHeader { .. } => "say with header in the mapping which line has the names",
            Self::NoSheet { .. } => "say with sheet in the mapping which one has the batteries",
            Self::NoMaterials { .. } => {
                "name it in the mapping under materials with file, or with sheet for a workbook"
            }
            Self::Mapping(fault) => return fault.hint(),
            Self::Amend(error) => return error.hint(),
            Self::Package { fault, .. } => return fault.hint(),
            Self::NoValues { .. } => {
                "export the instance of one battery, not the template of its submodel"
            }
            Self::NoPart { .. } => "export the submodels of the battery's passport",
            Self::OnlyWritten(_) => {
                "ask for the content as Battery Pass, Catena-X or Asset Administration Shell"
            }
            Self::UnknownFormat(_) | Self::Unreadable { .. } | Self::Row(_) => return None,
        };
        Some(hint.to_owned())
    }
}

/// Why a passport cannot be exported at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    /// Content without `id`.
    #[error("the content has no id: which battery is it?")]
    NoIdentifier,
    /// A credential, and nobody who says it.
    #[error("{0} is a credential, and nobody is named who issues it")]
    NoIssuer(ExportFormat),
    /// An event or an acceptance that is not what it says.
    #[error("{}", .0.message)]
    Statement(Problem),
    /// An acceptance without the offer beside it.
    #[error("the offer {0} that is accepted is not there")]
    NoOffer(String),
    /// A package that cannot be written.
    #[error(transparent)]
    Package(#[from] PackageFault),
    /// A name that `--format` does not know.
    #[error("unknown format {0:?}, expected {names}", names = export_names())]
    UnknownFormat(String),
}

fn export_names() -> String {
    let names: Vec<&str> = ExportFormat::ALL
        .iter()
        .map(|format| format.name())
        .collect();
    names.join(", ")
}

impl Coded for ExportError {
    fn code(&self) -> &'static str {
        match self {
            Self::NoIdentifier => "export.no_identifier",
            Self::NoIssuer(_) => "export.no_issuer",
            Self::Statement(problem) => problem.code,
            Self::NoOffer(_) => "export.no_offer",
            Self::Package(fault) => fault.code(),
            Self::UnknownFormat(_) => "export.unknown_format",
        }
    }

    fn pointer(&self) -> Option<String> {
        match self {
            Self::NoIdentifier => Some("/id".to_owned()),
            Self::Statement(problem) => problem.pointer.clone(),
            Self::NoIssuer(_) | Self::NoOffer(_) | Self::Package(_) | Self::UnknownFormat(_) => {
                None
            }
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::NoIdentifier => Some(
                "write the link that its QR code holds: https://HOST/01/GTIN/21/SERIAL".to_owned(),
            ),
            Self::NoIssuer(_) => {
                Some("export a passport that was issued, by its id or from its file".to_owned())
            }
            Self::Statement(problem) => problem.hint.clone(),
            Self::NoOffer(_) => {
                Some("export the bundle of the transfer, which has both".to_owned())
            }
            Self::Package(_) | Self::UnknownFormat(_) => None,
        }
    }
}
