//! The canonical form itself.

use crate::canon::number::write_decimal;
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
        let mut unsorted = Vec::with_capacity(dataset.quads().len() * 112);
        let mut lines = Vec::with_capacity(dataset.quads().len());
        for (at, quad) in (0..).zip(dataset.quads()) {
            let start = unsorted.len();
            dataset.write_line(&mut unsorted, quad, &|out, blank, _| {
                out.extend_from_slice(b"_:c14n");
                write_decimal(
                    out,
                    u64::from(numbers[blank.0 as usize].unwrap_or_default()),
                );
            });
            lines.push(Line {
                beginning: beginning(&unsorted[start..]),
                start: start as u32,
                end: unsorted.len() as u32,
                at,
            });
        }
        let line = |line: &Line| &unsorted[line.start as usize..line.end as usize];
        lines.sort_unstable_by(|a, b| {
            let beginnings = a.beginning.cmp(&b.beginning);
            beginnings.then_with(|| line(a).cmp(line(b)))
        });
        let mut text = Vec::with_capacity(unsorted.len());
        for each in &lines {
            text.extend_from_slice(line(each));
        }
        Self {
            text,
            numbers,
            order: lines.into_iter().map(|line| line.at).collect(),
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

/// A line before it has its place.
struct Line {
    /// Its subject, mostly: decides most comparisons.
    beginning: u128,
    start: u32,
    end: u32,
    /// Which statement it is.
    at: u32,
}

/// The first bytes of a line, of which each has more, as a number in their order.
fn beginning(line: &[u8]) -> u128 {
    line.first_chunk()
        .map_or(0, |bytes| u128::from_be_bytes(*bytes))
}
