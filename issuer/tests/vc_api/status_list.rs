//! Bitstring Status List 1.0: what is issued with a status, what is published, and what follows from it. Encoding and
//! algorithms are tested where they are written, in `credentials::status`.

use std::io::Read;

use axum::http::StatusCode;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use issuer::Verb;
use serde_json::{Value, json};

use crate::api::{Api, whole};

/// A credential with a status, issued.
fn issued(api: &Api, prefix: &str, id: &str) -> Value {
    let mut credential = api.credential(prefix);
    credential["id"] = json!(id);
    let wanted = json!({"type": "BitstringStatusListEntry", "statusPurpose": "revocation"});
    let body = json!({"credential": credential, "options": {"credentialStatus": wanted}});
    let told = api.post(&format!("/vc-api/{prefix}/credentials/issue"), &body);
    assert_eq!(told.status, StatusCode::CREATED, "{}", told.body);
    told.body["verifiableCredential"].clone()
}

fn path(entry: &Value) -> String {
    let url = entry["statusListCredential"].as_str().unwrap();
    url.strip_prefix("https://localhost:8443")
        .unwrap()
        .to_owned()
}

#[test]
fn an_entry_has_a_type_a_purpose_an_index_as_text_and_the_address_of_a_list() {
    // Section 2.1.
    let api = Api::new();
    for (n, prefix) in whole().into_iter().enumerate() {
        let issued = issued(&api, prefix, &format!("urn:x:{n}"));
        let entry = &issued["credentialStatus"];
        assert_eq!(entry["type"], "BitstringStatusListEntry");
        assert_eq!(entry["statusPurpose"], "revocation");
        let index = entry["statusListIndex"].as_str().unwrap();
        assert_eq!(index.parse::<u32>().unwrap().to_string(), index);
        assert_ne!(entry.get("id"), entry.get("statusListCredential"));
        api.verify(&issued).verified();
    }
}

#[test]
fn the_list_behind_an_address_is_a_credential_that_verifies_itself() {
    // Section 2.2.
    let api = Api::new();
    for (n, prefix) in whole().into_iter().enumerate() {
        let issued = issued(&api, prefix, &format!("urn:x:{n}"));
        let told = api.get(&path(&issued["credentialStatus"]));
        assert_eq!(told.status, StatusCode::OK);
        assert_eq!(told.content_type, "application/vc");
        let list = told.body;
        assert_eq!(list["@context"][0], "https://www.w3.org/ns/credentials/v2");
        let types = list["type"].as_array().unwrap();
        assert!(types.contains(&json!("VerifiableCredential")));
        assert!(types.contains(&json!("BitstringStatusListCredential")));
        assert_eq!(list["issuer"], issued["issuer"]);
        assert_eq!(
            list["id"],
            issued["credentialStatus"]["statusListCredential"]
        );
        let subject = &list["credentialSubject"];
        assert_eq!(subject["type"], "BitstringStatusList");
        assert_eq!(subject["statusPurpose"], "revocation");
        let encoded = subject["encodedList"]
            .as_str()
            .unwrap()
            .strip_prefix('u')
            .unwrap();
        let mut bits = Vec::new();
        let packed = BASE64_URL_SAFE_NO_PAD.decode(encoded).unwrap();
        flate2::read::GzDecoder::new(packed.as_slice())
            .read_to_end(&mut bits)
            .unwrap();
        assert!(bits.len() >= 16 * 1024, "{}", bits.len());
        assert!(bits.iter().all(|byte| *byte == 0));
        api.verify(&list).verified();
    }
}

#[test]
fn what_was_revoked_is_refused_at_once() {
    // Section 3.2.
    let api = Api::new();
    for prefix in ["eddsa-jcs-2022", "ecdsa-rdfc-2019-p384"] {
        let id = format!("urn:x:{prefix}");
        let revoked = issued(&api, prefix, &id);
        let other = issued(&api, prefix, &format!("{id}:other"));
        api.verify(&revoked).verified();
        api.issuer().stand(&id, Verb::Revoke).unwrap();
        let told = api.verify(&revoked);
        told.refused("status.revoked", "/verifiableCredential/credentialStatus");
        api.verify(&other).verified();
        // The same id is not issued twice.
        let body = json!({"credential": revoked, "options": {"credentialStatus": {"type": "BitstringStatusListEntry"}}});
        let path = format!("/vc-api/{prefix}/credentials/issue");
        assert_eq!(api.post(&path, &body).faults()[0].1, "/credential/id");
    }
}

#[test]
fn a_list_of_others_is_not_fetched_and_without_it_nothing_is_good() {
    // Section 3.2: STATUS_RETRIEVAL_ERROR.
    let api = Api::new();
    let mut credential = api.credential("eddsa-jcs-2022");
    credential["credentialStatus"] = json!({
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": "https://lists.example/1"
    });
    let told = api.verify(&api.issued("eddsa-jcs-2022", &credential));
    told.refused(
        "status.list_unavailable",
        "/verifiableCredential/credentialStatus",
    );
    let kind = "https://www.w3.org/ns/credentials/status-list#STATUS_RETRIEVAL_ERROR";
    assert_eq!(told.body["type"], kind);
}

#[test]
fn a_status_that_is_not_kept_here_is_refused() {
    let api = Api::new();
    let path = "/vc-api/eddsa-jcs-2022/credentials/issue";
    for (wanted, place) in [
        (json!({"type": "StatusList2021Entry"}), "type"),
        (
            json!({"type": "BitstringStatusListEntry", "statusPurpose": "message"}),
            "statusPurpose",
        ),
    ] {
        let body = json!({"credential": api.credential("eddsa-jcs-2022"), "options": {"credentialStatus": wanted}});
        let told = api.post(path, &body);
        told.refused(
            "request.malformed",
            &format!("/options/credentialStatus/{place}"),
        );
    }
    let mut nameless = api.credential("eddsa-jcs-2022");
    nameless.as_object_mut().unwrap().shift_remove("id");
    let body = json!({"credential": nameless, "options": {"credentialStatus": {"type": "BitstringStatusListEntry"}}});
    api.post(path, &body)
        .refused("request.malformed", "/credential/id");
    assert_eq!(
        api.get("/vc-api/eddsa-jcs-2022/status/0").status,
        StatusCode::NOT_FOUND
    );
}
