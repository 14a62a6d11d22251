//! `model`: the credential follows the Verifiable Credentials Data Model 2.0.

use credentials::Problem;
use credentials::canon::jsonld;
use credentials::json::Node;
use credentials::model::{ModelFault, validate_credential};
use credentials::secured::Secured;

use super::Case;
use crate::report::Outcome;

pub(crate) fn check(case: &Case<'_>) -> Outcome {
    let faults = validate_credential(&case.credential);
    if faults.is_empty()
        && case.policy.bare
        && let Err(problem) = understood(case)
    {
        return Outcome::Fail(problem);
    }
    told(&faults)
}

/// Whether the contexts are known and give everything that is said a meaning (Data Integrity section 4.6). Ours are
/// read by the names of their members alone, so this is asked where anybody's may come.
fn understood(case: &Case<'_>) -> Result<(), Problem> {
    if let Secured::DataIntegrity(_) = case.secured {
        jsonld::to_rdf(&Node::from(&case.credential), case.shared.keys.contexts())?;
    }
    Ok(())
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
