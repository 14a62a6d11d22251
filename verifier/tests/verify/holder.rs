//! Key binding: whose key, which nonce, for whom, when.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use credentials::json::JsonPointer;
use credentials::keys::Signer;
use credentials::suite::Suite;
use jiff::SignedDuration;
use serde_json::{Value, json};
use verifier::{CheckName, CheckStatus, Policy};

use crate::world::{Party, World, now, policy, refused, verified};

fn asking(nonce: &str, aud: &str) -> Policy {
    Policy {
        nonce: Some(nonce.into()),
        aud: Some(aud.into()),
        ..policy()
    }
}

#[test]
fn a_presentation_made_for_this_reader_is_bound() {
    let world = World::new();
    let presented = world.presented("n-1", "recycler.example", now());
    let report = world.verify(presented, &asking("n-1", "recycler.example"));
    verified(&report);
    let check = report.check(CheckName::HolderBinding).unwrap();
    assert_eq!(check.status, CheckStatus::Pass);
}

#[test]
fn a_reader_that_gave_a_nonce_never_accepts_a_presentation_without_binding() {
    let world = World::new();
    let bare = world.sd_jwt().to_string();
    let json = world
        .issuer
        .secure(&world.passport(), Suite::EDDSA_JCS_2022, None)
        .to_text();
    for text in [bare, json] {
        for policy in [
            Policy {
                nonce: Some("n-1".into()),
                ..policy()
            },
            Policy {
                aud: Some("recycler.example".into()),
                ..policy()
            },
        ] {
            let report = world.verify(&text, &policy);
            refused(
                &report,
                CheckName::HolderBinding,
                "holder_binding.missing",
                None,
            );
        }
    }
}

#[test]
fn another_nonce_another_audience_and_another_time_are_refused() {
    let world = World::new();
    let hour = SignedDuration::from_hours(1);
    for (nonce, aud, at, code, pointer) in [
        (
            "n-2",
            "recycler.example",
            now(),
            "key_binding.nonce",
            "/nonce",
        ),
        (
            "n-1",
            "workshop.example",
            now(),
            "key_binding.audience",
            "/aud",
        ),
        (
            "n-1",
            "recycler.example",
            now() - hour,
            "key_binding.stale",
            "/iat",
        ),
        (
            "n-1",
            "recycler.example",
            now() + hour,
            "key_binding.future",
            "/iat",
        ),
    ] {
        let presented = world.presented(nonce, aud, at);
        let report = world.verify(presented, &asking("n-1", "recycler.example"));
        refused(&report, CheckName::HolderBinding, code, Some(pointer));
    }
}

#[test]
fn a_presentation_for_somebody_else_is_no_more_than_a_warning_to_who_did_not_ask() {
    let world = World::new();
    let old = world.presented(
        "n-1",
        "recycler.example",
        now() - SignedDuration::from_hours(100),
    );
    let report = world.verify(old, &policy());
    verified(&report);
    let check = report.check(CheckName::HolderBinding).unwrap();
    assert_eq!(
        (check.status, check.code),
        (CheckStatus::Warning, Some("holder_binding.not_asked"))
    );
}

#[test]
fn a_key_binding_by_any_key_but_the_one_in_cnf_is_refused() {
    let world = World::new();
    let presented = world.presented("n-1", "recycler.example", now());
    let thief = Party::new(7);
    let end = presented.rfind('~').unwrap() + 1;
    let claims = presented[end..].split('.').nth(1).unwrap();
    let report = world.verify(
        format!("{}{}", &presented[..end], jwt(&thief, claims)),
        &asking("n-1", "recycler.example"),
    );
    refused(
        &report,
        CheckName::HolderBinding,
        "key_binding.signature_invalid",
        None,
    );
}

#[test]
fn a_key_binding_does_not_survive_another_choice_of_disclosures() {
    let world = World::new();
    let presented = world.presented("n-1", "recycler.example", now());
    let sd_jwt = world.sd_jwt();
    let disclosed = sd_jwt.disclosed();
    let is_leaf = |place: &JsonPointer| {
        let inside = |other: &JsonPointer| other != place && other.starts_with(place);
        !disclosed.iter().any(|other| inside(other.pointer))
    };
    let leaf = disclosed.iter().find(|one| is_leaf(one.pointer)).unwrap();
    let fewer = presented.replacen(&format!("{}~", leaf.text), "", 1);
    let report = world.verify(fewer, &asking("n-1", "recycler.example"));
    refused(
        &report,
        CheckName::HolderBinding,
        "key_binding.sd_hash",
        Some("/sd_hash"),
    );
}

#[test]
fn a_key_binding_on_a_passport_that_is_bound_to_nobody_is_refused() {
    let world = World::new();
    let unbound = world
        .issuer
        .secure(&world.passport(), Suite::SdJwt, None)
        .to_text();
    let unbound = unbound.trim();
    let presented = world.presented("n-1", "recycler.example", now());
    let kb = &presented[presented.rfind('~').unwrap() + 1..];
    let report = world.verify(format!("{unbound}{kb}"), &asking("n-1", "recycler.example"));
    let first = report.failures().next().unwrap();
    assert_eq!(first.code, Some("key_binding.unexpected"));
}

/// A key-binding JWT by this party over claims that are encoded already.
fn jwt(party: &Party, claims: &str) -> String {
    let header: Value = json!({"alg": "EdDSA", "typ": "kb+jwt"});
    let signed = format!("{}.{claims}", URL_SAFE_NO_PAD.encode(header.to_string()));
    let signature = party.key.sign(signed.as_bytes()).unwrap();
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
}
