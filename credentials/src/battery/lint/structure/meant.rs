//! Which attribute was meant by a name that is none.

use std::fmt::Write;

use crate::battery::attributes::{Attribute, Part, table};
use crate::battery::content::Place;

/// The Battery Pass spelling leads to ours; else the nearest name among the siblings, or the place where
/// this very name is known.
pub(super) fn suggestion(place: &Place<'_, '_>, name: &str) -> Option<String> {
    let tokens = place.pointer.tokens();
    let group = tokens.first()?;
    let inside: String = tokens[1..].iter().fold(String::new(), |mut out, token| {
        let _ = write!(out, "/{token}");
        out
    });
    if let Some(row) = table().from_battery_pass(group, &inside) {
        return Some(row.pointer.to_owned());
    }
    let siblings: Vec<&Attribute> = match place.parent {
        Some(parent) => table().members(parent).collect(),
        None => table().groups().collect(),
    };
    let near = siblings
        .iter()
        .map(|row| (distance(name, row.name()), row.name()))
        .filter(|(distance, known)| *distance * 3 <= known.len())
        .min();
    if let Some((_, known)) = near {
        return Some(known.to_owned());
    }
    table()
        .iter()
        .find(|row| row.part != Part::Member && row.name() == name)
        .map(|row| row.pointer.to_owned())
}

/// Levenshtein distance, letters' case aside.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.to_lowercase().chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    // A hostile name is not worth more than the longest of ours.
    for (i, l) in left.to_lowercase().chars().take(64).enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, r) in right.iter().enumerate() {
            let replaced = diagonal + usize::from(l != *r);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[right.len()]
}
