//! Who may do what, when: by the trust list, and by accreditations that count at the time of the act.

use credentials::JsonPointer;
use credentials::battery::passport::disclosed_to;
use credentials::battery::{Accreditation, Audience, Category, EventDraft, Role, Statement};
use credentials::proof::Cryptosuite;
use credentials::secured::Secured;
use credentials::suite::Suite;
use jiff::Timestamp;
use serde_json::{Value, json};
use verifier::{CheckName, CheckStatus, Policy, Report, TrustList, verify_all};

use crate::world::{BATTERY, List, Party, World, policy, refused, status_of, verified};

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
fn no_accreditation_mends_what_the_list_gave_up() {
    let scene = Scene::new();
    let accreditation = signed(&scene.authority, &scene.accreditation());
    let withdrawn = |more: Value| {
        let mut entry = json!({"did": scene.workshop.did, "roles": ["workshop"],
            "withdrawnSince": "2026-07-15T00:00:00Z"});
        let members = more.as_object().unwrap().clone();
        entry.as_object_mut().unwrap().extend(members);
        entry
    };
    let other_role = json!({"did": scene.workshop.did, "roles": ["notified-body"]});
    let late = |happened: &str| health(&scene.workshop, happened, "2026-09-01T08:00:00Z");
    for (entries, event) in [
        (vec![withdrawn(json!({}))], late(JULY)),
        (vec![withdrawn(json!({})), other_role], late(JULY)),
        (
            vec![withdrawn(json!({"roles": ["notified-body"]}))],
            late(JULY),
        ),
        (
            vec![withdrawn(json!({"until": "2026-06-20T00:00:00Z"}))],
            late(JULY),
        ),
        (
            vec![withdrawn(json!({"from": "2026-07-10T00:00:00Z"}))],
            late(JULY),
        ),
    ] {
        let policy = Policy {
            accreditations: vec![accreditation.clone()],
            ..scene.trusting(&entries)
        };
        let report = scene.verify(&policy, &[&event]);
        refused(&report, CheckName::Trust, "trust.withdrawn", ISSUER);
    }
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

#[test]
fn an_accreditation_in_the_bundle_or_beside_it_vouches_for_its_operator() {
    let scene = Scene::new();
    let policy = scene.trusting(&[]);
    let soh = health(&scene.workshop, JULY, JULY);
    let report = scene.verify(&policy, &[&soh]);
    refused(&report, CheckName::Trust, "trust.unknown_issuer", ISSUER);

    let accreditation = signed(&scene.authority, &scene.accreditation());
    verified(&scene.verify(&policy, &[&soh, &accreditation]));
    let beside = Policy {
        accreditations: vec![accreditation.clone()],
        ..policy.clone()
    };
    verified(&scene.verify(&beside, &[&soh]));
    let report = scene.world.verify(soh.to_text(), &beside);
    let check = report.check(CheckName::Trust).unwrap();
    let told = check.detail.as_deref().unwrap();
    for part in [
        "Garage Nord, as workshop",
        scene.authority.did.as_str(),
        "unsigned",
    ] {
        assert!(told.contains(part), "{told}");
    }

    // It opens its role and no other.
    let recycled = json!({"type": "Recycled", "battery": BATTERY, "time": JULY});
    let recycled = event(&scene.workshop, recycled, JULY);
    let report = scene.world.verify(recycled.to_text(), &beside);
    refused(&report, CheckName::Trust, "trust.role", Some("/issuer"));
}

#[test]
fn an_accreditation_counts_at_the_time_of_the_act() {
    let scene = Scene::new();
    let accreditation = signed(&scene.authority, &scene.accreditation());
    let judged = |at: &str, event: &Secured| {
        let policy = Policy {
            at: time(at),
            ..scene.trusting(&[])
        };
        let files = [accreditation.to_text(), event.to_text()];
        verify_all(&files, &policy, &scene.world.bundle.clone().environment())
    };
    let event = |happened: &str| health(&scene.workshop, happened, happened);
    // It has expired when it is read: that is no matter.
    verified(&judged("2027-03-01T00:00:00Z", &event(JULY)));
    for happened in ["2026-06-01T00:00:00Z", "2027-01-02T00:00:00Z"] {
        refused(
            &judged("2027-03-01T00:00:00Z", &event(happened)),
            CheckName::Trust,
            "trust.accreditation_period",
            ISSUER,
        );
    }
    // Alone it claims to hold today.
    let policy = Policy {
        at: time("2027-03-01T00:00:00Z"),
        ..scene.trusting(&[])
    };
    let report = scene.world.verify(accreditation.to_text(), &policy);
    assert_eq!(status_of(&report, CheckName::Validity), CheckStatus::Fail);
}

#[test]
fn an_accreditation_that_does_not_count_is_named_for_what_it_is() {
    let scene = Scene::new();
    let soh = health(&scene.workshop, JULY, JULY);
    let by = |party: &Party, change: &dyn Fn(&mut Accreditation)| {
        let mut accreditation = scene.accreditation();
        accreditation.statement.issuer = party.did.clone();
        change(&mut accreditation);
        signed(party, &accreditation)
    };
    let nothing: &dyn Fn(&mut Accreditation) = &|_| {};
    let forged = {
        let good = by(&scene.authority, nothing).to_text();
        Secured::parse(good.replace("Garage Nord", "Garage West").as_bytes()).unwrap()
    };
    let in_its_name = {
        let unsigned = scene.accreditation().build().unwrap();
        scene
            .stranger
            .secure(&unsigned, Suite::EDDSA_JCS_2022, None)
    };
    for (accreditation, code) in [
        (by(&scene.workshop, nothing), "trust.accredited_by_itself"),
        (by(&scene.stranger, nothing), "trust.accreditor"),
        (by(&scene.world.issuer, nothing), "trust.accreditor"),
        (
            by(&scene.authority, &|one| one.scope = vec![Category::Lmt]),
            "trust.accreditation_scope",
        ),
        (
            by(&scene.authority, &|one| one.role = Role::Authority),
            "trust.role",
        ),
        (forged, "trust.accreditation_bad"),
        (in_its_name, "trust.accreditation_bad"),
        (
            scene
                .authority
                .secure(&scene.accreditation().build().unwrap(), Suite::SdJwt, None),
            "trust.accreditation_bad",
        ),
    ] {
        let policy = Policy {
            accreditations: vec![accreditation],
            ..scene.trusting(&[])
        };
        let report = scene.verify(&policy, &[&soh]);
        refused(&report, CheckName::Trust, code, ISSUER);
    }
}

#[test]
fn a_revoked_accreditation_vouches_for_nobody() {
    let mut scene = Scene::new();
    // The authority publishes the lists of this world.
    let mut world = World::new();
    std::mem::swap(&mut world.issuer, &mut scene.authority);
    let soh = health(&scene.workshop, JULY, JULY);
    let judged = |world: &World| {
        let mut accreditation = Accreditation {
            statement: Statement {
                issuer: world.issuer.did.clone(),
                status: vec![world.entry(List::Revocation, 94_567)],
                ..scene.accreditation().statement
            },
            ..scene.accreditation()
        };
        accreditation.scope.clear();
        let trust = json!({"issuers": [{"did": world.issuer.did, "roles": ["authority"]}]});
        let policy = Policy {
            trust: Some(
                TrustList::parse(trust.to_string().as_bytes())
                    .unwrap()
                    .into(),
            ),
            accreditations: vec![signed(&world.issuer, &accreditation)],
            ..policy()
        };
        world.verify(soh.to_text(), &policy)
    };
    for list in List::ALL {
        world.publish(list, None);
    }
    verified(&judged(&world));
    world.publish(List::Revocation, Some(1));
    refused(
        &judged(&world),
        CheckName::Trust,
        "trust.accreditation_revoked",
        Some("/issuer"),
    );
}

#[test]
fn accreditations_make_no_chain_and_save_nobody_whom_the_list_gave_up() {
    let scene = Scene::new();
    let soh = health(&scene.workshop, JULY, JULY);
    // The authority makes the stranger an authority, who accredits the workshop.
    let second = Accreditation {
        operator: scene.stranger.did.clone(),
        role: Role::Authority,
        scope: Vec::new(),
        ..scene.accreditation()
    };
    let mut first = scene.accreditation();
    first.statement.issuer = scene.stranger.did.clone();
    let policy = Policy {
        accreditations: vec![
            signed(&scene.authority, &second),
            signed(&scene.stranger, &first),
        ],
        ..scene.trusting(&[])
    };
    let report = scene.verify(&policy, &[&soh]);
    refused(&report, CheckName::Trust, "trust.accreditor", ISSUER);

    let gone = json!({"did": scene.workshop.did, "roles": ["bms-owner"], "withdrawnSince": "2026-06-20T00:00:00Z"});
    let policy = Policy {
        accreditations: vec![signed(&scene.authority, &scene.accreditation())],
        ..scene.trusting(&[gone])
    };
    let report = scene.verify(&policy, &[&soh]);
    refused(&report, CheckName::Trust, "trust.withdrawn", ISSUER);
}

#[test]
fn a_manufacturer_mandates_a_representative_and_accredits_nobody_else() {
    let scene = Scene::new();
    let mandate = |role| {
        let mut mandate = scene.accreditation();
        mandate.statement.issuer = scene.world.issuer.did.clone();
        mandate.role = role;
        signed(&scene.world.issuer, &mandate)
    };
    let placed =
        json!({"type": "PlacedOnMarket", "battery": BATTERY, "time": JULY, "country": "DE"});
    let placed = event(&scene.workshop, placed, JULY);
    let judged = |role| {
        let policy = Policy {
            accreditations: vec![mandate(role)],
            ..scene.trusting(&[])
        };
        scene.world.verify(placed.to_text(), &policy)
    };
    verified(&judged(Role::AuthorisedRepresentative));
    refused(
        &judged(Role::Importer),
        CheckName::Trust,
        "trust.accreditor",
        Some("/issuer"),
    );
}

#[test]
fn whoever_lost_the_trust_accredits_nobody_by_an_earlier_date() {
    let scene = Scene::new();
    let soh = health(&scene.workshop, JULY, JULY);
    let accreditor = Party::new(24);
    let listed = json!({"did": accreditor.did, "roles": ["authority"], "withdrawnSince": "2026-08-01T00:00:00Z"});
    let mut says = scene.accreditation();
    says.statement.issuer = accreditor.did.clone();
    let judged = |created: &str| {
        let unsigned = says.build().unwrap();
        let paper = accreditor.secure_at(time(created), &unsigned, accreditor.attesting(), None);
        let policy = Policy {
            accreditations: vec![paper],
            ..scene.trusting(std::slice::from_ref(&listed))
        };
        scene.verify(&policy, &[&soh])
    };
    verified(&judged("2026-06-15T00:00:00Z"));
    let report = judged("2026-09-01T00:00:00Z");
    refused(&report, CheckName::Trust, "trust.accreditor", ISSUER);
}

/// The manufacturer's mandate for the workshop, beside this list.
fn mandated(scene: &Scene, issuers: &[Value]) -> Policy {
    let mut mandate = scene.accreditation();
    mandate.statement.issuer = scene.world.issuer.did.clone();
    mandate.role = Role::AuthorisedRepresentative;
    Policy {
        accreditations: vec![signed(&scene.world.issuer, &mandate)],
        ..scene.trusting(issuers)
    }
}

/// A passport of a battery that says who made it.
fn passport_of(scene: &Scene, by: &Party, maker: Value) -> Secured {
    let mut passport = scene.world.passport();
    let general = &mut passport["credentialSubject"]["generalProductInformation"];
    for (name, value) in maker.as_object().unwrap() {
        general["manufacturerInformation"][name] = value.clone();
    }
    passport["id"] = json!("urn:uuid:2f1f1d9e-6a0d-4c56-8d43-3a8f0d7f1b22");
    passport["issuer"] = json!(by.did);
    passport["validFrom"] = json!("2026-07-01T00:00:00Z");
    passport.as_object_mut().unwrap().remove("credentialStatus");
    by.secure(&passport, Suite::EDDSA_JCS_2022, None)
}

#[test]
fn a_mandate_is_for_the_batteries_of_whoever_gave_it() {
    let scene = Scene::new();
    let other = Party::new(23);
    let (mine, theirs) = (&scene.world.issuer.did, &other.did);
    let policy = mandated(
        &scene,
        &[
            json!({"did": mine, "name": "Cells SE", "roles": ["manufacturer"]}),
            json!({"did": theirs, "name": "Nordzelle AG", "roles": ["manufacturer"]}),
        ],
    );
    let judged = |maker: Value| {
        let passport = passport_of(&scene, &scene.workshop, maker);
        scene.world.verify(passport.to_text(), &policy)
    };
    for maker in [
        json!({"contactName": "Somebody", "identifier": mine}),
        json!({"contactName": " cells se "}),
    ] {
        let report = judged(maker.clone());
        verified(&report);
        let check = report.check(CheckName::Trust).unwrap();
        assert_eq!(check.status, CheckStatus::Pass, "{maker} {check:?}");
    }
    for maker in [
        json!({"contactName": "Cells SE", "identifier": theirs}),
        json!({"contactName": "Nordzelle AG", "identifier": "urn:lei:529900NORDZELLE0EX91"}),
    ] {
        let report = judged(maker);
        refused(&report, CheckName::Trust, "trust.mandate", Some("/issuer"));
    }
    // Of whom nobody here has heard.
    let report = judged(json!({"contactName": "Unheard", "identifier": "urn:lei:1"}));
    verified(&report);
    let check = report.check(CheckName::Trust).unwrap();
    assert_eq!(check.code, Some("trust.mandate_unknown"), "{check:?}");
    // What is public is not left out where it would tell.
    let mut passport = passport_of(&scene, &scene.workshop, json!({})).credential();
    let general = &mut passport["credentialSubject"]["generalProductInformation"];
    general
        .as_object_mut()
        .unwrap()
        .remove("manufacturerInformation");
    let passport = scene
        .workshop
        .secure(&passport, Suite::EDDSA_JCS_2022, None);
    let report = scene.world.verify(passport.to_text(), &policy);
    refused(
        &report,
        CheckName::Trust,
        "trust.mandate_unknown",
        Some("/credentialSubject/id"),
    );
}

#[test]
fn what_a_representative_does_to_a_battery_is_held_against_the_batterys_passport() {
    let scene = Scene::new();
    let other = Party::new(23);
    let listed = json!({"did": other.did, "roles": ["manufacturer"]});
    let policy = mandated(&scene, &[listed]);
    let soh = health(&scene.workshop, JULY, JULY);
    let judged = |policy: &Policy, passport: &Secured| {
        let files = [passport.to_text(), soh.to_text()];
        verify_all(&files, policy, &scene.world.bundle.clone().environment())
    };
    let unnamed = || json!({"contactName": "Unheard"});
    let own = passport_of(&scene, &scene.world.issuer, unnamed());
    verified(&judged(&policy, &own));
    let theirs = passport_of(&scene, &other, unnamed());
    refused(
        &judged(&policy, &theirs),
        CheckName::Trust,
        "trust.mandate",
        ISSUER,
    );
    // The walk back looks at the same.
    let walking = Policy {
        chain: true,
        ..policy.clone()
    };
    let report = judged(&walking, &theirs);
    let chain = report.check(CheckName::Chain).unwrap();
    assert_eq!(chain.code, Some("chain.role"), "{chain:?}");
    // An importer's passport need not be of its own battery.
    let importer = json!({"did": scene.stranger.did, "roles": ["importer"]});
    let importing = mandated(&scene, &[importer]);
    let imported = passport_of(&scene, &scene.stranger, unnamed());
    let report = judged(&importing, &imported);
    let check = report.check(CheckName::Trust).unwrap();
    assert_eq!(check.code, Some("trust.mandate_unknown"), "{check:?}");
    // An authority's mandate is bound to nobody's batteries, and a list's own word to none.
    let mut by_authority = scene.accreditation();
    by_authority.role = Role::AuthorisedRepresentative;
    let listed = json!({"did": other.did, "roles": ["manufacturer"]});
    let freely = Policy {
        accreditations: vec![signed(&scene.authority, &by_authority)],
        ..scene.trusting(std::slice::from_ref(&listed))
    };
    verified(&judged(&freely, &theirs));
    let by_list = json!({"did": scene.workshop.did, "roles": ["authorised-representative"]});
    verified(&judged(&scene.trusting(&[listed, by_list]), &theirs));
}

#[test]
fn a_strangers_passport_puts_no_battery_under_a_mandate() {
    let scene = Scene::new();
    let other = Party::new(23);
    let listed = json!({"did": other.did, "roles": ["manufacturer"]});
    let policy = mandated(&scene, &[listed]);
    let soh = health(&scene.workshop, JULY, JULY);
    let mine = json!({"contactName": "Cells SE", "identifier": scene.world.issuer.did});
    let untrue = passport_of(&scene, &scene.stranger, mine);
    let theirs = passport_of(&scene, &other, json!({"contactName": "Unheard"}));
    let files = [theirs.to_text(), soh.to_text(), untrue.to_text()];
    let report = verify_all(&files, &policy, &scene.world.bundle.clone().environment());
    let check = report.check(CheckName::Trust).unwrap();
    assert_eq!(check.code, Some("trust.mandate"), "{check:?}");
    assert!(!report.verified);
}

#[test]
fn the_walk_back_asks_for_roles_by_accreditation_too() {
    let scene = Scene::new();
    let soh = health(&scene.workshop, JULY, JULY);
    let accreditation = signed(&scene.authority, &scene.accreditation());
    let walking = Policy {
        chain: true,
        ..scene.trusting(&[])
    };
    verified(&scene.verify(&walking, &[&soh, &accreditation]));
    let report = scene.verify(&walking, &[&soh]);
    let check = report.check(CheckName::Chain).unwrap();
    assert_eq!(check.code, Some("chain.role"), "{check:?}");
    assert!(
        check
            .detail
            .as_deref()
            .unwrap()
            .contains("reporting StateOfHealth takes")
    );
}

#[test]
fn an_accreditation_counts_in_every_suite_that_signs_it_as_a_whole() {
    let scene = Scene::new();
    let soh = health(&scene.workshop, JULY, JULY);
    for suite in [
        Suite::VcJwt,
        Suite::DataIntegrity(Cryptosuite::EddsaRdfc2022),
    ] {
        let unsigned = scene.accreditation().build().unwrap();
        let accreditation = scene.authority.secure(&unsigned, suite, None);
        verified(&scene.verify(&scene.trusting(&[]), &[&soh, &accreditation]));
    }
}
