//! Who may do what, when: by the trust list, and by accreditations that count at the time of the act.

mod accreditations;
mod mandates;

use credentials::JsonPointer;
use credentials::battery::passport::disclosed_to;
use credentials::battery::{Accreditation, Audience, Category, EventDraft, Role, Statement};
use credentials::secured::Secured;
use credentials::suite::Suite;
use jiff::Timestamp;
use serde_json::{Value, json};
use verifier::{CheckName, CheckStatus, Policy, Report, TrustList, verify_all};

use crate::world::{BATTERY, Party, World, policy, refused, status_of, verified};

/// A manufacturer's battery, and others who have to do with it.
struct Scene {
    world: World,
    authority: Party,
    workshop: Party,
    stranger: Party,
}

/// The place of the event behind the passport.
const ISSUER: Option<&str> = Some("/verifiableCredential/1/issuer");

impl Scene {
    fn new() -> Self {
        Self {
            world: World::new(),
            authority: Party::new(20),
            workshop: Party::new(21),
            stranger: Party::new(22),
        }
    }

    /// Trusts the manufacturer, the authority, and whatever else is listed.
    fn trusting(&self, more: &[Value]) -> Policy {
        let mut issuers = vec![
            json!({"did": self.world.issuer.did, "roles": ["manufacturer"]}),
            json!({"did": self.authority.did, "roles": ["authority"]}),
        ];
        issuers.extend_from_slice(more);
        let file = json!({"issuers": issuers}).to_string();
        Policy {
            trust: Some(TrustList::parse(file.as_bytes()).unwrap().into()),
            ..policy()
        }
    }

    /// The passport with these, together.
    fn verify(&self, policy: &Policy, others: &[&Secured]) -> Report {
        let passport = self.world.sd_jwt().to_string();
        let others = others.iter().map(|secured| secured.to_text());
        let files: Vec<String> = [passport].into_iter().chain(others).collect();
        verify_all(&files, policy, &self.world.bundle.clone().environment())
    }

    /// What the authority says of the workshop for the second half of 2026.
    fn accreditation(&self) -> Accreditation {
        Accreditation {
            statement: Statement {
                valid_until: Some(time("2026-12-31T00:00:00Z")),
                ..Statement::new(
                    "urn:uuid:3c1c1f0e-2f4b-4a67-9a0c-0d5a3b1c9e20",
                    self.authority.did.clone(),
                    time("2026-06-15T00:00:00Z"),
                )
            },
            operator: self.workshop.did.clone(),
            name: Some("Garage Nord".to_owned()),
            role: Role::Workshop,
            scope: vec![Category::Ev],
        }
    }
}

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn health(by: &Party, happened: &str, told: &str) -> Secured {
    let file = json!({"type": "StateOfHealth", "battery": BATTERY, "time": happened, "stateOfCertifiedEnergy": 92.4});
    event(by, file, told)
}

fn event(by: &Party, file: Value, told: &str) -> Secured {
    signed_at(told, by, file, told)
}

/// An event that its proof says was signed at another time than it says itself.
fn signed_at(created: &str, by: &Party, file: Value, told: &str) -> Secured {
    let id = "urn:uuid:2f1f1d9e-6a0d-4c56-8d43-3a8f0d7f1b20";
    let statement = Statement::new(id, by.did.clone(), time(told));
    let event = EventDraft::from_file(&file).unwrap().build(&statement);
    by.secure_at(time(created), &event.unwrap(), Suite::EDDSA_JCS_2022, None)
}

fn signed(by: &Party, accreditation: &Accreditation) -> Secured {
    by.secure(&accreditation.build().unwrap(), by.attesting(), None)
}

const JULY: &str = "2026-07-01T08:00:00Z";

#[test]
fn each_event_of_a_bundle_is_checked_by_role() {
    let scene = Scene::new();
    let listed =
        |roles: &[&str]| scene.trusting(&[json!({"did": scene.workshop.did, "roles": roles})]);
    let soh = health(&scene.workshop, JULY, JULY);
    let report = scene.verify(&listed(&["workshop"]), &[&soh]);
    verified(&report);
    let told = report.check(CheckName::Trust).unwrap().detail.as_deref();
    assert_eq!(told, Some("all 2 credentials, by your own list, unsigned"));

    let plain = |kind: &str| json!({"type": kind, "battery": BATTERY, "time": JULY});
    for (kind, roles, takes) in [
        (
            "Recycled",
            &["workshop"][..],
            "recycler (Art. 70, Art. 71, Art. 77(8))",
        ),
        ("Manufactured", &["repurposer", "workshop"], "manufacturer"),
        ("BecameWaste", &["notified-body"], "Art. 77(7)"),
    ] {
        let event = event(&scene.workshop, plain(kind), JULY);
        let report = scene.verify(&listed(roles), &[&event]);
        let check = report.check(CheckName::Trust).unwrap();
        assert_eq!(check.code, Some("trust.role"), "{kind}: {check:?}");
        assert_eq!(check.pointer.as_deref(), ISSUER);
        let told = check.detail.as_deref().unwrap();
        for part in [
            &format!("reporting {kind} takes"),
            takes,
            scene.workshop.did.as_str(),
            roles[0],
        ] {
            assert!(told.contains(part), "{told}");
        }
    }
    let report = scene.verify(&policy(), &[&soh]);
    assert_eq!(status_of(&report, CheckName::Trust), CheckStatus::Skipped);
}

#[test]
fn trust_that_ended_ends_for_what_is_signed_later_whatever_its_date() {
    let scene = Scene::new();
    let ended = |member: &str| {
        let mut entry = json!({"did": scene.workshop.did, "roles": ["workshop"]});
        entry[member] = json!("2026-08-01T00:00:00Z");
        scene.trusting(&[entry])
    };
    let (before, after) = (
        health(&scene.workshop, JULY, JULY),
        health(&scene.workshop, JULY, "2026-09-01T08:00:00Z"),
    );
    for (member, code) in [
        ("withdrawnSince", "trust.withdrawn"),
        ("suspendedSince", "trust.suspended"),
    ] {
        verified(&scene.verify(&ended(member), &[&before]));
        let report = scene.verify(&ended(member), &[&after]);
        refused(&report, CheckName::Trust, code, ISSUER);
    }
    // Dated back in the event, and not in its proof.
    let file = json!({"type": "StateOfHealth", "battery": BATTERY, "time": JULY, "stateOfCertifiedEnergy": 92.4});
    let backdated = signed_at("2026-09-01T08:00:00Z", &scene.workshop, file, JULY);
    let report = scene.verify(&ended("withdrawnSince"), &[&backdated]);
    refused(&report, CheckName::Trust, "trust.withdrawn", ISSUER);
    // A term that ran out is another thing: what happened within it may be told later.
    verified(&scene.verify(&ended("until"), &[&after]));
    let report = scene.verify(&ended("from"), &[&after]);
    refused(&report, CheckName::Trust, "trust.outside_period", ISSUER);
}

#[test]
fn only_a_passport_that_is_believed_tells_of_which_category_a_battery_is() {
    let scene = Scene::new();
    let entry = json!({"did": scene.workshop.did, "roles": ["workshop"], "scope": ["lmt"]});
    let trusting = scene.trusting(&[entry]);
    let soh = health(&scene.workshop, JULY, JULY);
    let mut passport = scene.world.passport();
    passport["credentialSubject"]["generalProductInformation"]["batteryCategory"] = json!("lmt");
    passport["id"] = json!("urn:uuid:2f1f1d9e-6a0d-4c56-8d43-3a8f0d7f1b21");
    passport["issuer"] = json!(scene.stranger.did);
    passport.as_object_mut().unwrap().remove("credentialStatus");
    let untrue = scene
        .stranger
        .secure(&passport, Suite::EDDSA_JCS_2022, None);
    let beside = Policy {
        accreditations: vec![untrue],
        ..trusting.clone()
    };
    let report = scene.verify(&beside, &[&soh]);
    refused(&report, CheckName::Trust, "trust.scope", ISSUER);
    let spelled = BATTERY.replace(".example/", ".example:443/");
    let file = json!({"type": "StateOfHealth", "battery": spelled, "time": JULY, "stateOfCertifiedEnergy": 92.4});
    let report = scene.verify(&trusting, &[&event(&scene.workshop, file, JULY)]);
    refused(&report, CheckName::Trust, "trust.scope", ISSUER);
}

#[test]
fn trust_for_some_batteries_is_none_for_others() {
    let scene = Scene::new();
    let soh = health(&scene.workshop, JULY, JULY);
    let scoped = |scope: &str| {
        let entry = json!({"did": scene.workshop.did, "roles": ["workshop"], "scope": [scope]});
        scene.trusting(&[entry])
    };
    verified(&scene.verify(&scoped("ev"), &[&soh]));
    let report = scene.verify(&scoped("lmt"), &[&soh]);
    refused(&report, CheckName::Trust, "trust.scope", ISSUER);

    // Alone it does not say of which category its battery is.
    let report = scene.world.verify(soh.to_text(), &scoped("ev"));
    verified(&report);
    let check = report.check(CheckName::Trust).unwrap();
    assert_eq!(check.code, Some("trust.scope_unknown"), "{check:?}");
}

#[test]
fn no_passport_escapes_a_scope_by_withholding_its_category() {
    let scene = Scene::new();
    let listed = |scope: &[&str]| {
        let entry =
            json!({"did": scene.world.issuer.did, "roles": ["manufacturer"], "scope": scope});
        let file = json!({"issuers": [entry]}).to_string();
        Policy {
            trust: Some(TrustList::parse(file.as_bytes()).unwrap().into()),
            ..policy()
        }
    };
    let category = "/credentialSubject/generalProductInformation/batteryCategory";
    let all = disclosed_to(&scene.world.passport(), Audience::Public);
    let cut = all.iter().filter(|place| place.to_string() != category);
    let cut: Vec<_> = cut.cloned().collect();
    let show = |shown: &[JsonPointer], policy: &Policy| {
        let shown = scene.world.sd_jwt().present(shown).unwrap();
        scene.world.verify(shown.to_string(), policy)
    };
    verified(&show(&all, &listed(&["ev"])));
    for scope in ["ev", "lmt"] {
        let report = show(&cut, &listed(&[scope]));
        refused(
            &report,
            CheckName::Trust,
            "trust.scope_unknown",
            Some("/credentialSubject/id"),
        );
    }
}
