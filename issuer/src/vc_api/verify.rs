//! `POST credentials/verify` and `POST presentations/verify`: the verifier's report as the VC-API tells it.

use credentials::Problem;
use credentials::model::{ModelFault, has_type, validate_credential, validate_presentation};
use jiff::Timestamp;
use serde_json::{Value, json};
use verifier::{CheckName, Policy, Report};

use super::answer::{Answer, Refusal};
use super::prefix::Prefix;
use super::request::{Request, expected};
use super::{VcApi, world};

pub(super) fn credential(
    api: &VcApi,
    _: &Prefix,
    body: &[u8],
    now: Timestamp,
) -> Result<Answer, Refusal> {
    let request = Request::parse(body)?;
    let member = "verifiableCredential";
    let document = request.document(member)?;
    if has_type(document, PRESENTATION) {
        return Err(expected(
            "a credential, found a presentation",
            &format!("/{member}/type"),
        )
        .into());
    }
    judge(api, &request, member, &validate_credential(document), now)
}

pub(super) fn presentation(
    api: &VcApi,
    _: &Prefix,
    body: &[u8],
    now: Timestamp,
) -> Result<Answer, Refusal> {
    let request = Request::parse(body)?;
    let member = "verifiablePresentation";
    let document = request.document(member)?;
    let faults = validate_presentation(document);
    // A bundle that nobody signed shows no holder.
    if faults.is_empty() && document.get("proof").is_none() && has_type(document, PRESENTATION) {
        return Err(expected("a presentation with a proof", &format!("/{member}/proof")).into());
    }
    judge(api, &request, member, &faults, now)
}

/// The report of the one verifier, as 200 or as every reason why not.
fn judge(
    api: &VcApi,
    request: &Request,
    member: &str,
    faults: &[ModelFault],
    now: Timestamp,
) -> Result<Answer, Refusal> {
    let policy = Policy {
        nonce: request.text("challenge")?.map(str::to_owned),
        aud: request.text("domain")?.map(str::to_owned),
        bare: true,
        ..Policy::at(now)
    };
    let document = request.document(member)?.to_string();
    let report = verifier::verify(document.as_bytes(), &policy, &world::environment(api));
    if report.verified && faults.is_empty() {
        return Ok(Answer::Good(told(&report)));
    }
    let mut reasons: Vec<Problem> = faults.iter().cloned().map(Problem::from).collect();
    let known = !reasons.is_empty();
    let others = report
        .failures()
        .filter(|check| !(known && check.name == CheckName::Model));
    reasons.extend(others.map(|check| Problem {
        code: check.code.unwrap_or("verify.failed"),
        message: check.detail.clone().unwrap_or_default(),
        pointer: check.pointer.clone(),
        hint: check.hint.clone(),
    }));
    // Something that had to be looked at could not be.
    if reasons.is_empty() {
        reasons.extend(report.problem());
    }
    for reason in &mut reasons {
        let place = reason.pointer.take().unwrap_or_default();
        reason.pointer = Some(format!("/{member}{place}"));
    }
    Err(Refusal::NotVerified(reasons))
}

fn told(report: &Report) -> Value {
    json!({
        "verified": true,
        "checks": report.checks,
        "errors": [],
    })
}

const PRESENTATION: &str = "VerifiablePresentation";
