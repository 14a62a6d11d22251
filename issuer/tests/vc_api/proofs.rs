//! Data Integrity 1.0 and its cryptosuites: what a proof says, and what is refused, for every suite and kind of key.

use serde_json::{Value, json};

use crate::api::{Api, suite, whole};

#[test]
fn a_proof_says_how_it_was_made_by_whom_when_and_for_what() {
    // Data Integrity sections 2.1 and 3.1; vc-di-eddsa and vc-di-ecdsa sections 2.2.1 and 3.2.5.
    let api = Api::new();
    for prefix in whole() {
        let issued = api.issued(prefix, &api.credential(prefix));
        let proof = &issued["proof"];
        assert_eq!(proof["type"], "DataIntegrityProof");
        assert_eq!(proof["cryptosuite"], suite(prefix).name());
        assert_eq!(proof["proofPurpose"], "assertionMethod");
        let method = proof["verificationMethod"].as_str().unwrap();
        assert_eq!(method.split('#').next(), issued["issuer"].as_str());
        let created = proof["created"].as_str().unwrap();
        assert!(
            credentials::model::date_time::parse(created).is_some(),
            "{created}"
        );
        // A suite over JSON keeps the context that was signed (sections 3.3.1).
        let context = proof.get("@context");
        assert_eq!(context.is_some(), prefix.contains("jcs"), "{prefix}");
        assert!(context.is_none_or(|context| *context == issued["@context"]));
    }
}

#[test]
fn a_proof_value_is_multibase_base58_of_a_signature_of_the_keys_length() {
    // vc-di-eddsa section 2.2.1, vc-di-ecdsa section 2.2.1: 64 bytes, or 96 of P-384.
    let api = Api::new();
    for prefix in whole() {
        let issued = api.issued(prefix, &api.credential(prefix));
        let value = issued["proof"]["proofValue"].as_str().unwrap();
        let bytes = bs58::decode(value.strip_prefix('z').unwrap())
            .into_vec()
            .unwrap();
        let expected = if prefix.ends_with("p384") { 96 } else { 64 };
        assert_eq!(bytes.len(), expected, "{prefix}");
    }
}

#[test]
fn a_public_key_is_multibase_base58_with_the_header_of_its_kind() {
    // vc-di-eddsa section 2.1.1, vc-di-ecdsa section 2.1.1.
    let api = Api::new();
    for (prefix, start) in [
        ("eddsa-jcs-2022", "did:key:z6Mk"),
        ("eddsa-rdfc-2022", "did:key:z6Mk"),
        ("ecdsa-rdfc-2019", "did:key:zDna"),
        ("ecdsa-jcs-2019-p384", "did:key:z82L"),
    ] {
        assert!(
            api.did(prefix).as_str().unwrap().starts_with(start),
            "{prefix}"
        );
    }
}

#[test]
fn each_broken_statement_about_a_proof_is_told_for_every_suite() {
    let api = Api::new();
    for prefix in whole() {
        let issued = api.issued(prefix, &api.credential(prefix));
        let value = issued["proof"]["proofValue"].as_str().unwrap();
        // Data Integrity sections 2.1, 3.1 and 4.4; the suites' sections 2.2.1, 3.2.3 and 3.2.5 (3.3.3 and 3.3.5).
        for (member, wrong, code) in [
            ("type", Value::Null, "proof.malformed"),
            ("type", json!("UnknownProofType"), "proof.type_unknown"),
            ("cryptosuite", Value::Null, "proof.malformed"),
            (
                "cryptosuite",
                json!("unknown-cryptosuite-2017"),
                "proof.cryptosuite_unknown",
            ),
            ("proofPurpose", Value::Null, "proof.malformed"),
            (
                "proofPurpose",
                json!("invalidPurpose"),
                "proof.purpose_unknown",
            ),
            ("verificationMethod", Value::Null, "proof.malformed"),
            (
                "verificationMethod",
                json!("did:key:@invalidVm@"),
                "proof.malformed",
            ),
            ("created", json!("invalidDate"), "proof.malformed"),
            ("created", json!("2020-01-01T00:00:00"), "proof.malformed"),
            ("expires", json!("invalidDate"), "proof.malformed"),
            ("domain", json!([7]), "proof.malformed"),
            ("challenge", json!(7), "proof.malformed"),
            ("id", json!("not a url"), "proof.malformed"),
            ("previousProof", json!(7), "proof.malformed"),
            (
                "previousProof",
                json!("urn:uuid:missing"),
                "proof.previous_proof_unknown",
            ),
            (
                "previousProof",
                json!(["urn:uuid:missing"]),
                "proof.previous_proof_unknown",
            ),
            ("proofValue", Value::Null, "proof.malformed"),
            (
                "proofValue",
                json!(value.trim_start_matches('z')),
                "proof.value_encoding",
            ),
            (
                "proofValue",
                json!(format!("u{}", &value[1..])),
                "proof.value_encoding",
            ),
            ("proofValue", json!("z0OIl"), "proof.value_encoding"),
            (
                "proofValue",
                json!(value[..value.len() - 2]),
                "proof.value_length",
            ),
        ] {
            let mut broken = issued.clone();
            let members = broken["proof"].as_object_mut().unwrap();
            match &wrong {
                Value::Null => drop(members.shift_remove(member)),
                wrong => drop(members.insert(member.into(), wrong.clone())),
            }
            let told = api.verify(&broken);
            assert_eq!(
                told.faults()[0].0,
                code,
                "{prefix} {member} {wrong}: {}",
                told.body
            );
            let place = told.faults()[0].1.clone();
            assert!(place.starts_with("/verifiableCredential/proof"), "{place}");
        }
    }
}

#[test]
fn what_was_changed_after_signing_is_noticed() {
    let api = Api::new();
    for prefix in whole() {
        let issued = api.issued(prefix, &api.credential(prefix));
        api.verify(&issued).verified();
        type Change = fn(&mut Value);
        let changes: [(&str, Change); 5] = [
            ("subject", |it| {
                it["credentialSubject"]["name"] = json!("Eve")
            }),
            ("id", |it| it["id"] = json!("urn:uuid:other")),
            ("created", |it| {
                it["proof"]["created"] = json!("2020-01-01T00:00:00Z")
            }),
            ("challenge", |it| it["proof"]["challenge"] = json!("c-1")),
            ("a claim more", |it| {
                it["credentialSubject"]["description"] = json!("more")
            }),
        ];
        for (name, change) in changes {
            let mut changed = issued.clone();
            change(&mut changed);
            let told = api.verify(&changed);
            told.refused(
                "proof.signature_invalid",
                "/verifiableCredential/proof/proofValue",
            );
            let kind = &told.body["errors"][0]["type"];
            assert_eq!(
                kind, "https://w3id.org/security#PROOF_VERIFICATION_ERROR",
                "{prefix} {name}"
            );
        }
    }
}

#[test]
fn a_key_that_did_not_sign_or_is_not_the_issuers_does_not_vouch() {
    // Data Integrity sections 5.9 and 5.10.
    let api = Api::new();
    for (prefix, other) in [
        ("eddsa-jcs-2022", "eddsa-rdfc-2022"),
        ("ecdsa-rdfc-2019", "ecdsa-jcs-2019"),
    ] {
        let mut stolen = api.issued(prefix, &api.credential(prefix));
        let method = api.get(&format!("/vc-api/{other}/issuer")).body["verificationMethod"].clone();
        stolen["proof"]["verificationMethod"] = method;
        let told = api.verify(&stolen);
        told.refused(
            "proof.signature_invalid",
            "/verifiableCredential/proof/proofValue",
        );
        let mut unknown = api.issued(prefix, &api.credential(prefix));
        unknown["proof"]["verificationMethod"] =
            json!(format!("{}#other", unknown["issuer"].as_str().unwrap()));
        let told = api.verify(&unknown);
        assert_eq!(told.faults()[0].0, "proof.method_unknown");
    }
}

#[test]
fn data_that_would_be_dropped_is_an_error() {
    // Data Integrity section 2.4.3, on the way in and out; a base is of no help.
    let api = Api::new();
    for prefix in whole() {
        let mut relative = api.credential(prefix);
        relative["@context"] = json!(["https://www.w3.org/ns/credentials/v2", {"@base": "https://invalid.example.com/"}]);
        relative["type"] = json!(["VerifiableCredential", "UndefinedCredential"]);
        assert!(!api.issue(prefix, &relative).faults().is_empty());
        let mut undefined = api.issued(prefix, &api.credential(prefix));
        undefined["credentialSubject"]["undefinedTerm"] = json!("IfDroppedWillVerify");
        let told = api.verify(&undefined);
        told.refused(
            "jsonld.undefined_term",
            "/verifiableCredential/credentialSubject/undefinedTerm",
        );
    }
}

#[test]
fn a_proof_that_is_no_map_or_is_missing_is_an_error() {
    // Data Integrity section 4.4 steps 1 and 2.
    let api = Api::new();
    let issued = api.issued("eddsa-rdfc-2022", &api.credential("eddsa-rdfc-2022"));
    for (proof, code) in [
        (Value::Null, "proof.malformed"),
        (json!("z58D"), "proof.malformed"),
        (json!([]), "proof.malformed"),
        (json!([[]]), "proof.malformed"),
    ] {
        let mut broken = issued.clone();
        broken["proof"] = proof.clone();
        assert_eq!(api.verify(&broken).faults()[0].0, code, "{proof}");
    }
    let path = "/vc-api/eddsa-rdfc-2022/credentials/verify";
    let told = api.post(path, &json!({"verifiableCredential": issued.to_string()}));
    told.refused("request.malformed", "/verifiableCredential");
}

#[test]
fn an_expired_proof_is_not_accepted() {
    // Data Integrity section 2.1, `expires`.
    let api = Api::new();
    let prefix = "eddsa-jcs-2022";
    let body = |expires: &str| json!({"credential": api.credential(prefix), "options": {"created": "2020-01-01T00:00:00Z", "expires": expires}});
    let path = format!("/vc-api/{prefix}/credentials/issue");
    let issued =
        api.post(&path, &body("2021-01-01T00:00:00Z")).body["verifiableCredential"].clone();
    assert_eq!(issued["proof"]["created"], "2020-01-01T00:00:00Z");
    let told = api.verify(&issued);
    told.refused(
        "validity.proof_expired",
        "/verifiableCredential/proof/expires",
    );
    api.post(&path, &body("tomorrow"))
        .refused("request.malformed", "/options/expires");
}

#[test]
fn a_proof_set_holds_only_as_a_whole() {
    // Data Integrity sections 2.1.1 and 4.5.
    let api = Api::new();
    let once = api.issued("eddsa-rdfc-2022", &api.credential("eddsa-rdfc-2022"));
    let twice = api.issued("eddsa-rdfc-2022", &once);
    assert_eq!(twice["proof"].as_array().unwrap().len(), 2);
    api.verify(&twice).verified();
    let mut broken = twice;
    broken["proof"][0]["created"] = json!("2020-01-01T00:00:00Z");
    let told = api.verify(&broken);
    told.refused(
        "proof.signature_invalid",
        "/verifiableCredential/proof/0/proofValue",
    );
}
