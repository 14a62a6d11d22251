//! One JSON object a line (NDJSON), each a passport in any format that keeps a passport in one object.

use std::io::{BufRead, BufReader, Read};

use credentials::problem::Coded;

use super::many::Outcome;
use super::table::RowFault;
use super::{ImportError, Options, SourceFile, import};

/// Lines on their way to passports.
pub struct Lines {
    file: String,
    lines: BufReader<Box<dyn Read>>,
    options: Options,
    line: u64,
    length: u64,
    done: u64,
    /// After a failure of the disk nothing more comes.
    failed: bool,
}

/// The longest line that is read.
const LONGEST: u64 = 4 * 1024 * 1024;

impl Lines {
    /// Reads lines of `length` bytes in all, as far as that is known.
    pub fn new(file: &str, lines: Box<dyn Read>, length: u64, options: &Options) -> Self {
        Self {
            file: file.to_owned(),
            lines: BufReader::new(lines),
            options: options.clone(),
            line: 0,
            length,
            done: 0,
            failed: false,
        }
    }

    /// The passport of the next line that is not empty, or what is wrong with it.
    pub fn next_outcome(&mut self) -> Option<Outcome> {
        while !self.failed {
            self.line += 1;
            let line = match self.next_line() {
                Ok(None) => return None,
                Ok(Some(line)) => line,
                Err(message) => return Some(self.fault(None, "import.line", message)),
            };
            if line.trim_ascii().is_empty() {
                continue;
            }
            let file = SourceFile {
                name: self.file.clone(),
                bytes: line,
            };
            return Some(match import(&[file], &self.options) {
                Ok(imported) => Outcome {
                    place: self.line.to_string(),
                    result: Ok(imported),
                },
                Err(error) => self.fault(error.pointer(), error.code(), bare(&error)),
            });
        }
        None
    }

    /// How far it is, and how far it goes.
    pub fn progress(&self) -> (u64, u64) {
        (self.done, self.length)
    }

    /// A line that is too long is skipped to its end.
    fn next_line(&mut self) -> Result<Option<Vec<u8>>, String> {
        let mut line = Vec::new();
        let mut read = self.read(&mut line)?;
        if read < LONGEST || line.last() == Some(&b'\n') {
            return Ok((read > 0).then_some(line));
        }
        while read > 0 && line.last() != Some(&b'\n') {
            line.clear();
            read = self.read(&mut line)?;
        }
        Err(format!("a line is longer than {LONGEST} bytes"))
    }

    fn read(&mut self, line: &mut Vec<u8>) -> Result<u64, String> {
        match (&mut self.lines).take(LONGEST).read_until(b'\n', line) {
            Ok(read) => {
                self.done += read as u64;
                Ok(read as u64)
            }
            Err(error) => {
                self.failed = true;
                Err(error.to_string())
            }
        }
    }

    fn fault(&self, pointer: Option<String>, code: &'static str, message: String) -> Outcome {
        let place = format!("{}{}", self.line, pointer.unwrap_or_default());
        Outcome {
            place: self.line.to_string(),
            result: Err(vec![RowFault {
                file: self.file.clone(),
                place,
                code,
                message,
            }]),
        }
    }
}

/// The message without the file, which the fault names with the line.
fn bare(error: &ImportError) -> String {
    let message = error.to_string();
    match message.split_once(": ") {
        Some((_, rest)) => rest.to_owned(),
        None => message,
    }
}
