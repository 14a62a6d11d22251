//! What comes into the wallet: nothing that does not verify.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test ends where it cannot go on"
)]

mod common;

use common::{BATTERY, Issuer, environment, now, receiving, reopened, run, wallet};
use credentials::Coded;
use credentials::battery::bundle::{Bundle, BundleKind};
use credentials::battery::transfer::{TransferAcceptance, TransferOffer};
use credentials::battery::{Parts, Reference, Statement};
use credentials::secured::Secured;
use credentials::suite::Suite;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use wallet_cli::item::Kind;
use wallet_cli::receive::Receiving;
use wallet_cli::{Kept, Unlocked};

fn offer_of(acme: &Issuer, to: &Unlocked, passport: &Secured, until: Timestamp) -> Secured {
    let offer = TransferOffer {
        statement: Statement {
            valid_until: Some(until),
            ..Statement::new(
                "urn:uuid:offer",
                acme.did(),
                "2026-03-01T00:00:00Z".parse().unwrap(),
            )
        },
        battery: BATTERY.parse().unwrap(),
        new_operator: to.did(),
        parts: Parts::whole(),
        passport: passport.reference().unwrap(),
        events: Vec::new(),
        terms: Some("as seen".into()),
    };
    acme.sign(&offer.build().unwrap(), Suite::EDDSA_JCS_2022, None)
}

fn in_a_week() -> Timestamp {
    now()
        .checked_add(SignedDuration::from_hours(7 * 24))
        .unwrap()
}

/// A passport that takes the place of another.
fn superseding(acme: &Issuer, old: &Reference, wallet: &Unlocked) -> Secured {
    let mut unsigned = acme.unsigned_passport("urn:uuid:new");
    unsigned["credentialSubject"]["supersedes"] = old.to_value();
    acme.sign(&unsigned, Suite::SdJwt, Some(wallet.key().public()))
}

fn altered(secured: &Secured, pointer: &str, value: Value) -> Vec<u8> {
    let mut document = credentials::json::parse(secured.to_text().as_bytes()).unwrap();
    *document.pointer_mut(pointer).unwrap() = value;
    document.to_string().into_bytes()
}

#[test]
fn what_verifies_is_kept_and_what_was_changed_is_not() {
    let (_place, mut wallet) = wallet();
    let acme = Issuer::new();
    let world = environment();
    let event = acme.event("urn:uuid:b1");
    let records = wallet
        .examine(event.to_text().as_bytes(), &receiving(&world))
        .unwrap();
    assert_eq!(wallet.keep(&records).unwrap(), [Kept::New]);

    let changed = altered(&event, "/credentialSubject/method", json!("guessed"));
    let refused = wallet.examine(&changed, &receiving(&world)).unwrap_err();
    assert_eq!(refused.code(), "proof.signature_invalid");
    let foreign = altered(&event, "/issuer", json!(Issuer::new().did()));
    assert!(wallet.examine(&foreign, &receiving(&world)).is_err());
    let mut expired = acme.unsigned_passport("urn:uuid:a1");
    expired["validUntil"] = json!("2026-02-01T00:00:00Z");
    let expired = acme.sign(&expired, Suite::SdJwt, None);
    let refused = wallet
        .examine(expired.to_text().as_bytes(), &receiving(&world))
        .unwrap_err();
    assert!(refused.code().starts_with("validity."), "{refused}");
    assert!(wallet.examine(b"hello", &receiving(&world)).is_err());
    assert_eq!(wallet.items().unwrap().len(), 1);
}

#[test]
fn an_unreachable_status_list_keeps_it_out_unless_the_holder_lets_it_in() {
    let (_place, wallet) = wallet();
    let acme = Issuer::new();
    let closed = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let mut unsigned = acme.unsigned_passport("urn:uuid:a1");
    unsigned["credentialStatus"] = json!([{
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": format!("http://{closed}/status/1")
    }]);
    let passport = acme.sign(&unsigned, Suite::SdJwt, None);
    let world = environment();
    let strict = receiving(&world);
    let refused = wallet
        .examine(passport.to_text().as_bytes(), &strict)
        .unwrap_err();
    assert_eq!(refused.code(), "status.list_unavailable");
    assert!(refused.hint().unwrap().contains("--accept-unreachable"));
    let lenient = Receiving {
        unreachable: true,
        ..receiving(&world)
    };
    let records = wallet
        .examine(passport.to_text().as_bytes(), &lenient)
        .unwrap();
    assert_eq!(records[0].unchecked, ["status.list_unavailable"]);
    // The leave is for this one thing only.
    let mut changed = passport.to_text().replace("~", "~A");
    changed.truncate(changed.len() - 1);
    assert!(wallet.examine(changed.as_bytes(), &lenient).is_err());
}

#[test]
fn an_offer_is_accepted_once_and_the_bundle_that_follows_is_taken_in() {
    let (place, mut wallet) = wallet();
    let acme = Issuer::new();
    let world = environment();
    let old = acme.passport("urn:uuid:old", None);
    let offer = offer_of(&acme, &wallet, &old, in_a_week());
    let accepted = wallet
        .accept(offer.to_text().as_bytes(), None, &receiving(&world))
        .unwrap();
    assert!(!accepted.again);
    let read = TransferAcceptance::read(&accepted.secured.credential()).unwrap();
    assert_eq!(read.offer, offer.reference().unwrap());
    assert_eq!(
        (read.statement.issuer, read.operator),
        (wallet.did(), wallet.did())
    );
    drop(wallet);

    let mut wallet = reopened(place.path());
    let again = wallet
        .accept(offer.to_text().as_bytes(), None, &receiving(&world))
        .unwrap();
    assert!(again.again);
    assert_eq!(again.secured.to_text(), accepted.secured.to_text());
    let refused = wallet
        .reject(offer.to_text().as_bytes(), None, &receiving(&world))
        .unwrap_err();
    assert_eq!(refused.code(), "transfer.accepted");

    let bundle = Bundle {
        kind: BundleKind::Transfer,
        credentials: vec![
            offer.clone(),
            accepted.secured.clone(),
            superseding(&acme, &old.reference().unwrap(), &wallet),
            acme.event("urn:uuid:b1"),
        ],
    };
    let text = bundle.to_value().to_string();
    let records = wallet.examine(text.as_bytes(), &receiving(&world)).unwrap();
    let kept = wallet.keep(&records).unwrap();
    assert_eq!(kept, [Kept::Same, Kept::Same, Kept::New, Kept::New]);
    assert_eq!(
        wallet.find("new").unwrap().holder().as_ref(),
        Some(wallet.key().public())
    );
}

#[test]
fn an_offer_to_another_an_expired_and_an_altered_one_are_refused() {
    let (_place, mut wallet) = wallet();
    let (_other_place, mut other) = common::wallet();
    let acme = Issuer::new();
    let world = environment();
    let old = acme.passport("urn:uuid:old", None);
    let offer = offer_of(&acme, &wallet, &old, in_a_week());
    let expired = offer_of(
        &acme,
        &wallet,
        &old,
        "2026-04-01T00:00:00Z".parse().unwrap(),
    );
    for (wallet, bytes, code) in [
        (
            &mut other,
            offer.to_text().into_bytes(),
            "transfer.not_addressed",
        ),
        (
            &mut wallet,
            expired.to_text().into_bytes(),
            "transfer.offer_expired",
        ),
    ] {
        let refused = wallet.accept(&bytes, None, &receiving(&world)).unwrap_err();
        assert_eq!(refused.code(), code);
    }
    for (pointer, value) in [
        ("/credentialSubject/terms", json!("for twice the price")),
        ("/credentialSubject/passport/digestMultibase", json!("uEiA")),
        ("/validUntil", json!("2099-01-01T00:00:00Z")),
    ] {
        let changed = altered(&offer, pointer, value);
        let refused = wallet
            .accept(&changed, None, &receiving(&world))
            .unwrap_err();
        assert_eq!(refused.code(), "proof.signature_invalid", "{pointer}");
    }
    // Made out to somebody else after it was signed.
    let redirected = altered(&offer, "/credentialSubject/newOperator", json!(other.did()));
    let refused = other
        .accept(&redirected, None, &receiving(&world))
        .unwrap_err();
    assert_eq!(refused.code(), "proof.signature_invalid");
    let event = acme.event("urn:uuid:b1");
    let refused = wallet
        .accept(event.to_text().as_bytes(), None, &receiving(&world))
        .unwrap_err();
    assert_eq!(refused.code(), "statement.type");
    assert!(wallet.items().unwrap().is_empty() && other.items().unwrap().is_empty());
}

#[test]
fn a_rejected_offer_is_not_accepted_afterwards() {
    let (_place, mut wallet) = wallet();
    let acme = Issuer::new();
    let world = environment();
    let offer = offer_of(
        &acme,
        &wallet,
        &acme.passport("urn:uuid:old", None),
        in_a_week(),
    );
    let reason = Some("we ordered another".to_owned());
    let rejected = wallet
        .reject(offer.to_text().as_bytes(), reason, &receiving(&world))
        .unwrap();
    let said = rejected.secured.credential();
    assert_eq!(said["credentialSubject"]["reason"], "we ordered another");
    let refused = wallet
        .accept(offer.to_text().as_bytes(), None, &receiving(&world))
        .unwrap_err();
    assert_eq!(refused.code(), "transfer.offer_rejected");
}

#[test]
fn two_processes_that_answer_at_once_give_one_answer() {
    let (place, wallet) = wallet();
    let acme = Issuer::new();
    let offer = offer_of(
        &acme,
        &wallet,
        &acme.passport("urn:uuid:old", None),
        in_a_week(),
    );
    drop(wallet);
    let bytes = offer.to_text().into_bytes();
    let wallets: Vec<Unlocked> = (0..4).map(|_| reopened(place.path())).collect();
    std::thread::scope(|scope| {
        for (n, mut wallet) in wallets.into_iter().enumerate() {
            let bytes = &bytes;
            scope.spawn(move || {
                let world = environment();
                let receiving = receiving(&world);
                let _ = match n % 2 {
                    0 => wallet.accept(bytes, None, &receiving).map(drop),
                    _ => wallet.reject(bytes, None, &receiving).map(drop),
                };
            });
        }
    });
    let items = reopened(place.path()).items().unwrap();
    let made = items.iter().filter(|item| item.record.kind == Kind::Made);
    assert_eq!(made.count(), 1);
}

#[test]
fn a_transfer_bundle_that_is_not_the_wallets_or_not_whole_is_refused() {
    let (_place, mut wallet) = wallet();
    let (_other_place, other) = common::wallet();
    let acme = Issuer::new();
    let world = environment();
    let old = acme.passport("urn:uuid:old", None);
    let offer = offer_of(&acme, &wallet, &old, in_a_week());
    let accepted = wallet
        .accept(offer.to_text().as_bytes(), None, &receiving(&world))
        .unwrap();
    let acceptance = accepted.secured;
    let reference = old.reference().unwrap();
    let good = superseding(&acme, &reference, &wallet);
    let another = acme.passport("urn:uuid:another", None).reference().unwrap();
    let other_offer = offer_of(
        &acme,
        &wallet,
        &old,
        in_a_week()
            .checked_add(SignedDuration::from_hours(1))
            .unwrap(),
    );
    for (name, credentials, code) in [
        (
            "no offer",
            vec![acceptance.clone(), good.clone()],
            "receive.bundle",
        ),
        (
            "two offers",
            vec![
                offer.clone(),
                offer.clone(),
                acceptance.clone(),
                good.clone(),
            ],
            "receive.bundle",
        ),
        (
            "no passport",
            vec![offer.clone(), acceptance.clone()],
            "receive.bundle",
        ),
        (
            "another offer",
            vec![other_offer, acceptance.clone(), good.clone()],
            "transfer.offer_altered",
        ),
        (
            "a passport for another key",
            vec![
                offer.clone(),
                acceptance.clone(),
                superseding(&acme, &reference, &other),
            ],
            "receive.not_bound",
        ),
        (
            "a passport in place of another",
            vec![
                offer.clone(),
                acceptance.clone(),
                superseding(&acme, &another, &wallet),
            ],
            "receive.bundle",
        ),
    ] {
        let bundle = Bundle {
            kind: BundleKind::Transfer,
            credentials,
        };
        let text = bundle.to_value().to_string();
        let refused = wallet
            .examine(text.as_bytes(), &receiving(&world))
            .unwrap_err();
        assert_eq!(refused.code(), code, "{name}: {refused}");
    }
    let bundle = Bundle {
        kind: BundleKind::Transfer,
        credentials: vec![offer, acceptance, good],
    };
    let mut document = bundle.to_value();
    let refused = other
        .examine(document.to_string().as_bytes(), &receiving(&world))
        .unwrap_err();
    assert_eq!(refused.code(), "receive.other_holder");
    document["verifiableCredential"][0]["credentialSubject"]["terms"] = json!("other terms");
    assert!(
        wallet
            .examine(document.to_string().as_bytes(), &receiving(&world))
            .is_err()
    );
}

#[test]
fn files_are_received_and_offers_answered_on_the_command_line() {
    let (place, wallet) = wallet();
    let acme = Issuer::new();
    let home = place.path();
    let path = |name: &str| home.join(name).to_str().unwrap().to_owned();
    std::fs::write(path("event.json"), acme.event("urn:uuid:b1").to_file()).unwrap();
    let offer = offer_of(
        &acme,
        &wallet,
        &acme.passport("urn:uuid:old", None),
        in_a_week(),
    );
    std::fs::write(path("offer.json"), offer.to_file()).unwrap();
    let changed = altered(&offer, "/credentialSubject/terms", json!("other terms"));
    std::fs::write(path("changed.json"), changed).unwrap();
    drop(wallet);

    let received = run(home, &["receive", &path("event.json"), "--json"]);
    assert_eq!(
        received.json()["received"][0]["kept"],
        "new",
        "{}",
        received.out
    );
    let again = run(home, &["receive", &path("event.json")]);
    assert!(
        again.out.contains("it was there already"),
        "{}{}",
        again.out,
        again.err
    );
    let refused = run(home, &["receive", &path("changed.json"), "--json"]);
    assert_eq!(refused.failure(), (1, "proof.signature_invalid".into()));

    let refused = run(
        home,
        &["transfer", "accept", &path("changed.json"), "--json"],
    );
    assert_eq!(refused.failure(), (1, "proof.signature_invalid".into()));
    let accepted = run(
        home,
        &[
            "transfer",
            "accept",
            &path("offer.json"),
            "-o",
            &path("acceptance.json"),
        ],
    );
    assert_eq!(accepted.code, 0, "{}", accepted.err);
    let acceptance = Secured::parse(&std::fs::read(path("acceptance.json")).unwrap()).unwrap();
    assert!(TransferAcceptance::read(&acceptance.credential()).is_ok());
    let to_stdout = run(home, &["transfer", "accept", &path("offer.json")]);
    assert_eq!(to_stdout.out, acceptance.to_file());
    let refused = run(home, &["transfer", "reject", &path("offer.json"), "--json"]);
    assert_eq!(refused.failure(), (2, "transfer.accepted".into()));
}
