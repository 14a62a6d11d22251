//! SD-JWT VC that carries a credential of the data model (OpenID4VP 1.0 section B.3.7).

use super::*;
use crate::problem::Coded;
use crate::sd_jwt::{MEDIA_TYPE, SdJwtError, linked_claims};

fn credential() -> Value {
    json!({
        "@context": [crate::context::CREDENTIALS_V2, crate::context::BATTERY_PASSPORT_V1],
        "id": "urn:uuid:6f1c7a52-9a3e-4d5c-8a44-0b6f5d0c1e2f",
        "type": ["VerifiableCredential", "DigitalBatteryPassport"],
        "issuer": {"id": "did:web:example.com", "name": "Example"},
        "validFrom": "2027-02-18T00:00:00Z",
        "validUntil": "2037-02-18T00:00:00Z",
        "credentialStatus": [{"type": "TokenStatusListEntry",
            "status_list": {"idx": 7, "uri": "https://example.com/status/1"}}],
        "credentialSubject": {"id": "did:example:battery", "a": {"b": 1, "c": [2, 3]}}
    })
}

fn claims_of(credential: &Value) -> Result<Value, SdJwtError> {
    linked_claims(credential, now())
}

fn issue_as<'a>(kid: &'a DidUrl, disclosable: &'a [JsonPointer]) -> Issue<'a> {
    Issue {
        typ: "dc+sd-jwt",
        kid,
        disclosable,
        holder: None,
        decoys: 0,
    }
}

fn issued_as_vc(disclosable: &[&str]) -> SdJwt {
    let (kid, disclosable) = (kid(), pointers(disclosable));
    let claims = claims_of(&credential()).unwrap();
    let mut rng = StdRng::seed_from_u64(4);
    issue(&claims, &issue_as(&kid, &disclosable), &issuer(), &mut rng).unwrap()
}

/// A token of this type with this payload, signed rightly.
fn forged(typ: &str, payload: &Value, disclosures: &[&str]) -> Result<SdJwt, SdJwtError> {
    let header = Header {
        typ: Some(typ.into()),
        kid: Some(kid().to_string()),
        ..Header::new(Algorithm::Ed25519)
    };
    let mut text = jose::sign(&header, payload.to_string().as_bytes(), &issuer()).unwrap();
    for json in disclosures {
        text = format!("{text}~{}", disclosure(json));
    }
    SdJwt::parse(&(text + "~"))
}

#[test]
fn the_claims_say_what_wallets_know_them_to_say() {
    assert_eq!(
        claims_of(&credential()).unwrap(),
        json!({
            "vct": "https://w3id.org/voltproof/dbp/v1/DigitalBatteryPassport",
            "iss": "did:web:example.com",
            "iat": now().as_second(),
            "nbf": 1_802_908_800,
            "exp": 2_118_528_000,
            "status": {"status_list": {"idx": 7, "uri": "https://example.com/status/1"}},
            "ld": {
                "@context": [crate::context::CREDENTIALS_V2, crate::context::BATTERY_PASSPORT_V1],
                "id": "urn:uuid:6f1c7a52-9a3e-4d5c-8a44-0b6f5d0c1e2f",
                "issuer": {"name": "Example"},
                "credentialSubject": {"id": "did:example:battery", "a": {"b": 1, "c": [2, 3]}}
            }
        })
    );
}

#[test]
fn every_credential_comes_back_as_it_was() {
    let changed = |change: fn(&mut Value)| {
        let mut credential = credential();
        change(&mut credential);
        credential
    };
    for credential in [
        credential(),
        changed(|one| one["issuer"] = json!("did:web:example.com")),
        changed(|one| one["issuer"] = json!({"id": "did:web:example.com"})),
        changed(|one| one["type"] = json!(["VerifiableCredential"])),
        changed(|one| one["type"] = json!(["VerifiableCredential", "LifecycleEvent", "Recall"])),
        changed(|one| one["type"] = json!(["VerifiableCredential", "https://example.com/Kind"])),
        // What a number of seconds cannot say.
        changed(|one| one["validFrom"] = json!("2027-02-18T00:00:00.250Z")),
        changed(|one| one["validUntil"] = json!("2037-02-18T01:00:00+01:00")),
        changed(|one| one["credentialStatus"] = json!({"type": "BitstringStatusListEntry"})),
        changed(|one| {
            let more = json!({"type": "BitstringStatusListEntry"});
            one["credentialStatus"].as_array_mut().unwrap().push(more);
        }),
    ] {
        let claims = claims_of(&credential).unwrap();
        let read = forged("dc+sd-jwt", &claims, &[]).unwrap();
        assert_eq!(read.credential(), credential, "{claims}");
        assert_eq!(read.id().unwrap(), credential["id"]);
    }
}

#[test]
fn places_are_those_of_the_credential() {
    let whole = issued_as_vc(&["/ld/credentialSubject/a", "/ld/credentialSubject/a/c/0"]);
    let read = SdJwt::parse(whole.as_str()).unwrap();
    assert_eq!(read.credential(), credential());
    for sd_jwt in [&whole, &read] {
        let all: Vec<String> = sd_jwt
            .disclosed()
            .iter()
            .map(|one| one.pointer.to_string())
            .collect();
        assert_eq!(all, ["/credentialSubject/a/c/0", "/credentialSubject/a"]);
        assert_eq!(sd_jwt.disclosed()[0].value, &json!(2));
        let part = sd_jwt
            .present(&pointers(&["/credentialSubject/a/b", "/issuer/id"]))
            .unwrap();
        let subject = part.credential()["credentialSubject"].clone();
        assert_eq!(
            subject,
            json!({"id": "did:example:battery", "a": {"b": 1, "c": [3]}})
        );
        let error = sd_jwt
            .present(&pointers(&["/ld/credentialSubject/a"]))
            .unwrap_err();
        assert_eq!(error.code(), "sd_jwt.no_such_place");
    }
}

#[test]
fn what_must_show_cannot_be_withheld() {
    let claims = claims_of(&credential()).unwrap();
    for place in [
        "/iss",
        "/nbf",
        "/exp",
        "/vct",
        "/status",
        "/status/status_list",
        "/status/status_list/idx",
        "/ld",
        "/ld/@context",
        "/ld/@context/0",
    ] {
        let (kid, places) = (kid(), pointers(&[place]));
        let mut rng = StdRng::seed_from_u64(4);
        let error = issue(&claims, &issue_as(&kid, &places), &issuer(), &mut rng).unwrap_err();
        assert_eq!(error.code(), "sd_jwt.always_shown", "{place}");
    }
    // Nor by an issuer who plays by other rules, shown or not; nor by one who writes the type in another way.
    for (json, hidden) in [
        (r#"["salt","status",{}]"#, "/status"),
        (r#"["salt","exp",1]"#, "/exp"),
        (r#"["salt","iss","did:web:example.com"]"#, "/iss"),
        (r#"["salt","aka_vcts",[]]"#, "/aka_vcts"),
        (r#"["salt","cnf",{}]"#, "/cnf"),
    ] {
        for typ in ["dc+sd-jwt", "application/dc+sd-jwt", "DC+SD-JWT"] {
            let mut payload = json!({"vct": "urn:example", "_sd": [digest(json)]});
            let error = forged(typ, &payload, &[json]).unwrap_err();
            assert_eq!(
                (error.code(), error.pointer().as_deref()),
                ("sd_jwt.always_shown", Some(hidden))
            );
            payload["ld"] = json!({"_sd": [digest(r#"["salt","credentialStatus",{}]"#)]});
            payload["_sd"] = json!([]);
            let error = forged(typ, &payload, &[r#"["salt","credentialStatus",{}]"#]).unwrap_err();
            assert_eq!(error.pointer().as_deref(), Some("/ld/credentialStatus"));
        }
    }
}

#[test]
fn two_readings_of_one_credential_are_refused() {
    let change = |place: &str, value: Value| {
        let mut claims = claims_of(&credential()).unwrap();
        match place.split_once('/') {
            Some((_, member)) => claims["ld"][member] = value,
            None => claims[place] = value,
        }
        claims
    };
    for (place, value, code, pointer) in [
        ("vct", json!(1), "sd_jwt.vct", "/vct"),
        ("vct", json!(null), "sd_jwt.vct", "/vct"),
        ("ld", json!([]), "sd_jwt.ld", "/ld"),
        (
            "ld/type",
            json!(["VerifiableCredential", "AccreditedOperator"]),
            "sd_jwt.differs",
            "/vct",
        ),
        (
            "ld/issuer",
            json!({"id": "did:web:other.example"}),
            "sd_jwt.differs",
            "/iss",
        ),
        (
            "ld/issuer",
            json!("did:web:other.example"),
            "sd_jwt.differs",
            "/iss",
        ),
        (
            "ld/validFrom",
            json!("2026-01-01T00:00:00Z"),
            "sd_jwt.differs",
            "/nbf",
        ),
        (
            "ld/validUntil",
            json!("2047-01-01T00:00:00Z"),
            "sd_jwt.differs",
            "/exp",
        ),
    ] {
        let error = forged("dc+sd-jwt", &change(place, value), &[]).unwrap_err();
        assert_eq!(
            (error.code(), error.pointer().as_deref()),
            (code, Some(pointer)),
            "{place}"
        );
        assert!(error.hint().is_some());
    }
    let error = forged("dc+sd-jwt", &json!({"ld": {}}), &[]).unwrap_err();
    assert_eq!(error.code(), "sd_jwt.vct");
}

#[test]
fn an_sd_jwt_vc_of_others_is_its_claims() {
    let payload = json!({"vct": "urn:eudi:pid:1", "iss": "https://pid.example", "iat": 1, "exp": 1_883_000_000,
        "given_name": "Erika"});
    let read = forged("dc+sd-jwt", &payload, &[]).unwrap();
    assert_eq!(
        read.credential(),
        json!({"type": ["VerifiableCredential", "urn:eudi:pid:1"], "issuer": "https://pid.example",
            "validUntil": "2029-09-01T23:33:20Z", "given_name": "Erika"})
    );
    // The same claims in another kind of token are no SD-JWT VC.
    let other = forged(MEDIA_TYPE, &payload, &[]).unwrap();
    assert!(!other.is_dc() && other.credential().get("issuer").is_none());
}

#[test]
fn a_credential_without_type_or_issuer_is_not_made() {
    for (member, value, place) in [
        ("type", json!("DigitalBatteryPassport2"), None),
        ("type", json!([]), Some("/type")),
        (
            "@context",
            json!([crate::context::CREDENTIALS_V2]),
            Some("/type"),
        ),
        ("issuer", json!({"name": "Example"}), Some("/issuer")),
    ] {
        let mut credential = credential();
        credential[member] = value;
        let made = claims_of(&credential);
        assert_eq!(
            made.err().and_then(|error| error.pointer()).as_deref(),
            place,
            "{member}"
        );
    }
}
