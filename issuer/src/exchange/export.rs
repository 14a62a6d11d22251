//! From a passport to other people's formats, with an account of every value.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use credentials::battery::attributes::Part;
use credentials::battery::audience::{self, Audience};
use credentials::battery::content::visit;
use credentials::json::JsonPointer;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use super::report::Report;
use super::untp::{self, Envelope};
use super::{ExportError, Format, aas, battery_pass};

/// A format that can be exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// The seven aspects of Battery Pass 1.2.
    BatteryPass,
    /// Asset Administration Shell submodels by IDTA 02035, as JSON.
    Aas,
    /// The same in an AASX package.
    Aasx,
    /// A Digital Product Passport of the UN Transparency Protocol, unsigned; of events, Digital Traceability Events.
    Untp,
}

/// What an export gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Exported {
    /// Names and content.
    pub files: Vec<(String, Vec<u8>)>,
    /// What became of every value of the passport; `to` are places of the files.
    pub report: Report,
    /// What the published schema of the format refuses, and is written all the same.
    pub beyond: Vec<Beyond>,
}

/// A value that is right by the law and that the format's published schema refuses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Beyond {
    /// The file.
    pub file: String,
    /// Where in it.
    pub pointer: String,
    /// What the schema wants.
    pub reason: String,
}

/// Writes the content of a passport (`id` and the content groups) in another format. A format that is a credential
/// itself needs its frame.
pub fn export(
    content: &Value,
    format: ExportFormat,
    envelope: Option<&Envelope>,
) -> Result<Exported, ExportError> {
    if !content.get("id").is_some_and(Value::is_string) {
        return Err(ExportError::NoIdentifier);
    }
    match format {
        ExportFormat::BatteryPass => Ok(battery_pass::export(content)),
        ExportFormat::Aas => aas::export(content),
        ExportFormat::Aasx => aas::export_package(content),
        ExportFormat::Untp => match envelope {
            Some(envelope) => Ok(untp::export(content, envelope)),
            None => Err(ExportError::NoIssuer(format)),
        },
    }
}

/// Writes the events and transfers among these credentials in the words of UNTP, a file each: in the envelope that is
/// given, else by those who signed them. Nothing where there are none.
pub fn export_events(
    credentials: &[Value],
    envelope: Option<&Envelope>,
) -> Result<Option<Exported>, ExportError> {
    untp::export_events(credentials, envelope)
}

/// The part of a passport's content that an audience may see; of what the table does not know, nothing.
pub fn seen_by(content: &Value, audience: Audience) -> Value {
    let mut hidden = BTreeSet::new();
    visit(content, &mut |place| {
        let unseen = match place.row {
            Some(row) => place.is_attribute() && !audience::may_see(row, audience),
            None => place
                .parent
                .is_none_or(|parent| matches!(parent.part, Part::Group | Part::Section)),
        };
        if unseen {
            hidden.insert(place.pointer.to_string());
        }
    });
    without(content, String::new(), &hidden).unwrap_or(Value::Null)
}

/// The value without these places, and without what is empty once they are gone.
fn without(value: &Value, at: String, hidden: &BTreeSet<String>) -> Option<Value> {
    if hidden.contains(&at) {
        return None;
    }
    let inside = format!("{at}/");
    let touched = hidden.range(inside.clone()..).next();
    let Value::Object(members) = value else {
        return Some(value.clone());
    };
    if !touched.is_some_and(|place| place.starts_with(&inside)) {
        return Some(value.clone());
    }
    let kept: Map<String, Value> = members
        .iter()
        .filter_map(|(name, value)| {
            let place = format!("{at}{}", JsonPointer::root().child(name));
            Some((name.clone(), without(value, place, hidden)?))
        })
        .collect();
    (!kept.is_empty()).then_some(kept.into())
}

impl Exported {
    /// Report and counts, and the files where they are text: as values, or as they are.
    pub fn to_json(&self) -> Value {
        let files: Map<String, Value> = self
            .files
            .iter()
            .map(|(name, bytes)| {
                let text = str::from_utf8(bytes).ok();
                let content = text.map(|text| match serde_json::from_str(text) {
                    Ok(value) => value,
                    Err(_) => Value::from(text.trim_end()),
                });
                (name.clone(), content.unwrap_or_default())
            })
            .collect();
        json!({
            "files": files,
            "report": self.report,
            "counts": self.report.counts(),
            "beyond": self.beyond,
        })
    }
}

impl ExportFormat {
    /// Every format.
    pub const ALL: &[ExportFormat] = &[
        ExportFormat::BatteryPass,
        ExportFormat::Aas,
        ExportFormat::Aasx,
        ExportFormat::Untp,
    ];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            ExportFormat::Aasx => "aasx",
            other => other.format().name(),
        }
    }

    /// What the report calls it; a package holds the same as the file.
    pub(super) fn format(self) -> Format {
        match self {
            ExportFormat::BatteryPass => Format::BatteryPass,
            ExportFormat::Aas | ExportFormat::Aasx => Format::Aas,
            ExportFormat::Untp => Format::Untp,
        }
    }
}

impl fmt::Display for ExportFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for ExportFormat {
    type Err = ExportError;

    fn from_str(name: &str) -> Result<Self, ExportError> {
        ExportFormat::ALL
            .iter()
            .copied()
            .find(|format| format.name() == name)
            .ok_or_else(|| ExportError::UnknownFormat(name.to_owned()))
    }
}

impl Serialize for ExportFormat {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
