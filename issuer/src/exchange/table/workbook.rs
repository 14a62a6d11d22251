//! Excel workbooks: one sheet, its cells with the types that the workbook gives them.

use std::collections::VecDeque;
use std::io::{self, Cursor, Read};

use calamine::{Data, ExcelDateTime, Reader, Xlsx};
use jiff::Unit;
use jiff::civil::{Date, DateTime, Time};

use super::COLUMNS;
use super::cell::Cell;
use super::mapping::Layout;
use super::row::Row;
use crate::exchange::ImportError;

/// A workbook, opened.
pub(super) struct Workbook {
    file: String,
    book: Xlsx<Cursor<Vec<u8>>>,
    /// How many bytes its cells may hold together.
    texts: usize,
}

/// One sheet: its column names, and its rows.
pub(super) struct Sheet {
    pub header: Vec<String>,
    rows: VecDeque<Row>,
}

/// What a workbook may hold when it is unpacked: a few kilobytes can unpack to more than any memory.
const UNPACKED: u64 = 512 * 1024 * 1024;

/// What its cells may hold together: a text that many cells share is in the workbook once.
const TEXTS: usize = 256 * 1024 * 1024;

impl Workbook {
    pub fn open(file: &str, bytes: Vec<u8>) -> Result<Self, ImportError> {
        let unreadable = |reason: String| ImportError::Unreadable {
            file: file.to_owned(),
            reason,
        };
        let size = unpacked(&bytes, UNPACKED).map_err(|error| unreadable(error.to_string()))?;
        if size > UNPACKED {
            return Err(unreadable(format!(
                "it unpacks to more than {UNPACKED} bytes: save the sheet as CSV"
            )));
        }
        let book = Xlsx::new(Cursor::new(bytes)).map_err(|error| unreadable(error.to_string()))?;
        Ok(Self {
            file: file.to_owned(),
            book,
            texts: TEXTS,
        })
    }

    /// The sheet that the layout names, else the first.
    pub fn sheet(&mut self, layout: &Layout) -> Result<Sheet, ImportError> {
        let names = self.book.sheet_names();
        let name = match &layout.sheet {
            Some(name) => names.iter().find(|known| *known == name),
            None => names.first(),
        };
        let Some(name) = name.cloned() else {
            return Err(ImportError::NoSheet {
                file: self.file.clone(),
                sheet: layout.sheet.clone().unwrap_or_default(),
                found: names.join(", "),
            });
        };
        let mut rows = self.rows(&name, layout.header)?;
        let header = rows.pop_front().ok_or_else(|| ImportError::NoHeader {
            file: format!("{}!{name}", self.file),
        })?;
        Ok(Sheet {
            header: header
                .cells
                .iter()
                .map(|cell| cell.shown().trim().to_owned())
                .collect(),
            rows,
        })
    }

    /// The rows that have cells, from the header on. Cells are read one by one: a sheet whose last cell is far away
    /// is as small as what is in it.
    fn rows(&mut self, sheet: &str, header: usize) -> Result<VecDeque<Row>, ImportError> {
        let file = self.file.clone();
        let unreadable = |reason: String| ImportError::Unreadable {
            file: format!("{file}!{sheet}"),
            reason,
        };
        let mut cells = self
            .book
            .worksheet_cells_reader(sheet)
            .map_err(|error| unreadable(error.to_string()))?;
        let mut rows: VecDeque<Row> = VecDeque::new();
        let (mut texts, limit) = (0, self.texts);
        while let Some(next) = cells
            .next_cell()
            .map_err(|error| unreadable(error.to_string()))?
        {
            let (row, column) = next.get_position();
            let (line, column) = (u64::from(row) + 1, column as usize);
            let value = cell(&Data::from(next.get_value().clone()));
            if line < header as u64 || value == Cell::Empty {
                continue;
            }
            if column >= COLUMNS {
                return Err(unreadable(format!(
                    "row {line} has a cell in column {}, and {COLUMNS} are read",
                    column + 1
                )));
            }
            if let Cell::Text(text) = &value {
                texts += text.len();
                if texts > limit {
                    return Err(unreadable(format!(
                        "its cells hold more than {limit} bytes up to row {line}: save the sheet as CSV"
                    )));
                }
            }
            if rows.back().is_none_or(|last| last.line != line) {
                rows.push_back(Row {
                    sheet: Some(sheet.to_owned()),
                    line,
                    cells: Vec::new(),
                });
            }
            if let Some(row) = rows.back_mut() {
                if row.cells.len() <= column {
                    row.cells.resize(column + 1, Cell::Empty);
                }
                row.cells[column] = value;
            }
        }
        Ok(rows)
    }
}

impl Sheet {
    pub fn next_row(&mut self) -> Option<Row> {
        self.rows.pop_front()
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }
}

/// How many bytes the parts of a package are, counted and not believed, and no further than one beyond the limit.
fn unpacked(package: &[u8], limit: u64) -> io::Result<u64> {
    let mut parts = zip::ZipArchive::new(Cursor::new(package)).map_err(io::Error::other)?;
    let mut size = 0;
    for index in 0..parts.len() {
        let part = parts.by_index(index).map_err(io::Error::other)?;
        size += io::copy(&mut part.take(limit + 1 - size), &mut io::sink())?;
        if size > limit {
            break;
        }
    }
    Ok(size)
}

fn cell(data: &Data) -> Cell {
    match data {
        Data::Empty => Cell::Empty,
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => Cell::text(text),
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Float(number) => Cell::Number(*number),
        Data::Bool(flag) => Cell::Flag(*flag),
        Data::DateTime(time) => moment(time).map_or(Cell::Number(time.as_f64()), Cell::Time),
        // `#N/A` and the like: read as the text it shows, which no attribute but a text takes.
        Data::Error(error) => Cell::Text(error.to_string()),
    }
}

/// The date of a cell that is formatted as one; durations, and the 29th of February 1900 that workbooks know, are none.
fn moment(time: &ExcelDateTime) -> Option<DateTime> {
    if time.is_duration() || !(1.0..2_958_466.0).contains(&time.as_f64()) {
        return None;
    }
    let (year, month, day, hour, minute, second, milli) = time.to_ymd_hms_milli();
    let small = |number: u8| i8::try_from(number).ok();
    let date = Date::new(i16::try_from(year).ok()?, small(month)?, small(day)?).ok()?;
    let nanos = i32::from(milli) * 1_000_000;
    let time = Time::new(small(hour)?, small(minute)?, small(second)?, nanos).ok()?;
    // A fraction of a day is seldom exactly a second.
    date.to_datetime(time).round(Unit::Second).ok()
}

#[cfg(test)]
mod tests {
    use super::super::workbook_file::workbook;
    use super::*;

    #[test]
    fn cells_hold_only_so_much_together() {
        let cell = |n: usize| format!("<c r=\"A{n}\" t=\"str\"><v>ten bytes.</v></c>");
        let row = |n: usize| format!("<row r=\"{n}\">{}</row>", cell(n));
        let rows: String = (1..=3).map(row).collect();
        let mut book = Workbook::open("a.xlsx", workbook(&[("S", &rows)])).unwrap();
        assert_eq!(book.rows("S", 1).unwrap().len(), 3);
        book.texts = 29;
        let refused = book.rows("S", 1).unwrap_err();
        assert!(refused.to_string().contains("up to row 3"), "{refused}");
    }

    #[test]
    fn workbook_days_are_dates_of_both_epochs() {
        use calamine::ExcelDateTimeType::{DateTime, TimeDelta};
        for (days, kind, later, date) in [
            (61.0, DateTime, false, Some("1900-03-01T00:00:00")),
            (46_149.0, DateTime, false, Some("2026-05-07T00:00:00")),
            (
                46_149.354_166_666_664,
                DateTime,
                false,
                Some("2026-05-07T08:30:00"),
            ),
            (44_687.0, DateTime, true, Some("2026-05-07T00:00:00")),
            (46_149.0, TimeDelta, false, None),
            (60.0, DateTime, false, None),
            (0.5, DateTime, false, None),
            (f64::NAN, DateTime, false, None),
            (3e9, DateTime, false, None),
        ] {
            let time = ExcelDateTime::new(days, kind, later);
            let read = moment(&time).map(|at| at.to_string());
            assert_eq!(read.as_deref(), date, "{days}");
        }
    }

    #[test]
    fn what_unpacks_to_too_much_is_not_unpacked_to_its_end() {
        let book = super::super::workbook_file::workbook(&[("S", &" ".repeat(100_000))]);
        assert_eq!(unpacked(&book, 50_000).unwrap(), 50_001);
        assert!(unpacked(&book, 200_000).unwrap() < 200_000);
    }

    #[test]
    fn what_is_no_workbook_is_refused() {
        assert!(Workbook::open("a.xlsx", b"PK\x03\x04".to_vec()).is_err());
        assert!(Workbook::open("a.xlsx", Vec::new()).is_err());
    }
}
