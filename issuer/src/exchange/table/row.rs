//! One row becomes one passport, and every cell of it stands in the report.

use credentials::battery::BatteryId;
use credentials::battery::attributes::Kind;
use credentials::json::JsonPointer;
use credentials::problem::Coded;
use serde_json::Value;

use super::cell::{Cell, How, Reading, Wanted};
use super::fault::{MappingFault, RowFault};
use super::mapping::{Column, Mapping, Measure, Piece};
use super::materials::Library;
use crate::exchange::draft::Draft;
use crate::exchange::report::{Fate, Field, Place, Report};
use crate::exchange::{Format, Imported, Options};

/// A row of a table as it was read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    /// The sheet, for a workbook.
    pub sheet: Option<String>,
    /// The line it begins on, or the row of the sheet; from 1.
    pub line: u64,
    pub cells: Vec<Cell>,
}

impl Row {
    /// Where a cell stands: `7:2`, or `Sheet!B7`.
    pub fn place(&self, column: usize) -> String {
        match &self.sheet {
            Some(sheet) => format!("{sheet}!{}{}", letters(column), self.line),
            None => format!("{}:{}", self.line, column + 1),
        }
    }
}

/// A mapping held against the columns that a table has.
pub(super) struct Plan<'m> {
    pub file: String,
    format: Format,
    mapping: &'m Mapping,
    header: Vec<String>,
    columns: Vec<(usize, &'m Column, Option<usize>)>,
    id: Vec<usize>,
    key: Option<usize>,
    battery_key: Option<usize>,
}

impl<'m> Plan<'m> {
    pub fn new(
        file: &str,
        format: Format,
        mapping: &'m Mapping,
        header: Vec<String>,
    ) -> Result<Self, MappingFault> {
        let find = |name: &str, at: &str| find(&header, name, file, mapping, at);
        let mut columns = Vec::new();
        for column in &mapping.columns {
            let beside = match &column.written.unit {
                Some(Measure::Beside(name)) => Some(find(name, "/columns")?),
                _ => None,
            };
            columns.push((find(&column.name, "/columns")?, column, beside));
        }
        // What is wrong with a row is told from left to right.
        columns.sort_by_key(|(index, ..)| *index);
        let id = match &mapping.id {
            Some(template) => template
                .columns()
                .map(|name| find(name, "/id"))
                .collect::<Result<_, _>>()?,
            None => Vec::new(),
        };
        let key = mapping.key.as_deref().map(|name| find(name, "/key"));
        let battery_key = mapping
            .materials
            .as_ref()
            .map(|materials| find(&materials.battery_key, "/materials/battery_key"));
        let (key, battery_key) = (key.transpose()?, battery_key.transpose()?);
        for name in &mapping.ignore {
            find(name, "/ignore")?;
        }
        Ok(Self {
            file: file.to_owned(),
            format,
            mapping,
            columns,
            id,
            key,
            battery_key,
            header,
        })
    }

    /// What tells batteries apart in a row: the key, else the columns of the identifier.
    pub fn key(&self, row: &Row) -> Option<String> {
        let shown = |index: &usize| {
            row.cells
                .get(*index)
                .map(|cell| cell.shown().trim().to_owned())
        };
        let columns: Vec<usize> = match self.key {
            Some(key) => vec![key],
            None => self.id.clone(),
        };
        let key: Option<Vec<String>> = columns.iter().map(shown).collect();
        key.map(|parts| parts.join("\u{1f}"))
            .filter(|key| !key.is_empty())
    }

    /// The first column of the key.
    pub fn key_column(&self) -> usize {
        self.key.or(self.id.first().copied()).unwrap_or_default()
    }

    /// The passport of a row, or all that is wrong with it.
    pub fn take(
        &self,
        row: &Row,
        library: Option<&Library>,
        options: &Options,
    ) -> Result<Imported, Vec<RowFault>> {
        let mut taking = Taking {
            plan: self,
            row,
            fates: vec![None; row.cells.len()],
            faults: Vec::new(),
            draft: options.draft(),
        };
        if row.cells.len() > self.header.len() {
            taking.fault(
                self.header.len(),
                "import.row_too_long",
                format!(
                    "the header names {} columns, and this row has {}",
                    self.header.len(),
                    row.cells.len()
                ),
            );
        }
        taking.name();
        for (index, column, beside) in &self.columns {
            taking.column(*index, column, *beside);
        }
        let constants = taking.constants();
        let materials = taking.materials(library);
        taking.rest();
        taking.finish(constants, materials, options)
    }
}

pub(super) fn find(
    header: &[String],
    name: &str,
    file: &str,
    mapping: &Mapping,
    at: &str,
) -> Result<usize, MappingFault> {
    let fault = |message| MappingFault {
        file: mapping.name.clone(),
        pointer: Some(at.to_owned()),
        message,
    };
    let mut places = header
        .iter()
        .enumerate()
        .filter(|(_, known)| *known == name);
    match (places.next(), places.next()) {
        (Some((index, _)), None) => Ok(index),
        (Some(_), Some(_)) => Err(fault(format!("{file} has two columns {name:?}"))),
        _ => Err(fault(format!(
            "{file} has no column {name:?}: it has {}",
            header.join(", ")
        ))),
    }
}

/// A row on its way.
struct Taking<'p, 'm> {
    plan: &'p Plan<'m>,
    row: &'p Row,
    fates: Vec<Option<Fate>>,
    faults: Vec<RowFault>,
    draft: Draft,
}

impl Taking<'_, '_> {
    fn cell(&self, index: usize) -> &Cell {
        self.row.cells.get(index).unwrap_or(&Cell::Empty)
    }

    fn fault(&mut self, index: usize, code: &'static str, message: String) {
        let message = match self.plan.header.get(index) {
            Some(name) if !name.is_empty() => format!("column {name:?}: {message}"),
            _ => message,
        };
        self.faults.push(RowFault {
            file: self.plan.file.clone(),
            place: self.row.place(index),
            code,
            message,
        });
    }

    fn seal(&mut self, index: usize, fate: Fate) {
        if let Some(slot) = self.fates.get_mut(index) {
            slot.get_or_insert(fate);
        }
    }

    /// The identifier from the columns that make it up.
    fn name(&mut self) {
        let Some(template) = &self.plan.mapping.id else {
            return;
        };
        let mut columns = self.plan.id.iter();
        let mut text = String::new();
        for piece in &template.0 {
            let Piece::Column(_) = piece else {
                let Piece::Text(fixed) = piece else { continue };
                text.push_str(fixed);
                continue;
            };
            let Some(index) = columns.next() else { return };
            let cell = self.cell(*index).shown();
            if cell.trim().is_empty() {
                self.fault(
                    *index,
                    "import.cell_empty",
                    "empty, and the battery's identifier needs it".to_owned(),
                );
                return;
            }
            text.push_str(&encoded(cell.trim()));
        }
        let first = self.plan.id.first().copied().unwrap_or_default();
        self.identify(first, &text);
    }

    fn identify(&mut self, index: usize, text: &str) {
        match text.parse::<BatteryId>() {
            Ok(id) if self.draft.given().is_some_and(|given| *given != id) => {}
            Ok(id) => self.draft.name(&id),
            Err(error) => self.fault(index, error.code(), format!("{error}, in {text}")),
        }
    }

    fn column(&mut self, index: usize, column: &Column, beside: Option<usize>) {
        let cell = self.cell(index).clone();
        if cell == Cell::Empty {
            if let Some(beside) = beside {
                self.seal(beside, nothing("there is no value that it is the unit of"));
            }
            return;
        }
        if column.kind == Kind::BatteryId {
            return self.battery_id(index, &cell, column);
        }
        let wanted = Wanted {
            kind: column.kind,
            unit: column.row.unit,
            name: column.row.name(),
            written: &column.written,
        };
        let unit = beside.map(|beside| self.cell(beside).clone());
        match cell.read(&wanted, unit.as_ref()) {
            Err(message) => self.fault(index, "import.cell", message),
            Ok(reading) => {
                let fate = place(&mut self.draft, &column.to, reading);
                if let Some(beside) = beside {
                    self.seal(beside, fate.clone());
                }
                let named = self.plan.id.contains(&index);
                self.seal(index, if named { also(fate, "/id") } else { fate });
            }
        }
    }

    fn battery_id(&mut self, index: usize, cell: &Cell, column: &Column) {
        let text = cell.shown();
        self.identify(index, text.trim());
        let reading = Reading {
            value: Value::String(text.trim().to_owned()),
            how: How::AsIs,
        };
        let fate = place(&mut self.draft, &column.to, reading);
        self.seal(index, fate);
    }

    /// What is the same for all batteries.
    fn constants(&mut self) -> Vec<Field> {
        let mapping = self.plan.mapping;
        mapping
            .constants
            .iter()
            .map(|constant| Field {
                file: mapping.name.clone(),
                place: JsonPointer::parse(&constant.pointer)
                    .map_or_else(|_| Place::Cell(constant.pointer.clone()), Place::Pointer),
                value: constant.value.clone(),
                fate: match self.draft.settle(&constant.to, constant.value.clone()) {
                    Ok(()) => Fate::Mapped {
                        to: vec![constant.to.clone()],
                    },
                    Err(fate) => fate,
                },
            })
            .collect()
    }

    fn materials(&mut self, library: Option<&Library>) -> Vec<Field> {
        let (Some(library), Some(index)) = (library, self.plan.battery_key) else {
            return Vec::new();
        };
        let key = self.cell(index).shown();
        let (fields, faults) = library.take(key.trim(), &mut self.draft);
        self.faults.extend(faults);
        fields
    }

    /// Cells that nobody asked for.
    fn rest(&mut self) {
        for index in 0..self.fates.len() {
            let cell = self.cell(index);
            let name = self.plan.header.get(index);
            let fate = if *cell == Cell::Empty {
                nothing("it is empty: nothing is stated")
            } else if self.plan.id.contains(&index) {
                Fate::Mapped {
                    to: vec!["/id".to_owned()],
                }
            } else if self.plan.battery_key == Some(index) {
                nothing("it finds the materials, and the mapping gives it no attribute")
            } else if self.plan.key == Some(index) {
                nothing("it is the key of the row, and the mapping gives it no attribute")
            } else if name.is_some_and(|name| self.plan.mapping.ignore.contains(name)) {
                nothing("the mapping leaves it out")
            } else {
                nothing("the mapping does not name the column")
            };
            self.seal(index, fate);
        }
    }

    fn finish(
        self,
        constants: Vec<Field>,
        materials: Vec<Field>,
        options: &Options,
    ) -> Result<Imported, Vec<RowFault>> {
        if !self.faults.is_empty() {
            return Err(self.faults);
        }
        let mut fields: Vec<Field> = self
            .fates
            .into_iter()
            .enumerate()
            .filter_map(|(index, fate)| {
                Some(Field {
                    file: self.plan.file.clone(),
                    place: Place::Cell(self.row.place(index)),
                    value: self.row.cells.get(index)?.value(),
                    fate: fate?,
                })
            })
            .collect();
        fields.extend(constants);
        fields.extend(materials);
        options
            .finish(self.draft, Report::new(self.plan.format, fields))
            .map_err(|error| {
                vec![RowFault {
                    file: self.plan.file.clone(),
                    place: self.row.place(0),
                    code: error.code(),
                    message: error.to_string(),
                }]
            })
    }
}

/// Puts a reading in its places, and says what became of it.
pub(super) fn place(draft: &mut Draft, to: &[String], reading: Reading) -> Fate {
    for to in to {
        if let Err(fate) = draft.settle(to, reading.value.clone()) {
            return fate;
        }
    }
    let to = to.to_vec();
    match reading.how {
        How::AsIs => Fate::Mapped { to },
        How::Converted { from, into, note } => Fate::Converted {
            to,
            from,
            into,
            note,
        },
        How::Guessed(why) => Fate::Guessed { to, why },
    }
}

/// The fate of a value that went to one more place.
pub(super) fn also(mut fate: Fate, place: &str) -> Fate {
    match &mut fate {
        Fate::Mapped { to } | Fate::Converted { to, .. } | Fate::Guessed { to, .. } => {
            to.push(place.to_owned());
        }
        Fate::Conflict { .. } | Fate::LeftOver { .. } => {}
    }
    fate
}

pub(super) fn nothing(reason: &str) -> Fate {
    Fate::LeftOver {
        reason: reason.to_owned(),
    }
}

/// A serial number as a step of a link.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// The name of a column in a workbook: A to Z, AA, AB.
fn letters(column: usize) -> String {
    let mut name = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        // Below 26, so it fits.
        name.push(b'A' + (rest % 26) as u8);
        rest /= 26;
    }
    name.reverse();
    name.into_iter().map(char::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_names_that_workbooks_give_them() {
        for (column, name) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(letters(column), name);
        }
    }
}
