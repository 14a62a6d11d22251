//! Text tables: the separator told by the header, quotes, lines that go on inside them.

use std::cell::Cell;
use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek, SeekFrom};
use std::rc::Rc;

use super::COLUMNS;
use super::cell as table;
use super::encoding::{self, Utf8};
use super::fault::RowFault;
use super::mapping::Layout;
use super::row::Row;
use crate::exchange::ImportError;

/// Where a text comes from; it is read twice, first for its encoding.
pub(super) enum Text {
    File(File),
    Memory(Cursor<Vec<u8>>),
}

/// A text table that is read row by row.
pub(super) struct Delimited {
    file: String,
    records: Records,
    pub header: Vec<String>,
    /// What was assumed of the text.
    pub notes: Vec<String>,
    position: u64,
    left: Rc<Cell<usize>>,
    /// After a failure to read nothing more comes.
    failed: bool,
}

type Records = csv::StringRecordsIntoIter<Bounded<Utf8<BufReader<Text>>>>;

/// The most bytes that are looked at for a header, and the most that are read for a row: a quote that is never
/// closed would take in all of the file.
const LONGEST: usize = 4 * 1024 * 1024;

/// Reads what is left until somebody allows more.
struct Bounded<R> {
    source: R,
    left: Rc<Cell<usize>>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = buffer.len().min(self.left.get());
        if length == 0 && !buffer.is_empty() {
            return Err(std::io::Error::other(format!(
                "a row is longer than {LONGEST} bytes: is a quote never closed?"
            )));
        }
        let read = self.source.read(&mut buffer[..length])?;
        self.left.set(self.left.get() - read);
        Ok(read)
    }
}

impl Delimited {
    pub fn open(file: &str, mut text: Text, layout: &Layout) -> Result<Self, ImportError> {
        let unreadable = |error: std::io::Error| ImportError::Unreadable {
            file: file.to_owned(),
            reason: error.to_string(),
        };
        let found = encoding::find(&mut text, layout.encoding.as_deref())
            .map_err(unreadable)?
            .ok_or_else(|| ImportError::Encoding {
                file: file.to_owned(),
            })?;
        let mut notes = Vec::new();
        if found.guessed {
            notes.push(format!(
                "{file} is not UTF-8: read as Windows-1252; state encoding in the mapping if it is"
            ));
        }
        text.seek(SeekFrom::Start(0)).map_err(unreadable)?;
        let separator = match layout.separator {
            Some(separator) => separator,
            None => {
                let start = start(Utf8::new(&mut text, found.encoding), layout.header)
                    .map_err(unreadable)?;
                text.seek(SeekFrom::Start(0)).map_err(unreadable)?;
                separator(&start)
            }
        };
        let left = Rc::new(Cell::new(LONGEST));
        let mut records = csv::ReaderBuilder::new()
            .delimiter(separator)
            .has_headers(false)
            .flexible(true)
            .from_reader(Bounded {
                source: Utf8::new(BufReader::new(text), found.encoding),
                left: left.clone(),
            })
            .into_records();
        // Lines above the header are titles and dates of the export.
        let mut header = None;
        while let Some(record) = records.next() {
            let record = record.map_err(|error| unreadable(std::io::Error::other(error)))?;
            if line(&records, &record) >= layout.header as u64 {
                if record.len() > COLUMNS {
                    let reason = format!("it has {} columns, and {COLUMNS} are read", record.len());
                    return Err(unreadable(std::io::Error::other(reason)));
                }
                header = Some(record.iter().map(|name| name.trim().to_owned()).collect());
                break;
            }
        }
        Ok(Self {
            file: file.to_owned(),
            records,
            header: header.ok_or_else(|| ImportError::NoHeader {
                file: file.to_owned(),
            })?,
            notes,
            position: 0,
            left,
            failed: false,
        })
    }

    /// How many bytes of the text have been read.
    pub fn position(&self) -> u64 {
        self.position
    }

    /// The next row; a broken one is told and the reading goes on.
    pub fn next_row(&mut self) -> Option<Result<Row, RowFault>> {
        while !self.failed {
            self.left.set(LONGEST);
            let record = match self.records.next()? {
                Ok(record) => record,
                Err(error) => {
                    self.failed = true;
                    let line = self.records.reader().position().line();
                    return Some(Err(RowFault {
                        file: self.file.clone(),
                        place: format!("{line}:1"),
                        code: "import.row",
                        message: match error.kind() {
                            csv::ErrorKind::Io(error) => error.to_string(),
                            _ => error.to_string(),
                        },
                    }));
                }
            };
            let line = line(&self.records, &record);
            self.position = record.position().map_or(0, csv::Position::byte);
            if record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            return Some(Ok(Row {
                sheet: None,
                line,
                cells: record.iter().map(table::Cell::text).collect(),
            }));
        }
        None
    }
}

/// The line that a record begins on: where the reader is, less what the record takes.
fn line(records: &Records, record: &csv::StringRecord) -> u64 {
    let inside: usize = record.iter().map(|cell| cell.matches('\n').count()).sum();
    let behind = records.reader().position().line();
    behind.saturating_sub(inside as u64 + 1)
}

/// The header line, up to a bound.
fn start(text: impl Read, header: usize) -> std::io::Result<String> {
    let mut bytes = Vec::new();
    text.take(LONGEST as u64).read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    Ok(text.lines().nth(header - 1).unwrap_or_default().to_owned())
}

/// What stands most often between the names of the header, outside of quotes.
fn separator(header: &str) -> u8 {
    let mut quoted = false;
    let mut counts = [(b';', 0), (b',', 0), (b'\t', 0), (b'|', 0)];
    for byte in header.bytes() {
        if byte == b'"' {
            quoted = !quoted;
        }
        if let Some((_, count)) = counts.iter_mut().find(|(sign, _)| !quoted && *sign == byte) {
            *count += 1;
        }
    }
    // The first of those with as many; a table of one column has none.
    let best = counts.iter().rev().max_by_key(|(_, count)| *count);
    best.filter(|(_, count)| *count > 0)
        .map_or(b',', |(sign, _)| *sign)
}

impl Read for Text {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        match self {
            Text::File(file) => file.read(buffer),
            Text::Memory(bytes) => bytes.read(buffer),
        }
    }
}

impl Seek for Text {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        match self {
            Text::File(file) => file.seek(to),
            Text::Memory(bytes) => bytes.seek(to),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(text: &str) -> Delimited {
        let text = Text::Memory(Cursor::new(text.as_bytes().to_vec()));
        let layout = Layout {
            header: 1,
            ..Layout::default()
        };
        Delimited::open("a.csv", text, &layout).unwrap()
    }

    fn rows(text: &str) -> Vec<(u64, Vec<String>)> {
        let mut table = open(text);
        std::iter::from_fn(|| table.next_row())
            .map(|row| {
                let row = row.unwrap();
                (row.line, row.cells.iter().map(table::Cell::shown).collect())
            })
            .collect()
    }

    #[test]
    fn separators_are_told_by_the_header_outside_of_quotes() {
        for (text, names) in [
            ("a;b,c;d\n", vec!["a", "b,c", "d"]),
            ("a,b\n", vec!["a", "b"]),
            ("a\tb\n", vec!["a", "b"]),
            ("\"a;b;c\",d\n", vec!["a;b;c", "d"]),
            ("only\n", vec!["only"]),
        ] {
            assert_eq!(open(text).header, names, "{text:?}");
        }
    }

    #[test]
    fn quotes_line_ends_and_empty_lines_are_as_the_field_writes_them() {
        assert_eq!(
            rows("a;b\r\n1;\"x;\"\"y\"\"\"\r\n\r\n;;\r\n2;\"two\nlines\"\r\n3\r\n"),
            [
                (2, vec!["1".to_owned(), "x;\"y\"".to_owned()]),
                (5, vec!["2".to_owned(), "two\nlines".to_owned()]),
                (7, vec!["3".to_owned()]),
            ]
        );
    }

    #[test]
    fn a_quote_that_is_never_closed_ends_the_table_and_not_the_memory() {
        let text = format!("a;b\n1;2\n3;\"{}", "x;\n".repeat(2 * LONGEST / 3));
        let mut table = open(&text);
        assert!(table.next_row().unwrap().is_ok());
        let fault = table.next_row().unwrap().unwrap_err();
        assert!(fault.message.contains("never closed"), "{fault}");
        assert!(table.next_row().is_none());
    }

    #[test]
    fn a_header_wider_than_any_table_is_refused() {
        let text = Text::Memory(Cursor::new("a;".repeat(COLUMNS).into_bytes()));
        let layout = Layout {
            header: 1,
            ..Layout::default()
        };
        let refused = Delimited::open("a.csv", text, &layout).err().unwrap();
        assert!(refused.to_string().contains("1025 columns"), "{refused}");
    }

    #[test]
    fn a_file_without_a_header_is_refused() {
        let layout = Layout {
            header: 3,
            ..Layout::default()
        };
        let text = Text::Memory(Cursor::new(b"a\n".to_vec()));
        let refused = Delimited::open("a.csv", text, &layout).err().unwrap();
        assert!(matches!(refused, ImportError::NoHeader { .. }));
    }
}
