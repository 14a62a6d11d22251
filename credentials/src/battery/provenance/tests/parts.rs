//! Parts of a battery go over, and batteries are made of parts.

use super::orders::{orphaned, vouched};
use super::*;

/// A pack of which one module went to another operator.
pub(super) struct Split {
    first: Signed,
    offer: Signed,
    acceptance: Signed,
    /// The passport issued again for the module.
    again: Signed,
    /// What is left, by the old operator.
    pub(super) rest: Signed,
    own: Signed,
}

impl Split {
    pub(super) fn new() -> Self {
        Self::of(&["M1"])
    }

    fn of(parts: &[&str]) -> Self {
        let first = passport();
        let offer = TransferOffer {
            parts: Parts::named(parts.iter().copied()).unwrap(),
            ..offer_to(NEW, &first.reference)
        };
        let offer = Signed::new(offer.build().unwrap());
        let acceptance = Signed::new(acceptance_of(&offer.reference).build());
        let version = |id: &str, name: &str, parts: Value| {
            let mut credential = next(
                id,
                OLD,
                "2034-08-12T00:00:00Z",
                "supersedes",
                first.reference.to_value(),
            )
            .credential;
            credential["credentialSubject"][name] = parts;
            Signed::new(credential)
        };
        let again = version("again", "parts", json!(parts));
        Self {
            own: made_of("own", json!([again.reference.to_value()])),
            rest: version("rest", "partsRemoved", json!(parts)),
            first,
            offer,
            acceptance,
            again,
        }
    }

    pub(super) fn members(&self) -> Vec<Member<'_>> {
        vec![
            member(&self.first, Word::Superseded),
            member(&self.offer, Word::Unknown),
            member(&self.acceptance, Word::Unknown),
            member(&self.again, Word::Active),
            member(&self.rest, Word::Active),
            member(&self.own, Word::Active),
        ]
    }
}

#[test]
fn a_part_goes_over_and_the_rest_stays_with_its_operator() {
    let split = Split::new();
    let found = provenance(&split.members(), None);
    assert_eq!(found.faults, []);
    let links: Vec<_> = found
        .links
        .iter()
        .map(|link| (link.kind, link.parts.to_string()))
        .collect();
    let part = || "M1".to_owned();
    assert_eq!(
        links,
        [
            (LinkKind::HandOver, part()),
            (LinkKind::Reissue, part()),
            (LinkKind::Remainder, part()),
        ]
    );
    // Who takes the part needs no passport of the rest.
    let mut members = split.members();
    members.remove(4);
    assert_eq!(codes(&members), [""; 0]);
    members[0].status = Word::Active;
    assert_eq!(codes(&members), ["chain.predecessor_active"]);
}

#[test]
fn who_is_left_with_the_rest_cannot_claim_the_part_as_well() {
    let split = Split::new();
    let claiming = |rest: Signed| {
        let mut members = split.members();
        members[4] = member(&rest, Word::Active);
        codes(&members)
    };
    let with = |removed: Option<Value>| {
        let mut rest = split.rest.credential.clone();
        let subject = rest["credentialSubject"].as_object_mut().unwrap();
        subject.shift_remove("partsRemoved");
        subject.extend(removed.map(|removed| ("partsRemoved".to_owned(), removed)));
        Signed::new(rest)
    };
    assert_eq!(claiming(with(None)), ["chain.fork"]);
    assert_eq!(claiming(with(Some(json!(["M2"])))), ["chain.fork"]);
    assert_eq!(claiming(with(Some(json!(["M1", "M2"])))), [""; 0]);
    // The part went again, or is back in a later version.
    let later = |name: &str, parts: Value| {
        let mut later = next(
            "later",
            OLD,
            "2034-10-01T00:00:00Z",
            "supersedes",
            split.rest.reference.to_value(),
        )
        .credential;
        later["credentialSubject"][name] = parts;
        let later = Signed::new(later);
        let mut members = split.members();
        members[4].status = Word::Superseded;
        members.push(member(&later, Word::Active));
        codes(&members)
    };
    assert_eq!(later("partsRemoved", json!(["M1", "M2"])), [""; 0]);
    assert_eq!(
        later("partsRemoved", json!(["M2"])),
        ["chain.part_gone", "chain.fork"]
    );
    assert!(later("parts", json!(["M1"])).contains(&"chain.part_gone"));
}

#[test]
fn nobody_has_more_parts_than_were_handed_over() {
    let split = Split::of(&["M1", "M2"]);
    let own = |predecessor: Value| {
        let own = made_of("own", json!([predecessor]));
        let mut members = split.members();
        members[5] = member(&own, Word::Active);
        codes(&members)
    };
    assert_eq!(own(split.again.reference.to_value()), [""; 0]);
    assert_eq!(own(of_parts(&split.again, &["M2"])), [""; 0]);
    assert_eq!(
        own(of_parts(&split.again, &["M3"])),
        ["chain.parts_not_given"; 2]
    );
    // Past the re-issue, on the pack itself.
    let direct = |predecessor: Value| {
        let own = made_of("own", json!([predecessor]));
        let mut members = split.members();
        members.remove(4);
        members[3] = member(&own, Word::Active);
        members.truncate(4);
        codes(&members)
    };
    assert_eq!(direct(of_parts(&split.first, &["M1"])), [""; 0]);
    assert_eq!(
        direct(split.first.reference.to_value()),
        ["chain.parts_not_given"]
    );
    // A re-issue for parts that nobody accepted.
    let mut members = split.members();
    let mut again = split.again.credential.clone();
    again["credentialSubject"]["parts"] = json!(["M1", "M2", "M3"]);
    let again = Signed::new(again);
    members[3] = member(&again, Word::Active);
    members.truncate(4);
    assert_eq!(codes(&members), ["chain.acceptance_missing"]);
}

#[test]
fn one_part_goes_to_one_operator() {
    let split = Split::new();
    let second = |parts: &[&str]| {
        let mut offer = offer_to(STRANGER, &split.first.reference);
        offer.statement.id = "urn:example:offer-2".to_owned();
        offer.parts = Parts::named(parts.iter().copied()).unwrap();
        let offer = Signed::new(offer.build().unwrap());
        let mut acceptance = acceptance_of(&offer.reference);
        acceptance.statement = statement("acceptance-2", STRANGER, "2034-08-10T00:00:00Z");
        let acceptance = Signed::new(acceptance.build());
        let mut members = split.members();
        members.push(member(&offer, Word::Unknown));
        members.push(member(&acceptance, Word::Unknown));
        codes(&members)
    };
    assert_eq!(second(&["M2"]), [""; 0]);
    assert_eq!(second(&["M1"]), ["chain.transferred_twice"]);
    assert_eq!(second(&["M1", "M2"]), ["chain.transferred_twice"]);
    assert_eq!(second(&[]), ["chain.transferred_twice"]);
}

#[test]
fn an_authority_orders_parts_of_an_orphaned_battery_to_several() {
    let order = SuccessionOrder {
        parts: Parts::named(["M1", "M2"]).unwrap(),
        ..order_of(&passport().reference)
    };
    let mut signed = orphaned(order);
    let claiming = |signed: &[Signed; 4]| codes(&vouched(signed, &[Role::Authority]));
    assert_eq!(claiming(&signed), ["chain.parts_not_given"]);
    signed[3] = made_of("passport-2", json!([of_parts(&signed[0], &["M2"])]));
    assert_eq!(claiming(&signed), [""; 0]);
    signed[3] = made_of("passport-2", json!([of_parts(&signed[0], &["M3"])]));
    assert_eq!(claiming(&signed), ["chain.parts_not_given"]);
}

#[test]
fn several_batteries_of_one_each_of_its_own_parts_are_no_fork() {
    let chain = Chain::new();
    let claims = |first: Value, second: Value| {
        let (one, two) = (
            made_of("one", json!([first])),
            made_of("two", json!([second])),
        );
        let mut members = chain.members();
        members[4] = member(&one, Word::Active);
        members.push(member(&two, Word::Active));
        let found = provenance(&members, None);
        found.faults.iter().map(Coded::code).collect::<Vec<_>>()
    };
    let whole = chain.again.reference.to_value();
    let parts = |parts: &[&str]| of_parts(&chain.again, parts);
    assert_eq!(claims(parts(&["M1", "M2"]), parts(&["M3"])), [""; 0]);
    assert_eq!(claims(parts(&["M1", "M2"]), parts(&["M2"])), ["chain.fork"]);
    assert_eq!(claims(whole.clone(), parts(&["M3"])), ["chain.fork"]);
    assert_eq!(claims(parts(&["M3"]), whole.clone()), ["chain.fork"]);
    assert_eq!(claims(whole.clone(), whole), ["chain.fork"]);
    let twice =
        json!({"id": "urn:example:passport-2", "digestMultibase": "u", "parts": ["M1", "M1"]});
    assert!(claims(twice, parts(&["M3"])).contains(&"statement.member_malformed"));
}

#[test]
fn a_battery_made_of_two_has_both_histories_and_each_is_asked_for() {
    let chain = Chain::new();
    // The other pack is the new operator's own.
    let mut other = next("other", NEW, "2030-01-01T00:00:00Z", "version", json!(1)).credential;
    other["credentialSubject"]["id"] = json!(format!("{BATTERY}-2"));
    let other = Signed::new(other);
    let own = |predecessor: &[Value]| made_of("own", json!(predecessor));
    let named = [chain.again.reference.to_value(), of_parts(&other, &["M7"])];
    let merged = own(&named);
    let mut members = chain.members();
    members[4] = member(&merged, Word::Active);
    members.push(member(&other, Word::Active));
    let found = provenance(&members, None);
    assert_eq!(found.faults, []);
    let kinds: Vec<_> = found.links.iter().map(|link| link.kind).collect();
    assert_eq!(
        kinds,
        [LinkKind::HandOver, LinkKind::Renewal, LinkKind::Reissue]
    );
    members.pop();
    assert_eq!(codes(&members), ["chain.gap"]);
    // The same one again, be it for other parts.
    let [again, _] = named;
    let twice = own(&[again.clone(), again]);
    let mut members = chain.members();
    members[4] = member(&twice, Word::Active);
    assert_eq!(codes(&members), ["chain.named_twice"]);
}

/// A battery of which these are made, by the new operator.
pub(super) fn made_of(id: &str, predecessor: Value) -> Signed {
    let mut credential =
        next(id, NEW, "2034-09-01T00:00:00Z", "predecessor", predecessor).credential;
    credential["credentialSubject"]["id"] = json!(format!("{BATTERY}-{id}"));
    Signed::new(credential)
}

pub(super) fn of_parts(older: &Signed, parts: &[&str]) -> Value {
    let mut value = older.reference.to_value();
    value["parts"] = json!(parts);
    value
}
