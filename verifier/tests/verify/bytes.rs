//! A changed byte, wherever it is.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use credentials::suite::Suite;
use serde_json::json;
use verifier::{CheckName, CheckStatus};

use crate::world::{List, World, now, policy, refused, status_of, verified};

#[test]
fn a_passport_is_verified_in_every_suite() {
    for suite in Suite::all() {
        let world = World::signing(suite);
        let secured = world.issuer.secure(&world.passport(), suite, None);
        let report = world.verify(secured.to_text(), &policy());
        verified(&report);
        assert_eq!(report.suite, Some(suite));
        assert_eq!(report.issuer.as_ref(), Some(&world.issuer.did));
        let names: Vec<_> = report.checks.iter().map(|check| check.name).collect();
        assert_eq!(names, CheckName::ALL);
    }
}

#[test]
fn a_changed_byte_of_the_payload_fails_the_proof_and_nothing_after_it_is_believed() {
    let world = World::new();
    let secured = world
        .issuer
        .secure(&world.passport(), Suite::EDDSA_JCS_2022, None);
    let mut document: serde_json::Value = serde_json::from_str(&secured.to_text()).unwrap();
    document["credentialSubject"]["generalProductInformation"]["batteryMass"] = json!(12_345);
    let report = world.verify(document.to_string(), &policy());
    refused(
        &report,
        CheckName::Proof,
        "proof.signature_invalid",
        Some("/proof/proofValue"),
    );
    for name in [CheckName::IssuerKey, CheckName::Status, CheckName::Trust] {
        assert_eq!(status_of(&report, name), CheckStatus::Skipped, "{name}");
    }
}

#[test]
fn a_changed_byte_of_an_sd_jwt_is_refused_wherever_it_is() {
    let world = World::new();
    let compact = world.sd_jwt().to_string();
    let token = compact.find('~').unwrap();
    let [header, payload] = {
        let mut parts = compact[..token].split('.');
        [parts.next().unwrap().len(), parts.next().unwrap().len()]
    };
    for (place, at) in [
        ("header", header / 2),
        ("payload", header + 1 + payload / 2),
        ("signature", header + payload + 12),
        ("disclosure", token + 30),
    ] {
        let mut changed = compact.clone().into_bytes();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        let report = world.verify(&changed, &policy());
        assert!(!report.verified, "{place}");
        let first = report.failures().next().unwrap();
        assert!(
            matches!(first.name, CheckName::Parse | CheckName::Proof),
            "{place}: {first:?}"
        );
    }
}

#[test]
fn a_changed_signature_of_an_sd_jwt_fails_the_proof() {
    let world = World::new();
    let compact = world.sd_jwt().to_string();
    let end = compact.find('~').unwrap();
    let start = compact[..end].rfind('.').unwrap() + 1;
    let mut signature = URL_SAFE_NO_PAD.decode(&compact[start..end]).unwrap();
    signature[5] ^= 1;
    let changed = [
        &compact[..start],
        &URL_SAFE_NO_PAD.encode(signature),
        &compact[end..],
    ]
    .concat();
    let report = world.verify(changed, &policy());
    refused(&report, CheckName::Proof, "sd_jwt.signature_invalid", None);
}

#[test]
fn a_changed_disclosure_no_longer_belongs_to_the_credential() {
    let world = World::new();
    let compact = world.sd_jwt().to_string();
    let mut parts: Vec<&str> = compact.split('~').collect();
    let mut disclosure = URL_SAFE_NO_PAD.decode(parts[1]).unwrap();
    disclosure[3] = if disclosure[3] == b'A' { b'B' } else { b'A' };
    let changed = URL_SAFE_NO_PAD.encode(disclosure);
    parts[1] = &changed;
    let report = world.verify(parts.join("~"), &policy());
    refused(
        &report,
        CheckName::Parse,
        "sd_jwt.disclosure_unreferenced",
        None,
    );
}

#[test]
fn a_disclosure_that_is_used_twice_is_refused() {
    let world = World::new();
    let compact = world.sd_jwt().to_string();
    let first = compact.split('~').nth(1).unwrap();
    let report = world.verify(format!("{compact}{first}~"), &policy());
    refused(
        &report,
        CheckName::Parse,
        "sd_jwt.disclosure_repeated",
        None,
    );
}

#[test]
fn an_unsigned_token_and_an_unsigned_document_are_refused() {
    let world = World::new();
    let compact = world.sd_jwt().to_string();
    let (token, rest) = compact.split_once('~').unwrap();
    let payload = token.split('.').nth(1).unwrap();
    let header = json!({"alg": "none", "typ": "vc+sd-jwt", "kid": world.issuer.method});
    let header = URL_SAFE_NO_PAD.encode(header.to_string());
    let report = world.verify(format!("{header}.{payload}.~{rest}"), &policy());
    refused(&report, CheckName::Parse, "jose.alg_none", Some("/alg"));

    let report = world.verify(world.passport().to_string(), &policy());
    let first = report.failures().next().unwrap();
    assert_eq!(first.code, Some("secured.no_proof"), "{first:?}");
    assert!(!report.verified);
}

#[test]
fn an_algorithm_that_does_not_fit_the_key_is_refused() {
    let world = World::new();
    let compact = world.sd_jwt().to_string();
    let (token, rest) = compact.split_once('~').unwrap();
    let mut parts = token.split('.').skip(1);
    let (payload, signature) = (parts.next().unwrap(), parts.next().unwrap());
    let header = json!({"alg": "ES256", "typ": "vc+sd-jwt", "kid": world.issuer.method});
    let header = URL_SAFE_NO_PAD.encode(header.to_string());
    let report = world.verify(format!("{header}.{payload}.{signature}~{rest}"), &policy());
    refused(&report, CheckName::Proof, "jose.alg_mismatch", Some("/alg"));
}

#[test]
fn a_member_name_that_appears_twice_is_refused() {
    let world = World::new();
    let secured = world
        .issuer
        .secure(&world.passport(), Suite::EDDSA_JCS_2022, None);
    let text = secured
        .to_text()
        .replacen('{', r#"{"id":"urn:uuid:other","#, 1);
    let report = world.verify(text, &policy());
    let first = report.failures().next().unwrap();
    assert_eq!(
        (first.name, first.code),
        (CheckName::Parse, Some("json.duplicate_key"))
    );
}

#[test]
fn a_changed_byte_of_a_status_list_makes_it_worthless() {
    let mut world = World::new();
    let list = world.list(List::Revocation, Some(1));
    let signed = world.issuer.secure(&list, Suite::EDDSA_JCS_2022, None);
    let clear = world.list(List::Revocation, None);
    let mut document: serde_json::Value = serde_json::from_str(&signed.to_text()).unwrap();
    document["credentialSubject"]["encodedList"] =
        clear["credentialSubject"]["encodedList"].clone();
    world.put(List::Revocation, document.to_string().as_bytes());
    let passport = world.sd_jwt().to_string();
    let report = world.verify(passport, &policy());
    refused(
        &report,
        CheckName::Status,
        "status.list_proof",
        Some("/credentialStatus/0"),
    );
}

#[test]
fn a_changed_byte_of_a_key_binding_is_refused() {
    let world = World::new();
    let presented = world.presented("n-1", "recycler.example", now());
    let start = presented.rfind('.').unwrap() + 1;
    let mut signature = URL_SAFE_NO_PAD.decode(&presented[start..]).unwrap();
    signature[9] ^= 4;
    let changed = [&presented[..start], &URL_SAFE_NO_PAD.encode(signature)].concat();
    let report = world.verify(changed, &policy());
    refused(
        &report,
        CheckName::HolderBinding,
        "key_binding.signature_invalid",
        None,
    );
}

#[test]
fn what_is_no_credential_at_all_is_told_in_all_twelve_checks() {
    let world = World::new();
    for bytes in [
        &b""[..],
        b"hello",
        b"{",
        b"[]",
        b"\xff\xfe",
        b"{}",
        b"~~~",
        b"a.b.c~",
    ] {
        let report = world.verify(bytes, &policy());
        assert_eq!(
            status_of(&report, CheckName::Parse),
            CheckStatus::Fail,
            "{bytes:?}"
        );
        assert_eq!(report.checks.len(), 12);
        let rest = &report.checks[1..];
        assert!(
            rest.iter()
                .all(|check| check.status == CheckStatus::Skipped)
        );
        assert!(rest.iter().all(|check| check.detail.is_some()));
    }
}

#[test]
fn no_byte_of_a_presentation_or_of_its_status_lists_can_be_changed() {
    let world = World::new();
    let asking = verifier::Policy {
        nonce: Some("n-1".into()),
        aud: Some("recycler.example".into()),
        ..policy()
    };
    let presented = world.presented("n-1", "recycler.example", now());
    verified(&world.verify(&presented, &asking));
    for at in (0..presented.len()).step_by(7) {
        let report = world.verify(changed(presented.as_bytes(), at), &asking);
        assert!(!report.verified, "byte {at} of the presentation");
    }

    let json = world
        .issuer
        .secure(&world.passport(), Suite::EDDSA_JCS_2022, None)
        .to_text();
    for at in (0..json.len()).step_by(11) {
        let report = world.verify(changed(json.as_bytes(), at), &policy());
        assert!(!report.verified, "byte {at} of the document");
    }

    let list = world.list(List::Revocation, None);
    let list = world
        .issuer
        .secure(&list, Suite::EDDSA_JCS_2022, None)
        .to_text();
    for at in (0..list.len()).step_by(5) {
        let mut world = World::new();
        world.put(List::Revocation, &changed(list.as_bytes(), at));
        let report = world.verify(&json, &policy());
        assert!(!report.verified, "byte {at} of the status list");
    }
}

fn changed(text: &[u8], at: usize) -> Vec<u8> {
    let mut changed = text.to_vec();
    changed[at] = match changed[at] {
        b'x' => b'y',
        _ => b'x',
    };
    changed
}
