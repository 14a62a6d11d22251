//! What the wallet's tests share: people who issue, and a wallet in a folder of its own.

#![allow(dead_code, reason = "each test file uses its part")]

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use credentials::battery::{EventDraft, Statement};
use credentials::context::Contexts;
use credentials::keys::{Algorithm, PublicKey, SecretKey};
use credentials::secured::{Secured, Securing, secure};
use credentials::suite::Suite;
use credentials::{Did, DidUrl};
use did_resolver::Client;
use jiff::Timestamp;
use platform::Passphrase;
use serde_json::{Value, json};
use tempfile::TempDir;
use verifier::Environment;
use verifier::environment::Online;
use wallet_cli::receive::Receiving;
use wallet_cli::{Record, Unlocked, Wallet};

/// The battery in all tests.
pub const BATTERY: &str = "https://id.example.com/01/09506000134352/21/A1";

/// An operator that signs credentials.
pub struct Issuer {
    pub key: SecretKey,
}

impl Issuer {
    pub fn new() -> Self {
        Self {
            key: SecretKey::generate(Algorithm::Ed25519, &mut rand::rng()).unwrap(),
        }
    }

    /// One that can sign in this suite.
    pub fn for_suite(suite: Suite) -> Self {
        let algorithm = suite.algorithms()[0];
        Self {
            key: SecretKey::generate(algorithm, &mut rand::rng()).unwrap(),
        }
    }

    pub fn did(&self) -> Did {
        Did::of_key(self.key.public())
    }

    /// Signs a credential of this id and subject.
    pub fn sign(&self, credential: &Value, suite: Suite, holder: Option<&PublicKey>) -> Secured {
        let securing = Securing {
            method: &DidUrl::of_key(self.key.public()),
            holder,
            created: now(),
            contexts: Contexts::pinned(),
        };
        secure(credential, suite, &securing, &self.key, &mut rand::rng()).unwrap()
    }

    /// A passport with an attribute for everyone and one for few.
    pub fn passport(&self, id: &str, holder: Option<&PublicKey>) -> Secured {
        self.sign(&self.unsigned_passport(id), Suite::SdJwt, holder)
    }

    pub fn unsigned_passport(&self, id: &str) -> Value {
        json!({
            "@context": [
                "https://www.w3.org/ns/credentials/v2",
                "https://w3id.org/voltproof/dbp/v1"
            ],
            "id": id,
            "type": ["VerifiableCredential", "DigitalBatteryPassport"],
            "issuer": {"id": self.did(), "name": "Acme Batteries"},
            "validFrom": "2026-01-01T00:00:00Z",
            "credentialSubject": {
                "id": BATTERY,
                "type": ["Battery"],
                "granularityLevel": "item",
                "version": 1,
                "generalProductInformation": {
                    "batteryCategory": "ev",
                    "batteryMass": 450
                },
                "circularity": {
                    "dismantlingAndRemovalInformation": [
                        {"documentType": "DismantlingManual", "mimeType": "application/pdf", "documentURL": "https://example.com/a.pdf"}
                    ]
                },
                "materialComposition": {
                    "batteryChemistry": {"shortName": "NMC", "clearName": "Nickel manganese cobalt"}
                }
            }
        })
    }

    /// A credential of which nothing can be withheld.
    pub fn event(&self, id: &str) -> Secured {
        let draft = EventDraft::from_file(&json!({
            "type": "StateOfHealth",
            "battery": BATTERY,
            "time": "2026-02-01T00:00:00Z",
            "method": "full discharge",
            "stateOfCertifiedEnergy": {"value": 91, "unit": "%"}
        }))
        .unwrap();
        let from = "2026-02-02T00:00:00Z".parse().unwrap();
        let credential = draft.build(&Statement::new(id, self.did(), from)).unwrap();
        self.sign(&credential, Suite::EDDSA_JCS_2022, None)
    }
}

pub fn passphrase() -> Passphrase {
    Passphrase::from("correct horse".to_owned())
}

pub fn now() -> Timestamp {
    Timestamp::now()
}

/// A new wallet in a folder of its own.
pub fn wallet() -> (TempDir, Unlocked) {
    let place = tempfile::tempdir().unwrap();
    let wallet = Wallet::init(place.path(), &passphrase(), &mut rand::rng()).unwrap();
    (place, wallet)
}

/// The wallet of a folder, opened again.
pub fn reopened(folder: &Path) -> Unlocked {
    Wallet::open(folder).unwrap().unlock(&passphrase()).unwrap()
}

pub fn record(secured: &Secured) -> Record {
    Record::received(secured, "2026-11-24T12:00:00Z".parse().unwrap(), "a test")
}

/// What verification may ask of the world in tests: this machine, and no cache.
pub fn environment() -> Environment {
    let client = Arc::new(Client::new(did_resolver::guard::Policy {
        loopback: true,
        ..Default::default()
    }));
    let none = || {
        Err(platform::Failure::usage(credentials::Problem::new(
            "test.no_cache",
            "tests have no cache",
        )))
    };
    Online::new(client, none, now()).environment()
}

/// What a test asks of what comes in.
pub fn receiving(environment: &Environment) -> Receiving<'_> {
    Receiving {
        environment,
        now: now(),
        source: "a test".into(),
        unreachable: false,
    }
}

/// `dbp-wallet` in this folder, with the passphrase in a file.
pub fn command(folder: &Path, args: &[&str]) -> Command {
    let file = folder.join("passphrase");
    std::fs::write(&file, "correct horse\n").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_dbp-wallet"));
    command
        .args(args)
        .env("DBP_HOME", folder)
        .env("DBP_PASSPHRASE_FILE", file)
        .env("COLUMNS", "100");
    command
}

/// How a run ended.
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Run {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out)
            .unwrap_or_else(|error| panic!("{error}: {} {}", self.out, self.err))
    }

    /// The exit code and the error code of `--json`.
    pub fn failure(&self) -> (i32, String) {
        (
            self.code,
            self.json()["error"]["code"]
                .as_str()
                .unwrap_or_default()
                .to_owned(),
        )
    }
}

pub fn run(folder: &Path, args: &[&str]) -> Run {
    let output = command(folder, args).output().unwrap();
    Run {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}
