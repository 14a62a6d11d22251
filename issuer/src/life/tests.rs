//! A recycler's certificate, taken in by the manufacturer; and everything that must not end a passport.

use std::sync::Arc;

use credentials::battery::{EventDraft, Statement};
use credentials::context::Contexts;
use credentials::keys::{Algorithm, SecretKey};
use credentials::secured::{Securing, secure};
use credentials::{DidUrl, Suite};
use did_resolver::guard::{self, Client};
use serde_json::json;
use verifier::TrustList;
use verifier::environment::Online;

use super::*;
use crate::issuance::tests::{Scene, scene};
use crate::issuance::{PassportOrder, new_id};
use crate::pages::State;
use crate::sample;
use crate::standing::Verb;
use crate::transfer::TransferOrder;

const BATTERY: &str = "https://id.voltcell.example/01/09506000134352/21/VC77-0001234";
const SERIAL: &str = "VC77-0001234";

fn at() -> Timestamp {
    "2030-01-01T08:00:00Z".parse().unwrap()
}

/// did:key needs no network, and there is none.
fn world() -> Environment {
    let client = Client::new(guard::Policy {
        offline: true,
        ..guard::Policy::default()
    });
    let place = std::env::temp_dir();
    Online::new(Arc::new(client), move || Ok(place.clone()), at()).environment()
}

struct Recycler {
    key: SecretKey,
    did: Did,
}

impl Recycler {
    fn new() -> Self {
        let key = SecretKey::generate(Algorithm::Ed25519, &mut rand::rng()).unwrap();
        let did = Did::parse(&format!("did:key:{}", key.public().to_multikey())).unwrap();
        Self { key, did }
    }

    fn says(&self, kind: &str, time: &str, more: Value) -> String {
        let mut file = json!({"type": kind, "battery": BATTERY, "time": time});
        let more = more.as_object().unwrap().clone();
        file.as_object_mut().unwrap().extend(more);
        let draft = EventDraft::from_file(&file).unwrap();
        let mut statement = Statement::new(new_id(), self.did.clone(), at());
        statement.issuer_name = Some("Kreislauf AG".to_owned());
        let method: DidUrl = (self.did.with_fragment(&self.key.public().to_multikey())).unwrap();
        let by = Securing {
            method: &method,
            holder: None,
            created: at(),
            contexts: Contexts::pinned(),
        };
        let event = draft.build(&statement).unwrap();
        let suite = Suite::EDDSA_JCS_2022;
        let secured = secure(&event, suite, &by, &self.key, &mut rand::rng()).unwrap();
        secured.to_text()
    }

    fn waste(&self) -> String {
        self.says("BecameWaste", "2029-12-01T08:00:00Z", json!({}))
    }

    fn certificate(&self) -> String {
        let more = json!({"process": "hydrometallurgical", "inputMass": 428, "recoveredMasses": [
            {"material": "nickel", "mass": 46.5}, {"material": "cobalt", "mass": 6.0},
            {"material": "lithium", "mass": 5.0}, {"material": "copper", "mass": 40},
            {"material": "aluminium", "mass": 200}]});
        self.says("Recycled", "2029-12-24T08:00:00Z", more)
    }

    /// Trusts it as that.
    fn as_a(&self, role: &str, scope: &[&str]) -> Policy {
        let mut entry = json!({"did": self.did, "roles": [role]});
        if !scope.is_empty() {
            entry["scope"] = json!(scope);
        }
        let list = json!({"issuers": [entry]}).to_string();
        Policy {
            trust: Some(TrustList::parse(list.as_bytes()).unwrap().into()),
            ..Policy::at(at())
        }
    }
}

/// An issuer with a passport, and a recycler that took the battery in.
fn play() -> (Scene, Recycler, String) {
    let scene = scene();
    let passport = scene.passport(PassportOrder::new(sample::ev_passport()));
    (scene, Recycler::new(), passport.reference.id)
}

fn record(scene: &Scene, text: &str, policy: Policy) -> Result<Recorded, Error> {
    scene.issuer.record(text, policy, &world(), at())
}

fn lifecycle(scene: &Scene, passport: &str) -> Lifecycle {
    scene.issuer.find(passport).unwrap().standing.lifecycle
}

#[test]
fn a_passport_ceases_with_the_certificate_of_a_trusted_recycler_and_the_page_shows_it() {
    let (scene, recycler, passport) = play();
    record(&scene, &recycler.waste(), Policy::at(at())).unwrap();
    assert_eq!(lifecycle(&scene, &passport), Lifecycle::Active);
    let certificate = recycler.certificate();
    let recorded = record(&scene, &certificate, recycler.as_a("recycler", &["ev"])).unwrap();
    assert_eq!(recorded.ceased.as_deref(), Some(passport.as_str()));
    assert!(recorded.findings.is_compliant());
    assert_eq!(lifecycle(&scene, &passport), Lifecycle::Ceased);

    let kept = scene.issuer.find(&passport).unwrap();
    let shown = scene.issuer.public_part(kept).unwrap();
    assert_eq!(shown.state, State::Ceased);
    let end = shown.end.unwrap();
    assert_eq!(
        (end.certificate, end.recycler),
        (recorded.kept.id.clone(), recycler.did.clone())
    );

    // The same one again is no fault, and changes nothing.
    let again = record(&scene, &certificate, Policy::at(at())).unwrap();
    assert_eq!(again.kept, recorded.kept);
}

#[test]
fn nothing_happens_afterwards_but_what_came_before_is_heard() {
    let (scene, recycler, _) = play();
    record(&scene, &recycler.waste(), Policy::at(at())).unwrap();
    let trusting = recycler.as_a("recycler", &[]);
    record(&scene, &recycler.certificate(), trusting.clone()).unwrap();
    let health = |time: &str| {
        let more = json!({"stateOfCertifiedEnergy": 60});
        recycler.says("StateOfHealth", time, more)
    };
    let late = record(&scene, &health("2029-12-25T08:00:00Z"), trusting.clone()).unwrap_err();
    assert_eq!(late.code(), "lifecycle.after_recycling");
    record(&scene, &health("2029-12-23T08:00:00Z"), trusting.clone()).unwrap();

    // The manufacturer signs nothing more of it either, and hands nothing over.
    let mut own = sample::soh_event();
    own["time"] = json!("2029-12-25T08:00:00Z");
    let draft = EventDraft::from_file(&own).unwrap();
    let refused = scene.issuer.prepare_event(&draft, None, at()).unwrap_err();
    assert_eq!(refused.code(), "lifecycle.after_recycling");
    let order = TransferOrder {
        to: recycler.did.clone(),
        parts: credentials::battery::Parts::whole(),
        days: 3,
        terms: None,
    };
    let refused = scene
        .issuer
        .offer_transfer(SERIAL, order, at())
        .unwrap_err();
    assert_eq!(refused.code(), "transfer.passport_ceased");
    let again = PassportOrder {
        supersede: true,
        ..PassportOrder::new(sample::ev_passport())
    };
    let refused = scene.issuer.prepare_passport(again, at()).unwrap_err();
    assert_eq!(refused.code(), "issuer.passport_ended");
    // A second certificate is one too many.
    let second = recycler.says("Recycled", "2029-12-28T08:00:00Z", json!({}));
    let refused = record(&scene, &second, trusting).unwrap_err();
    assert_eq!(refused.code(), "lifecycle.after_recycling");
}

#[test]
fn a_certificate_by_somebody_without_the_role_ends_nothing() {
    for (case, role, scope, code) in [
        ("a workshop", "workshop", &[][..], "trust.role"),
        ("a waste operator", "waste-operator", &[], "trust.role"),
        ("a recycler of e-bikes", "recycler", &["lmt"], "trust.scope"),
    ] {
        let (scene, recycler, passport) = play();
        record(&scene, &recycler.waste(), Policy::at(at())).unwrap();
        let policy = recycler.as_a(role, scope);
        let refused = record(&scene, &recycler.certificate(), policy).unwrap_err();
        assert_eq!(refused.code(), code, "{case}");
        assert!(refused.hint().is_some(), "{case}");
        assert_eq!(lifecycle(&scene, &passport), Lifecycle::Active, "{case}");
    }
    let (scene, recycler, passport) = play();
    record(&scene, &recycler.waste(), Policy::at(at())).unwrap();
    let refused = record(&scene, &recycler.certificate(), Policy::at(at())).unwrap_err();
    assert_eq!(refused.code(), "life.unvouched");
    let stranger = Recycler::new().as_a("recycler", &[]);
    let refused = record(&scene, &recycler.certificate(), stranger).unwrap_err();
    assert_eq!(refused.code(), "trust.unknown_issuer");
    assert_eq!(lifecycle(&scene, &passport), Lifecycle::Active);
}

#[test]
fn what_does_not_fit_or_is_forged_or_of_another_battery_is_not_taken_in() {
    let (scene, recycler, passport) = play();
    let trusting = recycler.as_a("recycler", &[]);
    // Nobody said that it became waste.
    let early = record(&scene, &recycler.certificate(), trusting.clone()).unwrap_err();
    assert_eq!(early.code(), "lifecycle.not_waste");
    assert!(
        early.hint().unwrap().contains("dbp-issuer record"),
        "{early}"
    );
    let waste = recycler.waste();
    record(&scene, &waste, trusting.clone()).unwrap();
    // The same id with other content, whoever changed it.
    let other = waste.replace("2029-12-01", "2029-12-02");
    let refused = record(&scene, &other, trusting.clone()).unwrap_err();
    assert_eq!(refused.code(), "life.other_event");
    let forged = recycler.certificate().replace("46.5", "48.5");
    let refused = record(&scene, &forged, trusting.clone()).unwrap_err();
    assert!(refused.code().starts_with("proof."), "{}", refused.code());
    let no_event = scene.issuer.find(&passport).unwrap().text;
    let refused = record(&scene, &no_event, trusting.clone()).unwrap_err();
    assert_eq!(refused.code(), "life.no_event");
    let other = recycler.certificate().replace(SERIAL, "VC77-9");
    let refused = record(&scene, &other, trusting).unwrap_err();
    assert_eq!(refused.code(), "issuer.no_credential");
    assert_eq!(lifecycle(&scene, &passport), Lifecycle::Active);
}

#[test]
fn an_event_that_makes_one_before_it_impossible_is_not_taken_in() {
    let (scene, recycler, _) = play();
    let renewed = json!({"type": "Repurposed", "battery": BATTERY, "time": "2028-01-01T08:00:00Z"});
    let placed =
        json!({"type": "PlacedOnMarket", "battery": BATTERY, "time": "2028-02-01T08:00:00Z"});
    for file in [renewed, placed] {
        let draft = EventDraft::from_file(&file).unwrap();
        let prepared = scene.issuer.prepare_event(&draft, None, at()).unwrap();
        scene.issuer.issue(prepared, at()).unwrap();
    }
    let waste = recycler.says("BecameWaste", "2028-01-15T08:00:00Z", json!({}));
    let refused = record(&scene, &waste, Policy::at(at())).unwrap_err();
    assert_eq!(refused.code(), "lifecycle.already_on_market");
    assert!(
        refused.to_string().contains("PlacedOnMarket at 2028-02-01"),
        "{refused}"
    );
}

#[test]
fn an_operator_that_recycles_its_own_battery_ends_its_own_passport() {
    let (scene, _, passport) = play();
    let issue = |file: Value| {
        let draft = EventDraft::from_file(&file).unwrap();
        let prepared = scene.issuer.prepare_event(&draft, None, at())?;
        scene.issuer.issue(prepared, at())
    };
    let recycled = json!({"type": "Recycled", "battery": BATTERY, "time": "2029-12-24T08:00:00Z"});
    let early = issue(recycled.clone()).unwrap_err();
    assert_eq!(early.code(), "lifecycle.not_waste");
    let waste = json!({"type": "BecameWaste", "battery": BATTERY, "time": "2029-12-01T08:00:00Z"});
    issue(waste).unwrap();
    assert_eq!(lifecycle(&scene, &passport), Lifecycle::Active);
    let issued = issue(recycled.clone()).unwrap();
    assert_eq!(
        issued.findings.iter().next().unwrap().code,
        "recycling.masses_missing"
    );
    assert_eq!(lifecycle(&scene, &passport), Lifecycle::Ceased);
    assert_eq!(
        issue(recycled).unwrap_err().code(),
        "lifecycle.after_recycling"
    );
}

#[test]
fn without_a_certificate_nothing_more_is_signed_of_a_ceased_battery() {
    let (scene, recycler, passport) = play();
    scene.issuer.stand(&passport, Verb::Cease).unwrap();
    let draft = EventDraft::from_file(&sample::soh_event()).unwrap();
    let refused = scene.issuer.prepare_event(&draft, None, at()).unwrap_err();
    assert_eq!(refused.code(), "life.ceased");
    // The certificate may come after the status, though.
    let refused = record(&scene, &recycler.waste(), Policy::at(at())).unwrap_err();
    assert_eq!(refused.code(), "life.ceased");
}
