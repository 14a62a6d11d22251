//! Verifiable Credentials Data Model 1.1, which the suites still send.

use serde_json::{Value, json};

use crate::api::{Api, whole};

const V1: &str = "https://www.w3.org/2018/credentials/v1";
const DATA_INTEGRITY: &str = "https://w3id.org/security/data-integrity/v2";

fn credential(api: &Api, prefix: &str) -> Value {
    json!({
        "@context": [V1],
        "id": "urn:uuid:86294362-4254-4f36-854f-3952fe42555d",
        "type": ["VerifiableCredential"],
        "issuer": api.did(prefix),
        "issuanceDate": "2020-03-16T22:37:26.544Z",
        "credentialSubject": {"id": "did:example:subject"}
    })
}

#[test]
fn a_context_that_defines_proofs_is_appended_where_there_is_none() {
    // Data Integrity section 2.4.2.
    let api = Api::new();
    for prefix in whole() {
        let issued = api.issued(prefix, &credential(&api, prefix));
        assert_eq!(issued["@context"], json!([V1, DATA_INTEGRITY]));
        api.verify(&issued).verified();
        let again = api.issued(prefix, &{
            let mut credential = credential(&api, prefix);
            credential["@context"] = json!([V1, DATA_INTEGRITY]);
            credential
        });
        assert_eq!(again["@context"], json!([V1, DATA_INTEGRITY]));
    }
}

#[test]
fn the_rules_of_1_1_hold_for_its_credentials() {
    let api = Api::new();
    let prefix = "eddsa-rdfc-2022";
    for (name, value, code) in [
        ("issuanceDate", Value::Null, "model.not_a_date_time"),
        (
            "issuanceDate",
            json!("16 March 2020"),
            "model.not_a_date_time",
        ),
        (
            "expirationDate",
            json!("2020-01-01T00:00:00Z"),
            "model.validity_reversed",
        ),
    ] {
        let mut broken = credential(&api, prefix);
        broken[name] = value;
        api.issue(prefix, &broken)
            .refused(code, &format!("/credential/{name}"));
    }
    let mut expired = credential(&api, prefix);
    expired["expirationDate"] = json!("2021-01-01T00:00:00Z");
    let told = api.verify(&api.issued(prefix, &expired));
    told.refused("validity.expired", "/verifiableCredential/expirationDate");
}
