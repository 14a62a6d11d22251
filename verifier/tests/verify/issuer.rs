//! Who may sign for whom, and whom the reader trusts.

use credentials::suite::Suite;
use serde_json::json;
use verifier::{CheckName, CheckStatus, Policy, TrustList};

use crate::world::{Party, World, now, policy, refused, status_of, verified};

#[test]
fn a_proof_by_a_key_that_is_not_the_issuers_passes_the_proof_and_fails_the_issuer_key() {
    let world = World::new();
    let stranger = Party::new(9);
    for suite in Suite::all() {
        let forged = stranger.secure(&world.passport(), suite, None);
        let report = world.verify(forged.to_text(), &policy());
        assert_eq!(status_of(&report, CheckName::Proof), CheckStatus::Pass);
        refused(
            &report,
            CheckName::IssuerKey,
            "issuer_key.not_assertion_method",
            Some("/issuer"),
        );
        assert_eq!(status_of(&report, CheckName::Status), CheckStatus::Skipped);
    }
}

#[test]
fn a_key_of_the_issuer_that_is_for_something_else_may_not_issue() {
    let mut world = World::new();
    world.issuer = Party::at_host(1, "cells.example");
    let passport = |world: &World| {
        world
            .issuer
            .secure(&world.passport(), Suite::SdJwt, None)
            .to_text()
    };

    let document = world.issuer.document(&["authentication"]);
    world
        .bundle
        .add_document(world.issuer.did.clone(), now(), document);
    let report = world.verify(passport(&world), &policy());
    assert_eq!(status_of(&report, CheckName::Proof), CheckStatus::Pass);
    refused(
        &report,
        CheckName::IssuerKey,
        "issuer_key.not_assertion_method",
        Some("/issuer"),
    );

    let document = world.issuer.document(&["assertionMethod"]);
    world
        .bundle
        .add_document(world.issuer.did.clone(), now(), document);
    for list in crate::world::List::ALL {
        world.publish(list, None);
    }
    verified(&world.verify(passport(&world), &policy()));
}

#[test]
fn a_key_that_is_unknown_or_revoked_proves_nothing() {
    let mut world = World::new();
    world.issuer = Party::at_host(1, "cells.example");
    let passport = world
        .issuer
        .secure(&world.passport(), Suite::SdJwt, None)
        .to_text();

    let report = world.verify(&passport, &policy());
    refused(&report, CheckName::Proof, "resolve.not_found", None);

    let other = Party::at_host(3, "cells.example");
    let mut document = other.document(&["assertionMethod"]);
    document["verificationMethod"][0]["id"] = json!("did:web:cells.example#key-2");
    document["assertionMethod"] = json!(["did:web:cells.example#key-2"]);
    world
        .bundle
        .add_document(world.issuer.did.clone(), now(), document);
    let report = world.verify(&passport, &policy());
    refused(&report, CheckName::Proof, "proof.method_unknown", None);

    let mut document = world.issuer.document(&["assertionMethod"]);
    document["verificationMethod"][0]["revoked"] = json!("2026-10-01T00:00:00Z");
    world
        .bundle
        .add_document(world.issuer.did.clone(), now(), document);
    let report = world.verify(&passport, &policy());
    refused(&report, CheckName::Proof, "proof.method_revoked", None);
}

#[test]
fn a_key_that_expired_before_the_credential_was_issued_may_not_issue_it() {
    let mut world = World::new();
    world.issuer = Party::at_host(1, "cells.example");
    let passport = world
        .issuer
        .secure(&world.passport(), Suite::SdJwt, None)
        .to_text();
    let mut document = world.issuer.document(&["assertionMethod"]);
    document["verificationMethod"][0]["expires"] = json!("2026-05-01T00:00:00Z");
    world
        .bundle
        .add_document(world.issuer.did.clone(), now(), document);
    let report = world.verify(&passport, &policy());
    refused(&report, CheckName::IssuerKey, "issuer_key.expired", None);
}

#[test]
fn only_issuers_on_the_trust_list_are_trusted_when_there_is_one() {
    let world = World::new();
    let passport = world.sd_jwt().to_string();
    let trusting = |issuers: serde_json::Value| {
        let file = json!({"issuers": issuers}).to_string();
        Policy {
            trust: Some(TrustList::parse(file.as_bytes()).unwrap()),
            ..policy()
        }
    };
    let did = &world.issuer.did;
    verified(&world.verify(
        &passport,
        &trusting(json!([{"did": did, "roles": ["manufacturer"]}])),
    ));
    verified(&world.verify(&passport, &trusting(json!([{"did": did}]))));
    for (issuers, code) in [
        (json!([]), "trust.unknown_issuer"),
        (json!([{"did": did, "roles": ["workshop"]}]), "trust.role"),
        (
            json!([{"did": did, "from": "2026-07-01T00:00:00Z"}]),
            "trust.outside_period",
        ),
    ] {
        let report = world.verify(&passport, &trusting(issuers));
        refused(&report, CheckName::Trust, code, Some("/issuer"));
    }
}
