//! Status lists that prove nothing, each from a web server that gives it out all the same.

use std::io::Write;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL;
use credentials::Suite;
use credentials::status::{
    ListDescription, MIN_ENTRIES, StatusEntry, StatusList, StatusPurpose, StatusSize,
    list_credential,
};
use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tests::{Person, Site};

use crate::forger::Forger;
use crate::reader::{refused, verify, verify_as};

const INDEX: u32 = 94_567;

/// The unsigned revocation list at this address.
fn list(issuer: &Forger, url: &str, revoked: bool) -> Value {
    let mut bits = StatusList::new(MIN_ENTRIES, StatusSize::ONE).unwrap();
    bits.set(INDEX.into(), u8::from(revoked)).unwrap();
    list_credential(
        &bits,
        &ListDescription {
            id: url,
            issuer: issuer.did.as_str(),
            purpose: &StatusPurpose::Revocation,
            valid_from: Timestamp::now() - SignedDuration::from_mins(1),
            valid_until: Some(Timestamp::now() + SignedDuration::from_hours(24)),
            ttl: Some(SignedDuration::from_mins(5)),
            messages: &[],
        },
    )
}

/// A passport whose one status entry is in the list at this address.
fn passport(issuer: &Forger, url: &str) -> String {
    let entry = StatusEntry {
        id: None,
        purpose: StatusPurpose::Revocation,
        index: INDEX.into(),
        list: url.parse().unwrap(),
        size: StatusSize::ONE,
        messages: Vec::new(),
        references: Vec::new(),
    };
    let mut passport = issuer.passport();
    passport["credentialStatus"] = json!([entry.to_value()]);
    issuer.secure(&passport, Suite::SdJwt, None).to_text()
}

#[test]
fn a_list_that_proves_nothing_is_refused_whatever_it_says() {
    let (site, issuer, stranger) = (Site::new(), Forger::new(), Forger::new());
    type Serve<'s> = &'s dyn Fn(Value) -> Vec<u8>;
    let with = |bits: Vec<u8>| {
        let issuer = &issuer;
        move |mut list: Value| {
            list["credentialSubject"]["encodedList"] = json!(compressed(&bits));
            issuer.json(&list).into_bytes()
        }
    };
    let cases: [(&str, &str, Serve<'_>); 11] = [
        ("unsigned", "status.list_unsigned", &|list| {
            list.to_string().into()
        }),
        ("signed by a stranger", "status.list_proof", &|list| {
            stranger.json(&list).into()
        }),
        ("of another issuer", "status.list_issuer", &|mut list| {
            list["issuer"] = json!(stranger.did);
            stranger.json(&list).into()
        }),
        (
            "for another purpose",
            "status.purpose_mismatch",
            &|mut list| {
                list["credentialSubject"]["statusPurpose"] = json!("suspension");
                issuer.json(&list).into()
            },
        ),
        ("of another address", "status.list_mismatch", &|mut list| {
            list["id"] = json!("https://cells.example/status/0");
            issuer.json(&list).into()
        }),
        ("too short", "status.list_too_short", &with(vec![0; 1024])),
        ("a bomb", "status.list_too_large", &with(vec![0; 256 << 20])),
        ("expired", "status.list_expired", &|mut list| {
            list["validUntil"] = json!("2026-06-01T00:00:00Z");
            issuer.json(&list).into()
        }),
        ("not JSON", "status.list_unreadable", &|_| {
            b"<html>".to_vec()
        }),
        ("no list at all", "status.list_malformed", &|_| {
            issuer.json(&issuer.passport()).into()
        }),
        ("a changed byte", "status.list_proof", &|list| {
            let mut signed: Value = serde_json::from_str(&issuer.json(&list)).unwrap();
            let clear = self::list(&issuer, list["id"].as_str().unwrap(), true);
            signed["credentialSubject"] = clear["credentialSubject"].clone();
            signed.to_string().into()
        }),
    ];
    for (case, code, serve) in cases {
        let path = format!("/status/{}", case.replace(' ', "-"));
        let url = site.url(&path);
        site.put(&path, serve(list(&issuer, &url, false)));
        let refusal = ("status", code, Some("/credentialStatus/0"));
        refused(case, verify(passport(&issuer, &url), &[]), refusal);
    }
}

#[test]
fn a_list_that_is_signed_and_clear_is_believed_and_one_that_is_missing_is_not() {
    let (site, issuer) = (Site::new(), Forger::new());
    let url = site.url("/status/0");
    let missing = (
        "status",
        "status.list_unavailable",
        Some("/credentialStatus/0"),
    );
    refused("missing", verify(passport(&issuer, &url), &[]), missing);
    let nobody = passport(
        &issuer,
        &format!("{}/status/0", tests::Address::free().url()),
    );
    refused("nobody there", verify(nobody, &[]), missing);

    site.put("/status/0", issuer.json(&list(&issuer, &url, false)));
    verify(passport(&issuer, &url), &[]).ok();
    site.put("/status/0", issuer.json(&list(&issuer, &url, true)));
    let revoked = ("status", "status.revoked", Some("/credentialStatus/0"));
    refused("revoked", verify(passport(&issuer, &url), &[]), revoked);
}

#[test]
fn a_list_that_was_refused_is_not_kept() {
    let (site, issuer, reader) = (Site::new(), Forger::new(), Person::new());
    let url = site.put("/status/0", "<html>come back later</html>");
    let passport = passport(&issuer, &url);
    let unreadable = (
        "status",
        "status.list_unreadable",
        Some("/credentialStatus/0"),
    );
    refused("first", verify_as(&reader, &passport, &[]), unreadable);
    site.put("/status/0", issuer.json(&list(&issuer, &url, false)));
    verify_as(&reader, &passport, &[]).ok();
}

fn compressed(bytes: &[u8]) -> String {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(bytes).unwrap();
    format!("u{}", BASE64URL.encode(gzip.finish().unwrap()))
}
