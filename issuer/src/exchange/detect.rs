//! Which format is it? Told by shape, since no file says it reliably.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};
use serde_json::Value;

use super::source::{Content, Source};
use super::{ImportError, aas, battery_pass, catena_x, passport, untp};

/// A format of files, read or written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Battery Pass 1.2 (DIN DKE SPEC 99100), and 1.0.0 before it: seven aspects.
    BatteryPass,
    /// The Catena-X BatteryPass aspect, 3.0.0 to 6.1.0.
    CatenaX,
    /// Asset Administration Shell submodels by IDTA 02035.
    Aas,
    /// Content of ours: `id` and the content groups.
    Passport,
    /// A text table, one battery a row.
    Csv,
    /// A workbook, one battery a row of a sheet.
    Xlsx,
    /// The product passport of the UN Transparency Protocol, which is only written.
    Untp,
}

/// The format that all files have.
pub(super) fn format(sources: &[Source]) -> Result<Format, ImportError> {
    let mut expected = None;
    for source in sources {
        let found = of(source).ok_or_else(|| unknown(source))?;
        match expected {
            Some(expected) if expected != found => {
                return Err(ImportError::Mixed {
                    file: source.name.clone(),
                    found,
                    expected,
                });
            }
            _ => expected = Some(found),
        }
    }
    expected.ok_or(ImportError::Nothing)
}

fn unknown(source: &Source) -> ImportError {
    let file = source.name.clone();
    match source.json() {
        Some(value) if is_credential(value) => ImportError::Credential { file },
        value => match value.and_then(catena_x::other_passport) {
            Some(what) => ImportError::OtherPassport { file, what },
            None => ImportError::UnknownShape { file },
        },
    }
}

/// A credential of the W3C, bare, enveloped or as a server answers with it.
fn is_credential(value: &Value) -> bool {
    let kinds = ["VerifiableCredential", "EnvelopedVerifiableCredential"];
    let is_kind = |kind: &Value| kinds.iter().any(|known| kind == known);
    let of_kind = |value: &Value| match value.get("type") {
        Some(Value::Array(several)) => several.iter().any(is_kind),
        Some(one) => is_kind(one),
        None => false,
    };
    of_kind(value) || value.get("verifiableCredential").is_some_and(of_kind)
}

fn of(source: &Source) -> Option<Format> {
    let value = match &source.content {
        Content::Json(value) => value,
        Content::Package(bytes) if is_workbook(bytes) => return Some(Format::Xlsx),
        Content::Package(bytes) => return aas::is_package(bytes).then_some(Format::Aas),
        Content::Description(_) => return None,
    };
    if aas::is_environment(value) {
        return Some(Format::Aas);
    }
    if catena_x::version(value).is_some() {
        return Some(Format::CatenaX);
    }
    if passport::is_content(value) {
        return Some(Format::Passport);
    }
    if untp::is_passport(value) {
        return Some(Format::Untp);
    }
    battery_pass::is_content(value).then_some(Format::BatteryPass)
}

/// The names of a package's parts stand in it as they are.
fn is_workbook(package: &[u8]) -> bool {
    let part = b"xl/workbook.xml";
    package.windows(part.len()).any(|bytes| bytes == part)
}

impl Format {
    /// Every format that can be read.
    pub const ALL: &[Format] = &[
        Format::BatteryPass,
        Format::CatenaX,
        Format::Aas,
        Format::Passport,
        Format::Csv,
        Format::Xlsx,
    ];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::BatteryPass => "battery-pass",
            Format::CatenaX => "catena-x",
            Format::Aas => "aas",
            Format::Passport => "passport",
            Format::Csv => "csv",
            Format::Xlsx => "xlsx",
            Format::Untp => "untp",
        }
    }

    /// The name for people.
    pub fn title(self) -> &'static str {
        match self {
            Format::BatteryPass => "Battery Pass",
            Format::CatenaX => "Catena-X BatteryPass",
            Format::Aas => "IDTA 02035 (AAS V3)",
            Format::Passport => "passport content",
            Format::Csv => "table (CSV)",
            Format::Xlsx => "workbook (XLSX)",
            Format::Untp => "UNTP",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.title())
    }
}

impl FromStr for Format {
    type Err = ImportError;

    fn from_str(name: &str) -> Result<Self, ImportError> {
        Format::ALL
            .iter()
            .copied()
            // Known, so that its refusal says why.
            .chain([Format::Untp])
            .find(|format| format.name() == name)
            .ok_or_else(|| ImportError::UnknownFormat(name.to_owned()))
    }
}

impl Serialize for Format {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
