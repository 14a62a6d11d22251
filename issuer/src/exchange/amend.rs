//! What the caller says beside the files: single places (`--set`), or a file merged in (`--merge`, RFC 7396).
//!
//! Figures and texts stand in the passport before the files are read, so that a nominal voltage that is set also
//! converts what the files give in kWh; whole lists and what is taken away come after. Either way the caller's word is
//! kept, and the report says what it replaced.

use credentials::battery::attributes::{Attribute, Kind, table};
use credentials::battery::content::FRAME;
use credentials::battery::describe;
use credentials::battery::lint::{Severity, Verdict, lint};
use credentials::json::{self, JsonPointer};
use credentials::problem::Coded;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::battery_pass::whole;
use super::draft::Draft;
use super::report::{Fate, Field, SetByCaller};
use super::units::Unit;

/// Values that the caller knows better than the files.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Amendments(Vec<Amendment>);

#[derive(Debug, Clone, PartialEq)]
struct Amendment {
    place: JsonPointer,
    /// Null takes away what is there.
    value: Value,
    /// The value with its unit as it was written, where that is not the attribute's.
    from: Option<String>,
    /// `--set`, or the file that was merged in.
    by: String,
}

/// Why something cannot be set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AmendError {
    /// No `=`, or no pointer before it.
    #[error("expected /POINTER=VALUE, found {0:?}")]
    Form(String),
    /// A file to merge that is no object.
    #[error("{0}: expected a JSON object in the shape of the content")]
    NotAnObject(String),
    /// A part of the frame, which the issuer writes.
    #[error("{by}: {pointer} frames the content, it is no attribute")]
    Frame {
        /// Where it came from.
        by: String,
        /// The place.
        pointer: String,
    },
    /// Nothing the attribute table knows, or not as it wants it.
    #[error("{by}: {message}")]
    Refused {
        /// Where it came from.
        by: String,
        /// The place.
        pointer: String,
        /// That of the finding.
        code: &'static str,
        /// What was expected and what was found.
        message: String,
        /// What to write instead.
        hint: Option<String>,
    },
}

impl Amendments {
    /// Reads `/POINTER=VALUE`: the value is JSON, or a text as it is, or a figure with its unit; `null` takes away.
    pub fn set(&mut self, text: &str, now: Timestamp) -> Result<(), AmendError> {
        let form = || AmendError::Form(text.to_owned());
        let (pointer, value) = text.split_once('=').ok_or_else(form)?;
        let place = JsonPointer::parse(pointer.trim()).map_err(|_| form())?;
        if place.is_root() {
            return Err(form());
        }
        let (value, from) = read(&place, value.trim())?;
        self.push(place, value, from, "--set", now)
    }

    /// Takes every value of a document in the shape of the content: objects are merged, lists replaced, nulls take
    /// away (RFC 7396).
    pub fn merge(
        &mut self,
        file: &str,
        document: &Value,
        now: Timestamp,
    ) -> Result<(), AmendError> {
        if !document.is_object() {
            return Err(AmendError::NotAnObject(file.to_owned()));
        }
        let mut patches = Vec::new();
        patch(&mut JsonPointer::root(), document, &mut patches);
        patches
            .into_iter()
            .try_for_each(|(place, value)| self.push(place, value, None, file, now))
    }

    fn push(
        &mut self,
        place: JsonPointer,
        value: Value,
        from: Option<String>,
        by: &str,
        now: Timestamp,
    ) -> Result<(), AmendError> {
        let first = place.tokens().first().map(String::as_str);
        if first.is_some_and(|name| FRAME.contains(&name)) {
            return Err(AmendError::Frame {
                by: by.to_owned(),
                pointer: place.to_string(),
            });
        }
        check(&place, &value, by, now)?;
        self.0.push(Amendment {
            place,
            value,
            from,
            by: by.to_owned(),
        });
        Ok(())
    }

    /// Puts what can stand before the files are read: single values outside lists, whose places the files count.
    pub(super) fn before(&self, draft: &mut Draft) {
        for amendment in &self.0 {
            let listed = amendment
                .place
                .tokens()
                .iter()
                .any(|token| index(token).is_some());
            if !listed && !amendment.value.is_null() {
                draft.set(&amendment.place, &amendment.value);
            }
        }
    }

    /// Puts everything, and says so of the values of the files that had to go.
    pub(super) fn after(
        &self,
        passport: &mut Value,
        fields: &mut [Field],
    ) -> Result<Vec<SetByCaller>, AmendError> {
        let before = passport.clone();
        let mut set = Vec::new();
        for amendment in &self.0 {
            let Amendment {
                place,
                value,
                from,
                by,
            } = amendment;
            let there = place.get(passport).cloned();
            put(passport, place.tokens(), value)
                .map_err(|length| gap(place, by, format!("the list has {length} elements")))?;
            set.push(SetByCaller {
                pointer: place.to_string(),
                value: value.clone(),
                from: from.clone(),
                by: by.clone(),
                replaced: match there {
                    Some(there) if there == *value => held_back(fields, place),
                    there => there,
                },
            });
        }
        for field in fields {
            give_way(&mut field.fate, &before, passport);
        }
        Ok(set)
    }
}

/// The value as its attribute wants it, and how it was written where that differs.
fn read(place: &JsonPointer, text: &str) -> Result<(Value, Option<String>), AmendError> {
    let value = json::parse(text.as_bytes());
    let kind = table().at(&place.to_string()).map(|row| (row, row.kind));
    Ok(match (kind, value) {
        (_, Ok(Value::Null)) => (Value::Null, None),
        (Some((row, Kind::Number | Kind::Integer)), Err(_)) => match with_unit(row, text) {
            Ok(Some(value)) => (value, Some(text.to_owned())),
            Ok(None) => (json!(text), None),
            Err(ours) => {
                return Err(AmendError::Refused {
                    by: "--set".to_owned(),
                    pointer: place.to_string(),
                    code: "import.unit",
                    message: format!("{}: expected {ours}, found {text:?}", row.title),
                    hint: Some(format!("write it in {ours}")),
                });
            }
        },
        (_, Err(_)) => (json!(text), None),
        (
            Some((_, Kind::Object | Kind::Array | Kind::LanguageMap))
            | Some((_, Kind::Number | Kind::Integer | Kind::Boolean))
            | None,
            Ok(value),
        ) => (value, None),
        (_, Ok(Value::String(quoted))) => (quoted.into(), None),
        // 10719 is a postal code.
        (_, Ok(_)) => (json!(text), None),
    })
}

/// `478000 g` of an attribute in kg; nothing for what is no figure with a unit, and our unit where theirs does not
/// lead to it.
fn with_unit(row: &Attribute, text: &str) -> Result<Option<Value>, String> {
    let Some(end) = text.find(|c: char| !(c.is_ascii_digit() || "+-.".contains(c))) else {
        return Ok(None);
    };
    let (Ok(number), Some(theirs)) = (text[..end].parse::<f64>(), Unit::parse(&text[end..])) else {
        return Ok(None);
    };
    let ours = row.unit.unwrap_or("1");
    Unit::parse(ours)
        .and_then(|ours| theirs.convert(number, ours))
        .filter(|value| value.is_finite())
        .map(|value| Some(whole(value)))
        .ok_or_else(|| describe::unit(ours).to_owned())
}

/// What the attribute table has against a value in its place, whatever else there may be.
fn check(place: &JsonPointer, value: &Value, by: &str, now: Timestamp) -> Result<(), AmendError> {
    let mut tokens = place.tokens().iter().rev();
    let content = tokens.try_fold(value.clone(), |inner, token| {
        Some(match index(token) {
            Some(index) if index > LONGEST => return None,
            Some(index) => {
                let mut items = vec![Value::Null; index];
                items.push(inner);
                items.into()
            }
            None => Map::from_iter([(token.clone(), inner)]).into(),
        })
    });
    let Some(content) = content else {
        return Err(gap(
            place,
            by,
            format!("no list has more than {LONGEST} elements"),
        ));
    };
    let fault = lint(&content, None, now).into_iter().find(|finding| {
        let about = finding.pointer.starts_with(place) || place.starts_with(&finding.pointer);
        about
            && finding.severity == Severity::Error
            && finding.verdict == Verdict::Schema
            && finding.code != "structure.member_missing"
            && !(value.is_null() && finding.code == "structure.null")
    });
    if let Some(finding) = fault {
        return Err(AmendError::Refused {
            by: by.to_owned(),
            pointer: finding.pointer.to_string(),
            code: finding.code,
            message: finding.message,
            hint: finding.hint,
        });
    }
    if value.is_null()
        && place
            .tokens()
            .last()
            .is_some_and(|token| index(token).is_some())
    {
        let message = "an element of a list cannot be taken away: the others would move";
        return Err(gap(place, by, message.to_owned()));
    }
    Ok(())
}

fn gap(place: &JsonPointer, by: &str, message: String) -> AmendError {
    AmendError::Refused {
        by: by.to_owned(),
        pointer: place.to_string(),
        code: "import.set_element",
        message,
        hint: Some("set the list as a whole, or its next element".to_owned()),
    }
}

/// The values of a merge patch, each with its place; what is an object is gone into.
fn patch(at: &mut JsonPointer, value: &Value, patches: &mut Vec<(JsonPointer, Value)>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                at.push(name);
                patch(at, value, patches);
                at.pop();
            }
        }
        other => patches.push((at.clone(), other.clone())),
    }
}

/// Puts a value and makes what leads there; null takes it away. Where a list would get a gap: its length.
fn put(slot: &mut Value, tokens: &[String], value: &Value) -> Result<(), usize> {
    let Some((first, rest)) = tokens.split_first() else {
        *slot = value.clone();
        return Ok(());
    };
    if let Some(index) = index(first) {
        if !slot.is_array() {
            *slot = json!([]);
        }
        let Some(items) = slot.as_array_mut() else {
            return Ok(());
        };
        if index == items.len() {
            items.push(Value::Null);
        }
        let length = items.len();
        return put(items.get_mut(index).ok_or(length)?, rest, value);
    }
    if !slot.is_object() {
        *slot = json!({});
    }
    let Some(members) = slot.as_object_mut() else {
        return Ok(());
    };
    if rest.is_empty() && value.is_null() {
        members.shift_remove(first);
        return Ok(());
    }
    if value.is_null() && !members.contains_key(first) {
        return Ok(());
    }
    put(members.entry(first).or_insert(Value::Null), rest, value)
}

/// The value of the files that found the caller's in its place.
fn held_back(fields: &[Field], place: &JsonPointer) -> Option<Value> {
    let place = place.to_string();
    fields.iter().find_map(|field| match &field.fate {
        Fate::Conflict { to, .. } if to.contains(&place) => Some(field.value.clone()),
        _ => None,
    })
}

/// What the caller replaced is no longer where the import put it.
fn give_way(fate: &mut Fate, before: &Value, after: &Value) {
    let (Fate::Mapped { to } | Fate::Converted { to, .. } | Fate::Guessed { to, .. }) = fate else {
        return;
    };
    let kept = |place: &String| before.pointer(place) == after.pointer(place);
    if to.iter().all(kept) {
        return;
    }
    let gone: Vec<String> = to.iter().filter(|place| !kept(place)).cloned().collect();
    if gone.len() < to.len() {
        to.retain(kept);
        return;
    }
    *fate = match gone.iter().find_map(|place| after.pointer(place)) {
        Some(there) => Fate::Conflict {
            kept: there.clone(),
            to: gone,
            reason: SET.to_owned(),
        },
        None => Fate::LeftOver {
            reason: "the caller took its place away".to_owned(),
        },
    };
}

/// Why a value of the files was not kept.
pub(super) const SET: &str = "it was set by the caller";

/// The last element that can be named; no list of a passport comes near.
const LONGEST: usize = 9999;

fn index(token: &str) -> Option<usize> {
    let digits = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| token.parse().unwrap_or(usize::MAX))
}

impl Coded for AmendError {
    fn code(&self) -> &'static str {
        match self {
            Self::Form(_) => "import.set_form",
            Self::NotAnObject(_) => "import.not_an_object",
            Self::Frame { .. } => "import.set_frame",
            Self::Refused { code, .. } => code,
        }
    }

    fn pointer(&self) -> Option<String> {
        match self {
            Self::Form(_) | Self::NotAnObject(_) => None,
            Self::Frame { pointer, .. } | Self::Refused { pointer, .. } => Some(pointer.clone()),
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::Form(_) => Some(
                "such as --set /generalProductInformation/batteryMass=478; see dbp-issuer sample ev for the places"
                    .to_owned(),
            ),
            Self::NotAnObject(_) => None,
            Self::Frame { pointer, .. } if pointer == "/id" => {
                Some("name the battery with --id".to_owned())
            }
            Self::Frame { .. } => Some("the issuer writes it when it issues".to_owned()),
            Self::Refused { hint, .. } => hint.clone(),
        }
    }
}
