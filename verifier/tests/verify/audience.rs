//! Nothing beyond what an audience may see, and nothing public withheld.

use credentials::battery::passport::disclosed_to;
use credentials::battery::{Audience, EventDraft, Purpose};
use credentials::json::JsonPointer;
use credentials::suite::Suite;
use serde_json::{Value, json};
use verifier::{CheckName, CheckStatus, Policy};

use crate::world::{BATTERY, World, policy, refused, status_of, verified};

fn for_audience(audience: Audience) -> Policy {
    Policy {
        audience: Some(audience),
        ..policy()
    }
}

#[test]
fn a_presentation_cut_to_an_audience_passes_for_it() {
    let world = World::new();
    let whole = world.sd_jwt();
    for audience in Audience::ALL {
        let shown = disclosed_to(&world.passport(), audience);
        let presented = whole.present(&shown).unwrap();
        let report = world.verify(presented.to_string(), &for_audience(audience));
        verified(&report);
        assert_eq!(status_of(&report, CheckName::Audience), CheckStatus::Pass);
        assert_eq!(report.audience, Some(audience));
    }
}

#[test]
fn what_an_audience_may_not_see_is_refused_even_when_all_else_is_good() {
    let world = World::new();
    let recycler = Audience::LegitimateInterest(Purpose::Recycling);
    let shown = disclosed_to(&world.passport(), recycler);
    let presented = world.sd_jwt().present(&shown).unwrap();
    let report = world.verify(presented.to_string(), &for_audience(Audience::Public));
    let check = report.check(CheckName::Audience).unwrap();
    assert_eq!(check.code, Some("audience.beyond"));
    let pointer = check.pointer.clone().unwrap();
    refused(
        &report,
        CheckName::Audience,
        "audience.beyond",
        Some(&pointer),
    );
    let place = JsonPointer::parse(&pointer).unwrap();
    assert!(
        place.get(report.credential.as_ref().unwrap()).is_some(),
        "{pointer}"
    );
}

#[test]
fn an_event_tells_no_audience_more_than_a_passport_may() {
    let world = World::new();
    let event = |file: Value| {
        let draft = EventDraft::from_file(&file).unwrap();
        let statement = world.statement("urn:uuid:2f1f1d9e-6a0d-4c56-8d43-3a8f0d7f1d01", JULY);
        let event = draft.build(&statement).unwrap();
        world.issuer.secure(&event, Suite::EDDSA_JCS_2022, None)
    };
    let health = event(
        json!({"type": "StateOfHealth", "battery": BATTERY, "time": JULY, "stateOfCertifiedEnergy": 92.4}),
    );
    let recycler = Audience::LegitimateInterest(Purpose::Recycling);
    verified(&world.verify(health.to_text(), &for_audience(recycler)));
    let report = world.verify(health.to_text(), &for_audience(Audience::Public));
    let check = report.check(CheckName::Audience).unwrap();
    let pointer = check.pointer.clone().unwrap();
    assert!(pointer.contains("stateOfCertifiedEnergy"), "{pointer}");
    refused(
        &report,
        CheckName::Audience,
        "audience.beyond",
        Some(&pointer),
    );
    // Where it was sold is no attribute of a battery.
    let placed =
        event(json!({"type": "PlacedOnMarket", "battery": BATTERY, "time": JULY, "country": "DE"}));
    verified(&world.verify(placed.to_text(), &for_audience(Audience::Public)));
}

const JULY: &str = "2026-07-01T08:00:00Z";

#[test]
fn public_data_may_not_be_withheld() {
    let world = World::new();
    let category = "/credentialSubject/generalProductInformation/batteryCategory";
    let shown: Vec<JsonPointer> = disclosed_to(&world.passport(), Audience::Public)
        .into_iter()
        .filter(|pointer| pointer.to_string() != category)
        .collect();
    let presented = world.sd_jwt().present(&shown).unwrap();
    let report = world.verify(presented.to_string(), &for_audience(Audience::Public));
    refused(
        &report,
        CheckName::Audience,
        "audience.missing_public",
        Some(category),
    );
}
