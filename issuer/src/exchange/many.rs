//! Many passports in one file: a table, or JSON a line.

use super::table::{RowFault, Table};
use super::{Imported, Lines};

/// What became of one row or line.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Where the row begins: `7:1`, `Sheet!A7`; of a line its number.
    pub place: String,
    /// Its passport and report, or everything that is wrong with it.
    pub result: Result<Imported, Vec<RowFault>>,
}

/// A file of many passports, one after the other.
pub enum Many<'m> {
    /// One a row.
    Table(Box<Table<'m>>),
    /// One a line.
    Lines(Box<Lines>),
}

impl Many<'_> {
    /// How far it is, and how far it goes.
    pub fn progress(&self) -> (u64, u64) {
        match self {
            Many::Table(table) => table.progress(),
            Many::Lines(lines) => lines.progress(),
        }
    }

    /// What is to be said of the files as a whole.
    pub fn notes(&self) -> Vec<String> {
        match self {
            Many::Table(table) => table.notes(),
            Many::Lines(_) => Vec::new(),
        }
    }
}

impl Iterator for Many<'_> {
    type Item = Outcome;

    fn next(&mut self) -> Option<Outcome> {
        match self {
            Many::Table(table) => table.next_outcome(),
            Many::Lines(lines) => lines.next_outcome(),
        }
    }
}
