//! `dbp-wallet` as a person or a script runs it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test ends where it cannot go on"
)]

mod common;

use std::process::Stdio;
use std::time::Duration;

use common::{Issuer, command, record, reopened, run, wallet};
use platform::qr::read_picture;
use serde_json::json;

#[test]
fn help_says_what_each_command_does() {
    let home = tempfile::tempdir().unwrap();
    for command in [
        "",
        "init",
        "did",
        "receive",
        "list",
        "show",
        "present",
        "transfer",
        "transfer accept",
        "transfer reject",
        "backup",
        "restore",
    ] {
        let mut args: Vec<&str> = command.split_whitespace().collect();
        args.push("--help");
        let run = run(home.path(), &args);
        assert_eq!(run.code, 0, "{}", run.err);
        let own = run.out.split("Global options:").next().unwrap_or_default();
        let name = format!("help_{}", command.replace(' ', "_"));
        insta::assert_snapshot!(name.trim_end_matches('_'), own);
    }
}

#[test]
fn a_wallet_is_made_once_and_says_its_did() {
    let home = tempfile::tempdir().unwrap();
    let none = run(home.path(), &["did", "--json"]);
    assert_eq!(none.failure(), (2, "wallet.absent".into()));
    let made = run(home.path(), &["init", "--json"]);
    assert_eq!(made.code, 0, "{}{}", made.out, made.err);
    let did = made.json()["did"].as_str().unwrap().to_owned();
    assert!(did.starts_with("did:key:z6Mk"), "{did}");
    assert_eq!(run(home.path(), &["did"]).out, format!("{did}\n"));
    let again = run(home.path(), &["init", "--json"]);
    assert_eq!(again.failure(), (2, "wallet.exists".into()));
    assert_eq!(run(home.path(), &["list"]).out, "the wallet is empty\n");
    std::fs::write(home.path().join("other"), "wrong\n").unwrap();
    let wrong = command(home.path(), &["list", "--json"])
        .env("DBP_PASSPHRASE_FILE", home.path().join("other"))
        .output()
        .unwrap();
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&wrong.stdout).contains("sealed.wrong_passphrase"));
}

#[test]
fn credentials_are_listed_shown_and_presented_to_a_file_and_a_picture() {
    let (place, mut wallet) = wallet();
    let acme = Issuer::new();
    let own = wallet.key().public().clone();
    let passport = acme.passport("urn:uuid:aaaa0000-1111", Some(&own));
    wallet
        .keep(&[record(&passport), record(&acme.event("urn:uuid:bbbb"))])
        .unwrap();
    drop(wallet);
    let home = place.path();

    let listed = run(home, &["list", "--json"]).json();
    assert_eq!(listed["credentials"][0]["type"], "DigitalBatteryPassport");
    assert_eq!(listed["credentials"][0]["bound"], true);
    assert_eq!(listed["credentials"][1]["suite"], "eddsa-jcs-2022");
    assert!(
        run(home, &["list"])
            .out
            .contains("aaaa0000-1111  DigitalBatteryPassport  Acme Batteries")
    );

    let shown = run(home, &["show", "aaaa"]);
    assert!(shown.out.contains("Mass: 450 kg"), "{}", shown.out);
    let shown = run(home, &["show", "aaaa", "--pointers"]);
    assert!(
        shown.out.contains("/generalProductInformation/batteryMass"),
        "{}",
        shown.out
    );
    let secured = run(home, &["show", "aaaa", "--secured"]);
    assert_eq!(secured.out, passport.to_file());

    let file = home.join("shown.sd-jwt");
    let picture = home.join("shown.png");
    let presented = run(
        home,
        &[
            "present",
            "aaaa",
            "--disclose",
            "/circularity",
            "--nonce",
            "n-1",
            "--aud",
            "https://recycler.example",
            "-o",
            file.to_str().unwrap(),
            "--qr",
            picture.to_str().unwrap(),
            "--json",
        ],
    );
    assert_eq!(presented.code, 0, "{}", presented.out);
    let text = presented.json()["presentation"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(std::fs::read_to_string(file).unwrap(), format!("{text}\n"));
    let codes = read_picture(&std::fs::read(picture).unwrap()).unwrap();
    assert_eq!(codes, [text.into_bytes()]);
    let to_stdout = run(home, &["present", "aaaa", "--audience", "public"]);
    assert!(to_stdout.out.starts_with("ey") && to_stdout.out.ends_with("~\n"));
}

#[test]
fn a_presentation_too_large_for_a_picture_says_both_sizes() {
    let (place, mut wallet) = wallet();
    let acme = Issuer::new();
    let mut large = acme.unsigned_passport("urn:uuid:aaaa");
    large["credentialSubject"]["materialComposition"]["batteryChemistry"]["clearName"] =
        json!("N".repeat(4000));
    let large = acme.sign(&large, credentials::suite::Suite::SdJwt, None);
    wallet.keep(&[record(&large)]).unwrap();
    drop(wallet);
    let picture = place.path().join("shown.png");
    let refused = run(
        place.path(),
        &[
            "present",
            "aaaa",
            "--qr",
            picture.to_str().unwrap(),
            "--json",
        ],
    );
    assert_eq!(refused.failure(), (2, "present.qr_too_large".into()));
    let message = refused.json()["error"]["message"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(
        message.contains("bytes, and the largest QR code holds 2953"),
        "{message}"
    );
    assert!(!picture.exists());
}

#[test]
fn wrong_arguments_are_told_with_a_code() {
    let (place, wallet) = wallet();
    drop(wallet);
    for (args, code) in [
        (&["show", "aaaa"][..], "wallet.not_found"),
        (&["present", "aaaa", "--nonce", "n"], "usage.arguments"),
        (&["present", "aaaa", "--aud", "a"], "usage.arguments"),
        (
            &["present", "aaaa", "--audience", "everyone"],
            "usage.arguments",
        ),
        (
            &["present", "aaaa", "--disclose", "circularity"],
            "usage.arguments",
        ),
        (&["restore", "nothing"], "wallet.exists"),
    ] {
        let args = [args, &["--json"]].concat();
        assert_eq!(
            run(place.path(), &args).failure(),
            (2, code.into()),
            "{args:?}"
        );
    }
}

#[test]
fn a_backup_is_restored_elsewhere() {
    let (place, mut wallet) = wallet();
    wallet
        .keep(&[record(&Issuer::new().event("urn:uuid:aaaa"))])
        .unwrap();
    let did = wallet.did();
    drop(wallet);
    let file = place.path().join("wallet.backup");
    let file = file.to_str().unwrap();
    let saved = run(place.path(), &["backup", file, "--json"]);
    assert_eq!(saved.json()["credentials"], 1, "{}", saved.out);
    let other = tempfile::tempdir().unwrap();
    let restored = run(other.path(), &["restore", file, "--json"]);
    assert_eq!(restored.json()["did"], did.as_str(), "{}", restored.out);
    assert_eq!(reopened(other.path()).items().unwrap().len(), 1);
    // Only an earlier backup of the same wallet is replaced.
    let again = run(place.path(), &["backup", file, "--json"]);
    assert_eq!(again.json()["credentials"], 1, "{}", again.out);
    let kept = std::fs::read(file).unwrap();
    let (another, wallet) = self::wallet();
    drop(wallet);
    let spared = run(another.path(), &["backup", file, "--json"]);
    assert_eq!(spared.failure(), (2, "wallet.backup_exists".into()));
    assert_eq!(std::fs::read(file).unwrap(), kept);
    let missing = run(
        tempfile::tempdir().unwrap().path(),
        &["restore", "/nowhere/x", "--json"],
    );
    assert_eq!(missing.failure(), (2, "input.unreadable".into()));
}

#[test]
fn killing_a_command_at_any_moment_loses_nothing_that_was_reported() {
    let (place, wallet) = wallet();
    drop(wallet);
    let acme = Issuer::new();
    let mut reported = Vec::new();
    // The last is let end, however long a busy machine takes.
    for (n, millis) in [0, 20, 60, 100, 140, 180, 220, 260, 300, u64::MAX]
        .into_iter()
        .enumerate()
    {
        let id = format!("urn:uuid:{n}");
        let file = place.path().join("event.json");
        std::fs::write(&file, acme.event(&id).to_file()).unwrap();
        let mut child = command(place.path(), &["receive", file.to_str().unwrap(), "--json"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut waited = 0;
        while waited < millis && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(5));
            waited += 5;
        }
        // It may have ended.
        let _ = child.kill();
        let output = child.wait_with_output().unwrap();
        if serde_json::from_slice::<serde_json::Value>(&output.stdout).is_ok() {
            reported.push(id);
        }
    }
    let held = reopened(place.path()).items().unwrap();
    assert!(!reported.is_empty(), "not even the last has reported");
    for id in &reported {
        assert!(
            held.iter().any(|item| item.id() == id),
            "{id} was reported and is gone"
        );
    }
}
