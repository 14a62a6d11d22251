//! The status of an SD-JWT VC: what a Token Status List can say, and every way in which one cannot be believed.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use credentials::jose::{self, Header};
use credentials::status::{
    StatusIndex, TokenDescription, TokenStatusEntry, TokenStatusList, issue_list_token,
};
use credentials::suite::Suite;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use jiff::SignedDuration;
use serde_json::{Value, json};
use std::io::Write;
use url::Url;
use verifier::{CheckName, Policy, Report};

use crate::world::{Party, World, now, policy, refused, verified};

const INDEX: u32 = 4711;
const URI: &str = "https://cells.example/status/tokens/0";
const PLACE: &str = "/credentialStatus/0";

/// The world's passport as an SD-JWT VC.
fn passport(world: &World) -> String {
    let entry = TokenStatusEntry {
        index: StatusIndex::from(INDEX),
        uri: Url::parse(URI).unwrap(),
    };
    let mut passport = world.passport();
    passport["credentialStatus"] = json!([entry.to_value()]);
    world
        .issuer
        .secure(&passport, Suite::DcSdJwt, None)
        .to_text()
}

/// A list token where the passport has this value.
fn token(by: &Party, value: u8) -> Vec<u8> {
    let mut list = TokenStatusList::new(1 << 17, 4).unwrap();
    list.set(StatusIndex::from(INDEX), value).unwrap();
    let about = TokenDescription {
        uri: URI,
        issued_at: now(),
        expires: Some(now() + SignedDuration::from_hours(24)),
        ttl: Some(SignedDuration::from_mins(5)),
    };
    let text = issue_list_token(&list, &about, &by.method, &by.key).unwrap();
    text.into_bytes()
}

fn verify_with(list: Option<&[u8]>, policy: &Policy) -> Report {
    let mut world = World::new();
    if let Some(list) = list {
        world.bundle.add_list(URI.parse().unwrap(), now(), list);
    }
    world.verify(passport(&world), policy)
}

/// A list token with these changes to its claims, signed rightly.
fn changed(by: &Party, header: Option<Header>, change: impl Fn(&mut Value)) -> Vec<u8> {
    let text = String::from_utf8(token(by, 0)).unwrap();
    let payload = URL_SAFE_NO_PAD
        .decode(text.split('.').nth(1).unwrap())
        .unwrap();
    let mut claims: Value = serde_json::from_slice(&payload).unwrap();
    change(&mut claims);
    let header = header.unwrap_or_else(|| Header {
        typ: Some("statuslist+jwt".into()),
        kid: Some(by.method.to_string()),
        ..Header::new(by.key.algorithm())
    });
    let signed = jose::sign(&header, claims.to_string().as_bytes(), &by.key);
    signed.unwrap().into_bytes()
}

fn lst(bytes: &[u8]) -> String {
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::best());
    zlib.write_all(bytes).unwrap();
    URL_SAFE_NO_PAD.encode(zlib.finish().unwrap())
}

#[test]
fn a_passport_that_stands_is_verified() {
    let world = World::new();
    verified(&verify_with(Some(&token(&world.issuer, 0)), &policy()));
}

#[test]
fn revoked_suspended_transferred_and_ceased_passports_are_not_current() {
    let issuer = World::new().issuer;
    for (value, code) in [
        (1, "status.revoked"),
        (2, "status.suspended"),
        (0x0C, "status.transferred"),
        (0x0D, "status.ceased"),
        (0x0E, "status.superseded"),
        (3, "status.message"),
        (7, "status.message"),
    ] {
        let report = verify_with(Some(&token(&issuer, value)), &policy());
        refused(&report, CheckName::Status, code, Some(PLACE));
    }
}

#[test]
fn a_list_that_cannot_be_believed_is_refused() {
    let (issuer, stranger) = (World::new().issuer, Party::new(8));
    let unchanged = |_: &mut Value| {};
    let typed = |typ: Option<&str>, kid: Option<String>| {
        Some(Header {
            typ: typ.map(str::to_owned),
            kid,
            ..Header::new(issuer.key.algorithm())
        })
    };
    let own = || Some(issuer.method.to_string());
    let unsigned = {
        let text = String::from_utf8(token(&issuer, 0)).unwrap();
        let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"statuslist+jwt"}"#);
        format!("{header}.{}.", text.split('.').nth(1).unwrap())
    };
    let forged = changed(&stranger, typed(Some("statuslist+jwt"), own()), unchanged);
    let credential = World::new().list(crate::world::List::Revocation, None);
    let credential = issuer.secure(&credential, Suite::EDDSA_JCS_2022, None);
    for (name, code, list) in [
        ("missing", "status.list_unavailable", None),
        (
            "unsigned",
            "status.list_unsigned",
            Some(unsigned.into_bytes()),
        ),
        (
            "signed by a stranger in the issuer's name",
            "status.list_proof",
            Some(forged),
        ),
        (
            "of another issuer",
            "status.list_issuer",
            Some(token(&stranger, 0)),
        ),
        (
            "without key",
            "status.list_proof",
            Some(changed(
                &issuer,
                typed(Some("statuslist+jwt"), None),
                unchanged,
            )),
        ),
        (
            "of another type",
            "status.list_unreadable",
            Some(changed(&issuer, typed(Some("JWT"), own()), unchanged)),
        ),
        (
            "of no type",
            "status.list_unreadable",
            Some(changed(&issuer, typed(None, own()), unchanged)),
        ),
        (
            "of another subject",
            "status.list_mismatch",
            Some(changed(&issuer, None, |claims| {
                claims["sub"] = json!("https://cells.example/status/tokens/1")
            })),
        ),
        (
            "too short",
            "status.index_out_of_range",
            Some(changed(&issuer, None, |claims| {
                claims["status_list"]["lst"] = json!(lst(&[0; 1024]))
            })),
        ),
        (
            "a decompression bomb",
            "status.list_too_large",
            Some(changed(&issuer, None, |claims| {
                claims["status_list"]["lst"] = json!(lst(&vec![0; 64 << 20]))
            })),
        ),
        (
            "not zlib",
            "status.lst_malformed",
            Some(changed(&issuer, None, |claims| {
                claims["status_list"]["lst"] = json!("AAAA")
            })),
        ),
        (
            "of three bits",
            "status.bits_unsupported",
            Some(changed(&issuer, None, |claims| {
                claims["status_list"]["bits"] = json!(3)
            })),
        ),
        (
            "expired",
            "status.list_expired",
            Some(changed(&issuer, None, |claims| {
                claims["exp"] = json!(now().as_second() - 1)
            })),
        ),
        (
            "without time",
            "status.list_unreadable",
            Some(changed(&issuer, None, |claims| {
                drop(claims.as_object_mut().unwrap().remove("iat"))
            })),
        ),
        (
            "a status list credential",
            "status.list_unreadable",
            Some(credential.to_text().into_bytes()),
        ),
        (
            "not JSON",
            "status.list_unreadable",
            Some(b"<html>not found</html>".to_vec()),
        ),
    ] {
        eprintln!("{name}");
        let report = verify_with(list.as_deref(), &policy());
        refused(&report, CheckName::Status, code, Some(PLACE));
    }
}

#[test]
fn an_old_list_and_a_list_from_after_the_time_asked_about_are_told() {
    let list = token(&World::new().issuer, 0);
    for (at, code) in [
        (now() + SignedDuration::from_hours(1), "status.list_old"),
        (now() - SignedDuration::from_hours(1), "status.list_newer"),
    ] {
        let report = verify_with(Some(&list), &Policy::at(at));
        verified(&report);
        assert_eq!(report.check(CheckName::Status).unwrap().code, Some(code));
    }
}
