//! One battery has one live passport, and none that follows itself.

use super::*;

#[test]
fn two_live_successors_are_a_fork_and_a_later_version_is_not() {
    let chain = Chain::new();
    let rival = own_after(&chain.again, "passport-4", NEW);
    let mut members = chain.members();
    members.push(member(&rival, Word::Active));
    assert_eq!(codes(&members), ["chain.fork"]);
    // Revoked, it claims nothing any more.
    members[5].status = Word::Revoked;
    assert_eq!(codes(&members), [""; 0]);

    // A correction of the own passport keeps its predecessor.
    let mut version = chain.own.credential.clone();
    version["id"] = json!("urn:example:passport-3-v2");
    version["validFrom"] = json!("2034-10-01T00:00:00Z");
    version["credentialSubject"]["supersedes"] = chain.own.reference.to_value();
    let version = Signed::new(version);
    members[5] = member(&version, Word::Active);
    let found = provenance(&members, None);
    assert_eq!(found.faults, []);
    assert_eq!(found.links[0].kind, LinkKind::Version);

    // By another identifier it claims the same battery.
    let mut module = rival.credential.clone();
    module["credentialSubject"]["id"] = json!(format!("{BATTERY}-M2"));
    let module = Signed::new(module);
    members[5] = member(&module, Word::Active);
    assert_eq!(codes(&members), ["chain.fork"]);
}

#[test]
fn a_second_first_passport_of_a_battery_is_a_fork() {
    let mut second = passport().credential;
    second["id"] = json!("urn:example:second");
    second["issuer"] = json!(STRANGER);
    let (first, second) = (passport(), Signed::new(second));
    let mut members = vec![member(&first, Word::Active), member(&second, Word::Active)];
    assert_eq!(codes(&members), ["chain.fork"]);
    members[1].status = Word::Revoked;
    assert_eq!(codes(&members), [""; 0]);
    // Its GTIN and serial number are its own at whatever resolver.
    let mut elsewhere = second.credential.clone();
    elsewhere["credentialSubject"]["id"] =
        json!(BATTERY.replace("id.example.com", "id.stranger.example"));
    let elsewhere = Signed::new(elsewhere);
    members[1] = member(&elsewhere, Word::Active);
    assert_eq!(codes(&members), ["chain.fork"]);
    // A line of another battery is its own.
    let mut other = second.credential.clone();
    other["credentialSubject"]["id"] = json!(format!("{BATTERY}-2"));
    let other = Signed::new(other);
    members[1] = member(&other, Word::Active);
    assert_eq!(codes(&members), [""; 0]);
}

#[test]
fn two_passports_that_name_each_other_are_a_circle() {
    let named = |id: &str| json!([{"id": format!("urn:example:{id}"), "digestMultibase": "u"}]);
    let a = next("a", NEW, "2034-09-01T00:00:00Z", "predecessor", named("b"));
    let b = own_after(&a, "b", NEW);
    // What comes before and after it is in no circle.
    let (before, after) = (own_after(&b, "z", NEW), passport());
    let mut to_after = a.credential.clone();
    to_after["credentialSubject"]["supersedes"] = after.reference.to_value();
    for a in [a.clone(), Signed::new(to_after)] {
        let members = [
            member(&a, Word::Active),
            member(&b, Word::Active),
            member(&before, Word::Active),
            member(&after, Word::Active),
        ];
        let found = provenance(&members, Some("urn:example:a"));
        let circle = found
            .faults
            .iter()
            .find(|fault| fault.code() == "chain.circle");
        let id = circle.unwrap().credential().unwrap();
        assert!(id.ends_with(":a") || id.ends_with(":b"), "{id}");
    }
}

#[test]
fn a_passport_that_names_itself_ends_the_walk() {
    let circle = next(
        "passport-1",
        OLD,
        "2034-09-01T00:00:00Z",
        "supersedes",
        passport().reference.to_value(),
    );
    assert_eq!(codes(&[member(&circle, Word::Active)]), ["chain.circle"]);
}
