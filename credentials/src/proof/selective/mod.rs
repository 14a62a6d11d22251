//! What the selective-disclosure suites have in common (vc-di-ecdsa section 3.4, vc-di-bbs section 3.2).
//!
//! The issuer signs statements one by one, and in one hash those that are mandatory; the holder shows some. What makes
//! that work is here: names of blank nodes that a holder can hand over, groups of statements by JSON pointers, and the
//! part of the document that says just the statements shown. A document is read and canonicalized once, whatever the
//! number of groups.

mod cbor;
mod labels;
mod select;
mod statements;
#[cfg(test)]
mod tests;
pub(super) mod value;

use std::collections::BTreeSet;

use serde_json::Value;

pub use labels::Labelling;
pub(super) use labels::{HMAC, Label};
pub(super) use statements::Statements;

use super::ProofError;
use crate::canon::jsonld::{Marks, to_rdf_marked, to_rdf_without};
use crate::canon::rdf::Dataset;
use crate::canon::rdfc::{Effort, Hash, number};
use crate::context::Contexts;
use crate::json::{JsonPointer, Limits, Node, Tree};

/// The statements of a whole document, in groups.
#[derive(Debug, Clone)]
pub struct Grouped {
    dataset: Dataset,
    /// By the number of the blank node.
    labels: Vec<Option<Label>>,
    statements: Statements,
    /// Of each line, its place in the dataset.
    order: Vec<u32>,
    /// Of each line, the groups that it is in.
    groups: Vec<u8>,
}

/// What a holder shows, and how its blank nodes are named for those who did not see the rest.
pub(super) struct Revealed {
    /// The part of the document.
    pub(super) document: Value,
    /// The names of the blank nodes, by their canonical number in that part.
    pub(super) labels: Vec<Label>,
}

impl Grouped {
    /// Reads a document without its proofs, and tells which statements the pointers lead to.
    pub fn of<'v, 'd: 'v>(
        document: impl Into<Tree<'v, 'd>>,
        mandatory: &[JsonPointer],
        shown: &[JsonPointer],
        labelling: Labelling,
        hmac_key: &[u8; HMAC],
        contexts: &Contexts,
    ) -> Result<Self, ProofError> {
        let mut marks = Marks::default();
        for (pointers, group) in [(mandatory, MANDATORY), (shown, SHOWN)] {
            for pointer in pointers {
                // No document is as deep, and a tree that is could not be left behind on any stack.
                if pointer.tokens().len() > Limits::default().depth {
                    return Err(ProofError::PointerMissing {
                        at: pointer.clone(),
                    });
                }
                marks.add(pointer, group);
            }
        }
        let (dataset, marked) = match document.into() {
            Tree::Node(node) => to_rdf_marked(node, contexts, Some(PROOF), &marks)?,
            Tree::Value(value) => to_rdf_marked(&Node::from(value), contexts, Some(PROOF), &marks)?,
        };
        let numbers = number(&dataset, Hash::Sha256, Effort::default())?;
        let labels = labelling.labels(hmac_key, &numbers);
        let (statements, order) = Statements::new(&dataset, &labels);
        let groups = order.iter().map(|at| marked[*at as usize]).collect();
        Ok(Self {
            dataset,
            labels,
            statements,
            order,
            groups,
        })
    }

    /// The statements in order, each with its line feed.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        let line = |at| std::str::from_utf8(self.statements.line(at)).unwrap_or_default();
        (0..self.statements.len()).map(line)
    }

    /// The statements that are always shown, by line.
    pub fn mandatory(&self) -> impl Iterator<Item = usize> {
        self.lines_in(|groups| groups & MANDATORY != 0)
    }

    /// The statements that may be withheld, by line.
    pub fn withholdable(&self) -> impl Iterator<Item = usize> {
        self.lines_in(|groups| groups & MANDATORY == 0)
    }

    /// The statements that the pointers to be shown lead to, by line; some are mandatory too.
    pub fn shown(&self) -> impl Iterator<Item = usize> {
        self.lines_in(|groups| groups & SHOWN != 0)
    }

    /// All statements that are shown, by line.
    pub fn combined(&self) -> impl Iterator<Item = usize> {
        self.lines_in(|groups| groups != 0)
    }

    /// The mandatory statements, by their place among those that are shown.
    pub fn mandatory_among_combined(&self) -> impl Iterator<Item = usize> {
        let combined = self.combined().enumerate();
        combined.filter_map(|(place, line)| (self.groups[line] & MANDATORY != 0).then_some(place))
    }

    /// The statements that are shown without need, by their place among those that may be withheld.
    pub fn shown_among_withholdable(&self) -> impl Iterator<Item = usize> {
        let withholdable = self.withholdable().enumerate();
        withholdable.filter_map(|(place, line)| (self.groups[line] & SHOWN != 0).then_some(place))
    }

    /// SHA-256 of the mandatory statements.
    pub fn mandatory_hash(&self) -> [u8; 32] {
        self.statements.hash(self.mandatory())
    }

    pub(super) fn statements(&self) -> &Statements {
        &self.statements
    }

    /// An error where no holder could derive a proof that shows what is mandatory.
    pub(super) fn check(
        &self,
        document: Tree<'_, '_>,
        mandatory: &[JsonPointer],
        contexts: &Contexts,
    ) -> Result<(), ProofError> {
        if mandatory.is_empty() {
            return Ok(());
        }
        let revealed = match document {
            Tree::Value(value) => self.reveal(value, mandatory, contexts),
            Tree::Node(_) => self.reveal(&document.to_value(), mandatory, contexts),
        };
        revealed.map(drop)
    }

    /// The part of the document that the pointers lead to.
    ///
    /// An error where it says anything else than the statements that are shown, as when a pointer leads into a list:
    /// nobody could verify that.
    pub(super) fn reveal<'p>(
        &self,
        document: &Value,
        pointers: impl IntoIterator<Item = &'p JsonPointer>,
        contexts: &Contexts,
    ) -> Result<Revealed, ProofError> {
        if self.combined().next().is_none() {
            return Err(ProofError::NothingShown);
        }
        let mut revealed = select::select(document, pointers)?;
        if let Some(members) = revealed.as_object_mut() {
            members.shift_remove(PROOF);
        }
        let keep: Vec<bool> = {
            let mut keep = vec![false; self.groups.len()];
            for line in self.combined() {
                keep[self.order[line] as usize] = true;
            }
            keep
        };
        let numbers = number(&self.dataset.subset(&keep), Hash::Sha256, Effort::default())?;
        let mut named: Vec<(u32, Label)> = numbers
            .iter()
            .zip(&self.labels)
            .filter_map(|(number, label)| Some(((*number)?, (*label)?)))
            .collect();
        named.sort_unstable();
        let labels: Vec<Label> = named.into_iter().map(|(_, label)| label).collect();

        let read = relabelled((&revealed).into(), contexts, &labels);
        let same = read.is_ok_and(|read| {
            let mut lines = self.combined();
            read.len() == self.combined().count()
                && (0..read.len()).all(|at| {
                    lines.next().map(|line| self.statements.line(line)) == Some(read.line(at))
                })
        });
        match same {
            true => Ok(Revealed {
                document: revealed,
                labels,
            }),
            false => Err(ProofError::SelectionMeaning),
        }
    }

    fn lines_in(&self, in_group: impl Fn(u8) -> bool) -> impl Iterator<Item = usize> {
        let groups = self.groups.iter().enumerate();
        groups.filter_map(move |(line, groups)| in_group(*groups).then_some(line))
    }
}

/// The statements of a document without its proofs, their blank nodes renamed: the first label is for `c14n0`.
///
/// An error where the labels are not one for each node (vc-di-ecdsa section 3.4.3: `createLabelMapFunction`).
pub(super) fn relabelled(
    document: Tree<'_, '_>,
    contexts: &Contexts,
    labels: &[Label],
) -> Result<Statements, ProofError> {
    let dataset = match document {
        Tree::Node(node) => to_rdf_without(node, contexts, Some(PROOF))?,
        Tree::Value(value) => to_rdf_without(&Node::from(value), contexts, Some(PROOF))?,
    };
    let numbers = number(&dataset, Hash::Sha256, Effort::default())?;
    let found = numbers.iter().flatten().count();
    let different = labels.iter().collect::<BTreeSet<_>>().len();
    if found != labels.len() || different != labels.len() {
        return Err(ProofError::LabelMap {
            nodes: found,
            labels: different,
        });
    }
    let label = |number: &Option<u32>| labels.get((*number)? as usize).copied();
    let labels: Vec<Option<Label>> = numbers.iter().map(label).collect();
    Ok(Statements::new(&dataset, &labels).0)
}

const MANDATORY: u8 = 1;
const SHOWN: u8 = 1 << 1;
const PROOF: &str = "proof";
