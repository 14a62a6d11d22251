//! Who may sign for whom, and whom the reader trusts.

use credentials::keys::Algorithm;
use credentials::proof::Cryptosuite;
use credentials::suite::Suite;
use serde_json::json;
use verifier::{CheckName, CheckStatus, Policy, TrustList};

use crate::world::{List, Party, World, now, policy, refused, status_of, verified};

#[test]
fn a_proof_by_a_key_that_is_not_the_issuers_passes_the_proof_and_fails_the_issuer_key() {
    for suite in Suite::all() {
        let world = World::signing(suite);
        let stranger = Party::of(suite.algorithms()[0], 9);
        let forged = stranger.secure(&world.passport(), suite, None);
        let report = world.verify(forged.to_text(), &policy());
        assert_ne!(status_of(&report, CheckName::Proof), CheckStatus::Fail);
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
    for list in List::ALL {
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
fn a_did_without_a_fragment_names_no_key() {
    let world = World::new();
    let secured = world
        .issuer
        .secure(&world.passport(), Suite::EDDSA_JCS_2022, None)
        .to_text();
    let mut passport: serde_json::Value = serde_json::from_str(&secured).unwrap();
    passport["proof"]["verificationMethod"] = json!(world.issuer.did);
    let report = world.verify(passport.to_string(), &policy());
    refused(
        &report,
        CheckName::Proof,
        "proof.method_unknown",
        Some("/proof"),
    );
    let hint = report.check(CheckName::Proof).unwrap().hint.clone();
    assert!(hint.unwrap().contains("fragment"));
}

#[test]
fn a_credential_that_is_dated_back_before_its_key_expired_is_refused_by_its_proof() {
    let mut world = World::new();
    world.issuer = Party::at_host(1, "cells.example");
    let mut document = world.issuer.document(&["assertionMethod"]);
    document["verificationMethod"][0]["expires"] = json!("2026-07-01T00:00:00Z");
    world
        .bundle
        .add_document(world.issuer.did.clone(), now(), document);
    let mut passport = world.passport();
    passport.as_object_mut().unwrap().remove("credentialStatus");
    let judged = |created: &str| {
        let created = created.parse().unwrap();
        let suite = Suite::EDDSA_JCS_2022;
        let signed = world.issuer.secure_at(created, &passport, suite, None);
        world.verify(signed.to_text(), &policy())
    };
    verified(&judged("2026-06-01T00:00:00Z"));
    let report = judged("2026-08-01T00:00:00Z");
    refused(&report, CheckName::IssuerKey, "issuer_key.expired", None);
}

#[test]
fn only_issuers_on_the_trust_list_are_trusted_when_there_is_one() {
    let world = World::new();
    let passport = world.sd_jwt().to_string();
    let trusting = |issuers: serde_json::Value| {
        let file = json!({"issuers": issuers}).to_string();
        Policy {
            trust: Some(TrustList::parse(file.as_bytes()).unwrap().into()),
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

#[test]
fn the_published_eddsa_jcs_2022_example_passes_the_proof_and_not_the_issuer_key() {
    let root = match std::env::var_os("VECTORS_DIR") {
        Some(folder) => std::path::PathBuf::from(folder),
        None => std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/vectors"),
    };
    let file = root.join("vc-di-eddsa/eddsa-jcs-2022/signedJCS.json");
    let Ok(example) = std::fs::read(&file) else {
        eprintln!("skipped, there is no {} (set VECTORS_DIR)", file.display());
        return;
    };
    let report = World::new().verify(example, &policy());
    assert_eq!(status_of(&report, CheckName::Proof), CheckStatus::Pass);
    // Its issuer is a web page, and its key somebody's did:key.
    refused(
        &report,
        CheckName::IssuerKey,
        "issuer_key.no_did",
        Some("/issuer"),
    );
}

#[test]
fn a_document_that_breaks_the_data_model_is_refused_though_it_is_signed() {
    let world = World::new();
    let mut passport = world.passport();
    passport["validFrom"] = json!("yesterday");
    let secured = world.issuer.secure(&passport, Suite::EDDSA_JCS_2022, None);
    let report = world.verify(secured.to_text(), &policy());
    let check = report.check(CheckName::Model).unwrap();
    assert_eq!(
        (check.status, check.pointer.as_deref()),
        (CheckStatus::Fail, Some("/validFrom"))
    );
    assert_eq!(status_of(&report, CheckName::Proof), CheckStatus::Pass);
    assert!(!report.verified);
}

#[test]
fn an_issuer_with_a_p256_key_secures_passport_and_lists_as_sd_jwt() {
    let mut world = World::new();
    world.issuer = Party::of(Algorithm::P256, 1);
    for list in List::ALL {
        let credential = world.list(list, None);
        let secured = world.issuer.secure(&credential, Suite::SdJwt, None);
        world.put(list, secured.to_text().as_bytes());
    }
    verified(&world.verify(world.sd_jwt().to_string(), &policy()));
}

#[test]
fn others_may_sign_beside_the_issuer_and_never_in_its_place() {
    let world = World::new();
    let witness = Party::new(9);
    for suite in [
        Suite::EDDSA_JCS_2022,
        Suite::DataIntegrity(Cryptosuite::EddsaRdfc2022),
    ] {
        let passport = world
            .issuer
            .secure(&world.passport(), suite, None)
            .enveloped();
        let witnessed = witness.secure(&passport, suite, None).enveloped();
        assert_eq!(witnessed["proof"].as_array().unwrap().len(), 2);
        verified(&world.verify(witnessed.to_string(), &policy()));

        let mut broken = witnessed.clone();
        broken["proof"][1]["created"] = json!("2026-01-01T00:00:00Z");
        let report = world.verify(broken.to_string(), &policy());
        refused(
            &report,
            CheckName::Proof,
            "proof.signature_invalid",
            Some("/proof/1/proofValue"),
        );

        let mut alone = witnessed;
        alone["proof"].as_array_mut().unwrap().remove(0);
        let report = world.verify(alone.to_string(), &policy());
        refused(
            &report,
            CheckName::IssuerKey,
            "issuer_key.not_assertion_method",
            Some("/issuer"),
        );
    }
}

#[test]
fn an_issuer_that_is_no_did_is_left_open_only_when_nothing_more_is_asked() {
    let world = World::new();
    let mut passport = world.passport();
    passport["issuer"] = json!("https://vc.example/issuers/5678");
    passport
        .as_object_mut()
        .unwrap()
        .shift_remove("credentialStatus");
    let secured = world.issuer.secure(&passport, Suite::EDDSA_JCS_2022, None);
    let report = world.verify(secured.to_text(), &policy());
    refused(
        &report,
        CheckName::IssuerKey,
        "issuer_key.no_did",
        Some("/issuer"),
    );
    let bare = Policy {
        bare: true,
        ..policy()
    };
    let report = world.verify(secured.to_text(), &bare);
    assert_eq!(
        status_of(&report, CheckName::IssuerKey),
        CheckStatus::Skipped
    );
    verified(&report);

    // Nobody can then say what became of it.
    passport["credentialStatus"] = world.entry(List::Revocation, 7);
    let secured = world.issuer.secure(&passport, Suite::EDDSA_JCS_2022, None);
    assert!(!world.verify(secured.to_text(), &bare).verified);
}
