//! Hash N-Degree Quads (RDFC-1.0 section 4.8): a blank node by the paths that lead from it.

use std::collections::BTreeMap;

use super::Effort;
use super::digest::{Digest, Hash};
use super::first_degree::Mentions;
use super::issuer::Issuer;
use crate::canon::rdf::{Blank, Dataset, Place, Quad};

/// Explores paths until its effort is spent.
pub(super) struct Paths<'d> {
    dataset: &'d Dataset,
    mentions: &'d Mentions,
    first: &'d [Digest],
    hash: Hash,
    effort: u32,
}

/// Paths longer than this are not followed: each step is a call within a call.
const LONGEST: usize = 256;

impl<'d> Paths<'d> {
    pub(super) fn new(
        dataset: &'d Dataset,
        mentions: &'d Mentions,
        first: &'d [Digest],
        hash: Hash,
        Effort(effort): Effort,
    ) -> Self {
        Self {
            dataset,
            mentions,
            first,
            hash,
            effort,
        }
    }

    /// The hash of `blank` and the names given on the chosen way. None when the effort is spent.
    pub(super) fn hash(
        &mut self,
        blank: Blank,
        mut issuer: Issuer,
        names: &Issuer,
        depth: usize,
    ) -> Option<(Digest, Issuer)> {
        if depth == LONGEST {
            return None;
        }
        let related = self.related(blank, &issuer, names)?;
        let mut data = Vec::new();
        for (digest, mut neighbours) in related {
            digest.write_hex(&mut data);
            neighbours.sort_unstable();
            let mut chosen: Option<(Vec<u8>, Issuer)> = None;
            loop {
                let best = chosen.as_ref().map(|(path, _)| path.as_slice());
                if let Some(found) = self.walk(&neighbours, &issuer, names, best, depth)? {
                    chosen = Some(found);
                }
                if !next_permutation(&mut neighbours) {
                    break;
                }
            }
            if let Some((path, chosen)) = chosen {
                data.extend_from_slice(&path);
                issuer = chosen;
            }
        }
        Some((self.hash.of([data.as_slice()]), issuer))
    }

    /// Section 4.8.3 step 5.4, one permutation. The inner none: it is no better than `best`.
    fn walk(
        &mut self,
        neighbours: &[Blank],
        issuer: &Issuer,
        names: &Issuer,
        best: Option<&[u8]>,
        depth: usize,
    ) -> Option<Option<(Vec<u8>, Issuer)>> {
        self.spend(1 + (neighbours.len() + issuer.order().len()) / 32)?;
        let worse = |path: &[u8]| best.is_some_and(|best| path.len() >= best.len() && path > best);
        let mut issuer = issuer.clone();
        let mut path = Vec::new();
        let mut onward = Vec::new();
        for &neighbour in neighbours {
            if let Some(number) = names.get(neighbour) {
                write_name(&mut path, "c14n", number);
            } else {
                if issuer.get(neighbour).is_none() {
                    onward.push(neighbour);
                }
                write_name(&mut path, "b", issuer.issue(neighbour));
            }
            if worse(&path) {
                return Some(None);
            }
        }
        for neighbour in onward {
            let number = issuer.issue(neighbour);
            let (digest, after) = self.hash(neighbour, issuer, names, depth + 1)?;
            write_name(&mut path, "b", number);
            path.push(b'<');
            digest.write_hex(&mut path);
            path.push(b'>');
            issuer = after;
            if worse(&path) {
                return Some(None);
            }
        }
        let better = best.is_none_or(|best| path.as_slice() < best);
        Some(better.then_some((path, issuer)))
    }

    /// Steps 1 to 3: the blank nodes that share a statement with this one, by how they are related.
    fn related(
        &mut self,
        this: Blank,
        issuer: &Issuer,
        names: &Issuer,
    ) -> Option<BTreeMap<Digest, Vec<Blank>>> {
        let mut related: BTreeMap<Digest, Vec<Blank>> = BTreeMap::new();
        let mut input = Vec::new();
        let mentions = self.mentions.get(this);
        self.spend(1 + mentions.len() / 2)?;
        for &at in mentions {
            let quad = &self.dataset.quads()[at as usize];
            for (blank, place) in quad.blanks().filter(|(blank, _)| *blank != this) {
                input.clear();
                self.write_relation(&mut input, blank, place, quad, issuer, names);
                let digest = self.hash.of([input.as_slice()]);
                related.entry(digest).or_default().push(blank);
            }
        }
        Some(related)
    }

    /// Hash Related Blank Node (section 4.7), its input.
    fn write_relation(
        &self,
        out: &mut Vec<u8>,
        blank: Blank,
        place: Place,
        quad: &Quad,
        issuer: &Issuer,
        names: &Issuer,
    ) {
        out.push(match place {
            Place::Subject => b's',
            Place::Object => b'o',
            Place::Graph => b'g',
        });
        if place != Place::Graph {
            out.extend_from_slice(self.dataset.text(quad.predicate));
        }
        if let Some(number) = names.get(blank) {
            write_name(out, "c14n", number);
        } else if let Some(number) = issuer.get(blank) {
            write_name(out, "b", number);
        } else {
            self.first[blank.0 as usize].write_hex(out);
        }
    }

    fn spend(&mut self, work: usize) -> Option<()> {
        self.effort = self.effort.checked_sub(u32::try_from(work).ok()?)?;
        Some(())
    }
}

fn write_name(out: &mut Vec<u8>, prefix: &str, number: u32) {
    out.extend_from_slice(b"_:");
    out.extend_from_slice(prefix.as_bytes());
    out.extend_from_slice(number.to_string().as_bytes());
}

/// Rearranges into the next greater order; false when there is none.
fn next_permutation(items: &mut [Blank]) -> bool {
    let Some(pivot) = items.windows(2).rposition(|pair| pair[0] < pair[1]) else {
        return false;
    };
    let Some(swap) = items.iter().rposition(|item| *item > items[pivot]) else {
        return false;
    };
    items.swap(pivot, swap);
    items[pivot + 1..].reverse();
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_order_of_three_comes_once() {
        let mut items = [0, 1, 2].map(Blank);
        let mut orders = vec![items];
        while next_permutation(&mut items) {
            orders.push(items);
        }
        orders.dedup();
        assert_eq!(orders.len(), 6);
        assert!(!next_permutation(&mut []));
    }
}
