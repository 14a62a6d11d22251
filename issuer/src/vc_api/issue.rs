//! `POST credentials/issue`: a credential in, the same signed out.

use credentials::Problem;
use credentials::canon::jsonld;
use credentials::context::{CREDENTIALS_V1, Contexts, DATA_INTEGRITY_V2};
use credentials::json::Node;
use credentials::model::{Credential, Version, validate_credential};
use credentials::suite::Suite;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::VcApi;
use super::answer::{Answer, Refusal};
use super::prefix::Prefix;
use super::request::Request;
use super::sign::{Wishes, sign};
use super::status;

pub(super) fn issue(
    api: &VcApi,
    prefix: &Prefix,
    body: &[u8],
    now: Timestamp,
) -> Result<Answer, Refusal> {
    let request = Request::parse(body)?;
    let mut credential = request.document("credential")?.clone();
    if let Suite::DataIntegrity(_) = prefix.suite {
        complete_context(&mut credential);
    }
    let faults = faults(&credential, prefix);
    if !faults.is_empty() {
        return Err(Refusal::Faults(faults));
    }
    let wishes = Wishes::of(&request, prefix)?;
    let slot = status::reserve(api, prefix, &request, &mut credential)?;
    let secured = sign(&credential, prefix, &wishes, now)?;
    if let Some(slot) = slot {
        status::keep(api, prefix, &secured, slot, now)?;
    }
    Ok(Answer::Made(
        json!({ "verifiableCredential": secured.enveloped() }),
    ))
}

/// Every fault of what is to be signed, each with its place.
fn faults(credential: &Value, prefix: &Prefix) -> Vec<Problem> {
    let mut faults: Vec<Problem> = validate_credential(credential)
        .into_iter()
        .map(Problem::from)
        .collect();
    if faults.is_empty() && Credential::new(credential).issuer().as_ref() != Some(&prefix.did) {
        let message = format!("expected the issuer whose key signs here, {}", prefix.did);
        faults.push(Problem::new("request.issuer", message).at("/issuer"));
    }
    // Whatever the suite, what no context defines has no meaning to whoever reads the credential.
    if faults.is_empty()
        && let Err(error) =
            jsonld::to_rdf_without(&Node::from(credential), Contexts::pinned(), Some("proof"))
    {
        faults.push(error.into());
    }
    for fault in &mut faults {
        let place = fault.pointer.take().unwrap_or_default();
        fault.pointer = Some(format!("/credential{place}"));
    }
    faults
}

/// Data Integrity section 2.4.2: the context of data model 1.1 does not define proofs, so one that does is appended.
fn complete_context(credential: &mut Value) {
    if Version::of(credential) != Some(Version::V1) {
        return;
    }
    let Some(context) = credential.get_mut("@context") else {
        return;
    };
    match context {
        Value::Array(several) if several.iter().any(defines_proofs) => {}
        Value::Array(several) => several.push(DATA_INTEGRITY_V2.into()),
        _ => *context = json!([CREDENTIALS_V1, DATA_INTEGRITY_V2]),
    }
}

fn defines_proofs(context: &Value) -> bool {
    context == DATA_INTEGRITY_V2 || context == "https://w3id.org/security/data-integrity/v1"
}
