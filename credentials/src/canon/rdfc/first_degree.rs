//! Hash First Degree Quads (RDFC-1.0 section 4.6): a blank node by the statements it is in.

use super::digest::{Digest, Hash};
use crate::canon::rdf::{Blank, Dataset};

/// For each blank node the statements that mention it, each once.
pub(super) struct Mentions {
    starts: Vec<u32>,
    quads: Vec<u32>,
}

impl Mentions {
    pub(super) fn of(dataset: &Dataset) -> Self {
        let mut starts = vec![0; dataset.blanks() + 1];
        each(dataset, |blank, _| starts[blank.0 as usize + 1] += 1);
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut quads = vec![0; next[dataset.blanks()] as usize];
        each(dataset, |blank, quad| {
            let next = &mut next[blank.0 as usize];
            quads[*next as usize] = quad;
            *next += 1;
        });
        Self { starts, quads }
    }

    pub(super) fn get(&self, blank: Blank) -> &[u32] {
        let at = blank.0 as usize;
        &self.quads[self.starts[at] as usize..self.starts[at + 1] as usize]
    }
}

fn each(dataset: &Dataset, mut mention: impl FnMut(Blank, u32)) {
    for (at, quad) in (0..).zip(dataset.quads()) {
        let mut seen = [None; 3];
        for (count, (blank, _)) in quad.blanks().enumerate() {
            if !seen.contains(&Some(blank)) {
                mention(blank, at);
            }
            seen[count] = Some(blank);
        }
    }
}

/// The hash of each blank node, by number.
pub(super) fn hashes(dataset: &Dataset, mentions: &Mentions, hash: Hash) -> Vec<Digest> {
    let mut text = Vec::new();
    let mut lines: Vec<(usize, usize)> = Vec::new();
    (0..)
        .map(Blank)
        .take(dataset.blanks())
        .map(|this| {
            text.clear();
            lines.clear();
            for &at in mentions.get(this) {
                let start = text.len();
                let quad = &dataset.quads()[at as usize];
                dataset.write_line(&mut text, quad, &|out, blank, _| {
                    out.extend_from_slice(if blank == this { b"_:a" } else { b"_:z" });
                });
                lines.push((start, text.len()));
            }
            lines.sort_unstable_by(|a, b| text[a.0..a.1].cmp(&text[b.0..b.1]));
            hash.of(lines.iter().map(|&(start, end)| &text[start..end]))
        })
        .collect()
}
