//! Lives that the law does not allow, and hands that do not join.

use credentials::battery::{BundleKind, EventKind};
use credentials::secured::Secured;
use serde_json::{Value, json};

use super::{Bad, Fault};
use crate::vectors::case::Set;
use crate::vectors::cast::Role;
use crate::vectors::edges::{ROW, event};
use crate::vectors::handover::{Handover, acceptance, bundle, offer, own_passport};
use crate::vectors::status::Standing;
use crate::vectors::time;

pub(super) fn add(set: &mut Set) {
    lives(set);
    let handover = Handover::new(ROW);
    own_passports(set, &handover);
    transfers(set, &handover);
    left_out(set, &handover);
    still_active(set);
    outlived(set);
}

/// Events that do not follow each other: each is the fifth credential of a life.
fn lives(set: &mut Set) {
    let issuer = ROW.party(Role::Issuer);
    let mut bad = Bad::of(set, "edge/life");
    let mut with = |name: &str, about: &str, code, place, event: Value| {
        let file = format!("bad/lifecycle/{name}.json");
        let secured = ROW.secure(&event, &issuer, time::EVENT);
        bad.set.put(&file, secured.to_file());
        let fault = ("lifecycle", code, place);
        bad.case(&format!("lifecycle/{name}"), about, fault, |case| {
            case.files.push(file)
        });
    };
    let again = event(EventKind::PlacedOnMarket, "2026-06-01T00:00:00Z", json!({}));
    let about = "A battery in service is placed on the market";
    let at_time = "/verifiableCredential/4/credentialSubject/eventTime";
    with(
        "on-market-again",
        about,
        "lifecycle.already_on_market",
        at_time,
        again,
    );
    let reuse = event(
        EventKind::PreparedForReuse,
        "2026-06-02T00:00:00Z",
        json!({}),
    );
    let about = "A battery is prepared for re-use that was never waste";
    with(
        "reuse-of-no-waste",
        about,
        "lifecycle.not_waste",
        at_time,
        reuse,
    );
    let mut fell = ROW.event("counter");
    fell["credentialSubject"]["eventTime"] = json!("2026-11-03T06:00:00Z");
    let condition = &mut fell["credentialSubject"]["performanceAndDurability"]["batteryCondition"];
    condition["numberOfFullCycles"]["numberOfFullCyclesValue"] = json!(29);
    let about = "The number of cycles is less than the day before";
    let place = "/verifiableCredential/4/credentialSubject/performanceAndDurability/batteryCondition/numberOfFullCycles";
    with("counter-fell", about, "lifecycle.counter_fell", place, fell);
    let mut other = ROW.event("other battery");
    other["credentialSubject"]["id"] = issuer::sample::lmt_passport()["id"].clone();
    let about = "An event of another battery is among them";
    let place = "/verifiableCredential/4/credentialSubject/id";
    with(
        "other-battery",
        about,
        "lifecycle.other_battery",
        place,
        other,
    );
    ends(&mut bad);
}

/// The battery became waste and was recycled: by the new operator, which takes another role, and by a recycler.
fn ends(bad: &mut Bad<'_>) {
    let waste = event(EventKind::BecameWaste, "2026-11-05T00:00:00Z", json!({}));
    let masses = json!({"process": "hydrometallurgical", "inputMass": 428, "recoveredMasses": [
        {"material": "nickel", "mass": 46.5}, {"material": "cobalt", "mass": 6}]});
    let recycled = event(EventKind::Recycled, "2026-11-10T00:00:00Z", masses);
    let mut certified = recycled.clone();
    certified["id"] = json!(ROW.id("recycled by a recycler"));
    for (file, mut event, by) in [
        (WASTE, waste, Role::Issuer),
        (RECYCLED_BY_ANOTHER, recycled, Role::Successor),
        (RECYCLED, certified, Role::Stranger),
    ] {
        let by = ROW.party(by);
        event["issuer"] = json!(by.did);
        let secured = ROW.secure(&event, &by, time::EVENT);
        bad.set.put(file, secured.to_file());
    }
    let about = "The recycling is certified by somebody who is no recycler";
    let fault = ("trust", "trust.role", "/verifiableCredential/5/issuer");
    bad.case("lifecycle/recycled-by-no-recycler", about, fault, |case| {
        case.files
            .extend([WASTE, RECYCLED_BY_ANOTHER].map(str::to_owned));
    });
    let about = "The battery was recycled, with which its passport ceased";
    let at = "/verifiableCredential/5/credentialSubject/eventTime";
    let fault = ("lifecycle", "lifecycle.ceased", at);
    bad.case("lifecycle/ceased", about, fault, |case| {
        case.files.extend([WASTE, RECYCLED].map(str::to_owned));
    });
}

/// A battery that was handed over two weeks after it had been recycled.
fn outlived(set: &mut Set) {
    let mut bad = Bad::of(set, HISTORY);
    let about = "The battery had been recycled before it was handed over";
    let at = "/verifiableCredential/5/credentialSubject";
    let fault = ("chain", "chain.ceased", at);
    bad.case("chain/ceased", about, fault, |case| {
        case.files.extend([WASTE, RECYCLED].map(str::to_owned));
    });
}

/// The new operator's own passport, which is the sixth credential of the history, is not as it should be.
fn own_passports(set: &mut Set, handover: &Handover) {
    let successor = ROW.party(Role::Successor);
    let mut bad = Bad::of(set, HISTORY);
    let [first, transfer, own] = files();
    let reference = handover.reissued.reference().unwrap();
    let mut own_is = |name: &str, about: &str, fault: Fault, passport: &Value| {
        let file = format!("bad/chain/{name}.json");
        let secured = ROW.secure(passport, &successor, time::TAKEN_OVER);
        bad.set.put(&file, secured.to_file());
        bad.files_are(
            &format!("chain/{name}"),
            about,
            fault,
            &[&first, &transfer, &file],
        );
    };
    let mut digest = reference.clone();
    digest.digest_multibase = handover.first.reference().unwrap().digest_multibase;
    let about = "The new passport names its predecessor by another digest";
    let fault = (
        "chain",
        "chain.digest_mismatch",
        "/verifiableCredential/5/credentialSubject/predecessor",
    );
    own_is(
        "digest-of-another",
        about,
        fault,
        &own_passport(ROW, digest),
    );
    let mut early = own_passport(ROW, reference.clone());
    early["validFrom"] = json!(time::OFFERED.to_string());
    let about = "The new passport is older than the acceptance";
    let fault = (
        "chain",
        "chain.time_order",
        "/verifiableCredential/5/validFrom",
    );
    own_is("before-acceptance", about, fault, &early);
    let mut second = own_passport(ROW, reference);
    second["id"] = json!(ROW.id("second"));
    let file = "bad/chain/second-successor.json";
    let secured = ROW.secure(&second, &successor, time::TAKEN_OVER);
    bad.set.put(file, secured.to_file());
    let about = "Two passports follow the same one";
    let fault = ("chain", "chain.fork", "/verifiableCredential/3/id");
    bad.files_are(
        "chain/second-successor",
        about,
        fault,
        &[&first, &transfer, &own, file],
    );
}

/// Offer and acceptance do not fit.
fn transfers(set: &mut Set, good: &Handover) {
    let (issuer, stranger) = (ROW.party(Role::Issuer), ROW.party(Role::Stranger));
    let successor = ROW.party(Role::Successor);
    let mut bad = Bad::of(set, HISTORY);
    let [first, _, own] = files();
    let mut transfer_is =
        |name: &str, about: &str, fault: Fault, offer: &Secured, acceptance: &Secured| {
            let file = format!("bad/chain/{name}.json");
            let members = [offer, acceptance, &good.reissued, &good.event_again];
            bad.set
                .put_json(&file, &bundle(BundleKind::Transfer, members));
            bad.files_are(
                &format!("chain/{name}"),
                about,
                fault,
                &[&first, &file, &own],
            );
        };
    let mut by_another = acceptance(ROW, &good.offer);
    by_another.statement.issuer = stranger.did.clone();
    let by_another = ROW.secure(&by_another.build(), &stranger, time::ACCEPTED);
    let about = "Somebody accepted an offer that was made to another";
    let fault = (
        "chain",
        "transfer.not_addressed",
        "/verifiableCredential/2/issuer",
    );
    transfer_is(
        "accepted-by-another",
        about,
        fault,
        &good.offer,
        &by_another,
    );
    let mut other = offer(ROW, &good.first, &good.event);
    other.terms = Some("for nothing".into());
    let other = ROW.secure(&other.build().unwrap(), &issuer, time::OFFERED);
    let about = "The manufacturer has put another offer in the place of the one that was accepted";
    let fault = (
        "chain",
        "transfer.offer_altered",
        "/verifiableCredential/2/credentialSubject/offer/digestMultibase",
    );
    transfer_is("offer-replaced", about, fault, &other, &good.acceptance);
    let mut short = offer(ROW, &good.first, &good.event);
    short.statement.valid_until = Some(time::ACCEPTED);
    let short = ROW.secure(&short.build().unwrap(), &issuer, time::OFFERED);
    let late = ROW.secure(&acceptance(ROW, &short).build(), &successor, time::ACCEPTED);
    let about = "The offer was accepted in the moment in which it expired";
    let fault = (
        "chain",
        "transfer.offer_expired",
        "/verifiableCredential/2/validFrom",
    );
    transfer_is("accepted-too-late", about, fault, &short, &late);
}

/// A history without one of its credentials.
fn left_out(set: &mut Set, handover: &Handover) {
    let mut bad = Bad::of(set, HISTORY);
    let [first, transfer, own] = files();
    let about = "The passport that was offered is missing";
    let fault = (
        "chain",
        "chain.gap",
        "/verifiableCredential/2/credentialSubject/supersedes",
    );
    bad.files_are("chain/first-left-out", about, fault, &[&transfer, &own]);
    let about = "The new operator's passport is shown without its history";
    let fault = ("chain", "chain.gap", "/credentialSubject/predecessor");
    bad.files_are("chain/own-alone", about, fault, &[&own]);
    let Handover {
        offer,
        acceptance,
        reissued,
        event_again,
        ..
    } = handover;
    let mut without = |name: &str, about: &str, fault: Fault, kept: [&Secured; 3]| {
        let file = format!("bad/chain/{name}.json");
        bad.set.put_json(&file, &bundle(BundleKind::Transfer, kept));
        bad.files_are(
            &format!("chain/{name}"),
            about,
            fault,
            &[&first, &file, &own],
        );
    };
    let about = "The acceptance is of an offer that is missing";
    let fault = (
        "chain",
        "chain.gap",
        "/verifiableCredential/1/credentialSubject/offer",
    );
    without(
        "offer-left-out",
        about,
        fault,
        [acceptance, reissued, event_again],
    );
    let about = "Nobody accepted the offer";
    let fault = (
        "chain",
        "chain.acceptance_missing",
        "/verifiableCredential/4/credentialSubject",
    );
    without(
        "acceptance-left-out",
        about,
        fault,
        [offer, reissued, event_again],
    );
}

/// A history in which the passport that was handed on still counts.
fn still_active(set: &mut Set) {
    let handover = Handover::of_first(ROW, Standing::Clear);
    let mut bad = Bad::of(set, HISTORY);
    let name = |part: &str| format!("bad/chain/still-active-{part}.json");
    let files = [name("first"), name("transfer"), name("own")];
    bad.set.put(&files[0], handover.first.to_file());
    bad.set.put_json(&files[1], &handover.transfer());
    bad.set.put(&files[2], handover.own.to_file());
    let about = "The passport that was handed on was never set to transferred";
    let fault = (
        "chain",
        "chain.predecessor_active",
        "/verifiableCredential/0/credentialStatus",
    );
    bad.files_are(
        "chain/still-active",
        about,
        fault,
        &files.each_ref().map(String::as_str),
    );
}

/// The files of the good history.
fn files() -> [String; 3] {
    let transfer = format!("{}/transfer.json", ROW.folder());
    [ROW.file("first"), transfer, ROW.file("own")]
}

const HISTORY: &str = "eddsa-jcs-2022/ed25519/history";
const WASTE: &str = "bad/lifecycle/end-waste.json";
const RECYCLED_BY_ANOTHER: &str = "bad/lifecycle/end-recycled.json";
const RECYCLED: &str = "bad/lifecycle/end-recycled-by-recycler.json";
