//! Whether a credential follows the data model.

use serde_json::Value;

use super::enveloped::{self, ENVELOPED_CREDENTIAL};
use super::shape::{Faults, Members, Place};
use super::{ModelFault, Rule, Version, context, date_time, language, resource};
use crate::json::JsonPointer;

/// Every fault of a credential; none when it is good.
///
/// What secures it (`proof`) is not looked at. An `EnvelopedVerifiableCredential` is judged as an envelope.
pub fn validate_credential(document: &Value) -> Vec<ModelFault> {
    let mut faults = Faults::default();
    let whole = Place {
        value: document,
        at: JsonPointer::root(),
    };
    check(whole, &mut faults);
    faults.0
}

pub(super) fn check(place: Place<'_>, faults: &mut Faults) {
    let Some(credential) = faults.object(place, "a credential as an object") else {
        return;
    };
    if credential.has_type(ENVELOPED_CREDENTIAL) {
        enveloped::check(&credential, faults);
        return;
    }
    let version = context::check(&credential, faults);
    faults.optional_id(&credential);
    faults.types(&credential, Some("VerifiableCredential"));
    issuer(&credential, version, faults);
    subjects(&credential, faults);
    period(&credential, version, faults);
    typed(&credential, version, faults);
    if version == Version::V2 {
        language::check(&credential, faults);
        resource::check(&credential, faults);
    }
}

/// Section 4.7: a URL, or an object with one as its id.
fn issuer(credential: &Members<'_>, version: Version, faults: &mut Faults) {
    match credential.get("issuer") {
        None => faults.add(Rule::Missing("an issuer"), &credential.at.child("issuer")),
        Some(issuer) if issuer.value.is_string() => faults.url(&issuer),
        Some(issuer) => {
            if let Some(issuer) = faults.object(issuer, "an issuer as a URL or an object") {
                faults.required_id(&issuer);
                if version == Version::V2 {
                    language::check(&issuer, faults);
                }
            }
        }
    }
}

/// Section 4.8: one subject or several, each an object that says something.
fn subjects(credential: &Members<'_>, faults: &mut Faults) {
    let at = credential.at.child("credentialSubject");
    if credential.get("credentialSubject").is_none() {
        faults.add(Rule::Missing("a credentialSubject"), &at);
    }
    let expected = "a subject as an object, or several";
    for subject in faults.objects(credential, "credentialSubject", expected) {
        if subject.map.is_empty() {
            faults.add(Rule::SubjectEmpty, &subject.at);
        }
        faults.optional_id(&subject);
    }
}

/// Section 4.9: the period in which the credential holds; 1.1 asks for its start (1.1 section 4.6).
fn period(credential: &Members<'_>, version: Version, faults: &mut Faults) {
    let (from, until) = (version.valid_from(), version.valid_until());
    if version == Version::V1 && credential.get(from).is_none() {
        faults.add(Rule::Missing("an issuanceDate"), &credential.at.child(from));
    }
    let mut time = |name| {
        let place = credential.get(name)?;
        let time = place.value.as_str().and_then(date_time::parse);
        if time.is_none() {
            faults.add(Rule::DateTime, &place.at);
        }
        time
    };
    if let (Some(start), Some(end)) = (time(from), time(until))
        && end < start
    {
        faults.add(Rule::ValidityReversed, &credential.at.child(until));
    }
}

/// Sections 4.10, 4.11, 5.4, 5.5, 5.6 and 5.10: objects that a type tells the meaning of, some named by a URL. 1.1 wants
/// two more of them named (1.1 sections 4.9 and 5.4), and reserves nothing.
fn typed(credential: &Members<'_>, version: Version, faults: &mut Faults) {
    let in_v1 = version == Version::V1;
    for (name, expected, id_required) in [
        (
            "credentialStatus",
            "a status as an object, or several",
            in_v1,
        ),
        (
            "credentialSchema",
            "a schema as an object, or several",
            true,
        ),
        (
            "refreshService",
            "a refresh service as an object, or several",
            in_v1,
        ),
        ("termsOfUse", TERMS_OF_USE, false),
        ("evidence", "evidence as an object, or several", false),
    ] {
        faults.typed(credential, name, expected, id_required);
    }
    if version == Version::V2 {
        for name in ["confidenceMethod", "renderMethod"] {
            faults.typed(credential, name, "a method as an object, or several", false);
        }
    }
}

/// Also what a presentation may set.
pub(super) const TERMS_OF_USE: &str = "terms of use as an object, or several";
