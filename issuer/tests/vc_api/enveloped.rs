//! Enveloping proofs: Verifiable Credentials Data Model 2.0 section 4.13.1, VC-JOSE-COSE section 3.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::api::Api;

const PREFIXES: [(&str, &str); 4] = [
    ("vc+jwt", "data:application/vc+jwt,"),
    ("vc+jwt-p256", "data:application/vc+jwt,"),
    ("vc+jwt-p384", "data:application/vc+jwt,"),
    ("sd-jwt", "data:application/vc+sd-jwt,"),
];

#[test]
fn an_envelope_has_a_context_a_type_and_a_data_url_of_what_was_signed() {
    let api = Api::new();
    for (prefix, start) in PREFIXES {
        let credential = api.credential(prefix);
        let envelope = api.issued(prefix, &credential);
        assert_eq!(envelope["@context"], "https://www.w3.org/ns/credentials/v2");
        assert_eq!(envelope["type"], "EnvelopedVerifiableCredential");
        let text = envelope["id"]
            .as_str()
            .unwrap()
            .strip_prefix(start)
            .unwrap();
        let payload = text.split('.').nth(1).unwrap();
        let payload: Value =
            serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap();
        // VC-JOSE-COSE section 3.1.3.
        assert!(payload.get("vc").is_none() && payload.get("vp").is_none());
        assert_eq!(payload["issuer"], credential["issuer"]);
        assert_eq!(payload["@context"], credential["@context"]);
        api.verify(&envelope).verified();
    }
}

#[test]
fn an_envelope_whose_content_was_changed_is_refused() {
    let api = Api::new();
    for (prefix, _) in PREFIXES {
        let mut envelope = api.issued(prefix, &api.credential(prefix));
        let id = envelope["id"].as_str().unwrap().to_owned();
        let (head, tail) = id.split_at(id.rfind('.').unwrap() + 5);
        let other = if tail.starts_with('A') { "B" } else { "A" };
        envelope["id"] = json!(format!("{head}{other}{}", &tail[1..]));
        assert!(!api.verify(&envelope).faults().is_empty(), "{prefix}");
        envelope["id"] = json!(id.replace("application/vc+", "application/vp+"));
        assert_eq!(
            api.verify(&envelope).faults()[0].0,
            "secured.media_type",
            "{prefix}"
        );
    }
}

#[test]
fn an_envelope_can_have_a_status_and_no_times_of_its_own() {
    let api = Api::new();
    let path = "/vc-api/vc+jwt/credentials/issue";
    let status = json!({"type": "BitstringStatusListEntry"});
    let body =
        json!({"credential": api.credential("vc+jwt"), "options": {"credentialStatus": status}});
    let envelope = api.post(path, &body).body["verifiableCredential"].clone();
    api.verify(&envelope).verified();
    let list = api.get("/vc-api/vc+jwt/status/0");
    assert_eq!(list.content_type, "application/vc+jwt");
    let id = api.credential("vc+jwt")["id"].as_str().unwrap().to_owned();
    api.issuer().stand(&id, issuer::Verb::Revoke).unwrap();
    assert_eq!(api.verify(&envelope).faults()[0].0, "status.revoked");

    let body = json!({"credential": api.credential("vc+jwt"), "options": {"expires": "2030-01-01T00:00:00Z"}});
    api.post(path, &body)
        .refused("request.malformed", "/options");
}
