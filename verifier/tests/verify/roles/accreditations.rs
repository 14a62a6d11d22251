//! Accreditations: whom they vouch for, when, and who may give one.

use credentials::battery::{Accreditation, Category, Role, Statement};
use credentials::proof::Cryptosuite;
use credentials::secured::Secured;
use credentials::suite::Suite;
use serde_json::{Value, json};
use verifier::{CheckName, CheckStatus, Policy, TrustList, verify_all};

use super::{ISSUER, JULY, Scene, event, health, signed, time};
use crate::world::{BATTERY, List, Party, World, policy, refused, status_of, verified};

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
