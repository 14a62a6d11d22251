use proptest::prelude::*;
use serde_json::{Value, json};

use super::{
    Credential, ModelFault, envelope, unwrap_envelope, validate_credential, validate_presentation,
};
use crate::json::{JsonPointer, arbitrary};
use crate::problem::Coded;

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
fn every_broken_rule_of_a_credential_is_told_with_its_place() {
    let gone: Option<Value> = None;
    let cases: Vec<(&str, Option<Value>, &str, &str)> = vec![
        ("/@context", gone.clone(), "model.missing", "/@context"),
        (
            "/@context",
            Some(json!([])),
            "model.base_context",
            "/@context",
        ),
        (
            "/@context",
            Some(json!(["https://example.com/battery/v1", V2])),
            "model.base_context",
            "/@context/0",
        ),
        (
            "/@context",
            Some(json!([{"@vocab": "https://a.example"}])),
            "model.base_context",
            "/@context/0",
        ),
        (
            "/@context/1",
            Some(json!("https ://example.com")),
            "model.context",
            "/@context/1",
        ),
        (
            "/@context/1",
            Some(json!(true)),
            "model.context",
            "/@context/1",
        ),
        (
            "/@context/2",
            Some(Value::Null),
            "model.context",
            "/@context/2",
        ),
        ("/id", Some(json!("did")), "model.not_a_url", "/id"),
        ("/id", Some(json!(["urn:uuid:1"])), "model.not_a_url", "/id"),
        ("/id", Some(Value::Null), "model.not_a_url", "/id"),
        ("/id", Some(json!(" urn:uuid:1")), "model.not_a_url", "/id"),
        (
            "/id",
            Some(json!("https://exa\nmple.com")),
            "model.not_a_url",
            "/id",
        ),
        ("/type", gone.clone(), "model.missing", "/type"),
        ("/type", Some(json!([])), "model.type", "/type"),
        (
            "/type",
            Some(json!({"id": "VerifiableCredential"})),
            "model.type",
            "/type",
        ),
        (
            "/type",
            Some(json!("DigitalBatteryPassport")),
            "model.type_missing",
            "/type",
        ),
        (
            "/type",
            Some(json!(["verifiablecredential"])),
            "model.type_missing",
            "/type",
        ),
        ("/type/1", Some(json!(7)), "model.type", "/type/1"),
        (
            "/type/1",
            Some(json!("Battery Passport")),
            "model.type",
            "/type/1",
        ),
        ("/name", Some(json!(7)), "model.language", "/name"),
        ("/name", Some(json!([])), "model.language", "/name"),
        (
            "/name/0",
            Some(json!({"@language": "en"})),
            "model.language",
            "/name/0",
        ),
        (
            "/name/0",
            Some(json!({"@value": 1})),
            "model.language",
            "/name/0",
        ),
        (
            "/name/0",
            Some(json!({"@value": "x", "@language": "en_GB"})),
            "model.language",
            "/name/0",
        ),
        (
            "/name/1/@direction",
            Some(json!("up")),
            "model.language",
            "/name/1",
        ),
        (
            "/name/1/url",
            Some(json!("https://example.com")),
            "model.language",
            "/name/1",
        ),
        (
            "/description",
            Some(json!(["a", "b"])),
            "model.language",
            "/description/0",
        ),
        ("/issuer", gone.clone(), "model.missing", "/issuer"),
        ("/issuer", Some(Value::Null), "model.shape", "/issuer"),
        (
            "/issuer",
            Some(json!(["did:web:example.com"])),
            "model.shape",
            "/issuer",
        ),
        (
            "/issuer",
            Some(json!("example")),
            "model.not_a_url",
            "/issuer",
        ),
        ("/issuer/id", gone.clone(), "model.missing", "/issuer/id"),
        (
            "/issuer/id",
            Some(Value::Null),
            "model.not_a_url",
            "/issuer/id",
        ),
        (
            "/issuer/id",
            Some(json!("not-a-url")),
            "model.not_a_url",
            "/issuer/id",
        ),
        (
            "/issuer/name",
            Some(json!({"@value": "x", "a": 1})),
            "model.language",
            "/issuer/name",
        ),
        (
            "/credentialSubject",
            gone.clone(),
            "model.missing",
            "/credentialSubject",
        ),
        (
            "/credentialSubject",
            Some(json!([])),
            "model.shape",
            "/credentialSubject",
        ),
        (
            "/credentialSubject",
            Some(json!("did:web:example.com")),
            "model.shape",
            "/credentialSubject",
        ),
        (
            "/credentialSubject",
            Some(json!({})),
            "model.subject_empty",
            "/credentialSubject",
        ),
        (
            "/credentialSubject/1",
            Some(json!({})),
            "model.subject_empty",
            "/credentialSubject/1",
        ),
        (
            "/credentialSubject/0/id",
            Some(json!("battery 1")),
            "model.not_a_url",
            "/credentialSubject/0/id",
        ),
        (
            "/credentialSubject/0/id",
            Some(json!(["did:a:b", "did:a:c"])),
            "model.not_a_url",
            "/credentialSubject/0/id",
        ),
        (
            "/validFrom",
            Some(json!("2026-02-18")),
            "model.not_a_date_time",
            "/validFrom",
        ),
        (
            "/validFrom",
            Some(json!("2026-02-18T00:00:00")),
            "model.not_a_date_time",
            "/validFrom",
        ),
        (
            "/validUntil",
            Some(json!(7)),
            "model.not_a_date_time",
            "/validUntil",
        ),
        (
            "/validUntil",
            Some(json!("2026-02-17T23:59:59Z")),
            "model.validity_reversed",
            "/validUntil",
        ),
        (
            "/credentialStatus/0/type",
            gone.clone(),
            "model.missing",
            "/credentialStatus/0/type",
        ),
        (
            "/credentialStatus/0/id",
            Some(json!("status")),
            "model.not_a_url",
            "/credentialStatus/0/id",
        ),
        (
            "/credentialStatus",
            Some(json!("revoked")),
            "model.shape",
            "/credentialStatus",
        ),
        (
            "/credentialStatus",
            Some(json!([])),
            "model.shape",
            "/credentialStatus",
        ),
        (
            "/credentialSchema/id",
            gone.clone(),
            "model.missing",
            "/credentialSchema/id",
        ),
        (
            "/credentialSchema/id",
            Some(json!("schema")),
            "model.not_a_url",
            "/credentialSchema/id",
        ),
        (
            "/credentialSchema/type",
            gone.clone(),
            "model.missing",
            "/credentialSchema/type",
        ),
        (
            "/refreshService/type",
            gone.clone(),
            "model.missing",
            "/refreshService/type",
        ),
        (
            "/termsOfUse/0/type",
            gone.clone(),
            "model.missing",
            "/termsOfUse/0/type",
        ),
        (
            "/termsOfUse/0/id",
            Some(json!("terms")),
            "model.not_a_url",
            "/termsOfUse/0/id",
        ),
        (
            "/evidence/type",
            gone.clone(),
            "model.missing",
            "/evidence/type",
        ),
        (
            "/evidence/id",
            Some(json!(7)),
            "model.not_a_url",
            "/evidence/id",
        ),
        (
            "/relatedResource",
            Some(json!("https://example.com")),
            "model.shape",
            "/relatedResource",
        ),
        (
            "/relatedResource/0/id",
            gone.clone(),
            "model.missing",
            "/relatedResource/0/id",
        ),
        (
            "/relatedResource/0/digestSRI",
            gone.clone(),
            "model.digest",
            "/relatedResource/0",
        ),
        (
            "/relatedResource/0/digestSRI",
            Some(json!("sha256-AAAA")),
            "model.digest",
            "/relatedResource/0/digestSRI",
        ),
        (
            "/relatedResource/0/digestSRI",
            Some(json!("md5-AAAA")),
            "model.digest",
            "/relatedResource/0/digestSRI",
        ),
        (
            "/relatedResource/0/digestSRI",
            Some(json!(" ")),
            "model.digest",
            "/relatedResource/0/digestSRI",
        ),
        (
            "/relatedResource/1/digestMultibase",
            Some(json!("é")),
            "model.digest",
            "/relatedResource/1/digestMultibase",
        ),
        (
            "/relatedResource/1/digestMultibase",
            Some(json!("xyz")),
            "model.digest",
            "/relatedResource/1/digestMultibase",
        ),
        (
            "/relatedResource/1/digestMultibase",
            Some(json!("")),
            "model.digest",
            "/relatedResource/1/digestMultibase",
        ),
        (
            "/relatedResource/1/id",
            Some(json!("https://example.com/battery/v1")),
            "model.resource_repeated",
            "/relatedResource/1/id",
        ),
        (
            "/relatedResource/0/mediaType",
            Some(json!("json")),
            "model.media_type",
            "/relatedResource/0/mediaType",
        ),
    ];
    for (place, value, code, at) in cases {
        let mut broken = credential();
        change(&mut broken, place, value.as_ref());
        let faults = told(&validate_credential(&broken));
        assert_eq!(
            faults.first(),
            Some(&(code, at.to_owned())),
            "{place}: {value:?}"
        );
        let elsewhere = faults.iter().filter(|fault| fault.1 != at).count();
        // Both elements of a list may be wrong, nothing else.
        assert!(elsewhere <= 1, "{place}: {faults:?}");
    }
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
fn every_broken_rule_of_a_presentation_is_told_with_its_place() {
    let cases: Vec<(&str, Option<Value>, &str, &str)> = vec![
        ("/@context", None, "model.missing", "/@context"),
        (
            "/type",
            Some(json!(["VerifiableCredential"])),
            "model.type_missing",
            "/type",
        ),
        (
            "/id",
            Some(json!(["urn:uuid:1", "urn:uuid:2"])),
            "model.not_a_url",
            "/id",
        ),
        (
            "/holder",
            Some(json!("recycler")),
            "model.not_a_url",
            "/holder",
        ),
        ("/holder", Some(json!([])), "model.shape", "/holder"),
        ("/holder/id", None, "model.missing", "/holder/id"),
        (
            "/verifiableCredential/0",
            Some(json!("a.b.c~")),
            "model.shape",
            "/verifiableCredential/0",
        ),
        (
            "/verifiableCredential/0/issuer",
            None,
            "model.missing",
            "/verifiableCredential/0/issuer",
        ),
        (
            "/verifiableCredential/1/id",
            None,
            "model.missing",
            "/verifiableCredential/1/id",
        ),
        (
            "/verifiableCredential/1/id",
            Some(json!("https://example.com")),
            "model.envelope",
            "/verifiableCredential/1/id",
        ),
        (
            "/verifiableCredential/1/id",
            Some(json!("data:application/vc+sd-jwt")),
            "model.envelope",
            "/verifiableCredential/1/id",
        ),
        (
            "/verifiableCredential/1/@context",
            None,
            "model.missing",
            "/verifiableCredential/1/@context",
        ),
    ];
    for (place, value, code, at) in cases {
        let mut broken = presentation();
        change(&mut broken, place, value.as_ref());
        let faults = told(&validate_presentation(&broken));
        assert_eq!(faults, [(code, at.to_owned())], "{place}: {value:?}");
    }
    let enveloped = json!({"@context": V2, "type": "EnvelopedVerifiablePresentation", "id": "data:application/vp+jwt,a.b.c"});
    assert_eq!(told(&validate_presentation(&enveloped)), []);
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
