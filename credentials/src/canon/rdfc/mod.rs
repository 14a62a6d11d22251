//! RDF Dataset Canonicalization, RDFC-1.0: one text, and so one hash, for one set of statements.
//!
//! What needs work is naming the blank nodes. `first_degree` hashes each from its own statements; where all these
//! hashes differ, as in a passport, their order is the naming. Nodes that look alike are told apart by the paths that
//! lead from them, `n_degree`, within a bound on work: the number of paths grows as a factorial, and a document may
//! be made to abuse that ("dataset poisoning", section 7.1).

mod canonical;
mod digest;
mod first_degree;
mod issuer;
mod n_degree;

use std::collections::BTreeMap;

pub use canonical::Canonical;
pub use digest::{Digest, Hash};

use super::rdf::{Blank, Dataset};
use crate::problem::Coded;
use first_degree::Mentions;
use issuer::Issuer;
use n_degree::Paths;

/// The work that telling alike blank nodes apart may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort(pub u32);

impl Default for Effort {
    /// Well under a second at worst. Ordinary documents need next to none, and those of the published cases that can
    /// be solved less than 8,000.
    fn default() -> Self {
        Self(100_000)
    }
}

/// Why a dataset has no canonical form here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CanonicalizeError {
    /// Blank nodes so alike that telling them apart would take more work than is granted.
    #[error(
        "expected blank nodes that can be told apart, found too many that look alike ({alike} of them)"
    )]
    TooAlike {
        /// How many share the hash of their statements with another.
        alike: usize,
    },
}

impl Coded for CanonicalizeError {
    fn code(&self) -> &'static str {
        match self {
            Self::TooAlike { .. } => "rdfc.too_alike",
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::TooAlike { .. } => {
                Some("give the nested objects that look alike an `id` each".into())
            }
        }
    }
}

/// The canonical form of a dataset whose statements each stand once, with the hash that RDFC-1.0 has by default.
pub fn canonicalize(dataset: &Dataset) -> Result<Canonical, CanonicalizeError> {
    canonicalize_with(dataset, Hash::Sha256, Effort::default())
}

/// The canonical form of a dataset whose statements each stand once.
pub fn canonicalize_with(
    dataset: &Dataset,
    hash: Hash,
    effort: Effort,
) -> Result<Canonical, CanonicalizeError> {
    Ok(Canonical::new(dataset, number(dataset, hash, effort)?))
}

/// The canonical number of each blank node of a dataset whose statements each stand once; none for a node of no
/// statement.
pub(crate) fn number(
    dataset: &Dataset,
    hash: Hash,
    effort: Effort,
) -> Result<Vec<Option<u32>>, CanonicalizeError> {
    let mentions = Mentions::of(dataset);
    let first = first_degree::hashes(dataset, &mentions, hash);
    // An empty object in a graph is a node of no statement, and has no name.
    let mut by_hash: Vec<Blank> = (0..)
        .map(Blank)
        .take(dataset.blanks())
        .filter(|blank| !mentions.get(*blank).is_empty())
        .collect();
    by_hash.sort_unstable_by_key(|blank| &first[blank.0 as usize]);

    // Section 4.4.3 step 4: who is unlike all others is named at once, in the order of the hashes.
    let mut names = Issuer::default();
    let mut alike: Vec<&[Blank]> = Vec::new();
    for group in by_hash.chunk_by(|a, b| first[a.0 as usize] == first[b.0 as usize]) {
        match group {
            [blank] => names.issue(*blank),
            _ => {
                alike.push(group);
                continue;
            }
        };
    }
    let mut paths = Paths::new(dataset, &mentions, &first, hash, effort);
    for group in &alike {
        name_alike(group, &mut names, &mut paths).ok_or(CanonicalizeError::TooAlike {
            alike: alike.iter().map(|group| group.len()).sum(),
        })?;
    }
    Ok(names.into_numbers(dataset.blanks()))
}

/// Section 4.4.3 step 5. None when the effort is spent.
fn name_alike(group: &[Blank], names: &mut Issuer, paths: &mut Paths<'_>) -> Option<()> {
    // Equal hashes keep the order in which they were found.
    let mut found: BTreeMap<Digest, Vec<Issuer>> = BTreeMap::new();
    for &blank in group {
        if names.get(blank).is_some() {
            continue;
        }
        let mut issuer = Issuer::default();
        issuer.issue(blank);
        let (digest, issuer) = paths.hash(blank, issuer, names, 0)?;
        found.entry(digest).or_default().push(issuer);
    }
    for issuer in found.into_values().flatten() {
        for &blank in issuer.order() {
            names.issue(blank);
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(text: &str) -> Result<String, CanonicalizeError> {
        let (dataset, _) = Dataset::parse_nquads(text).unwrap();
        Ok(canonicalize(&dataset)?.as_str().to_owned())
    }

    /// Every node linked to every other: all permutations of all neighbours look the same.
    fn clique(size: u32) -> String {
        let pairs = (0..size).flat_map(|a| (0..size).map(move |b| (a, b)));
        pairs
            .filter(|(a, b)| a != b)
            .map(|(a, b)| format!("_:e{a} <urn:p> _:e{b} .\n"))
            .collect()
    }

    #[test]
    fn a_dataset_made_to_waste_time_is_refused_by_name() {
        for size in [9, 12, 64, 200] {
            let error = canonical(&clique(size)).unwrap_err();
            assert_eq!(
                error,
                CanonicalizeError::TooAlike {
                    alike: size as usize
                }
            );
            assert_eq!(error.code(), "rdfc.too_alike");
        }
    }

    #[test]
    fn a_long_chain_of_alike_nodes_ends_without_exhausting_the_stack() {
        let chain = |length: u32| -> String {
            (0..length)
                .map(|at| format!("_:e{at} <urn:next> _:e{} .\n", (at + 1) % length))
                .collect()
        };
        assert_eq!(canonical(&chain(60)).unwrap().lines().count(), 60);
        assert!(canonical(&chain(50_000)).is_err());
    }

    #[test]
    fn the_names_of_blank_nodes_and_the_order_of_statements_make_no_difference() {
        let one = "_:a <urn:p> _:b .\n_:b <urn:p> _:c .\n_:c <urn:p> _:a .\n_:a <urn:q> \"x\" _:g .\n_:c <urn:r> _:c .\n";
        let other = "_:z <urn:r> _:z .\n_:x <urn:q> \"x\" _:a .\n_:z <urn:p> _:x .\n_:b <urn:p> _:z .\n_:x <urn:p> _:b .\n";
        assert_eq!(canonical(one), canonical(other));
        assert_ne!(canonical(one), canonical(&other.replace("\"x\"", "\"y\"")));
    }
}
