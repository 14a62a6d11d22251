//! Faults of Data Integrity proofs.

use credentials::Suite;
use credentials::keys::Algorithm;
use credentials::proof::{self, Cryptosuite, MAX_PROOFS, ProofOptions, ProofPurpose};
use serde_json::{Value, json};

use super::{Bad, changed};
use crate::vectors::case::Set;
use crate::vectors::cast::{Party, Role};
use crate::vectors::row::Row;
use crate::vectors::time;

pub(super) fn add(set: &mut Set) {
    for row in Row::all() {
        if let Suite::DataIntegrity(_) = row.suite {
            of_every_suite(row, set);
        }
    }
    form(set);
    use_of(set);
    several(set);
}

/// What every suite has to notice.
fn of_every_suite(row: Row, set: &mut Set) {
    let folder = row.folder();
    let name = |fault: &str| format!("proof/{fault}-{}", folder.replace('/', "-"));
    let mut bad = Bad::of(set, &format!("{folder}/event"));
    let about = "A number in the subject was changed after signing";
    bad.change(&name("value-changed"), about, INVALID, |document| {
        document["credentialSubject"]["performanceAndDurability"]["batteryCondition"]["remainingEnergy"]["remainingEnergyValue"] = json!(76.5);
    });
    let about = "One character of the proof value was changed";
    bad.change(&name("signature-changed"), about, INVALID, |document| {
        let value = changed(document["proof"]["proofValue"].as_str().unwrap());
        document["proof"]["proofValue"] = json!(value);
    });
    let about = "The time of signing was changed after signing";
    bad.change(&name("created-changed"), about, INVALID, |document| {
        document["proof"]["created"] = json!("2026-11-24T08:10:01Z");
    });
    let stranger = row.party(Role::Stranger);
    let about = "The proof names the key of somebody else";
    bad.change(&name("method-of-another"), about, INVALID, |document| {
        document["proof"]["verificationMethod"] = json!(stranger.method.to_string());
    });
    let about = "Somebody else signed in the name of the issuer";
    let fault = ("issuer-key", "issuer_key.not_assertion_method", "/issuer");
    let forged = row.secure(&row.event("event"), &stranger, time::EVENT);
    bad.text_is(&name("signed-by-another"), about, fault, forged.to_file());
}

/// What a proof looks like.
fn form(set: &mut Set) {
    let mut bad = Bad::of(set, EVENT);
    let value = bad.document()["proof"]["proofValue"].clone();
    let value = value.as_str().unwrap();
    let mut wrong = |name: &str, about: &str, code: &'static str, member: &str, value: Value| {
        let pointer: &'static str = match member {
            "type" => "/proof/type",
            "cryptosuite" => "/proof/cryptosuite",
            "proofPurpose" => "/proof/proofPurpose",
            "verificationMethod" => "/proof/verificationMethod",
            "created" => "/proof/created",
            "previousProof" => "/proof/previousProof",
            _ => "/proof/proofValue",
        };
        let name = format!("proof/{name}");
        bad.change(&name, about, ("parse", code, pointer), |document| {
            document["proof"][member] = value;
        });
    };
    for (name, about, code, member, to) in [
        (
            "type-unknown",
            "The proof is of another type",
            "proof.type_unknown",
            "type",
            json!("Ed25519Signature2020"),
        ),
        (
            "cryptosuite-unknown",
            "Nobody knows the cryptosuite",
            "proof.cryptosuite_unknown",
            "cryptosuite",
            json!("eddsa-jcs-2023"),
        ),
        (
            "purpose-unknown",
            "The proof is for what neither credentials nor presentations are for",
            "proof.purpose_unknown",
            "proofPurpose",
            json!("keyAgreement"),
        ),
        (
            "method-no-did",
            "The verification method is not in a DID document",
            "proof.malformed",
            "verificationMethod",
            json!("https://voltcell.example/keys/1"),
        ),
        (
            "created-no-date-time",
            "The time of signing has no time zone",
            "proof.malformed",
            "created",
            json!("2026-11-24T08:10:00"),
        ),
        (
            "value-no-multibase",
            "The proof value does not begin with z",
            "proof.value_encoding",
            "proofValue",
            json!(&value[1..]),
        ),
        (
            "value-in-base64url",
            "The proof value is in base64url, which this suite does not use",
            "proof.value_encoding",
            "proofValue",
            json!("u0AbC"),
        ),
        (
            "value-no-base58",
            "A character of the proof value is no base58 digit",
            "proof.value_encoding",
            "proofValue",
            json!(format!("z0{}", &value[2..])),
        ),
        (
            "value-short",
            "The proof value is too short for a signature",
            "proof.value_length",
            "proofValue",
            json!(&value[..60]),
        ),
        (
            "previous-unknown",
            "The proof follows one that is not there",
            "proof.previous_proof_unknown",
            "previousProof",
            json!("urn:uuid:5a5f0c3c-8a2e-4a35-9d0c-1f6c1f2c9d11"),
        ),
    ] {
        wrong(name, about, code, member, to);
    }
    let fault = ("parse", "secured.no_proof", "/proof");
    bad.change(
        "proof/absent",
        "Nothing secures the document",
        fault,
        |document| {
            document.as_object_mut().unwrap().shift_remove("proof");
        },
    );
    let about = "The document says eddsa-rdfc-2022, the signature is over canonical JSON";
    bad.change("proof/other-cryptosuite", about, INVALID, |document| {
        document["proof"]["cryptosuite"] = json!("eddsa-rdfc-2022");
        document["proof"]
            .as_object_mut()
            .unwrap()
            .shift_remove("@context");
    });
    let fault = ("proof", "proof.context_mismatch", "/proof/@context");
    let about = "The document's context was changed, the proof's own was not";
    bad.change("proof/context-changed", about, fault, |document| {
        document["@context"] = json!(["https://www.w3.org/ns/credentials/v2"]);
    });
    let about = "A member was added after signing, which no context defines";
    bad.change("proof/member-added", about, INVALID, |document| {
        document["credentialSubject"]["note"] = json!("as good as new");
    });
    let about = "A member was removed after signing";
    bad.change("proof/member-removed", about, INVALID, |document| {
        document["credentialSubject"]
            .as_object_mut()
            .unwrap()
            .shift_remove("method");
    });
}

/// What a proof is used for.
fn use_of(set: &mut Set) {
    let issuer = Party::new(Role::Issuer, Algorithm::Ed25519);
    let event = row().event("event");
    let sign = |options: ProofOptions| {
        proof::sign(
            &event,
            Cryptosuite::EddsaJcs2022,
            &options,
            &issuer,
            &mut rand::rng(),
        )
        .unwrap()
    };
    let assertion = || ProofOptions::assertion(issuer.method.clone(), time::EVENT);
    let mut bad = Bad::of(set, EVENT);
    let about = "The issuer signed to authenticate itself, not to assert anything";
    let fault = ("issuer-key", "issuer_key.purpose", "/proof/proofPurpose");
    let signed = sign(ProofOptions {
        purpose: ProofPurpose::Authentication,
        ..assertion()
    });
    bad.document_is("proof/purpose-authentication", about, fault, &signed);
    let about = "The proof has expired, the credential has not";
    let fault = ("validity", "validity.proof_expired", "/proof/expires");
    let signed = sign(ProofOptions {
        expires: Some(time::LISTED),
        ..assertion()
    });
    bad.document_is("proof/expired", about, fault, &signed);
    let other = Party::new(Role::Issuer, Algorithm::P256);
    let about = "The proof names a P-256 key, with which nobody makes such proofs";
    let fault = ("proof", "proof.key_algorithm", "/proof");
    bad.change("proof/key-of-another-algorithm", about, fault, |document| {
        document["issuer"] = json!(other.did);
        document["proof"]["verificationMethod"] = json!(other.method.to_string());
    });
}

/// Several proofs.
fn several(set: &mut Set) {
    let issuer = Party::new(Role::Issuer, Algorithm::Ed25519);
    let again = ProofOptions::assertion(issuer.method.clone(), time::REISSUED);
    let suite = Cryptosuite::EddsaJcs2022;
    let mut bad = Bad::of(set, EVENT);
    let two = proof::sign(&bad.document(), suite, &again, &issuer, &mut rand::rng()).unwrap();
    let about = "Of two proofs the second does not hold";
    let fault = ("proof", "proof.signature_invalid", "/proof/1/proofValue");
    let mut broken = two;
    broken["proof"][1]["created"] = json!("2026-11-24T08:40:01Z");
    bad.document_is("proof/second-of-two-changed", about, fault, &broken);
    let about = "A proof follows another one that was changed afterwards";
    let named = ProofOptions {
        id: Some("urn:uuid:5a5f0c3c-8a2e-4a35-9d0c-1f6c1f2c9d11".into()),
        ..ProofOptions::assertion(issuer.method.clone(), time::EVENT)
    };
    let first = proof::sign(
        &row().event("event"),
        suite,
        &named,
        &issuer,
        &mut rand::rng(),
    )
    .unwrap();
    let following = ProofOptions {
        previous: named.id.iter().cloned().collect(),
        ..again
    };
    let mut chain = proof::sign(&first, suite, &following, &issuer, &mut rand::rng()).unwrap();
    // Another signature of the same key over the same content, which holds by itself.
    let other = ProofOptions {
        created: Some(time::OFFERED),
        ..named
    };
    let replaced = proof::sign(
        &row().event("event"),
        suite,
        &other,
        &issuer,
        &mut rand::rng(),
    )
    .unwrap();
    chain["proof"][0] = replaced["proof"].clone();
    let fault = ("proof", "proof.signature_invalid", "/proof/1/proofValue");
    bad.document_is("proof/previous-replaced", about, fault, &chain);
    let about = "More proofs than anyone needs";
    let fault = ("parse", "proof.too_many", "/proof");
    bad.change("proof/too-many", about, fault, |document| {
        let proof = document["proof"].take();
        document["proof"] = json!(vec![proof; MAX_PROOFS + 1]);
    });
}

fn row() -> Row {
    Row {
        suite: Suite::EDDSA_JCS_2022,
        algorithm: Algorithm::Ed25519,
    }
}

const EVENT: &str = "eddsa-jcs-2022/ed25519/event";
pub(super) const INVALID: super::Fault = ("proof", "proof.signature_invalid", "/proof/proofValue");
