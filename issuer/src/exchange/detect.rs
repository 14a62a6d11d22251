//! Which format is it? Told by shape, since no file says it reliably.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};
use serde_json::Value;

use super::source::Source;
use super::{ImportError, battery_pass};

/// A format that can be imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Battery Pass 1.2 (DIN DKE SPEC 99100): seven aspects.
    BatteryPass,
    /// The Catena-X BatteryPass aspect 6.1.0.
    CatenaX,
}

/// The format that all files have.
pub(super) fn format(sources: &[Source]) -> Result<Format, ImportError> {
    let mut expected = None;
    for source in sources {
        let found = of(source).ok_or_else(|| ImportError::UnknownShape {
            file: source.name.clone(),
        })?;
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

fn of(source: &Source) -> Option<Format> {
    let value = source.json()?;
    if is_catena_x(value) {
        return Some(Format::CatenaX);
    }
    battery_pass::is_content(value).then_some(Format::BatteryPass)
}

/// Its top-level sections; `specVersion` came with 6 and is not always there.
pub(super) fn is_catena_x(value: &Value) -> bool {
    let stated = value
        .get("specVersion")
        .and_then(Value::as_str)
        .is_some_and(|version| version.contains("io.catenax.battery.battery_pass"));
    let sections = [
        "identification",
        "performance",
        "materials",
        "safety",
        "sustainability",
    ];
    let found = sections
        .iter()
        .filter(|section| value.get(**section).is_some_and(Value::is_object))
        .count();
    stated || found >= 3
}

impl Format {
    /// Every format.
    pub const ALL: &[Format] = &[Format::BatteryPass, Format::CatenaX];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::BatteryPass => "battery-pass",
            Format::CatenaX => "catena-x",
        }
    }

    /// The name for people, with the version.
    pub fn title(self) -> &'static str {
        match self {
            Format::BatteryPass => "Battery Pass 1.2",
            Format::CatenaX => "Catena-X BatteryPass 6.1.0",
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
            .find(|format| format.name() == name)
            .ok_or_else(|| ImportError::UnknownFormat(name.to_owned()))
    }
}

impl Serialize for Format {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
