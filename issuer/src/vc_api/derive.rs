//! `POST credentials/derive`: a credential with a base proof in, the part of it that is to be shown out.

use credentials::context::Contexts;
use credentials::proof;
use credentials::{Coded, Problem};
use did_resolver::Resolve;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::VcApi;
use super::answer::{Answer, Refusal};
use super::prefix::Prefix;
use super::request::{Request, expected};
use super::world::OwnDocuments;

pub(super) fn derive(_: &VcApi, _: &Prefix, body: &[u8], _: Timestamp) -> Result<Answer, Refusal> {
    let request = Request::parse(body)?;
    let member = "verifiableCredential";
    let credential = request.document(member)?;
    let shown = request.pointers("selectivePointers")?.ok_or_else(|| {
        expected(
            "what to show, as JSON pointers",
            "/options/selectivePointers",
        )
    })?;
    let placed = |mut problem: Problem| {
        let place = problem.pointer.take().unwrap_or_default();
        Refusal::NotVerified(vec![problem.at(format!("/{member}{place}"))])
    };
    hold(credential).map_err(placed)?;
    let contexts = Contexts::pinned();
    let derived = proof::derive(credential, &shown, contexts, &mut rand::rng())
        .map_err(|error| placed(error.problem()))?;
    Ok(Answer::Made(json!({ "verifiableCredential": derived })))
}

/// Whether the proofs of the whole credential hold: what a holder asks before it shows a part. Nobody else is shown the
/// whole.
fn hold(credential: &Value) -> Result<(), Problem> {
    for proof in proof::proofs(credential)? {
        let method = proof.verification_method();
        let document = OwnDocuments.resolve(method.did())?.document;
        let found = document.method(method).ok_or_else(|| {
            let at = proof.pointer().child("verificationMethod");
            Problem::new("proof.method_unknown", format!("there is no {method}")).at(at)
        })?;
        proof.verify(credential, &found.key, Contexts::pinned())?;
    }
    Ok(())
}
