//! What a status list can say, and every way in which one cannot be believed.

use std::io::Write;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use credentials::suite::Suite;
use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::SignedDuration;
use serde_json::{Value, json};
use verifier::environment::Bundle;
use verifier::{CheckName, CheckStatus, Policy};

use crate::world::{List, Party, World, now, policy, refused, verified};

#[test]
fn revoked_suspended_transferred_and_ceased_passports_are_not_current() {
    for (list, value, code, place) in [
        (List::Revocation, 1, "status.revoked", 0),
        (List::Suspension, 1, "status.suspended", 1),
        (List::Message, 1, "status.transferred", 2),
        (List::Message, 2, "status.ceased", 2),
        (List::Message, 3, "status.message", 2),
    ] {
        let mut world = World::new();
        world.publish(list, Some(value));
        let report = world.verify(world.sd_jwt().to_string(), &policy());
        let place = format!("/credentialStatus/{place}");
        refused(&report, CheckName::Status, code, Some(&place));
    }
}

#[test]
fn a_list_that_cannot_be_believed_is_refused() {
    let stranger = Party::new(8);
    let signed = |world: &World, list: &Value| {
        let signed = world.issuer.secure(list, Suite::EDDSA_JCS_2022, None);
        signed.to_text().into_bytes()
    };
    type Serve<'s> = &'s dyn Fn(&World, Value) -> Vec<u8>;
    let cases: [(&str, &str, Serve<'_>); 10] = [
        ("unsigned", "status.list_unsigned", &|_, list| {
            list.to_string().into_bytes()
        }),
        ("signed by a stranger", "status.list_proof", &|_, list| {
            let signed = stranger.secure(&list, Suite::EDDSA_JCS_2022, None);
            signed.to_text().into_bytes()
        }),
        ("of another issuer", "status.list_issuer", &|_, mut list| {
            list["issuer"] = json!(stranger.did);
            let signed = stranger.secure(&list, Suite::EDDSA_JCS_2022, None);
            signed.to_text().into_bytes()
        }),
        (
            "for another purpose",
            "status.purpose_mismatch",
            &|world, _| {
                let mut list = world.list(List::Suspension, None);
                list["id"] = json!(world.url(List::Revocation).as_str());
                signed(world, &list)
            },
        ),
        (
            "another list",
            "status.list_mismatch",
            &|world, mut list| {
                list["id"] = json!("https://cells.example/status/77");
                signed(world, &list)
            },
        ),
        ("too short", "status.list_too_short", &|world, mut list| {
            list["credentialSubject"]["encodedList"] = json!(compressed(&[0; 1024]));
            signed(world, &list)
        }),
        (
            "a decompression bomb",
            "status.list_too_large",
            &|world, mut list| {
                let bomb = vec![0; 64 << 20];
                list["credentialSubject"]["encodedList"] = json!(compressed(&bomb));
                signed(world, &list)
            },
        ),
        ("expired", "status.list_expired", &|world, mut list| {
            list["validUntil"] = json!("2026-11-24T11:59:59Z");
            signed(world, &list)
        }),
        ("not JSON", "status.list_unreadable", &|_, _| {
            b"<html>not found</html>".to_vec()
        }),
        (
            "another credential",
            "status.list_malformed",
            &|world, _| signed(world, &world.passport()),
        ),
    ];
    for (name, code, serve) in cases {
        let mut world = World::new();
        let list = serve(&world, world.list(List::Revocation, None));
        world.put(List::Revocation, &list);
        let report = world.verify(world.sd_jwt().to_string(), &policy());
        eprintln!("{name}");
        refused(
            &report,
            CheckName::Status,
            code,
            Some("/credentialStatus/0"),
        );
    }
}

#[test]
fn a_list_that_is_not_to_be_had_is_a_failure_and_not_a_shrug() {
    let mut world = World::new();
    world.bundle = Bundle::default();
    let report = world.verify(world.sd_jwt().to_string(), &policy());
    refused(
        &report,
        CheckName::Status,
        "status.list_unavailable",
        Some("/credentialStatus/0"),
    );
}

#[test]
fn a_credential_that_names_no_list_is_authentic_and_no_more() {
    let world = World::new();
    let mut passport = world.passport();
    passport
        .as_object_mut()
        .unwrap()
        .shift_remove("credentialStatus");
    let secured = world.issuer.secure(&passport, Suite::EDDSA_JCS_2022, None);
    let report = world.verify(secured.to_text(), &policy());
    verified(&report);
    let status = report.check(CheckName::Status).unwrap();
    assert_eq!(status.status, CheckStatus::Skipped);
}

#[test]
fn an_old_list_and_a_list_from_after_the_time_asked_about_are_told() {
    let world = World::new();
    let passport = world.sd_jwt().to_string();
    for (at, code) in [
        (now() + SignedDuration::from_hours(1), "status.list_old"),
        (now() - SignedDuration::from_hours(1), "status.list_newer"),
    ] {
        let report = world.verify(&passport, &Policy::at(at));
        verified(&report);
        let check = report.check(CheckName::Status).unwrap();
        assert_eq!(
            (check.status, check.code),
            (CheckStatus::Warning, Some(code))
        );
    }
}

fn compressed(bytes: &[u8]) -> String {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(bytes).unwrap();
    format!("u{}", URL_SAFE_NO_PAD.encode(gzip.finish().unwrap()))
}
