//! A battery that was recycled: its passport is over, by whose word, and what was recovered.

use credentials::battery::{Audience, EventDraft, Statement};
use credentials::secured::Secured;
use credentials::suite::Suite;
use serde_json::{Value, json};
use verifier::{CheckName, CheckStatus, Policy, Report, TrustList, render, verify_all};

use crate::world::{BATTERY, List, Party, World, policy, refused, status_of, verified};

const WASTE: &str = "2026-07-01T08:00:00Z";
const END: &str = "2026-08-01T08:00:00Z";

/// A manufacturer's battery, and who ends it.
struct Scene {
    world: World,
    recycler: Party,
}

impl Scene {
    fn new() -> Self {
        Self {
            world: World::new(),
            recycler: Party::new(30),
        }
    }

    /// Trusts the manufacturer, and the other as that.
    fn trusting(&self, role: &str) -> Policy {
        let issuers = json!({"issuers": [
            {"did": self.world.issuer.did, "roles": ["manufacturer"]},
            {"did": self.recycler.did, "roles": [role]},
        ]});
        let list = TrustList::parse(issuers.to_string().as_bytes()).unwrap();
        Policy {
            trust: Some(list.into()),
            ..policy()
        }
    }

    fn event(&self, n: u8, by: &Party, file: Value) -> Secured {
        let mut file = file;
        file["battery"] = json!(BATTERY);
        let draft = EventDraft::from_file(&file).unwrap();
        let id = format!("urn:uuid:2f1f1d9e-6a0d-4c56-8d43-3a8f0d7f1c{n:02}");
        let mut statement = Statement::new(id, by.did.clone(), draft.time);
        statement.issuer_name = Some("Kreislauf AG".to_owned());
        by.secure(
            &draft.build(&statement).unwrap(),
            Suite::EDDSA_JCS_2022,
            None,
        )
    }

    fn waste(&self) -> Secured {
        let file = json!({"type": "BecameWaste", "time": WASTE});
        self.event(1, &self.world.issuer, file)
    }

    fn certificate(&self) -> Secured {
        let file = json!({"type": "Recycled", "time": END, "facility": "Hagen 2",
            "process": "hydrometallurgical", "inputMass": 400,
            "recoveredMasses": [{"material": "nickel", "mass": 46.5}, {"material": "steel", "mass": 233.5}]});
        self.event(2, &self.recycler, file)
    }

    fn verify(&self, policy: &Policy, events: &[&Secured]) -> Report {
        let passport = self.world.sd_jwt().to_string();
        let events = events.iter().map(|secured| secured.to_text());
        let files: Vec<String> = [passport].into_iter().chain(events).collect();
        verify_all(&files, policy, &self.world.bundle.clone().environment())
    }
}

#[test]
fn a_passport_with_its_recycling_certificate_has_ceased_by_date_and_certificate() {
    let scene = Scene::new();
    let (waste, certificate) = (scene.waste(), scene.certificate());
    let report = scene.verify(&scene.trusting("recycler"), &[&waste, &certificate]);
    refused(
        &report,
        CheckName::Lifecycle,
        "lifecycle.ceased",
        Some("/verifiableCredential/2/credentialSubject/eventTime"),
    );
    assert_eq!(status_of(&report, CheckName::Trust), CheckStatus::Pass);
    let check = report.check(CheckName::Lifecycle).unwrap();
    let told = check.detail.as_deref().unwrap();
    let reference = certificate.reference().unwrap();
    for part in [
        "2026-08-01",
        "Kreislauf AG",
        &reference.id,
        scene.recycler.did.as_str(),
    ] {
        assert!(told.contains(part), "{told}");
    }
    let json = serde_json::to_value(&report).unwrap();
    let recycling = &json["life"]["recycling"];
    assert_eq!(json["life"]["phase"], "recycled");
    assert_eq!(recycling["certificate"], json!(reference.id));
    assert_eq!(recycling["trusted"], true);
    assert_eq!(recycling["efficiency"], 70.0);
    assert_eq!(
        recycling["recoveredMasses"][0],
        json!({"material": "nickel", "mass": 46.5})
    );

    let ui = platform::Ui::new(&platform::Global::default());
    let text = render::report(&report, &ui);
    assert!(text.starts_with("✗ This battery passport has ceased: its battery was recycled on 2026-08-01 by Kreislauf AG"), "{text}");
    assert!(
        text.contains("Recovered     46.5 kg nickel")
            && text.contains("a recycler, by your trust list"),
        "{text}"
    );
}

#[test]
fn a_certificate_by_somebody_who_is_no_recycler_ends_nothing_and_is_told() {
    let scene = Scene::new();
    let (waste, certificate) = (scene.waste(), scene.certificate());
    let report = scene.verify(&scene.trusting("workshop"), &[&waste, &certificate]);
    refused(
        &report,
        CheckName::Trust,
        "trust.role",
        Some("/verifiableCredential/2/issuer"),
    );
    let check = report.check(CheckName::Lifecycle).unwrap();
    assert_eq!(check.status, CheckStatus::Pass, "{check:?}");
    let told = check.detail.as_deref().unwrap();
    assert!(
        told.starts_with("Waste, waste after 1 event; Recycled by did:key:"),
        "{told}"
    );
    assert!(told.ends_with("does not count, see trust"), "{told}");
    assert_eq!(report.life.as_ref().unwrap().recycling, None);

    // Alone it is told for what it is.
    let alone = scene
        .world
        .verify(certificate.to_text(), &scene.trusting("workshop"));
    assert_eq!(alone.recycling().unwrap().trusted, Some(false));
    let alone = scene
        .world
        .verify(certificate.to_text(), &scene.trusting("recycler"));
    verified(&alone);
    assert_eq!(alone.recycling().unwrap().trusted, Some(true));
}

#[test]
fn without_a_trust_list_the_report_says_that_nobody_vouches_for_the_recycler() {
    let scene = Scene::new();
    let report = scene.verify(&policy(), &[&scene.waste(), &scene.certificate()]);
    let check = report.check(CheckName::Lifecycle).unwrap();
    assert_eq!(check.code, Some("lifecycle.ceased"));
    let told = check.detail.as_deref().unwrap();
    assert!(told.ends_with("no trust list was given to say"), "{told}");
    assert_eq!(report.recycling().unwrap().trusted, None);
}

#[test]
fn a_ceased_status_is_told_with_the_certificate_where_that_is_shown() {
    let mut scene = Scene::new();
    scene.world.publish(List::Message, Some(2));
    let ui = platform::Ui::new(&platform::Global::default());
    let bare = scene.verify(&policy(), &[&scene.waste()]);
    refused(
        &bare,
        CheckName::Status,
        "status.ceased",
        Some("/verifiableCredential/0/credentialStatus/2"),
    );
    assert!(render::verdict(&bare, &ui).contains("it ceased to exist with the battery"));
    let whole = scene.verify(&policy(), &[&scene.waste(), &scene.certificate()]);
    let verdict = render::verdict(&whole, &ui);
    assert!(
        verdict.contains("was recycled on 2026-08-01 by Kreislauf AG"),
        "{verdict}"
    );
}

#[test]
fn what_is_said_to_happen_after_the_end_is_refused_and_a_forged_certificate_ends_nothing() {
    let scene = Scene::new();
    let (waste, certificate) = (scene.waste(), scene.certificate());
    let late = json!({"type": "StateOfHealth", "time": "2026-09-01T08:00:00Z", "stateOfCertifiedEnergy": 50});
    let late = scene.event(3, &scene.world.issuer, late);
    let report = scene.verify(&policy(), &[&waste, &certificate, &late]);
    let check = report.check(CheckName::Lifecycle).unwrap();
    assert_eq!(check.code, Some("lifecycle.after_recycling"), "{check:?}");

    let forged = certificate.to_text().replace("46.5", "47.5");
    let forged = Secured::parse(forged.as_bytes()).unwrap();
    let report = scene.verify(&policy(), &[&waste, &forged]);
    assert_eq!(status_of(&report, CheckName::Proof), CheckStatus::Fail);
    assert_eq!(report.life, None);
    assert_eq!(scene.world.verify(forged.to_text(), &policy()).life, None);
}

#[test]
fn a_certificate_that_its_issuer_took_back_ends_nothing() {
    let mut scene = Scene::new();
    let entry = scene.world.entry(List::Revocation, 7);
    let file = json!({"type": "Recycled", "time": END, "battery": BATTERY});
    let mut statement = Statement::new(
        "urn:example:end",
        scene.world.issuer.did.clone(),
        END.parse().unwrap(),
    );
    statement.status = vec![entry];
    let draft = EventDraft::from_file(&file).unwrap();
    let certificate = draft.build(&statement).unwrap();
    let certificate = scene
        .world
        .issuer
        .secure(&certificate, Suite::EDDSA_JCS_2022, None);
    let waste = scene.waste();
    let report = scene.verify(&policy(), &[&waste, &certificate]);
    assert_eq!(
        report.check(CheckName::Lifecycle).unwrap().code,
        Some("lifecycle.ceased")
    );

    scene.world.publish_at(List::Revocation, 7, 1);
    let report = scene.verify(&policy(), &[&waste, &certificate]);
    assert_eq!(
        report.check(CheckName::Status).unwrap().code,
        Some("status.revoked")
    );
    let check = report.check(CheckName::Lifecycle).unwrap();
    assert_eq!(check.status, CheckStatus::Pass, "{check:?}");
    assert!(
        check
            .detail
            .as_deref()
            .unwrap()
            .ends_with("does not count, see status"),
        "{check:?}"
    );
    assert_eq!(report.recycling(), None);
}

#[test]
fn health_in_time_is_told_to_who_may_see_it() {
    let scene = Scene::new();
    let reading = |n, time: &str, energy: f64| {
        let file = json!({"type": "StateOfHealth", "time": time, "stateOfCertifiedEnergy": energy});
        scene.event(n, &scene.world.issuer, file)
    };
    let events = [
        reading(5, "2026-09-01T08:00:00Z", 96.0),
        reading(4, "2026-07-01T08:00:00Z", 98.0),
    ];
    let told = |audience: Option<Audience>| {
        let policy = Policy {
            audience,
            ..policy()
        };
        let report = scene.verify(&policy, &[&events[0], &events[1]]);
        let health = report.life.unwrap().health;
        health
            .into_iter()
            .find(|health| health.attribute == "stateOfCertifiedEnergy")
    };
    let all = told(None).unwrap();
    let values: Vec<f64> = all.points.iter().map(|point| point.value).collect();
    assert_eq!(values[values.len() - 2..], [98.0, 96.0]);
    assert_eq!(told(Some("owner".parse().unwrap())), Some(all));
    assert_eq!(told(Some(Audience::Public)), None);
}
