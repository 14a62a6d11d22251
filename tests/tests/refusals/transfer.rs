//! Offers and acceptances that must not hand a battery over.

use credentials::battery::transfer::{TransferAcceptance, TransferOffer};
use credentials::battery::{Parts, Statement};
use credentials::secured::Secured;
use jiff::Timestamp;
use serde_json::{Value, json};
use tests::{Person, Run, Service};

use crate::forger::Forger;
use crate::reader::not_done;

const SERIAL: &str = "VC77-0001234";

/// An operator with the sample's passport, and who is to take it over.
struct Scene {
    maker: Person,
    taker: Person,
    did: String,
    _service: Service,
}

impl Scene {
    fn new() -> Self {
        let (maker, taker) = (Person::new(), Person::new());
        let address = maker.becomes_operator("Voltcell");
        let content = address.host(issuer::sample::EV_PASSPORT, "id.voltcell.example");
        maker.write("content.json", content);
        maker
            .run("issuer", &["issue", "passport", "content.json"])
            .ok();
        let did = taker.run("wallet", &["init", "--json"]).ok().text("/did");
        let _service = maker.publishes(&address);
        Self {
            maker,
            taker,
            did,
            _service,
        }
    }

    /// Offers the battery to the taker, who has the offer then.
    fn offer(&self) -> Run {
        let run = self.maker.run(
            "issuer",
            &[
                "transfer",
                "offer",
                SERIAL,
                "--to",
                &self.did,
                "-o",
                "offer.json",
                "--json",
            ],
        );
        if run.code == 0 {
            self.maker.hand("offer.json", &self.taker);
        }
        run
    }

    fn accept(&self) -> Run {
        accept(&self.taker, "offer.json")
    }

    /// The operator takes the acceptance.
    fn record(&self) -> Run {
        self.taker.hand("acceptance.json", &self.maker);
        self.maker.run(
            "issuer",
            &[
                "transfer",
                "accept",
                "acceptance.json",
                "--allow-loopback",
                "--json",
            ],
        )
    }
}

fn accept(taker: &Person, offer: &str) -> Run {
    taker.run(
        "wallet",
        &[
            "transfer",
            "accept",
            offer,
            "-o",
            "acceptance.json",
            "--allow-loopback",
            "--json",
        ],
    )
}

#[test]
fn an_offer_that_was_altered_or_is_for_another_is_not_accepted() {
    let scene = Scene::new();
    scene.offer().ok();
    let mut offer: Value = serde_json::from_str(&scene.taker.read("offer.json")).unwrap();
    offer["credentialSubject"]["terms"] = json!("for nothing");
    scene.taker.write("altered.json", offer.to_string());
    let place = Some("/proof/proofValue");
    not_done(
        "altered",
        accept(&scene.taker, "altered.json"),
        1,
        "proof.signature_invalid",
        place,
    );

    let stranger = Person::new();
    stranger.run("wallet", &["init"]).ok();
    scene.maker.hand("offer.json", &stranger);
    let place = Some("/issuer");
    not_done(
        "another's",
        accept(&stranger, "offer.json"),
        1,
        "transfer.not_addressed",
        place,
    );
}

#[test]
fn an_acceptance_of_another_offer_or_by_another_is_not_recorded() {
    let scene = Scene::new();
    scene.offer().ok();
    scene.accept().ok();
    let mut acceptance: Value = serde_json::from_str(&scene.taker.read("acceptance.json")).unwrap();
    acceptance["credentialSubject"]["operator"] = json!("did:web:thief.example");
    scene.maker.write("altered.json", acceptance.to_string());
    let altered = scene
        .maker
        .run("issuer", &["transfer", "accept", "altered.json", "--json"]);
    not_done(
        "altered",
        altered,
        1,
        "proof.signature_invalid",
        Some("/proof/proofValue"),
    );

    let listed = scene
        .maker
        .run("issuer", &["transfer", "list", "--json"])
        .ok()
        .json();
    let offer = listed["transfers"][0]["offer"].as_str().unwrap().to_owned();
    scene.maker.run("issuer", &["transfer", "withdraw", &offer]);
    not_done(
        "withdrawn",
        scene.record(),
        1,
        "transfer.offer_withdrawn",
        Some("/credentialSubject/offer"),
    );
}

#[test]
fn an_acceptance_is_good_for_the_offer_it_answers_alone() {
    let scene = Scene::new();
    let first = scene.offer().ok().text("/id");
    scene.accept().ok();
    let withdraw = ["transfer", "withdraw", &first];
    scene.maker.run("issuer", &withdraw).ok();
    // The same battery, the same operator: another offer, which the old answer does not answer.
    let second = scene.offer().ok().text("/id");
    let place = Some("/credentialSubject/offer");
    not_done(
        "replayed",
        scene.record(),
        1,
        "transfer.offer_withdrawn",
        place,
    );
    let early = ["transfer", "reissue", &second, "--json"];
    let early = scene.maker.run("issuer", &early);
    not_done("not accepted", early, 2, "transfer.not_accepted", place);
    // What was changed in an offer after it was signed changes nothing: the one that was kept counts.
    scene.accept().ok();
    scene.record().ok();
    let mut altered: Value = serde_json::from_str(&scene.maker.read("offer.json")).unwrap();
    altered["credentialSubject"]["parts"] = json!(["M1"]);
    scene.maker.write("altered.json", altered.to_string());
    let again = ["transfer", "reissue", "altered.json", "--json"];
    let again = scene.maker.run("issuer", &again).ok();
    assert_eq!(again.json()["parts"], json!([]));
}

#[test]
fn a_passport_is_handed_over_once() {
    let scene = Scene::new();
    scene.offer().ok();
    not_done(
        "a second offer",
        scene.offer(),
        2,
        "transfer.already_open",
        Some("/credentialSubject/id"),
    );
    let early = scene
        .maker
        .run("issuer", &["transfer", "reissue", "offer.json", "--json"]);
    not_done(
        "before acceptance",
        early,
        2,
        "transfer.not_accepted",
        Some("/credentialSubject/offer"),
    );
    scene.accept().ok();
    scene.record().ok();
    scene
        .maker
        .run(
            "issuer",
            &[
                "transfer",
                "reissue",
                "acceptance.json",
                "-o",
                "bundle.json",
            ],
        )
        .ok();
    not_done(
        "a second transfer",
        scene.offer(),
        2,
        "transfer.already_transferred",
        Some("/credentialSubject/id"),
    );

    // The same acceptance again gives the same bundle, and no second passport.
    let again = scene
        .maker
        .run("issuer", &["transfer", "reissue", "acceptance.json"])
        .ok();
    assert_eq!(again.stdout, scene.maker.read("bundle.json"));
}

#[test]
fn a_battery_that_is_suspended_or_whose_offer_was_rejected_does_not_go() {
    let scene = Scene::new();
    scene.offer().ok();
    let reject = [
        "transfer",
        "reject",
        "offer.json",
        "--reason",
        "another one",
        "-o",
        "rejection.json",
    ];
    scene.taker.run("wallet", &reject).ok();
    scene.taker.hand("rejection.json", &scene.maker);
    scene
        .maker
        .run("issuer", &["transfer", "reject", "rejection.json"])
        .ok();
    scene.offer().ok();
    scene.accept().ok();
    scene.record().ok();

    let other = Scene::new();
    other
        .maker
        .run("issuer", &["status", SERIAL, "suspend"])
        .ok();
    not_done(
        "suspended",
        other.offer(),
        2,
        "transfer.passport_suspended",
        Some("/credentialSubject/passport"),
    );
}

#[test]
fn an_offer_that_has_expired_is_not_accepted() {
    let taker = Person::new();
    let did = taker.run("wallet", &["init", "--json"]).ok().text("/did");
    let maker = Forger::new();
    let passport = maker.sd_jwt(None).to_string();
    let passport = Secured::parse(passport.as_bytes()).unwrap();
    let offer = TransferOffer {
        statement: Statement {
            valid_until: Some("2026-08-01T00:00:00Z".parse().unwrap()),
            ..statement(&maker, "2026-07-01T00:00:00Z".parse().unwrap())
        },
        battery: BATTERY.parse().unwrap(),
        new_operator: did.parse().unwrap(),
        parts: Parts::whole(),
        passport: passport.reference().unwrap(),
        events: Vec::new(),
        terms: None,
    };
    taker.write("offer.json", maker.json(&offer.build().unwrap()));
    let place = Some("/validFrom");
    not_done(
        "expired",
        accept(&taker, "offer.json"),
        1,
        "transfer.offer_expired",
        place,
    );
}

#[test]
fn an_acceptance_that_answers_another_offer_or_is_by_another_operator_is_not_recorded() {
    let scene = Scene::new();
    scene.offer().ok();
    let offer = Secured::parse(scene.maker.read("offer.json").as_bytes()).unwrap();
    let read = TransferOffer::read(&offer.credential()).unwrap();
    let stranger = Forger::new();
    let acceptance = TransferAcceptance {
        statement: statement(&stranger, Timestamp::now()),
        battery: read.battery,
        offer: offer.reference().unwrap(),
        operator: stranger.did.clone(),
    };
    let record = |acceptance: &TransferAcceptance| {
        let text = stranger.json(&acceptance.build());
        scene.maker.write("acceptance.json", text);
        let args = ["transfer", "accept", "acceptance.json", "--json"];
        scene.maker.run("issuer", &args)
    };
    not_done(
        "by another",
        record(&acceptance),
        1,
        "transfer.not_addressed",
        Some("/issuer"),
    );

    let mut other = acceptance.clone();
    other.offer = Secured::parse(stranger.sd_jwt(None).as_str().as_bytes())
        .unwrap()
        .reference()
        .unwrap();
    other.offer.id = acceptance.offer.id.clone();
    let place = Some("/credentialSubject/offer/digestMultibase");
    not_done(
        "of what was not offered",
        record(&other),
        1,
        "transfer.offer_altered",
        place,
    );
}

fn statement(by: &Forger, at: Timestamp) -> Statement {
    // Whole seconds, as times of credentials are.
    let at = Timestamp::from_second(at.as_second()).unwrap();
    Statement::new(
        "urn:uuid:7f1c1f0e-2f4b-4a67-9a0c-0d5a3b1c9e12",
        by.did.clone(),
        at,
    )
}

const BATTERY: &str = "https://id.voltcell.example/01/09506000134352/21/VC77-0001234";
