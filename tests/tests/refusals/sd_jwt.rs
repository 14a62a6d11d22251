//! SD-JWTs that were changed, or that a hostile issuer made.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL;
use serde_json::{Value, json};

use crate::forger::{Forger, Parts, changed, disclosure, together};
use crate::reader::{Refusal, refused, verify};

#[test]
fn what_nobody_touched_is_verified() {
    let forger = Forger::new();
    verify(forger.sd_jwt(None).to_string(), &[]).ok();
    let parts = Parts::of(forger.sd_jwt(None).as_str());
    let again = forger.jws(&forger.header().to_string(), &parts.claims().to_string());
    verify(together(&again, &parts.disclosures), &[]).ok();
    verify(forger.json(&forger.passport()), &[]).ok();
}

#[test]
fn a_changed_byte_is_refused_wherever_it_is() {
    let forger = Forger::new();
    let compact = forger.sd_jwt(None).to_string();
    type Change = fn(&mut Parts);
    let cases: [(&str, Change, Refusal<'_>); 4] = [
        (
            "payload",
            |parts| {
                let mut claims = parts.claims();
                claims["validFrom"] = json!("2026-06-02T00:00:00Z");
                parts.payload = BASE64URL.encode(claims.to_string());
            },
            ("proof", "sd_jwt.signature_invalid", None),
        ),
        (
            "signature",
            |parts| parts.signature = changed(&parts.signature),
            ("proof", "sd_jwt.signature_invalid", None),
        ),
        (
            "header",
            |parts| {
                let header = String::from_utf8(BASE64URL.decode(&parts.header).unwrap()).unwrap();
                let header = header.replace(r#""cty":"vc""#, r#""cty":"vd""#);
                parts.header = BASE64URL.encode(header);
            },
            ("proof", "sd_jwt.signature_invalid", None),
        ),
        (
            "disclosure",
            |parts| {
                let text = BASE64URL.decode(&parts.disclosures[0]).unwrap();
                let mut text = String::from_utf8(text).unwrap();
                text.insert(2, 'x');
                parts.disclosures[0] = BASE64URL.encode(text);
            },
            ("parse", "sd_jwt.disclosure_unreferenced", None),
        ),
    ];
    for (case, change, refusal) in cases {
        let mut parts = Parts::of(&compact);
        change(&mut parts);
        refused(case, verify(parts.compact(), &[]), refusal);
    }
}

#[test]
fn a_changed_value_of_a_document_is_refused() {
    let forger = Forger::new();
    let mut document: Value = serde_json::from_str(&forger.json(&forger.passport())).unwrap();
    document["credentialSubject"]["generalProductInformation"]["batteryMass"] = json!(479);
    let refusal = (
        "proof",
        "proof.signature_invalid",
        Some("/proof/proofValue"),
    );
    refused("value", verify(document.to_string(), &[]), refusal);
}

#[test]
fn a_token_that_is_not_signed_as_its_key_signs_is_refused() {
    let forger = Forger::new();
    let parts = Parts::of(forger.sd_jwt(None).as_str());
    for (alg, refusal) in [
        ("none", ("parse", "jose.alg_none", Some("/alg"))),
        ("HS256", ("parse", "jose.alg_unsupported", Some("/alg"))),
        ("ES256", ("proof", "jose.alg_mismatch", Some("/alg"))),
    ] {
        let mut header = forger.header();
        header["alg"] = json!(alg);
        let mut token = forger.jws(&header.to_string(), &parts.claims().to_string());
        if alg == "none" {
            token.truncate(token.rfind('.').unwrap() + 1);
        }
        refused(
            alg,
            verify(together(&token, &parts.disclosures), &[]),
            refusal,
        );
    }
}

#[test]
fn a_hostile_issuer_cannot_sign_what_reads_in_two_ways() {
    let forger = Forger::new();
    let parts = Parts::of(forger.sd_jwt(None).as_str());
    /// Claims and disclosures, to be made hostile.
    type Make = fn(&mut Value, &mut Vec<String>);
    /// Adds a disclosure to the subject.
    fn add(claims: &mut Value, disclosures: &mut Vec<String>, content: &str) {
        let (text, digest) = disclosure(content);
        let digests = claims["credentialSubject"]["_sd"].as_array_mut().unwrap();
        digests.push(json!(digest));
        disclosures.push(text);
    }
    let cases: [(&str, Make, Refusal<'_>); 10] = [
        (
            "a disclosure twice",
            |_, disclosures| disclosures.push(disclosures[0].clone()),
            ("parse", "sd_jwt.disclosure_repeated", None),
        ),
        (
            "a disclosure that no digest is of",
            |_, disclosures| disclosures.push(disclosure(r#"["salt","mass",1]"#).0),
            ("parse", "sd_jwt.disclosure_unreferenced", None),
        ),
        (
            "a digest twice",
            |claims, _| {
                let digests = claims["credentialSubject"]["_sd"].as_array_mut().unwrap();
                digests.push(digests[0].clone());
            },
            ("parse", "sd_jwt.digest_repeated", None),
        ),
        (
            "a digest twice, in two places",
            |claims, _| {
                let digest = claims["credentialSubject"]["_sd"][0].clone();
                claims["_sd"] = json!([digest]);
            },
            ("parse", "sd_jwt.digest_repeated", None),
        ),
        (
            "a disclosure named _sd",
            |claims, disclosures| add(claims, disclosures, r#"["salt","_sd",["x"]]"#),
            (
                "parse",
                "sd_jwt.disclosure_reserved",
                Some("/credentialSubject"),
            ),
        ),
        (
            "a disclosure named ...",
            |claims, disclosures| add(claims, disclosures, r#"["salt","...","x"]"#),
            (
                "parse",
                "sd_jwt.disclosure_reserved",
                Some("/credentialSubject"),
            ),
        ),
        (
            "a disclosure named like what is there",
            |claims, disclosures| add(claims, disclosures, r#"["salt","version",9]"#),
            (
                "parse",
                "sd_jwt.disclosure_name_taken",
                Some("/credentialSubject/version"),
            ),
        ),
        (
            "a status that the holder may leave out",
            |claims, disclosures| {
                let (text, digest) = disclosure(r#"["salt","credentialStatus",[]]"#);
                claims["_sd"] = json!([digest]);
                disclosures.push(text);
            },
            ("parse", "sd_jwt.always_shown", Some("/credentialStatus")),
        ),
        (
            "a disclosure in which a name stands twice",
            |claims, disclosures| add(claims, disclosures, r#"["salt","x",{"a":1,"a":2}]"#),
            ("parse", "json.duplicate_key", Some("/2/a")),
        ),
        (
            "another hash",
            |claims, _| claims["_sd_alg"] = json!("md5"),
            ("parse", "sd_jwt.hash_unsupported", Some("/_sd_alg")),
        ),
    ];
    for (case, make, refusal) in cases {
        let (mut claims, mut disclosures) = (parts.claims(), parts.disclosures.clone());
        make(&mut claims, &mut disclosures);
        let token = forger.jws(&forger.header().to_string(), &claims.to_string());
        refused(case, verify(together(&token, &disclosures), &[]), refusal);
    }
}

#[test]
fn a_name_that_stands_twice_is_refused_in_header_payload_and_document() {
    let forger = Forger::new();
    let parts = Parts::of(forger.sd_jwt(None).as_str());
    let (header, claims) = (forger.header().to_string(), parts.claims().to_string());
    let twice = |json: &str, name: &str| json.replacen('{', &format!(r#"{{"{name}":"x","#), 1);
    for (case, token, place) in [
        (
            "header",
            forger.jws(&twice(&header, "alg"), &claims),
            "/alg",
        ),
        ("payload", forger.jws(&header, &twice(&claims, "id")), "/id"),
    ] {
        let run = verify(together(&token, &parts.disclosures), &[]);
        refused(case, run, ("parse", "json.duplicate_key", Some(place)));
    }
    let document = twice(&forger.json(&forger.passport()), "id");
    refused(
        "document",
        verify(document, &[]),
        ("parse", "json.duplicate_key", Some("/id")),
    );
}
