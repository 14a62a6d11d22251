//! `dbp-issuer transfer` as a person or a script meets it.
#![allow(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use credentials::battery::transfer::{TransferAcceptance, TransferOffer};
use credentials::battery::{Bundle, Statement};
use credentials::context::Contexts;
use credentials::keys::{Algorithm, SecretKey};
use credentials::secured::{Secured, Securing, secure};
use credentials::{Did, Suite};
use jiff::Timestamp;
use serde_json::Value;

/// An issuer with the sample passport, and the key of who takes the battery over.
struct Play {
    place: tempfile::TempDir,
    key: SecretKey,
    did: Did,
}

impl Play {
    fn new() -> Self {
        let key = SecretKey::generate(Algorithm::Ed25519, &mut rand::rng()).unwrap();
        let did = Did::parse(&format!("did:key:{}", key.public().to_multikey())).unwrap();
        let place = tempfile::tempdir().unwrap();
        let play = Self { place, key, did };
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/sample/ev_passport.json");
        play.document(0, &["init", "--name", "Voltcell"]);
        play.document(0, &["issue", "passport", sample.to_str().unwrap()]);
        play
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_dbp-issuer"))
            .current_dir(self.place.path())
            .args(["--data-dir", "data", "--offline"])
            .args(arguments)
            .output()
            .unwrap()
    }

    /// The one document of `--json`, and the exit code as expected.
    fn document(&self, exit: i32, arguments: &[&str]) -> Value {
        let output = self.run(&[arguments, &["--json"]].concat());
        assert_eq!(output.status.code(), Some(exit), "{arguments:?} {output:?}");
        serde_json::from_slice(&output.stdout).unwrap()
    }

    fn offer(&self) -> Value {
        let to = self.did.as_str();
        let offer = ["transfer", "offer", "VC77-0001234", "--to", to];
        self.document(0, &[&offer[..], &["-o", "offer.json"]].concat())
    }

    fn file(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }

    fn write_acceptance(&self, name: &str, operator: &Did) {
        let offer = Secured::parse(&std::fs::read(self.file("offer.json")).unwrap()).unwrap();
        let now = Timestamp::from_second(Timestamp::now().as_second()).unwrap();
        let unsigned = TransferAcceptance {
            statement: Statement::new("urn:example:acceptance", self.did.clone(), now),
            battery: TransferOffer::read(&offer.credential()).unwrap().battery,
            offer: offer.reference().unwrap(),
            operator: operator.clone(),
        };
        let method = self
            .did
            .with_fragment(&self.key.public().to_multikey())
            .unwrap();
        let by = Securing {
            method: &method,
            holder: None,
            created: now,
            contexts: Contexts::pinned(),
        };
        let suite = Suite::EDDSA_JCS_2022;
        let signed = secure(&unsigned.build(), suite, &by, &self.key, &mut rand::rng()).unwrap();
        std::fs::write(self.file(name), signed.to_file()).unwrap();
    }
}

#[test]
fn a_battery_is_handed_over_from_the_command_line() {
    let play = Play::new();
    let offer = play.offer();
    let id = offer["id"].as_str().unwrap();
    play.write_acceptance("acceptance.json", &play.did);
    let accepted = play.document(0, &["transfer", "accept", "acceptance.json"]);
    assert_eq!(accepted["state"], "accepted");
    let done = play.document(0, &["transfer", "reissue", id, "-o", "bundle.json"]);
    assert_eq!(done["state"], "done");
    let bundle = Bundle::parse(&std::fs::read(play.file("bundle.json")).unwrap()).unwrap();
    assert_eq!(bundle.credentials.len(), 3);
    let again = play.run(&["transfer", "reissue", "acceptance.json"]);
    assert_eq!(
        again.stdout,
        std::fs::read(play.file("bundle.json")).unwrap()
    );

    let listed = play.document(0, &["transfer", "list"]);
    assert_eq!(listed["transfers"][0]["state"], "done");
    assert_eq!(listed["transfers"][0]["reissued"], done["passport"]);
    let table = play.run(&["transfer", "list"]).stdout;
    assert!(String::from_utf8(table).unwrap().contains("done"));
}

#[test]
fn reissue_records_an_acceptance_given_as_a_file() {
    let play = Play::new();
    play.offer();
    play.write_acceptance("acceptance.json", &play.did);
    let done = play.document(0, &["transfer", "reissue", "acceptance.json"]);
    assert_eq!(done["bundle"]["type"][1], "TransferBundle");
}

#[test]
fn an_altered_acceptance_ends_with_1_and_everything_else_with_2() {
    let play = Play::new();
    let offer = play.offer();
    let id = offer["id"].as_str().unwrap();
    play.write_acceptance("acceptance.json", &play.did);
    let text = std::fs::read_to_string(play.file("acceptance.json")).unwrap();
    let operator = "\"operator\": \"did:key:z6Mk";
    assert!(text.contains(operator));
    let altered = text.replace(operator, "\"operator\": \"did:key:z6MX");
    std::fs::write(play.file("altered.json"), altered).unwrap();

    for (exit, code, arguments) in [
        (
            1,
            "proof.signature_invalid",
            &["transfer", "accept", "altered.json"][..],
        ),
        (
            1,
            "proof.signature_invalid",
            &["transfer", "reissue", "altered.json"],
        ),
        (1, "statement.type", &["transfer", "accept", "offer.json"]),
        (2, "transfer.not_accepted", &["transfer", "reissue", id]),
        (
            2,
            "transfer.not_accepted",
            &["transfer", "reissue", "offer.json"],
        ),
        (
            2,
            "transfer.unknown_offer",
            &["transfer", "reissue", "urn:uuid:none"],
        ),
        (
            2,
            "transfer.already_open",
            &[
                "transfer",
                "offer",
                "VC77-0001234",
                "--to",
                play.did.as_str(),
            ],
        ),
    ] {
        let error = &play.document(exit, arguments)["error"];
        assert_eq!(error["code"], code, "{arguments:?}");
        assert!(error["hint"].is_string(), "{error}");
    }
    let withdrawn = play.document(0, &["transfer", "withdraw", id]);
    assert_eq!(withdrawn["state"], "withdrawn");
    let late = play.document(1, &["transfer", "accept", "acceptance.json"]);
    assert_eq!(late["error"]["code"], "transfer.offer_withdrawn");
}
