//! A mapping of the members of its file, all of it held against the attribute table.

use credentials::battery::attributes::{Attribute, Kind, table};
use credentials::json::JsonPointer;
use serde_json::{Map, Value};

use super::section::{Fault, Section};
use super::{Column, Constant, Mapping, Materials, Measure, Template, Written};
use crate::exchange::ledger::collect;
use crate::exchange::units::Unit;

const TOP: &[&str] = &[
    "id",
    "key",
    "separator",
    "encoding",
    "sheet",
    "header",
    "decimal",
    "date",
    "offset",
    "columns",
    "ignore",
    "constants",
    "materials",
];
const COLUMN: &[&str] = &[
    "to",
    "unit",
    "unit_column",
    "decimal",
    "date",
    "offset",
    "values",
];
const MATERIALS: &[&str] = &[
    "file",
    "separator",
    "encoding",
    "sheet",
    "header",
    "key",
    "battery_key",
    "name",
    "cas",
    "mass",
    "unit",
    "unit_column",
    "decimal",
    "component",
    "component_id",
    "critical",
    "hazardous",
    "class",
    "impact",
];

/// A mapping of its members.
pub(super) fn mapping(name: &str, members: &Map<String, Value>) -> Result<Mapping, Fault> {
    let top = Section {
        at: String::new(),
        members,
    };
    top.only(TOP)?;
    let style = top.written(&Written::default())?;
    let mut columns: Vec<Column> = Vec::new();
    for (column, value) in top.inner("columns")? {
        let read = read_column(&top, column, value, &style)?;
        for to in &read.to {
            if let Some(before) = columns.iter().find(|before| before.to.contains(to)) {
                let message = format!("{to} gets the column {:?} already", before.name);
                return Err(Fault(format!("/columns/{}", escaped(column)), message));
            }
        }
        columns.push(read);
    }
    let mut constants = Vec::new();
    for (to, value) in top.inner("constants")? {
        constant(to, value, &columns, &mut constants)?;
    }
    if columns.is_empty() && constants.is_empty() {
        return Err(Fault(
            "/columns".to_owned(),
            "missing: it says which column becomes which attribute".to_owned(),
        ));
    }
    let key = top.text("key")?;
    let materials = match members.get("materials") {
        None => None,
        Some(value) => Some(read_materials(value, key.as_deref(), &style)?),
    };
    Ok(Mapping {
        name: name.to_owned(),
        id: top.parsed("id", "a link with columns in braces", Template::parse)?,
        key,
        layout: top.layout()?,
        columns,
        ignore: ignored(&top)?,
        constants,
        materials,
    })
}

/// A constant may be a whole section: each value in it is one.
fn constant(
    to: &str,
    value: &Value,
    columns: &[Column],
    constants: &mut Vec<Constant>,
) -> Result<(), Fault> {
    let base = format!("/constants/{}", escaped(to));
    let fault = |inside: &str, message: String| Fault(format!("{base}{inside}"), message);
    let Ok(whole) = JsonPointer::parse(to) else {
        return Err(fault("", format!("{to:?} is no JSON pointer")));
    };
    let value = untimed(value);
    let mut leaves = Vec::new();
    collect(&mut JsonPointer::root(), &value, &mut leaves);
    for (inside, value) in leaves {
        let inside = inside.to_string();
        let to = format!("{whole}{inside}");
        let empty_list = value.is_array() && table().at(&to).is_some();
        if !empty_list {
            target(&to).map_err(|message| fault(&inside, message))?;
        }
        if let Some(column) = columns.iter().find(|column| column.to.contains(&to)) {
            let message = format!("{to} gets the column {:?} already", column.name);
            return Err(fault(&inside, message));
        }
        constants.push(Constant {
            pointer: format!("{base}{inside}"),
            to,
            value: value.clone(),
        });
    }
    Ok(())
}

/// TOML has dates of its own; the passport has them as texts.
fn untimed(value: &Value) -> Value {
    match value {
        Value::Object(members) => match members.get("$__toml_private_datetime") {
            Some(date) => date.clone(),
            None => members
                .iter()
                .map(|(name, value)| (name.clone(), untimed(value)))
                .collect(),
        },
        Value::Array(items) => items.iter().map(untimed).collect(),
        other => other.clone(),
    }
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

fn ignored(top: &Section<'_>) -> Result<Vec<String>, Fault> {
    let Some(value) = top.members.get("ignore") else {
        return Ok(Vec::new());
    };
    let names = value.as_array().map(|names| {
        names
            .iter()
            .map(|name| name.as_str().map(str::to_owned))
            .collect::<Option<Vec<String>>>()
    });
    names.flatten().ok_or_else(|| {
        Fault(
            top.place("ignore"),
            "expected a list of column names".to_owned(),
        )
    })
}

fn read_column(
    top: &Section<'_>,
    name: &str,
    value: &Value,
    style: &Written,
) -> Result<Column, Fault> {
    let at = format!("{}/{}", top.place("columns"), escaped(name));
    let (to, written, place) = match value {
        Value::String(_) | Value::Array(_) => (Some(value), style.clone(), at.clone()),
        value => {
            let section = Section::new(at.clone(), value, COLUMN)?;
            let to = section.members.get("to");
            (to, section.written(style)?, section.place("to"))
        }
    };
    let to = places(to).ok_or_else(|| {
        Fault(
            place.clone(),
            "expected the place of an attribute, or a list of places".to_owned(),
        )
    })?;
    let mut read = None;
    for to in &to {
        let target = target(to).map_err(|message| Fault(place.clone(), message))?;
        let (row, kind) = *read.get_or_insert(target);
        if kind != target.1 || row.unit != target.0.unit {
            let message = format!("{to} is not of the type and unit of the others");
            return Err(Fault(place, message));
        }
    }
    let Some((row, kind)) = read else {
        return Err(Fault(place, "expected at least one place".to_owned()));
    };
    if let Some(Measure::Fixed(unit, spelled)) = &written.unit {
        let expected = row.unit.and_then(Unit::parse);
        if !expected.is_some_and(|expected| unit.leads_to(expected)) {
            let message = match row.unit {
                Some(ours) => format!(
                    "{spelled} does not lead to {ours}, the unit of {}",
                    row.pointer
                ),
                None => format!("{} has no unit", row.pointer),
            };
            return Err(Fault(format!("{at}/unit"), message));
        }
    }
    Ok(Column {
        name: name.to_owned(),
        to,
        row,
        kind,
        written,
    })
}

fn places(to: Option<&Value>) -> Option<Vec<String>> {
    match to? {
        Value::String(to) => Some(vec![to.clone()]),
        Value::Array(places) => places
            .iter()
            .map(|place| place.as_str().map(str::to_owned))
            .collect(),
        _ => None,
    }
}

fn read_materials(value: &Value, key: Option<&str>, style: &Written) -> Result<Materials, Fault> {
    let section = Section::new("/materials".to_owned(), value, MATERIALS)?;
    let layout = section.layout()?;
    let file = section.text("file")?;
    if file.is_none() && layout.sheet.is_none() {
        return Err(Fault(
            "/materials/file".to_owned(),
            "missing: name the file, or with sheet the sheet of the same workbook".to_owned(),
        ));
    }
    let own = section.required("key")?;
    let battery_key = section
        .text("battery_key")?
        .or_else(|| key.map(str::to_owned))
        .unwrap_or_else(|| own.clone());
    let written = section.written(&Written {
        values: Vec::new(),
        ..style.clone()
    })?;
    if let Some(Measure::Fixed(unit, spelled)) = &written.unit
        && !Unit::parse("g").is_some_and(|gram| unit.leads_to(gram))
    {
        let message = format!("{spelled} is no unit of mass");
        return Err(Fault("/materials/unit".to_owned(), message));
    }
    Ok(Materials {
        file,
        layout,
        key: own,
        battery_key,
        name: section.required("name")?,
        cas: section.text("cas")?,
        mass: section.text("mass")?.map(|column| (column, written)),
        component: section.text("component")?,
        component_id: section.text("component_id")?,
        critical: section.text("critical")?,
        hazardous: section.text("hazardous")?,
        class: section.text("class")?,
        impact: section.text("impact")?,
    })
}

/// The row that takes a value at a place of the passport, and the kind of the value.
fn target(pointer: &str) -> Result<(&'static Attribute, Kind), String> {
    let hint = "dbp-issuer sample ev shows their places";
    if pointer == "/id" {
        let row = table()
            .at("/generalProductInformation/productIdentifier")
            .ok_or("the attribute table has no identifier")?;
        return Ok((row, Kind::BatteryId));
    }
    if let Some(row) = table().at(pointer) {
        let element = pointer
            .rsplit('/')
            .next()
            .is_some_and(|step| step.parse::<usize>().is_ok());
        return match row.kind {
            Kind::Array if element => Ok((row, Kind::Text)),
            Kind::Array => Err(format!("{pointer} is a list: say which element, from 0")),
            Kind::Object => {
                let members: Vec<&str> = table().members(row).map(Attribute::name).collect();
                Err(format!(
                    "{pointer} is an object: say which of {}",
                    members.join(", ")
                ))
            }
            Kind::LanguageMap => Err(format!("{pointer} has languages: end it in /en or another")),
            kind => Ok((row, kind)),
        };
    }
    if let Some((outer, language)) = pointer.rsplit_once('/')
        && let Some(row) = table().at(outer)
        && row.kind == Kind::LanguageMap
        && (2..=8).contains(&language.len())
    {
        return Ok((row, Kind::Text));
    }
    Err(format!("no attribute is at {pointer:?}: {hint}"))
}
