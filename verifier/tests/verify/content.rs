//! What a signature cannot make true: wrong units, impossible values, wrong check digits.

use credentials::battery::EventDraft;
use credentials::suite::Suite;
use serde_json::{Value, json};
use verifier::{CheckName, CheckStatus};

use crate::world::{World, policy, refused, status_of, verified};

#[test]
fn a_signed_passport_with_a_value_that_cannot_be_is_refused() {
    let world = World::new();
    let technical = "/performanceAndDurability/batteryTechnicalProperties";
    for (place, wrong, code) in [
        (
            format!("{technical}/initialSelfDischarge"),
            json!(170),
            "range.impossible",
        ),
        (
            format!("{technical}/roundTripEfficiency"),
            json!(0.9),
            "unit.fraction",
        ),
        (
            format!("{technical}/ratedCapacity"),
            json!("much"),
            "structure.kind",
        ),
        (
            "/generalProductInformation/colour".to_owned(),
            json!("red"),
            "structure.unknown",
        ),
        (
            "/generalProductInformation/productIdentifier".to_owned(),
            json!("https://id.cells.example/01/09506000134353/21/A1"),
            "identifier.gtin_check_digit",
        ),
    ] {
        let mut subject = crate::world::full_subject();
        let (above, name) = place.rsplit_once('/').unwrap();
        subject.pointer_mut(above).unwrap()[name] = wrong;
        let secured = world
            .issuer
            .secure(&world.passport_of(subject), Suite::SdJwt, None);
        let report = world.verify(secured.to_text(), &policy());
        let pointer = format!("/credentialSubject{place}");
        refused(&report, CheckName::Schema, code, Some(&pointer));
    }
}

#[test]
fn an_event_is_held_to_its_kind() {
    let world = World::new();
    let good = event(&world);
    let secured = world.issuer.secure(&good, Suite::EDDSA_JCS_2022, None);
    let report = world.verify(secured.to_text(), &policy());
    verified(&report);
    assert_eq!(status_of(&report, CheckName::Schema), CheckStatus::Pass);

    let mut fraction = good;
    let health = "/credentialSubject/performanceAndDurability/batteryCondition/stateOfCertifiedEnergy/stateOfCertifiedEnergyValue";
    *fraction.pointer_mut(health).unwrap() = json!(0.92);
    let secured = world.issuer.secure(&fraction, Suite::EDDSA_JCS_2022, None);
    let report = world.verify(secured.to_text(), &policy());
    refused(
        &report,
        CheckName::Schema,
        "event.fraction_for_percent",
        Some(health),
    );
}

fn event(world: &World) -> Value {
    EventDraft::from_file(&json!({
        "type": "StateOfHealth", "battery": crate::world::BATTERY,
        "time": "2026-11-01T08:00:00Z", "stateOfCertifiedEnergy": 92.4,
    }))
    .unwrap()
    .build(&world.statement(
        "urn:uuid:2f1f1d9e-6a0d-4c56-8d43-3a8f0d7f1b55",
        "2026-11-02T08:00:00Z",
    ))
    .unwrap()
}
