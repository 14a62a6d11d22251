//! Presentations: Verifiable Credentials Data Model 2.0 section 4.13, and what a holder signs (Data Integrity 4.4).

use credentials::keys::{Algorithm, SecretKey};
use credentials::proof::{Cryptosuite, ProofOptions, ProofPurpose, sign};
use credentials::{Did, DidUrl};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::api::Api;

struct Holder {
    key: SecretKey,
}

impl Holder {
    fn new() -> Self {
        let key = SecretKey::from_seed(Algorithm::Ed25519, &[9; 32]).unwrap();
        Self { key }
    }

    fn did(&self) -> String {
        Did::of_key(self.key.public()).as_str().to_owned()
    }

    fn sign(&self, presentation: &Value, change: impl FnOnce(&mut ProofOptions)) -> Value {
        let method = DidUrl::of_key(self.key.public());
        let mut options = ProofOptions {
            purpose: ProofPurpose::Authentication,
            domain: vec!["reader.example".into()],
            challenge: Some("c-1".into()),
            ..ProofOptions::assertion(method, Timestamp::now())
        };
        change(&mut options);
        sign(
            presentation,
            Cryptosuite::EddsaJcs2022,
            &options,
            &self.key,
            &mut rand::rng(),
        )
        .unwrap()
    }
}

fn presentation(members: &[Value]) -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": members
    })
}

fn asked() -> Value {
    json!({"domain": "reader.example", "challenge": "c-1"})
}

#[test]
fn a_presentation_of_some_credential_or_of_none_is_verified() {
    let (api, holder) = (Api::new(), Holder::new());
    let issued: Vec<Value> = ["eddsa-rdfc-2022", "ecdsa-jcs-2019-p384"]
        .iter()
        .map(|prefix| api.issued(prefix, &api.credential(prefix)))
        .collect();
    let mut empty = presentation(&[]);
    empty
        .as_object_mut()
        .unwrap()
        .shift_remove("verifiableCredential");
    for mut presentation in [presentation(&issued), presentation(&issued[..1]), empty] {
        for named in [
            Value::Null,
            json!(holder.did()),
            json!({"id": holder.did()}),
        ] {
            if !named.is_null() {
                presentation["holder"] = named;
            }
            presentation["id"] = json!("urn:uuid:9c9a36f8-518f-4976-a934-6649502d0008");
            let signed = holder.sign(&presentation, |_| {});
            api.verify_presentation(&signed, &asked()).verified();
        }
    }
}

#[test]
fn every_broken_statement_about_presentations_is_told() {
    let (api, holder) = (Api::new(), Holder::new());
    let good = presentation(&[api.issued("eddsa-jcs-2022", &api.credential("eddsa-jcs-2022"))]);
    for (name, value, code, place) in [
        ("@context", json!([]), "model.base_context", "/@context"),
        (
            "@context",
            json!([
                "https://www.w3.org/ns/credentials/examples/v2",
                "https://www.w3.org/ns/credentials/v2"
            ]),
            "model.base_context",
            "/@context/0",
        ),
        (
            "@context",
            json!(["https://www.w3.org/ns/credentials/v2", 7]),
            "model.context",
            "/@context/1",
        ),
        ("id", json!("not a url"), "model.not_a_url", "/id"),
        ("type", json!([]), "model.type", "/type"),
        (
            "type",
            json!(["https://example.org/#Other"]),
            "model.type_missing",
            "/type",
        ),
        ("holder", json!("z6Mk"), "model.not_a_url", "/holder"),
        (
            "holder",
            json!({"name": "Acme"}),
            "model.missing",
            "/holder/id",
        ),
        (
            "holder",
            json!({"id": "z6Mk"}),
            "model.not_a_url",
            "/holder/id",
        ),
        (
            "verifiableCredential",
            json!(["eyJ.eyJ.x"]),
            "model.shape",
            "/verifiableCredential/0",
        ),
        (
            "verifiableCredential",
            json!("urn:uuid:1"),
            "model.shape",
            "/verifiableCredential",
        ),
        (
            "termsOfUse",
            json!({"id": "urn:a:1"}),
            "model.missing",
            "/termsOfUse/type",
        ),
    ] {
        let mut broken = good.clone();
        broken[name] = value;
        let told = api.verify_presentation(&holder.sign(&broken, |_| {}), &asked());
        told.refused(code, &format!("/verifiablePresentation{place}"));
    }
}

#[test]
fn the_credentials_of_a_presentation_have_to_be_secured_each() {
    // Section 4.13: a verifiable credential graph expresses what is secured.
    let (api, holder) = (Api::new(), Holder::new());
    let unsecured = presentation(&[api.credential("eddsa-jcs-2022")]);
    let told = api.verify_presentation(&holder.sign(&unsecured, |_| {}), &asked());
    told.refused(
        "secured.no_proof",
        "/verifiablePresentation/verifiableCredential/0/proof",
    );

    let mut forged = api.issued("eddsa-rdfc-2022", &api.credential("eddsa-rdfc-2022"));
    forged["credentialSubject"]["name"] = json!("Eve");
    let told = api.verify_presentation(&holder.sign(&presentation(&[forged]), |_| {}), &asked());
    told.refused(
        "proof.signature_invalid",
        "/verifiablePresentation/verifiableCredential/0/proof/proofValue",
    );
}

#[test]
fn a_presentation_has_a_holder_who_signed_it() {
    let (api, holder) = (Api::new(), Holder::new());
    let mut document =
        presentation(&[api.issued("eddsa-jcs-2022", &api.credential("eddsa-jcs-2022"))]);
    for options in [asked(), json!({})] {
        let told = api.verify_presentation(&document, &options);
        told.refused("request.malformed", "/verifiablePresentation/proof");
    }
    document["holder"] = json!("did:example:alice");
    let told = api.verify_presentation(&holder.sign(&document, |_| {}), &asked());
    told.refused("holder_binding.holder", "/verifiablePresentation/holder");
}

#[test]
fn domain_challenge_purpose_and_expiry_of_a_presentation_are_those_that_were_asked_for() {
    // Data Integrity section 4.4 steps 6 to 9.
    let (api, holder) = (Api::new(), Holder::new());
    let document = presentation(&[api.issued("eddsa-jcs-2022", &api.credential("eddsa-jcs-2022"))]);
    let domain = "https://w3id.org/security#INVALID_DOMAIN_ERROR";
    let challenge = "https://w3id.org/security#INVALID_CHALLENGE_ERROR";
    let proof = "https://w3id.org/security#PROOF_VERIFICATION_ERROR";
    type Change = fn(&mut ProofOptions);
    let cases: [(Change, &str, &str, &str); 7] = [
        (
            |options| options.domain = vec!["other.example".into()],
            "proof.domain_mismatch",
            "domain",
            domain,
        ),
        (
            |options| options.domain = Vec::new(),
            "proof.domain_mismatch",
            "domain",
            domain,
        ),
        (
            |options| options.domain.push("other.example".into()),
            "proof.domain_mismatch",
            "domain",
            domain,
        ),
        (
            |options| options.challenge = Some("c-2".into()),
            "proof.challenge_mismatch",
            "challenge",
            challenge,
        ),
        (
            |options| options.challenge = None,
            "proof.challenge_mismatch",
            "challenge",
            challenge,
        ),
        (
            |options| options.purpose = ProofPurpose::AssertionMethod,
            "proof.purpose_mismatch",
            "proofPurpose",
            proof,
        ),
        (
            |options| options.expires = Some(Timestamp::UNIX_EPOCH),
            "proof.expired",
            "expires",
            proof,
        ),
    ];
    for (change, code, member, kind) in cases {
        let told = api.verify_presentation(&holder.sign(&document, change), &asked());
        told.refused(code, &format!("/verifiablePresentation/proof/{member}"));
        let found = told.body["errors"].as_array().unwrap();
        assert!(
            found.iter().any(|error| error["type"] == kind),
            "{}",
            told.body
        );
    }
}

#[test]
fn a_credential_is_no_presentation_and_the_other_way_round() {
    let (api, holder) = (Api::new(), Holder::new());
    let issued = api.issued("eddsa-jcs-2022", &api.credential("eddsa-jcs-2022"));
    let told = api.verify_presentation(&issued, &json!({}));
    told.refused("model.type_missing", "/verifiablePresentation/type");
    let told = api.verify(&holder.sign(&presentation(&[issued]), |_| {}));
    told.refused("request.malformed", "/verifiableCredential/type");
}
