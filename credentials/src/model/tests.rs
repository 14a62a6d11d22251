use proptest::prelude::*;
use serde_json::{Value, json};

use super::{
    Credential, ModelFault, envelope, unwrap_envelope, validate_credential, validate_presentation,
};
use crate::json::{JsonPointer, arbitrary};
use crate::problem::Coded;

mod broken;

const V2: &str = "https://www.w3.org/ns/credentials/v2";
const SRI: &str = "sha256-WZVc7WaX1h4D8rJVb+vlMIqxaEKEb1tYbX8fet7JJzQ=";

/// A credential with every member that the data model knows.
fn credential() -> Value {
    json!({
        "@context": [V2, "https://example.com/battery/v1", {"@vocab": "https://example.com/#"}],
        "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
        "type": ["VerifiableCredential", "DigitalBatteryPassport"],
        "name": [{"@value": "Battery passport", "@language": "en"}, {"@value": "جواز", "@language": "ar", "@direction": "rtl"}],
        "description": "A battery's passport",
        "issuer": {"id": "did:web:example.com", "name": "Voltcell"},
        "validFrom": "2026-02-18T00:00:00Z",
        "validUntil": "2036-02-18T00:00:00.5+01:00",
        "credentialSubject": [{"id": "https://example.com/01/1", "type": "Battery"}, {"mass": 1}],
        "credentialStatus": [{"id": "https://example.com/status/1#7", "type": "BitstringStatusListEntry"}],
        "credentialSchema": {"id": "https://example.com/schema.json", "type": "JsonSchema"},
        "refreshService": {"type": "VerifiableCredentialRefreshService2021"},
        "termsOfUse": [{"type": "IssuerPolicy", "id": "https://example.com/terms"}],
        "evidence": {"type": ["Evidence"], "id": "https://example.com/evidence"},
        "relatedResource": [
            {"id": "https://example.com/battery/v1", "digestSRI": SRI, "mediaType": "application/ld+json; charset=utf-8"},
            {"id": "https://example.com/manual", "digestMultibase": "uEiBZlVztZpfWHgPyslVv6-UwirFoQoRvW1htfx963sknNA"}
        ],
        "proof": {"type": "DataIntegrityProof"}
    })
}

fn presentation() -> Value {
    json!({
        "@context": [V2],
        "id": "urn:uuid:1",
        "type": ["VerifiablePresentation", "BatteryHistory"],
        "holder": {"id": "did:web:recycler.example"},
        "verifiableCredential": [credential(), envelope("a.b.c~", "application/vc+sd-jwt")]
    })
}

fn told(faults: &[ModelFault]) -> Vec<(&'static str, String)> {
    let each = faults.iter();
    each.map(|fault| (fault.code(), fault.at().to_string()))
        .collect()
}

/// Puts a value at a place, or takes the member away.
fn change(document: &mut Value, place: &str, value: Option<&Value>) {
    let place = JsonPointer::parse(place).unwrap();
    let name = place.tokens().last().unwrap();
    let parent = place.parent().unwrap();
    match (parent.get_mut(document).unwrap(), value) {
        (Value::Object(members), Some(value)) => drop(members.insert(name.clone(), value.clone())),
        (Value::Object(members), None) => drop(members.shift_remove(name)),
        (Value::Array(items), Some(value)) => items[name.parse::<usize>().unwrap()] = value.clone(),
        (other, _) => panic!("{other}"),
    }
}

#[test]
fn a_credential_with_everything_in_it_is_good() {
    assert_eq!(told(&validate_credential(&credential())), []);
    assert_eq!(told(&validate_presentation(&presentation())), []);
}

#[test]
fn a_credential_with_only_what_it_needs_is_good() {
    let least = json!({
        "@context": [V2],
        "type": "VerifiableCredential",
        "issuer": "https://vc.example/issuers/5678",
        "credentialSubject": {"alumniOf": "The School of Examples"}
    });
    assert_eq!(told(&validate_credential(&least)), []);
    let least = json!({"@context": V2, "type": "VerifiablePresentation"});
    assert_eq!(told(&validate_presentation(&least)), []);
}

#[test]
fn all_faults_are_told_at_once() {
    let faults = validate_credential(&json!({"id": 1, "validFrom": "now"}));
    assert_eq!(
        told(&faults),
        [
            ("model.missing", "/@context".to_owned()),
            ("model.not_a_url", "/id".to_owned()),
            ("model.missing", "/type".to_owned()),
            ("model.missing", "/issuer".to_owned()),
            ("model.missing", "/credentialSubject".to_owned()),
            ("model.not_a_date_time", "/validFrom".to_owned()),
        ]
    );
    for no_object in [json!(null), json!([]), json!("x")] {
        let whole = [("model.shape", String::new())];
        assert_eq!(told(&validate_credential(&no_object)), whole);
        assert_eq!(told(&validate_presentation(&no_object)), whole);
    }
}

const V1: &str = "https://www.w3.org/2018/credentials/v1";

#[test]
fn a_credential_of_data_model_1_1_is_judged_by_its_own_rules() {
    let old = json!({
        "@context": [V1],
        "type": ["VerifiableCredential"],
        "issuer": "did:web:example.com",
        "issuanceDate": "2020-01-01T00:00:00Z",
        "expirationDate": "2021-01-01T00:00:00Z",
        // Terms of other contexts then, and not text for people.
        "name": 7,
        "validFrom": "yesterday",
        "credentialStatus": {"id": "https://example.com/status/1", "type": "CredentialStatusList2017"},
        "refreshService": {"id": "https://example.com/refresh", "type": "ManualRefreshService2018"},
        "credentialSubject": {"id": "did:example:subject"}
    });
    assert_eq!(told(&validate_credential(&old)), []);
    let presentation = json!({"@context": V1, "type": "VerifiablePresentation", "verifiableCredential": [old, credential()]});
    assert_eq!(told(&validate_presentation(&presentation)), []);
    for (place, value, code) in [
        ("/issuanceDate", None, "model.missing"),
        (
            "/issuanceDate",
            Some(json!("2020-01-01")),
            "model.not_a_date_time",
        ),
        (
            "/expirationDate",
            Some(json!("2019-12-31T23:59:59Z")),
            "model.validity_reversed",
        ),
        ("/credentialStatus/id", None, "model.missing"),
        ("/refreshService/id", None, "model.missing"),
        ("/credentialSubject", None, "model.missing"),
        ("/issuer", Some(json!("acme")), "model.not_a_url"),
    ] {
        let mut broken = old.clone();
        change(&mut broken, place, value.as_ref());
        let expected = [(code, place.to_owned())];
        assert_eq!(told(&validate_credential(&broken)), expected, "{value:?}");
    }
}

#[test]
fn data_model_1_1_has_no_envelopes() {
    let mut enveloped = envelope("a.b.c~", "application/vc+sd-jwt");
    enveloped["@context"] = json!(V1);
    let expected = [("model.base_context", "/@context".to_owned())];
    assert_eq!(told(&validate_credential(&enveloped)), expected);
}

#[test]
fn an_envelope_gives_back_what_was_put_in() {
    let made = envelope("a.b.c~d~", "application/vc+sd-jwt");
    assert_eq!(told(&validate_credential(&made)), []);
    assert_eq!(
        unwrap_envelope(&made),
        Some(("application/vc+sd-jwt", "a.b.c~d~"))
    );
    let mut other = made.clone();
    other["type"] = json!("VerifiableCredential");
    assert_eq!(unwrap_envelope(&other), None);
    for id in [
        "data:text/plain;base64,YQ==",
        "data:text/plain,a%20b",
        "data:",
        "https://a.example,b",
    ] {
        let mut other = made.clone();
        other["id"] = json!(id);
        assert_eq!(unwrap_envelope(&other), None, "{id}");
    }
}

#[test]
fn a_credential_is_looked_at_without_being_judged() {
    let document = credential();
    let view = Credential::new(&document);
    assert_eq!(
        view.id(),
        Some("urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33")
    );
    assert!(view.has_type("DigitalBatteryPassport") && !view.has_type("Battery"));
    assert_eq!(view.issuer().unwrap().as_str(), "did:web:example.com");
    assert_eq!(view.issuer_name(), Some("Voltcell"));
    assert_eq!(view.valid_from(), "2026-02-18T00:00:00Z".parse().ok());
    assert_eq!(view.valid_until(), "2036-02-17T23:00:00.5Z".parse().ok());
    assert_eq!((view.subject(), view.subjects().count()), (None, 2));
    assert!(view.status_entries().is_err());

    let document =
        json!({"issuer": "https://a.example", "type": "X", "credentialSubject": {"a": 1}});
    let view = Credential::new(&document);
    assert_eq!(
        (view.issuer(), view.id(), view.valid_from()),
        (None, None, None)
    );
    assert_eq!(view.subject(), Some(&json!({"a": 1})));
    assert_eq!(view.types().collect::<Vec<_>>(), ["X"]);
    assert_eq!(view.status_entries(), Ok(vec![]));
}

proptest! {
    #[test]
    fn arbitrary_documents_never_panic(value in arbitrary::value(), name in "@context|type|issuer|name|credentialSubject|relatedResource|validFrom") {
        let mut document = credential();
        document[name.as_str()] = value.clone();
        let _ = validate_credential(&document);
        let _ = validate_presentation(&json!({"@context": value.clone(), "verifiableCredential": value}));
    }
}

#[test]
fn the_digest_of_a_context_that_is_at_hand_is_compared() {
    let of = |digest: Value| {
        let mut credential = credential();
        credential["relatedResource"] = json!({"id": V2});
        let resource = credential["relatedResource"].as_object_mut().unwrap();
        resource.extend(digest.as_object().unwrap().clone());
        told(&validate_credential(&credential))
    };
    // Appendix B.1 of the Recommendation, the same as multihash, and SHA-384.
    for digest in [
        json!({"digestSRI": "sha256-WZVc7WaX1h4D8rJVb+vlMIqxaEKEb1tYbX8fet7JJzQ="}),
        json!({"digestSRI": "sha384-l/HrjlBCNWyAX91hr6LFV2Y3heB5Tcr6IeE4/Tje8YyzYBM8IhqjHWiWpr8+ZbYU"}),
        json!({"digestMultibase": "uEiBZlVztZpfWHgPyslVv6-UwirFoQoRvW1htfx963sknNA"}),
        json!({"digestMultibase": "uWZVc7WaX1h4D8rJVb-vlMIqxaEKEb1tYbX8fet7JJzQ"}),
    ] {
        assert_eq!(of(digest.clone()), [], "{digest}");
    }
    for (name, other) in [
        (
            "digestMultibase",
            "uM4RgWQc3RUDtjJCSgTJtTfvpZ7SPEg_LNO0ESlovQC0",
        ),
        (
            "digestSRI",
            "sha256-M4RgWQc3RUDtjJCSgTJtTfvpZ7SPEg/LNO0ESlovQC0=",
        ),
    ] {
        let expected = [("model.digest_mismatch", format!("/relatedResource/{name}"))];
        assert_eq!(of(json!({name: other})), expected);
    }
}

#[test]
fn reserved_extension_points_need_a_type() {
    // Section 5.10.
    for name in ["confidenceMethod", "renderMethod"] {
        for (value, expected) in [
            (json!({"type": "TemplateRenderMethod"}), None),
            (json!([{"type": ["A", "B"], "id": "urn:x:1"}]), None),
            (json!({"id": "urn:x:1"}), Some(("model.missing", "/type"))),
            (json!([]), Some(("model.shape", ""))),
            (
                json!("https://example.com/template"),
                Some(("model.shape", "")),
            ),
        ] {
            let mut credential = credential();
            credential[name] = value.clone();
            let expected = expected.map(|(code, place)| (code, format!("/{name}{place}")));
            let expected: Vec<_> = expected.into_iter().collect();
            assert_eq!(told(&validate_credential(&credential)), expected, "{value}");
        }
    }
}

#[test]
fn a_presentation_may_set_terms_of_use_of_a_type() {
    // Section 5.5.
    let mut presentation = presentation();
    presentation["termsOfUse"] = json!({"type": "HolderPolicy", "id": "https://example.com/terms"});
    assert_eq!(told(&validate_presentation(&presentation)), []);
    presentation["termsOfUse"] = json!([{"id": "https://example.com/terms"}]);
    let expected = [("model.missing", "/termsOfUse/0/type".to_owned())];
    assert_eq!(told(&validate_presentation(&presentation)), expected);
}
