//! Proofs that break the Recommendation.

use super::*;

/// Member, value, code.
const VALUES: &str = r##"
type | "Ed25519Signature2020" | proof.type_unknown
type | ["DataIntegrityProof"] | proof.malformed
type | null | proof.malformed
cryptosuite | "eddsa-jcs-2023" | proof.cryptosuite_unknown
cryptosuite | "EDDSA-JCS-2022" | proof.cryptosuite_unknown
cryptosuite | 2022 | proof.malformed
proofPurpose | "keyAgreement" | proof.purpose_unknown
proofPurpose | ["assertionMethod"] | proof.malformed
verificationMethod | "#key-1" | proof.malformed
verificationMethod | "https://example.com/key" | proof.malformed
verificationMethod | {"id": "did:key:z6Mk#z6Mk"} | proof.malformed
created | "2026-02-18" | proof.malformed
created | "2026-02-18T00:00:00" | proof.malformed
created | 1700000000 | proof.malformed
created | null | proof.malformed
expires | "tomorrow" | proof.malformed
domain | 7 | proof.malformed
domain | ["a", 7] | proof.malformed
challenge | ["a"] | proof.malformed
nonce | 1 | proof.malformed
id | "not a url" | proof.malformed
id | null | proof.malformed
previousProof | 1 | proof.malformed
previousProof | "urn:uuid:0" | proof.previous_proof_unknown
previousProof | ["urn:uuid:0"] | proof.previous_proof_unknown
proofValue | null | proof.malformed
proofValue | "" | proof.value_encoding
proofValue | "z" | proof.value_length
proofValue | "zabc" | proof.value_length
proofValue | "z0OIl" | proof.value_encoding
proofValue | "uAAAA" | proof.value_encoding
"##;

fn assert_refused(member: &str, value: &Value, code: &'static str) {
    let (key, mut broken) = signed();
    broken["proof"][member] = value.clone();
    let expected = Err((code, format!("/proof/{member}")));
    assert_eq!(
        verdict(&broken, key.public()),
        expected,
        "{member}: {value}"
    );
}

#[test]
fn a_value_that_breaks_the_recommendation_is_refused_where_it_does() {
    for row in VALUES.trim().lines() {
        let [member, value, code] = row.split(" | ").collect::<Vec<_>>()[..] else {
            panic!("three columns: {row}");
        };
        assert_refused(member, &serde_json::from_str(value).unwrap(), code);
    }
    let value = |digit: &str, length| json!(format!("z{}", digit.repeat(length)));
    assert_refused("proofValue", &value("1", 65), "proof.value_length");
    assert_refused("proofValue", &value("2", 100_000), "proof.value_length");
    let previous = json!(vec!["urn:uuid:0"; MAX_PROOFS + 1]);
    assert_refused("previousProof", &previous, "proof.too_many_previous");
}

#[test]
fn a_proof_lacks_nothing_that_is_required() {
    let (key, document) = signed();
    for member in [
        "type",
        "cryptosuite",
        "proofPurpose",
        "verificationMethod",
        "proofValue",
    ] {
        let mut broken = document.clone();
        let members = broken["proof"].as_object_mut().unwrap();
        members.shift_remove(member);
        let expected = Err(("proof.malformed", format!("/proof/{member}")));
        assert_eq!(verdict(&broken, key.public()), expected, "{member}");
    }
    for proof in [json!(null), json!("z2Hn"), json!([])] {
        let mut broken = document.clone();
        broken["proof"] = proof.clone();
        let expected = Err(("proof.malformed", "/proof".into()));
        assert_eq!(verdict(&broken, key.public()), expected, "{proof}");
    }
}
