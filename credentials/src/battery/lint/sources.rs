//! Do the suppliers' shares that the content shows make its totals?

use serde_json::Value;

use super::finding::{Finding, Findings};
use crate::battery::composite::Sources;
use crate::problem::Coded;

pub(super) fn check(subject: &Value, findings: &mut Findings) {
    let Err(error) = Sources::read(subject) else {
        return;
    };
    let place = error.pointer().unwrap_or_default();
    let mut finding = Finding::error(error.code(), place.as_str(), error.to_string())
        .article("Annex XIII 3; Art. 7(1), Art. 8(1)");
    finding.hint = error.hint();
    findings.push(finding);
}
