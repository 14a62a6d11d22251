//! Other implementations, driven through the VC-API with our vectors and with what each of them issues.
//!
//! [`Endpoint`] is one of them; [`Question`] is one document that it has to judge, good or bad; [`drive`] asks everyone
//! everything, and [`Outcome`] is who answered how often as it should.

mod endpoint;
mod issued;
mod question;
mod table;

use serde::Serialize;

pub use endpoint::{Answer, Endpoint};
pub use question::Question;
pub use table::table;

use issued::issue;

/// Who answered what.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    /// The names of the endpoints, in the order in which they were given.
    pub verifiers: Vec<String>,
    /// One row for the good vectors, one for the bad ones, one for each endpoint's own credentials.
    pub rows: Vec<Row>,
}

/// What all verifiers said of the documents of one issuer.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// What the documents are.
    pub documents: String,
    /// Why the endpoint issued nothing, or less than it was asked to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_issued: Vec<String>,
    /// One for each verifier.
    pub cells: Vec<Cell>,
}

/// What one verifier said of them.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Cell {
    /// How many were judged as they should be.
    pub passed: usize,
    /// Of how many.
    pub of: usize,
    /// The others, each with what was answered.
    pub wrong: Vec<String>,
}

impl Outcome {
    /// Whether everyone agrees with the vectors and with everyone else.
    pub fn is_agreed(&self) -> bool {
        let judged = |cell: &Cell| cell.of > 0 && cell.wrong.is_empty();
        let agreed = |row: &Row| row.not_issued.is_empty() && row.cells.iter().all(judged);
        self.rows.iter().all(agreed)
    }
}

/// Asks every endpoint about the vectors, and about what every endpoint issues.
pub fn drive(endpoints: &[Endpoint<'_>], vectors: &[Question]) -> Outcome {
    let judged = |documents: String, questions: &[&Question], not_issued| Row {
        documents,
        not_issued,
        cells: endpoints
            .iter()
            .map(|one| examine(one, questions))
            .collect(),
    };
    let (good, bad): (Vec<_>, Vec<_>) = vectors.iter().partition(|question| question.good);
    let mut rows = vec![
        judged("vectors, good".into(), &good, Vec::new()),
        judged("vectors, bad".into(), &bad, Vec::new()),
    ];
    for endpoint in endpoints {
        let (issued, refused) = issue(endpoint);
        let questions: Vec<&Question> = issued.iter().collect();
        rows.push(judged(endpoint.name().into(), &questions, refused));
    }
    Outcome {
        verifiers: endpoints.iter().map(|one| one.name().into()).collect(),
        rows,
    }
}

fn examine(endpoint: &Endpoint<'_>, questions: &[&Question]) -> Cell {
    let mut cell = Cell::default();
    for question in questions {
        cell.of += 1;
        match (endpoint.verify(question), question.good) {
            (Answer::Accepted, true) | (Answer::Refused(_), false) => cell.passed += 1,
            (answer, _) => cell.wrong.push(format!("{}: {answer}", question.name)),
        }
    }
    cell
}
