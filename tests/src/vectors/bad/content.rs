//! Authentic credentials that are not to be relied on: expired, revoked, wrong, not trusted.

use std::io::Write;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use verifier::environment::Bundle;

use super::{Bad, Fault};
use crate::vectors::case::Set;
use crate::vectors::cast::Role;
use crate::vectors::edges::{ROW, listed_event, with};
use crate::vectors::status::{self, List, Standing};
use crate::vectors::{good, time};

pub(super) fn add(set: &mut Set) {
    validity(set);
    standing(set);
    lists(set);
    values(set);
    trust(set);
}

fn validity(set: &mut Set) {
    let issuer = ROW.party(Role::Issuer);
    let mut bad = Bad::of(set, "edge/valid-until");
    let until = with(
        ROW.event("until"),
        "validUntil",
        json!("2026-11-24T11:59:59Z"),
    );
    let expired = ROW.secure(&until, &issuer, time::EVENT);
    let fault = ("validity", "validity.expired", "/validUntil");
    bad.text_is(
        "validity/expired",
        "It has expired a second ago",
        fault,
        expired.to_file(),
    );
    let fault = ("validity", "validity.not_yet_valid", "/validFrom");
    let mut future = ROW.event("until");
    future["validFrom"] = json!("2039-12-31T00:00:00Z");
    let future = ROW.secure(
        &with(future, "validUntil", json!("2040-01-01T00:00:00Z")),
        &issuer,
        time::EVENT,
    );
    bad.text_is(
        "validity/not-yet",
        "It does not hold yet",
        fault,
        future.to_file(),
    );
    bad.asked(
        "validity/asked-too-early",
        "It is asked about a time before it was issued",
        fault,
        |ask| {
            ask.at = time::ISSUED;
        },
    );
    bad.asked(
        "validity/asked-too-late",
        "It is asked about a time after its end",
        ("validity", "validity.expired", "/validUntil"),
        |ask| {
            ask.at = "2040-01-01T00:00:01Z".parse().unwrap();
        },
    );
}

fn standing(set: &mut Set) {
    let issuer = ROW.party(Role::Issuer);
    let mut bad = Bad::of(set, "edge/status");
    for (name, about, code, list, standing) in [
        (
            "revoked",
            "The issuer has revoked it",
            "status.revoked",
            List::Revocation,
            Standing::Revoked,
        ),
        (
            "suspended",
            "The issuer has suspended it",
            "status.suspended",
            List::Suspension,
            Standing::Suspended,
        ),
        (
            "transferred",
            "The battery has another operator",
            "status.transferred",
            List::Message,
            Standing::Transferred,
        ),
        (
            "ceased",
            "The battery was recycled",
            "status.ceased",
            List::Message,
            Standing::Ceased,
        ),
        (
            "superseded",
            "A later version corrects it",
            "status.superseded",
            List::Message,
            Standing::Superseded,
        ),
    ] {
        let signed = ROW.secure(&listed_event(list, standing), &issuer, time::EVENT);
        bad.text_is(
            &format!("status/{name}"),
            about,
            ("status", code, AT_STATUS),
            signed.to_file(),
        );
    }
    let mut index = listed_event(List::Revocation, Standing::Clear);
    index["credentialStatus"]["statusListIndex"] = json!("131072");
    let signed = ROW.secure(&index, &issuer, time::EVENT);
    let about = "The index is one behind the end of the list";
    bad.text_is(
        "status/index-behind-the-end",
        about,
        ("status", "status.index_out_of_range", AT_STATUS),
        signed.to_file(),
    );
    let mut entry = listed_event(List::Revocation, Standing::Clear);
    entry["credentialStatus"]["statusPurpose"] = json!("suspension");
    let signed = ROW.secure(&entry, &issuer, time::EVENT);
    let about = "The entry is for another purpose than the list";
    bad.text_is(
        "status/entry-for-another-purpose",
        about,
        ("status", "status.purpose_mismatch", AT_STATUS),
        signed.to_file(),
    );
}

/// Lists that cannot be believed, each in a bundle that holds nothing else.
fn lists(set: &mut Set) {
    let (issuer, stranger) = (ROW.party(Role::Issuer), ROW.party(Role::Stranger));
    let mut bad = Bad::of(set, "edge/status");
    let mut served = |name: &str, about: &str, code: &'static str, list: &Value| {
        let mut bundle = Bundle::default();
        status::put(
            &mut bundle,
            &issuer,
            List::Revocation,
            list.to_string().as_bytes(),
        );
        bad.bundle_is(
            &format!("status/{name}"),
            about,
            ("status", code, AT_STATUS),
            &bundle,
        );
    };
    let list = || status::credential(&issuer, List::Revocation);
    served(
        "list-unsigned",
        "Nobody signed the list",
        "status.list_unsigned",
        &list(),
    );
    let mut changed = status::sign(&list(), &issuer);
    changed["validFrom"] = json!("2026-11-24T11:00:01Z");
    served(
        "list-changed",
        "The list was changed after signing",
        "status.list_proof",
        &changed,
    );
    served(
        "list-by-another",
        "Somebody else signed the list in the issuer's name",
        "status.list_proof",
        &status::sign(&list(), &stranger),
    );
    let mut other = list();
    other["issuer"] = json!(stranger.did);
    served(
        "list-of-another",
        "The list is somebody else's",
        "status.list_issuer",
        &status::sign(&other, &stranger),
    );
    let mut other = list();
    other["id"] = json!(status::url(&issuer, List::Suspension).as_str());
    served(
        "list-elsewhere",
        "The list says that it is another one",
        "status.list_mismatch",
        &status::sign(&other, &issuer),
    );
    let mut other = status::credential(&issuer, List::Suspension);
    other["id"] = list()["id"].clone();
    served(
        "list-for-another-purpose",
        "The list is for another purpose",
        "status.purpose_mismatch",
        &status::sign(&other, &issuer),
    );
    let expired = with(list(), "validUntil", json!("2026-11-24T11:59:00Z"));
    served(
        "list-expired",
        "The list has expired",
        "status.list_expired",
        &status::sign(&expired, &issuer),
    );
    served(
        "list-short",
        "The list is shorter than 131 072 entries",
        "status.list_too_short",
        &status::sign(&short_list(), &issuer),
    );
    let mut broken = list();
    broken["credentialSubject"]["encodedList"] = json!("uH4sIAAAAAAAA");
    served(
        "list-not-gzip",
        "The list cannot be unpacked",
        "status.encoding_malformed",
        &status::sign(&broken, &issuer),
    );
    let fault = ("status", "status.list_unavailable", AT_STATUS);
    bad.bundle_is(
        "status/list-missing",
        "The list is not to be had",
        fault,
        &Bundle::default(),
    );
}

fn short_list() -> Value {
    let mut list = status::credential(&ROW.party(Role::Issuer), List::Revocation);
    // 131 064 entries: the smallest list, but for one byte.
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(&[0; 16_383]).unwrap();
    let encoded = BASE64URL.encode(gzip.finish().unwrap());
    list["credentialSubject"]["encodedList"] = json!(format!("u{encoded}"));
    list
}

/// What the attribute table and the kind of event do not allow.
fn values(set: &mut Set) {
    let issuer = ROW.party(Role::Issuer);
    let condition = "/credentialSubject/performanceAndDurability/batteryCondition";
    let mut bad = Bad::of(set, "eddsa-jcs-2022/ed25519/event");
    let mut event = |name: &str,
                     about: &str,
                     code: &'static str,
                     pointer: &'static str,
                     change: &dyn Fn(&mut Value)| {
        let mut event = ROW.event("event");
        change(&mut event);
        let signed = ROW.secure(&event, &issuer, time::EVENT);
        bad.text_is(
            &format!("content/{name}"),
            about,
            ("schema", code, pointer),
            signed.to_file(),
        );
    };
    event(
        "fraction-for-percent",
        "0.981 where a share of 100 % is meant",
        "event.fraction_for_percent",
        "/credentialSubject/performanceAndDurability/batteryCondition/stateOfCertifiedEnergy/stateOfCertifiedEnergyValue",
        &|event| {
            *event
                .pointer_mut(&format!(
                    "{condition}/stateOfCertifiedEnergy/stateOfCertifiedEnergyValue"
                ))
                .unwrap() = json!(0.981);
        },
    );
    event(
        "out-of-range",
        "A state of charge of 161.5 %",
        "event.out_of_range",
        "/credentialSubject/performanceAndDurability/batteryCondition/stateOfCharge/stateOfChargeValue",
        &|event| {
            *event
                .pointer_mut(&format!("{condition}/stateOfCharge/stateOfChargeValue"))
                .unwrap() = json!(161.5);
        },
    );
    event(
        "event-in-the-future",
        "What is reported happens later",
        "event.in_the_future",
        "/credentialSubject/eventTime",
        &|event| {
            event["credentialSubject"]["eventTime"] = json!("2026-11-24T08:10:01Z");
        },
    );
    event(
        "event-member-unknown",
        "A member that events of this kind do not have",
        "event.member_unknown",
        "/credentialSubject/restoredCapacity",
        &|event| {
            event["credentialSubject"]["restoredCapacity"] = json!(95);
        },
    );
    event(
        "nothing-measured",
        "A state of health without any value",
        "event.nothing_measured",
        "/credentialSubject",
        &|event| {
            event["credentialSubject"]
                .as_object_mut()
                .unwrap()
                .shift_remove("performanceAndDurability");
        },
    );
    let mut bad = Bad::of(set, "eddsa-jcs-2022/ed25519/brief");
    let mut passport = |name: &str, about: &str, fault: Fault, change: &dyn Fn(&mut Value)| {
        let mut passport = good::brief(ROW).credential();
        change(&mut passport);
        let signed = ROW.secure(&passport, &issuer, time::ISSUED);
        bad.text_is(&format!("content/{name}"), about, fault, signed.to_file());
    };
    let general = "generalProductInformation";
    passport(
        "gtin-check-digit",
        "The check digit of the GTIN is wrong",
        (
            "schema",
            "identifier.gtin_check_digit",
            "/credentialSubject/id",
        ),
        &|passport| {
            let id = passport["credentialSubject"]["id"]
                .as_str()
                .unwrap()
                .replace("09506000134352", "09506000134353");
            passport["credentialSubject"]["id"] = json!(id);
        },
    );
    passport(
        "mass-negative",
        "A battery with a negative mass",
        (
            "schema",
            "range.impossible",
            "/credentialSubject/generalProductInformation/batteryMass",
        ),
        &|passport| {
            passport["credentialSubject"][general]["batteryMass"] = json!(-478);
        },
    );
    passport(
        "text-for-number",
        "The mass is a text",
        (
            "schema",
            "structure.kind",
            "/credentialSubject/generalProductInformation/batteryMass",
        ),
        &|passport| {
            passport["credentialSubject"][general]["batteryMass"] = json!("478 kg");
        },
    );
    passport(
        "attribute-unknown",
        "An attribute that passports do not have",
        (
            "schema",
            "structure.unknown",
            "/credentialSubject/generalProductInformation/batteryColour",
        ),
        &|passport| {
            passport["credentialSubject"][general]["batteryColour"] = json!("black");
        },
    );
    passport(
        "category-unknown",
        "A category of batteries that the law does not have",
        (
            "schema",
            "battery.category_unknown",
            "/credentialSubject/generalProductInformation/batteryCategory",
        ),
        &|passport| {
            passport["credentialSubject"][general]["batteryCategory"] = json!("drone");
        },
    );
}

/// Issuers that the reader's own list does not have, or not for this.
fn trust(set: &mut Set) {
    let (issuer, successor) = (ROW.party(Role::Issuer), ROW.party(Role::Successor));
    let lists = [
        (
            "trust/unknown",
            "The trust list names somebody else",
            "trust.unknown_issuer",
            json!({"did": successor.did, "roles": ["manufacturer"]}),
        ),
        (
            "trust/other-role",
            "The trust list names the issuer as a workshop",
            "trust.role",
            json!({"did": issuer.did, "roles": ["workshop"]}),
        ),
        (
            "trust/other-time",
            "The trust list names the issuer until the year before",
            "trust.outside_period",
            json!({"did": issuer.did, "roles": ["manufacturer"], "until": "2026-01-01T00:00:00Z"}),
        ),
    ];
    for (name, about, code, entry) in lists {
        let file = set.put_json(format!("bad/{name}.json"), &json!({"issuers": [entry]}));
        let mut bad = Bad::of(set, "eddsa-jcs-2022/ed25519/brief");
        bad.asked(name, about, ("trust", code, "/issuer"), |ask| {
            ask.trust = Some(file)
        });
    }
}

const AT_STATUS: &str = "/credentialStatus";
