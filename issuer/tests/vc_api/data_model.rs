//! Verifiable Credentials Data Model 2.0: what an issuer signs and what a verifier refuses. The rules themselves are
//! tested where they are written, in `credentials::model`; here, that none is passed by on the way in or out.

use axum::http::StatusCode;
use credentials::JsonPointer;
use serde_json::{Value, json};

use crate::api::{Api, whole};

/// Statements that a credential breaks with one change: section, place, value (none to take it away), code, and the
/// place told where that is another.
fn broken() -> Vec<(
    &'static str,
    &'static str,
    Option<Value>,
    &'static str,
    &'static str,
)> {
    let gone = || None;
    vec![
        ("4.3", "/@context", gone(), "model.missing", ""),
        (
            "4.3",
            "/@context",
            Some(json!([
                "https://www.w3.org/ns/credentials/examples/v2",
                "https://www.w3.org/ns/credentials/v2"
            ])),
            "model.base_context",
            "/@context/0",
        ),
        ("4.3", "/@context/1", Some(json!(7)), "model.context", ""),
        (
            "4.3",
            "/@context/1",
            Some(json!("https ://not-a-url")),
            "model.context",
            "",
        ),
        (
            "4.3",
            "/@context/1",
            Some(json!("https://example.com/unknown/v1")),
            "jsonld.unknown_context",
            "/@context/1",
        ),
        (
            "4.4",
            "/id",
            Some(json!("not a url")),
            "model.not_a_url",
            "",
        ),
        (
            "4.4",
            "/id",
            Some(json!(["urn:a:1", "urn:a:2"])),
            "model.not_a_url",
            "",
        ),
        (
            "4.4",
            "/credentialSubject/id",
            Some(json!("subject")),
            "model.not_a_url",
            "",
        ),
        ("4.5", "/type", gone(), "model.missing", ""),
        ("4.5", "/type", Some(json!([])), "model.type", ""),
        (
            "4.5",
            "/type",
            Some(json!(["https://example.org/#Other"])),
            "model.type_missing",
            "",
        ),
        (
            "4.5",
            "/type/1",
            Some(json!("UndefinedCredential")),
            "jsonld.undefined_term",
            "",
        ),
        (
            "4.6",
            "/name",
            Some(json!({"@value": "x", "@language": "en", "url": "urn:a:1"})),
            "model.language",
            "",
        ),
        ("4.6", "/description", Some(json!(7)), "model.language", ""),
        (
            "11.1",
            "/name",
            Some(json!({"@value": "x", "@language": "not a tag"})),
            "model.language",
            "",
        ),
        (
            "11.1",
            "/name",
            Some(json!({"@value": "x", "@direction": "up"})),
            "model.language",
            "",
        ),
        ("4.7", "/issuer", gone(), "model.missing", ""),
        (
            "4.7",
            "/issuer",
            Some(json!("fake-issuer")),
            "model.not_a_url",
            "",
        ),
        (
            "4.7",
            "/issuer",
            Some(json!({"name": "no id"})),
            "model.missing",
            "/issuer/id",
        ),
        ("4.8", "/credentialSubject", gone(), "model.missing", ""),
        (
            "4.8",
            "/credentialSubject",
            Some(json!({})),
            "model.subject_empty",
            "",
        ),
        (
            "4.8",
            "/credentialSubject",
            Some(json!([{"id": "urn:a:1"}, {}])),
            "model.subject_empty",
            "/credentialSubject/1",
        ),
        (
            "4.9",
            "/validFrom",
            Some(json!("Sat 25 Feb 2023 07:16:31 PM CST")),
            "model.not_a_date_time",
            "",
        ),
        (
            "4.9",
            "/validUntil",
            Some(json!("2020-01-01")),
            "model.not_a_date_time",
            "",
        ),
        (
            "4.9",
            "/validUntil",
            Some(json!("2000-01-01T00:00:00Z")),
            "model.validity_reversed",
            "",
        ),
        (
            "4.10",
            "/credentialStatus",
            Some(json!({"id": "urn:a:1"})),
            "model.missing",
            "/credentialStatus/type",
        ),
        (
            "4.11",
            "/credentialSchema",
            Some(json!({"type": "https://example.org/#Schema"})),
            "model.missing",
            "/credentialSchema/id",
        ),
        (
            "5.2.1",
            "/credentialSubject/undefinedTerm",
            Some(json!("x")),
            "jsonld.undefined_term",
            "",
        ),
        (
            "5.3",
            "/relatedResource",
            Some(json!("urn:a:1")),
            "model.shape",
            "",
        ),
        (
            "5.3",
            "/relatedResource",
            Some(json!({"id": "urn:a:1"})),
            "model.digest",
            "",
        ),
        (
            "5.3",
            "/relatedResource",
            Some(
                json!({"id": "https://www.w3.org/ns/credentials/v2", "digestMultibase": "uM4RgWQc3RUDtjJCSgTJtTfvpZ7SPEg_LNO0ESlovQC0"}),
            ),
            "model.digest_mismatch",
            "/relatedResource/digestMultibase",
        ),
        (
            "5.4",
            "/refreshService",
            Some(json!({"id": "urn:a:1"})),
            "model.missing",
            "/refreshService/type",
        ),
        (
            "5.5",
            "/termsOfUse",
            Some(json!([{"id": "urn:a:1"}])),
            "model.missing",
            "/termsOfUse/0/type",
        ),
        (
            "5.6",
            "/evidence",
            Some(json!({"id": "urn:a:1"})),
            "model.missing",
            "/evidence/type",
        ),
        (
            "5.10",
            "/renderMethod",
            Some(json!({"id": "urn:a:1"})),
            "model.missing",
            "/renderMethod/type",
        ),
        (
            "6.1",
            "/@context/1",
            Some(json!({"VerifiableCredential": "https://example.org/#Other"})),
            "jsonld.protected_term",
            "",
        ),
    ]
}

fn with(credential: &Value, place: &str, value: Option<Value>) -> Value {
    let mut changed = credential.clone();
    let pointer = JsonPointer::parse(place).unwrap();
    let name = pointer.tokens().last().unwrap().clone();
    let parent = pointer.parent().unwrap();
    match (parent.get_mut(&mut changed).unwrap(), value) {
        (Value::Object(members), Some(value)) => drop(members.insert(name, value)),
        (Value::Object(members), None) => drop(members.shift_remove(&name)),
        (Value::Array(items), Some(value)) if items.len().to_string() == name => items.push(value),
        (Value::Array(items), Some(value)) => items[name.parse::<usize>().unwrap()] = value,
        (other, _) => unreachable!("{other}"),
    }
    changed
}

#[test]
fn a_conforming_issuer_signs_nothing_that_breaks_a_statement_of_the_model_and_says_which_one() {
    let api = Api::new();
    // The rules do not depend on the suite: one that reads JSON, one that reads statements.
    for prefix in ["eddsa-jcs-2022", "ecdsa-rdfc-2019"] {
        let mut good = api.credential(prefix);
        good["validFrom"] = json!("2020-01-01T00:00:00Z");
        api.issued(prefix, &good);
        for (section, place, value, code, told) in broken() {
            let told = if told.is_empty() { place } else { told };
            let changed = with(&good, place, value);
            let refusal = api.issue(prefix, &changed);
            let faults = refusal.faults();
            let expected = (code.to_owned(), format!("/credential{told}"));
            assert!(
                faults.contains(&expected),
                "{section}: expected {expected:?}, found {faults:?}"
            );
            assert!(
                refusal.body.get("verifiableCredential").is_none(),
                "{section}"
            );
        }
    }
}

#[test]
fn a_conforming_verifier_refuses_a_signed_document_that_breaks_a_statement_of_the_model() {
    // Section 1.3: whoever signed it; here the core itself, past the issuing side's checks.
    use credentials::keys::{Algorithm, SecretKey};
    use credentials::proof::{Cryptosuite, ProofOptions, sign};
    use credentials::{Did, DidUrl};
    let api = Api::new();
    let key = SecretKey::from_seed(Algorithm::Ed25519, &[7; 32]).unwrap();
    let good = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": "urn:uuid:86294362-4254-4f36-854f-3952fe42555d",
        "type": ["VerifiableCredential"],
        "issuer": Did::of_key(key.public()).as_str(),
        "validFrom": "2020-01-01T00:00:00Z",
        "credentialSubject": {"id": "did:example:subject", "name": "Ada"}
    });
    let signed = |document: &Value| {
        let method = DidUrl::of_key(key.public());
        let options = ProofOptions::assertion(method, jiff::Timestamp::now());
        // Over JSON: no reading of contexts stands in the way of signing.
        sign(
            document,
            Cryptosuite::EddsaJcs2022,
            &options,
            &key,
            &mut rand::rng(),
        )
        .unwrap()
    };
    api.verify(&signed(&good)).verified();
    for (section, place, value, code, told) in broken() {
        let told = if told.is_empty() { place } else { told };
        let refusal = api.verify(&signed(&with(&good, place, value)));
        let expected = (code.to_owned(), format!("/verifiableCredential{told}"));
        let faults = refusal.faults();
        assert!(
            faults.contains(&expected),
            "{section}: expected {expected:?}, found {faults:?}"
        );
        assert_eq!(refusal.body["verified"], false);
    }
}

#[test]
fn an_issuer_includes_all_that_it_was_given_and_a_securing_mechanism() {
    // Section 1.3, and 4.12.
    let api = Api::new();
    for prefix in whole() {
        let mut credential = api.credential(prefix);
        credential["@context"] = json!([
            "https://www.w3.org/ns/credentials/v2",
            "https://www.w3.org/ns/credentials/examples/v2"
        ]);
        credential["type"] = json!(["ExampleDegreeCredential", "VerifiableCredential"]);
        credential["name"] = json!([{"@value": "Degree", "@language": "en"}, {"@value": "شهادة", "@language": "ar", "@direction": "rtl"}]);
        credential["validFrom"] = json!("2023-02-25T19:10:39.447-06:00");
        credential["validUntil"] = json!("4023-02-26T01:02:58.447Z");
        credential["credentialSchema"] =
            json!([{"id": "did:example:schemas:1", "type": "JsonSchema"}]);
        credential["termsOfUse"] = json!({"type": "https://example.org/#Policy"});
        credential["evidence"] = json!([{"type": "https://example.org/#Seen"}]);
        let issued = api.issued(prefix, &credential);
        let mut unsecured = issued.clone();
        let proof = unsecured
            .as_object_mut()
            .unwrap()
            .shift_remove("proof")
            .unwrap();
        assert_eq!(unsecured, credential);
        assert_eq!(proof["type"], "DataIntegrityProof");
        api.verify(&issued).verified();
    }
}

#[test]
fn types_may_come_in_any_order() {
    // Section 4.5.
    let api = Api::new();
    let prefix = "eddsa-rdfc-2022";
    for types in [
        json!([
            "https://example.org/#A",
            "VerifiableCredential",
            "https://example.org/#B"
        ]),
        json!([
            "VerifiableCredential",
            "https://example.org/#B",
            "https://example.org/#A"
        ]),
    ] {
        let mut credential = api.credential(prefix);
        credential["type"] = types;
        api.verify(&api.issued(prefix, &credential)).verified();
    }
}

#[test]
fn all_faults_are_told_at_once() {
    let api = Api::new();
    let refusal = api.issue(
        "eddsa-jcs-2022",
        &json!({"type": "Other", "issuer": 7, "validFrom": "now"}),
    );
    assert_eq!(refusal.faults().len(), 5, "{}", refusal.body);
    assert_eq!(refusal.body["status"], 400);
    // The first speaks for all, in the members of RFC 9457.
    assert_eq!(refusal.body["code"], refusal.body["errors"][0]["code"]);
}

#[test]
fn the_issuer_that_is_named_is_the_one_whose_key_signs() {
    let api = Api::new();
    let mut credential = api.credential("eddsa-jcs-2022");
    for other in [
        api.did("eddsa-rdfc-2022"),
        json!("https://vc.example/issuers/1"),
    ] {
        credential["issuer"] = other;
        let told = api.issue("eddsa-jcs-2022", &credential);
        told.refused("request.issuer", "/credential/issuer");
    }
    credential["issuer"] = json!({"id": api.did("eddsa-jcs-2022"), "name": "Suites"});
    api.verify(&api.issued("eddsa-jcs-2022", &credential))
        .verified();
}

#[test]
fn a_credential_outside_its_period_is_not_called_good() {
    // Section 4.9.
    let api = Api::new();
    for (name, time, code) in [
        ("validUntil", "2023-02-26T01:20:18Z", "validity.expired"),
        (
            "validFrom",
            "4023-02-26T01:20:18Z",
            "validity.not_yet_valid",
        ),
    ] {
        let mut credential = api.credential("ecdsa-jcs-2019");
        credential[name] = json!(time);
        let issued = api.issued("ecdsa-jcs-2019", &credential);
        let told = api.verify(&issued);
        told.refused(code, &format!("/verifiableCredential/{name}"));
    }
}

#[test]
fn what_nothing_secures_is_not_verified() {
    // Section 4.12.
    let api = Api::new();
    let told = api.verify(&api.credential("eddsa-jcs-2022"));
    told.refused("secured.no_proof", "/verifiableCredential/proof");
    let path = "/vc-api/eddsa-jcs-2022/credentials/verify";
    let told = api.post(
        path,
        &json!({"verifiableCredential": {"type": ["NonconformingDocument"]}}),
    );
    assert_eq!(told.status, StatusCode::BAD_REQUEST);
}

#[test]
fn an_envelope_that_is_none_is_refused_for_each_of_its_members() {
    // Section 4.13.1.
    let api = Api::new();
    let envelope = json!({
        "@context": "https://www.w3.org/ns/credentials/v2",
        "id": "data:application/vc+jwt,eyJhbGciOiJFUzI1NiJ9.e30.AAAA",
        "type": "EnvelopedVerifiableCredential"
    });
    for (place, value, code) in [
        ("/@context", Some(json!([])), "model.base_context"),
        ("/@context", None, "model.missing"),
        (
            "/id",
            Some(json!("eyJhbGciOiJFUzI1NiJ9.e30.AAAA")),
            "model.envelope",
        ),
        ("/id", None, "model.missing"),
        ("/type", None, "model.missing"),
    ] {
        let told = api.verify(&with(&envelope, place, value));
        told.refused(code, &format!("/verifiableCredential{place}"));
    }
}

#[test]
fn terms_that_no_context_defines_are_signed_under_the_context_of_undefined_terms() {
    // Section 5.2.1.
    let api = Api::new();
    for prefix in whole() {
        let mut credential = api.credential(prefix);
        credential["credentialSubject"]["undefinedTerm"] = json!("x");
        let told = api.issue(prefix, &credential);
        told.refused(
            "jsonld.undefined_term",
            "/credential/credentialSubject/undefinedTerm",
        );
        credential["@context"] = json!([
            "https://www.w3.org/ns/credentials/v2",
            "https://www.w3.org/ns/credentials/undefined-terms/v2"
        ]);
        api.verify(&api.issued(prefix, &credential)).verified();
    }
}

#[test]
fn what_the_verifier_hands_on_has_no_securing_mechanism_in_it() {
    // Section 5.13.
    use credentials::secured::Secured;
    let api = Api::new();
    for prefix in ["eddsa-jcs-2022", "ecdsa-rdfc-2019", "vc+jwt", "sd-jwt"] {
        let credential = api.credential(prefix);
        let issued = api.issued(prefix, &credential);
        assert_eq!(
            Secured::from_value(issued).unwrap().credential(),
            credential
        );
    }
}
