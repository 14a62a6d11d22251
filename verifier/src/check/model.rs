//! `model`: the credential follows the Verifiable Credentials Data Model 2.0.

use credentials::Problem;
use credentials::model::{ModelFault, validate_credential};

use super::Case;
use crate::report::Outcome;

pub(crate) fn check(case: &Case<'_>) -> Outcome {
    told(&validate_credential(&case.credential))
}

/// The first fault, and how many more there are.
pub(crate) fn told(faults: &[ModelFault]) -> Outcome {
    let Some((first, more)) = faults.split_first() else {
        return Outcome::pass("by the Verifiable Credentials Data Model 2.0");
    };
    let mut problem = Problem::from(first.clone());
    if !more.is_empty() {
        problem.message += &format!(" (and {} more)", more.len());
    }
    Outcome::Fail(problem)
}
