//! Whether a presentation follows the data model (section 4.13).

use serde_json::Value;

use super::enveloped::{self, ENVELOPED_PRESENTATION};
use super::shape::{Faults, Place};
use super::{ModelFault, context, credential};
use crate::json::JsonPointer;

/// Every fault of a presentation and of the credentials in it; none when it is good.
///
/// What secures them is not looked at. An `EnvelopedVerifiablePresentation` is judged as an envelope.
pub fn validate_presentation(document: &Value) -> Vec<ModelFault> {
    let mut faults = Faults::default();
    let whole = Place {
        value: document,
        at: JsonPointer::root(),
    };
    check(whole, &mut faults);
    faults.0
}

fn check(place: Place<'_>, faults: &mut Faults) {
    let Some(presentation) = faults.object(place, "a presentation as an object") else {
        return;
    };
    if presentation.has_type(ENVELOPED_PRESENTATION) {
        enveloped::check(&presentation, faults);
        return;
    }
    context::check(&presentation, faults);
    faults.optional_id(&presentation);
    faults.types(&presentation, Some("VerifiablePresentation"));
    faults.typed(&presentation, "termsOfUse", credential::TERMS_OF_USE, false);
    match presentation.get("holder") {
        None => {}
        Some(holder) if holder.value.is_string() => faults.url(&holder),
        Some(holder) => {
            if let Some(holder) = faults.object(holder, "a holder as a URL or an object") {
                faults.required_id(&holder);
            }
        }
    }
    if let Some(credentials) = presentation.get("verifiableCredential") {
        for place in credentials.each() {
            credential::check(place, faults);
        }
    }
}
