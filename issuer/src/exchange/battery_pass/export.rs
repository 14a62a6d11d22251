//! From a passport to the seven aspects of Battery Pass 1.2, in the names, misspellings and units of its published
//! schemas.
//!
//! Its published example differs from its schemas in some names; the schemas decide, and the importer reads both.

use credentials::battery::attributes::{Attribute, Kind, Part, table};
use credentials::battery::{Category, describe};
use serde_json::{Value, json};

use super::{ASPECTS, schema, whole};
use crate::exchange::by_rating;
use crate::exchange::convert::figure;
use crate::exchange::draft::Draft;
use crate::exchange::ledger::Ledger;
use crate::exchange::report::{Fate, Missing, Report};
use crate::exchange::{Beyond, Exported, Format};

/// The aspects that the content has anything for, one file each.
pub(in crate::exchange) fn export(content: &Value) -> Exported {
    let mut out = Draft::new(None);
    let mut ledger = Ledger::new("", content);
    let mut beyond = Vec::new();
    for (pointer, value) in ledger.open() {
        let pointer = pointer.to_string();
        let fate = write(content, &pointer, value, &mut out, &mut beyond);
        ledger.seal(&pointer, fate);
    }
    let aspects = out.finish();
    let files = ASPECTS.iter().filter_map(|(aspect, group)| {
        let mut text = format!("{:#}", aspects.get(*group)?).into_bytes();
        text.push(b'\n');
        Some((format!("{aspect}.json"), text))
    });
    Exported {
        files: files.collect(),
        report: Report {
            category: Category::of(content).ok(),
            missing: missing(&aspects),
            version: Some(super::NEWEST),
            ..Report::new(
                Format::BatteryPass,
                ledger.finish_as("Battery Pass 1.2 has no place for it"),
            )
        },
        beyond,
    }
}

/// A value as the aspect has it.
struct Written {
    value: Value,
    /// Both figures, where it is not the same value.
    change: Option<(String, String)>,
    note: Option<String>,
}

fn write(
    content: &Value,
    pointer: &str,
    value: &Value,
    out: &mut Draft,
    beyond: &mut Vec<Beyond>,
) -> Fate {
    if pointer == "/id" {
        return identifier(content, value, out);
    }
    let Some((row, language)) = row(pointer) else {
        return left("no attribute of the table: nobody knows what it means");
    };
    let places = schema::places(row);
    if places.is_empty() {
        return left("Battery Pass 1.2 has no place for it");
    }
    if let Some(reason) = schema::without_place(row) {
        return left(reason);
    }
    let written = match converted(content, row, value) {
        Ok(written) => written,
        Err(reason) => return Fate::LeftOver { reason },
    };
    let group = pointer.split('/').nth(1).unwrap_or_default();
    let mut to = Vec::new();
    for place in places {
        let mut inside = super::filled(&place, pointer);
        if let Some(language) = language {
            inside = format!("{inside}/{language}");
        }
        if !out.put(&format!("/{group}{inside}"), written.value.clone()) {
            return left("its place in Battery Pass 1.2 cannot be made beside what is there");
        }
        if let Some(reason) = schema::refuses(row, &written.value) {
            // Of a range it is the object that is refused.
            let refused = inside.strip_suffix("/minimum").unwrap_or(&inside);
            beyond.push(Beyond {
                file: file(group),
                pointer: refused.to_owned(),
                reason: reason.to_owned(),
            });
        }
        to.push(shown(group, &inside));
    }
    match written.change {
        None => Fate::Mapped { to },
        Some((from, into)) => Fate::Converted {
            to,
            from,
            into,
            note: written.note,
        },
    }
}

/// The battery's own identifier is the aspects' product identifier.
fn identifier(content: &Value, id: &Value, out: &mut Draft) -> Fate {
    let place = "/generalProductInformation/productIdentifier";
    match content.pointer(place) {
        Some(other) if other != id => left("Battery Pass 1.2 has one identifier"),
        _ if out.put(place, id.clone()) => Fate::Mapped {
            to: vec![shown("generalProductInformation", "/productIdentifier")],
        },
        _ => left("its place in Battery Pass 1.2 cannot be made beside what is there"),
    }
}

/// The row for a value; of the texts of a language map, the map's, with the language.
fn row(pointer: &str) -> Option<(&'static Attribute, Option<&str>)> {
    if let Some(row) = table().at(pointer) {
        return Some((row, None));
    }
    let (outer, language) = pointer.rsplit_once('/')?;
    let row = table().at(outer)?;
    (row.kind == Kind::LanguageMap).then_some((row, Some(language)))
}

/// The value in the unit and form of Battery Pass 1.2, or why it has none there.
fn converted(content: &Value, row: &'static Attribute, value: &Value) -> Result<Written, String> {
    let same = Written {
        value: value.clone(),
        change: None,
        note: None,
    };
    match value {
        Value::Null => Err("it is null: nothing is stated".to_owned()),
        Value::Object(_) => Err("it is empty: nothing is stated".to_owned()),
        Value::Array(_) if row.kind != Kind::Array => {
            Err("it is empty: nothing is stated".to_owned())
        }
        Value::Number(number) if row.name() == "warrantyPeriod" => {
            warranty(number.as_f64().unwrap_or(f64::NAN))
        }
        Value::Number(number) => {
            let number = number.as_f64().unwrap_or(f64::NAN);
            Ok(unit(content, row, number)?.unwrap_or(same))
        }
        Value::String(text) if row.kind == Kind::Date => Ok(instant(text).unwrap_or(same)),
        _ => Ok(same),
    }
}

/// Months as a calendar month, which the schema asks for and ends with December; else as a period.
fn warranty(months: f64) -> Result<Written, String> {
    if !(1.0..=1200.0).contains(&months) || months.fract() != 0.0 {
        return Err("Battery Pass 1.2 has whole months only".to_owned());
    }
    let (text, note) = match months {
        ..=12.0 => (
            format!("--{months:02}"),
            "Battery Pass 1.2 writes the number of months as a calendar month",
        ),
        _ => (format!("P{months}M"), "no calendar month says more than 12"),
    };
    Ok(Written {
        value: json!(text),
        change: Some((format!("{months} months"), text)),
        note: Some(note.to_owned()),
    })
}

/// The first instant of a day or month, where only that is stated.
fn instant(text: &str) -> Option<Written> {
    let (day, note) = match text.len() {
        10 => (text.to_owned(), "the first instant stands for the day"),
        7 => (
            format!("{text}-01"),
            "the first instant stands for the month",
        ),
        _ => return None,
    };
    let instant = format!("{day}{}", super::DAY);
    Some(Written {
        value: json!(instant),
        change: Some((text.to_owned(), instant)),
        note: Some(note.to_owned()),
    })
}

/// The figure in the unit of Battery Pass 1.2, where that is another.
fn unit(content: &Value, row: &'static Attribute, number: f64) -> Result<Option<Written>, String> {
    let (Some(theirs), Some(ours)) = (row.battery_pass_unit, row.unit) else {
        return Ok(None);
    };
    let known = |pointer: &str| content.pointer(pointer).and_then(Value::as_f64);
    let (value, note) = match by_rating::into_theirs(number, theirs, ours, &known) {
        // Per cent of the same, by the month or not.
        Ok((value, None)) if value == number => return Ok(None),
        Ok(told) => told,
        // The importer, and the published example, know it by its size.
        Err(_) if (ours, theirs) == ("W", "%") && number > 100.0 => {
            return Ok(Some(in_watts(number)));
        }
        Err(reason) => return Err(reason),
    };
    let [theirs, ours] = [theirs, ours].map(describe::unit);
    Ok(Some(Written {
        value: whole(value),
        change: Some((
            format!("{} {ours}", figure(number)),
            format!("{} {theirs}", figure(value)),
        )),
        note,
    }))
}

fn in_watts(number: f64) -> Written {
    let watts = format!("{} W", figure(number));
    Written {
        value: whole(number),
        change: Some((watts.clone(), watts)),
        note: Some("no share of a power limit, so it stays in W: tell your reader".to_owned()),
    }
}

/// What the published schemas ask for and the aspects do not have.
fn missing(aspects: &Value) -> Vec<Missing> {
    let mut missing = Vec::new();
    for row in table().iter().filter(|row| schema::requires(row)) {
        let group = row.pointer.split('/').nth(1).unwrap_or_default();
        let there = |row: &'static Attribute| {
            schema::of_attribute(row)
                .into_iter()
                .any(|place| aspects.pointer(&format!("/{group}{place}")).is_some())
        };
        let member_of_nothing = row.part == Part::Member && !table().parent(row).is_some_and(there);
        if there(row) || member_of_nothing {
            continue;
        }
        missing.extend(schema::of_attribute(row).first().map(|place| Missing {
            pointer: shown(group, place),
            title: row.title.to_owned(),
            article: "the schema of Battery Pass 1.2 asks for it".to_owned(),
        }));
    }
    missing
}

fn left(reason: &str) -> Fate {
    Fate::LeftOver {
        reason: reason.to_owned(),
    }
}

/// The file with the aspect of a group.
fn file(group: &str) -> String {
    let named = ASPECTS.iter().find(|(_, of)| *of == group);
    named.map_or_else(String::new, |(aspect, _)| format!("{aspect}.json"))
}

/// A place for people: the file and the pointer in it.
fn shown(group: &str, inside: &str) -> String {
    format!("{}#{inside}", file(group))
}
