//! A recycled battery has no passport that follows (Art. 77(8)).

use super::*;

const DATE: &str = "2034-08-20T00:00:00Z";

fn recycled(battery: &str, time: &str) -> Signed {
    let file = json!({"type": "Recycled", "battery": battery, "time": time});
    let told = statement("urn:example:recycled", OLD, "2035-01-01T00:00:00Z");
    Signed::new(EventDraft::from_file(&file).unwrap().build(&told).unwrap())
}

/// The old operator's battery, and what it made of it.
fn renewed(from: &str) -> Vec<Signed> {
    let first = passport();
    let earlier = json!([first.reference.to_value()]);
    let renewal = next("renewal", OLD, from, "predecessor", earlier);
    vec![first, renewal]
}

fn with<'s>(passports: &'s [Signed], more: &'s [Signed]) -> Vec<Member<'s>> {
    let active = passports.iter().map(|one| member(one, Word::Active));
    active
        .chain(more.iter().map(|one| member(one, Word::Active)))
        .collect()
}

#[test]
fn what_follows_after_the_recycling_is_a_fault_and_what_followed_before_is_none() {
    let after = renewed("2034-09-01T00:00:00Z");
    let before = renewed("2034-08-19T00:00:00Z");
    let certificate = [recycled(BATTERY, DATE)];
    assert_eq!(codes(&with(&after, &[])), [""; 0]);
    assert_eq!(codes(&with(&after, &certificate)), ["chain.ceased"]);
    assert_eq!(codes(&with(&before, &certificate)), [""; 0]);
    let elsewhere = BATTERY.replace("id.example.com", "recycler.example");
    let elsewhere = [recycled(&elsewhere, DATE)];
    assert_eq!(codes(&with(&after, &elsewhere)), ["chain.ceased"]);
    let other = [recycled(
        "https://id.example.com/01/09506000134352/21/OTHER",
        DATE,
    )];
    assert_eq!(codes(&with(&after, &other)), [""; 0]);
}

#[test]
fn a_hand_over_or_a_version_after_the_recycling_is_one_too() {
    let chain = Chain::new();
    let certificate = recycled(BATTERY, "2034-08-15T00:00:00Z");
    let mut members = chain.members();
    members.push(member(&certificate, Word::Active));
    // Issued again before, taken over after.
    assert_eq!(codes(&members), ["chain.ceased"]);

    let first = passport();
    let version = next(
        "v2",
        OLD,
        "2034-09-01T00:00:00Z",
        "supersedes",
        first.reference.to_value(),
    );
    let certificate = [recycled(BATTERY, DATE)];
    let passports = [first, version];
    let mut members = with(&passports, &certificate);
    members[0].status = Word::Superseded;
    assert_eq!(codes(&members), ["chain.ceased"]);
}

#[test]
fn a_certificate_that_does_not_count_ends_nothing() {
    let passports = renewed("2034-09-01T00:00:00Z");
    let certificate = [recycled(BATTERY, DATE)];
    for status in [Word::Revoked, Word::Suspended] {
        let mut members = with(&passports, &certificate);
        members[2].status = status;
        assert_eq!(codes(&members), [""; 0], "{status}");
    }
    let mut members = with(&passports, &certificate);
    members[2].roles = Some(&[Role::Workshop]);
    assert_eq!(codes(&members), ["chain.role"]);
    members[2].roles = Some(&[Role::Recycler]);
    assert_eq!(codes(&members), ["chain.ceased"]);
}

#[test]
fn nothing_live_follows_a_passport_whose_status_is_ceased() {
    let passports = renewed("2034-09-01T00:00:00Z");
    let mut members = with(&passports, &[]);
    members[0].status = Word::Ceased;
    assert_eq!(codes(&members), ["chain.ceased"]);
    // All of it is over, and a status does not say since when.
    members[1].status = Word::Ceased;
    assert_eq!(codes(&members), [""; 0]);
}
