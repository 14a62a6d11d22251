//! Battery Pass 1.2 (DIN DKE SPEC 99100): seven aspects, one file each or merged in one; and 1.0.0 before it (`first`).
//!
//! Where each value goes is in the attribute table; here is only what differs in unit or form.

mod export;
mod first;
mod schema;

use std::collections::BTreeMap;

use credentials::battery::attributes::{Attribute, Kind, table};
use credentials::battery::{BatteryId, Category, describe};
use credentials::json::JsonPointer;
use serde_json::{Value, json};

use super::by_rating::{self, Converted, POWER};
use super::convert::{self, figure};
use super::draft::Draft;
use super::ledger::Ledger;
use super::report::{Fate, Field};
use super::source::{BIG_INTEGER, Source};
use super::{Format, ImportError};

pub(super) use export::export;

/// Names of the aspects, and the groups they become.
pub(super) const ASPECTS: [(&str, &str); 7] = [
    ("GeneralProductInformation", "generalProductInformation"),
    ("Labeling", "labels"),
    ("CarbonFootprintForBatteries", "carbonFootprint"),
    ("SupplyChainDueDiligence", "supplyChainDueDiligence"),
    ("MaterialComposition", "materialComposition"),
    ("Circularity", "circularity"),
    ("PerformanceAndDurability", "performanceAndDurability"),
];

/// The version that is written, and that is read first.
pub(super) const NEWEST: &str = "1.2";

/// The time of a date-time that stands for its whole day.
const DAY: &str = "T00:00:00Z";

/// Whether an object is one aspect, or several under their names.
pub(super) fn is_content(value: &Value) -> bool {
    // The name of an aspect alone is also that of a section elsewhere.
    let is_group = |(at, _): (String, _)| {
        value
            .pointer(&at)
            .is_some_and(|inner| aspect(inner).is_some())
    };
    merged(value).any(is_group) || aspect(value).is_some()
}

/// Gives the version and what became of every value.
pub(super) fn import(
    sources: &[Source],
    draft: &mut Draft,
) -> Result<(&'static str, Vec<Field>), ImportError> {
    let mut seen: BTreeMap<&'static str, &str> = BTreeMap::new();
    let mut ledgers = Vec::new();
    for source in sources {
        let other = || ImportError::NotOfFormat {
            file: source.name.clone(),
            format: Format::BatteryPass,
        };
        let value = source.json().ok_or_else(other)?;
        let ledger = Ledger::new(&source.name, value);
        let mut aspects: Vec<(String, &'static str)> = merged(value).collect();
        if aspects.is_empty() {
            aspects.push((String::new(), aspect(value).ok_or_else(other)?));
        }
        for (_, group) in &aspects {
            if let Some(first) = seen.insert(*group, source.name.as_str()) {
                return Err(ImportError::AspectRepeated {
                    file: source.name.clone(),
                    first: first.to_owned(),
                    aspect: group,
                });
            }
        }
        ledgers.push((ledger, aspects));
    }
    if ledgers.is_empty() {
        return Err(ImportError::Nothing);
    }
    let mut fields = Vec::new();
    let mut version = NEWEST;
    for (mut ledger, aspects) in ledgers {
        for (base, group) in aspects {
            if take_aspect(&mut ledger, &base, group, draft) {
                version = first::VERSION;
            }
        }
        fields.extend(ledger.finish());
    }
    Ok((version, fields))
}

/// The groups in an object that has aspects as members, with the pointer to each.
fn merged(value: &Value) -> impl Iterator<Item = (String, &'static str)> {
    let members = value.as_object().into_iter().flatten();
    members.filter_map(|(name, value)| {
        let (_, group) = ASPECTS
            .into_iter()
            .find(|(aspect, group)| name == aspect || name == group)?;
        // The aspect of labels has a list of that name.
        value
            .is_object()
            .then(|| (JsonPointer::root().child(name).to_string(), group))
    })
}

/// The aspect whose members an object has; the one with most, where some names are unknown.
fn aspect(value: &Value) -> Option<&'static str> {
    let members = value.as_object()?;
    let score = |group: &str| {
        let known: Vec<String> = table()
            .group(group)
            .into_iter()
            .flat_map(|group| table().members(group))
            .flat_map(|row| {
                let own = table().battery_pass_pointers(row);
                let inner = table()
                    .members(row)
                    .flat_map(|member| table().battery_pass_pointers(member));
                own.into_iter().chain(inner).collect::<Vec<_>>()
            })
            .filter_map(|pointer| pointer.split('/').nth(1).map(str::to_owned))
            .collect();
        let of_first = |name: &str| first::names(group).any(|known| known == name);
        let known = |name: &&String| known.contains(name) || of_first(name);
        members.keys().filter(known).count()
    };
    ASPECTS
        .into_iter()
        .map(|(_, group)| (score(group), group))
        .filter(|(score, _)| *score > 0)
        .max_by_key(|(score, _)| *score)
        .map(|(_, group)| group)
}

/// One value on its way: where it stands, and the row and place it is meant for.
struct Leaf<'s> {
    pointer: String,
    value: &'s Value,
    row: &'static Attribute,
    to: String,
    rank: usize,
    /// What its place says, and the passport states in another.
    beside: Option<(String, &'static str)>,
}

/// Whether anything in it was where only the first version has it.
fn take_aspect(
    ledger: &mut Ledger<'_>,
    base: &str,
    group: &'static str,
    draft: &mut Draft,
) -> bool {
    let mut leaves = Vec::new();
    let mut of_first = false;
    for (pointer, value) in ledger.open() {
        let pointer = pointer.to_string();
        let Some(inside) = pointer.strip_prefix(base) else {
            continue;
        };
        if let Some((row, to, rank)) = target(group, inside) {
            leaves.push(Leaf {
                pointer,
                value,
                row,
                to,
                rank,
                beside: None,
            });
        } else if let Some(found) = first::target(group, inside) {
            of_first = true;
            leaves.push(Leaf {
                pointer,
                value,
                row: found.row,
                to: found.to,
                rank: found.rank,
                beside: found.beside,
            });
        }
    }
    // Preferred places first; what others are converted by (voltage, power) before them.
    leaves.sort_by_key(|leaf| {
        (
            leaf.rank,
            leaf.row.battery_pass_unit.is_some() && leaf.to != POWER,
        )
    });
    for leaf in leaves {
        let fate = take(&leaf, draft);
        ledger.seal(&leaf.pointer, fate);
    }
    of_first
}

/// The row for a place in an aspect, the place in the passport, and how much it is preferred.
fn target(group: &'static str, inside: &str) -> Option<(&'static Attribute, String, usize)> {
    let known = table().from_battery_pass(group, inside);
    if let Some(row) = known {
        let rank = table()
            .battery_pass_pointers(row)
            .iter()
            .position(|pointer| same_place(pointer, inside))
            .unwrap_or_default();
        return Some((
            single_member(row),
            filled(single_member(row).pointer, inside),
            rank,
        ));
    }
    // The texts of a language map are named by their language.
    let (outer, language) = inside.rsplit_once('/')?;
    let row = table().from_battery_pass(group, outer)?;
    (row.kind == Kind::LanguageMap)
        .then(|| (row, format!("{}/{language}", filled(row.pointer, outer)), 0))
}

/// A bare value in the place of an object with one value and its time.
fn single_member(row: &'static Attribute) -> &'static Attribute {
    let mut values = table()
        .members(row)
        .filter(|member| member.required_member && member.name() != "lastUpdate");
    match (row.kind, values.next(), values.next()) {
        (Kind::Object, Some(only), None) => only,
        _ => row,
    }
}

fn same_place(pattern: &str, pointer: &str) -> bool {
    let mut steps = pointer.split('/');
    pattern
        .split('/')
        .all(|want| steps.next().is_some_and(|have| want == "*" || want == have))
        && steps.next().is_none()
}

/// The pattern with the indices of the source in order; an object where we have a list is its first.
fn filled(pattern: &str, source: &str) -> String {
    let is_index = |step: &&str| !step.is_empty() && step.bytes().all(|byte| byte.is_ascii_digit());
    let mut indices = source.split('/').filter(is_index);
    pattern
        .split('/')
        .map(|step| match step {
            "*" => indices.next().unwrap_or("0"),
            step => step,
        })
        .collect::<Vec<_>>()
        .join("/")
}

fn take(leaf: &Leaf<'_>, draft: &mut Draft) -> Fate {
    let to = vec![leaf.to.clone()];
    let (value, fate) = match converted(leaf, draft) {
        Err(reason) => return Fate::LeftOver { reason },
        Ok(None) => (leaf.value.clone(), Fate::Mapped { to }),
        Ok(Some(New {
            value,
            guess: Some(why),
            ..
        })) => (value, Fate::Guessed { to, why }),
        Ok(Some(new)) => (
            new.value,
            Fate::Converted {
                to,
                from: new.from,
                into: new.into,
                note: new.note,
            },
        ),
    };
    if let Err(fate) = draft.settle(&leaf.to, value) {
        return fate;
    }
    if let Some((place, said)) = &leaf.beside {
        draft.put(place, json!(said));
    }
    fate
}

struct New {
    value: Value,
    from: String,
    into: String,
    note: Option<String>,
    guess: Option<String>,
}

/// The value as we keep it, where that differs; or why it cannot be taken.
fn converted(leaf: &Leaf<'_>, draft: &mut Draft) -> Result<Option<New>, String> {
    let row = leaf.row;
    match leaf.value {
        Value::Null => return Err("it is null: nothing is stated".to_owned()),
        Value::String(text) if text.starts_with(BIG_INTEGER) => {
            return Err("no JSON reader holds an integer beyond 2^53 exactly".to_owned());
        }
        Value::Object(_) => return Err("it is empty: nothing is stated".to_owned()),
        Value::Array(_) if row.kind != Kind::Array => {
            return Err("it is empty: nothing is stated".to_owned());
        }
        Value::Array(_) => return Ok(None),
        _ if row.kind == Kind::Object => {
            let members: Vec<&str> = table().members(row).map(Attribute::name).collect();
            return Err(format!(
                "expected an object with {}, found one value",
                members.join(" and ")
            ));
        }
        Value::Number(number) => {
            let number = number.as_f64().unwrap_or(f64::NAN);
            if row.name() == "warrantyPeriod" {
                return Ok(Some(years(number)));
            }
            return unit(row, number, draft);
        }
        _ => {}
    }
    let Some(text) = leaf.value.as_str() else {
        return Ok(None);
    };
    match row.name() {
        "warrantyPeriod" => match convert::warranty_months(text) {
            Some(months) => Ok(Some(New {
                value: whole(months),
                from: text.to_owned(),
                into: format!("{months} months"),
                note: text.starts_with("--").then(|| {
                    "Battery Pass 1.2 writes the number of months as a calendar month".to_owned()
                }),
                guess: None,
            })),
            None => Err("expected a number of months or a period such as P8Y".to_owned()),
        },
        "batteryCategory" => Ok(text.parse::<Category>().ok().and_then(|category| {
            (category.name() != text).then(|| spelled(text, category.name()))
        })),
        "productIdentifier" => Ok(named(text, draft)),
        _ if row.kind == Kind::Date && text.ends_with(DAY) => {
            let mut new = spelled(text, text.trim_end_matches(DAY));
            new.note = Some("midnight UTC stands for the whole day".to_owned());
            Ok(Some(new))
        }
        _ if row.kind == Kind::Url && convert::link(text.trim()).is_some() => {
            let link = convert::link(text.trim()).unwrap_or_default();
            let mut new = spelled(text, &link);
            new.guess = Some(format!("{}: {link}", convert::NO_SCHEME));
            Ok(Some(new))
        }
        _ if text.trim() != text && !text.trim().is_empty() => {
            let mut new = spelled(text, text.trim());
            new.note = Some("white space around it taken away".to_owned());
            Ok(Some(new))
        }
        _ => Ok(None),
    }
}

/// The battery is named by the caller, else by the source.
fn named(text: &str, draft: &mut Draft) -> Option<New> {
    // What is no identifier is kept, for lint to say what is wrong with it.
    let id: BatteryId = text.parse().ok()?;
    if draft.given().is_none() {
        draft.name(&id);
    }
    let canonical = id.to_string();
    (canonical != text).then(|| spelled(text, &canonical))
}

/// The units in which Battery Pass differs from the law.
fn unit(row: &'static Attribute, number: f64, draft: &Draft) -> Result<Option<New>, String> {
    let (Some(theirs), Some(ours)) = (row.battery_pass_unit, row.unit) else {
        return Ok(None);
    };
    let known = |pointer: &str| draft.number(pointer);
    let (value, note, guess) = match by_rating::into_ours(number, theirs, None, ours, &known)? {
        Converted::Same => (number, None, None),
        Converted::Into { value, note } => (value, note, None),
        Converted::Already(why) => (number, None, Some(why)),
    };
    let [theirs, ours] = [theirs, ours].map(describe::unit);
    if !value.is_finite() {
        return Err(format!(
            "{} {theirs} is beyond any number of {ours}",
            figure(number)
        ));
    }
    Ok(Some(New {
        value: whole(value),
        from: format!("{} {theirs}", figure(number)),
        into: format!("{} {ours}", figure(value)),
        note,
        guess,
    }))
}

/// The warranty of 1.0.0; later versions have a text.
fn years(number: f64) -> New {
    let months = convert::tidy(number * 12.0);
    New {
        value: whole(months),
        from: format!("{} years", figure(number)),
        into: format!("{} months", figure(months)),
        note: Some("Battery Pass 1.0.0 has the warranty in years".to_owned()),
        guess: None,
    }
}

fn spelled(from: &str, into: &str) -> New {
    New {
        value: json!(into),
        from: format!("{from:?}"),
        into: format!("{into:?}"),
        note: None,
        guess: None,
    }
}

/// A whole number as one.
pub(super) fn whole(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 9e15 {
        // Below 2^53 and without fraction, so nothing is lost.
        json!(value as i64)
    } else {
        json!(value)
    }
}
