//! Commands are killed at any moment: nothing that was reported done is lost, and the next command finds all whole.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test ends where it cannot go on"
)]

use std::process::Stdio;
use std::time::{Duration, Instant};

use issuer::sample;
use serde_json::Value;
use tests::{Person, Run, Service};

/// How many moments of a command are tried.
const MOMENTS: u32 = 12;

const SERIAL: &str = "VC77-0001234";

/// Types a command and kills it after this time (SIGKILL on Unix: nothing is flushed or closed); whether it had ended
/// well before.
fn killed_after(person: &Person, binary: &str, args: &[&str], delay: Duration) -> bool {
    let mut child = person
        .command(binary, args)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(delay);
    // It may be gone already.
    let _ = child.kill();
    child.wait().unwrap().success()
}

/// Moments from the start of a command that takes this long to somewhat after its end.
fn moments(whole: Duration) -> impl Iterator<Item = Duration> {
    (0..MOMENTS).map(move |moment| whole * moment * 5 / (4 * MOMENTS))
}

fn timed(run: impl FnOnce() -> Run) -> (Duration, Run) {
    let start = Instant::now();
    let run = run().ok();
    (start.elapsed(), run)
}

/// An operator at work who issued the sample's passport.
fn operator() -> (Person, Service) {
    let maker = Person::new();
    let address = maker.becomes_operator("Voltcell");
    for (file, text) in [
        ("content.json", sample::EV_PASSPORT),
        ("soh.json", sample::SOH_EVENT),
    ] {
        maker.write(file, address.host(text, "id.voltcell.example"));
    }
    maker
        .run(
            "issuer",
            &["issue", "passport", "content.json", "-o", "passport.vc"],
        )
        .ok();
    let service = maker.publishes(&address);
    (maker, service)
}

#[test]
fn a_wallet_that_is_killed_while_it_receives_keeps_what_it_reported() {
    let (maker, _service) = operator();
    let holder = Person::new();
    holder.run("wallet", &["init"]).ok();
    let issue = |number: u32| {
        let file = format!("event-{number}.json");
        let run = maker
            .run(
                "issuer",
                &["issue", "event", "soh.json", "-o", &file, "--json"],
            )
            .ok();
        maker.hand(&file, &holder);
        (file, run.text("/id"))
    };
    let (file, id) = issue(MOMENTS);
    let receive = |file: &str| holder.run("wallet", &["receive", file, "--allow-loopback"]);
    let (whole, _) = timed(|| receive(&file));

    let mut reported = vec![id];
    let mut cut_off = 0;
    for (number, delay) in (0..MOMENTS).zip(moments(whole)) {
        let (file, id) = issue(number);
        match killed_after(
            &holder,
            "wallet",
            &["receive", &file, "--allow-loopback"],
            delay,
        ) {
            true => reported.push(id),
            false => cut_off += 1,
        }
        let held = held(&holder);
        for id in &reported {
            assert!(held.contains(id), "{id} is lost after {delay:?}");
        }
    }
    println!("{} reported, {cut_off} cut off", reported.len());
    assert!(cut_off > 2, "{cut_off}");
    // What was cut off can be received again, once.
    for number in 0..MOMENTS {
        receive(&format!("event-{number}.json")).ok();
    }
    assert_eq!(held(&holder).len(), MOMENTS as usize + 1);
}

#[test]
fn a_wallet_that_is_killed_while_it_is_made_is_there_or_can_be_made() {
    let (whole, _) = timed(|| Person::new().run("wallet", &["init"]));
    for delay in moments(whole) {
        let holder = Person::new();
        let done = killed_after(&holder, "wallet", &["init"], delay);
        let again = holder.run("wallet", &["init", "--json"]);
        match again.code {
            0 => assert!(!done, "a wallet that was reported is lost"),
            _ => assert_eq!(again.error_code(), "wallet.exists", "{delay:?}"),
        }
        assert!(held(&holder).is_empty());
    }
}

#[test]
fn a_battery_is_handed_over_once_though_every_step_is_killed() {
    let mut whole = [Duration::from_millis(400); 3];
    for moment in 0..MOMENTS {
        let (maker, _service) = operator();
        let taker = Person::new();
        let did = taker.run("wallet", &["init", "--json"]).ok().text("/did");
        let offer = [
            "transfer",
            "offer",
            SERIAL,
            "--to",
            &did,
            "-o",
            "offer.json",
        ];
        maker.run("issuer", &offer).ok();
        maker.hand("offer.json", &taker);
        let at = |whole: Duration| whole * moment * 5 / (4 * MOMENTS);

        let accept = [
            "transfer",
            "accept",
            "offer.json",
            "-o",
            "acceptance.json",
            "--allow-loopback",
        ];
        killed_after(&taker, "wallet", &accept, at(whole[0]));
        whole[0] = timed(|| taker.run("wallet", &accept)).0;
        taker.hand("acceptance.json", &maker);

        let record = ["transfer", "accept", "acceptance.json"];
        killed_after(&maker, "issuer", &record, at(whole[1]));
        whole[1] = timed(|| maker.run("issuer", &record)).0;

        let reissue = [
            "transfer",
            "reissue",
            "acceptance.json",
            "-o",
            "bundle.json",
        ];
        if killed_after(&maker, "issuer", &reissue, at(whole[2])) {
            let _: Value = serde_json::from_str(&maker.read("bundle.json")).unwrap();
        }
        whole[2] = timed(|| maker.run("issuer", &reissue)).0;
        maker.hand("bundle.json", &taker);
        taker
            .run("wallet", &["receive", "bundle.json", "--allow-loopback"])
            .ok();

        // The old passport, and one that was issued again: never two, never on one place of the lists.
        let listed = maker.run("issuer", &["list", "--json"]).ok().json();
        let passports: Vec<&str> = listed
            .as_array()
            .unwrap()
            .iter()
            .filter(|one| one["kind"] == "passport")
            .map(|one| one["id"].as_str().unwrap())
            .collect();
        assert_eq!(passports.len(), 2, "moment {moment}: {listed:#}");
        let index =
            |id: &str| maker.run("issuer", &["status", id, "--json"]).ok().json()["index"].clone();
        assert_ne!(index(passports[0]), index(passports[1]), "moment {moment}");
        let done = maker
            .run("issuer", &["transfer", "list", "--json"])
            .ok()
            .json();
        assert_eq!(
            done["transfers"].as_array().unwrap().len(),
            1,
            "moment {moment}"
        );
    }
}

#[test]
fn an_issuer_that_is_killed_has_the_passport_or_can_issue_it() {
    let (whole, _) = timed(|| {
        let maker = Person::new();
        maker.becomes_operator("Voltcell");
        maker.write("content.json", sample::EV_PASSPORT);
        maker.run("issuer", &["issue", "passport", "content.json"])
    });
    for delay in moments(whole) {
        let maker = Person::new();
        maker.becomes_operator("Voltcell");
        maker.write("content.json", sample::EV_PASSPORT);
        let issue = ["issue", "passport", "content.json", "-o", "passport.vc"];
        let done = killed_after(&maker, "issuer", &issue, delay);
        let again = maker.run("issuer", &["issue", "passport", "content.json", "--json"]);
        match again.code {
            0 => assert!(!done, "a passport that was reported is lost"),
            _ => assert_eq!(again.error_code(), "issuer.passport_exists", "{delay:?}"),
        }
        let listed = maker.run("issuer", &["list", "--json"]).ok().json();
        assert_eq!(listed.as_array().unwrap().len(), 1, "{delay:?}");
    }
}

#[test]
fn a_verifier_that_is_killed_leaves_a_cache_that_works() {
    let (maker, service) = operator();
    let reader = Person::new();
    maker.hand("passport.vc", &reader);
    let verify = ["verify", "passport.vc", "--allow-loopback"];
    let (whole, _) = timed(|| {
        let other = Person::new();
        maker.hand("passport.vc", &other);
        other.run("verifier", &verify)
    });
    for delay in moments(whole) {
        killed_after(&reader, "verifier", &verify, delay);
    }
    reader.run("verifier", &verify).ok();
    drop(service);
    reader
        .run("verifier", &[&verify[..], &["--offline"]].concat())
        .ok();
}

/// Ids of what the wallet holds; all of it is opened for that.
fn held(holder: &Person) -> Vec<String> {
    let listed = holder.run("wallet", &["list", "--json"]).ok().json();
    let credentials = listed["credentials"].as_array().unwrap();
    let id = |one: &Value| one["id"].as_str().unwrap().to_owned();
    credentials.iter().map(id).collect()
}
