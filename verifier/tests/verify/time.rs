//! Before its time, after its time.

use credentials::suite::Suite;
use credentials::vc_jwt;
use serde_json::json;
use verifier::{CheckName, CheckStatus, Policy};

use crate::world::{World, policy, refused, status_of, verified};

#[test]
fn expired_and_not_yet_valid_passports_are_refused() {
    for (member, time, code) in [
        ("validUntil", "2026-11-24T11:59:59Z", "validity.expired"),
        (
            "validFrom",
            "2026-11-24T12:00:01Z",
            "validity.not_yet_valid",
        ),
    ] {
        for suite in Suite::all() {
            let world = World::signing(suite);
            let mut passport = world.passport();
            passport[member] = json!(time);
            let secured = world.issuer.secure(&passport, suite, None);
            let report = world.verify(secured.to_text(), &policy());
            let place = format!("/{member}");
            refused(&report, CheckName::Validity, code, Some(&place));
            assert_ne!(status_of(&report, CheckName::Proof), CheckStatus::Fail);
        }
    }
}

#[test]
fn the_time_to_judge_by_is_the_readers_choice() {
    let world = World::new();
    let passport = world.sd_jwt().to_string();
    verified(&world.verify(&passport, &policy()));
    let late = Policy::at("2041-01-01T00:00:00Z".parse().unwrap());
    let report = world.verify(&passport, &late);
    assert_eq!(status_of(&report, CheckName::Validity), CheckStatus::Fail);
}

#[test]
fn a_token_that_is_for_other_readers_is_refused() {
    let world = World::new();
    for (readers, mine) in [
        (json!("recycler.example"), true),
        (json!(["authority.example", "recycler.example"]), true),
        (json!("authority.example"), false),
        (json!([]), false),
        (json!(7), false),
    ] {
        let mut passport = world.passport();
        passport["aud"] = readers.clone();
        let issuer = &world.issuer;
        let jwt = vc_jwt::issue(&passport, &issuer.method, &issuer.key).unwrap();
        let report = world.verify(jwt.to_string(), &policy());
        let code = "validity.other_reader";
        refused(&report, CheckName::Validity, code, Some("/aud"));
        let named = Policy {
            aud: Some("recycler.example".into()),
            ..policy()
        };
        let report = world.verify(jwt.to_string(), &named);
        let passed = status_of(&report, CheckName::Validity) == CheckStatus::Pass;
        assert_eq!(passed, mine, "{readers}");
    }
}
