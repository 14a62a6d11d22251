//! The statements of a document in order under the names of their blank nodes, one line each.

use sha2::{Digest, Sha256};

use super::labels::Label;
use crate::canon::rdf::{Blank, Dataset};

/// Lines of N-Quads in code point order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::proof) struct Statements {
    text: Vec<u8>,
    /// Where each line ends.
    ends: Vec<u32>,
}

impl Statements {
    /// The statements of a dataset, and of each line the number of its statement there. Nodes that no statement
    /// mentions need no name.
    pub(super) fn new(dataset: &Dataset, labels: &[Option<Label>]) -> (Self, Vec<u32>) {
        let names: Vec<String> = labels
            .iter()
            .map(|label| label.map_or_else(String::new, |label| format!("_:{label}")))
            .collect();
        let mut unsorted = Vec::with_capacity(dataset.quads().len() * 128);
        let mut lines: Vec<(u32, u32, u32)> = Vec::with_capacity(dataset.quads().len());
        for (at, quad) in (0..).zip(dataset.quads()) {
            let start = unsorted.len() as u32;
            dataset.write_line(&mut unsorted, quad, &|out, Blank(blank), _| {
                out.extend_from_slice(names[blank as usize].as_bytes());
            });
            lines.push((start, unsorted.len() as u32, at));
        }
        let line = |line: &(u32, u32, u32)| &unsorted[line.0 as usize..line.1 as usize];
        lines.sort_unstable_by(|a, b| line(a).cmp(line(b)));
        let mut text = Vec::with_capacity(unsorted.len());
        let mut ends = Vec::with_capacity(lines.len());
        for each in &lines {
            text.extend_from_slice(line(each));
            ends.push(text.len() as u32);
        }
        let order = lines.into_iter().map(|(_, _, at)| at).collect();
        (Self { text, ends }, order)
    }

    pub(in crate::proof) fn len(&self) -> usize {
        self.ends.len()
    }

    /// A line with its line feed.
    pub(in crate::proof) fn line(&self, at: usize) -> &[u8] {
        let start = match at {
            0 => 0,
            _ => self.ends[at - 1] as usize,
        };
        &self.text[start..self.ends[at] as usize]
    }

    /// The hash of these lines, one after another.
    pub(in crate::proof) fn hash(&self, lines: impl IntoIterator<Item = usize>) -> [u8; 32] {
        let mut hash = Sha256::new();
        for at in lines {
            hash.update(self.line(at));
        }
        hash.finalize().into()
    }
}
