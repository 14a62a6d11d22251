//! Keys that are real and not the issuer's to sign with.

use credentials::Did;
use credentials::Suite;
use credentials::proof::Cryptosuite;
use serde_json::{Value, json};
use tests::Site;

use crate::forger::Forger;
use crate::reader::{refused, verify};

#[test]
fn a_proof_by_a_strangers_key_is_refused_though_the_signature_holds() {
    let (issuer, stranger) = (Forger::new(), Forger::new());
    let refusal = (
        "issuer-key",
        "issuer_key.not_assertion_method",
        Some("/issuer"),
    );
    let rdf = Suite::DataIntegrity(Cryptosuite::EddsaRdfc2022);
    for suite in [Suite::SdJwt, Suite::EDDSA_JCS_2022, rdf] {
        let forged = stranger.secure(&issuer.passport(), suite, None).to_text();
        let run = verify(forged, &[]);
        assert_eq!(run.check("proof").0, "pass", "{suite}");
        refused(suite.name(), run, refusal);
    }
}

#[test]
fn a_key_that_the_issuers_document_has_for_something_else_is_refused() {
    let site = Site::new();
    let mut issuer = Forger::new();
    issuer.did = Did::parse(&format!("did:web:localhost%3A{}", site.port())).unwrap();
    issuer.method = issuer.did.with_fragment("key-1").unwrap();
    let publish = |document: Value| {
        site.put("/.well-known/did.json", document.to_string());
    };
    let document = |relationship: &str| {
        json!({
            "@context": ["https://www.w3.org/ns/did/v1"],
            "id": issuer.did,
            "verificationMethod": [{
                "id": issuer.method, "type": "Multikey", "controller": issuer.did,
                "publicKeyMultibase": issuer.key.public().to_multikey(),
            }],
            relationship: [issuer.method],
        })
    };
    let passport = issuer.sd_jwt(None).to_string();
    publish(document("authentication"));
    let refusal = (
        "issuer-key",
        "issuer_key.not_assertion_method",
        Some("/issuer"),
    );
    refused("authentication", verify(&passport, &[]), refusal);

    publish(document("assertionMethod"));
    verify(&passport, &[]).ok();

    let mut revoked = document("assertionMethod");
    revoked["verificationMethod"][0]["revoked"] = json!("2026-07-01T00:00:00Z");
    publish(revoked);
    refused(
        "revoked",
        verify(&passport, &[]),
        ("proof", "proof.method_revoked", None),
    );
}
