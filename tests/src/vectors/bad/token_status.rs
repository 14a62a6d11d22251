//! Token Status Lists: one of an SD-JWT VC that is good, and what it can say or be otherwise.

use credentials::Suite;
use credentials::battery::passport::token_value;
use credentials::keys::Algorithm;
use credentials::status::{
    StatusIndex, TokenDescription, TokenStatusEntry, TokenStatusList, issue_list_token,
};
use jiff::Timestamp;
use serde_json::Value;
use url::Url;
use verifier::environment::Bundle;

use super::{Bad, Fault};
use crate::vectors::case::{Ask, Case, Kind, Set};
use crate::vectors::cast::{Party, Role};
use crate::vectors::row::Row;
use crate::vectors::{content, good, time};

pub(super) fn add(set: &mut Set) {
    let issuer = ROW.party(Role::Issuer);
    let file = set.put("edge/token-status.sd-jwt", listed(VALID));
    let bundle = serving(&list(&issuer, URI, None));
    let bundle = set.put_json("bundles/token-list.json", &bundle.to_value());
    let about = "A small SD-JWT VC with an entry of a Token Status List, which is valid";
    set.add(Case {
        id: "edge/token-status".into(),
        verify: Ask {
            bundle,
            ..Ask::plain()
        },
        ..good::case(ROW, Kind::Passport, "token-status", about, vec![file])
    });
    let mut bad = Bad::of(set, "edge/token-status");
    for (name, about, code, index) in [
        (
            "invalid",
            "Its value in the list is 1, invalid",
            "status.revoked",
            INVALID,
        ),
        (
            "suspended",
            "Its value in the list is 2, suspended",
            "status.suspended",
            SUSPENDED,
        ),
        (
            "transferred",
            "Its value in the list means that the battery has another operator",
            "status.transferred",
            TRANSFERRED,
        ),
        (
            "behind-the-end",
            "Its index is behind the end of the list",
            "status.index_out_of_range",
            ENTRIES,
        ),
    ] {
        let fault: Fault = ("status", code, AT);
        bad.text_is(&format!("token-status/{name}"), about, fault, listed(index));
    }
    let stranger = ROW.party(Role::Stranger);
    for (name, about, code, token) in [
        (
            "list-of-another",
            "Somebody else signed the list",
            "status.list_issuer",
            list(&stranger, URI, None),
        ),
        (
            "list-elsewhere",
            "The list says that it is another one",
            "status.list_mismatch",
            list(&issuer, "https://voltcell.example/status/other", None),
        ),
        (
            "list-expired",
            "The list has expired",
            "status.list_expired",
            list(&issuer, URI, Some(time::VERIFIED)),
        ),
    ] {
        let fault: Fault = ("status", code, AT);
        bad.bundle_is(
            &format!("token-status/{name}"),
            about,
            fault,
            &serving(&token),
        );
    }
}

/// The small passport, at this place of the list.
fn listed(index: u32) -> String {
    let entry = TokenStatusEntry {
        index: StatusIndex::from(index),
        uri: Url::parse(URI).unwrap(),
    };
    let content: Value = content::brief(&content::whole());
    let passport = ROW.passport("token status", content, vec![entry.to_value()]);
    let issuer = ROW.party(Role::Issuer);
    let secured = ROW.secure(&passport.build().unwrap(), &issuer, time::ISSUED);
    secured.to_file()
}

/// A Status List Token in which each value stands at its own place.
fn list(by: &Party, uri: &str, expires: Option<Timestamp>) -> String {
    let mut list = TokenStatusList::new(ENTRIES as usize, 4).unwrap();
    for (index, value) in [
        (INVALID, 1),
        (SUSPENDED, 2),
        (TRANSFERRED, token_value("transferred")),
    ] {
        list.set(StatusIndex::from(index), value).unwrap();
    }
    let about = TokenDescription {
        uri,
        issued_at: time::LISTED,
        expires,
        ttl: None,
    };
    issue_list_token(&list, &about, &by.method, by).unwrap()
}

fn serving(token: &str) -> Bundle {
    let mut bundle = Bundle::default();
    bundle.add_list(Url::parse(URI).unwrap(), time::LISTED, token.as_bytes());
    bundle
}

const ROW: Row = Row {
    suite: Suite::DcSdJwt,
    algorithm: Algorithm::Ed25519,
};
const URI: &str = "https://voltcell.example/status/ed25519/token";
const ENTRIES: u32 = 1024;
const VALID: u32 = 17;
const INVALID: u32 = 18;
const SUSPENDED: u32 = 19;
const TRANSFERRED: u32 = 20;
const AT: &str = "/credentialStatus/0";
