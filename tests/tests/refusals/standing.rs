//! Passports that are authentic and do not hold: not yet, no more, or not for now.

use tests::{Address, Person};

use crate::reader::{refused, verify};

#[test]
fn a_passport_is_refused_before_it_begins_and_after_it_ends() {
    let person = Person::new();
    let address = person.becomes_operator("Voltcell");
    let _service = person.publishes(&address);
    issue(
        &person,
        &address,
        &["--valid-until", "2040-01-01T00:00:00Z"],
    );
    let passport = person.read("passport.vc");
    verify(&passport, &[]).ok();
    for (at, code, place) in [
        (
            "2020-01-01T00:00:00Z",
            "validity.not_yet_valid",
            "/validFrom",
        ),
        ("2041-01-01T00:00:00Z", "validity.expired", "/validUntil"),
    ] {
        let run = verify(&passport, &["--at", at]);
        let found = run.check("validity");
        assert_eq!(found, ("fail".into(), Some(code.into())), "{at}");
        let report = run.ends(1).json();
        let check = &report["checks"][4];
        assert_eq!(
            (&check["name"], check["pointer"].as_str()),
            (&"validity".into(), Some(place))
        );
        assert!(check["hint"].is_string(), "{check}");
    }
}

#[test]
fn a_passport_that_its_operator_revoked_suspended_or_ended_is_refused() {
    for (verb, code, entry) in [
        ("suspend", "status.suspended", 1),
        ("revoke", "status.revoked", 0),
        ("cease", "status.ceased", 2),
    ] {
        let person = Person::new();
        let address = person.becomes_operator("Voltcell");
        let _service = person.publishes(&address);
        issue(&person, &address, &[]);
        let passport = person.read("passport.vc");
        person
            .run("issuer", &["status", "VC77-0001234", verb, "--yes"])
            .ok();
        let place = format!("/credentialStatus/{entry}");
        refused(verb, verify(&passport, &[]), ("status", code, Some(&place)));
        if verb == "suspend" {
            person
                .run("issuer", &["status", "VC77-0001234", "reinstate"])
                .ok();
            verify(&passport, &[]).ok();
        }
    }
}

#[test]
fn a_corrected_passport_is_refused_and_its_correction_is_not() {
    let person = Person::new();
    let address = person.becomes_operator("Voltcell");
    let _service = person.publishes(&address);
    issue(&person, &address, &[]);
    let old = person.read("passport.vc");
    issue(&person, &address, &["--supersede"]);
    let place = Some("/credentialStatus/2");
    refused(
        "superseded",
        verify(&old, &[]),
        ("status", "status.superseded", place),
    );
    verify(person.read("passport.vc"), &[]).ok();
}

/// Issues the sample as `passport.vc`.
fn issue(person: &Person, address: &Address, more: &[&str]) {
    let content = address.host(issuer::sample::EV_PASSPORT, "id.voltcell.example");
    person.write("content.json", content);
    let args = ["issue", "passport", "content.json", "-o", "passport.vc"];
    person.run("issuer", &[&args, more].concat()).ok();
}
