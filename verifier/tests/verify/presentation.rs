//! Presentations of several credentials: signed by a holder, or a mere bundle.

use credentials::keys::{Algorithm, Signer};
use credentials::proof::{Cryptosuite, ProofOptions, ProofPurpose, sign};
use credentials::sd_jwt::KeyBinding;
use credentials::suite::Suite;
use credentials::vc_jwt::VpJwt;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use verifier::{CheckName, CheckStatus, Policy};

use crate::world::{Party, World, now, policy, refused, status_of, verified};

fn presentation(members: &[Value]) -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": members,
    })
}

fn signed(presentation: &Value, by: &Party, purpose: ProofPurpose, at: Timestamp) -> String {
    let options = ProofOptions {
        purpose,
        domain: vec!["recycler.example".into()],
        challenge: Some("n-1".into()),
        ..ProofOptions::assertion(by.method.clone(), at)
    };
    let suite = Cryptosuite::EddsaJcs2022;
    sign(
        presentation,
        suite,
        &options,
        &by.key as &dyn Signer,
        &mut rand::rng(),
    )
    .unwrap()
    .to_string()
}

fn asking(nonce: &str, aud: &str) -> Policy {
    Policy {
        nonce: Some(nonce.into()),
        aud: Some(aud.into()),
        ..policy()
    }
}

fn both(world: &World) -> Value {
    let bound = Some(world.holder.key.public());
    let enveloped = world
        .issuer
        .secure(&world.passport(), Suite::SdJwt, bound)
        .enveloped();
    let embedded = world
        .issuer
        .secure(&world.passport(), Suite::EDDSA_JCS_2022, None)
        .enveloped();
    presentation(&[enveloped, embedded])
}

#[test]
fn every_credential_of_a_bundle_is_verified() {
    let world = World::new();
    let report = world.verify(both(&world).to_string(), &policy());
    verified(&report);
    let proof = report.check(CheckName::Proof).unwrap();
    assert_eq!(proof.detail.as_deref(), Some("all 2 credentials"));
}

#[test]
fn one_bad_credential_spoils_a_bundle_and_is_pointed_at() {
    let world = World::new();
    let mut bundle = both(&world);
    bundle["verifiableCredential"][1]["credentialSubject"]["version"] = json!(2);
    let report = world.verify(bundle.to_string(), &policy());
    refused(
        &report,
        CheckName::Proof,
        "proof.signature_invalid",
        Some("/verifiableCredential/1/proof/proofValue"),
    );
}

#[test]
fn a_holder_that_signed_for_this_reader_is_bound() {
    let world = World::new();
    let text = signed(
        &both(&world),
        &world.holder,
        ProofPurpose::Authentication,
        now(),
    );
    let report = world.verify(&text, &asking("n-1", "recycler.example"));
    verified(&report);
    assert_eq!(
        status_of(&report, CheckName::HolderBinding),
        CheckStatus::Pass
    );

    let report = world.verify(&text, &policy());
    verified(&report);
    assert_eq!(
        status_of(&report, CheckName::HolderBinding),
        CheckStatus::Warning
    );
}

#[test]
fn another_nonce_reader_purpose_time_or_key_is_refused() {
    let world = World::new();
    let (auth, assert) = (ProofPurpose::Authentication, ProofPurpose::AssertionMethod);
    let thief = Party::new(7);
    let hour = SignedDuration::from_hours(1);
    for (by, purpose, at, nonce, aud, code) in [
        (
            &world.holder,
            auth,
            now(),
            "n-2",
            "recycler.example",
            "proof.challenge_mismatch",
        ),
        (
            &world.holder,
            auth,
            now(),
            "n-1",
            "workshop.example",
            "proof.domain_mismatch",
        ),
        (
            &world.holder,
            assert,
            now(),
            "n-1",
            "recycler.example",
            "proof.purpose_mismatch",
        ),
        (
            &world.holder,
            auth,
            now() - hour,
            "n-1",
            "recycler.example",
            "holder_binding.stale",
        ),
        (
            &world.holder,
            auth,
            now() + hour,
            "n-1",
            "recycler.example",
            "holder_binding.in_the_future",
        ),
        (
            &thief,
            auth,
            now(),
            "n-1",
            "recycler.example",
            "holder_binding.other_key",
        ),
    ] {
        let text = signed(&both(&world), by, purpose, at);
        let report = world.verify(text, &asking(nonce, aud));
        let check = report.check(CheckName::HolderBinding).unwrap();
        assert_eq!(
            (check.status, check.code),
            (CheckStatus::Fail, Some(code)),
            "{check:?}"
        );
        assert!(!report.verified);
    }
}

#[test]
fn a_presentation_that_was_changed_after_signing_is_refused() {
    let world = World::new();
    let text = signed(
        &both(&world),
        &world.holder,
        ProofPurpose::Authentication,
        now(),
    );
    let mut changed: Value = serde_json::from_str(&text).unwrap();
    changed["verifiableCredential"]
        .as_array_mut()
        .unwrap()
        .pop();
    let report = world.verify(changed.to_string(), &asking("n-1", "recycler.example"));
    refused(
        &report,
        CheckName::Proof,
        "proof.signature_invalid",
        Some("/proof/proofValue"),
    );
    assert_eq!(
        status_of(&report, CheckName::HolderBinding),
        CheckStatus::Skipped
    );
}

#[test]
fn a_presentation_signed_in_the_name_of_another_holder_is_refused() {
    let world = World::new();
    let mut document = both(&world);
    document["holder"] = json!(world.issuer.did);
    let text = signed(
        &document,
        &world.holder,
        ProofPurpose::Authentication,
        now(),
    );
    let report = world.verify(text, &asking("n-1", "recycler.example"));
    refused(
        &report,
        CheckName::HolderBinding,
        "holder_binding.holder",
        Some("/holder"),
    );
}

#[test]
fn an_unsigned_bundle_does_not_answer_a_nonce() {
    let world = World::new();
    let report = world.verify(both(&world).to_string(), &asking("n-1", "recycler.example"));
    refused(
        &report,
        CheckName::HolderBinding,
        "holder_binding.missing",
        Some("/verifiableCredential/0"),
    );
}

#[test]
fn an_empty_presentation_proves_nothing() {
    let world = World::new();
    for empty in [json!([]), Value::Null] {
        let mut document = presentation(&[]);
        document["verifiableCredential"] = empty;
        let report = world.verify(document.to_string(), &policy());
        assert!(!report.verified);
        assert_eq!(status_of(&report, CheckName::Parse), CheckStatus::Fail);
    }
}

#[test]
fn a_holder_that_signs_for_a_reader_may_show_nothing_else_when_nothing_more_is_asked() {
    let world = World::new();
    let mut empty = presentation(&[]);
    empty
        .as_object_mut()
        .unwrap()
        .shift_remove("verifiableCredential");
    let bare = Policy {
        bare: true,
        ..asking("n-1", "recycler.example")
    };
    let signed = signed(&empty, &world.issuer, ProofPurpose::Authentication, now());
    verified(&world.verify(&signed, &bare));
    refused(
        &world.verify(
            &signed,
            &Policy {
                bare: true,
                ..asking("n-2", "recycler.example")
            },
        ),
        CheckName::HolderBinding,
        "proof.challenge_mismatch",
        Some("/proof/challenge"),
    );
    assert!(
        !world
            .verify(&signed, &asking("n-1", "recycler.example"))
            .verified
    );
    assert!(!world.verify(empty.to_string(), &bare).verified);
    assert!(
        !world
            .verify(
                empty.to_string(),
                &Policy {
                    bare: true,
                    ..policy()
                }
            )
            .verified
    );
}

/// The world's presentation as a JWT.
fn as_jwt(document: &Value, by: &Party, at: Timestamp) -> String {
    let binding = KeyBinding {
        nonce: "n-1",
        audience: "recycler.example",
        issued_at: at,
    };
    let signed = VpJwt::sign(document, &binding, &by.method, &by.key).unwrap();
    signed.as_str().to_owned()
}

#[test]
fn a_presentation_as_jwt_is_verified_alone_and_in_an_envelope() {
    let world = World::new();
    let text = as_jwt(&both(&world), &world.holder, now());
    let envelope = json!({
        "@context": "https://www.w3.org/ns/credentials/v2",
        "type": "EnvelopedVerifiablePresentation",
        "id": format!("data:application/vp+jwt,{text}"),
    });
    for presented in [text, envelope.to_string()] {
        let report = world.verify(&presented, &asking("n-1", "recycler.example"));
        verified(&report);
        assert_eq!(
            status_of(&report, CheckName::HolderBinding),
            CheckStatus::Pass
        );
        // Who asked for nothing is told that somebody else did.
        let report = world.verify(&presented, &policy());
        assert_eq!(
            status_of(&report, CheckName::HolderBinding),
            CheckStatus::Warning
        );
    }
}

#[test]
fn a_presentation_as_jwt_for_another_reader_or_by_another_key_is_refused() {
    let world = World::new();
    let document = both(&world);
    let stranger = Party::new(9);
    let of_holder = {
        let mut document = document.clone();
        document["holder"] = json!(world.holder.did);
        document
    };
    let impostor = Party {
        key: Party::new(9).key,
        did: world.holder.did.clone(),
        method: world.holder.method.clone(),
    };
    let late = now() - SignedDuration::from_hours(1);
    for (text, nonce, aud, code) in [
        (
            as_jwt(&document, &world.holder, now()),
            "n-2",
            "recycler.example",
            "vp_jwt.nonce",
        ),
        (
            as_jwt(&document, &world.holder, now()),
            "n-1",
            "other.example",
            "vp_jwt.audience",
        ),
        (
            as_jwt(&document, &world.holder, late),
            "n-1",
            "recycler.example",
            "vp_jwt.stale",
        ),
        (
            as_jwt(&document, &stranger, now()),
            "n-1",
            "recycler.example",
            "holder_binding.other_key",
        ),
        (
            as_jwt(&of_holder, &stranger, now()),
            "n-1",
            "recycler.example",
            "holder_binding.holder",
        ),
        (
            as_jwt(&document, &impostor, now()),
            "n-1",
            "recycler.example",
            "signature.invalid",
        ),
    ] {
        let report = world.verify(&text, &asking(nonce, aud));
        assert!(!report.verified, "{code}");
        let codes: Vec<_> = report.failures().filter_map(|check| check.code).collect();
        assert!(codes.contains(&code), "{code}: {codes:?}");
    }
}

#[test]
fn a_presentation_of_which_parts_can_be_left_out_is_refused() {
    let world = World::new();
    let holder = Party::of(Algorithm::P256, 5);
    let presentation = presentation(&[world
        .issuer
        .secure(&world.passport(), Suite::EDDSA_JCS_2022, None)
        .enveloped()]);
    let options = ProofOptions {
        purpose: ProofPurpose::Authentication,
        domain: vec!["recycler.example".into()],
        challenge: Some("n-1".into()),
        ..ProofOptions::assertion(holder.method.clone(), now())
    };
    let suite = Cryptosuite::EcdsaSd2023;
    let signed = sign(
        &presentation,
        suite,
        &options,
        &holder.key,
        &mut rand::rng(),
    )
    .unwrap();
    let report = world.verify(signed.to_string(), &asking("n-1", "recycler.example"));
    let check = report.check(CheckName::Proof).unwrap();
    assert_eq!(check.code, Some("proof.selective_presentation"));
    assert!(!report.verified);
}
