//! What a person and a program read.

use credentials::battery::passport::disclosed_to;
use credentials::battery::{Audience, Purpose};
use platform::{Global, Ui};
use serde_json::Value;
use verifier::render;
use verifier::{Policy, Report};

use crate::world::{List, Party, World, policy};

fn told(report: &Report) -> String {
    render::report(report, &Ui::new(&Global::default()))
}

#[test]
fn a_good_passport_for_a_recycler() {
    let world = World::new();
    let recycler = Audience::LegitimateInterest(Purpose::Recycling);
    let shown = disclosed_to(&world.passport(), recycler);
    let presented = world.sd_jwt().present(&shown).unwrap();
    let report = world.verify(
        presented.to_string(),
        &Policy {
            audience: Some(recycler),
            ..policy()
        },
    );
    insta::assert_snapshot!("recycler", told(&report));
}

#[test]
fn a_passport_that_was_transferred() {
    let mut world = World::new();
    world.publish(List::Message, Some(1));
    let public = disclosed_to(&world.passport(), Audience::Public);
    let presented = world.sd_jwt().present(&public[..12]).unwrap();
    let report = world.verify(presented.to_string(), &policy());
    insta::assert_snapshot!("transferred", told(&report));
}

#[test]
fn a_passport_that_is_shown_whole_is_more_than_any_reader_may_see() {
    let world = World::new();
    let told = told(&world.verify(world.sd_jwt().to_string(), &policy()));
    let shows = "Shows         more than any one reader may see";
    assert!(told.contains(shows), "{told}");
}

#[test]
fn a_forged_passport() {
    let world = World::new();
    let forged = Party::new(9).secure(
        &world.passport_of(small()),
        credentials::suite::Suite::EDDSA_JCS_2022,
        None,
    );
    let report = world.verify(forged.to_text(), &policy());
    insta::assert_snapshot!("forged", told(&report));
}

#[test]
fn something_that_is_no_credential() {
    let report = World::new().verify("hello", &policy());
    insta::assert_snapshot!("unreadable", told(&report));
}

#[test]
fn the_json_report_has_the_members_of_the_contract() {
    let world = World::new();
    let report = world.verify(world.sd_jwt().to_string(), &policy());
    let mut json: Value = serde_json::to_value(&report).unwrap();
    assert_eq!(json["credential"]["issuer"]["name"], "Cells SE");
    json["credential"] = "the disclosed credential".into();
    insta::assert_json_snapshot!("json", json);
}

#[test]
fn the_json_report_of_a_refusal_says_which_check_where_and_why() {
    let mut world = World::new();
    world.publish(List::Revocation, Some(1));
    let report = world.verify(world.sd_jwt().to_string(), &policy());
    let mut json: Value = serde_json::to_value(&report).unwrap();
    json["credential"] = "the disclosed credential".into();
    insta::assert_json_snapshot!("json_revoked", json);
}

fn small() -> Value {
    let mut subject = crate::world::full_subject();
    let groups = subject.as_object_mut().unwrap();
    groups.retain(|name, _| name == "id" || name == "generalProductInformation");
    subject
}
