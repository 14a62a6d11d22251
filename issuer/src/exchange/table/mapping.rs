//! The mapping file: which column becomes which attribute, and how it is written.
//!
//! TOML or JSON, one shape. Everything in it is held against the attribute table before the first row is read.

use credentials::battery::attributes::{Attribute, Kind, table};
use credentials::json::JsonPointer;
use serde_json::{Map, Value};

use super::dates::Pattern;
use super::fault::MappingFault;
use crate::exchange::report::collect;
use crate::exchange::units::Unit;

/// What a table's columns mean.
#[derive(Debug, Clone)]
pub struct Mapping {
    /// What people call the file.
    pub(super) name: String,
    /// The battery's identifier, with columns in braces.
    pub(super) id: Option<Template>,
    /// The column that tells batteries apart.
    pub(super) key: Option<String>,
    pub(super) layout: Layout,
    pub(super) columns: Vec<Column>,
    /// Columns that are left out on purpose.
    pub(super) ignore: Vec<String>,
    /// The same for every row: the place in the passport, the value, and the place in the mapping.
    pub(super) constants: Vec<Constant>,
    pub(super) materials: Option<Materials>,
}

/// How a table is laid out.
#[derive(Debug, Clone, Default)]
pub(super) struct Layout {
    pub separator: Option<u8>,
    pub encoding: Option<String>,
    pub sheet: Option<String>,
    /// The line or row that names the columns, from 1.
    pub header: usize,
}

/// One column on its way to one attribute.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub name: String,
    /// One place as a rule; several where one cell says it of all, such as the day of a test.
    pub to: Vec<String>,
    pub row: &'static Attribute,
    pub kind: Kind,
    pub written: Written,
}

/// How the cells of a column are written.
#[derive(Debug, Clone, Default)]
pub(super) struct Written {
    pub unit: Option<Measure>,
    pub decimal: Option<char>,
    pub date: Option<Pattern>,
    /// Minutes east of Greenwich, for times without their own.
    pub offset: Option<i32>,
    /// Words of the table and what they mean.
    pub values: Vec<(String, Value)>,
}

/// The unit of a column: one for all cells, or in a column beside it.
#[derive(Debug, Clone)]
pub(super) enum Measure {
    Fixed(Unit, String),
    Beside(String),
}

#[derive(Debug, Clone)]
pub(super) struct Constant {
    pub to: String,
    pub value: Value,
    /// Where it stands in the mapping.
    pub pointer: String,
}

/// A list of materials, many rows a battery.
#[derive(Debug, Clone)]
pub(super) struct Materials {
    /// Another file; nothing: another sheet of the workbook.
    pub file: Option<String>,
    pub layout: Layout,
    /// The column of the list, and that of the batteries, which hold the same.
    pub key: String,
    pub battery_key: String,
    pub name: String,
    pub cas: Option<String>,
    pub mass: Option<(String, Written)>,
    pub component: Option<String>,
    pub component_id: Option<String>,
    pub critical: Option<String>,
    pub hazardous: Option<String>,
    pub class: Option<String>,
    pub impact: Option<String>,
}

/// A text with columns in braces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Template(pub Vec<Piece>);

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Text(String),
    Column(String),
}

impl Mapping {
    /// Reads TOML, or JSON where the text begins with a brace.
    pub fn parse(name: &str, text: &str) -> Result<Self, MappingFault> {
        let broken = |message: String| MappingFault {
            file: name.to_owned(),
            pointer: None,
            message,
        };
        let text = text.trim_start_matches('\u{feff}');
        let value = if text.trim_start().starts_with('{') {
            credentials::json::parse(text.as_bytes()).map_err(|error| broken(error.to_string()))?
        } else {
            toml::from_str(text).map_err(|error| broken(error.to_string().trim().to_owned()))?
        };
        let Value::Object(members) = value else {
            return Err(broken("expected a table".to_owned()));
        };
        read(name, &members).map_err(|Fault(pointer, message)| MappingFault {
            file: name.to_owned(),
            pointer: Some(pointer),
            message,
        })
    }

    /// The file with the list of materials, as the mapping names it.
    pub fn materials_file(&self) -> Option<&str> {
        self.materials.as_ref()?.file.as_deref()
    }
}

/// Where in the mapping, and what is wrong there.
struct Fault(String, String);

/// Members with the pointer to them.
struct Section<'v> {
    at: String,
    members: &'v Map<String, Value>,
}

impl<'v> Section<'v> {
    fn new(at: String, value: &'v Value, known: &[&str]) -> Result<Self, Fault> {
        let Some(members) = value.as_object() else {
            return Err(Fault(at, format!("expected {}", known.join(", "))));
        };
        let section = Self { at, members };
        section.only(known)?;
        Ok(section)
    }

    fn only(&self, known: &[&str]) -> Result<(), Fault> {
        match self
            .members
            .keys()
            .find(|name| !known.contains(&name.as_str()))
        {
            Some(name) => Err(Fault(
                self.place(name),
                format!("unknown, expected one of {}", known.join(", ")),
            )),
            None => Ok(()),
        }
    }

    fn place(&self, name: &str) -> String {
        format!("{}/{}", self.at, name.replace('~', "~0").replace('/', "~1"))
    }

    fn text(&self, name: &str) -> Result<Option<String>, Fault> {
        match self.members.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(Fault(self.place(name), "expected a text".to_owned())),
        }
    }

    fn required(&self, name: &str) -> Result<String, Fault> {
        self.text(name)?
            .ok_or_else(|| Fault(self.place(name), "missing: it names a column".to_owned()))
    }

    fn inner(&self, name: &str) -> Result<Vec<(&'v String, &'v Value)>, Fault> {
        match self.members.get(name) {
            None => Ok(Vec::new()),
            Some(Value::Object(members)) => Ok(members.iter().collect()),
            Some(_) => Err(Fault(self.place(name), "expected a table".to_owned())),
        }
    }

    fn parsed<T>(
        &self,
        name: &str,
        expected: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Fault> {
        let Some(text) = self.text(name)? else {
            return Ok(None);
        };
        parse(&text).map(Some).ok_or_else(|| {
            Fault(
                self.place(name),
                format!("expected {expected}, found {text:?}"),
            )
        })
    }

    fn layout(&self) -> Result<Layout, Fault> {
        let header = match self.members.get("header") {
            None => 1,
            Some(value) => value
                .as_u64()
                .filter(|line| (1..=1000).contains(line))
                .and_then(|line| usize::try_from(line).ok())
                .ok_or_else(|| {
                    Fault(
                        self.place("header"),
                        "expected the number of the line with the column names, from 1".to_owned(),
                    )
                })?,
        };
        Ok(Layout {
            separator: self.parsed(
                "separator",
                "\";\", \",\", \"|\" or \"\\t\"",
                |text| match text.as_bytes() {
                    [byte @ (b';' | b',' | b'\t' | b'|')] => Some(*byte),
                    _ => None,
                },
            )?,
            encoding: self.parsed("encoding", "utf-8, utf-16 or windows-1252", |text| {
                ["utf-8", "utf-16", "windows-1252"]
                    .into_iter()
                    .find(|known| known.eq_ignore_ascii_case(text))
                    .map(str::to_owned)
            })?,
            sheet: self.text("sheet")?,
            header,
        })
    }

    fn written(&self, given: &Written) -> Result<Written, Fault> {
        let mut written = given.clone();
        if let Some(decimal) = self.parsed("decimal", "\".\" or \",\"", |text| match text {
            "." => Some('.'),
            "," => Some(','),
            _ => None,
        })? {
            written.decimal = Some(decimal);
        }
        let pattern = "a pattern such as DD.MM.YYYY, MM/YYYY or YYYY-MM-DD hh:mm";
        if let Some(date) = self.parsed("date", pattern, Pattern::parse)? {
            written.date = Some(date);
        }
        if let Some(offset) = self.parsed("offset", "an offset such as +01:00", offset)? {
            written.offset = Some(offset);
        }
        let fixed = self.parsed("unit", "a unit such as kg, kWh or %", |text| {
            Unit::parse(text).map(|unit| Measure::Fixed(unit, text.to_owned()))
        })?;
        let beside = self.text("unit_column")?.map(Measure::Beside);
        if fixed.is_some() && beside.is_some() {
            return Err(Fault(
                self.place("unit_column"),
                "the unit is stated already: keep one of unit and unit_column".to_owned(),
            ));
        }
        written.unit = fixed.or(beside);
        written.values = self
            .inner("values")?
            .into_iter()
            .map(|(word, meaning)| (word.clone(), meaning.clone()))
            .collect();
        Ok(written)
    }
}

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

fn read(name: &str, members: &Map<String, Value>) -> Result<Mapping, Fault> {
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

fn offset(text: &str) -> Option<i32> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+')?),
    };
    let (hours, minutes) = rest.split_once(':')?;
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    ((0..=14).contains(&hours) && (0..60).contains(&minutes)).then(|| sign * (hours * 60 + minutes))
}

impl Template {
    fn parse(text: &str) -> Option<Self> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (column, behind) = after.split_once('}')?;
            if !before.is_empty() {
                pieces.push(Piece::Text(before.to_owned()));
            }
            pieces.push(Piece::Column(column.to_owned()));
            rest = behind;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
        pieces
            .iter()
            .any(|piece| matches!(piece, Piece::Column(_)))
            .then_some(Self(pieces))
    }

    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Column(name) => Some(name.as_str()),
            Piece::Text(_) => None,
        })
    }
}
