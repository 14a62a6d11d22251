//! Every rule that a document can break, as a table.

use super::*;

/// Place, value put there (`-`: the member is taken away), code, and where the fault is if not there.
const CREDENTIALS: &str = r#"
/@context | - | model.missing
/@context | [] | model.base_context
/@context | ["https://example.com/battery/v1", "https://www.w3.org/ns/credentials/v2"] | model.base_context | /@context/0
/@context | [{"@vocab": "https://a.example"}] | model.base_context | /@context/0
/@context/1 | "https ://example.com" | model.context
/@context/1 | true | model.context
/@context/2 | null | model.context
/id | "did" | model.not_a_url
/id | ["urn:uuid:1"] | model.not_a_url
/id | null | model.not_a_url
/id | " urn:uuid:1" | model.not_a_url
/id | "https://exa\nmple.com" | model.not_a_url
/type | - | model.missing
/type | [] | model.type
/type | {"id": "VerifiableCredential"} | model.type
/type | "DigitalBatteryPassport" | model.type_missing
/type | ["verifiablecredential"] | model.type_missing
/type/1 | 7 | model.type
/type/1 | "Battery Passport" | model.type
/name | 7 | model.language
/name | [] | model.language
/name/0 | {"@language": "en"} | model.language
/name/0 | {"@value": 1} | model.language
/name/0 | {"@value": "x", "@language": "en_GB"} | model.language
/name/1/@direction | "up" | model.language | /name/1
/name/1/url | "https://example.com" | model.language | /name/1
/description | ["a", "b"] | model.language | /description/0
/issuer | - | model.missing
/issuer | null | model.shape
/issuer | ["did:web:example.com"] | model.shape
/issuer | "example" | model.not_a_url
/issuer/id | - | model.missing
/issuer/id | null | model.not_a_url
/issuer/id | "not-a-url" | model.not_a_url
/issuer/name | {"@value": "x", "a": 1} | model.language
/credentialSubject | - | model.missing
/credentialSubject | [] | model.shape
/credentialSubject | "did:web:example.com" | model.shape
/credentialSubject | {} | model.subject_empty
/credentialSubject/1 | {} | model.subject_empty
/credentialSubject/0/id | "battery 1" | model.not_a_url
/credentialSubject/0/id | ["did:a:b", "did:a:c"] | model.not_a_url
/validFrom | "2026-02-18" | model.not_a_date_time
/validFrom | "2026-02-18T00:00:00" | model.not_a_date_time
/validUntil | 7 | model.not_a_date_time
/validUntil | "2026-02-17T23:59:59Z" | model.validity_reversed
/credentialStatus/0/type | - | model.missing
/credentialStatus/0/id | "status" | model.not_a_url
/credentialStatus | "revoked" | model.shape
/credentialStatus | [] | model.shape
/credentialSchema/id | - | model.missing
/credentialSchema/id | "schema" | model.not_a_url
/credentialSchema/type | - | model.missing
/refreshService/type | - | model.missing
/termsOfUse/0/type | - | model.missing
/termsOfUse/0/id | "terms" | model.not_a_url
/evidence/type | - | model.missing
/evidence/id | 7 | model.not_a_url
/relatedResource | "https://example.com" | model.shape
/relatedResource/0/id | - | model.missing
/relatedResource/0/digestSRI | - | model.digest | /relatedResource/0
/relatedResource/0/digestSRI | "sha256-AAAA" | model.digest
/relatedResource/0/digestSRI | "md5-AAAA" | model.digest
/relatedResource/0/digestSRI | " " | model.digest
/relatedResource/1/digestMultibase | "é" | model.digest
/relatedResource/1/digestMultibase | "xyz" | model.digest
/relatedResource/1/digestMultibase | "" | model.digest
/relatedResource/1/id | "https://example.com/battery/v1" | model.resource_repeated
/relatedResource/0/mediaType | "json" | model.media_type
"#;

/// The same, of presentations.
const PRESENTATIONS: &str = r#"
/@context | - | model.missing
/type | ["VerifiableCredential"] | model.type_missing
/id | ["urn:uuid:1", "urn:uuid:2"] | model.not_a_url
/holder | "recycler" | model.not_a_url
/holder | [] | model.shape
/holder/id | - | model.missing
/verifiableCredential/0 | "a.b.c~" | model.shape
/verifiableCredential/0/issuer | - | model.missing
/verifiableCredential/1/id | - | model.missing
/verifiableCredential/1/id | "https://example.com" | model.envelope
/verifiableCredential/1/id | "data:application/vc+sd-jwt" | model.envelope
/verifiableCredential/1/@context | - | model.missing
"#;

#[test]
fn every_broken_rule_of_a_credential_is_told_with_its_place() {
    for (row, broken, fault) in cases(CREDENTIALS, &credential()) {
        let faults = told(&validate_credential(&broken));
        assert_eq!(faults.first(), Some(&fault), "{row}");
        let elsewhere = faults.iter().filter(|other| other.1 != fault.1).count();
        // Both elements of a list may be wrong, nothing else.
        assert!(elsewhere <= 1, "{row}: {faults:?}");
    }
}

#[test]
fn every_broken_rule_of_a_presentation_is_told_with_its_place() {
    for (row, broken, fault) in cases(PRESENTATIONS, &presentation()) {
        assert_eq!(told(&validate_presentation(&broken)), [fault], "{row}");
    }
    let enveloped = json!({"@context": V2, "type": "EnvelopedVerifiablePresentation", "id": "data:application/vp+jwt,a.b.c"});
    assert_eq!(told(&validate_presentation(&enveloped)), []);
}

/// The rows of a table: each with the good document broken, and the fault that is expected.
fn cases(
    table: &'static str,
    good: &Value,
) -> impl Iterator<Item = (&'static str, Value, (&'static str, String))> {
    table.trim().lines().map(move |row| {
        let columns: Vec<&str> = row.split(" | ").collect();
        let (place, value, code, at) = match columns[..] {
            [place, value, code] => (place, value, code, place),
            [place, value, code, at] => (place, value, code, at),
            _ => panic!("three columns or four: {row}"),
        };
        let value = (value != "-").then(|| serde_json::from_str(value).unwrap());
        let mut broken = good.clone();
        change(&mut broken, place, value.as_ref());
        (row, broken, (code, at.to_owned()))
    })
}
