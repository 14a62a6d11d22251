//! Issuers whose word does not count, and lists of whom to trust that must not be believed.

use jiff::Timestamp;
use serde_json::{Value, json};
use tests::{Address, Person, Run, Service};

use crate::reader::{not_done, refused};

/// An authority that keeps a list, a workshop that reads batteries, and who is handed what they sign.
struct Scene {
    authority: Operator,
    workshop: Operator,
    reader: Person,
}

struct Operator {
    person: Person,
    did: String,
    _service: Service,
}

impl Operator {
    fn new(name: &str) -> Self {
        let person = Person::new();
        let address = Address::free();
        let init = ["init", "--name", name, "--url", &address.url(), "--json"];
        let did = person.run("issuer", &init).ok().text("/did");
        let _service = person.publishes(&address);
        Self {
            person,
            did,
            _service,
        }
    }

    /// Issues something into a file that the reader has then.
    fn issues(&self, args: &[&str], file: &str, reader: &Person) -> String {
        let args = [&["issue"], args, &["-o", file, "--json"]].concat();
        let id = self.person.run("issuer", &args).ok().text("/id");
        self.person.hand(file, reader);
        id
    }

    /// Accredits somebody for a hundred years; the file's name.
    fn accredits(&self, did: &str, more: &[&str], reader: &Person) -> (String, String) {
        let until = ["--valid-until", "2126-01-01T00:00:00Z"];
        let args = [&["accreditation", "--operator", did], &until[..], more].concat();
        let file = format!("accreditation-{}.vc", more.join("-").replace(' ', ""));
        (self.issues(&args, &file, reader), file)
    }
}

impl Scene {
    fn new() -> Self {
        let scene = Self {
            authority: Operator::new("Battery Authority"),
            workshop: Operator::new("Garage Nord"),
            reader: Person::new(),
        };
        scene.signs_list(&[], "operators.vc", &[]);
        scene.event("StateOfHealth", "event.vc");
        // Whatever comes now comes after it.
        std::thread::sleep(std::time::Duration::from_secs(1));
        scene
    }

    /// The authority signs a list of itself and these.
    fn signs_list(&self, more: &[Value], file: &str, args: &[&str]) {
        let own = json!({"did": self.authority.did, "roles": ["authority"]});
        let issuers = [&[own], more].concat();
        let list = json!({"issuers": issuers}).to_string();
        self.authority.person.write("list.json", list);
        let args = [&["trust-list", "list.json"], args].concat();
        self.authority.issues(&args, file, &self.reader);
    }

    /// The workshop reports that something happened just now.
    fn event(&self, kind: &str, file: &str) {
        // In whole seconds, as credentials have their times.
        let now = Timestamp::from_second(Timestamp::now().as_second()).unwrap();
        let mut event = json!({"type": kind, "battery": BATTERY, "time": now.to_string()});
        if kind == "StateOfHealth" {
            event["stateOfCertifiedEnergy"] = json!(92.4);
        }
        let person = &self.workshop.person;
        person.write("event.json", event.to_string());
        self.workshop
            .issues(&["event", "event.json"], file, &self.reader);
    }

    fn verify(&self, args: &[&str]) -> Run {
        let all = [&["verify", "--json", "--allow-loopback"], args].concat();
        self.reader.run("verifier", &all)
    }

    /// Verifies something by the authority's list.
    fn trusting(&self, args: &[&str]) -> Run {
        let list = ["--trust", "operators.vc", "--trust-anchor"];
        self.verify(&[&list[..], &[self.authority.did.as_str()], args].concat())
    }
}

const BATTERY: &str = "https://id.voltcell.example/01/09506000134352/21/VC77-0001234";

#[test]
fn a_trust_list_that_is_not_the_keepers_current_word_is_not_used() {
    let scene = Scene::new();
    let (keeper, other) = (&scene.authority.did, &scene.workshop.did);
    let list = scene.reader.read("operators.vc");
    scene.reader.write("plain.json", r#"{"issuers": []}"#);
    let altered = list.replace("\"authority\"", "\"importer\"");
    scene.reader.write("altered.vc", altered);
    let forged = list.replace(keeper.as_str(), other);
    scene.reader.write("forged.vc", forged);
    let judged =
        |file: &str, more: &[&str]| scene.verify(&[&["event.vc", "--trust", file], more].concat());
    let anchor = |did| ["--trust-anchor", did];
    for (case, run, code, place) in [
        (
            "whose it should be was not said",
            judged("operators.vc", &[]),
            "trust.list_without_anchor",
            Some("/issuer"),
        ),
        (
            "another was expected",
            judged("operators.vc", &anchor(other)),
            "trust.list_keeper",
            Some("/issuer"),
        ),
        (
            "not signed",
            judged("plain.json", &anchor(keeper)),
            "trust.list_unsigned",
            None,
        ),
        (
            "altered",
            judged("altered.vc", &anchor(keeper)),
            "trust.list_proof",
            Some("/proof/proofValue"),
        ),
        (
            "in another's name",
            judged("forged.vc", &anchor(other)),
            "trust.list_proof",
            Some("/proof"),
        ),
        (
            "expired",
            judged(
                "operators.vc",
                &["--trust-anchor", keeper, "--at", "2099-01-01T00:00:00Z"],
            ),
            "trust.list_expired",
            Some("/validUntil"),
        ),
        (
            "not yet valid",
            judged(
                "operators.vc",
                &["--trust-anchor", keeper, "--at", "2020-01-01T00:00:00Z"],
            ),
            "trust.list_not_yet_valid",
            Some("/validFrom"),
        ),
    ] {
        not_done(case, run, 2, code, place);
    }
}

#[test]
fn a_reader_that_saw_a_later_trust_list_takes_no_earlier_one() {
    let scene = Scene::new();
    let workshop = json!({"did": scene.workshop.did, "roles": ["workshop"]});
    scene
        .reader
        .write("first.vc", scene.reader.read("operators.vc"));
    scene.signs_list(&[workshop], "operators.vc", &[]);
    scene.trusting(&["event.vc"]).ok();
    let anchor = ["--trust-anchor", scene.authority.did.as_str()];
    let first = [&["event.vc", "--trust", "first.vc"], &anchor[..]].concat();
    not_done(
        "the first again",
        scene.verify(&first),
        2,
        "trust.list_rolled_back",
        Some("/credentialSubject/sequence"),
    );
}

#[test]
fn an_accreditation_that_does_not_count_vouches_for_nobody() {
    let scene = Scene::new();
    let (authority, workshop) = (&scene.authority, &scene.workshop);
    let reader = &scene.reader;
    let nobody = scene.trusting(&["event.vc"]);
    refused(
        "not listed",
        nobody,
        ("trust", "trust.unknown_issuer", Some("/issuer")),
    );

    let stranger = Operator::new("Anybody");
    let (_, by_anybody) = stranger.accredits(&workshop.did, &["--role", "workshop"], reader);
    reader.write("by-anybody.vc", reader.read(&by_anybody));
    let (_, other_role) = authority.accredits(&workshop.did, &["--role", "distributor"], reader);
    let (revoked_id, revoked) = authority.accredits(&workshop.did, &["--role", "workshop"], reader);
    scene
        .trusting(&["event.vc", "--accreditation", &revoked])
        .ends(1);
    scene.event("StateOfHealth", "later.vc");
    scene
        .trusting(&["later.vc", "--accreditation", &revoked])
        .ok();
    let altered = reader
        .read(&revoked)
        .replace("\"workshop\"", "\"bms-owner\"");
    reader.write("altered.vc", altered);
    for (case, event, accreditation, code) in [
        (
            "by anybody",
            "later.vc",
            "by-anybody.vc",
            "trust.accreditor",
        ),
        (
            "in another role",
            "later.vc",
            other_role.as_str(),
            "trust.role",
        ),
        (
            "given after the act",
            "event.vc",
            &revoked,
            "trust.accreditation_period",
        ),
        (
            "altered",
            "later.vc",
            "altered.vc",
            "trust.accreditation_bad",
        ),
    ] {
        let run = scene.trusting(&[event, "--accreditation", accreditation]);
        refused(case, run, ("trust", code, Some("/issuer")));
    }
    authority
        .person
        .run("issuer", &["status", &revoked_id, "revoke", "--yes"])
        .ok();
    let fresh = Person::new();
    for file in ["later.vc", "operators.vc", &revoked] {
        reader.hand(file, &fresh);
    }
    let args = [
        "verify",
        "later.vc",
        "--json",
        "--allow-loopback",
        "--trust",
        "operators.vc",
        "--trust-anchor",
        &authority.did,
        "--accreditation",
        &revoked,
    ];
    refused(
        "revoked",
        fresh.run("verifier", &args),
        ("trust", "trust.accreditation_revoked", Some("/issuer")),
    );
}

#[test]
fn an_issuer_signs_nothing_that_its_roles_forbid_and_accredits_not_itself() {
    let scene = Scene::new();
    let workshop = &scene.workshop;
    let run = |args: &[&str]| workshop.person.run("issuer", args);
    run(&["roles", "set", "workshop"]).ok();
    let recycled = json!({"type": "Recycled", "battery": BATTERY, "time": "2026-01-01T00:00:00Z"});
    workshop.person.write("recycled.json", recycled.to_string());
    let issue = ["issue", "event", "recycled.json", "--json"];
    not_done("recycled", run(&issue), 1, "issuer.role", None);
    let until = ["--valid-until", "2126-01-01T00:00:00Z", "--json"];
    let accredit = |role: &'static str| {
        let args = [
            "issue",
            "accreditation",
            "--operator",
            &workshop.did,
            "--role",
            role,
        ];
        run(&[&args[..], &until].concat())
    };
    not_done(
        "as a workshop",
        accredit("recycler"),
        1,
        "issuer.role",
        None,
    );
    run(&["roles", "clear"]).ok();
    not_done(
        "itself",
        accredit("recycler"),
        2,
        "issuer.accredits_itself",
        None,
    );
    run(&issue).ok();
}
