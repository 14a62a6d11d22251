//! Members of a mapping file, each read as what it must be, with the place of what is wrong.

use serde_json::{Map, Value};

use super::{Layout, Measure, Written};
use crate::exchange::table::dates::Pattern;
use crate::exchange::units::Unit;

/// Where in the mapping, and what is wrong there.
pub(super) struct Fault(pub String, pub String);

/// Members with the pointer to them.
pub(super) struct Section<'v> {
    pub at: String,
    pub members: &'v Map<String, Value>,
}

impl<'v> Section<'v> {
    pub fn new(at: String, value: &'v Value, known: &[&str]) -> Result<Self, Fault> {
        let Some(members) = value.as_object() else {
            return Err(Fault(at, format!("expected {}", known.join(", "))));
        };
        let section = Self { at, members };
        section.only(known)?;
        Ok(section)
    }

    pub fn only(&self, known: &[&str]) -> Result<(), Fault> {
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

    pub fn place(&self, name: &str) -> String {
        format!("{}/{}", self.at, name.replace('~', "~0").replace('/', "~1"))
    }

    pub fn text(&self, name: &str) -> Result<Option<String>, Fault> {
        match self.members.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(Fault(self.place(name), "expected a text".to_owned())),
        }
    }

    pub fn required(&self, name: &str) -> Result<String, Fault> {
        self.text(name)?
            .ok_or_else(|| Fault(self.place(name), "missing: it names a column".to_owned()))
    }

    pub fn inner(&self, name: &str) -> Result<Vec<(&'v String, &'v Value)>, Fault> {
        match self.members.get(name) {
            None => Ok(Vec::new()),
            Some(Value::Object(members)) => Ok(members.iter().collect()),
            Some(_) => Err(Fault(self.place(name), "expected a table".to_owned())),
        }
    }

    pub fn parsed<T>(
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

    pub fn layout(&self) -> Result<Layout, Fault> {
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

    pub fn written(&self, given: &Written) -> Result<Written, Fault> {
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

fn offset(text: &str) -> Option<i32> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+')?),
    };
    let (hours, minutes) = rest.split_once(':')?;
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    ((0..=14).contains(&hours) && (0..60).contains(&minutes)).then(|| sign * (hours * 60 + minutes))
}
