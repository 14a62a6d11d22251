//! Mandates: a representative acts for the batteries of whoever gave it one.

use credentials::battery::Role;
use credentials::secured::Secured;
use credentials::suite::Suite;
use serde_json::{Value, json};
use verifier::{CheckName, CheckStatus, Policy, verify_all};

use super::{ISSUER, JULY, Scene, event, health, signed};
use crate::world::{BATTERY, Party, refused, verified};

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
