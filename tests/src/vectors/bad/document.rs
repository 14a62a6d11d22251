//! Texts that are no JSON of one reading, documents that break the data model, statements that no context defines.

use credentials::Suite;
use credentials::keys::Algorithm;
use serde_json::{Value, json};

use super::{Bad, Fault};
use crate::vectors::case::Set;
use crate::vectors::cast::Role;
use crate::vectors::edges::{ROW, with};
use crate::vectors::row::Row;
use crate::vectors::time;

pub(super) fn add(set: &mut Set) {
    text(set);
    model(set);
    statements(set);
}

fn text(set: &mut Set) {
    let mut bad = Bad::of(set, EVENT);
    let good = bad.text().trim_end().to_owned();
    let twice = good.replacen(
        '{',
        "{\n  \"id\": \"urn:uuid:5a5f0c3c-8a2e-4a35-9d0c-1f6c1f2c9d11\",",
        1,
    );
    for (name, about, code, pointer, text) in [
        (
            "name-twice",
            "A member stands twice in an object",
            "json.duplicate_key",
            "/id",
            twice,
        ),
        (
            "cut-off",
            "The second half is missing",
            "json.truncated",
            "/credentialSubject/performanceAndDurability/batteryCondition/powerFade",
            good[..good.len() / 2].to_owned(),
        ),
        (
            "more-behind",
            "Another document follows",
            "json.trailing_bytes",
            "",
            format!("{good}\n{{}}\n"),
        ),
        (
            "comment",
            "JSON has no comments",
            "json.syntax",
            "",
            good.replacen('{', "{ // an event\n", 1),
        ),
        (
            "number-imprecise",
            "A number has more digits than a double keeps",
            "json.number_imprecise",
            "/credentialSubject/note",
            good.replacen("\"method\":", "\"note\": 9007199254740993, \"method\":", 1),
        ),
        (
            "lone-surrogate",
            "A text holds half a character",
            "json.lone_surrogate",
            "/credentialSubject/note",
            good.replacen("\"method\":", "\"note\": \"\\ud83d\", \"method\":", 1),
        ),
        (
            "empty",
            "There is nothing",
            "secured.empty",
            "",
            String::from("\n"),
        ),
        (
            "page",
            "It is a web page",
            "secured.no_credential",
            "",
            String::from("<!DOCTYPE html>\n<title>Not found</title>\n"),
        ),
    ] {
        bad.text_is(
            &format!("json/{name}"),
            about,
            ("parse", code, pointer),
            text,
        );
    }
}

/// Signed by the issuer as they are: what is wrong is the content.
fn model(set: &mut Set) {
    let issuer = ROW.party(Role::Issuer);
    let mut bad = Bad::of(set, EVENT);
    let mut signed = |name: &str, about: &str, fault: Fault, credential: Value| {
        let secured = ROW.secure(&credential, &issuer, time::EVENT);
        bad.text_is(&format!("model/{name}"), about, fault, secured.to_file());
    };
    let event = || ROW.event("event");
    let changed = |place: &str, value: Value| {
        let mut event = event();
        *event.pointer_mut(place).unwrap() = value;
        event
    };
    let battery = "https://w3id.org/voltproof/dbp/v1";
    for (name, about, code, pointer, credential) in [
        (
            "base-context-second",
            "The data model's context is not the first one",
            "model.base_context",
            "/@context/0",
            changed(
                "/@context",
                json!([battery, "https://www.w3.org/ns/credentials/v2"]),
            ),
        ),
        (
            "context-no-url",
            "A context is a number",
            "model.context",
            "/@context/1",
            changed("/@context/1", json!(7)),
        ),
        (
            "type-missing",
            "It does not say that it is a VerifiableCredential",
            "model.type_missing",
            "/type",
            changed("/type", json!(["LifecycleEvent", "StateOfHealth"])),
        ),
        (
            "id-no-url",
            "The id is no URL",
            "model.not_a_url",
            "/id",
            changed("/id", json!("event 1")),
        ),
        (
            "schema-without-id",
            "A credential schema has no id",
            "model.missing",
            "/credentialSchema/id",
            with(event(), "credentialSchema", json!({"type": "JsonSchema"})),
        ),
        (
            "terms-without-type",
            "Terms of use have no type",
            "model.missing",
            "/termsOfUse/type",
            with(
                event(),
                "termsOfUse",
                json!({"id": "https://voltcell.example/terms"}),
            ),
        ),
        (
            "evidence-without-type",
            "Evidence has no type",
            "model.missing",
            "/evidence/type",
            with(event(), "evidence", json!({"name": "measured"})),
        ),
        (
            "refresh-without-type",
            "A refresh service has no type",
            "model.missing",
            "/refreshService/type",
            with(
                event(),
                "refreshService",
                json!({"id": "https://voltcell.example/refresh"}),
            ),
        ),
        (
            "resource-without-digest",
            "A related resource has no digest",
            "model.digest",
            "/relatedResource/0",
            with(
                event(),
                "relatedResource",
                json!([{"id": "https://voltcell.example/report.pdf"}]),
            ),
        ),
        (
            "name-language-malformed",
            "The language of the name is no BCP 47 tag",
            "model.language",
            "/name",
            with(
                event(),
                "name",
                json!({"@value": "State of health", "@language": "english!"}),
            ),
        ),
        (
            "name-direction-unknown",
            "The base direction of the name is neither ltr nor rtl",
            "model.language",
            "/name",
            with(
                event(),
                "name",
                json!({"@value": "State of health", "@language": "en", "@direction": "up"}),
            ),
        ),
    ] {
        signed(name, about, ("model", code, pointer), credential);
    }
}

/// What the suites that sign statements do not let pass; changed after signing, since nobody would sign it.
fn statements(set: &mut Set) {
    let row = Row {
        suite: Suite::DataIntegrity(credentials::proof::Cryptosuite::EddsaRdfc2022),
        algorithm: Algorithm::Ed25519,
    };
    let mut bad = Bad::of(set, &format!("{}/event", row.folder()));
    let about = "A member was added that no context defines: nothing signs it";
    let fault = ("proof", "jsonld.undefined_term", "/credentialSubject/note");
    bad.change("statements/term-undefined", about, fault, |document| {
        document["credentialSubject"]["note"] = json!("as good as new");
    });
    let about = "A context was added that nobody has pinned";
    let fault = ("proof", "jsonld.unknown_context", "/@context/2");
    bad.change("statements/context-unknown", about, fault, |document| {
        document["@context"]
            .as_array_mut()
            .unwrap()
            .push(json!("https://example.com/context/v1"));
    });
    let about = "A context was added that gives a protected term another meaning";
    let fault = ("proof", "jsonld.protected_term", "/@context/2");
    bad.change("statements/term-redefined", about, fault, |document| {
        let other = json!({"VerifiableCredential": "https://example.com/Credential"});
        document["@context"].as_array_mut().unwrap().push(other);
    });
    let about = "The battery's context was taken away, and with it what the members mean";
    let fault = ("proof", "jsonld.undefined_term", "/type/1");
    bad.change("statements/context-removed", about, fault, |document| {
        document["@context"].as_array_mut().unwrap().truncate(1);
    });
}

const EVENT: &str = "eddsa-jcs-2022/ed25519/event";
