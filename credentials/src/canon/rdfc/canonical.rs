//! The canonical form itself.

use crate::canon::rdf::{Blank, Dataset};

/// A dataset in canonical N-Quads: one line a statement, in code point order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Canonical {
    text: Vec<u8>,
    numbers: Vec<Option<u32>>,
    order: Vec<u32>,
}

impl Canonical {
    /// `numbers` gives each blank node its canonical one.
    pub(super) fn new(dataset: &Dataset, numbers: Vec<Option<u32>>) -> Self {
        let names: Vec<String> = numbers
            .iter()
            .map(|number| number.map_or_else(String::new, |number| format!("_:c14n{number}")))
            .collect();
        let mut unsorted = Vec::with_capacity(dataset.quads().len() * 112);
        let mut lines: Vec<(u32, u32, u32)> = Vec::with_capacity(dataset.quads().len());
        for (at, quad) in (0..).zip(dataset.quads()) {
            let start = unsorted.len() as u32;
            dataset.write_line(&mut unsorted, quad, &|out, blank, _| {
                out.extend_from_slice(names[blank.0 as usize].as_bytes());
            });
            lines.push((start, unsorted.len() as u32, at));
        }
        let line = |line: &(u32, u32, u32)| &unsorted[line.0 as usize..line.1 as usize];
        lines.sort_unstable_by(|a, b| line(a).cmp(line(b)));
        let mut text = Vec::with_capacity(unsorted.len());
        for each in &lines {
            text.extend_from_slice(line(each));
        }
        Self {
            text,
            numbers,
            order: lines.into_iter().map(|(_, _, at)| at).collect(),
        }
    }

    /// The text that is hashed.
    pub fn as_bytes(&self) -> &[u8] {
        &self.text
    }

    /// The text that is hashed.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.text).unwrap_or_default()
    }

    /// The lines, each with its line feed.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.as_str().split_inclusive('\n')
    }

    /// For each line, which statement of the dataset it is.
    pub fn order(&self) -> &[u32] {
        &self.order
    }

    /// The canonical number of a blank node: `4` for `c14n4`. None when no statement mentions it.
    pub fn number(&self, blank: Blank) -> Option<u32> {
        self.numbers.get(blank.0 as usize).copied().flatten()
    }

    /// The issued identifiers map: the canonical number of each blank node of the dataset, by its own number.
    pub fn numbers(&self) -> &[Option<u32>] {
        &self.numbers
    }
}
