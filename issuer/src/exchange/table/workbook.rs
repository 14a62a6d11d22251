//! Excel workbooks: one sheet, its cells with the types that the workbook gives them.

use std::collections::VecDeque;
use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};

use super::cell::Cell;
use super::mapping::Layout;
use super::row::Row;
use crate::exchange::ImportError;

/// A workbook, opened.
pub(super) struct Workbook {
    file: String,
    book: Xlsx<Cursor<Vec<u8>>>,
}

/// One sheet: its column names, and its rows.
pub(super) struct Sheet {
    pub header: Vec<String>,
    rows: VecDeque<Row>,
}

impl Workbook {
    pub fn open(file: &str, bytes: Vec<u8>) -> Result<Self, ImportError> {
        let book = Xlsx::new(Cursor::new(bytes)).map_err(|error| ImportError::Unreadable {
            file: file.to_owned(),
            reason: error.to_string(),
        })?;
        Ok(Self {
            file: file.to_owned(),
            book,
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
        let range = self
            .book
            .worksheet_range(&name)
            .map_err(|error| ImportError::Unreadable {
                file: self.file.clone(),
                reason: error.to_string(),
            })?;
        rows(&name, &range, layout.header).ok_or_else(|| ImportError::NoHeader {
            file: format!("{}!{name}", self.file),
        })
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

fn rows(sheet: &str, range: &Range<Data>, header: usize) -> Option<Sheet> {
    // A range begins where its first cell is, which need not be A1.
    let (top, left) = range.start()?;
    let mut names = None;
    let mut rows = VecDeque::new();
    for (index, cells) in range.rows().enumerate() {
        let line = u64::from(top) + index as u64 + 1;
        if line < header as u64 {
            continue;
        }
        let padding = std::iter::repeat_n(Cell::Empty, left as usize);
        let cells: Vec<Cell> = padding.chain(cells.iter().map(cell)).collect();
        if names.is_none() {
            names = Some(
                cells
                    .iter()
                    .map(|cell| cell.shown().trim().to_owned())
                    .collect(),
            );
        } else if cells.iter().any(|cell| *cell != Cell::Empty) {
            rows.push_back(Row {
                sheet: Some(sheet.to_owned()),
                line,
                cells,
            });
        }
    }
    Some(Sheet {
        header: names?,
        rows,
    })
}

fn cell(data: &Data) -> Cell {
    match data {
        Data::Empty => Cell::Empty,
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => Cell::text(text),
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Float(number) => Cell::Number(*number),
        Data::Bool(flag) => Cell::Flag(*flag),
        Data::DateTime(time) => {
            moment(time.as_f64()).map_or(Cell::Number(time.as_f64()), Cell::Time)
        }
        // `#N/A` and the like: read as the text it shows, which no attribute but a text takes.
        Data::Error(error) => Cell::Text(error.to_string()),
    }
}

/// Days since the end of 1899, as workbooks count; before March 1900 they count a day that was none.
fn moment(days: f64) -> Option<jiff::civil::DateTime> {
    if !(61.0..2_958_466.0).contains(&days) {
        return None;
    }
    let start = jiff::civil::date(1899, 12, 30).to_datetime(jiff::civil::Time::midnight());
    let seconds = (days * 86_400.0).round() as i64;
    start
        .checked_add(jiff::SignedDuration::from_secs(seconds))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn workbook_days_are_dates() {
        for (days, date) in [
            (61.0, Some("1900-03-01T00:00:00")),
            (46_149.0, Some("2026-05-07T00:00:00")),
            (46_149.354_166_666_664, Some("2026-05-07T08:30:00")),
            (0.5, None),
            (f64::NAN, None),
            (3e9, None),
        ] {
            assert_eq!(
                moment(days).map(|at| at.to_string()).as_deref(),
                date,
                "{days}"
            );
        }
    }

    #[test]
    fn what_is_no_workbook_is_refused() {
        assert!(Workbook::open("a.xlsx", b"PK\x03\x04".to_vec()).is_err());
        assert!(Workbook::open("a.xlsx", Vec::new()).is_err());
    }
}
