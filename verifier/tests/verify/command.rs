//! The program itself: exit codes, one JSON document, files, pictures, pipes and bundles.

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use credentials::Suite;
use credentials::battery::passport::disclosed_to;
use credentials::battery::{Audience, EventDraft};
use credentials::context::Contexts;
use credentials::proof::{self, Cryptosuite, ProofOptions};
use platform::qr::QrCode;
use serde_json::{Value, json};

use crate::world::{List, World, now};

/// The clock of the lists and passports of a [`World`].
const AT: [&str; 2] = ["--at", "2026-11-24T12:00:00Z"];

struct Desk {
    folder: tempfile::TempDir,
    world: World,
}

impl Desk {
    fn new(world: World) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let desk = Self { folder, world };
        desk.put("bundle.json", desk.world.bundle.to_value().to_string());
        desk
    }

    fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn run(&self, arguments: &[&str], input: &str) -> (i32, String, String) {
        let output = Command::cargo_bin("dbp-verifier")
            .unwrap()
            .args(arguments)
            .env("DBP_HOME", self.folder.path().join("home"))
            .env_remove("DBP_LOG")
            .current_dir(self.folder.path())
            .write_stdin(input)
            .output()
            .unwrap();
        (
            output.status.code().unwrap(),
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        )
    }

    fn verify(&self, arguments: &[&str]) -> (i32, String) {
        let all = [&["verify", "--bundle", "bundle.json"], &AT[..], arguments].concat();
        let (code, out, _) = self.run(&all, "");
        (code, out)
    }
}

#[test]
fn a_good_passport_ends_with_0_and_a_revoked_one_with_1() {
    let world = World::new();
    let passport = world.sd_jwt().to_string();
    let good = Desk::new(world);
    good.put("passport.jwt", &passport);
    let (code, out) = good.verify(&["passport.jwt"]);
    assert_eq!(code, 0, "{out}");
    assert!(
        out.starts_with("✓ This battery passport is authentic and current."),
        "{out}"
    );

    let mut world = World::new();
    world.publish(List::Revocation, Some(1));
    let revoked = Desk::new(world);
    revoked.put("passport.jwt", &passport);
    let (code, out) = revoked.verify(&["passport.jwt"]);
    assert_eq!(code, 1, "{out}");
    assert!(out.starts_with("✗ "), "{out}");
}

#[test]
fn wrong_input_ends_with_2_and_says_so_in_json_too() {
    let desk = Desk::new(World::new());
    let (code, out) = desk.verify(&["missing.jwt", "--json"]);
    assert_eq!(code, 2);
    let error: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(error["error"]["code"], "input.unreadable");
    let (code, out) = desk.verify(&["bundle.json", "--trust", "bundle.json", "--json"]);
    assert_eq!(code, 2);
    let error: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(error["error"]["code"], "trust.file_malformed");
    assert_eq!(desk.verify(&["x", "--audience", "everyone"]).0, 2);
    assert_eq!(desk.verify(&["x", "--at", "yesterday"]).0, 2);
}

#[test]
fn json_is_one_document_whatever_comes_out() {
    let world = World::new();
    let passport = world.sd_jwt().to_string();
    let desk = Desk::new(world);
    desk.put("passport.jwt", passport);
    desk.put("nonsense", "hello");
    for (file, verified, code) in [("passport.jwt", true, 0), ("nonsense", false, 1)] {
        let (exit, out) = desk.verify(&[file, "--json"]);
        let report: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(report["verified"], verified, "{out}");
        assert_eq!(report["checks"].as_array().unwrap().len(), 12);
        assert_eq!(exit, code);
    }
}

#[test]
fn a_passport_comes_through_a_pipe() {
    let world = World::new();
    let passport = world.sd_jwt().to_string();
    let desk = Desk::new(world);
    let all = [
        &["verify", "-", "--bundle", "bundle.json", "--quiet"],
        &AT[..],
    ]
    .concat();
    let (code, out, _) = desk.run(&all, &format!("{passport}\n"));
    assert_eq!(code, 0);
    assert_eq!(out.lines().count(), 1, "{out}");
}

#[test]
fn a_passport_that_fits_in_a_qr_code_is_read_from_its_picture() {
    let world = World::new();
    let public = disclosed_to(&world.passport(), Audience::Public);
    let few = world.passport_of(few());
    let holder = Some(world.holder.key.public());
    let secured = world
        .issuer
        .secure(&few, credentials::suite::Suite::SdJwt, holder);
    let credentials::secured::Secured::SdJwt(sd_jwt) = secured else {
        panic!("asked for an SD-JWT")
    };
    let shown: Vec<_> = public
        .into_iter()
        .filter(|pointer| {
            pointer.to_string().ends_with("batteryCategory")
                || pointer.to_string().ends_with("generalProductInformation")
        })
        .collect();
    let compact = sd_jwt.present(&shown).unwrap().to_string();
    let desk = Desk::new(world);
    let picture = QrCode::encode_robust(compact.as_bytes())
        .unwrap()
        .to_png(4)
        .unwrap();
    desk.put("label.png", picture);
    let (code, out) = desk.verify(&["label.png"]);
    assert_eq!(code, 0, "{out}");
}

#[test]
fn a_label_with_a_link_needs_the_network_and_says_so_offline() {
    let desk = Desk::new(World::new());
    let link = crate::world::BATTERY;
    let picture = QrCode::encode_robust(link.as_bytes())
        .unwrap()
        .to_png(6)
        .unwrap();
    desk.put("label.png", picture);
    let (code, out, _) = desk.run(&["verify", "label.png", "--offline", "--json"], "");
    assert_eq!(code, 3, "{out}");
    let error: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(error["error"]["code"], "fetch.offline", "{out}");
    let hint = error["error"]["hint"].as_str().unwrap();
    assert!(hint.contains("save the passport to a file"), "{out}");
    assert!(
        error["error"]["message"].as_str().unwrap().contains(link),
        "{out}"
    );
}

#[test]
fn loopback_links_are_followed_only_when_allowed() {
    let desk = Desk::new(World::new());
    let (code, out, _) = desk.run(&["verify", "http://127.0.0.1:9/01/1/21/2", "--json"], "");
    assert_eq!(code, 3);
    let error: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(error["error"]["code"], "fetch.not_https", "{out}");
}

#[test]
fn a_bundle_of_a_bundle_is_enough_to_verify_again() {
    let world = World::new();
    let passport = world.sd_jwt().to_string();
    let desk = Desk::new(world);
    desk.put("passport.jwt", passport);
    let making = [
        "bundle",
        "-o",
        "again.json",
        "passport.jwt",
        "--bundle",
        "bundle.json",
    ];
    let (code, out, err) = desk.run(&making, "");
    assert_eq!(code, 0, "{out}{err}");
    let again: Value = serde_json::from_slice(&read(&desk, "again.json")).unwrap();
    assert_eq!(again["statusLists"].as_object().unwrap().len(), 3);
    let all = [
        &["verify", "passport.jwt", "--bundle", "again.json"],
        &AT[..],
    ]
    .concat();
    assert_eq!(desk.run(&all, "").0, 0);
}

#[test]
fn a_bundle_that_misses_something_says_what() {
    let world = World::new();
    let passport = world.sd_jwt().to_string();
    let desk = Desk::new(world);
    desk.put("passport.jwt", passport);
    desk.put(
        "empty.json",
        json!({"type": "VerificationBundle", "didDocuments": {}, "statusLists": {}}).to_string(),
    );
    let making = [
        "bundle",
        "-o",
        "again.json",
        "passport.jwt",
        "--bundle",
        "empty.json",
        "--json",
    ];
    let (code, out, _) = desk.run(&making, "");
    assert_eq!(code, 1);
    let told: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        told["incomplete"][0]["check"]["code"],
        "status.list_unavailable"
    );
}

#[test]
fn offline_without_a_cache_the_status_is_not_known_and_the_answer_is_no() {
    let world = World::new();
    let passport = world.sd_jwt().to_string();
    let desk = Desk::new(world);
    desk.put("passport.jwt", passport);
    let all = [&["verify", "passport.jwt", "--offline", "--json"], &AT[..]].concat();
    let (code, out, _) = desk.run(&all, "");
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(code, 1);
    assert_eq!(report["checks"][5]["code"], "status.list_unavailable");
}

#[test]
fn help_and_completions_work() {
    let desk = Desk::new(World::new());
    let (code, help, _) = desk.run(&["verify", "--help"], "");
    assert_eq!(code, 0);
    assert!(
        help.contains("--audience") && help.contains("Examples:"),
        "{help}"
    );
    let (code, script, _) = desk.run(&["completions", "bash"], "");
    assert_eq!(code, 0);
    assert!(script.contains("dbp-verifier"));
    let (_, document, _) = desk.run(&["completions", "bash", "--json"], "");
    let document: Value = serde_json::from_str(&document).unwrap();
    assert_eq!(document["script"], script);
}

fn read(desk: &Desk, name: &str) -> Vec<u8> {
    std::fs::read(desk.folder.path().join(Path::new(name))).unwrap()
}

/// A passport small enough for one QR code.
fn few() -> Value {
    json!({
        "id": crate::world::BATTERY,
        "generalProductInformation": {"batteryCategory": "ev"},
    })
}

#[test]
fn a_context_that_is_not_known_is_named_and_can_be_given_in_a_folder() {
    const COOLANT: &str = "https://cells.example/coolant/v1";
    let desk = Desk::new(World::new());
    let mut credential = desk.world.passport();
    let contexts = credential["@context"].as_array_mut().unwrap();
    contexts.push(COOLANT.into());
    credential["coolant"] = "glycol".into();
    let terms = json!({"@context": {"coolant": "https://cells.example/coolant/v1#coolant"}});
    let known = Contexts::with([(COOLANT.to_owned(), terms.clone())]).unwrap();
    let options = ProofOptions {
        contexts: known,
        ..ProofOptions::assertion(desk.world.issuer.method.clone(), now())
    };
    let suite = Cryptosuite::EddsaRdfc2022;
    let signed = proof::sign(
        &credential,
        suite,
        &options,
        &desk.world.issuer.key,
        &mut rand::rng(),
    )
    .unwrap();
    desk.put("passport.json", signed.to_string());

    let (code, out) = desk.verify(&["passport.json", "--json"]);
    let report: Value = serde_json::from_str(&out).unwrap();
    let proof = &report["checks"][2];
    assert_eq!(code, 1);
    assert_eq!(proof["code"], "jsonld.unknown_context");
    assert!(proof["detail"].as_str().unwrap().contains(COOLANT));
    assert_eq!(proof["pointer"], "/@context/2");

    std::fs::create_dir(desk.folder.path().join("contexts")).unwrap();
    desk.put(
        "contexts/index.json",
        json!({COOLANT: "coolant.jsonld"}).to_string(),
    );
    desk.put("contexts/coolant.jsonld", terms.to_string());
    let (code, out) = desk.verify(&["passport.json", "--contexts", "contexts"]);
    assert_eq!(code, 0, "{out}");
}

#[test]
fn a_file_for_a_document_is_not_passed_over_where_no_passport_binds_any() {
    let world = World::new();
    let event = EventDraft::from_file(&json!({
        "type": "StateOfHealth",
        "battery": "https://id.cells.example/01/09506000134352/21/A1",
        "time": "2026-11-20T06:00:00Z",
        "stateOfCertifiedEnergy": 98
    }));
    let event = event.unwrap().build(&world.statement(
        "urn:uuid:2f1f1d9e-6a0d-4c56-8d43-3a8f0d7f1b56",
        "2026-11-21T00:00:00Z",
    ));
    let event = world
        .issuer
        .secure(&event.unwrap(), Suite::EDDSA_JCS_2022, None);
    let desk = Desk::new(world);
    desk.put("event.json", event.to_text());
    desk.put("report.pdf", "%PDF");
    let (code, out) = desk.verify(&["event.json"]);
    assert_eq!(code, 0, "{out}");
    let (code, out) = desk.verify(&["event.json", "--document", "report.pdf", "--json"]);
    assert_eq!(code, 1, "{out}");
    let told: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(told["error"]["code"], "document.not_bound");
}
