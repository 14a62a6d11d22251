//! Tables of an ERP or a MES, as text (CSV) or as a workbook (XLSX): one battery a row, by a mapping file.
//!
//! [`Mapping`] says which column becomes which attribute; `cell` reads a cell as the attribute wants it; `row` makes
//! a passport of a row; `materials` adds the material list. Rows come one by one, so a text table of any length needs
//! no more memory than its longest row and the list of materials.

mod cell;
mod dates;
mod delimited;
mod encoding;
mod fault;
mod mapping;
mod materials;
mod numbers;
mod row;
mod template;
#[cfg(test)]
mod tests;
mod workbook;
#[cfg(test)]
mod workbook_file;

use std::collections::HashSet;
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{Cursor, Read, Seek, SeekFrom};

pub use fault::{MappingFault, RowFault};
pub use mapping::Mapping;
pub use template::template;

use delimited::{Delimited, Text};
use mapping::Layout;
use materials::Library;
use row::{Plan, Row};
use workbook::{Sheet, Workbook};

use super::many::Outcome;
use super::source::ZIP;
use super::{Format, ImportError, Options};

/// The columns that a table can have: of a workbook, a hostile one fills the last of every row.
const COLUMNS: usize = 1024;

/// A table, and what people call it.
#[derive(Debug)]
pub struct TableFile {
    /// The name.
    pub name: String,
    /// Its bytes.
    pub content: TableContent,
}

/// Where the bytes of a table are.
#[derive(Debug)]
pub enum TableContent {
    /// In a file that is read as it goes.
    File(File),
    /// In memory.
    Memory(Vec<u8>),
}

/// A table on its way to passports.
pub struct Table<'m> {
    plan: Plan<'m>,
    rows: Rows,
    library: Option<Library>,
    options: Options,
    seen: HashSet<u64>,
    /// What was assumed of the files as a whole.
    notes: Vec<String>,
    length: u64,
    done: u64,
}

enum Rows {
    Text(Box<Delimited>),
    Sheet(Sheet),
}

/// The largest workbook that is read.
const WORKBOOK: u64 = 64 * 1024 * 1024;

impl<'m> Table<'m> {
    /// Opens a table, and beside it the list of materials where the mapping asks for a file of them.
    pub fn open(
        table: TableFile,
        materials: Option<TableFile>,
        mapping: &'m Mapping,
        options: &Options,
    ) -> Result<Self, ImportError> {
        let mut notes = Vec::new();
        let TableFile { name, content } = table;
        let length = content
            .length()
            .map_err(|error| unreadable(&name, &error))?;
        let (rows, format, workbook) = rows(&name, content, &mapping.layout, &mut notes)?;
        let header = rows.header().to_vec();
        let plan = Plan::new(&name, format, mapping, header)?;
        let library = match (&mapping.materials, materials, workbook) {
            (None, ..) => None,
            (Some(list), Some(file), _) if list.file.is_some() => {
                let TableFile { name, content } = file;
                let (rows, ..) = self::rows(&name, content, &list.layout, &mut notes)?;
                Some(library(&name, rows, mapping)?)
            }
            (Some(list), None, Some(mut workbook)) if list.file.is_none() => {
                let sheet = workbook.sheet(&list.layout)?;
                Some(library(&name, Rows::Sheet(sheet), mapping)?)
            }
            (Some(_), ..) => return Err(ImportError::NoMaterials { file: name }),
        };
        Ok(Self {
            length: match &rows {
                Rows::Sheet(sheet) => sheet.len() as u64,
                Rows::Text(_) => length,
            },
            plan,
            rows,
            library,
            options: options.clone(),
            seen: HashSet::new(),
            notes,
            done: 0,
        })
    }

    /// The passport of the next row, or what is wrong with it.
    pub fn next_outcome(&mut self) -> Option<Outcome> {
        let row = match self.rows.next_row()? {
            Ok(row) => row,
            Err(fault) => {
                return Some(Outcome {
                    place: fault.place.clone(),
                    result: Err(vec![fault]),
                });
            }
        };
        self.done = match &self.rows {
            Rows::Text(text) => text.position(),
            Rows::Sheet(sheet) => self.length - sheet.len() as u64,
        };
        let result = self.repeated(&row).map_or_else(
            || self.plan.take(&row, self.library.as_ref(), &self.options),
            |fault| Err(vec![fault]),
        );
        Some(Outcome {
            place: row.place(0),
            result,
        })
    }

    /// How far it is, and how far it goes.
    pub fn progress(&self) -> (u64, u64) {
        (self.done, self.length)
    }

    /// What is to be said of the files as a whole; at the end also of materials that no battery asked for.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = self.notes.clone();
        let unused = self.library.as_ref().map_or(0, Library::unused);
        if unused > 0 {
            notes.push(format!(
                "{unused} material rows belong to no battery of the table"
            ));
        }
        notes
    }

    /// One battery, one row. A row's key is remembered by its hash: eight bytes a battery.
    fn repeated(&mut self, row: &Row) -> Option<RowFault> {
        let key = self.plan.key(row)?;
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        (!self.seen.insert(hasher.finish())).then(|| RowFault {
            file: self.plan.file.clone(),
            place: row.place(self.plan.key_column()),
            code: "import.row_repeated",
            message: format!(
                "a row before it is of the same battery, {:?}",
                key.replace('\u{1f}', ", ")
            ),
        })
    }
}

impl Rows {
    fn header(&self) -> &[String] {
        match self {
            Rows::Text(text) => &text.header,
            Rows::Sheet(sheet) => &sheet.header,
        }
    }

    fn next_row(&mut self) -> Option<Result<Row, RowFault>> {
        match self {
            Rows::Text(text) => text.next_row(),
            Rows::Sheet(sheet) => sheet.next_row().map(Ok),
        }
    }
}

fn rows(
    name: &str,
    mut content: TableContent,
    layout: &Layout,
    notes: &mut Vec<String>,
) -> Result<(Rows, Format, Option<Workbook>), ImportError> {
    if content.is_package(name)? {
        let mut workbook = Workbook::open(name, content.bytes(name)?)?;
        let sheet = workbook.sheet(layout)?;
        return Ok((Rows::Sheet(sheet), Format::Xlsx, Some(workbook)));
    }
    let text = match content {
        TableContent::File(file) => Text::File(file),
        TableContent::Memory(bytes) => Text::Memory(Cursor::new(bytes)),
    };
    let table = Delimited::open(name, text, layout)?;
    notes.extend(table.notes.iter().cloned());
    Ok((Rows::Text(Box::new(table)), Format::Csv, None))
}

fn library(name: &str, mut rows: Rows, mapping: &Mapping) -> Result<Library, ImportError> {
    let Some(materials) = &mapping.materials else {
        return Err(ImportError::NoMaterials {
            file: name.to_owned(),
        });
    };
    let mut library = Library::new(name, mapping, materials, rows.header().to_vec())?;
    while let Some(row) = rows.next_row() {
        library.add(row?);
    }
    Ok(library)
}

impl TableContent {
    /// How many bytes there are.
    pub fn length(&self) -> std::io::Result<u64> {
        match self {
            TableContent::Memory(bytes) => Ok(bytes.len() as u64),
            TableContent::File(file) => file.metadata().map(|file| file.len()),
        }
    }

    /// The bytes one after the other.
    pub fn into_read(self) -> Box<dyn Read> {
        match self {
            TableContent::Memory(bytes) => Box::new(Cursor::new(bytes)),
            TableContent::File(file) => Box::new(file),
        }
    }

    fn is_package(&mut self, name: &str) -> Result<bool, ImportError> {
        Ok(match self {
            TableContent::Memory(bytes) => bytes.starts_with(ZIP),
            TableContent::File(file) => {
                let mut start = Vec::new();
                file.take(ZIP.len() as u64)
                    .read_to_end(&mut start)
                    .and_then(|_| file.seek(SeekFrom::Start(0)))
                    .map_err(|error| unreadable(name, &error))?;
                start == ZIP
            }
        })
    }

    /// All of a workbook, which is no stream.
    fn bytes(self, name: &str) -> Result<Vec<u8>, ImportError> {
        match self {
            TableContent::Memory(bytes) => Ok(bytes),
            TableContent::File(file) => {
                let mut bytes = Vec::new();
                file.take(WORKBOOK + 1)
                    .read_to_end(&mut bytes)
                    .map_err(|error| unreadable(name, &error))?;
                if bytes.len() as u64 > WORKBOOK {
                    return Err(ImportError::Unreadable {
                        file: name.to_owned(),
                        reason: format!(
                            "a workbook of more than {WORKBOOK} bytes: save the sheet as CSV"
                        ),
                    });
                }
                Ok(bytes)
            }
        }
    }
}

fn unreadable(name: &str, error: &std::io::Error) -> ImportError {
    ImportError::Unreadable {
        file: name.to_owned(),
        reason: error.to_string(),
    }
}
