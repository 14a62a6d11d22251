//! Keys that are not, or no longer, the issuer's.

use credentials::proof::{self, Cryptosuite, ProofOptions};
use serde_json::json;
use verifier::environment::Bundle;

use super::Bad;
use crate::vectors::case::Set;
use crate::vectors::cast::Role;
use crate::vectors::edges::{ROW, web_bundle, web_document, web_event, web_method, with};
use crate::vectors::{good, time};

pub(super) fn add(set: &mut Set) {
    let issuer = ROW.party(Role::Issuer);
    let mut bad = Bad::of(set, "edge/did-web");
    let mut document_is = |name: &str, about: &str, fault, relationship, more| {
        let bundle = web_bundle(web_document(&issuer, relationship, more));
        bad.bundle_is(&format!("keys/{name}"), about, fault, &bundle);
    };
    document_is(
        "not-for-assertions",
        "The issuer's document names the key to authenticate only",
        ("issuer-key", "issuer_key.not_assertion_method", "/issuer"),
        "authentication",
        json!({}),
    );
    document_is(
        "expired-before-issuing",
        "The key had expired when the event was reported",
        ("issuer-key", "issuer_key.expired", ""),
        "assertionMethod",
        json!({"expires": "2026-11-24T08:00:00Z"}),
    );
    document_is(
        "revoked",
        "The issuer has revoked the key",
        ("proof", "proof.method_revoked", "/proof"),
        "assertionMethod",
        json!({"revoked": "2026-11-24T11:00:00Z"}),
    );
    let stranger = ROW.party(Role::Stranger);
    let about = "The issuer's document has another key by that name";
    let bundle = web_bundle(web_document(&stranger, "assertionMethod", json!({})));
    bad.bundle_is("keys/replaced", about, super::proof::INVALID, &bundle);
    let about = "The issuer's document is not to be had";
    let fault = ("proof", "resolve.not_found", "/proof");
    bad.bundle_is("keys/document-missing", about, fault, &Bundle::default());
    let fault = ("proof", "proof.method_unknown", "/proof");
    let method = web_method().did().with_fragment("key-2").unwrap();
    let options = ProofOptions::assertion(method, time::EVENT);
    let signed = proof::sign(
        &web_event(),
        Cryptosuite::EddsaJcs2022,
        &options,
        &issuer,
        &mut rand::rng(),
    )
    .unwrap();
    let about = "The proof names a method that the issuer's document does not have";
    bad.document_is("keys/method-unknown", about, fault, &signed);
    let mut bad = Bad::of(set, "eddsa-jcs-2022/ed25519/event");
    let about = "The issuer is a did:key that is no key";
    let fault = ("issuer-key", "resolve.invalid_did", "");
    let event = with(ROW.event("event"), "issuer", json!("did:key:z6MkNoKey"));
    let signed = ROW.secure(&event, &issuer, time::EVENT);
    bad.text_is("keys/did-key-without-key", about, fault, signed.to_file());
    let mut bad = Bad::of(set, "eddsa-jcs-2022/ed25519/brief");
    let about = "The issuer is named by a web address and not by a DID";
    let fault = ("issuer-key", "issuer_key.no_did", "/issuer");
    let mut passport = good::brief(ROW).credential();
    passport["issuer"]["id"] = json!("https://voltcell.example");
    let signed = ROW.secure(&passport, &issuer, time::ISSUED);
    bad.text_is("keys/issuer-no-did", about, fault, signed.to_file());
    bad.by_our_rules();
}
