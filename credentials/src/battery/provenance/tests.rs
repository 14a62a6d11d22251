use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::battery::accreditation::Role;
use crate::battery::event::{Event, EventDraft};
use crate::battery::lifecycle::fold;
use crate::battery::parts::Parts;
use crate::battery::reference::digest_json;
use crate::battery::transfer::tests::{
    AUTHORITY, BATTERY, NEW, OLD, Signed, acceptance_of, events, offer_to, order_of, passport,
    statement,
};
use crate::battery::transfer::{EndKind, SuccessionOrder, TransferEnd, TransferOffer};
use crate::problem::Coded;

mod ceased;

const STRANGER: &str = "did:web:stranger.example";

/// A car's battery that became a home storage: old operator's passport, offer, acceptance, the passport issued
/// again, the new operator's own.
struct Chain {
    first: Signed,
    offer: Signed,
    acceptance: Signed,
    again: Signed,
    own: Signed,
}

fn next(id: &str, issuer: &str, from: &str, name: &str, earlier: Value) -> Signed {
    let mut credential = passport().credential;
    credential["id"] = json!(format!("urn:example:{id}"));
    credential["issuer"] = json!(issuer);
    credential["validFrom"] = json!(from);
    credential["credentialSubject"][name] = earlier;
    Signed::new(credential)
}

impl Chain {
    fn new() -> Self {
        let first = passport();
        let offer = Signed::new(offer_to(NEW, &first.reference).build().unwrap());
        let acceptance = Signed::new(acceptance_of(&offer.reference).build());
        let again = next(
            "passport-2",
            OLD,
            "2034-08-12T00:00:00Z",
            "supersedes",
            first.reference.to_value(),
        );
        let own = own_after(&again, "passport-3", NEW);
        Self {
            first,
            offer,
            acceptance,
            again,
            own,
        }
    }

    fn members(&self) -> Vec<Member<'_>> {
        vec![
            member(&self.first, Word::Transferred),
            member(&self.offer, Word::Unknown),
            member(&self.acceptance, Word::Unknown),
            member(&self.again, Word::Active),
            member(&self.own, Word::Active),
        ]
    }
}

fn own_after(older: &Signed, id: &str, issuer: &str) -> Signed {
    let earlier = json!([older.reference.to_value()]);
    next(id, issuer, "2034-09-01T00:00:00Z", "predecessor", earlier)
}

fn member(signed: &Signed, status: Word) -> Member<'_> {
    Member {
        credential: &signed.credential,
        reference: &signed.reference,
        status,
        roles: None,
    }
}

fn codes(members: &[Member<'_>]) -> Vec<&'static str> {
    let found = provenance(members, None);
    for fault in &found.faults {
        assert!(!fault.to_string().is_empty());
    }
    found.faults.iter().map(Coded::code).collect()
}

#[test]
fn a_battery_that_changed_hands_is_followed_back_to_its_first() {
    let chain = Chain::new();
    let mut members = chain.members();
    let found = provenance(&members, None);
    assert_eq!(found.faults, []);
    assert!(found.is_sound());
    assert_eq!(found.newest, Some(chain.own.reference.clone()));
    let links: Vec<_> = found
        .links
        .iter()
        .map(|link| (link.kind, link.from.as_str(), link.to.as_str()))
        .collect();
    assert_eq!(
        links,
        [
            (LinkKind::HandOver, OLD, NEW),
            (LinkKind::Reissue, OLD, NEW)
        ]
    );
    assert_eq!(
        found.links[0].acceptance,
        Some(chain.acceptance.reference.clone())
    );
    members.reverse();
    members.extend(chain.members());
    assert_eq!(
        provenance(&members, None),
        found,
        "order and repetition do not matter"
    );
}

#[test]
fn the_walk_may_begin_at_an_earlier_passport() {
    let chain = Chain::new();
    let found = provenance(&chain.members(), Some("urn:example:passport-2"));
    assert_eq!(found.links.len(), 1);
    let nowhere = provenance(&chain.members(), Some("urn:example:passport-9"));
    assert_eq!(nowhere.faults, [ProvenanceFault::NoPassport]);
    assert_eq!(codes(&[]), ["chain.no_passport"]);
}

#[test]
fn what_is_missing_from_a_chain_is_named() {
    let chain = Chain::new();
    for (without, expected) in [
        (0, vec!["chain.gap"]),
        (
            1,
            vec!["chain.gap", "chain.offer_missing", "chain.offer_missing"],
        ),
        (
            2,
            vec!["chain.acceptance_missing", "chain.acceptance_missing"],
        ),
        (3, vec!["chain.gap"]),
        // The chain up to the re-issue is whole: its holder has no passport of their own yet.
        (4, vec![]),
    ] {
        let mut members = chain.members();
        members.remove(without);
        assert_eq!(codes(&members), expected, "without member {without}");
    }
    let only_first = [member(&chain.first, Word::Transferred)];
    assert_eq!(codes(&only_first), ["chain.successor_missing"]);
}

#[test]
fn a_passport_that_was_altered_after_it_was_followed_is_noticed() {
    let chain = Chain::new();
    let mut forged = chain.first.credential.clone();
    forged["credentialSubject"]["generalProductInformation"]["batteryCategory"] = json!("lmt");
    let forged = Signed::new(forged);
    let mut members = chain.members();
    members[0] = member(&forged, Word::Transferred);
    let found = provenance(&members, None);
    assert_eq!(found.faults.len(), 1);
    assert_eq!(found.faults[0].code(), "chain.digest_mismatch");
    assert_eq!(
        found.faults[0].pointer().unwrap(),
        "/credentialSubject/supersedes"
    );
    assert_eq!(found.faults[0].credential(), Some("urn:example:passport-2"));
}

#[test]
fn the_status_of_what_was_handed_on_matters() {
    let chain = Chain::new();
    for (at, status, expected) in [
        (0, Word::Active, vec!["chain.predecessor_active"]),
        (0, Word::Revoked, vec!["chain.member_not_good"]),
        (3, Word::Suspended, vec!["chain.member_not_good"]),
        (3, Word::Transferred, vec![]),
        (4, Word::Transferred, vec!["chain.successor_missing"]),
        (4, Word::Ceased, vec![]),
    ] {
        let mut members = chain.members();
        members[at].status = status;
        assert_eq!(codes(&members), expected, "{status:?} at {at}");
    }
}

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
fn a_battery_sold_twice_is_noticed() {
    let chain = Chain::new();
    let mut offer = offer_to(STRANGER, &chain.first.reference);
    offer.statement.id = "urn:example:offer-2".to_owned();
    let offer = Signed::new(offer.build().unwrap());
    let mut acceptance = acceptance_of(&offer.reference);
    acceptance.statement = statement("acceptance-2", STRANGER, "2034-08-10T00:00:00Z");
    let acceptance = Signed::new(acceptance.build());
    let mut members = chain.members();
    members.push(member(&offer, Word::Unknown));
    members.push(member(&acceptance, Word::Unknown));
    assert_eq!(codes(&members), ["chain.transferred_twice"]);
}

#[test]
fn nobody_takes_a_battery_over_without_the_old_operator() {
    let chain = Chain::new();
    // Its own passport, without any offer.
    let taken = own_after(&chain.again, "passport-9", STRANGER);
    let mut members = chain.members();
    members[4] = member(&taken, Word::Active);
    assert!(codes(&members).contains(&"chain.acceptance_missing"));

    // A version of somebody else's passport.
    let version = next(
        "passport-9",
        STRANGER,
        "2034-09-01T00:00:00Z",
        "supersedes",
        chain.first.reference.to_value(),
    );
    let members = [
        member(&chain.first, Word::Active),
        member(&version, Word::Active),
    ];
    assert_eq!(codes(&members), ["chain.superseded_by_stranger"]);

    // An offer of what is not one's own.
    let mut offer = offer_to(NEW, &chain.first.reference);
    offer.statement.issuer = STRANGER.parse().unwrap();
    let offer = Signed::new(offer.build().unwrap());
    let acceptance = Signed::new(acceptance_of(&offer.reference).build());
    let mut members = chain.members();
    members[1] = member(&offer, Word::Unknown);
    members[2] = member(&acceptance, Word::Unknown);
    assert_eq!(codes(&members), ["chain.offer_by_stranger"]);
}

#[test]
fn an_acceptance_that_does_not_fit_carries_nothing() {
    let mut chain = Chain::new();
    let mut late = acceptance_of(&chain.offer.reference);
    late.statement.valid_from = "2034-09-10T00:00:00Z".parse().unwrap();
    chain.acceptance = Signed::new(late.build());
    assert!(codes(&chain.members()).contains(&"transfer.offer_expired"));

    let mut chain = Chain::new();
    let end = |from| {
        let end = TransferEnd {
            statement: statement("end", OLD, from),
            kind: EndKind::Withdrawal,
            battery: BATTERY.parse().unwrap(),
            offer: chain.offer.reference.clone(),
            reason: None,
        };
        Signed::new(end.build())
    };
    let (before, after) = (end("2034-08-05T00:00:00Z"), end("2034-08-11T00:00:00Z"));
    let mut members = chain.members();
    members.push(member(&before, Word::Unknown));
    assert!(codes(&members).contains(&"transfer.offer_withdrawn"));
    members[5] = member(&after, Word::Unknown);
    assert_eq!(codes(&members), [""; 0]);

    chain.again.credential["validFrom"] = json!("2034-08-09T00:00:00Z");
    chain.again = Signed::new(chain.again.credential);
    chain.own = own_after(&chain.again, "passport-3", NEW);
    assert_eq!(codes(&chain.members()), ["chain.time_order"]);
}

#[test]
fn who_may_not_issue_is_noticed_where_there_is_a_trust_list() {
    let chain = Chain::new();
    let file = json!({"type": "Recycled", "battery": BATTERY, "time": "2044-02-01T08:00:00Z"});
    let draft = EventDraft::from_file(&file).unwrap();
    let event = draft.build(&statement("end", NEW, "2044-02-01T09:00:00Z"));
    let event = Signed::new(event.unwrap());
    for (event_roles, passport_roles, expected) in [
        (&[Role::Recycler][..], &[Role::Manufacturer][..], vec![]),
        (&[Role::Repurposer], &[Role::Repurposer], vec!["chain.role"]),
        (&[Role::Recycler], &[Role::Workshop], vec!["chain.role"]),
        (&[], &[], vec!["chain.role", "chain.role"]),
    ] {
        let mut members = chain.members();
        members[4].roles = Some(passport_roles);
        members.push(member(&event, Word::Active));
        members[5].roles = Some(event_roles);
        assert_eq!(
            codes(&members),
            expected,
            "{event_roles:?} {passport_roles:?}"
        );
    }
}

/// A battery of which these are made, by the new operator.
fn made_of(id: &str, predecessor: Value) -> Signed {
    let mut credential =
        next(id, NEW, "2034-09-01T00:00:00Z", "predecessor", predecessor).credential;
    credential["credentialSubject"]["id"] = json!(format!("{BATTERY}-{id}"));
    Signed::new(credential)
}

fn of_parts(older: &Signed, parts: &[&str]) -> Value {
    let mut value = older.reference.to_value();
    value["parts"] = json!(parts);
    value
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

/// A pack of which one module went to another operator.
struct Split {
    first: Signed,
    offer: Signed,
    acceptance: Signed,
    /// The passport issued again for the module.
    again: Signed,
    /// What is left, by the old operator.
    rest: Signed,
    own: Signed,
}

impl Split {
    fn new() -> Self {
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

    fn members(&self) -> Vec<Member<'_>> {
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
fn a_history_of_very_many_hands_is_walked_in_time() {
    const MANY: usize = 20_000;
    let mut hands = vec![passport()];
    for n in 1..MANY {
        let older = hands.last().unwrap().reference.to_value();
        let id = format!("v{n}");
        hands.push(next(&id, OLD, "2034-09-01T00:00:00Z", "supersedes", older));
    }
    let mut members: Vec<_> = hands
        .iter()
        .map(|hand| member(hand, Word::Superseded))
        .collect();
    members.last_mut().unwrap().status = Word::Active;
    let started = std::time::Instant::now();
    let found = provenance(&members, None);
    assert_eq!(found.faults, []);
    assert_eq!(found.links.len(), MANY - 1);
    // A rival at each step, all of them a fork, and each without any consent.
    let rivals: Vec<_> = hands
        .iter()
        .enumerate()
        .map(|(n, older)| own_after(older, &format!("r{n}"), NEW))
        .collect();
    members.extend(rivals.iter().map(|rival| member(rival, Word::Active)));
    let found = provenance(&members, None);
    assert!(found.faults.len() > MANY);
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
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

/// Every place of a document, outer before inner.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    let mut each = |step: String, inner: &Value| {
        let at = format!("{at}/{}", step.replace('~', "~0").replace('/', "~1"));
        found.push(at.clone());
        places(inner, &at, found);
    };
    match value {
        Value::Object(members) => members
            .iter()
            .for_each(|(name, inner)| each(name.clone(), inner)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(index, inner)| each(index.to_string(), inner)),
        _ => {}
    }
}

proptest! {
    #[test]
    fn whatever_is_changed_in_a_credential_that_others_name_breaks_the_chain(
        which in 0..4_usize,
        place in any::<prop::sample::Index>(),
        value in crate::json::arbitrary::value(),
    ) {
        let chain = Chain::new();
        let mut members = chain.members();
        let original = members[which];
        let mut changed = original.credential.clone();
        let mut all = Vec::new();
        places(&changed, "", &mut all);
        *changed.pointer_mut(&all[place.index(all.len())]).unwrap() = value;
        let reference = Reference {
            id: original.reference.id.clone(),
            digest_multibase: digest_json(&changed),
        };
        prop_assume!(reference != *original.reference);
        members[which].credential = &changed;
        members[which].reference = &reference;
        let found = provenance(&members, None);
        // Nothing names the acceptance: a changed one carries the transfer or does not, but is never a surprise.
        let unnamed = which == 2;
        prop_assert!(unnamed || !found.is_sound(), "{changed}");
        // Neither does anything else of a battery's life stumble over it.
        let _ = (fold(&changed, &[]), Event::read(&changed));
    }
}

/// The same battery, of an operator that is gone: its passport, the order, the acceptance, the new operator's own.
fn orphaned(order: SuccessionOrder) -> [Signed; 4] {
    let first = passport();
    let order = Signed::new(order.build().unwrap());
    let mut acceptance = acceptance_of(&order.reference);
    acceptance.statement.id = "urn:example:acceptance-of-order".to_owned();
    let acceptance = Signed::new(acceptance.build());
    let own = own_after(&first, "passport-2", NEW);
    [first, order, acceptance, own]
}

/// As a reader sees them who has a trust list: the old passport stands as it did.
fn vouched<'c>(signed: &'c [Signed; 4], authority: &'c [Role]) -> Vec<Member<'c>> {
    let mut members: Vec<Member<'_>> = signed
        .iter()
        .map(|signed| member(signed, Word::Active))
        .collect();
    members[1].roles = Some(authority);
    members
}

#[test]
fn a_battery_of_an_operator_that_is_gone_goes_on_by_an_authoritys_order() {
    let signed = orphaned(order_of(&passport().reference));
    let members = vouched(&signed, &[Role::Authority]);
    let found = provenance(&members, None);
    assert_eq!(found.faults, []);
    assert_eq!(found.links.len(), 1);
    assert_eq!(found.links[0].kind, LinkKind::Succession);
    assert_eq!(found.links[0].order, Some(signed[1].reference.clone()));
    assert_eq!(found.links[0].acceptance, Some(signed[2].reference.clone()));
}

#[test]
fn an_order_counts_only_by_somebody_who_is_known_to_be_an_authority() {
    let signed = orphaned(order_of(&passport().reference));
    for (roles, code) in [
        (None, "chain.order_unvouched"),
        (Some(&[][..]), "chain.role"),
        (Some(&[Role::Manufacturer][..]), "chain.role"),
    ] {
        let mut members = vouched(&signed, &[]);
        members[1].roles = roles;
        assert_eq!(codes(&members), [code], "{roles:?}");
    }
}

#[test]
fn an_order_that_its_authority_took_back_carries_nothing() {
    let signed = orphaned(order_of(&passport().reference));
    let mut members = vouched(&signed, &[Role::Authority]);
    members[1].status = Word::Revoked;
    assert_eq!(codes(&members), ["chain.order_revoked"]);
}

#[test]
fn an_order_is_about_the_passport_and_the_operators_it_names_and_takes_an_acceptance() {
    let order = || order_of(&passport().reference);
    let another = SuccessionOrder {
        former_operator: STRANGER.parse().unwrap(),
        ..order()
    };
    let too_early = SuccessionOrder {
        statement: statement("order", AUTHORITY, "2026-01-01T00:00:00Z"),
        ..order()
    };
    for (order, code) in [
        (another, "chain.order_of_another"),
        (too_early, "chain.time_order"),
    ] {
        let signed = orphaned(order);
        assert_eq!(codes(&vouched(&signed, &[Role::Authority])), [code]);
    }
    let signed = orphaned(order());
    for (without, code) in [
        (0, "chain.gap"),
        (2, "chain.acceptance_missing"),
        // Who reads the old label and has the order: the passport is not the newest any more.
        (3, "chain.successor_missing"),
    ] {
        let mut members = vouched(&signed, &[Role::Authority]);
        members.remove(without);
        assert_eq!(codes(&members), [code], "without member {without}");
    }
    // For the one it names alone.
    let mut signed = signed;
    signed[3] = own_after(&signed[0], "passport-2", STRANGER);
    let members = vouched(&signed, &[Role::Authority]);
    assert!(codes(&members).contains(&"chain.acceptance_missing"));
}

#[test]
fn an_offer_that_was_accepted_and_never_carried_out_may_be_ordered_to_the_same_operator() {
    let signed = orphaned(order_of(&passport().reference));
    let offer = Signed::new(offer_to(NEW, &signed[0].reference).build().unwrap());
    let acceptance = Signed::new(acceptance_of(&offer.reference).build());
    let mut members = vouched(&signed, &[Role::Authority]);
    members.push(member(&offer, Word::Unknown));
    members.push(member(&acceptance, Word::Unknown));
    assert_eq!(codes(&members), [""; 0]);
    // And if the old operator comes back and issues it again after all, two passports follow one.
    let again = next(
        "passport-again",
        OLD,
        "2034-10-01T00:00:00Z",
        "supersedes",
        signed[0].reference.to_value(),
    );
    members.push(member(&again, Word::Active));
    assert!(codes(&members).contains(&"chain.fork"));
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
    // A line of another battery is its own.
    let mut other = second.credential.clone();
    other["credentialSubject"]["id"] = json!(format!("{BATTERY}-2"));
    let other = Signed::new(other);
    members[1] = member(&other, Word::Active);
    assert_eq!(codes(&members), [""; 0]);
}

/// The same credential with a proof more: another digest, the same id.
fn with_a_proof_more(signed: &Signed) -> Signed {
    let mut again = signed.clone();
    again.reference.digest_multibase += "x";
    again
}

#[test]
fn a_battery_is_not_sold_twice_under_two_digests_of_one_passport() {
    let chain = Chain::new();
    let wrapped = with_a_proof_more(&chain.first);
    let mut offer = offer_to(STRANGER, &wrapped.reference);
    offer.statement.id = "urn:example:offer-2".to_owned();
    let offer = Signed::new(offer.build().unwrap());
    let mut acceptance = acceptance_of(&offer.reference);
    acceptance.statement = statement("acceptance-2", STRANGER, "2034-08-10T00:00:00Z");
    acceptance.operator = STRANGER.parse().unwrap();
    let acceptance = Signed::new(acceptance.build());
    let again = next(
        "passport-2b",
        OLD,
        "2034-08-12T00:00:00Z",
        "supersedes",
        wrapped.reference.to_value(),
    );
    let mut members = chain.members();
    for (signed, word) in [
        (&wrapped, Word::Transferred),
        (&offer, Word::Unknown),
        (&acceptance, Word::Unknown),
        (&again, Word::Active),
    ] {
        members.push(member(signed, word));
    }
    assert_eq!(codes(&members), ["chain.fork", "chain.transferred_twice"]);
}

#[test]
fn a_withdrawal_is_of_the_offer_and_not_of_one_of_its_digests() {
    let mut chain = Chain::new();
    let withdrawal = Signed::new(
        TransferEnd {
            statement: statement("end", OLD, "2034-08-05T00:00:00Z"),
            kind: EndKind::Withdrawal,
            battery: BATTERY.parse().unwrap(),
            offer: chain.offer.reference.clone(),
            reason: None,
        }
        .build(),
    );
    chain.offer = with_a_proof_more(&chain.offer);
    chain.acceptance = Signed::new(acceptance_of(&chain.offer.reference).build());
    assert_eq!(codes(&chain.members()), [""; 0]);
    let mut members = chain.members();
    members.push(member(&withdrawal, Word::Unknown));
    assert!(codes(&members).contains(&"transfer.offer_withdrawn"));
}

#[test]
fn whoever_handed_a_battery_over_does_not_go_on_with_it() {
    // After an order that was accepted, the old operator comes back.
    let signed = orphaned(order_of(&passport().reference));
    let later =
        |name: &str, earlier: Value| next("later", OLD, "2034-10-01T00:00:00Z", name, earlier);
    let version = later("supersedes", signed[0].reference.to_value());
    let mut members = vouched(&signed, &[Role::Authority]);
    members[3] = member(&version, Word::Active);
    assert_eq!(codes(&members), ["chain.handed_away"]);

    // After a re-issue, by a passport of its own, or by a version of what was for the other.
    let chain = Chain::new();
    let again = chain.again.reference.to_value();
    for goes_on in [
        later("predecessor", json!([again])),
        later("supersedes", again.clone()),
    ] {
        let mut members = chain.members();
        members[4] = member(&goes_on, Word::Active);
        assert_eq!(codes(&members), ["chain.handed_away"]);
    }
    // With what is left it may: another part has gone.
    let split = Split::new();
    let rest = later("predecessor", json!([split.rest.reference.to_value()]));
    let correction = later("supersedes", split.rest.reference.to_value());
    let mut correction = correction.credential;
    correction["credentialSubject"]["partsRemoved"] = json!(["M1"]);
    let correction = Signed::new(correction);
    for goes_on in [rest, correction] {
        let mut members = split.members();
        members.push(member(&goes_on, Word::Active));
        assert_eq!(codes(&members), [""; 0]);
    }
}

#[test]
fn an_order_is_of_a_passport_that_stood() {
    let signed = orphaned(order_of(&passport().reference));
    for (word, code) in [
        (Word::Superseded, "chain.member_not_good"),
        (Word::Transferred, "chain.member_not_good"),
        (Word::Ceased, "chain.ceased"),
    ] {
        let mut members = vouched(&signed, &[Role::Authority]);
        members[0].status = word;
        assert_eq!(codes(&members), [code], "{word}");
    }
}

#[test]
fn an_offer_or_an_order_is_about_the_battery_of_its_passport() {
    let other = || format!("{BATTERY}-9").parse().unwrap();
    let order = SuccessionOrder {
        battery: other(),
        ..order_of(&passport().reference)
    };
    let mut signed = orphaned(order);
    let mut accepted = acceptance_of(&signed[1].reference);
    accepted.battery = other();
    signed[2] = Signed::new(accepted.build());
    let members = vouched(&signed, &[Role::Authority]);
    assert_eq!(codes(&members), ["chain.other_battery"]);

    let mut chain = Chain::new();
    let mut offer = offer_to(NEW, &chain.first.reference);
    offer.battery = other();
    chain.offer = Signed::new(offer.build().unwrap());
    let mut accepted = acceptance_of(&chain.offer.reference);
    accepted.battery = other();
    chain.acceptance = Signed::new(accepted.build());
    assert_eq!(codes(&chain.members()), ["chain.other_battery"]);
}

#[test]
fn events_that_an_offer_names_and_nobody_shows_are_told() {
    let chain = Chain::new();
    let offered: Vec<_> = offer_to(NEW, &chain.first.reference).events;
    let missing = |members: &[Member<'_>]| {
        let withheld = provenance(members, None).withheld;
        withheld
            .into_iter()
            .map(|(_, event)| event)
            .collect::<Vec<_>>()
    };
    assert_eq!(missing(&chain.members()), offered);
    let events = events();
    let mut members = chain.members();
    members.push(member(&events[1], Word::Active));
    assert_eq!(missing(&members), offered[..1]);
    // Issued again, it is there.
    let mut again = events[0].credential.clone();
    again["id"] = json!("urn:example:event-again");
    again["credentialSubject"]["supersedes"] = events[0].reference.to_value();
    let again = Signed::new(again);
    members.push(member(&again, Word::Active));
    assert_eq!(missing(&members), [] as [Reference; 0]);
}

#[test]
fn what_is_an_order_and_something_else_carries_nothing() {
    let mut signed = orphaned(order_of(&passport().reference));
    let mut order = signed[1].credential.clone();
    order["type"] = json!([
        "VerifiableCredential",
        "SuccessionOrder",
        "TransferRejection"
    ]);
    signed[1] = Signed::new(order);
    let accepted = acceptance_of(&signed[1].reference);
    signed[2] = Signed::new(accepted.build());
    let members = vouched(&signed, &[Role::Workshop]);
    assert!(codes(&members).contains(&"statement.several_kinds"));
}
