//! Statements that were signed and are made under another name: what a reader looks for by its name is not there.

use credentials::context::Contexts;
use credentials::keys::Signer;
use credentials::proof::{self, Cryptosuite, ProofOptions, ProofPurpose, sign};
use credentials::suite::Suite;
use serde_json::{Value, json};
use verifier::{CheckName, Policy};

use crate::world::{List, Party, World, now, policy, refused, verified};

const RDFC: Suite = Suite::DataIntegrity(Cryptosuite::EddsaRdfc2022);

fn taken(document: &mut Value, name: &str) -> Value {
    document
        .as_object_mut()
        .unwrap()
        .shift_remove(name)
        .unwrap()
}

fn at(time: Value) -> Value {
    json!({"@value": time, "@type": "http://www.w3.org/2001/XMLSchema#dateTime"})
}

#[test]
fn a_revoked_credential_does_not_hide_where_its_status_is_told() {
    let mut world = World::signing(RDFC);
    world.publish(List::Revocation, Some(1));
    let secured = world.issuer.secure(&world.passport(), RDFC, None);
    let honest: Value = serde_json::from_str(&secured.to_text()).unwrap();
    let report = world.verify(honest.to_string(), &policy());
    let place = Some("/credentialStatus/0");
    refused(&report, CheckName::Status, "status.revoked", place);

    let iri = "https://www.w3.org/2018/credentials#credentialStatus";
    let hide = |hidden: fn(&mut Value, Value)| {
        let mut document = honest.clone();
        let status = taken(&mut document, "credentialStatus");
        hidden(&mut document, status);
        document
    };
    for (document, place) in [
        (
            hide(|document, status| {
                document["https://www.w3.org/2018/credentials#credentialStatus"] = status;
            }),
            format!("/{}", iri.replace('/', "~1")),
        ),
        (
            hide(|document, status| {
                let contexts = document["@context"].as_array_mut().unwrap();
                contexts.push(json!({"was": {"@type": "@id",
                    "@id": "https://www.w3.org/2018/credentials#credentialStatus"}}));
                document["was"] = status;
            }),
            "/was".to_owned(),
        ),
        (
            hide(|document, status| document["@nest"] = json!({"credentialStatus": status})),
            "/@nest".to_owned(),
        ),
        (
            hide(|document, status| {
                document["@included"] = json!({"id": document["id"],
                    "type": "VerifiableCredential", "credentialStatus": status});
            }),
            "/@included".to_owned(),
        ),
    ] {
        let report = world.verify(document.to_string(), &policy());
        refused(&report, CheckName::Proof, "jsonld.other_name", Some(&place));
    }
}

#[test]
fn an_expired_credential_or_proof_does_not_hide_its_end() {
    let world = World::signing(RDFC);
    let mut passport = world.passport();
    passport["validUntil"] = json!("2026-07-01T00:00:00Z");
    let secured = world.issuer.secure(&passport, RDFC, None);
    let mut document: Value = serde_json::from_str(&secured.to_text()).unwrap();
    let until = taken(&mut document, "validUntil");
    document["https://www.w3.org/2018/credentials#validUntil"] = at(until);
    let report = world.verify(document.to_string(), &policy());
    let place = Some("/https:~1~1www.w3.org~12018~1credentials#validUntil");
    refused(&report, CheckName::Proof, "jsonld.other_name", place);

    let options = ProofOptions {
        expires: Some("2026-07-01T00:00:00Z".parse().unwrap()),
        ..ProofOptions::assertion(world.issuer.method.clone(), now())
    };
    let (suite, key) = (Cryptosuite::EddsaRdfc2022, &world.issuer.key);
    let mut document = sign(&world.passport(), suite, &options, key, &mut rand::rng()).unwrap();
    let until = taken(&mut document["proof"], "expires");
    document["proof"]["https://w3id.org/security#expiration"] = at(until);
    let report = world.verify(document.to_string(), &policy());
    let place = Some("/proof/https:~1~1w3id.org~1security#expiration");
    refused(&report, CheckName::Proof, "jsonld.other_name", place);
}

#[test]
fn a_thief_does_not_hide_whose_passport_it_is() {
    for suite in [
        Cryptosuite::EddsaRdfc2022,
        Cryptosuite::EcdsaSd2023,
        Cryptosuite::Bbs2023,
    ] {
        let world = World::signing(Suite::DataIntegrity(suite));
        let holder = Some(world.holder.key.public());
        let passport = world.passport();
        let secured = world
            .issuer
            .secure(&passport, Suite::DataIntegrity(suite), holder);
        let mut document: Value = serde_json::from_str(&secured.to_text()).unwrap();
        if suite.discloses_selectively() {
            document = proof::derive(&document, &[], Contexts::pinned(), &mut rand::rng()).unwrap();
        }
        let asking = Policy {
            nonce: Some("n-1".into()),
            aud: Some("recycler.example".into()),
            ..policy()
        };
        verified(&world.verify(presented(&document, &world.holder), &asking));

        let holder = taken(&mut document, "holder");
        document["https://w3id.org/voltproof/dbp#holder"] = json!({"@id": holder});
        let thief = Party::new(9);
        let report = world.verify(presented(&document, &thief), &asking);
        let check = report.check(CheckName::Proof).unwrap();
        assert_eq!(check.code, Some("jsonld.other_name"), "{suite}: {check:?}");
        assert!(!report.verified);
    }
}

fn presented(member: &Value, by: &Party) -> String {
    let presentation = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": [member],
    });
    let options = ProofOptions {
        purpose: ProofPurpose::Authentication,
        domain: vec!["recycler.example".into()],
        challenge: Some("n-1".into()),
        ..ProofOptions::assertion(by.method.clone(), now())
    };
    let key = &by.key as &dyn Signer;
    let suite = Cryptosuite::EddsaJcs2022;
    let signed = sign(&presentation, suite, &options, key, &mut rand::rng());
    signed.unwrap().to_string()
}
