//! The outcome as people read it.

use std::fmt::Write;

use super::{Cell, Outcome};

/// A row for each issuer, a column for each verifier, and beneath them what went wrong.
pub fn table(outcome: &Outcome) -> String {
    let cell = |cell: &Cell| match cell.of {
        0 => "-".to_owned(),
        of => format!("{}/{of}", cell.passed),
    };
    let mut lines = vec![vec!["issued by \\ verified by".to_owned()]];
    lines[0].extend(outcome.verifiers.iter().cloned());
    for row in &outcome.rows {
        let mut line = vec![row.documents.clone()];
        line.extend(row.cells.iter().map(cell));
        lines.push(line);
    }
    let width = |column: usize| {
        let cells = lines.iter().filter_map(|line| line.get(column));
        cells
            .map(|cell| cell.chars().count())
            .max()
            .unwrap_or_default()
    };
    let widths: Vec<usize> = (0..=outcome.verifiers.len()).map(width).collect();
    let mut text = String::new();
    for line in &lines {
        let padded: Vec<String> = line
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:width$}"))
            .collect();
        text.push_str(padded.join("  ").trim_end());
        text.push('\n');
    }
    for row in &outcome.rows {
        for reason in &row.not_issued {
            let _ = writeln!(text, "\n{} did not issue: {reason}", row.documents);
        }
        for (verifier, cell) in outcome.verifiers.iter().zip(&row.cells) {
            for wrong in &cell.wrong {
                let _ = writeln!(text, "\n{verifier} on {wrong}");
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vectors::drive::Row;

    #[test]
    fn a_disagreement_stands_beneath_the_counts() {
        let cell = |passed, wrong: &[&str]| Cell {
            passed,
            of: 3,
            wrong: wrong.iter().map(|&wrong| wrong.into()).collect(),
        };
        let outcome = Outcome {
            verifiers: vec!["a".into(), "other".into()],
            rows: vec![
                Row {
                    documents: "vectors, bad".into(),
                    not_issued: Vec::new(),
                    cells: vec![cell(3, &[]), cell(2, &["bad/proof/x: accepted"])],
                },
                Row {
                    documents: "other".into(),
                    not_issued: vec!["plain: 501: not here".into()],
                    cells: vec![Cell::default(), Cell::default()],
                },
            ],
        };
        assert!(!outcome.is_agreed());
        assert_eq!(
            table(&outcome),
            "issued by \\ verified by  a    other\n\
             vectors, bad             3/3  2/3\n\
             other                    -    -\n\
             \nother on bad/proof/x: accepted\n\
             \nother did not issue: plain: 501: not here\n"
        );
    }
}
