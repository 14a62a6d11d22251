//! Selective disclosure: vc-di-ecdsa section 3.4 and vc-di-bbs section 3, from a base proof to what is shown of it.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::api::{Api, Told};

const PREFIXES: [&str; 2] = ["ecdsa-sd-2023", "bbs-2023"];

fn credential(api: &Api, prefix: &str) -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"],
        "id": "urn:uuid:86294362-4254-4f36-854f-3952fe42555d",
        "type": ["VerifiableCredential"],
        "issuer": api.did(prefix),
        "validFrom": "2020-01-01T00:00:00Z",
        "credentialSubject": {
            "id": "did:example:subject",
            "sails": [{"size": 5.5, "year": 2023}, {"size": 6.1, "year": 2024}],
            "boards": [{"name": "CompFoil170", "year": 2022}]
        }
    })
}

fn based(api: &Api, prefix: &str, mandatory: Option<Value>) -> Told {
    let mut body = json!({"credential": credential(api, prefix), "options": {}});
    if let Some(mandatory) = mandatory {
        body["options"]["mandatoryPointers"] = mandatory;
    }
    api.post(&format!("/vc-api/{prefix}/credentials/issue"), &body)
}

fn base(api: &Api, prefix: &str, mandatory: Value) -> Value {
    let told = based(api, prefix, Some(mandatory));
    assert_eq!(told.status, StatusCode::CREATED, "{}", told.body);
    told.body["verifiableCredential"].clone()
}

fn derive(api: &Api, prefix: &str, base: &Value, shown: Value) -> Told {
    let path = format!("/vc-api/{prefix}/credentials/derive");
    api.post(
        &path,
        &json!({"verifiableCredential": base, "options": {"selectivePointers": shown}}),
    )
}

#[test]
fn a_derived_credential_shows_what_is_chosen_and_what_is_mandatory_and_no_more() {
    let api = Api::new();
    for prefix in PREFIXES {
        let base = base(
            &api,
            prefix,
            json!(["/issuer", "/credentialSubject/boards/0/year"]),
        );
        let told = derive(&api, prefix, &base, json!(["/credentialSubject/sails/1"]));
        assert_eq!(told.status, StatusCode::CREATED, "{}", told.body);
        let mut derived = told.body["verifiableCredential"].clone();
        api.verify(&derived).verified();
        let proof = derived
            .as_object_mut()
            .unwrap()
            .shift_remove("proof")
            .unwrap();
        assert_eq!(proof["cryptosuite"], prefix);
        let whole = credential(&api, prefix);
        let expected = json!({
            "@context": whole["@context"],
            "id": whole["id"],
            "type": whole["type"],
            "issuer": whole["issuer"],
            "credentialSubject": {
                "id": "did:example:subject",
                "sails": [{"size": 6.1, "year": 2024}],
                "boards": [{"year": 2022}]
            }
        });
        assert_eq!(derived, expected, "{prefix}");
    }
}

#[test]
fn a_second_holder_of_the_same_base_may_show_something_else() {
    let api = Api::new();
    for prefix in PREFIXES {
        let base = base(&api, prefix, json!(["/issuer"]));
        for shown in [
            json!(["/credentialSubject/id"]),
            json!(["/credentialSubject/boards", "/validFrom"]),
        ] {
            let derived = derive(&api, prefix, &base, shown).body["verifiableCredential"].clone();
            api.verify(&derived).verified();
        }
    }
}

#[test]
fn a_proof_value_is_multibase_base64url_with_the_header_of_its_kind() {
    // vc-di-ecdsa sections 3.5.2 and 3.5.7; vc-di-bbs sections 3.3.1 and 3.3.6.
    use base64::Engine;
    use base64::prelude::BASE64_URL_SAFE_NO_PAD;
    let api = Api::new();
    for (prefix, of_base, of_derived) in [
        ("ecdsa-sd-2023", [0xd9, 0x5d, 0x00], [0xd9, 0x5d, 0x01]),
        ("bbs-2023", [0xd9, 0x5d, 0x02], [0xd9, 0x5d, 0x03]),
    ] {
        let head = |credential: &Value| {
            let value = credential["proof"]["proofValue"].as_str().unwrap();
            BASE64_URL_SAFE_NO_PAD
                .decode(value.strip_prefix('u').unwrap())
                .unwrap()[..3]
                .to_vec()
        };
        let base = base(&api, prefix, json!(["/issuer"]));
        assert_eq!(head(&base), of_base);
        let derived = derive(&api, prefix, &base, json!(["/credentialSubject/id"]));
        assert_eq!(head(&derived.body["verifiableCredential"]), of_derived);
    }
}

#[test]
fn a_base_proof_is_for_the_holder_and_not_called_good_to_others() {
    let api = Api::new();
    for prefix in PREFIXES {
        let base = base(&api, prefix, json!(["/issuer"]));
        let told = api.verify(&base);
        assert_eq!(told.faults()[0].0, "proof.base", "{}", told.body);
    }
}

#[test]
fn what_is_mandatory_by_itself_is_never_withheld() {
    let api = Api::new();
    for prefix in PREFIXES {
        let base = based(&api, prefix, None).body["verifiableCredential"].clone();
        let derived = derive(&api, prefix, &base, json!(["/credentialSubject/id"]));
        let derived = &derived.body["verifiableCredential"];
        for name in ["type", "issuer", "validFrom"] {
            assert_eq!(derived[name], base[name], "{prefix}");
        }
        api.verify(derived).verified();
    }
}

#[test]
fn pointers_to_nothing_are_told_on_both_sides() {
    // vc-di-ecdsa section 3.4.12 (selectPaths).
    let api = Api::new();
    for prefix in PREFIXES {
        let told = based(&api, prefix, Some(json!(["/credentialSubject/none"])));
        assert_eq!(told.faults()[0].0, "proof.pointer_missing");
        let told = based(&api, prefix, Some(json!(["none"])));
        told.refused("request.malformed", "/options/mandatoryPointers/0");
        let base = base(&api, prefix, json!(["/issuer"]));
        let told = derive(&api, prefix, &base, json!(["/credentialSubject/none"]));
        assert_eq!(told.faults()[0].0, "proof.pointer_missing");
        let told = derive(&api, prefix, &base, Value::Null);
        told.refused("request.malformed", "/options/selectivePointers");
    }
}

#[test]
fn nothing_is_derived_from_a_base_that_does_not_hold_or_is_none() {
    let api = Api::new();
    let shown = json!(["/credentialSubject/id"]);
    for prefix in PREFIXES {
        let base = base(&api, prefix, json!(["/issuer"]));
        let mut changed = base.clone();
        changed["credentialSubject"]["boards"][0]["year"] = json!(2030);
        assert!(
            !derive(&api, prefix, &changed, shown.clone())
                .faults()
                .is_empty()
        );
        let derived =
            derive(&api, prefix, &base, shown.clone()).body["verifiableCredential"].clone();
        let again = derive(&api, prefix, &derived, shown.clone());
        assert_eq!(again.faults()[0].0, "proof.already_derived");
    }
    let whole = api.issued("eddsa-rdfc-2022", &api.credential("eddsa-rdfc-2022"));
    let told = derive(&api, "eddsa-rdfc-2022", &whole, shown);
    assert_eq!(told.faults()[0].0, "proof.no_base_proof");
}

#[test]
fn what_is_shown_cannot_be_changed_extended_or_cut() {
    let api = Api::new();
    for prefix in PREFIXES {
        let base = base(&api, prefix, json!(["/issuer"]));
        let derived = derive(&api, prefix, &base, json!(["/credentialSubject/sails"]));
        let derived = derived.body["verifiableCredential"].clone();
        type Change = fn(&mut Value);
        let changes: [(&str, Change); 6] = [
            ("a value", |it| {
                it["credentialSubject"]["sails"][0]["year"] = json!(2030)
            }),
            ("a claim more", |it| {
                it["credentialSubject"]["boards"] = json!([{"year": 2022}])
            }),
            ("a claim less", |it| {
                drop(
                    it["credentialSubject"]["sails"]
                        .as_array_mut()
                        .unwrap()
                        .pop(),
                )
            }),
            ("the issuer", |it| it["issuer"] = json!("did:example:other")),
            ("created", |it| {
                it["proof"]["created"] = json!("2020-01-01T00:00:00Z")
            }),
            ("undefined", |it| {
                it["credentialSubject"]["@context"] = json!({"@vocab": null})
            }),
        ];
        for (name, change) in changes {
            let mut changed = derived.clone();
            change(&mut changed);
            assert!(!api.verify(&changed).faults().is_empty(), "{prefix} {name}");
        }
        let value = derived["proof"]["proofValue"].as_str().unwrap();
        for other in [
            value[1..].to_owned(),
            format!("z{}", &value[1..]),
            "u2V0E".to_owned(),
            value[..value.len() / 2].to_owned(),
        ] {
            let mut changed = derived.clone();
            changed["proof"]["proofValue"] = json!(other);
            let faults = api.verify(&changed).faults();
            assert!(faults[0].0.starts_with("proof."), "{prefix} {faults:?}");
        }
    }
}

#[test]
fn a_status_cannot_be_withheld_and_its_list_is_read_whole() {
    let api = Api::new();
    for prefix in PREFIXES {
        let id = format!("urn:x:{prefix}");
        let mut credential = credential(&api, prefix);
        credential["id"] = json!(id);
        let options = json!({
            "mandatoryPointers": ["/issuer"],
            "credentialStatus": {"type": "BitstringStatusListEntry"}
        });
        let path = format!("/vc-api/{prefix}/credentials/issue");
        let told = api.post(
            &path,
            &json!({"credential": credential, "options": options}),
        );
        let base = &told.body["verifiableCredential"];
        let derived = derive(&api, prefix, base, json!(["/credentialSubject/id"]));
        let derived = derived.body["verifiableCredential"].clone();
        api.verify(&derived).verified();
        api.issuer().stand(&id, issuer::Verb::Revoke).unwrap();
        assert_eq!(api.verify(&derived).faults()[0].0, "status.revoked");
    }
}
