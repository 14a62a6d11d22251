//! Our own content, as `import` writes it: what the attribute table knows stays where it is.

use credentials::battery::attributes::{Kind, table};
use credentials::battery::content::FRAME;
use credentials::battery::{BatteryId, attributes::Attribute};
use serde_json::Value;

use super::draft::Draft;
use super::ledger::Ledger;
use super::report::{Fate, Field};
use super::source::{BIG_INTEGER, Source};
use super::{Format, ImportError};

/// Whether an object is content of ours: the battery's `id` beside nothing but groups and what frames them.
pub(super) fn is_content(value: &Value) -> bool {
    let Some(members) = value.as_object() else {
        return false;
    };
    let group = |name: &str| table().group(name).is_some();
    members.get("id").is_some_and(Value::is_string)
        && members.keys().any(|name| group(name))
        && members
            .keys()
            .all(|name| group(name) || FRAME.contains(&name.as_str()))
}

pub(super) fn import(sources: &[Source], draft: &mut Draft) -> Result<Vec<Field>, ImportError> {
    let source = match sources {
        [source] => source,
        [] => return Err(ImportError::Nothing),
        more => {
            return Err(ImportError::OneFile {
                format: Format::Passport,
                found: more.len(),
            });
        }
    };
    let value = source
        .json()
        .filter(|value| is_content(value))
        .ok_or_else(|| ImportError::NotOfFormat {
            file: source.name.clone(),
            format: Format::Passport,
        })?;
    let mut ledger = Ledger::new(&source.name, value);
    for (pointer, value) in ledger.open() {
        let to = pointer.to_string();
        let fate = take(&to, value, draft);
        ledger.seal(&to, fate);
    }
    Ok(ledger.finish())
}

fn take(to: &str, value: &Value, draft: &mut Draft) -> Fate {
    let left = |reason: &str| Fate::LeftOver {
        reason: reason.to_owned(),
    };
    let mapped = || Fate::Mapped {
        to: vec![to.to_owned()],
    };
    if to == "/id" {
        return match value.as_str().map(str::parse::<BatteryId>) {
            Some(Ok(id)) if draft.given().is_none() => {
                draft.name(&id);
                mapped()
            }
            _ => draft
                .settle(to, value.clone())
                .map_or_else(|fate| fate, |()| mapped()),
        };
    }
    let first = to.split('/').nth(1).unwrap_or_default();
    if FRAME.contains(&first) {
        return left("the issuer frames the content itself");
    }
    if value
        .as_str()
        .is_some_and(|text| text.starts_with(BIG_INTEGER))
    {
        return left("no JSON reader holds an integer beyond 2^53 exactly");
    }
    match row(to).map(|row| row.kind) {
        None => left("the attribute table has no such place"),
        Some(_) if value.is_null() => left("it is null: nothing is stated"),
        Some(Kind::Array) if value.is_array() => keep(to, value, draft),
        Some(_) if value.is_array() || value.is_object() => left("it is empty: nothing is stated"),
        Some(_) => keep(to, value, draft),
    }
}

fn keep(to: &str, value: &Value, draft: &mut Draft) -> Fate {
    match draft.settle(to, value.clone()) {
        Ok(()) => Fate::Mapped {
            to: vec![to.to_owned()],
        },
        Err(fate) => fate,
    }
}

/// The row that describes a place; the texts of a language map have none of their own.
fn row(pointer: &str) -> Option<&'static Attribute> {
    table().at(pointer).or_else(|| {
        let (outer, _) = pointer.rsplit_once('/')?;
        table()
            .at(outer)
            .filter(|row| row.kind == Kind::LanguageMap)
    })
}
